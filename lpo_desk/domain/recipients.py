"""A recipient who must be told of a correction, an erasure or a restriction (GDPR art. 19)."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.claims import RecipientState, RequestRight


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """disclosed_on: the last day it got data. on_date, reason: when it was settled, and how or why not.

    right: of the claim that it is told of. letter_on: the day its letter was made.
    """

    id: int
    case_id: int
    claim_id: int
    recipient: str
    disclosed_on: date | None
    state: RecipientState
    on_date: date | None
    reason: str
    right: RequestRight
    letter_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToTell:
    """A case with so many recipients still to be told."""

    case_id: int
    number: str
    count: int
