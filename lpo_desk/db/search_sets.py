"""Sets of places: who has a beginning that very many have, as bits of great numbers (places.py).

Every party has a place, its number in the order of lists, and each place has a bit. So the parties found by two common
words are an `&` of numbers (6 microseconds for a million parties) and come out in the order of lists; no cap and no
order of walking can hide one who has both. Beginnings that at most `FEW` parties have get no set: their rows in the word
index are quickly walked (docs/decisions.md, 2026-11-28).

Sets are made all at once and never changed. A party found by something else than before loses its place until they are
made again (`is_due`); search looks such parties through one by one.
"""

import secrets
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import partial
from itertools import accumulate, chain, groupby
from operator import itemgetter

from sqlalchemy import bindparam, delete, exists, func, insert, select, tuple_, update

from lpo_desk.db.places import Growing, as_bits, pack
from lpo_desk.db.sorting import Posting, merged
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

Postings = Callable[[str], Iterator[list[Posting]]]
AT_ONCE = 10_000
"""Rows read at once when sets are made."""


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

_ENDS = select(func.min(ListEntry.party_id), func.max(ListEntry.party_id))
_LINES = select(*ORDER, ListEntry.place).order_by(*ORDER).limit(AT_ONCE)
_MOVED = update(ListEntry).where(ListEntry.party_id == bindparam("id_")).values(place=bindparam("place_"))
_TERMS = (
    select(SearchTerm.term, SearchTerm.party_id)
    .where(
        SearchTerm.field == bindparam("field"),
        tuple_(SearchTerm.term, SearchTerm.party_id) > tuple_(bindparam("term"), bindparam("party_id")),
    )
    .order_by(SearchTerm.term, SearchTerm.party_id)
    .limit(AT_ONCE)
)


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
    lowest, highest = unit.connection.execute(_ENDS).one()
    places = Numbered(range(lowest or 0, (highest or -1) + 1))
    first, lines = 0, unit.connection.execute(_LINES).all()
    while lines:
        moved = []
        for place, line in enumerate(lines, first):
            places[line.party_id] = place
            if line.place != place:
                moved.append({"id_": line.party_id, "place_": place})
        if moved:
            unit.connection.execute(_MOVED, moved)
        last = lines[-1]
        after = tuple_(*ORDER) > tuple_(last.sort_key, last.number, last.party_id)
        first, lines = first + len(lines), unit.connection.execute(_LINES.where(after)).all()
    unit.connection.execute(delete(SearchSet))
    write(unit, partial(_postings, unit), places)


def _postings(unit: Unit, field: str) -> Iterator[list[Posting]]:
    """The terms of a field that are there."""
    after = {"field": field, "term": "", "party_id": 0}
    while rows := unit.connection.execute(_TERMS, after).all():
        yield [(term, [row.party_id for row in found]) for term, found in groupby(rows, itemgetter(0))]
        after |= {"term": rows[-1].term, "party_id": rows[-1].party_id}


class Numbered:
    """A number for each of these parties, in four bytes."""

    def __init__(self, parties: range) -> None:
        self._lowest = parties.start
        self._numbers = array("i", [0]) * len(parties)

    def __getitem__(self, party_id: int) -> int:
        return self._numbers[party_id - self._lowest]

    def __setitem__(self, party_id: int, number: int) -> None:
        self._numbers[party_id - self._lowest] = number


def write(unit: Unit, postings: Postings, places: Numbered) -> None:
    """Write the sets of all terms. postings: those of a field, sorted, in lists."""
    unit.connection.execute(delete(SearchGap))
    unit.connection.execute(insert(SearchSet), {"key": EDITION, "bits": secrets.token_bytes(8)})
    for name, bits in _sets(postings, places):
        unit.connection.execute(insert(SearchSet), {"key": name, "bits": pack(bits)})


def _sets(postings: Postings, places: Numbered) -> Iterator[tuple[str, int]]:
    """The key of each set and its bits."""

    def placed(*fields: str) -> Iterator[list[Posting]]:
        for part in merged([postings(field) for field in fields], itemgetter(0)):
            yield [(word, [places[party_id] for party_id in ids]) for word, ids in part]

    def words(*fields: str) -> Iterator[Posting]:
        return chain.from_iterable(placed(*fields))

    spelt = Field.SPELLING.value
    for of, fields in ((Of.ANY, WORD_FIELDS), (Of.NAMED, NAME_FIELDS), (Of.CALLED, (Field.FIRST.value,))):
        for beginning, bits in beginnings(placed(*fields)):
            yield key(of, beginning), bits
    for of, groups in (
        (Of.WHOLE, groupby(words(*NAME_FIELDS), itemgetter(0))),
        (Of.SPELT, groupby(words(spelt), itemgetter(0))),
        (Of.RESPELT, groupby(words(spelt), lambda row: row[0].partition("/")[0])),
    ):
        for word, rows in groups:
            at = list(chain.from_iterable(found for _, found in rows))
            if len(at) > FEW and (bits := as_bits(at)).bit_count() > FEW:
                yield key(of, word), bits


class _Words:
    """Sorted words, and the places of those who have each."""

    def __init__(self, rows: Sequence[Posting]) -> None:
        self.words = [word for word, _ in rows]
        self._places = list(chain.from_iterable(at for _, at in rows))
        self._starts = [0, *accumulate(len(at) for _, at in rows)]

    def count(self, start: int, stop: int) -> int:
        return self._starts[stop] - self._starts[start]

    def places(self, start: int, stop: int) -> list[int]:
        """Of those who have one of the words from start to stop; once for each that they have."""
        return self._places[self._starts[start] : self._starts[stop]]


class _Beginnings:
    """The sets of the beginnings of sorted words that come in lists.

    What a list ends in the middle of is kept open, one set a letter, and the next list goes on with it.
    """

    def __init__(self) -> None:
        self._open: list[Growing] = []
        """Of the first letter of the last word, of its first two, and so on."""
        self._last = ""

    def add(self, words: _Words) -> Iterator[tuple[str, int]]:
        """Each that is whole by now and that more than `FEW` have."""
        yield from self.close(words.words[0])
        yield from self._go(words, 0, len(words.words), 1, Growing())
        self._last = words.words[-1]

    def close(self, word: str = BEYOND) -> Iterator[tuple[str, int]]:
        """What the next word does not begin with is whole."""
        while self._open and not word.startswith(beginning := self._last[: len(self._open)]):
            yield from _leave(
                beginning, self._open.pop(), self._open[-1] if len(self._open) > 0 else Growing()
            )

    def _go(
        self, words: _Words, start: int, end: int, length: int, into: Growing
    ) -> Iterator[tuple[str, int]]:
        """Through the beginnings of `length` letters from start to end, and the longer ones of each: a set is put
        together from those of its longer beginnings."""
        while start < end:
            beginning = words.words[start][:length]
            whole = len(beginning) < length  # a whole word, and its own beginning already
            stop = bisect_left(words.words, beginning + ("\0" if whole else BEYOND), start, end)
            goes_on = start == 0 and length <= len(self._open)
            if not whole and (stop == len(words.words) or goes_on):
                if not goes_on:
                    self._open.append(Growing())
                yield from self._go(words, start, stop, length + 1, self._open[length - 1])
                if stop < len(words.words):
                    yield from _leave(beginning, self._open.pop(), into)
            elif whole or words.count(start, stop) <= FEW:
                into.add(words.places(start, stop))
            else:
                found = Growing()
                yield from self._go(words, start, stop, length + 1, found)
                yield from _leave(beginning, found, into)
            start = stop


def beginnings(parts: Iterable[Sequence[Posting]]) -> Iterator[tuple[str, int]]:
    """Each beginning of sorted words that more than `FEW` have, with the bits of their places."""
    found = _Beginnings()
    for part in parts:
        yield from found.add(_Words(part))
    yield from found.close()


def _leave(beginning: str, found: Growing, into: Growing) -> Iterator[tuple[str, int]]:
    into.join(found)
    if (bits := found.bits).bit_count() > FEW:
        yield beginning, bits
