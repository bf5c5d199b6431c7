"""The one border that every text crosses before it is stored, and the forms in which text is searched and
sorted.

What passes is the same to SQLite, PostgreSQL, Qt, Excel and PDF: Unicode NFC, no control characters, no
lone surrogates, no noncharacters, and in one-line fields nothing that turns the direction of writing.
"""

import enum
import re
import unicodedata
from typing import Any

from lpo_desk.domain.errors import UserError


class TextFault(enum.Enum):
    """Why a text is refused."""

    CONTROL = "control"
    SURROGATE = "surrogate"
    NONCHARACTER = "noncharacter"
    DIRECTION = "direction"
    TOO_LONG = "too_long"


class TextChange(enum.Enum):
    """What `scrub` did to a text."""

    COMPOSED = "composed"  # brought to Unicode NFC
    SPACES = "spaces"  # at the ends, inner runs, no-break and other odd spaces
    LINE_BREAKS = "line_breaks"  # tabs and line breaks of a one-line text became spaces
    CONTROL = "control"
    SURROGATE = "surrogate"
    NONCHARACTER = "noncharacter"
    DIRECTION = "direction"
    CUT = "cut"


class TextRefused(UserError):
    """A text that cannot be stored. `fault` says why; the sentence never repeats the text."""

    def __init__(self, fault: TextFault, *, limit: int) -> None:
        super().__init__(f"text.refused_{fault.value}", limit=limit)
        self.fault = fault


# U+2028 and U+2029 are line breaks to some programs, spaces to others: in one line they end as a plain space.
_SPACE = "\u0020\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u2028\u2029\u3000"
_ENDS = _SPACE + "\t\r\n\ufeff"  # for strip(): a pattern would try every run of blanks in the middle
_SPACES = re.compile(rf"[{_SPACE}]+")
_BREAKS = re.compile(r"[\t\r\n]+")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_NEWLINE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_PARTS = 4
"""Code points that NFC may make one of. To put a megabyte of marks in order takes hours: what is longer than this
times the limit is too long before it is looked at (reliability.md section 6: 1 MB in less than 100 ms)."""


def clean(text: str, *, limit: int, multiline: bool = False) -> str:
    """The text as it is stored, or TextRefused. `limit` counts characters of the result.

    One line: inner runs of spaces become one. Several lines: line ends become `\\n`, tabs a space.
    """
    text = text.strip(_ENDS)
    text = _unix_lines(text) if multiline else _SPACES.sub(" ", text)
    if len(text) > _PARTS * limit:
        raise TextRefused(TextFault.TOO_LONG, limit=limit)
    for fault, forbidden in _forbidden(multiline).items():
        if forbidden.search(text):
            raise TextRefused(fault, limit=limit)
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise TextRefused(TextFault.TOO_LONG, limit=limit)
    return text


def scrub(text: str, *, limit: int, multiline: bool = False) -> tuple[str, frozenset[TextChange]]:
    """The text with everything that `clean` would refuse taken out, and what was changed.

    For the import, where nobody is there to type again: `clean(scrub(x)[0]) == scrub(x)[0]`, whatever x is.
    """
    if _is_plain(text, limit):
        return text, frozenset()
    changes: set[TextChange] = set()

    def step(change: TextChange, result: str) -> None:
        nonlocal text
        if result != text:
            changes.add(change)
            text = result

    step(TextChange.SPACES, text.strip(_ENDS))
    if multiline:
        text = _unix_lines(text)
    else:
        step(TextChange.LINE_BREAKS, _BREAKS.sub(" ", text))
    for fault, forbidden in _forbidden(multiline).items():
        step(TextChange(fault.value), forbidden.sub("", text))
    if not multiline:
        step(TextChange.SPACES, _SPACES.sub(" ", text))
    step(TextChange.SPACES, text.strip(_ENDS))  # uncovered by what was taken out
    step(TextChange.CUT, text[: _PARTS * limit])
    step(TextChange.COMPOSED, unicodedata.normalize("NFC", text))
    step(TextChange.CUT, text[:limit])
    return text.strip(_ENDS), frozenset(changes)


def _is_plain(text: str, limit: int) -> bool:
    """Whether `scrub` would surely leave it: of an import's texts nearly all, told in 0.6 instead of 20 µs.

    Of the spaces only U+0020 is printable, and neither controls, surrogates, noncharacters nor direction marks are.
    """
    return (
        len(text) <= limit
        and text.isprintable()
        and "  " not in text
        and text[:1] != " " != text[-1:]
        and unicodedata.is_normalized("NFC", text)
    )


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _forbidden(multiline: bool) -> dict[TextFault, re.Pattern[str]]:
    always = {TextFault.SURROGATE: _SURROGATE, TextFault.NONCHARACTER: _NONCHARACTER}
    if multiline:
        return {TextFault.CONTROL: _CONTROL_BUT_NEWLINE} | always
    return {TextFault.CONTROL: _CONTROL, TextFault.DIRECTION: _DIRECTION} | always


class _Folding(dict[int, Any]):
    """Takes marks out, and letters that Unicode does not take apart into a base letter and a mark; filled as met."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = kept = None if unicodedata.category(chr(sign)) == "Mn" else sign
        return kept


_PLAIN = _Folding(
    str.maketrans(
        {
            "ø": "o",
            "æ": "ae",
            "œ": "oe",
            "đ": "d",
            "ð": "d",
            "ł": "l",
            "þ": "th",
            "ħ": "h",
            "ŧ": "t",
            "ŋ": "n",
            "\u0131": "i",
        }
    )
)
_APOSTROPHES = re.compile("['\u2019\u2018\u02bc\u00b4`]")
_WORD = re.compile(r"[^\W_]+")
_COMMON = re.compile("[0-9a-zåäö -]*")
"""Small letters of names and streets as nearly all are written; nothing that is taken out, or apart."""


def fold(text: str) -> str:
    """The form for comparing where case and marks do not matter: `Öhman` and `ohman` are one."""
    if (plain := _without_dots(text.lower())).isascii():  # nearly every Finnish and Swedish text
        return plain
    # Before and after: a compatibility letter may come apart into a capital, a capital into a marked letter.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return apart.translate(_PLAIN)


def _without_dots(small: str) -> str:
    return small.replace("ä", "a").replace("ö", "o").replace("å", "a")


def words(text: str) -> list[str]:
    """The folded words in their order. Apostrophes vanish (O'Brien is one word), other marks divide."""
    if text.isalnum() and text.isascii():  # most parts of most names
        return [text.lower()]
    plain = _without_dots(text.lower())
    if plain.isascii():
        parts = plain.replace("-", " ")
        if parts.replace(" ", "").isalnum():
            return parts.split()
    return _WORD.findall(fold(_APOSTROPHES.sub("", text)))


def spelled(text: str) -> list[str]:
    """The words as they are written, in lower case with their marks; otherwise as `words`."""
    if _COMMON.fullmatch(written := text.lower()):
        return _WORD.findall(written)
    written = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return _WORD.findall(_APOSTROPHES.sub("", written))


# After z in code point order, in the order of the Finnish alphabet. As in CLDR æ sorts as ä, ø as ö, ü as y.
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_NO_BRACES = str.maketrans("{|}", "   ")
_NOT_SORTED = re.compile(r"[^\w\s{|}]|_")


def sort_key(text: str) -> str:
    """A key whose order by code point is Finnish alphabetical order: å ä ö last, v and w two letters.

    The order of CLDR `fi` (standard; w as a variant of v is its `traditional` order) without its finer
    levels, so two names may have equal keys: sort by (sort_key, number). Columns of it need BINARY or "C"
    collation.
    """
    if _COMMON.fullmatch(letters := text.lower()):
        return " ".join(letters.replace("-", " ").translate(_AFTER_Z).split())
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    letters = _APOSTROPHES.sub("", letters).translate(_NO_BRACES).translate(_AFTER_Z)
    return " ".join(_NOT_SORTED.sub(" ", fold(letters)).split())
