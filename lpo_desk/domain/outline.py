"""How the lines of the whole list lie on the places of the parties (db/search_sets.py)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outline:
    """How lines lie on places, as it was when it was read.

    count: lines. gaps: how many who have a place stand before each gap, in its order. loose: those without a place in
    their order; `loose_after`: how many who have one stand before each of them. edition: of the places.
    """

    edition: bytes
    count: int
    gaps: tuple[int, ...]
    loose: tuple[int, ...]
    loose_after: tuple[int, ...]

    def loose_in(self, first: int, end: int) -> range:
        """Which of the loose stand on these lines."""
        lines = _Lines(self.loose_after)
        return range(bisect_left(lines, first), bisect_left(lines, end))

    def loose_line(self, n: int) -> int:
        return self.loose_after[n] + n

    def place(self, nth: int) -> int:
        """The place of the nth who has one."""
        return nth + bisect_right(self.gaps, nth)

    def line(self, party_id: int, place: int | None) -> int | None:
        """Where a party stands; None for one who came later."""
        if place is None:
            return self.loose_line(self.loose.index(party_id)) if party_id in self.loose else None
        # A gap at place P with n before it has P - n gaps before it.
        gaps = bisect_left(range(len(self.gaps)), place, key=lambda n: self.gaps[n] + n)
        return place - gaps + bisect_right(self.loose_after, place - gaps)


class _Lines(Sequence[int]):
    """The lines of the loose."""

    def __init__(self, after: Sequence[int]) -> None:
        self._after = after

    def __len__(self) -> int:
        return len(self._after)

    def __getitem__(self, n: Any) -> Any:  # noqa: ANN401 - a slice is never asked for
        return self._after[n] + n
