"""Sorting more than memory should hold: words, each with the numbers of those who have it.

Words are collected up to a run, sorted and put away in pieces; at the end the runs are read side by side. The pieces lie
in the table of sets, which search asks for other keys, and go at the end of the same unit: a file of their own would hold
personal data in clear, and a unit that ends halfway leaves nothing (docs/decisions.md, 2026-11-28).
"""

import json
import zlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import bindparam, delete, insert, select

from lpo_desk.db.tables.search import SearchSet
from lpo_desk.db.unit import Unit

_AWAY = "~"
"""Before the keys of what was put away: after those of all sets."""
_BITS = select(SearchSet.bits).where(SearchSet.key == bindparam("key"))
_RUN = 200
"""Words of a run for each party derived at once."""

_HELD = 10
"""Parts whose lines stay in memory: all of a small register's."""

_word = itemgetter(0)
Posting = tuple[str, list[int]]
"""A word and who has it, ascending."""
T = TypeVar("T", bound=Any)


class Sorter:
    """Takes words of ascending numbers. `at_once`: words of a piece, and the measure of a run."""

    def __init__(self, unit: Unit, name: str, at_once: int) -> None:
        self._unit, self._name, self._at_once = unit, name, at_once
        self._found: dict[str, list[int]] = defaultdict(list)
        self._held = 0
        self._runs: list[list[str]] = []
        """The first word of each piece of each run."""

    def add(self, words: Sequence[str], number: int) -> None:
        for word in words:
            self._found[word].append(number)
        self._held += len(words)
        if self._held >= self._at_once * _RUN:
            self._put_away()

    def take(self, first: str = "", end: str = "\U0010ffff") -> Iterator[list[Posting]]:
        """The words from `first` to before `end`, sorted, in lists; each word once."""
        runs = [self._read(run, first, end) for run in range(len(self._runs))]
        for postings in merged([*runs, self._sorted(first, end)], _word):
            joined: list[Posting] = []
            for word, numbers in postings:
                if joined and joined[-1][0] == word:
                    joined[-1] = word, joined[-1][1] + numbers
                else:
                    joined.append((word, numbers))
            yield joined

    def _sorted(self, first: str, end: str) -> Iterator[list[Posting]]:
        """What is held, in pieces."""
        piece: list[Posting] = []
        size = 0
        for word in sorted(word for word in self._found if first <= word < end):
            piece.append((word, self._found[word]))
            size += len(self._found[word])
            if size >= self._at_once:
                yield piece
                piece, size = [], 0
        if piece:
            yield piece

    def _put_away(self) -> None:
        firsts: list[str] = []
        for piece in self._sorted("", "\U0010ffff"):
            put_away(self._unit, f"{self._name}.{len(self._runs)}.{len(firsts)}", piece)
            firsts.append(piece[0][0])
        self._runs.append(firsts)
        self._found.clear()
        self._held = 0

    def _read(self, run: int, first: str, end: str) -> Iterator[list[Posting]]:
        firsts = self._runs[run]
        for piece in range(max(bisect_right(firsts, first) - 1, 0), bisect_left(firsts, end)):
            found = fetch(self._unit, f"{self._name}.{run}.{piece}")
            if within := [(word, numbers) for word, numbers in found if first <= word < end]:
                yield within


class Kept:
    """Values by number: the first few in memory, which is all of a small register, the others put away."""

    def __init__(self, unit: Unit, name: str) -> None:
        self._unit, self._name = unit, name
        self._held: dict[int, Any] = {}

    def put(self, number: int, value: object) -> None:
        if len(self._held) < _HELD:
            self._held[number] = value
        else:
            put_away(self._unit, f"{self._name}.{number}", value)

    def take(self, number: int) -> Any:  # noqa: ANN401 - what was put, as JSON gives it back
        if number in self._held:
            return self._held.pop(number)
        return fetch(self._unit, f"{self._name}.{number}")


def put_away(unit: Unit, name: str, value: object) -> None:
    """Until `clear`, in the same unit. `value`: of what JSON knows."""
    packed = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)
    unit.connection.execute(insert(SearchSet), {"key": _AWAY + name, "bits": packed})


def clear(unit: Unit) -> None:
    """Away with all that was put away."""
    unit.connection.execute(delete(SearchSet).where(SearchSet.key >= _AWAY))


def fetch(unit: Unit, name: str) -> Any:  # noqa: ANN401 - what was put away
    return json.loads(zlib.decompress(unit.connection.execute(_BITS, {"key": _AWAY + name}).scalar_one()))


def merged(sources: Iterable[Iterator[list[T]]], key: Any) -> Iterator[list[T]]:  # noqa: ANN401 - of any T
    """Sorted sources, each in lists that are not empty, as lists of all; equal ones in the order of the sources.

    What is equal comes in one list, where no source has it in two.
    """
    heads = [(head, source) for source in sources if (head := next(source, []))]
    while heads:
        last = min(key(head[-1]) for head, _ in heads)
        found: list[T] = []
        left = []
        for head, source in heads:
            end = bisect_right(head, last, key=key)
            found += head[:end]
            if rest := head[end:] or next(source, []):
                left.append((rest, source))
        found.sort(key=key)  # ascending stretches, which the sort only merges
        heads = left
        yield found


def compared(new: Iterator[list[T]], old: Iterator[list[T]]) -> Iterator[tuple[list[T], list[T]]]:
    """What only the new has and what only the old, both sorted, in lists that are not empty and without doubles."""
    here, there = next(new, []), next(old, [])
    while here or there:
        if not (here and there):  # one of them is at its end
            yield here, there
            here, there = next(new, []), next(old, [])
            continue
        last = min(here[-1], there[-1])
        end, old_end = bisect_right(here, last), bisect_right(there, last)
        came, gone = set(here[:end]), set(there[:old_end])
        yield sorted(came - gone), sorted(gone - came)
        here, there = here[end:] or next(new, []), there[old_end:] or next(old, [])
