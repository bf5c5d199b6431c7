"""Kuukausiraportti, Månadsrapport: a month of data protection requests for the management, no identities."""

from pathlib import Path

from lpo_desk.domain.figures import Figure, figures
from lpo_desk.domain.reports import CaseBookRow, MonthCount, MonthlyReport
from lpo_desk.exports.columns import Column, Kind, word
from lpo_desk.exports.dictionary import Explained, add_dictionary
from lpo_desk.exports.summary import Summary, month_name
from lpo_desk.exports.workbook import Book, Progress, Properties
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms

MONTHS: tuple[Column[MonthCount], ...] = (
    Column("report.month", lambda line: line.month.first, Kind.MONTH),
    Column("report.received", lambda line: line.received, Kind.INTEGER),
    Column("report.closed", lambda line: line.closed, Kind.INTEGER),
    Column("report.open", lambda line: line.open, Kind.INTEGER),
    Column("report.closed_late", lambda line: line.late, Kind.INTEGER),
)

FIGURES: tuple[Column[Figure], ...] = (
    Column("report.category", lambda line: line.category, Kind.TERM),
    Column("report.data", lambda line: line.title, Kind.TERM),
    Column("report.divided_by", lambda line: line.field, Kind.TERM),
    Column("report.value", lambda line: line.value, Kind.TERM),
    Column("report.people", lambda line: line.people, Kind.INTEGER),
    Column("report.entries", lambda line: line.rows, Kind.INTEGER),
    Column("report.is_hidden", lambda line: line.hidden, Kind.YES_NO),
)


def case_columns(report: MonthlyReport) -> tuple[Column[CaseBookRow], ...]:
    """The columns of the case book; days and lateness are told as they stood at the end of the report."""
    end = report.end
    return (
        Column("report.case", lambda row: row.number),
        Column("report.office", lambda row: row.office, Kind.TERM),
        Column("report.right", lambda row: row.rights, Kind.TERM),
        Column("report.channel", lambda row: row.channel, Kind.TERM),
        Column("report.identity", lambda row: row.identity, Kind.TERM),
        Column("report.language", lambda row: row.language, Kind.TERM),
        Column("report.received_on", lambda row: row.received, Kind.DATE),
        Column("report.due_on", lambda row: row.due, Kind.DATE),
        Column("report.is_extended", lambda row: row.extended, Kind.YES_NO),
        Column("report.closed_on", lambda row: row.closed, Kind.DATE),
        Column("report.resolution", lambda row: row.resolution, Kind.TERM),
        Column("report.days", lambda row: row.days(end), Kind.INTEGER),
        Column("report.is_late", lambda row: row.is_late(end), Kind.YES_NO),
        Column("report.late_reason", lambda row: row.late_reason, Kind.TERM),
    )


def monthly(report: MonthlyReport, lang: Lang, path: Path, progress: Progress | None = None) -> Path:
    """Writes the report; tells where (`path`, or `path-2` when that is taken). Raises as Book.save."""
    title = terms("report.title", lang=lang, month=month_name(report))
    book = Book(lang, Properties(title, _author(report, lang), report.origin.made_at))
    summary = Summary(book, report)
    summary.write()
    cases, months = terms("report.case_book", lang=lang), terms("report.months", lang=lang)
    columns, trend = case_columns(report), report.trend()
    book.table(cases, "tblCases", columns, report.book)
    trend_sheet = book.table(months, "tblMonths", MONTHS, trend)
    summary.draw(trend_sheet, len(trend))
    register = terms("report.register_sheet", lang=lang)
    book.table(register, "tblRegister", FIGURES, list(figures(report.counted, report.hide_below)))
    sheets: list[Explained] = [(cases, columns), (months, MONTHS), (register, FIGURES)]
    add_dictionary(book, report.origin, _filters(report, lang), sheets)
    return book.save(path, progress)


def _author(report: MonthlyReport, lang: Lang) -> str:
    return word(report.origin.office, lang) or terms("export.cooperative", lang=lang)


def _filters(report: MonthlyReport, lang: Lang) -> list[tuple[str, str]]:
    offices = ", ".join(office.name(lang) for office in report.offices)
    chosen = terms("report.all_offices", lang=lang, offices=offices) if report.all_offices else offices
    days = f"{format_date(report.month.first, lang)}–{format_date(report.end, lang)}"
    small = terms("report.hidden_rule", lang=lang, below=report.hide_below) if report.hide_below else ""
    return [
        ("report.filter_month", days),
        ("report.filter_offices", chosen),
        ("report.identities", terms("report.no_identities", lang=lang)),
        ("report.filter_small", small or terms("report.nothing_hidden", lang=lang)),
    ]
