"""Users of the program who are customers themselves: nobody handles their own matters."""

from dataclasses import dataclass
from datetime import datetime

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.labels import Labelled


class StaffTie(Labelled):
    """How a user stands to a customer."""

    SELF = "self"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class TieLine:
    """A user's tie to a customer, who is told by number: the name is on the card, which is opened for a purpose."""

    account_id: int
    party_id: int
    user: str
    number: str
    tie: StaffTie


@dataclass(frozen=True, slots=True)
class TieLookUp:
    """Somebody of the staff opened a record of the staff. `tie`: his own to it; None where it is a colleague's."""

    at: datetime
    user: str
    party_id: int
    number: str
    purpose: Purpose
    tie: StaffTie | None
    colleague: str = ""
