"""Text as a workbook can hold it.

openpyxl writes files that cannot be opened when a text holds a lone surrogate or U+FFFE, and cuts at 32,767
characters without a word (reliability.md, fact 10); so every text passes here, whatever was let through.
"""

import re

from lpo_desk.terms import Lang, terms

CELL_LIMIT = 32_767
"""Characters in one cell, counted as Excel counts them: in UTF-16 units."""

_SAFE_LENGTH = CELL_LIMIT // 2  # so short that even all emoji fit
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_CARE = re.compile(f"{_FORBIDDEN.pattern}|{_LOOKS_ESCAPED.pattern}|[&<>\r]")


def plain(text: str, lang: Lang) -> str:
    """The text without what XML forbids, with Unix line ends, cut to a cell with a note saying so."""
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) <= _SAFE_LENGTH or _units(text) <= CELL_LIMIT:
        return text
    note = f" {terms('export.cell_cut', lang=lang, length=len(text))}"
    kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - _units(note))]
    return kept.decode("utf-16-le", errors="ignore") + note  # "ignore" drops half a character at the cut


def stored(text: str, lang: Lang) -> str:
    """The text as a cell stores it: `_x0041_` would be read as "A" by Excel (ECMA-376 part 1, 22.9.2.19)."""
    return _LOOKS_ESCAPED.sub("_x005F_", plain(text, lang))


def markup(text: str, lang: Lang) -> str:
    """The text as it stands in the sheet's XML."""
    if len(text) <= _SAFE_LENGTH and not _NEEDS_CARE.search(text):
        return text
    return stored(text, lang).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
