"""The workbook of the old register -> ParsedRegister. Reads only: nothing here knows a database.

read_register(Path("legacy_customers.xlsx"), today=date(2026, 11, 22))
"""

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from lpo_desk.domain.legacy import (
    ImportCancelled,
    ImportEffect,
    ImportReason,
    LegacyCustomer,
    LegacyEvent,
    LegacyPaper,
    LegacySheet,
    LegacySubscription,
    ParsedRegister,
    Problem,
    RefusedRow,
)
from lpo_desk.imports.cells import visible
from lpo_desk.imports.duplicates import possible_duplicates
from lpo_desk.imports.normalise import customers, others, values
from lpo_desk.imports.reader import Book, RawRow, SheetReader
from lpo_desk.imports.row import Row

Progress = Callable[[int, int], None]
"""Called with the rows done and the rows in all; at the end both are equal."""
_STEP = 250


def read_register(
    path: Path,
    *,
    today: date,
    known_numbers: Collection[str] = (),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ParsedRegister:
    """Read and normalise the whole workbook.

    known_numbers: customers that the new register has already; they too may pay, own subscriptions or papers.
    Raises WorkbookRefused, SheetMissing, ColumnMissing before the first row, ImportCancelled between rows.
    """
    with no_collection():
        book = Book(path)
        try:
            return _Reading(book, today, known_numbers, progress, cancelled).result()
        finally:
            book.close()


@contextmanager
def no_collection() -> Iterator[None]:
    """The many values read all live to the end: looking for garbage among them would take a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


class _Reading:
    """One run over the sheets: customers first, for the other sheets point at them."""

    def __init__(
        self,
        book: Book,
        today: date,
        known_numbers: Collection[str],
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._today = today
        self._numbers = set(known_numbers)
        self._progress, self._cancelled = progress, cancelled
        self._problems: list[Problem] = []
        self._refused: list[RefusedRow] = []
        self._facts: Counter[str] = Counter()
        self._filled: dict[LegacySheet, int] = {}
        self._sheets = {sheet: book.sheet(sheet) for sheet in LegacySheet if sheet in book}
        self._rows = sum(reader.rows for reader in self._sheets.values())
        self._done = 0
        self._about_sheets(book)

    def result(self) -> ParsedRegister:
        found = self._customers()
        subscriptions, events, papers = self._subscriptions(), self._events(), self._papers()
        duplicates, shared = possible_duplicates(found)
        self._problems.extend(shared)
        self._report_progress(self._rows)
        order = {sheet.title: place for place, sheet in enumerate(LegacySheet)}
        self._problems.sort(key=lambda problem: (order.get(problem.sheet, len(order)), problem.row))
        rows = self._sheets[LegacySheet.CUSTOMERS].rows
        blank = rows - self._filled[LegacySheet.CUSTOMERS]
        self._facts["blank_row"] = blank
        imported = (problem for problem in self._problems if problem.effect is not ImportEffect.REFUSED_ROW)
        return ParsedRegister(
            customers=found,
            subscriptions=subscriptions,
            events=events,
            papers=papers,
            problems=tuple(self._problems),
            refused=tuple(self._refused),
            duplicates=duplicates,
            unknown_columns=tuple(
                (sheet, heading)
                for sheet, reader in self._sheets.items()
                for heading, _ in reader.header.unknown
            ),
            rows=rows,
            blank=blank,
            sheet_rows=dict(self._filled),
            counts=dict(Counter(problem.reason.value for problem in imported) + self._facts),
        )

    def _customers(self) -> tuple[LegacyCustomer, ...]:
        taken: set[str] = set()
        found: list[LegacyCustomer] = []
        with_payer: dict[int, Row] = {}
        for row in self._filled_rows(LegacySheet.CUSTOMERS):
            number = values.code(row, "Asnro")
            if reason := customers.refusal(row, number, taken):
                self._refuse(row, reason, "Asnro" if reason is not ImportReason.NAME_MISSING else "Sukunimi")
                continue
            customer = customers.customer(row, number)
            if customer.payer_number:
                with_payer[len(found)] = row
            found.append(customer)
            self._keep(row)
        self._numbers |= taken
        for place, row in with_payer.items():
            found[place] = self._with_payer(found[place], row)
        return tuple(found)

    def _with_payer(self, customer: LegacyCustomer, row: Row) -> LegacyCustomer:
        """Whether the payer exists is known only now that every customer has been read."""
        if customer.payer_number == customer.number:
            reason = ImportReason.PAYER_SELF
        elif customer.payer_number not in self._numbers:
            reason = ImportReason.PAYER_UNKNOWN
        else:
            return customer
        row.problems.clear()  # handed over already
        row.left_out(customers.PAYER, reason)
        self._problems.extend(row.problems)
        return replace(customer, payer_number="")

    def _subscriptions(self) -> tuple[LegacySubscription, ...]:
        found = []
        for row, number in self._numbered(LegacySheet.SUBSCRIPTIONS, others.SUBSCRIPTION):
            owner = values.code(row, others.CUSTOMER)
            if owner not in self._numbers:
                self._refuse(row, ImportReason.UNKNOWN_CUSTOMER, others.CUSTOMER)
                continue
            found.append(others.subscription(row, owner, number))
            self._keep(row)
        return tuple(found)

    def _events(self) -> tuple[LegacyEvent, ...]:
        found = []
        for row in self._filled_rows(LegacySheet.EVENTS):
            number = values.code(row, others.CUSTOMER)
            if number not in self._numbers:
                self._refuse(row, ImportReason.UNKNOWN_CUSTOMER, others.CUSTOMER)
                continue
            found.append(others.event(row, number))
            self._keep(row)
        return tuple(found)

    def _papers(self) -> tuple[LegacyPaper, ...]:
        found = []
        for row, number in self._numbered(LegacySheet.PAPERS, others.PAPER):
            owner = values.code(row, others.CUSTOMER)
            if owner and owner not in self._numbers:  # the paper is on its shelf all the same
                row.left_out(others.CUSTOMER, ImportReason.UNKNOWN_CUSTOMER)
                owner = ""
            found.append(others.paper(row, owner, number))
            self._keep(row)
        return tuple(found)

    def _numbered(self, sheet: LegacySheet, column: str) -> Iterator[tuple[Row, str]]:
        """Rows with their own number; those without one, or with one met before, are refused."""
        taken: set[str] = set()
        for row in self._filled_rows(sheet):
            number = values.code(row, column)
            if not number or number in taken:
                self._refuse(
                    row, ImportReason.NUMBER_TAKEN if number else ImportReason.NUMBER_MISSING, column
                )
                continue
            taken.add(number)
            yield row, number

    def _filled_rows(self, sheet: LegacySheet) -> Iterator[Row]:
        """Rows that hold anything, while reporting progress and heeding cancel."""
        self._filled[sheet] = 0
        reader = self._sheets.get(sheet)
        for raw in reader or ():
            if self._done % _STEP == 0:
                self._report_progress(self._done)
            self._done += 1
            self._about_formulas(sheet, raw)
            if not raw.blank:
                self._filled[sheet] += 1
                yield Row(sheet, raw, self._today)

    def _report_progress(self, done: int) -> None:
        if self._cancelled and self._cancelled():
            raise ImportCancelled
        if self._progress:
            self._progress(done, self._rows)

    def _keep(self, row: Row) -> None:
        self._problems.extend(row.problems)
        if row.facts:  # a Counter looks long at what it is given
            self._facts.update(row.facts)

    def _refuse(self, row: Row, reason: ImportReason, column: str) -> None:
        """What else was wrong with the row does not matter; the row is kept whole for the report."""
        self._refused.append(RefusedRow(row.sheet, row.number, reason, row.shown_cells()))
        self._problems.append(
            Problem(
                row.sheet.title,
                row.number,
                column,
                visible(row.shown(column)),
                reason,
                ImportEffect.REFUSED_ROW,
            )
        )

    def _about_sheets(self, book: Book) -> None:
        """What can be said before the first row: sheets and columns missing or unknown."""
        for sheet in LegacySheet:
            if sheet in self._sheets:
                self._about_columns(self._sheets[sheet])
            else:
                self._warn(sheet.title, 0, "", ImportReason.SHEET_MISSING)
        for name in book.unknown_sheets:
            self._warn(name, 0, "", ImportReason.SHEET_UNKNOWN)

    def _about_columns(self, reader: SheetReader) -> None:
        for heading, _ in reader.header.unknown:
            self._warn(reader.sheet.title, reader.header_row, heading, ImportReason.UNKNOWN_COLUMN)
        for heading in reader.header.absent:
            self._warn(reader.sheet.title, reader.header_row, heading, ImportReason.COLUMN_MISSING)

    def _about_formulas(self, sheet: LegacySheet, raw: RawRow) -> None:
        for heading in raw.formulas:
            self._warn(sheet.title, raw.number, heading, ImportReason.FORMULA)

    def _warn(self, sheet: str, row: int, column: str, reason: ImportReason) -> None:
        self._problems.append(Problem(sheet, row, column, "", reason, ImportEffect.WARNED))
