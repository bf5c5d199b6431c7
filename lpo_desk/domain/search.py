"""What a typed search means, and the words a party is found by. The same on both databases."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from lpo_desk.domain.identifiers import IdentifierRefused, parse_hetu
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.text import fold, words

LIMIT = 50
"""Rows shown; past them the page says "more than 50"."""

_CASE_NUMBER = re.compile(r"^(?P<office>[A-ZÅÄÖ]{1,3})-(?P<year>\d{4})-(?P<running>\d{1,6})$", re.ASCII)
_SCANNED = ("LPO:", "LPOÖ")
"""How a QR code begins; the second as a scanner with the American layout types it on a Finnish keyboard (qr.py)."""
_NUMBER = re.compile(r"^[+]?[\d\s()/-]{2,}$")


class Field(Enum):
    """Where a search word came from; one letter, for the table holds millions of them."""

    NAME = "n"
    FORMER = "f"
    ADDRESS = "a"
    PHONE = "p"
    EMAIL = "e"
    IDENTIFIER = "i"


class QueryKind(Enum):
    NOTHING = "nothing"
    WORDS = "words"
    NUMBER = "number"
    EMAIL = "email"
    HETU = "hetu"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Query:
    """`terms`: folded words, digits or the one value; `typed`: the words as typed, in lower case, to rank exact hits."""

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
    if "@" in text:
        return Query(QueryKind.EMAIL, (fold(text),))
    if _NUMBER.match(text):
        digits = re.sub(r"\D", "", text)
        return Query(QueryKind.NUMBER, (digits,)) if digits else Query(QueryKind.NOTHING)
    found = tuple(dict.fromkeys(words(text)))
    return Query(
        QueryKind.WORDS if found else QueryKind.NOTHING, found, tuple(re.findall(r"[^\W_]+", text.casefold()))
    )


@dataclass(frozen=True, slots=True)
class Findable:
    """What a party may be found by. A protected person is found by name and number alone."""

    names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


def terms_of(party: Findable) -> set[tuple[str, Field]]:
    """The search words of a party with where each came from.

    Phones (E.164) are found by their national and their international digits and, backwards, by their last digits.
    """
    found = {(word, Field.NAME) for name in party.names for word in words(name)}
    found |= {(word, Field.FORMER) for name in party.former_names for word in words(name)}
    found |= {(word, Field.ADDRESS) for address in party.addresses for word in words(address)}
    found |= {(fold(email), Field.EMAIL) for email in party.emails}
    for phone in party.phones:
        digits = re.sub(r"\D", "", phone)
        if not digits:
            continue
        national = "0" + digits[3:] if digits.startswith("358") else digits
        found |= {(digits, Field.PHONE), (national, Field.PHONE), ("~" + digits[::-1], Field.PHONE)}
    for identifier in party.identifiers:
        folded = fold(identifier)
        found |= {(folded, Field.IDENTIFIER), (re.sub(r"[^\w]", "", folded), Field.IDENTIFIER)}
        if re.search(r"[^\W\d_]", folded):  # one with letters is looked for as words, one without as a number
            found |= {(word, Field.IDENTIFIER) for word in words(identifier)}
    return {(term, field) for term, field in found if term}
