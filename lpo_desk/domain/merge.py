"""Two records of one customer becoming one: what is chosen, what moves, and what says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import ListRow


class MergeField(Labelled):
    """What a customer has one of, so that of two records one value stays in its place and the other is kept as former."""

    NAME = "name"
    HETU = "hetu"
    BUSINESS_ID = "business_id"
    LANGUAGE = "language"
    DATE_OF_BIRTH = "date_of_birth"
    DATE_OF_DEATH = "date_of_death"
    MEMBERSHIP = "membership"
    PREFERRED_CHANNEL = "preferred_channel"
    POSTAL_ADDRESS = "postal_address"
    VISITING_ADDRESS = "visiting_address"
    BILLING_ADDRESS = "billing_address"
    CONTACT_ADDRESS = "contact_address"
    BILLING = "billing"


Value = tuple[object, ...]
"""The parts of a value as they are shown, one after another; () for none. An identity code is masked."""


@dataclass(frozen=True, slots=True)
class Record:
    """One of two records side by side. `holds`: rows of each table that would move, by the table's term."""

    row: ListRow
    numbers: tuple[str, ...]
    version: int
    values: Mapping[MergeField, Value]
    holds: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side. `refusal`: why they cannot be merged. `codes_differ`: each has an identity code of its
    own, which two persons have."""

    first: Record
    second: Record
    refusal: UserError | None = None
    codes_differ: bool = False

    @property
    def fields(self) -> tuple[MergeField, ...]:
        """What either record has, in order."""
        return tuple(f for f in MergeField if self.first.values.get(f) or self.second.values.get(f))

    def differs(self, field: MergeField) -> bool:
        return self.first.values.get(field, ()) != self.second.values.get(field, ())

    def other(self, record: Record) -> Record:
        return self.second if record is self.first else self.first

    def taken(self, survivor: Record) -> frozenset[MergeField]:
        """What the surviving record has not and the other has: taken from it unless somebody says otherwise."""
        other = self.other(survivor)
        return frozenset(f for f in MergeField if not survivor.values.get(f) and other.values.get(f))

    @property
    def survivor(self) -> Record:
        """The proposal: who holds more stays; of two alike the older one."""
        return max(
            (self.first, self.second), key=lambda one: (sum(n for _, n in one.holds), -one.row.party_id)
        )


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was done: enough to take it back."""

    id: int
    survivor_id: int
    merged_id: int


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merge that can still be undone."""

    merged: Merged
    survivor: ListRow
    at: datetime
    who: str


class MergeRefused(UserError):
    """Two records that may not become one, or no more two; the key says why."""
