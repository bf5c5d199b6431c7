"""What a typed search means, and the words a party is found by. The same on both databases."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from lpo_desk.domain.identifiers import IdentifierRefused, parse_hetu
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.text import fold, spelled, words

LIMIT = 50
"""Rows shown; past them the page says "more than 50"."""

_CASE_NUMBER = re.compile(r"^(?P<office>[A-ZÅÄÖ]{1,3})-(?P<year>\d{4})-(?P<running>\d{1,6})$", re.ASCII)
_SCANNED = ("LPO:", "LPOÖ")
"""How a QR code begins; the second as a scanner with the American layout types it on a Finnish keyboard (qr.py)."""
_NUMBER = re.compile(r"^[+]?[\d\s()/-]{2,}$")
_POSTCODE = re.compile(r"^[0-9]{5}$")
_VAT = re.compile(r"^FI *([0-9]{7}-?[0-9])$")
"""A Finnish business id as invoices from abroad write it."""
_RF = re.compile(r"^RF *[0-9]{2}[0-9A-Z ]*$")
"""A reference number (ISO 11649), which invoices write in groups of four."""


class Field(Enum):
    """Where a search word came from; one letter, for the table holds millions of them.

    FIRST and NAME make up the name that lists show; HIDDEN is the name of somebody protected, whom lists show by number
    alone. SPELLING tells how a word of the name is written where that is not its folded form: "ohman/öhman". TAIL is a
    phone backwards.
    """

    FIRST = "m"
    NAME = "n"
    SPELLING = "s"
    HIDDEN = "h"
    CALLED = "c"
    FORMER = "f"
    ADDRESS = "a"
    PHONE = "p"
    TAIL = "t"
    EMAIL = "e"
    IDENTIFIER = "i"

    __hash__ = object.__hash__  # Enum's own runs in Python, and an import puts two million into sets


WORD_FIELDS = tuple(field.value for field in Field if field not in (Field.SPELLING, Field.TAIL))
"""What a typed word is looked for in."""
NAME_FIELDS = (Field.FIRST.value, Field.NAME.value)


class QueryKind(Enum):
    NOTHING = "nothing"
    WORDS = "words"
    NUMBER = "number"
    EMAIL = "email"
    HETU = "hetu"
    CASE = "case"
    BROWSE = "browse"


@dataclass(frozen=True, slots=True)
class Query:
    """`terms`: folded words, digits or the one value; `typed`: the words as typed, in lower case, for `rank`."""

    kind: QueryKind
    terms: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


def read_query(text: str) -> Query:
    """Route by shape: a case number, a personal identity code, a mail, digits, or words in any order."""
    # Control characters and broken pairs are no words, and PostgreSQL refuses them.
    composed = unicodedata.normalize("NFC", text[:400])[:200]
    text = "".join(sign if sign.isprintable() else " " for sign in composed).strip()
    upper = text.upper()
    if not text:
        return Query(QueryKind.NOTHING)
    if upper.startswith(_SCANNED):
        number = parse_qr_text(upper)
        return Query(QueryKind.CASE, (number,)) if number else Query(QueryKind.NOTHING)
    if case := _CASE_NUMBER.match(upper):
        office, year, running = case.groups()
        return Query(QueryKind.CASE, (f"{office}-{year}-{int(running):04}",))
    try:
        return Query(QueryKind.HETU, (parse_hetu(text).value,))
    except IdentifierRefused:
        pass
    if vat := _VAT.match(upper):
        upper = text = vat[1]
    if _RF.match(upper):
        text = text.replace(" ", "")
    if "@" in text:
        return Query(QueryKind.EMAIL, (fold(text),))
    if _NUMBER.match(text):
        digits = re.sub(r"\D", "", text)
        return Query(QueryKind.NUMBER, (digits,)) if digits else Query(QueryKind.NOTHING)
    found = tuple(dict.fromkeys(words(text)))
    return Query(QueryKind.WORDS if found else QueryKind.NOTHING, found, tuple(dict.fromkeys(spelled(text))))


def is_postcode(query: Query) -> bool:
    """Whether the digits may be a Finnish postcode."""
    return query.kind is QueryKind.NUMBER and bool(_POSTCODE.match(query.terms[0]))


Rank = tuple[int, int, int]
"""How well a name answers what was typed; smaller is better. Equal ones follow the alphabet."""


def rank(name: str, typed: tuple[str, ...]) -> Rank:
    """Whole words before begun ones, twice so when written as typed; then who is called so; then who is named so at all.

    "öhman" puts Öhman before Ohman, "ohman" the other way, and both put Öhman before As Oy Öhman.
    """
    folded, written = _of_name(name)
    plain = _folded(typed)
    whole = sum(f" {word} " in folded for word in plain) + sum(f" {word} " in written for word in typed)
    first = sum(folded.startswith(f" {word}") for word in plain)
    begun = sum(f" {word}" in folded for word in plain)
    return -whole, -first, -begun


@lru_cache(1024)
def _folded(typed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word) for word in typed)


@lru_cache(4096)
def _of_name(name: str) -> tuple[str, str]:
    """Its words folded and as written, each with a space before and after."""
    return f" {' '.join(words(name))} ", f" {' '.join(spelled(name))} "


@dataclass(frozen=True, slots=True)
class Findable:
    """What a party may be found by. A protected person is found by name and number alone.

    name: as lists show it. hidden_name: of somebody protected.
    """

    name: str = ""
    hidden_name: str = ""
    calling_name: str = ""
    former_names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


_WORD_MARK, _TAIL_MARK = "\x1f", "\x1e"
"""Before a term among others; no stored text has a control character."""
_BEFORE = {field: (_TAIL_MARK if field is Field.TAIL else _WORD_MARK) + field.value for field in Field}
_NOT_WORD = re.compile(r"[^\w]")
_LETTER = re.compile(r"[^\W\d_]")
_NOT_DIGIT = re.compile(r"\D")


def written_terms(party: Findable) -> str:
    """The search words of a party in one text, sorted, each with a mark and the letter of its field before it: `begins`
    finds a word in it, `written_rows` reads them.

    Phones (E.164) are found by their national and their international digits and, backwards, by their last digits.
    """
    found = _name_terms(party.name)
    for field, names in (
        (Field.HIDDEN, (party.hidden_name,)),
        (Field.CALLED, (party.calling_name,)),
        (Field.FORMER, party.former_names),
    ):
        for name in names:
            if name:
                found.update(_words_of(field, name))
    for address in party.addresses:
        found.update(_address_terms(address))
    found.update([_BEFORE[Field.EMAIL] + fold(email) for email in party.emails if email])
    for phone in party.phones:
        digits = _NOT_DIGIT.sub("", phone)
        if not digits:
            continue
        national = "0" + digits[3:] if digits.startswith("358") else digits
        found |= {_BEFORE[Field.PHONE] + digits, _BEFORE[Field.PHONE] + national}
        found.add(_BEFORE[Field.TAIL] + digits[::-1])
    before = _BEFORE[Field.IDENTIFIER]
    for identifier in party.identifiers:
        folded = fold(identifier)
        found.add(before + folded)
        if (
            folded.isascii() and folded.isalnum()
        ):  # its only word, whether it is looked for as one or as a number
            continue
        found.add(before + _NOT_WORD.sub("", folded))
        if _LETTER.search(folded):  # one with letters is looked for as words, one without as a number
            found.update(_words_of(Field.IDENTIFIER, identifier))
    found -= _EMPTY
    return "".join(sorted(found))


_EMPTY = frozenset(_BEFORE.values())


def _words_of(field: Field, text: str) -> list[str]:
    before = _BEFORE[field]
    return [before + word for word in words(text)]


@lru_cache(4096)
def _address_terms(address: str) -> tuple[str, ...]:
    """Of a street, a code or a town, which many have."""
    return tuple(_words_of(Field.ADDRESS, address))


def parted(text: str) -> list[str]:
    """What `written_terms` wrote, each term with the letter of its field before it."""
    return text.replace(_TAIL_MARK, _WORD_MARK).split(_WORD_MARK)[1:]


def written_rows(text: str) -> list[tuple[str, str]]:
    """The same as the letter of the field and the term."""
    return [(part[0], part[1:]) for part in parted(text)]


def begins(word: str) -> str:
    """The LIKE pattern of a folded word that begins one of the written terms, of whatever field but a tail."""
    return f"%{_WORD_MARK}_{word}%"


def spelling(word: str) -> str:
    """How the index keeps a word of a name as it is written."""
    return f"{fold(word)}/{word}"


def _name_terms(name: str) -> set[str]:
    folded = words(name)
    found = {_BEFORE[Field.NAME] + word for word in folded[1:]}
    found |= {_BEFORE[Field.FIRST] + word for word in folded[:1]}
    if name.isascii():
        return found
    written = set(spelled(name))
    marked = {word for word in written if not word.isascii() and fold(word) != word}
    # "Ohman Öhman" is written both ways, and is so found by the one as by the other.
    both = written & {fold(word) for word in marked}
    return found | {_BEFORE[Field.SPELLING] + spelling(word) for word in marked | both}
