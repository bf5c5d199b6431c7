"""Luettelotiedot, Katalogdata: what the directory service is to publish and to remove since it was told last.

It names subscribers because publishing them is its purpose. Of a number to be removed it says nothing but the number.
"""

from pathlib import Path

from lpo_desk.domain.directory import DirectoryLine, DirectoryList
from lpo_desk.exports.columns import Column, Kind, word
from lpo_desk.exports.dictionary import add_dictionary
from lpo_desk.exports.workbook import Book, Progress, Properties
from lpo_desk.terms import Lang, terms

COLUMNS: tuple[Column[DirectoryLine], ...] = (
    Column("directory_list.act", lambda row: row.act, Kind.TERM),
    Column("directory_list.number", lambda row: row.number),
    Column("directory_list.name", lambda row: row.name),
    Column("directory_list.street", lambda row: row.street),
    Column("directory_list.postcode", lambda row: row.postcode),
    Column("directory_list.town", lambda row: row.town),
)


def directory(found: DirectoryList, lang: Lang, path: Path, progress: Progress | None = None) -> Path:
    """Writes the list; tells where (`path`, or `path-2` when that is taken). Raises as Book.save."""
    sensitivity = terms("directory_list.sensitivity", lang=lang)
    title = f"{terms('directory_list.title', lang=lang)} · {sensitivity}"
    author = word(found.origin.office, lang) or terms("export.cooperative", lang=lang)
    book = Book(
        lang, Properties(title, author, found.origin.made_at, subject=sensitivity, keywords=sensitivity)
    )
    sheet = terms("directory_list.sheet", lang=lang)
    book.table(sheet, "tblDirectory", COLUMNS, found.lines)
    filters = [
        ("directory_list.rule", terms("directory_list.rule_text", lang=lang)),
        ("directory_list.rows", str(len(found.lines))),
    ]
    add_dictionary(book, found.origin, filters, [(sheet, COLUMNS)])
    return book.save(path, progress)
