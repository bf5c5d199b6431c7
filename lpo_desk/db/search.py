"""Finding customers by a prefix of any word. The same results, in the same order, on both databases.

Digits, mails and codes are a range of the word index. Words are found in one of two ways. A word that few have is
walked in the index and the others are looked up for each who has it. Where every word is common, who has them all is
counted from the sets (search_sets.py). Either way all hits are ranked, not the first so many of them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, bindparam, literal, select, union_all

from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.places import NONE, Places, best_first, in_all, unpack
from lpo_desk.db.search_sets import BEYOND, EDITION, Of, key
from lpo_desk.db.tables.register import Party, PersonalIdentityCode
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.search import ListEntry, SearchSet, SearchTerm
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.party import CustomerType, Flag, ListRow
from lpo_desk.domain.reference import town_names
from lpo_desk.domain.search import (
    LIMIT,
    NAME_FIELDS,
    WORD_FIELDS,
    Field,
    Query,
    QueryKind,
    Rank,
    begins,
    is_postcode,
    rank,
    spelling,
)
from lpo_desk.domain.text import fold

MOST_WORDS = 6
_WANTED = LIMIT + 1
_AT_ONCE = 4 * _WANTED
"""Rows of the index read for digits: somebody may have several numbers that begin alike."""
_RANKED_ONE_BY_ONE = 100
_NEXT = "\x01"
"""No word has it: what begins with a word and it is the word alone."""

LIST = select(
    ListEntry.party_id,
    ListEntry.number,
    ListEntry.name,
    ListEntry.town,
    ListEntry.kind,
    ListEntry.types,
    ListEntry.flags,
    ListEntry.sort_key,
    ListEntry.place,
)
_SOME = LIST.where(ListEntry.party_id.in_(bindparam("ids", expanding=True)))
_PLACED = LIST.where(ListEntry.place.in_(bindparam("places", expanding=True)))
_SETS = select(SearchSet.key, SearchSet.bits).where(SearchSet.key.in_(bindparam("keys", expanding=True)))
_EDITION = select(SearchSet.bits).where(SearchSet.key == EDITION)


def find(unit: Unit, query: Query) -> tuple[list[ListRow], bool]:
    """At most LIMIT rows, best first, and whether there are more."""
    if query.kind is QueryKind.WORDS:
        found = _by_words(unit, query)
    else:
        ids = _hits(unit, query)
        place = {party_id: n for n, party_id in enumerate(ids)}
        found = list(unit.connection.execute(_SOME, {"ids": ids})) if ids else []
        found.sort(key=lambda row: place[row.party_id])
        if is_postcode(query) and (not found or town_names(query.terms[0])):
            living = _by_words(unit, Query(QueryKind.WORDS, query.terms, query.terms))
            found += [row for row in living if row.party_id not in place]
    return [list_row(row, unit) for row in found[:LIMIT]], len(found) > LIMIT


def listed(unit: Unit, ids: Collection[int]) -> dict[int, ListRow]:
    """How lists show these parties, by key; those who are in no list (merged into another) are left out."""
    if not ids:
        return {}
    rows = unit.connection.execute(_SOME, {"ids": list(ids)})
    return {row.party_id: list_row(row, unit) for row in rows}


def list_row(row: Row[*tuple[Any, ...]], unit: Unit) -> ListRow:
    """A row of `LIST`. Collection is a flag for those only who may see it on the card."""
    flags = _flags(row[6])
    if Flag.COLLECTION in flags and not unit.actor.may(Right.SEE_COLLECTION):
        flags -= {Flag.COLLECTION}
    return ListRow(row[0], row[1], row[2], row[3], row[4], _types(row[5]), flags)


def _hits(unit: Unit, query: Query) -> list[int]:
    """The first parties of those found, in their order."""
    connection = unit.connection
    match query.kind:
        case QueryKind.HETU:
            sought = lookup_hash(unit.secret("hetu"), query.terms[0])
            statement = select(PersonalIdentityCode.party_id).where(
                PersonalIdentityCode.lookup_hash == sought
            )
            return _survivors(unit, _distinct(connection.scalars(statement)))
        case QueryKind.CASE:
            by_number = select(RequestCase.party_id).where(RequestCase.number == query.terms[0])
            asked = [party_id for party_id in connection.scalars(by_number) if party_id is not None]
            return _survivors(unit, asked)
        case QueryKind.NUMBER:
            return _walked(unit, _number_ranges(query.terms[0]))
        case QueryKind.EMAIL:
            return _walked(unit, {Field.EMAIL: query.terms[0]})
        case QueryKind.NOTHING | QueryKind.WORDS | QueryKind.BROWSE:
            return []


def _survivors(unit: Unit, ids: list[int]) -> list[int]:
    """Those that these parties were merged into, where they were."""
    merged = select(Party.id, Party.replaced_by_id).where(Party.replaced_by_id.is_not(None))
    while ids and (pairs := unit.connection.execute(merged.where(Party.id.in_(ids))).all()):
        into = {one: other for one, other in pairs if other is not None}
        ids = _distinct(into.get(party_id, party_id) for party_id in ids)
    return ids


# Digits and mails


def _number_ranges(digits: str) -> dict[Field, str]:
    """Own numbers and phones that begin so, and phones that end so."""
    # "+358 40 ...", "00358 40 ..." and "+358 (0)40 ..." are one phone; fewer than four last digits find too much.
    plain = digits.removeprefix("00")
    plain = "358" + plain[4:] if plain.startswith("3580") else plain
    tail = {Field.TAIL: digits[::-1]} if len(digits) >= 4 else {}
    return {Field.IDENTIFIER: plain, Field.PHONE: plain} | tail


def _walked(unit: Unit, beginnings: dict[Field, str]) -> list[int]:
    """Who has a term of the field that begins so, in the order of the terms; as many as a page wants."""
    values: dict[str, Any] = {}
    for n, (field, beginning) in enumerate(beginnings.items()):
        values |= {f"field{n}": field.value, f"low{n}": beginning, f"high{n}": beginning + BEYOND}
    size = _AT_ONCE
    while True:
        found = unit.connection.execute(_walk(len(beginnings)), values | {"size": size}).all()
        ids = _distinct(row.party_id for row in found)
        if len(ids) >= _WANTED or len(found) < size:
            return ids[:_WANTED]
        size *= 8


@cache
def _walk(ranges: int) -> Select[*tuple[Any, ...]]:
    def one(n: int) -> Select[*tuple[Any, ...]]:
        some = select(literal(n).label("n"), SearchTerm.term, SearchTerm.party_id).where(
            SearchTerm.field == bindparam(f"field{n}"), *_between(n)
        )
        limited = some.order_by(SearchTerm.term, SearchTerm.party_id).limit(bindparam("size")).subquery()
        return select(limited)

    found = union_all(*(one(n) for n in range(ranges))).subquery()
    return select(found).order_by(found.c.n, found.c.term, found.c.party_id).limit(bindparam("size"))


def _between(n: int) -> tuple[ColumnElement[bool], ...]:
    return SearchTerm.term >= bindparam(f"low{n}"), SearchTerm.term < bindparam(f"high{n}")


def _distinct(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


# Words


class _Ranked(NamedTuple):
    """Its first four are the order of results."""

    rank: Rank
    sort_key: str
    number: str
    party_id: int
    row: Any


_order = itemgetter(slice(0, 4))
_Range = tuple[str, str, str]
"""Field and the bounds of its terms."""


def _by_words(unit: Unit, query: Query) -> list[Any]:
    """The first rows of `LIST`, one more than a page holds."""
    terms = sorted(query.terms, key=len, reverse=True)[:MOST_WORDS]
    found = _ranked_hits(unit, terms, query.typed[:MOST_WORDS])
    return [one.row for one in sorted(found, key=_order)[:_WANTED]]


def _ranked_hits(unit: Unit, terms: list[str], typed: tuple[str, ...]) -> list[_Ranked]:
    """All hits, or at least those that come first."""
    keys = [key(Of.ANY, term) for term in terms]
    while True:
        sets = _fetch(unit, [*keys, EDITION])
        if few := [term for term, name in zip(terms, keys, strict=True) if name not in sets]:
            return _ranked(_having(unit, [*few, *(term for term in terms if term not in few)]), typed)
        found = _among_places(unit, in_all([unpack(sets[name]) for name in keys]), typed)
        # On a server the sets may have been made again between two statements, and every place with them.
        if unit.connection.dialect.name == "sqlite" or unit.connection.scalar(_EDITION) == sets[EDITION]:
            return found + _ranked(_having(unit, terms, loose=True), typed)


def _ranked(rows: Iterable[Any], typed: tuple[str, ...]) -> list[_Ranked]:
    return [_Ranked(rank(row.name, typed), row.sort_key, row.number, row.party_id, row) for row in rows]


def _having(unit: Unit, terms: Sequence[str], *, loose: bool = False) -> Sequence[Any]:
    """Everybody having, for each term, a word that begins so; the first is walked. loose: of those without a place."""
    values: dict[str, Any] = {f"begins{n}": begins(term) for n, term in enumerate(terms)}
    values |= {"low0": terms[0], "high0": terms[0] + BEYOND}
    return unit.connection.execute(_having_statement(len(terms), loose), values).all()


@cache
def _having_statement(count: int, loose: bool) -> Select[*tuple[Any, ...]]:
    if loose:
        begun = (ListEntry.terms.like(bindparam(f"begins{n}")) for n in range(count))
        return LIST.where(ListEntry.place.is_(None), *begun)
    walked = select(SearchTerm.party_id).where(SearchTerm.field.in_(WORD_FIELDS), *_between(0))
    begun = (ListEntry.terms.like(bindparam(f"begins{n}")) for n in range(1, count))
    return LIST.where(ListEntry.party_id.in_(walked), *begun)


def _fetch(unit: Unit, keys: Iterable[str]) -> dict[str, bytes]:
    """The sets there are of these."""
    return {name: bits for name, bits in unit.connection.execute(_SETS, {"keys": list(keys)})}


def _unpacked(found: dict[str, bytes]) -> dict[str, Places]:
    """Many are equal: whoever has a word of a name often has it whole, and written in one way."""
    places = {bits: unpack(bits) for bits in set(found.values())}
    return {name: places[bits] for name, bits in found.items()}


def _among_places(unit: Unit, hits: Places, typed: tuple[str, ...]) -> list[_Ranked]:
    """Those that come first of these places."""
    first = list(islice(hits, _RANKED_ONE_BY_ONE + 1))
    if len(first) <= _RANKED_ONE_BY_ONE:
        return _ranked(_at(unit, first), typed) if first else []
    words = [_Word(word, fold(word)) for word in typed]
    sets = _unpacked(_fetch(unit, (k for w in words for k in w.keys)))
    ranges = [found for word in words for found in word.ranges(sets)]
    named = [row for row in _in_ranges(unit, ranges) if row.place in hits] if ranges else []
    apart = {row.place for row in named}
    layers = (
        [sets.get(key(Of.WHOLE, word.folded), NONE) for word in words] + [word.spelt(sets) for word in words],
        [sets.get(key(Of.CALLED, word.folded), NONE) for word in words],
        [sets.get(key(Of.NAMED, word.folded), NONE) for word in words],
    )
    places = (place for place in best_first(hits, layers) if place not in apart)
    found: list[Any] = []
    while len(found) < _WANTED and (some := list(islice(places, _WANTED))):
        found += _at(unit, some)
    return _ranked([*named, *found], typed)


@dataclass(frozen=True, slots=True)
class _Word:
    """A typed word with its sets. Where one is missing, few have it: their rows are read and ranked one by one."""

    typed: str
    folded: str

    @property
    def keys(self) -> tuple[str, ...]:
        by_name = (key(of, self.folded) for of in (Of.NAMED, Of.CALLED, Of.WHOLE, Of.RESPELT))
        return *by_name, key(Of.SPELT, spelling(self.typed))

    def ranges(self, sets: dict[str, Places]) -> Iterator[_Range]:
        beginning = self.folded, self.folded + BEYOND
        if key(Of.NAMED, self.folded) not in sets:
            yield from ((field, *beginning) for field in NAME_FIELDS)
            return
        if key(Of.CALLED, self.folded) not in sets:
            yield Field.FIRST.value, *beginning
        if key(Of.WHOLE, self.folded) not in sets:
            yield from ((field, self.folded, self.folded + _NEXT) for field in NAME_FIELDS)
            return
        if key(Of.RESPELT, self.folded) not in sets:
            yield Field.SPELLING.value, self.folded + "/", self.folded + "/" + BEYOND
        elif key(Of.SPELT, spelling(self.typed)) not in sets:
            yield Field.SPELLING.value, spelling(self.typed), spelling(self.typed) + _NEXT

    def spelt(self, sets: dict[str, Places]) -> Places:
        """Whose name has the word as it was typed."""
        written = sets.get(key(Of.SPELT, spelling(self.typed)), NONE)
        if self.typed != self.folded:
            return written
        whole = sets.get(key(Of.WHOLE, self.folded), NONE)
        respelt = sets.get(key(Of.RESPELT, self.folded), NONE)

        def make(number: int) -> int:
            bits = whole.block(number)
            return bits ^ (bits & respelt.block(number)) | written.block(number)

        return Places(whole.blocks | written.blocks, make)


def _in_ranges(unit: Unit, ranges: Sequence[_Range]) -> Sequence[Any]:
    """Those with a place that have a term in one of the ranges."""
    values: dict[str, Any] = {}
    for n, (field, low, high) in enumerate(ranges):
        values |= {f"field{n}": field, f"low{n}": low, f"high{n}": high}
    return unit.connection.execute(_in_ranges_statement(len(ranges)), values).all()


@cache
def _in_ranges_statement(count: int) -> Select[*tuple[Any, ...]]:
    ranges = [
        select(SearchTerm.party_id).where(SearchTerm.field == bindparam(f"field{n}"), *_between(n))
        for n in range(count)
    ]
    return LIST.where(ListEntry.party_id.in_(union_all(*ranges)), ListEntry.place.is_not(None))


def _at(unit: Unit, places: list[int]) -> list[Any]:
    """Who is at these places; those at gaps are gone, or looked through as having no place."""
    return list(unit.connection.execute(_PLACED, {"places": places}))


@cache
def _types(text: str) -> tuple[CustomerType, ...]:
    return tuple(CustomerType(kind) for kind in text.split(",") if kind)


@cache
def _flags(text: str) -> frozenset[Flag]:
    return frozenset(Flag(flag) for flag in text.split(",") if flag)
