"""Which characters the bundled fonts can print, and what is printed for the others.

PDF/UA and PDF/A refuse a page with a missing glyph. A copy of someone's data must not lose a character in
silence either, so a character that no bundled font has is printed as its code point: `[U+1F9FF]`.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lpo_desk.paths import resources

_FORMAT_4, _FORMAT_12 = 4, 12
_KEPT_INVISIBLE = "\n\u00ad\u200c\u200d"  # line break, soft hyphen, joiners of Arabic script and emoji


def fonts_folder() -> Path:
    return resources() / "fonts"


def printable(text: str) -> str:
    """The text with every character printable; invisible controls and direction overrides are taken away."""
    return "".join(_printable(character) for character in unicodedata.normalize("NFC", text))


def _printable(character: str) -> str:
    if character in _KEPT_INVISIBLE or (character.isascii() and character.isprintable()):
        return character
    category = unicodedata.category(character)
    if character == "\t" or category in {"Zl", "Zp"}:
        return " "
    if (
        category in {"Cc", "Cf"} or "\ufe00" <= character <= "\ufe0f"
    ):  # variation selectors only choose a style
        return ""
    return character if ord(character) in coverage() else f"[U+{ord(character):04X}]"


@cache
def coverage() -> frozenset[int]:
    """Code points that a bundled font has a glyph for. Private use is left out: PDF/A-2a forbids it."""
    points: set[int] = set()
    for font in sorted(fonts_folder().glob("*.ttf")):
        points.update(_code_points(font.read_bytes()))
    return frozenset(point for point in points if unicodedata.category(chr(point)) != "Co")


def _code_points(font: bytes) -> Iterator[int]:
    """Read the character map of a TrueType font (OpenType specification, table `cmap`, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">4xH", font)
    directory = {
        font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)
    }
    cmap = directory[b"cmap"]
    (subtables,) = struct.unpack_from(">2xH", font, cmap)
    for index in range(subtables):
        (offset,) = struct.unpack_from(">L", font, cmap + 4 + 8 * index + 4)
        (kind,) = struct.unpack_from(">H", font, cmap + offset)
        if kind == _FORMAT_4:
            yield from _segments(font, cmap + offset)
        elif kind == _FORMAT_12:
            yield from _groups(font, cmap + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">6xH", font, at)
    ends = struct.unpack_from(f">{doubled // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, at + 16 + doubled)
    for start, end in zip(starts, ends, strict=True):
        yield from range(start, min(end, 0xFFFE) + 1)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">12xL", font, at)
    for index in range(count):
        start, end = struct.unpack_from(">2L", font, at + 16 + 12 * index)
        yield from range(start, end + 1)
