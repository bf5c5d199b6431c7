"""Hävitysluettelo, Gallringslista: the papers of a list by number, kind and year, and what became of each.

It names nobody but the staff who handled the list: of whom a paper was is not told.
"""

from pathlib import Path

from lpo_desk.domain.destroying import DestructionItem, DestructionReport
from lpo_desk.exports.columns import Column, Kind, word
from lpo_desk.exports.dictionary import add_dictionary
from lpo_desk.exports.workbook import Book, Progress, Properties
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms

COLUMNS: tuple[Column[DestructionItem], ...] = (
    Column("destruction_list.number", lambda item: item.number),
    Column("destruction_list.kind", lambda item: item.kind, Kind.TERM),
    Column("destruction_list.year", lambda item: item.year, Kind.INTEGER),
    Column("destruction_list.verdict", lambda item: item.verdict, Kind.TERM),
    Column("destruction_list.why", lambda item: item.why, Kind.TERM),
)


def destruction(report: DestructionReport, lang: Lang, path: Path, progress: Progress | None = None) -> Path:
    """Writes the list; tells where (`path`, or `path-2` when that is taken). Raises as Book.save."""
    row = report.record.row
    title = f"{terms('destruction_list.title', lang=lang)} {row.number}"
    book = Book(lang, Properties(title, row.office.name(lang), report.origin.made_at, subject=title))
    sheet = terms("destruction_list.sheet", lang=lang)
    book.table(sheet, "tblDestruction", COLUMNS, report.record.items)
    add_dictionary(book, report.origin, _facts(report, lang), [(sheet, COLUMNS)])
    return book.save(path, progress)


def _facts(report: DestructionReport, lang: Lang) -> list[tuple[str, str]]:
    row = report.record.row
    steps = (
        ("certificate.proposed", row.proposed_on, row.proposed_by),
        ("certificate.approved", row.approved_on, row.approved_by),
        ("destruction_list.cancelled", row.cancelled_on, row.cancelled_by),
        ("certificate.executed", row.executed_on, row.executed_by),
    )
    facts = [
        ("certificate.number", row.number),
        ("office.office", row.office.name(lang)),
        ("destruction_list.state", word(row.state, lang)),
        *((key, f"{format_date(on, lang)}, {name}") for key, on, name in steps if on),
    ]
    if row.method is not None:
        facts += [("certificate.method", word(row.method, lang)), ("certificate.witness", row.witness)]
    return facts
