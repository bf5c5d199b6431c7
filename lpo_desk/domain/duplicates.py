"""Records that may be of one and the same: why they look alike, and how much."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import ListRow
from lpo_desk.domain.text import words

ALIKE = 85
"""Names are the same from this similarity on: a letter may be wrong, first names may come in another order."""

_NAME, _REASON = 0.6, 20
CERTAIN = 100


class Likeness(Labelled):
    """Why two records may be of one and the same; the first two are reason enough alone, the others beside the name."""

    HETU = "hetu"
    BUSINESS_ID = "business_id"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    ADDRESS = "address"


STOPS = frozenset({Likeness.HETU, Likeness.BUSINESS_ID})


@dataclass(frozen=True, slots=True)
class Traits:
    """What a record, or what is being typed, can be told alike by.

    names: each as it is listed. phones: E.164. addresses: see `address_of`.
    """

    names: tuple[str, ...] = ()
    born: date | None = None
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the one being entered. Of a protected person neither score nor reasons are told: they would
    tell where he lives."""

    row: ListRow
    score: int = 0
    reasons: tuple[Likeness, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one; `first` has the lower key."""

    first: ListRow
    second: ListRow
    score: int
    reasons: tuple[Likeness, ...]

    @property
    def key(self) -> tuple[int, int]:
        return self.first.party_id, self.second.party_id


def address_of(street: str, postcode: str) -> str:
    """An address as it is compared: folded words and the postcode; "" where one of them is missing."""
    folded = words(street)
    return " ".join((*folded, postcode.strip())) if folded and postcode.strip() else ""


def score(alike: int, reasons: Collection[Likeness]) -> int:
    """0 to 100; a shared code is certain to be looked at first, whatever the names are."""
    if STOPS & set(reasons):
        return CERTAIN if alike >= ALIKE else CERTAIN - 1
    return min(round(alike * _NAME + _REASON * len(reasons)), CERTAIN - 2)
