"""The import from file to database, and what is told of it.

The command line and the page of the import call `run` and hand `ImportSummary.report` to exports/import_report.py.
A report that could not be written is no loss: a dry run with the same file tells the same of every value.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lpo_desk.db.database import HELSINKI, Database
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.legacy import (
    ImportEffect,
    ImportReason,
    LegacySheet,
    ParsedRegister,
    Problem,
    RefusedRow,
)
from lpo_desk.domain.reports import ImportReport, Origin, SheetTotals
from lpo_desk.imports.cells import visible
from lpo_desk.imports.errors import WorkbookRefused
from lpo_desk.imports.register import no_collection, read_register
from lpo_desk.services import accounts, importing
from lpo_desk.services.importing import ImportResult, LateRefusal, Progress


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did, or would do when `report.dry_run`.

    warnings: how often each fault was met on rows that were not refused, by the value of its ImportReason, and the
        facts counted beside them (`marketing_ban`, `directory_ban`, `non_disclosure`, `named_user`, `blank_row`).
        They tell of the file: a second run gives the same.
    """

    report: ImportReport
    warnings: dict[str, int]

    def total(self, sheet: LegacySheet) -> SheetTotals:
        return next(total for total in self.report.totals if total.sheet is sheet)

    @property
    def refused(self) -> dict[str, int]:
        """Refused rows of Asiakkaat by the value of their reason."""
        rows = (row for row in self.report.refused if row.sheet is LegacySheet.CUSTOMERS)
        return dict(Counter(row.reason.value for row in rows))

    def as_json(self) -> dict[str, object]:
        """What `lpo-desk import customers --json` prints; the last three counts are of rows written by this run."""
        customers = self.total(LegacySheet.CUSTOMERS)
        return {
            "rows": customers.rows,
            "imported": customers.imported,
            "unchanged": customers.unchanged,
            "refused": self.refused,
            "blank": customers.blank,
            "subscriptions": self.total(LegacySheet.SUBSCRIPTIONS).imported,
            "events": self.total(LegacySheet.EVENTS).imported,
            "paper_records": self.total(LegacySheet.PAPERS).imported,
            "warnings": self.warnings,
        }


class _DryRun(Exception):
    """Rolls the unit back once everything has been tried."""


def run(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    version: str,
    dry_run: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportSummary:
    """Import the old register's workbook, all of it or nothing. A dry run does the same and writes nothing.

    version: of the program, told in the report. progress: called with what is done and what there is to do; reading is
    the first half. The report is written by the caller: `import_report(summary.report, lang, path)`.
    Raises Forbidden, WorkbookRefused, SheetMissing, ColumnMissing, ImportCancelled, NoOffice and what a unit raises.
    """
    with no_collection():
        return _run(database, actor, path, version, progress, cancelled, dry_run=dry_run)


def _run(
    database: Database,
    actor: Actor,
    path: Path,
    version: str,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
    *,
    dry_run: bool,
) -> ImportSummary:
    with database.reading(actor) as unit:
        numbers = importing.known_numbers(unit)
    parsed = read_register(
        path,
        today=database.clock().astimezone(HELSINKI).date(),
        known_numbers=numbers,
        progress=_half(progress, second=False),
        cancelled=cancelled,
    )
    digest = _digest(path)
    summary: ImportSummary | None = None
    with suppress(_DryRun), database.unit(actor) as unit:
        result = importing.write(
            unit, parsed, digest, progress=_half(progress, second=True), cancelled=cancelled
        )
        summary = _summary(parsed, result, _origin(unit, version), path.name, dry_run=dry_run)
        if dry_run:
            raise _DryRun
    assert summary is not None  # noqa: S101 - the unit came to its end
    return summary


def _half(progress: Progress | None, *, second: bool) -> Progress | None:
    """Reading and writing count the same rows, each once: together they are one way to go."""
    if progress is None:
        return None
    tell = progress
    return lambda done, rows: tell(done + rows if second else done, 2 * rows)


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise WorkbookRefused("import.file_unreadable") from error


def _origin(unit: Unit, version: str) -> Origin:
    own = unit.actor.office_id
    office = next((office for office in accounts.offices(unit) if office.id == own), None)
    return Origin(unit.at, unit.actor.display_name, office, version)


def _summary(
    parsed: ParsedRegister, result: ImportResult, origin: Origin, file_name: str, *, dry_run: bool
) -> ImportSummary:
    late = {(refusal.sheet.title, refusal.row) for refusal in result.refused}
    kept = [problem for problem in parsed.problems if (problem.sheet, problem.row) not in late]
    problems = [*kept, *result.problems, *map(_refusal_problem, result.refused)]
    order = {sheet.title: place for place, sheet in enumerate(LegacySheet)}
    problems.sort(key=lambda problem: (order.get(problem.sheet, len(order)), problem.row))
    report = ImportReport(
        origin=origin,
        file_name=file_name,
        dry_run=dry_run,
        totals=result.totals,
        refused=(*parsed.refused, *map(_refused_row, result.refused)),
        problems=tuple(problems),
        duplicates=parsed.duplicates,
        unknown_columns=parsed.unknown_columns,
    )
    return ImportSummary(report, _warnings(parsed, problems))


def _warnings(parsed: ParsedRegister, problems: list[Problem]) -> dict[str, int]:
    reasons = {problem.reason.value for problem in parsed.problems}
    facts = {name: count for name, count in parsed.counts.items() if name not in reasons}
    met = Counter(
        problem.reason.value for problem in problems if problem.effect is not ImportEffect.REFUSED_ROW
    )
    return dict(sorted((met + Counter(facts)).items()))


def _cells(refusal: LateRefusal) -> tuple[tuple[str, str], ...]:
    """The cells of the row, out of its canonical form (cells.canonical): the rows of the workbook are gone by now."""
    _, *cells = json.loads(refusal.canonical)
    return tuple((column, visible(text)) for column, _, text in cells)


def _refused_row(refusal: LateRefusal) -> RefusedRow:
    return RefusedRow(refusal.sheet, refusal.row, refusal.reason, _cells(refusal))


_POINTING = {
    LegacySheet.CUSTOMERS: "Asnro",
    LegacySheet.SUBSCRIPTIONS: "Liittymänro",
    LegacySheet.PAPERS: "Paperinro",
}


def _refusal_problem(refusal: LateRefusal) -> Problem:
    column = _POINTING.get(refusal.sheet, "Asnro") if refusal.reason is ImportReason.NUMBER_TAKEN else "Asnro"
    value = dict(_cells(refusal)).get(column, "")
    return Problem(refusal.sheet.title, refusal.row, column, value, refusal.reason, ImportEffect.REFUSED_ROW)
