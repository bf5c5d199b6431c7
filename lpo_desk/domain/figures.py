"""The customer register in figures: how many people each kind of data is held of, and how it divides.

Counted from what the columns declare, so that a kind of data that is added tomorrow is counted by itself. Nobody is
named, and no figure is so small that it points at a person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lpo_desk.domain.disclosure import Hidden, Shown, disclosed, with_margins
from lpo_desk.domain.labels import Labelled, Term
from lpo_desk.domain.privacy import Category


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people one table of data is held of; `rows`: how many entries in all.

    parts: of each of its enumerations, the label's term and how many people each member is held of.
    """

    category: Category
    title: Term
    people: int
    rows: int
    parts: tuple[tuple[str, tuple[tuple[Labelled, int], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the sheet. `field` and `value` are empty on the line of a whole table. Counts: None where hidden."""

    category: Category
    title: Term
    field: Term | None
    value: Labelled | None
    people: int | None
    rows: int | None
    hidden: bool


def figures(counted: Iterable[Counted], below: int) -> Iterator[Figure]:
    """The lines, in the order given; counts from 1 up to `below` hidden, and those that would give them back."""
    for table in counted:
        small = 0 < table.people < below
        whole = None if small else table.people
        rows = None if small else table.rows
        yield Figure(table.category, table.title, None, None, whole, rows, small)
        for label, members in table.parts:
            told = disclosed(with_margins([[count for _, count in members]]), below)[0]
            for (member, _), count in zip(members, told, strict=False):
                yield Figure(
                    table.category, table.title, Term(label), member, _number(count), None, _is_hidden(count)
                )


def _number(count: Shown) -> int | None:
    return None if isinstance(count, Hidden) else count


def _is_hidden(count: Shown) -> bool:
    return isinstance(count, Hidden)
