"""Destroying papers: a list, a second pair of eyes, a week to regret, a certificate (peers.md 1.10)."""

from dataclasses import dataclass
from datetime import date, timedelta

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import PaperKind, PaperRow
from lpo_desk.domain.reports import Origin

WAITING_DAYS = 7
"""Whole days between the approval of a list and its execution, in which it can be cancelled."""
MOST_ON_A_LIST = 500


class DestructionMethod(Labelled):
    """SHREDDED: by our own hands. CONTRACTOR: taken away by a company that gives a receipt."""

    SHREDDED = "shredded"
    CONTRACTOR = "contractor"
    BURNED = "burned"


class ItemVerdict(Labelled):
    """What becomes of a paper on a list. LEFT_OUT: its time or a hold was looked at again, and it stays."""

    DESTROY = "destroy"
    LEFT_OUT = "left_out"
    DESTROYED = "destroyed"


class ListState(Labelled):
    """WAITING: approved, its week is running. READY: approved, and the week is over."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    READY = "ready"
    EXECUTED = "executed"
    CANCELLED = "cancelled"


class ListAct(Labelled):
    APPROVE = "approve"
    CANCEL = "cancel"
    EXECUTE = "execute"


class Obstacle(Labelled):
    """Why a paper may not go. ELSEWHERE: it is not where a list takes it from (lent, on its way, missing, on a list)."""

    KEPT = "kept"
    HELD = "held"
    RESTRICTED = "restricted"
    CASE_OPEN = "case_open"
    ELSEWHERE = "elsewhere"


class DestructionRefused(UserError):
    """The list, or the hold, cannot be handled so; `key` says why."""

    key = "destruction.none_such"


MAY: dict[ListAct, frozenset[ListState]] = {
    ListAct.APPROVE: frozenset({ListState.PROPOSED}),
    ListAct.CANCEL: frozenset({ListState.PROPOSED, ListState.WAITING, ListState.READY}),
    ListAct.EXECUTE: frozenset({ListState.READY}),
}
"""The states in which each act may happen."""


def first_day(approved_on: date) -> date:
    """The first day on which a list may be executed: the days between are whole ones."""
    return approved_on + timedelta(days=WAITING_DAYS + 1)


def list_number(office_code: str, key: int) -> str:
    """`L-H0007`: typed before the list is executed; stands on the certificate."""
    return f"{office_code}-H{key:04}"


@dataclass(frozen=True, slots=True)
class DestructionItem:
    """A paper of a list, told without anybody's name. why: of what is left out, or would be today."""

    record_id: int
    number: str
    kind: PaperKind
    year: int | None
    verdict: ItemVerdict
    why: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class DestructionRow:
    """A list as the page of lists shows it. proposer: the account's key; names are those of the staff.

    not_before: the first day on which it may be executed. papers: how many are on it, destroyed: how many have gone.
    """

    id: int
    number: str
    office: Office
    state: ListState
    proposed_on: date
    proposer: int
    proposed_by: str
    papers: int
    approved_on: date | None = None
    approved_by: str = ""
    not_before: date | None = None
    cancelled_on: date | None = None
    cancelled_by: str = ""
    executed_on: date | None = None
    executed_by: str = ""
    witness: str = ""
    method: DestructionMethod | None = None
    destroyed: int = 0


@dataclass(frozen=True, slots=True)
class DestructionRecord:
    """A list with its papers, in the order of their numbers."""

    row: DestructionRow
    items: tuple[DestructionItem, ...]

    def of(self, verdict: ItemVerdict) -> tuple[DestructionItem, ...]:
        return tuple(item for item in self.items if item.verdict is verdict)


@dataclass(frozen=True, slots=True)
class DestructionReport:
    """What the workbook of a list is made of."""

    record: DestructionRecord
    origin: Origin


@dataclass(frozen=True, slots=True)
class DuePaper:
    """A paper whose time has ended. why_not: what keeps it from being proposed."""

    paper: PaperRow
    why_not: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A paper that may not be destroyed, whatever its time."""

    record_id: int
    number: str
    kind: PaperKind
    reason: str
    since: date | None
    by: str


def demand_possible(act: ListAct, state: ListState, actor: int, proposer: int) -> None:
    """Raises DestructionRefused where the act may not happen to a list in this state, or not by this account: whoever
    proposed a list does not approve it."""
    if state not in MAY[act]:
        raise DestructionRefused(f"destruction.is_{state.value}")
    if act is ListAct.APPROVE and actor == proposer:
        raise DestructionRefused("destruction.same_person")
