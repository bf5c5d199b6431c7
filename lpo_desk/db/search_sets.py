"""Sets of places: who has a beginning that very many have, as bits of great numbers (places.py).

Every party has a place, its number in the order of lists, and each place has a bit. So the parties found by two common
words are an `&` of numbers (6 microseconds for a million parties) and come out in the order of lists; no cap and no
order of walking can hide one who has both. Beginnings that at most `FEW` parties have get no set: their rows in the word
index are quickly walked (docs/decisions.md, 2026-11-28).

Sets are made all at once and never changed. A party found by something else than before loses its place until they are
made again (`is_due`); search looks such parties through one by one.
"""

import secrets
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby
from operator import itemgetter

from sqlalchemy import delete, exists, func, insert, select, update

from lpo_desk.db import bulk
from lpo_desk.db.places import pack
from lpo_desk.db.tables.search import ListEntry, SearchGap, SearchSet, SearchTerm
from lpo_desk.db.unit import Unit
from lpo_desk.domain.search import NAME_FIELDS, WORD_FIELDS, Field

FEW = 128
BEYOND = "\U0010ffff"
"""Sorts after every letter a folded word may hold."""
EDITION = "3"
"""The key of what tells one making of the sets from the next. Change it with their form, or with what somebody is found
by: the next sign-in derives all rows again."""

_LOOSE = 300
"""As many parties without a place are looked through in less than a screen takes to paint."""
_LOOSE_SHARE = 200

Term = tuple[str, str, int]
"""Field, term and party, in the order of the index."""


class Of(Enum):
    """What the places of a set have: a word beginning so, or (WHOLE, SPELT) that very word."""

    ANY = "a"
    NAMED = "n"
    CALLED = "f"
    WHOLE = "w"
    SPELT = "s"
    RESPELT = "d"
    """A word of the name that folds to the key and is written otherwise (or both ways)."""


def key(of: Of, word: str) -> str:
    return of.value + word


ORDER = (ListEntry.sort_key, ListEntry.number, ListEntry.party_id)
"""The order of lists."""


def is_due(unit: Unit) -> bool:
    """Whether so many parties are without a place that the sets should be made again."""
    placed = unit.connection.scalar(select(func.max(ListEntry.place)))
    most = max(_LOOSE, (placed or 0) // _LOOSE_SHARE)
    loose = select(ListEntry.party_id).where(ListEntry.place.is_(None)).limit(most + 1).subquery()
    return (unit.connection.scalar(select(func.count()).select_from(loose)) or 0) > most


def is_made(unit: Unit) -> bool:
    return bool(unit.connection.scalar(select(exists().where(SearchSet.key == EDITION))))


def remake(unit: Unit) -> None:
    """Give every party its place and make all sets, from the rows that are there."""
    numbered = select(
        ListEntry.party_id, (func.row_number().over(order_by=ORDER) - 1).label("place")
    ).subquery()
    moved = update(ListEntry).where(ListEntry.party_id == numbered.c.party_id)
    unit.connection.execute(moved.values(place=numbered.c.place))
    placed = unit.connection.execute(select(ListEntry.party_id, ListEntry.place))
    places = {party_id: place for party_id, place in placed if place is not None}
    terms = select(SearchTerm.field, SearchTerm.term, SearchTerm.party_id)
    rows = unit.connection.execute(terms.order_by(SearchTerm.field, SearchTerm.term, SearchTerm.party_id))
    write(unit, [(field, term, party_id) for field, term, party_id in rows], places)


def write(unit: Unit, terms: Sequence[Term], places: dict[int, int]) -> None:
    """Write the sets of these terms, sorted, with the places of all parties."""
    unit.connection.execute(delete(SearchSet))
    unit.connection.execute(delete(SearchGap))
    unit.connection.execute(insert(SearchSet), {"key": EDITION, "bits": secrets.token_bytes(8)})
    made = [{"key": name, "bits": pack(found)} for name, found in _sets(terms, places)]
    bulk.insert(unit.connection, SearchSet, made)


def _sets(terms: Sequence[Term], places: dict[int, int]) -> Iterator[tuple[str, set[int]]]:
    any_field = sorted((term, places[party_id]) for field, term, party_id in terms if field in WORD_FIELDS)
    names = sorted((term, places[party_id]) for field, term, party_id in terms if field in NAME_FIELDS)
    first, spelt = (
        [(term, places[party_id]) for field, term, party_id in terms if field == wanted]
        for wanted in (Field.FIRST.value, Field.SPELLING.value)
    )
    for of, found in ((Of.ANY, any_field), (Of.NAMED, names), (Of.CALLED, first)):
        words, at = [term for term, _ in found], [place for _, place in found]
        yield from _beginnings(of, words, at, 0, len(words), 1)
    for of, found in ((Of.WHOLE, names), (Of.SPELT, spelt)):
        for word, rows in groupby(found, key=itemgetter(0)):
            yield from _many(key(of, word), (place for _, place in rows))
    for word, rows in groupby(spelt, key=lambda row: row[0].partition("/")[0]):
        yield from _many(key(Of.RESPELT, word), (place for _, place in rows))


def _beginnings(
    of: Of, words: Sequence[str], places: Sequence[int], start: int, end: int, length: int
) -> Iterator[tuple[str, set[int]]]:
    """The beginnings of `length` letters among the sorted words from start to end, and the longer ones of each."""
    while start < end:
        beginning = words[start][:length]
        if len(beginning) < length:  # a whole word, and its own beginning already
            start = bisect_left(words, beginning + "\0", start, end)
            continue
        stop = bisect_left(words, beginning + BEYOND, start, end)
        if stop - start > FEW and (found := set(places[start:stop])) and len(found) > FEW:
            yield key(of, beginning), found
            yield from _beginnings(of, words, places, start, stop, length + 1)
        start = stop


def _many(name: str, places: Iterable[int]) -> Iterator[tuple[str, set[int]]]:
    found = set(places)
    if len(found) > FEW:
        yield name, found
