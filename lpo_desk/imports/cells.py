"""A cell of the workbook as it was read, and the two faithful forms of it: as text, and as bytes to compare rows by."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from json.encoder import encode_basestring_ascii as _quoted

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
    if not extra:  # each name once, so that the order of a sheet's columns is that of all its rows
        parts = [_quoted(title)]
        for name, begun, begun_text in _columns(tuple(cells)):
            cell = cells[name]
            if cell == "":
                continue
            if not isinstance(cell, str):
                parts.append(f'{begun}"{type(cell).__name__}",{_quoted(show(cell))}]')
            elif not cell.isspace():
                parts.append(f"{begun_text}{_quoted(cell)}]")
        return f"[{','.join(parts)}]".encode("ascii")
    filled = [
        (name, type(cell).__name__, show(cell))
        for name, cell in (*cells.items(), *extra)
        if not is_blank(cell)
    ]
    return _encode([title, *sorted(filled)]).encode("ascii")


_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


@lru_cache(32)
def _columns(names: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """In order, each with how its part begins, and that of a text."""
    return tuple((name, f"[{_quoted(name)},", f'[{_quoted(name)},"str",') for name in sorted(names))
