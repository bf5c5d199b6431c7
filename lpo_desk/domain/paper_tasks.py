"""What a request orders of papers: the paper follows the decision (peers.md 4.2, "paper follow-ups")."""

from dataclasses import dataclass
from datetime import date, datetime

from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import PaperKind


class PaperTaskKind(Labelled):
    """LOOK: what the paper holds is to be looked through. ANNOTATE: the correction is written on it. DESTROY: it goes on
    the next list for destruction."""

    LOOK = "look"
    ANNOTATE = "annotate"
    DESTROY = "destroy"


class PaperTaskState(Labelled):
    """KEPT: the paper is left as it is, for a reason, and until a day where there is one."""

    OPEN = "open"
    DONE = "done"
    KEPT = "kept"


FOLLOWS = frozenset({PaperTaskKind.ANNOTATE, PaperTaskKind.DESTROY})
"""What must be settled before the answer leaves; looking through is settled by answering for the place."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """path: where the paper lies, or belongs. office: the code of the office whose number it has."""

    id: int
    record_id: int
    number: str
    paper: PaperKind
    title: str
    office: str
    where: PaperState
    path: str
    kind: PaperTaskKind
    state: PaperTaskState
    reason: str = ""
    until: date | None = None
    at: datetime | None = None
    who: str = ""

    @property
    def open(self) -> bool:
        return self.state is PaperTaskState.OPEN


class PaperTaskRefused(UserError):
    """The task cannot be settled so; `key` says why."""

    key = "paper_task.settled"
