"""A table made ready for the template: words of one language, column widths, number columns to the right."""

from collections.abc import Sequence

from lpo_desk.documents.typesetting import Json
from lpo_desk.documents.wording import NOTHING, is_number, shown, words
from lpo_desk.domain.extract import Row
from lpo_desk.domain.printed import Cell
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms

SHORT = 18
"""A column whose longest text has so many characters at most is as wide as that text."""

LONGEST_SHARE = 60
"""Beyond this a longer text gets more lines, not more width."""


def table(
    columns: Sequence[str], rows: Sequence[Row], lang: Lang, *, labelled: bool = False
) -> dict[str, Json]:
    """What `data-table` of base.typ needs. Width 0: as wide as its text, else a share of the rest."""
    headings = [terms(column, lang=lang) for column in columns]
    lines = [[shown(cell, lang) for cell in row.cells] for row in rows]
    numeric = [_all_numbers([row.cells[index] for row in rows]) for index in range(len(columns))]
    if any(row.source or row.on for row in rows):
        headings.append(terms("extract.source_and_date", lang=lang))
        numeric.append(False)
        lines = [[*line, _origin(row, lang)] for line, row in zip(lines, rows, strict=True)]
    return {
        "headings": headings,
        "widths": _widths(headings, lines),
        "right": numeric,
        "rows": lines,
        "labelled": labelled,
    }


def _origin(row: Row, lang: Lang) -> str:
    parts = [words(row.source, lang)] if row.source else []
    parts += [format_date(row.on, lang)] if row.on else []
    return ", ".join(parts) or NOTHING


def _all_numbers(cells: Sequence[Cell]) -> bool:
    known = [cell for cell in cells if cell is not None]
    return bool(known) and all(is_number(cell) for cell in known)


def _widths(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> list[int]:
    widths = [_width(texts) for texts in zip(headings, *lines, strict=True)]
    return widths if any(widths) else [*widths[:-1], 1]  # the last column fills the page


def _width(texts: Sequence[str]) -> int:
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return 0 if longest <= SHORT else min(longest, LONGEST_SHARE)
