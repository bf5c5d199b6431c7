"""Looks at a workbook before anything opens it: size, zip directory, then one bounded pass over the sheets' XML.

A workbook comes from outside. The directory tells of bombs before a byte is unpacked (reliability.md section 6); the
pass catches a directory that lies, and a lone cell far down or right, for which the reader would lay out the whole
rectangle in memory. The pass also notes cells that hold formulas, because the reader only sees their last result.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lpo_desk.imports.errors import WorkbookRefused

MAX_FILE = 50 * 2**20
MAX_MEMBERS = 200
MAX_RATIO = 100
MAX_UNPACKED = 500 * 2**20
RATIO_FROM = 2**20
"""Small members may be denser than MAX_RATIO: they harm nobody."""
MAX_ROWS = 199_999
MAX_COLUMNS = 104

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 2**18
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A cell right of column CZ or below row 199 999; also a row without cell addresses.
_TOO_FAR = re.compile(
    rb"""[<:]c\s[^>]*?\br\s*=\s*["'](?:[A-Z]{3,}[0-9]+|[D-Z][A-Z][0-9]+|[A-Z]{1,2}0*(?:[2-9][0-9]{5}|[0-9]{7,}))["']"""
    rb"""|[<:]row\s[^>]*?\br\s*=\s*["']0*(?:[2-9][0-9]{5}|[0-9]{7,})["']"""
)
# What any of these begins with, found three times as quickly: where it is not, neither are they.
_PERHAPS_TOO_FAR = re.compile(rb"""=\s*["'](?:[A-Z]{3}|[D-Z][A-Z]|[A-Z]{0,2}[0-9]{6})""")
_FORMULA = re.compile(rb"""[<:]c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["'][^>]*><(?:\w+:)?f[\s>/]""")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


@dataclass(frozen=True, slots=True)
class Inspected:
    """`formulas`: by the sheet's part ("xl/worksheets/sheet1.xml"), the addresses of cells holding a formula."""

    formulas: dict[str, tuple[str, ...]]


def inspect(path: Path) -> Inspected:
    """Raises WorkbookRefused with the sentence that fits; otherwise the file is safe to give to the reader."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            _refuse_foreign(file.read(8))
            if size > MAX_FILE:
                raise WorkbookRefused("import.file_too_large", limit=MAX_FILE // 2**20)
            members = _directory(file)
            return Inspected({info.filename: _scan(file, info) for info in members})
    except OSError as error:
        raise WorkbookRefused("import.file_unreadable") from error


def _refuse_foreign(start: bytes) -> None:
    """An encrypted workbook and the old .xls both lie in an OLE container."""
    if start.startswith(_OLE):
        raise WorkbookRefused("import.file_encrypted_or_xls")
    if not start.startswith(b"PK"):
        raise WorkbookRefused("import.file_not_workbook")


def _directory(file: BinaryIO) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise WorkbookRefused("import.file_broken") from error
    if any(info.flag_bits & 1 for info in members):
        raise WorkbookRefused("import.file_encrypted_or_xls")
    if len(members) > MAX_MEMBERS or sum(info.file_size for info in members) > MAX_UNPACKED:
        raise WorkbookRefused("import.file_bomb")
    if any(info.file_size > max(RATIO_FROM, MAX_RATIO * info.compress_size) for info in members):
        raise WorkbookRefused("import.file_bomb")
    if "xl/workbook.xml" not in {info.filename.lower() for info in members}:
        raise WorkbookRefused("import.file_not_workbook")
    return members


def _scan(file: BinaryIO, info: zipfile.ZipInfo) -> tuple[str, ...]:
    """One pass over a member in constant memory; formula cells when it is a sheet."""
    sheet = bool(_SHEET.fullmatch(info.filename))
    formulas: dict[str, None] = {}
    tail = b""
    for chunk in _unpacked(file, info):
        if not sheet:
            continue
        window = tail + chunk
        if window.startswith(_UTF16):  # the patterns above would not see it; no spreadsheet program writes it
            raise WorkbookRefused("import.file_broken")
        if _PERHAPS_TOO_FAR.search(window) and _TOO_FAR.search(window):
            raise WorkbookRefused("import.sheet_too_large", rows=MAX_ROWS, columns=MAX_COLUMNS)
        if b"f" in window and (b"<f" in window or b":f" in window):
            formulas.update((found.decode("ascii"), None) for found in _FORMULA.findall(window))
        tail = _unfinished(window)
    return tuple(formulas)


def _unfinished(window: bytes) -> bytes:
    """The last two tags of a chunk: a cell may go on, or be followed by its formula, in the next one."""
    start = max(window.rfind(b"<", 0, max(window.rfind(b"<"), 0)), 0)
    if len(window) - start > _CHUNK:  # a tag or text that long is no workbook's
        return window[-_CHUNK:]
    return window[start:]


def _unpacked(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes; refuses one that holds more, or less, than the directory says.

    zipfile stops at the promised size without a word, the reader does not: hence the stream is unpacked here.
    """
    left, promised = _seek_data(file, info), info.file_size
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
    if inflate is None and info.compress_type != zipfile.ZIP_STORED:
        raise WorkbookRefused("import.file_broken")
    while left > 0:
        packed = file.read(min(_CHUNK // 8, left))
        if not packed:
            raise WorkbookRefused("import.file_broken")
        left -= len(packed)
        while packed:
            chunk = _inflated(inflate, packed) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            promised -= len(chunk)
            if promised < 0:
                raise WorkbookRefused("import.file_bomb")
            yield chunk
    if promised:
        raise WorkbookRefused("import.file_broken")


def _inflated(inflate: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return inflate.decompress(packed, _CHUNK)
    except zlib.error as error:
        raise WorkbookRefused("import.file_broken") from error


def _seek_data(file: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Puts the file at the member's data, behind its local header; the length of the packed data."""
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise WorkbookRefused("import.file_broken")
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    file.seek(name + extra, 1)
    return info.compress_size
