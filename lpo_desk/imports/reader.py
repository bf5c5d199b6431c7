"""Opens the workbook with calamine and gives out its sheets, row by row, as cells by column name."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from lpo_desk.domain.legacy import LegacySheet
from lpo_desk.domain.text import scrub
from lpo_desk.imports.cells import Cell, is_blank, show
from lpo_desk.imports.columns import COLUMNS, Header, column_index, column_letters, find_columns, heading_key
from lpo_desk.imports.errors import SheetMissing, WorkbookRefused
from lpo_desk.imports.guard import inspect

NAME_LIMIT = 200
"""Characters of a one-line field (reliability.md section 6)."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """`number` as Excel shows it; `cells` has every known column, `extra` the filled cells of unknown ones."""

    number: int
    cells: Mapping[str, Cell]
    extra: tuple[tuple[str, Cell], ...]
    formulas: tuple[str, ...] = ()
    """Columns whose cell is a formula: only its last result could be read."""

    @property
    def blank(self) -> bool:
        return not self.extra and all(map(is_blank, self.cells.values()))


class Book:
    """A workbook that passed the guard. Sheets are read one at a time; close it when done."""

    def __init__(self, path: Path) -> None:
        """Raises WorkbookRefused, SheetMissing."""
        inspected = inspect(path)
        try:
            self._workbook = CalamineWorkbook.from_path(path)
            parts = _sheet_parts(path)
        except PasswordError as error:
            raise WorkbookRefused("import.file_encrypted_or_xls") from error
        except (CalamineError, KeyError, zipfile.BadZipFile, OSError) as error:
            raise WorkbookRefused("import.file_broken") from error
        by_key = {heading_key(name): name for name in self._workbook.sheet_names}
        titles = {sheet: heading_key(sheet.title) for sheet in LegacySheet}
        self._names = {sheet: by_key[key] for sheet, key in titles.items() if key in by_key}
        if LegacySheet.CUSTOMERS not in self._names:
            raise SheetMissing(sheet=LegacySheet.CUSTOMERS.title)
        self.unknown_sheets = tuple(name for key, name in by_key.items() if key not in titles.values())
        self._formulas = {
            sheet: inspected.formulas.get(parts.get(name, ""), ()) for sheet, name in self._names.items()
        }

    def __contains__(self, sheet: LegacySheet) -> bool:
        return sheet in self._names

    def sheet(self, sheet: LegacySheet) -> "SheetReader":
        """Raises ColumnMissing, WorkbookRefused."""
        try:
            return SheetReader(
                sheet, self._workbook.get_sheet_by_name(self._names[sheet]), self._formulas[sheet]
            )
        except CalamineError as error:
            raise WorkbookRefused("import.file_broken") from error

    def close(self) -> None:
        self._workbook.close()


class SheetReader:
    """One sheet, its header found. `rows` counts the rows below the header; iterate once."""

    def __init__(self, sheet: LegacySheet, source: CalamineSheet, formulas: tuple[str, ...] = ()) -> None:
        """`formulas`: addresses such as "J17"."""
        self.sheet = sheet
        self._lines: Iterator[list[Cell]] = iter(source.iter_rows())
        self._first_column = source.start[1] if source.start else 0
        self._formulas = _by_row(formulas)
        self.header_row, headings = 1, list[str]()
        for number, line in enumerate(self._lines, 1):
            if not all(is_blank(cell) for cell in line):
                self.header_row, headings = number, [_heading_text(cell) for cell in line]
                break
        self.header: Header = find_columns(headings, COLUMNS[sheet])
        self.rows = max(source.end[0] + 1 - self.header_row, 0) if source.end else 0

    def __iter__(self) -> Iterator[RawRow]:
        known = {name: place for name, place in self.header.places.items() if place is not None}
        pick = itemgetter(*known.values())  # a tuple: no sheet has but one mandatory column
        absent: dict[str, Cell] = dict.fromkeys(self.header.absent, "")
        unknown = self.header.unknown
        for number, line in enumerate(self._lines, self.header_row + 1):
            cells = dict(zip(known, pick(line), strict=True))
            if absent:
                cells = absent | cells
            extra = [(name, line[place]) for name, place in unknown if not is_blank(line[place])]
            formulas = self._formulas.get(number, ())
            yield RawRow(number, cells, tuple(extra), tuple(map(self._heading, formulas)))

    def _heading(self, column: int) -> str:
        """The heading above a column of the sheet (0 is A), or its letters."""
        place = column - self._first_column
        names = {at: name for name, at in self.header.places.items() if at is not None}
        names |= {at: name for name, at in self.header.unknown}
        return names.get(place, column_letters(column))


def _heading_text(cell: Cell) -> str:
    return scrub(show(cell), limit=NAME_LIMIT)[0]


def _by_row(addresses: tuple[str, ...]) -> dict[int, list[int]]:
    """Addresses of cells -> row number -> column indexes."""
    rows: dict[int, list[int]] = {}
    for address in addresses:
        letters = address.rstrip("0123456789")
        rows.setdefault(int(address[len(letters) :]), []).append(column_index(letters))
    return rows


_SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION_TAG = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")


def _sheet_parts(path: Path) -> dict[str, str]:
    """Sheet name -> the part of the zip that holds it ("xl/worksheets/sheet1.xml")."""
    with zipfile.ZipFile(path) as archive:
        workbook = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION_TAG.findall(relations)}
    parts = {}
    for tag in _SHEET_TAG.findall(workbook):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        parts[_attribute(tag, "name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*["']([^"']*)["']""", tag)
    return html.unescape(found[1]) if found else ""
