"""Sheets made for reading and printing rather than for pivoting: a summary, a data dictionary."""

import enum
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from lpo_desk.exports.cells import stored
from lpo_desk.exports.render import LINE_HEIGHT, line_count
from lpo_desk.exports.workbook import ACCENT, Book
from lpo_desk.terms import Lang, terms

_MUTED = "5C5C5C"  # ux.md 6.2
_LINE = Side(style="thin", color="BFBFBF")
_STRONG_LINE = Side(style="medium", color=ACCENT)

COUNT = "#,##0"
SHARE = "0 %"
DAYS = "#,##0.#"


def _font(*, size: float = 11, bold: bool = False, color: str = "1B1B1B") -> Font:
    return Font(name="Calibri", size=size, bold=bold, color=color)  # without a name LibreOffice takes a serif


class _Style(NamedTuple):
    font: Font
    alignment: Alignment = Alignment(vertical="center")
    border: Border = Border()
    fill: PatternFill = PatternFill()


class Look(enum.Enum):
    """How a cell of a page looks."""

    TITLE = _Style(_font(size=18, bold=True, color=ACCENT))
    MUTED = _Style(_font(size=9, color=_MUTED))
    NOTE = _Style(_font(size=9, color=_MUTED), Alignment(vertical="top", wrap_text=True))
    HEADING = _Style(_font(size=12, bold=True, color=ACCENT), border=Border(bottom=_STRONG_LINE))
    HEAD = _Style(
        _font(size=9, color=_MUTED), Alignment(horizontal="right", vertical="bottom", wrap_text=True)
    )
    LABEL = _Style(_font(), border=Border(bottom=_LINE))
    NUMBER = _Style(_font(), Alignment(horizontal="right", vertical="center"), Border(bottom=_LINE))
    TOTAL_LABEL = _Style(_font(bold=True), border=Border(top=_LINE, bottom=_LINE))
    TOTAL = _Style(
        _font(bold=True), Alignment(horizontal="right", vertical="center"), Border(top=_LINE, bottom=_LINE)
    )
    TILE = _Style(_font(size=20, bold=True), Alignment(horizontal="left", vertical="center"))
    WARNING = _Style(_font(bold=True, color="B3261E"), Alignment(vertical="top", wrap_text=True))
    COLUMN_HEAD = _Style(
        _font(bold=True, color="FFFFFF"),
        Alignment(vertical="center"),
        fill=PatternFill("solid", fgColor=ACCENT),
    )
    WRAPPED = _Style(_font(), Alignment(vertical="top", wrap_text=True), Border(bottom=_LINE))


class Page:
    """A sheet filled cell by cell. Rows and columns count from 1."""

    def __init__(self, book: Book, title: str, widths: Sequence[float], *, one_page: bool = False) -> None:
        self.lang: Lang = book.lang
        self.sheet = book.page(title)
        for place, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        if one_page:
            self.sheet.page_setup.fitToHeight = 1
            self.sheet.print_options.horizontalCentered = True

    def term(self, row: int, column: int, key: str, look: Look, **values: object) -> None:
        self.text(row, column, terms(key, lang=self.lang, **values), look)

    def text(self, row: int, column: int, text: str, look: Look) -> None:
        cell = self.sheet.cell(row, column)
        cell.value = stored(text, self.lang)
        cell.data_type = "s"  # else openpyxl makes a formula of what begins with "="
        self._dress(row, column, look)

    def number(
        self, row: int, column: int, value: float | None, look: Look = Look.NUMBER, number_format: str = COUNT
    ) -> None:
        """A number, or a dash where there is none to tell."""
        if value is None:
            self.text(row, column, "–", look)
            return
        self.sheet.cell(row, column).value = value
        self.sheet.cell(row, column).number_format = number_format
        self._dress(row, column, look)

    def line(self, row: int, first: int, last: int, look: Look) -> None:
        """Carries a look over the empty cells of a row, so that its line is unbroken."""
        for column in range(first, last + 1):
            if self.sheet.cell(row, column).value is None:
                self._dress(row, column, look)

    def wrapped(self, row: int, column: int, text: str, width: float) -> None:
        """A text that may need several lines in a column of that many characters; the row grows to hold it."""
        self.text(row, column, text, Look.WRAPPED)
        height = LINE_HEIGHT * line_count(text, width)
        self.height(row, max(height, self.sheet.row_dimensions[row].height or 0))

    def height(self, row: int, points: float) -> None:
        self.sheet.row_dimensions[row].height = points

    def _dress(self, row: int, column: int, look: Look) -> None:
        cell = self.sheet.cell(row, column)
        cell.font, cell.alignment, cell.border, cell.fill = look.value
