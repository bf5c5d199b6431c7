"""Restriction of processing (GDPR art. 18): until it is lifted, the person's data are kept and not otherwise handled."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.labels import Labelled


class RestrictionGround(Labelled):
    """Art. 18(1)(a)-(d)."""

    ACCURACY = "accuracy"
    UNLAWFUL = "unlawful"
    CLAIMS = "claims"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction. `told_on`: the day the person was told that it will be lifted (art. 18(3)); `lifting_on`: the
    day on which it is to be, as the person is told, None where no day was said."""

    id: int
    ground: RestrictionGround
    from_on: date
    reason: str = ""
    case_number: str = ""
    told_on: date | None = None
    lifted_on: date | None = None
    lifting_on: date | None = None

    def before_its_day(self, today: date) -> bool:
        """Whether lifting it today would be before the day that the person was told."""
        return self.lifting_on is not None and today < self.lifting_on


@dataclass(frozen=True, slots=True)
class ToLift:
    """A restriction whose day of lifting has come. `number`: of its case, or of the customer where it has none."""

    party_id: int
    case_id: int | None
    number: str
    lifting_on: date
    told: bool


def is_restricted(lifted_on: date | None) -> bool:
    """Whether a restriction is in force. It is from the moment it is entered, whatever its first day: the mark is
    provisional until the officer has looked at it, and ends with the lifting only."""
    return lifted_on is None
