"""The old register into the database: all of it in one unit, or nothing.

A row is known again by a keyed digest of its cells. Run a second time with the same file, the import finds every row
unchanged and writes nothing but its own log. A row that has changed under a number which is in the register already is
refused: the register, not the old file, is the truth about whoever is in it. New rows of customers who came from the
old register are added to them; a number that was given out here means another customer there, so rows pointing at
it are refused; so are rows of those whose processing is restricted. A refused row leaves no digest and is refused again
the next time, for the same reason.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, insert, select, update

from lpo_desk.db import audit, search_index
from lpo_desk.db.tables.imports import ImportRun, ImportWarning
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.register import CustomerAccount, Party
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.legacy import (
    ImportCancelled,
    ImportEffect,
    ImportReason,
    LegacyCustomer,
    LegacyEvent,
    LegacySheet,
    LegacySubscription,
    ParsedRegister,
    Problem,
)
from lpo_desk.domain.masking import hide_codes, hide_wrong_code
from lpo_desk.domain.reports import SheetTotals
from lpo_desk.services._import_batch import Batch, chunks
from lpo_desk.services._import_closed import Closed
from lpo_desk.services._import_customers import add_customers, add_payer
from lpo_desk.services._import_ledger import Ledger, Row
from lpo_desk.services._import_others import add_events, add_subscriptions
from lpo_desk.services._import_papers import Papers
from lpo_desk.services._import_people import Users
from lpo_desk.services._import_suppression import Suppression

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do, in rows; at the end both are equal."""

_STEP = 1000
"""Rows written between two looks at `cancelled`."""
_REBUILD_FROM = 2000
"""Parties from which deriving all search rows again is quicker than deriving theirs."""

R = TypeVar("R", bound=Row)


class ImportUnbalanced(Exception):
    """A row in was not a row out: a fault of the program. Nothing is written."""


@dataclass(frozen=True, slots=True)
class LateRefusal:
    """A row that reads well but does not fit the register as it is."""

    sheet: LegacySheet
    row: int
    reason: ImportReason
    canonical: bytes


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was written. `refused` and `problems`: met while writing, in addition to those of the reading."""

    run_id: int
    totals: tuple[SheetTotals, ...]
    refused: tuple[LateRefusal, ...]
    problems: tuple[Problem, ...]


@requires(Right.IMPORT)
def known_numbers(unit: Unit) -> frozenset[str]:
    """Customer numbers that came from the old register: what its sheets may point at besides the file's own."""
    return frozenset(number for number, (_, imported) in _accounts(unit).items() if imported)


@requires(Right.IMPORT)
def write(
    unit: Unit,
    parsed: ParsedRegister,
    file_digest: bytes,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Write what was read. The caller's unit commits it, or rolls it back for a dry run.

    Raises ImportCancelled between two steps, NoOffice; ImportUnbalanced when the counts are not true.
    """
    return _Writing(unit, parsed, file_digest, progress, cancelled).result()


class _Writing:
    """One run, sheet by sheet; every step leaves nothing waiting in the batch."""

    def __init__(
        self,
        unit: Unit,
        parsed: ParsedRegister,
        file_digest: bytes,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._unit, self._parsed = unit, parsed
        self._progress, self._cancelled = progress, cancelled
        rows = (parsed.customers, parsed.subscriptions, parsed.events, parsed.papers)
        self._done, self._rows = 0, sum(map(len, rows))
        self._batch = Batch(unit, _begin_run(unit, file_digest))
        self._ledger = Ledger(unit)
        self._hetu_key = unit.secret("hetu")
        self._suppression = Suppression(self._batch)
        accounts = _accounts(unit)
        self._taken = set(accounts)
        self._parties = {number: party_id for number, (party_id, imported) in accounts.items() if imported}
        self._closed = Closed(unit, self._hetu_key)
        self._pointed_at = _by_row(parsed)
        self._imported: dict[LegacySheet, int] = {}
        self._unchanged: dict[LegacySheet, int] = {}
        self._refused: list[LateRefusal] = []
        self._problems: list[Problem] = []

    def result(self) -> ImportResult:
        self._customers()
        self._subscriptions()
        self._events()
        self._papers()
        totals = self._totals()
        self._check(totals)
        self._tell_parties()
        self._heed()
        self._refresh_search()
        self._log(totals)
        self._heed()
        return ImportResult(self._batch.run_id, totals, tuple(self._refused), tuple(self._problems))

    # --- the sheets

    def _customers(self) -> None:
        payers: list[LegacyCustomer] = []

        def add(customers: Sequence[LegacyCustomer]) -> list[Problem]:
            self._parties |= add_customers(self._batch, self._hetu_key, self._suppression, customers)
            payers.extend(customer for customer in customers if customer.payer_number)
            return []

        self._sheet(
            LegacySheet.CUSTOMERS,
            self._parsed.customers,
            add,
            owner=lambda customer: customer.number,
            refusal=lambda customer: _taken(customer.number, self._taken) or self._closed.customer(customer),
        )
        for customer in payers:
            self._payer(customer)
        self._batch.write()

    def _payer(self, customer: LegacyCustomer) -> None:
        """The payer's own row may have been refused since the reading, so it is looked for again."""
        party_id, payer_id = self._parties[customer.number], self._parties.get(customer.payer_number)
        closed = self._closed.party(payer_id)
        if payer_id is not None and closed is None:
            add_payer(self._batch, payer_id, party_id)
            return
        problem = Problem(
            LegacySheet.CUSTOMERS.title,
            customer.row,
            "Maksaja asnro",
            customer.payer_number,
            closed or ImportReason.PAYER_UNKNOWN,
            ImportEffect.LEFT_OUT,
        )
        self._problems.append(problem)
        self._warn(party_id, problem)

    def _subscriptions(self) -> None:
        taken = set(self._unit.connection.scalars(select(Subscription.number)))
        users = Users(self._batch, self._hetu_key)
        self._sheet(
            LegacySheet.SUBSCRIPTIONS,
            self._parsed.subscriptions,
            lambda lines: add_subscriptions(self._batch, users, self._parties, lines),
            owner=lambda line: line.customer_number,
            refusal=lambda line: (
                self._unowned(line) or self._closed.user(line.user_hetu) or _taken(line.number, taken)
            ),
        )

    def _events(self) -> None:
        self._sheet(
            LegacySheet.EVENTS,
            self._parsed.events,
            lambda events: add_events(self._batch, self._parties, events),
            owner=lambda event: event.customer_number,
            refusal=self._unowned,
        )

    def _papers(self) -> None:
        taken = set(self._unit.connection.scalars(select(ManualRecord.paper_number)))
        log = Papers(self._batch, self._parties)
        self._sheet(
            LegacySheet.PAPERS,
            self._parsed.papers,
            log.add,
            owner=lambda paper: paper.customer_number,
            refusal=lambda paper: (
                self._closed.party(self._parties.get(paper.customer_number)) or _taken(paper.number, taken)
            ),
        )

    def _unowned(self, row: LegacySubscription | LegacyEvent) -> ImportReason | None:
        party_id = self._parties.get(row.customer_number)
        return ImportReason.UNKNOWN_CUSTOMER if party_id is None else self._closed.party(party_id)

    def _sheet(
        self,
        sheet: LegacySheet,
        rows: Sequence[R],
        add: Callable[[Sequence[R]], list[Problem]],
        *,
        owner: Callable[[R], str],
        refusal: Callable[[R], ImportReason | None],
    ) -> None:
        """Write the rows that are new and not refused. `add` puts rows into the batch; `owner`: their customer number."""
        new, self._unchanged[sheet] = self._ledger.sort(sheet, rows)
        accepted = []
        for row, mark in new:
            reason = refusal(row)
            if reason is None:
                accepted.append((row, mark))
            else:
                self._refused.append(LateRefusal(sheet, row.row, reason, row.canonical))
        self._imported[sheet] = len(accepted)
        self._done += len(rows) - len(accepted)
        for part in chunks(accepted, _STEP):
            self._heed()
            met = add([row for row, _ in part])
            self._problems += met
            for problem in met:
                self._pointed_at[sheet.title, problem.row].append(problem)
            for row, _ in part:
                self._warn_owner(sheet, row, owner(row))
            self._batch.write()
            self._done += len(part)
        self._batch.write_marks([mark for _, mark in accepted])

    # --- what is told of it

    def _warn_owner(self, sheet: LegacySheet, row: Row, number: str) -> None:
        problems = self._pointed_at.get((sheet.title, row.row), ())
        if party_id := self._parties.get(number):
            for problem in problems:
                self._warn(party_id, problem)

    def _warn(self, party_id: int, problem: Problem) -> None:
        """The card shows the value until somebody settles it. A personal identity code is kept in its own table only."""
        self._batch.add(
            ImportWarning,
            party_id=party_id,
            run_id=self._batch.run_id,
            sheet=problem.sheet,
            row=problem.row,
            column=problem.column,
            value=hide_wrong_code(problem.value) if problem.secret else hide_codes(problem.value),
            reason=problem.reason.value,
        )

    def _totals(self) -> tuple[SheetTotals, ...]:
        late = Counter(refusal.sheet for refusal in self._refused)
        return tuple(
            SheetTotals(
                sheet,
                rows=self._parsed.rows
                if sheet is LegacySheet.CUSTOMERS
                else self._parsed.sheet_rows.get(sheet, 0),
                imported=self._imported[sheet],
                unchanged=self._unchanged[sheet],
                refused=sum(self._parsed.refused_counts(sheet).values()) + late[sheet],
                blank=self._parsed.blank if sheet is LegacySheet.CUSTOMERS else 0,
            )
            for sheet in LegacySheet
        )

    def _check(self, totals: Sequence[SheetTotals]) -> None:
        """Rows in are rows out, and the database counts as many new customers as we do."""
        for sheet in totals:
            if sheet.rows != sheet.imported + sheet.unchanged + sheet.refused + sheet.blank:
                raise ImportUnbalanced(sheet)
        written = self._unit.connection.scalar(
            select(func.count())
            .select_from(CustomerAccount)
            .join(Party, Party.id == CustomerAccount.party_id)
            .where(Party.import_run_id == self._batch.run_id)
        )
        if written != self._imported[LegacySheet.CUSTOMERS]:
            raise ImportUnbalanced(written)

    def _tell_parties(self) -> None:
        """Parties of earlier times that got rows: their version moves on, their history and open cards tell."""
        unit, batch = self._unit, self._batch
        grown = sorted(batch.touched - batch.created)
        for part in chunks(grown, _STEP):
            moved = update(Party).where(Party.id.in_(part)).values(version=Party.version + 1)
            unit.connection.execute(moved)
        detail = f"run={batch.run_id}"
        entries = [
            audit.Entry(AuditKind.IMPORT, "party", str(key), key, None, (), {}, detail) for key in grown
        ]
        if entries:
            audit.write(unit.session, entries, unit)
        for party_id in grown:
            unit.touched(party_id=party_id)
        for table in batch.tables:
            unit.touched(table=table)

    def _refresh_search(self) -> None:
        touched = self._batch.touched
        if len(touched) >= _REBUILD_FROM:
            search_index.rebuild(self._unit)
        elif touched:
            search_index.refresh(self._unit, touched)

    def _log(self, totals: Sequence[SheetTotals]) -> None:
        counts = {
            total.sheet.value: {
                "rows": total.rows,
                "imported": total.imported,
                "unchanged": total.unchanged,
                "refused": total.refused,
                "blank": total.blank,
            }
            for total in totals
        }
        run_id = self._batch.run_id
        self._unit.connection.execute(update(ImportRun).where(ImportRun.id == run_id).values(counts=counts))
        imported = " ".join(f"{total.sheet.value}={total.imported}" for total in totals)
        self._unit.log(AuditKind.IMPORT, table="import_run", key=run_id, detail=imported)

    def _heed(self) -> None:
        if self._cancelled and self._cancelled():
            raise ImportCancelled
        if self._progress:
            self._progress(self._done, self._rows)


def _begin_run(unit: Unit, file_digest: bytes) -> int:
    run = {"at": unit.at, "account_id": unit.actor.account_id, "file_digest": file_digest, "counts": {}}
    return unit.connection.execute(insert(ImportRun).returning(ImportRun.id), run).scalar_one()


def _accounts(unit: Unit) -> dict[str, tuple[int, bool]]:
    """Customer number -> its party, and whether that came from the old register."""
    statement = select(CustomerAccount.number, Party.id, Party.import_run_id).join(
        Party, Party.id == CustomerAccount.party_id
    )
    return {
        number: (party_id, run is not None) for number, party_id, run in unit.connection.execute(statement)
    }


def _taken(number: str, taken: set[str]) -> ImportReason | None:
    return ImportReason.NUMBER_TAKEN if number in taken else None


def _by_row(parsed: ParsedRegister) -> defaultdict[tuple[str, int], list[Problem]]:
    """What a card must show, by sheet and row: values left out or pointed at. A changed value is in its field.

    A death without its day has no field to show it, so it is pointed at too.
    """
    undated = {
        customer.row for customer in parsed.customers if customer.deceased and not customer.deceased_on
    }
    found: defaultdict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in parsed.problems:
        if problem.effect in (ImportEffect.LEFT_OUT, ImportEffect.WARNED) or (
            problem.reason is ImportReason.DECEASED_NOTE and problem.row in undated
        ):
            found[problem.sheet, problem.row].append(problem)
    return found
