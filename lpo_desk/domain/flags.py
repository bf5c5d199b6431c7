"""A customer's flags, from their causes (architecture.md rule 5)."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.party import CollectionState, DirectoryState, Flag

MAJORITY = 18
"""Years of full age (laki holhoustoimesta 442/1999, 2 §)."""


def is_protected(until: date | None, ended_on: date | None, today: date) -> bool:
    """Whether a non-disclosure note holds today; the end day itself is still protected."""
    if ended_on is not None and ended_on <= today:
        return False
    return until is None or until >= today


def birthday(born: date, age: int) -> date:
    """The day on which somebody is that old; of one born on 29 February the last day of the month (150/1930, 3 §)."""
    year = born.year + age
    leap_day = (born.month, born.day) == (2, 29) and not isleap(year)
    return date(year, born.month, 28 if leap_day else born.day)


def is_minor(born: date | None, today: date) -> bool:
    """Whether the person is under 18. Full age comes with the birthday."""
    return born is not None and today < birthday(born, MAJORITY)


@dataclass(frozen=True, slots=True)
class Causes:
    protected: bool = False
    date_of_death: date | None = None
    marketing_ban: bool = False
    directory: DirectoryState = DirectoryState.PUBLIC
    collection: CollectionState = CollectionState.NONE
    open_cases: int = 0
    warnings: int = 0
    restricted: bool = False
    minor: bool = False


def flags_of(causes: Causes) -> frozenset[Flag]:
    present = {
        Flag.PROTECTED: causes.protected,
        Flag.RESTRICTED: causes.restricted,
        Flag.DECEASED: causes.date_of_death is not None,
        Flag.MINOR: causes.minor and causes.date_of_death is None,
        Flag.MARKETING_BAN: causes.marketing_ban or causes.date_of_death is not None,
        Flag.DIRECTORY_BAN: causes.directory in (DirectoryState.BANNED, DirectoryState.SECRET),
        Flag.COLLECTION: causes.collection is not CollectionState.NONE,
        Flag.OPEN_REQUEST: causes.open_cases > 0,
        Flag.WARNINGS: causes.warnings > 0,
    }
    return frozenset(flag for flag, holds in present.items() if holds)
