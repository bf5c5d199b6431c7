"""A table made ready for the template: words of one language, column widths, number columns to the right."""

from collections.abc import Callable, Sequence

from lpo_desk.documents.typesetting import Json
from lpo_desk.documents.wording import NOTHING, is_number, shown, words
from lpo_desk.domain.extract import Row
from lpo_desk.domain.printed import Cell
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms

TEXT_WIDTH = 170
"""Millimetres between the margins of base.typ."""

GAP = 3.2
"""Millimetres that a column takes beside its text: the insets of base.typ's `data-table`."""

MANY = 6
"""More columns than this are set in the smaller type (base.typ)."""

BOLD = 1.15
"""Headings are bold: so many times as wide as the text below them."""

SHORT = 8
"""Words of fewer letters differ too much in their width to be measured by an average letter."""

LONGEST = 60
"""Beyond this many characters a text gets more lines, not more width."""


def table(
    columns: Sequence[str], rows: Sequence[Row], lang: Lang, *, labelled: bool = False
) -> dict[str, Json]:
    """What `data-table` of base.typ needs. Width 0: as wide as its text, else a share of the page."""
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


def fits(columns: Sequence[str], rows: Sequence[Row], lang: Lang) -> bool:
    """Whether every column of the table gets at least its longest word; else its rows are read one by one."""
    made = table(columns, rows, lang)
    lines = [made["headings"], *made["rows"]]  # type: ignore[misc]  # lists of texts, as made above
    return _needed(lines, _longest_word) <= TEXT_WIDTH


def _widths(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> list[int]:
    """Each column as wide as its text where all fit, else its longest word and a fair part of what is left."""
    every = [headings, *lines]
    if _needed(every, _whole) <= TEXT_WIDTH:
        wide = [max(_whole(text) for text in texts) for texts in zip(*every, strict=True)]
        # A column of long texts fills the page, else the last one does.
        filling = wide.index(LONGEST) if LONGEST in wide else len(wide) - 1
        return [int(at == filling) for at in range(len(wide))]
    words = [[_longest_word(text) for text in texts] for texts in zip(*every, strict=True)]
    least = [max(BOLD * heading, *cells, 0) for heading, *cells in words]
    wished = [
        max(need, *map(_whole, texts)) for need, texts in zip(least, zip(*every, strict=True), strict=True)
    ]
    room = max(TEXT_WIDTH - len(least) * GAP - sum(least) * _letter(len(least)), 0) / _letter(len(least))
    asked = sum(wish - need for wish, need in zip(wished, least, strict=True)) or 1
    share = min(room / asked, 1)
    gap = GAP / _letter(len(least))
    return [
        round(10 * (need + share * (wish - need) + gap)) for wish, need in zip(wished, least, strict=True)
    ]


def _needed(lines: Sequence[Sequence[str]], measure: Callable[[str], int]) -> float:
    """Millimetres that the columns take when each is as wide as its widest text by the measure."""
    columns = list(zip(*lines, strict=True))
    letter = _letter(len(columns))
    return sum(max(measure(text) for text in texts) * letter + GAP for texts in columns)


def _letter(columns: int) -> float:
    """Millimetres of an average letter in the type of a table of so many columns."""
    return 1.5 if columns > MANY else 1.7


def _whole(text: str) -> int:
    return min(max(len(line) for line in text.split("\n")), LONGEST)


def _longest_word(text: str) -> int:
    """In letters; a short word may have none but wide ones, so it gets one more."""
    longest = max((len(word) for word in text.split()), default=0)
    return min(longest + (0 < longest < SHORT), LONGEST // 2)
