"""What a saved unit changed: told to every open page, each decides whether it has to read again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    parties: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    tables: frozenset[str] = frozenset()
