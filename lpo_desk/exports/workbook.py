"""The writer behind all workbooks.

openpyxl makes the skeleton: pages, headings, styles, tables, charts, print set-up. The rows of the data
sheets are then streamed into it while it is copied to its place, so that a big sheet costs neither memory nor
openpyxl's time for each cell (performance.md, Excel). The same input gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Generic, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from lpo_desk.domain.errors import UserError
from lpo_desk.exports.cells import stored
from lpo_desk.exports.columns import AMOUNTS, NUMBER_FORMATS, Column, Row
from lpo_desk.exports.render import rendered_rows, shown_length
from lpo_desk.exports.target import new_file
from lpo_desk.formats import format_date, helsinki
from lpo_desk.terms import Lang, terms

Progress = Callable[[int, int], None]
"""Called with rows written and rows in all (0: not known). Raise in it to cancel: no file is left behind."""

MOST_ROWS = 1_048_576
WIDEST = 50
ACCENT = "005A9E"  # ux.md 6.2
_SAMPLE = 1000  # rows looked at for column widths
_CHUNK = 500  # rows between two writes; also how often progress is told
_LAST_SHEET_CHARACTERS = 31
_CONTENT_TYPES = "[Content_Types].xml"  # first in the file, for readers that look no further
_DIMENSION = re.compile(
    rb"<dimension [^>]*/>"
)  # openpyxl knows the heading row only; the element is optional
_ILLEGAL_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class TooManyRows(UserError):
    """More rows than a sheet can hold."""

    key = "export.too_many_rows"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file tells of itself outside its sheets: never personal data."""

    title: str
    author: str
    """The office or the cooperative."""
    made_at: datetime
    """An instant, UTC."""
    subject: str = ""
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class _Data(Generic[Row]):
    """A data sheet waiting for its rows."""

    sheet: Worksheet
    table: Table
    columns: Sequence[Column[Row]]
    styles: Sequence[int]
    widths: Sequence[int]
    rows: Iterable[Row]


class Book:
    """A workbook in one language: sheets in the order they are added."""

    def __init__(self, lang: Lang, properties: Properties) -> None:
        self.lang = lang
        self.properties = properties
        self._workbook = Workbook()
        self._workbook.remove(self._workbook.worksheets[0])
        self._data: list[_Data[Any]] = []
        self._total = 0

    def page(self, title: str) -> Worksheet:
        """A sheet to be filled cell by cell (see pages.py), printed on A4."""
        sheet: Worksheet = self._workbook.create_sheet(sheet_title(title, self._workbook.sheetnames))
        self._set_up_print(sheet, landscape=False)
        sheet.sheet_view.showGridLines = False
        return sheet

    def table(self, title: str, name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Worksheet:
        """A data sheet: one Excel table, `name` (`tblCases`), headings in row 1. `save` reads the rows."""
        sheet: Worksheet = self._workbook.create_sheet(sheet_title(title, self._workbook.sheetnames))
        self._set_up_print(sheet, landscape=True)
        sheet.print_title_rows = "1:1"
        sheet.freeze_panes = "B2"
        self._total += len(rows) if isinstance(rows, Sequence) else 0
        sample = list(islice(iterator := iter(rows), _SAMPLE))
        widths = [self._width(column, sample) for column in columns]
        self._write_headings(sheet, columns, widths)
        table = Table(displayName=name, ref=_range(columns, 2))
        table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
        sheet.add_table(table)
        styles = tuple(self._style(sheet, column) for column in columns)
        self._data.append(_Data(sheet, table, columns, styles, widths, chain(sample, iterator)))
        return sheet

    def define(self, name: str, sheet: Worksheet, cell: str) -> None:
        """Names a cell (`B5`) for those who link to it; the name is the same in every language."""
        title = sheet.title.replace("'", "''")
        self._workbook.defined_names[name] = DefinedName(
            name, attr_text=f"'{title}'!{absolute_coordinate(cell)}"
        )

    def save(self, wished: Path, progress: Progress | None = None) -> Path:
        """Writes the workbook and tells where: `wished`, or `wished-2`... when that name is taken.

        Raises TooManyRows and the refusals of target.py; then, and when `progress` raises, no file is left.
        """
        with new_file(wished) as target:
            with zipfile.ZipFile(target.draft, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                self._write(archive, progress or (lambda done, total: None))
            return target.path

    def _write(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        skeleton = self._skeleton()
        data = {entry.sheet.path.removeprefix("/"): entry for entry in self._data}
        tables: dict[str, bytes] = {}
        done = 0
        progress(done, self._total)
        for name in sorted(skeleton.namelist(), key=lambda name: (name != _CONTENT_TYPES, name not in data)):
            with archive.open(name, "w") as part:  # opened by name, it is dated 1980 whatever the clock says
                if (entry := data.get(name)) is None:
                    part.write(tables.get(name) or skeleton.read(name))
                    continue
                before = done
                for done in self._stream(entry, skeleton.read(name), part, before):
                    progress(done, self._total)
            path = entry.table.path.removeprefix("/")
            guess, final = _range(entry.columns, 2), _range(entry.columns, max(done - before, 1) + 1)
            tables[path] = skeleton.read(path).replace(guess.encode(), final.encode())

    def _stream(self, entry: _Data[Row], sheet: bytes, part: IO[bytes], done: int) -> Iterator[int]:
        """Writes the sheet with its rows in place; yields how many rows of the workbook are written."""
        head, tail = _DIMENSION.sub(b"", sheet).split(b"</sheetData>")
        part.write(head)
        rows = rendered_rows(entry.rows, entry.columns, entry.styles, entry.widths, self.lang)
        written = 0
        while chunk := list(islice(rows, _CHUNK)):
            written += len(chunk)
            if written >= MOST_ROWS:
                raise TooManyRows(rows=MOST_ROWS - 1)
            part.write("".join(chunk).encode())
            yield done + written
        part.write(b"</sheetData>" + tail)

    def _skeleton(self) -> zipfile.ZipFile:
        made = self.properties.made_at.astimezone(UTC).replace(tzinfo=None)
        properties = DocumentProperties(
            title=self._text(self.properties.title),
            creator=self._text(self.properties.author),
            lastModifiedBy=self._text(self.properties.author),
            subject=self._text(self.properties.subject),
            keywords=self._text(self.properties.keywords),
            language=self.lang.value,
            created=made,
            modified=made,
        )
        self._workbook.properties = properties
        bare = io.BytesIO()
        self._workbook.save(bare)
        properties.modified = made  # save() sets it by the clock
        core: bytes = tostring(properties.to_tree())  # type: ignore[assignment]  # the stubs say str
        return _replaced(bare, "docProps/core.xml", core)

    def _set_up_print(self, sheet: Worksheet, *, landscape: bool) -> None:
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0  # as many pages as the rows need
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top = 0.5
        sheet.page_margins.bottom = 0.7
        sheet.page_margins.footer = 0.3
        day = format_date(helsinki(self.properties.made_at).date(), self.lang)
        title = self._text(self.properties.title).replace("&", "&&")  # a single & begins a code
        footer = HeaderFooterItem()
        footer.left.text = f"{terms('app.name', lang=self.lang)} · {title} · {day}"
        footer.right.text = "&P/&N"
        sheet.HeaderFooter.oddFooter = footer

    def _write_headings(
        self, sheet: Worksheet, columns: Sequence[Column[Row]], widths: Sequence[int]
    ) -> None:
        for place, (column, width) in enumerate(zip(columns, widths, strict=True), 1):
            cell = sheet.cell(1, place, column.heading(self.lang))
            cell.data_type = "s"
            cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor=ACCENT)  # outside Excel table styles show nothing
            cell.alignment = _alignment(column, heading=True)
            sheet.column_dimensions[get_column_letter(place)].width = width

    def _width(self, column: Column[Row], sample: Sequence[Row]) -> int:
        """In characters: what the longest of heading and sample needs, within limits."""
        lengths = (shown_length(column.kind, column.value(row), self.lang) for row in sample)
        longest = max(lengths, default=0) + 2
        heading = len(column.heading(self.lang)) + 4  # room for the filter's arrow
        return min(WIDEST, max(longest, heading, column.width))

    def _style(self, sheet: Worksheet, column: Column[Row]) -> int:
        """The number of the column's cell style in the workbook's style sheet."""
        cell = WriteOnlyCell(sheet)
        cell.number_format = NUMBER_FORMATS.get(column.kind, "@")
        cell.alignment = _alignment(column)
        return int(cell.style_id)

    def _text(self, text: str) -> str:
        return stored(text, self.lang)


def sheet_title(wished: str, taken: Sequence[str]) -> str:
    """A legal sheet name near the wished one: at most 31 characters, none of `[]:*?/\\`, not yet taken."""
    base = _ILLEGAL_IN_TITLE.sub(" ", wished).strip(" '") or "-"
    used = {title.casefold() for title in taken}
    title, turn = base[:_LAST_SHEET_CHARACTERS].rstrip(" '"), 1
    while title.casefold() in used:
        turn += 1
        ending = f" {turn}"
        title = base[: _LAST_SHEET_CHARACTERS - len(ending)].rstrip(" '") + ending
    return title


def _alignment(column: Column[Row], *, heading: bool = False) -> Alignment:
    """Amounts to the right, a little off the text of the next column; dates to the left like text."""
    vertical: Literal["center", "top"] = "center" if heading else "top"
    if column.kind in AMOUNTS:
        return Alignment(horizontal="right", indent=1, vertical=vertical)
    return Alignment(horizontal="left", vertical=vertical, wrap_text=column.wrap and not heading)


def _range(columns: Sequence[Column[Row]], last_row: int) -> str:
    return f"A1:{get_column_letter(len(columns))}{last_row}"


def _replaced(archive: io.BytesIO, name: str, content: bytes) -> zipfile.ZipFile:
    """The archive with one member's content exchanged."""
    copy = io.BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(copy, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return zipfile.ZipFile(copy)
