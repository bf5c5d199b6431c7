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
from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import accumulate, chain, groupby
from operator import itemgetter

from sqlalchemy import delete, exists, func, insert, select, update

from lpo_desk.db import bulk
from lpo_desk.db.places import as_bits, pack
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

Found = Mapping[str, Sequence[int]]
"""The letter of a field and a term of it, as one text -> the parties found by it."""


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
    found: defaultdict[str, list[int]] = defaultdict(list)
    for field, term, party_id in unit.connection.execute(terms):
        found[field + term].append(party_id)
    write(unit, found, places)


def write(unit: Unit, found: Found, places: Mapping[int, int]) -> None:
    """Write the sets of all terms, with the places of all parties."""
    unit.connection.execute(delete(SearchSet))
    unit.connection.execute(delete(SearchGap))
    unit.connection.execute(insert(SearchSet), {"key": EDITION, "bits": secrets.token_bytes(8)})
    made = [{"key": name, "bits": pack(bits)} for name, bits in _sets(found, places)]
    bulk.insert(unit.connection, SearchSet, made)


class _Words:
    """The words of some fields in their order, and the places of those who have each."""

    def __init__(self, found: Iterable[tuple[str, str, list[int]]], fields: Collection[str]) -> None:
        rows = sorted(((term, at) for field, term, at in found if field in fields), key=itemgetter(0))
        self.words = [term for term, _ in rows]
        self._places = list(chain.from_iterable(at for _, at in rows))
        self._starts = [0, *accumulate(len(at) for _, at in rows)]

    def count(self, start: int, stop: int) -> int:
        return self._starts[stop] - self._starts[start]

    def places(self, start: int, stop: int) -> list[int]:
        """Of those who have one of the words from start to stop; once for each that they have."""
        return self._places[self._starts[start] : self._starts[stop]]

    def groups(self, key: Callable[[str], str]) -> Iterator[tuple[str, list[int]]]:
        """What the words that lie side by side have in common, and who has any of them."""
        start = 0
        for common, words in groupby(self.words, key):
            stop = start + sum(1 for _ in words)
            yield common, self.places(start, stop)
            start = stop


def _sets(found: Found, places: Mapping[int, int]) -> Iterator[tuple[str, int]]:
    """The key of each set and its bits."""
    terms = [(name[0], name[1:], [places[party_id] for party_id in ids]) for name, ids in found.items()]
    anything, names = _Words(terms, WORD_FIELDS), _Words(terms, NAME_FIELDS)
    first, spelt = _Words(terms, (Field.FIRST.value,)), _Words(terms, (Field.SPELLING.value,))
    for of, words in ((Of.ANY, anything), (Of.NAMED, names), (Of.CALLED, first)):
        yield from _beginnings(of, words, 0, len(words.words), 1)
    for of, groups in (
        (Of.WHOLE, names.groups(str)),
        (Of.SPELT, spelt.groups(str)),
        (Of.RESPELT, spelt.groups(lambda word: word.partition("/")[0])),
    ):
        for word, at in groups:
            if len(at) > FEW and (bits := as_bits(at)).bit_count() > FEW:
                yield key(of, word), bits


def _beginnings(
    of: Of, words: _Words, start: int, end: int, length: int
) -> Generator[tuple[str, int], None, int]:
    """The sets of the beginnings of `length` letters among the words from start to end, and of the longer ones of each.

    Returns the bits of all who have any of these words: a set is put together from those of its longer beginnings.
    """
    bits, few = 0, list[int]()
    while start < end:
        beginning = words.words[start][:length]
        whole = len(beginning) < length  # a whole word, and its own beginning already
        stop = bisect_left(words.words, beginning + ("\0" if whole else BEYOND), start, end)
        if whole or words.count(start, stop) <= FEW:
            few += words.places(start, stop)
        else:
            begun = yield from _beginnings(of, words, start, stop, length + 1)
            if begun.bit_count() > FEW:
                yield key(of, beginning), begun
            bits |= begun
        start = stop
    return bits | as_bits(few)
