"""Faxes in a PDF: pictures of which PDFium draws what there is, and white below it.

CCITT has no length to compare with, but nothing that comes after a whole picture can change it: if it is another with
other octets behind it, it breaks off. JBIG2 lies in segments that tell their own lengths.
"""

import hashlib
import io
import re
import struct

_TRIES = 4
_TAIL = 4096
_K = re.compile(rb"/K\s+(-?\d+)")
_COLUMNS = re.compile(rb"/Columns\s+(\d+)")
_ALIGNED = re.compile(rb"/EncodedByteAlign\s+true")
_ELSEWHERE = re.compile(rb"/DecodeParms\s*\[?\s*(\d+)\s+(\d+)\s+R")
_HEAD = 4000
_UNKNOWN = 0xFFFFFFFF
_LONG_FORM = 7


def columns_of_group_4(content: bytes, data: bytes) -> int | None:
    """How many columns the picture of these bytes has by its dictionary in the PDF, where it is of group 4, the way of
    scanners; None where it is of another, or its dictionary is not found."""
    at = content.find(data)
    head = content[max(at - _HEAD, 0) : max(at, 0)]
    if not data or not head.rstrip(b"\r\n").endswith(b"stream"):
        return None
    about = head[head.rfind(b" obj") :]
    if elsewhere := _ELSEWHERE.search(about):
        number, edition = (re.escape(each) for each in elsewhere.groups())
        found = re.search(rb"(?<!\d)%b\s+%b\s+obj(.{0,400}?)endobj" % (number, edition), content, re.DOTALL)
        about = found[1] if found else b""
    kind, columns = _K.search(about), _COLUMNS.search(about)
    if kind is None or int(kind[1]) >= 0 or _ALIGNED.search(about):
        return None
    return int(columns[1]) if columns else 1728


def group_4_is_whole(data: bytes, columns: int, rows: int) -> bool:
    """Whether all rows of the picture are in the data."""
    tails = (hashlib.shake_128(bytes([number])).digest(_TAIL) for number in range(_TRIES))
    return len({_drawn(data + tail, columns, rows) for tail in tails}) == 1


def jbig2_is_whole(data: bytes) -> bool:
    """Whether the data end with the end of a segment (ITU-T T.88, 7.2). What is no segment is left to PDFium."""
    at = 0
    while at < len(data):
        try:
            at = _segment_end(data, at)
        except (struct.error, IndexError):
            return False
        if at < 0:
            return True  # its length is told only by what is drawn
    return at == len(data)


def _segment_end(data: bytes, at: int) -> int:
    """Where the segment that begins here ends, -1 where that is not told. Raises struct.error, IndexError."""
    number, flags, referred = struct.unpack_from(">IBB", data, at)
    count, at = referred >> 5, at + 6
    if count == _LONG_FORM:
        (long,) = struct.unpack_from(">I", data, at - 1)
        count = long & 0x1FFFFFFF
        at += 3 + (count + 8) // 8
    at += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
    at += 4 if flags & 0x40 else 1  # the page
    (length,) = struct.unpack_from(">I", data, at)
    return -1 if length == _UNKNOWN else at + 4 + length


def _drawn(data: bytes, columns: int, rows: int) -> bytes:
    """The picture as libtiff draws it, b"" where it does not."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(_tiff(data, columns, rows)), formats=("TIFF",)) as picture:
            return picture.tobytes()
    except (OSError, ValueError, SyntaxError):
        return b""


def _tiff(data: bytes, columns: int, rows: int) -> bytes:
    entries = {256: columns, 257: rows, 258: 1, 259: 4, 262: 0, 273: 0, 277: 1, 278: rows, 279: len(data)}
    entries[273] = 8 + 2 + 12 * len(entries) + 4
    table = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries.items())
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + bytes(4) + data
