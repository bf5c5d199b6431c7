"""What the register tells of a customer without anybody having entered it: each value with what it was drawn from.

The notice names these ("Rekisterin sisältämistä tiedoista koostetut ... tiedot"). Nothing of it is stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.flags import birthday, is_minor
from lpo_desk.domain.party import Flag, InteractionKind
from lpo_desk.domain.printed import Cell, Money
from lpo_desk.terms import Term


@dataclass(frozen=True, slots=True)
class Derived:
    """One value. `label`: a term key. `basis`: what it comes from, in words."""

    label: str
    value: Cell
    basis: Term


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is drawn from. `fees`: euro cents a month of each service in force, None where no fee is known.

    since: first days of the customer numbers. last_contact: the newest entry of the history.
    flags: with the cause of each that has one in this record.
    """

    born: date | None = None
    died: date | None = None
    since: Sequence[date] = ()
    fees: Sequence[int | None] = ()
    last_contact: tuple[date, InteractionKind] | None = None
    flags: Sequence[tuple[Flag, Term]] = field(default_factory=tuple)


def derive(grounds: Grounds, today: date) -> tuple[Derived, ...]:
    """Everything that can be drawn from what is known."""
    return tuple(_derived(grounds, today))


def years_between(first: date, last: date) -> int:
    """Whole years from one day to another."""
    years = last.year - first.year
    return years - (last < birthday(first, years))


def _derived(grounds: Grounds, today: date) -> Iterator[Derived]:
    born, died = grounds.born, grounds.died
    if born is not None and died is not None:
        age = years_between(born, died)
        yield Derived(
            "derived.age_at_death",
            Term("derived.years", {"count": age}),
            Term("derived.born_and_died", {"born": born, "died": died}),
        )
    elif born is not None:
        key = "derived.years_minor" if is_minor(born, today) else "derived.years"
        value = Term(key, {"count": years_between(born, today)})
        yield Derived("derived.age", value, Term("derived.born", {"born": born}))
    if grounds.since:
        first = min(grounds.since)
        yield Derived(
            "derived.customer_for",
            Term("derived.years", {"count": years_between(first, today)}),
            Term("derived.since", {"since": first, "count": len(grounds.since)}),
        )
    if grounds.fees:
        count = len(grounds.fees)
        known = [fee for fee in grounds.fees if fee is not None]
        yield Derived("derived.services", count, Term("derived.services_basis", {"count": count}))
        basis = {"count": len(known), "unknown": count - len(known)}
        key = "derived.fees_basis" if len(known) == count else "derived.fees_basis_part"
        yield Derived("derived.fees", Money(sum(known)), Term(key, basis))
    if grounds.last_contact is not None:
        day, kind = grounds.last_contact
        yield Derived(
            "derived.last_contact", day, Term("derived.last_contact_basis", {"kind": Term(kind.term)})
        )
    for flag, cause in grounds.flags:
        yield Derived("derived.flag", flag, cause)
