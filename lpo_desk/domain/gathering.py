"""Places asked for a person's data that have not answered in time."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.case import GatherPlace

DAYS = 5
"""Working days that a place has to answer before it is asked again."""


@dataclass(frozen=True, slots=True)
class LateTask:
    """processor: its name, "" of our own places. since: when it was asked last. waited: working days since then."""

    id: int
    case_id: int
    number: str
    place: GatherPlace
    processor: str
    since: date
    waited: int
