"""Places asked for a person's data that have not answered in time."""

from dataclasses import dataclass
from datetime import date, datetime

from lpo_desk.domain.calendar import working_days_until
from lpo_desk.domain.case import GatherLine, GatherPlace
from lpo_desk.formats import helsinki

DAYS = 5
"""Working days that a place has to answer before it is asked again."""


def waiting(asked_at: datetime, today: date) -> tuple[date, int]:
    """The day a place was asked last, and the working days since then."""
    since = helsinki(asked_at).date()
    return since, working_days_until(since, today)


def is_late(line: GatherLine) -> bool:
    """Whether a place that was asked should have answered by now."""
    return line.waited >= DAYS


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
