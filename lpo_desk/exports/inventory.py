"""Inventointi, Inventering: what a round did not find as the log has it, and what was set right. It names nobody."""

from pathlib import Path

from lpo_desk.domain.inventory import Finding, FindingOutcome, InventoryReport
from lpo_desk.exports.columns import Column, Kind
from lpo_desk.exports.dictionary import add_dictionary
from lpo_desk.exports.workbook import Book, Progress, Properties
from lpo_desk.terms import Lang, terms

COLUMNS: tuple[Column[Finding], ...] = (
    Column("inventory_list.number", lambda row: row.number),
    Column("inventory_list.outcome", lambda row: row.outcome, Kind.TERM),
    Column("inventory_list.kind", lambda row: row.kind, Kind.TERM),
    Column("inventory_list.believed", lambda row: row.believed, Kind.TERM),
    Column("inventory_list.settled", lambda row: row.settled, Kind.TERM),
)


def inventory(report: InventoryReport, lang: Lang, path: Path, progress: Progress | None = None) -> Path:
    """Writes the round; tells where (`path`, or `path-2` when that is taken). Raises as Book.save."""
    found = report.round
    title = f"{terms('inventory_list.heading', lang=lang)} {found.place.code}"
    book = Book(lang, Properties(title, found.office, report.origin.made_at, subject=title))
    sheet = terms("inventory_list.sheet", lang=lang)
    book.table(sheet, "tblInventory", COLUMNS, found.discrepancies)
    facts = [
        ("paper_label.code", found.place.code),
        ("paper_label.stands", found.place.path),
        ("inventory_list.counted_by", found.started_by),
        *((outcome.term, str(found.count(outcome))) for outcome in FindingOutcome),
    ]
    add_dictionary(book, report.origin, facts, [(sheet, COLUMNS)])
    return book.save(path, progress)
