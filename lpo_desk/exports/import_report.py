"""The report of an import: totals, and every row and value that did not go in as it stood.

It names people's data because its purpose is to mend it; its first sheet and its title say so. Personal
identity codes are masked even here: whoever mends them has the old workbook, and each line says where it was.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lpo_desk.domain.legacy import LegacySheet, PossibleDuplicate, Problem, RefusedRow
from lpo_desk.domain.reports import ImportReport, SheetTotals
from lpo_desk.exports.columns import Column, Kind, Row, word
from lpo_desk.exports.dictionary import Explained, add_dictionary
from lpo_desk.exports.pages import Look, Page
from lpo_desk.exports.workbook import Book, Progress, Properties
from lpo_desk.formats import format_datetime
from lpo_desk.terms import Lang, terms

UnknownColumn = tuple[LegacySheet, str]

_BIRTH_DIGITS = 6
_MASK = "-****"
_HETU = re.compile(r"\b([0-9]{6})\s?[-–—+A-FU-Ya-fu-y]\s?[0-9]{3}[0-9A-Za-z]\b")
_HETU_HEADING = re.compile(r"hetu|henkilötun|personbet|sotu", re.IGNORECASE)
_WIDTHS = (52, *[12] * 5)

PROBLEMS: tuple[Column[Problem], ...] = (
    Column("import_report.sheet", lambda problem: problem.sheet),
    Column("import_report.row", lambda problem: problem.row or None, Kind.INTEGER),
    Column("import_report.column", lambda problem: problem.column),
    Column("import_report.value", lambda problem: masked(problem.value, secret=problem.secret), wrap=True),
    Column("import_report.reason", lambda problem: problem.reason, Kind.TERM),
    Column("import_report.effect", lambda problem: problem.effect, Kind.TERM),
    Column("import_report.stored", lambda problem: masked(problem.stored), wrap=True),
)
REFUSED: tuple[Column[RefusedRow], ...] = (
    Column("import_report.sheet", lambda row: row.sheet.title),
    Column("import_report.row", lambda row: row.row, Kind.INTEGER),
    Column("import_report.reason", lambda row: row.reason, Kind.TERM),
    Column("import_report.cells", lambda row: _cells(row), width=50, wrap=True),
)
UNKNOWN: tuple[Column[UnknownColumn], ...] = (
    Column("import_report.sheet", lambda unknown: unknown[0].title),
    Column("import_report.column", lambda unknown: unknown[1]),
)
DUPLICATES: tuple[Column[PossibleDuplicate], ...] = (
    Column("import_report.numbers", lambda found: ", ".join(found.numbers)),
    Column("import_report.rows_found", lambda found: ", ".join(map(str, found.rows))),
    Column("import_report.same_name", lambda found: found.same_name, Kind.YES_NO),
)


def import_report(report: ImportReport, lang: Lang, path: Path, progress: Progress | None = None) -> Path:
    """Writes the report; tells where (`path`, or `path-2` when that is taken). Raises as Book.save."""
    sensitivity = terms("import_report.sensitivity_short", lang=lang)
    title = f"{terms('import_report.title', lang=lang)} · {sensitivity}"
    author = word(report.origin.office, lang) or terms("export.cooperative", lang=lang)
    book = Book(
        lang, Properties(title, author, report.origin.made_at, subject=sensitivity, keywords=sensitivity)
    )
    _Totals(book, report).write()
    explained = [
        _table(book, "import_report.refused_rows", "tblRefused", REFUSED, report.refused),
        _table(book, "import_report.problems", "tblProblems", PROBLEMS, report.problems),
        _table(book, "import_report.unknown_columns", "tblUnknown", UNKNOWN, report.unknown_columns),
        _table(book, "import_report.duplicates", "tblDuplicates", DUPLICATES, report.duplicates),
    ]
    facts = [("import_report.file", report.file_name), ("import_report.identities", sensitivity)]
    add_dictionary(book, report.origin, facts, explained)
    return book.save(path, progress)


def _table(book: Book, key: str, name: str, columns: Sequence[Column[Row]], rows: Sequence[Row]) -> Explained:
    heading = terms(key, lang=book.lang)
    book.table(heading, name, columns, rows)
    return heading, columns


def masked(text: str, *, secret: bool = False) -> str:
    """The text with personal identity codes masked; a secret text is masked whatever it looks like."""
    if secret and text:
        digits = re.sub("[^0-9]", "", text)[:_BIRTH_DIGITS]
        return digits + _MASK
    return _HETU.sub(rf"\1{_MASK}", text)


def _cells(row: RefusedRow) -> str:
    return "\n".join(
        f"{column}: {masked(value, secret=bool(_HETU_HEADING.search(column)))}" for column, value in row.cells
    )


class _Totals:
    """The first sheet; `row` is the next free one."""

    def __init__(self, book: Book, report: ImportReport) -> None:
        self.report = report
        self.lang = book.lang
        self.page = Page(book, terms("import_report.totals", lang=book.lang), _WIDTHS)
        self.row = 1

    def write(self) -> None:
        self._title()
        self._sheets()
        refused = Counter((row.sheet.title, row.reason) for row in self.report.refused)
        self._counts(
            "import_report.refused_by_reason",
            "import_report.rows",
            [
                (f"{sheet}: {word(reason, self.lang)}", count)
                for (sheet, reason), count in refused.most_common()
            ],
        )
        values = Counter((problem.effect, problem.reason) for problem in self.report.problems)
        self._counts(
            "import_report.problems_by_reason",
            "import_report.values",
            [
                (f"{word(reason, self.lang)} ({word(effect, self.lang)})", count)
                for (effect, reason), count in values.most_common()
            ],
        )

    def _title(self) -> None:
        report, page = self.report, self.page
        page.term(1, 1, "import_report.title", Look.TITLE)
        page.height(1, 28)
        made = format_datetime(report.origin.made_at, self.lang)
        page.term(2, 1, "import_report.about", Look.MUTED, file=report.file_name, day=made)
        page.term(3, 1, "import_report.sensitivity", Look.WARNING)
        page.sheet.merge_cells(start_row=3, start_column=1, end_row=3, end_column=len(_WIDTHS))
        page.height(3, 32)
        self.row = 5
        if report.dry_run:
            page.term(4, 1, "import_report.dry_run", Look.TOTAL_LABEL)
            self.row = 6

    def _sheets(self) -> None:
        names = ("rows", "imported", "unchanged", "refused", "blank")
        self.page.term(self.row, 1, "import_report.totals", Look.HEADING)
        for place, name in enumerate(names, 2):
            self.page.term(self.row, place, f"import_report.{name}", Look.HEAD)
        for totals in self.report.totals:
            self.row += 1
            self._sheet_line(totals, names)
        self.page.term(self.row + 1, 1, "import_report.sum_rule", Look.MUTED)
        self.row += 3

    def _sheet_line(self, totals: SheetTotals, names: Sequence[str]) -> None:
        self.page.text(self.row, 1, totals.sheet.title, Look.LABEL)
        for place, name in enumerate(names, 2):
            self.page.number(self.row, place, getattr(totals, name))

    def _counts(self, heading: str, head: str, lines: Sequence[tuple[str, int]]) -> None:
        self.page.term(self.row, 1, heading, Look.HEADING)
        self.page.term(self.row, 2, head, Look.HEAD)
        for label, count in lines or [(terms("report.none", lang=self.lang), 0)]:
            self.row += 1
            self.page.wrapped(self.row, 1, label, _WIDTHS[0])
            self.page.number(self.row, 2, count)
        self.row += 2
