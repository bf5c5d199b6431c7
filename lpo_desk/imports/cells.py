"""A cell of the workbook as it was read, and the two faithful forms of it: as text, and as bytes to compare rows by."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What calamine gives: an empty cell is an empty text, every number a float."""


def is_blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and cell.isspace())


def show(cell: Cell) -> str:
    """The cell as a person would write it down: whole numbers without a point, dates as 2015-02-01."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def visible(text: str) -> str:
    """A text fit for reports and tables, with what nobody could see, or no database stores, named: <U+202E>."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign == "\n" else f"<U+{ord(sign):04X}>" for sign in text)


def canonical(title: str, cells: Mapping[str, Cell], extra: tuple[tuple[str, Cell], ...] = ()) -> bytes:
    """Bytes that are equal exactly when two rows of the sheet hold the same things.

    Neither the order of the columns nor blank cells count; the kind of a cell does (7900 is not "7900"). The caller
    makes a keyed digest of it: as it stands it holds personal data. JSON, so that no text in a cell can pass for two
    and every version of Python gives the same bytes; ASCII, so that lone surrogates do too.
    """
    filled = [
        (name, type(cell).__name__, show(cell))
        for name, cell in (*cells.items(), *extra)
        if cell != "" and not is_blank(cell)
    ]
    filled.sort()
    return _encode([title, *filled]).encode("ascii")


_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
