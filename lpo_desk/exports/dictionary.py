"""The last sheet of a workbook: what it covers, who made it with what, and what each column means."""

from collections.abc import Sequence
from typing import Any

from lpo_desk.domain.reports import Origin
from lpo_desk.exports.columns import Column
from lpo_desk.exports.pages import Look, Page
from lpo_desk.exports.workbook import Book
from lpo_desk.formats import format_datetime
from lpo_desk.terms import terms

_WIDTHS = (24, 30, 16, 70)

Explained = tuple[str, Sequence[Column[Any]]]
"""The title of a data sheet and its columns."""


def add_dictionary(
    book: Book, origin: Origin, filters: Sequence[tuple[str, str]], sheets: Sequence[Explained]
) -> None:
    """`filters`: term key and value of each restriction the workbook was made with."""
    lang = book.lang
    page = Page(book, terms("export.dictionary", lang=lang), _WIDTHS)
    page.term(1, 1, "export.dictionary", Look.TITLE)
    page.height(1, 28)
    facts = [
        *filters,
        ("export.made_by", origin.made_by),
        ("export.made_at", format_datetime(origin.made_at, lang)),
        ("export.program", f"{terms('app.name', lang=lang)} {origin.version}"),
    ]
    row = 3
    for key, value in facts:
        page.term(row, 1, key, Look.MUTED)
        page.text(row, 2, value, Look.LABEL)
        page.line(row, 2, len(_WIDTHS), Look.LABEL)
        row += 1
    row += 1
    for place, key in enumerate(("export.sheet", "export.column", "export.kind", "export.explanation"), 1):
        page.term(row, place, key, Look.COLUMN_HEAD)
    for title, columns in sheets:
        for column in columns:
            row += 1
            kind = terms(f"export.kind_{column.kind.value}", lang=lang)
            cells = (title, column.heading(lang), kind, column.explanation(lang))
            for place, (text, width) in enumerate(zip(cells, _WIDTHS, strict=True), 1):
                page.wrapped(row, place, text, width)
