"""Where a paper is and who has it: events, appended and never changed; everything else is read from them.

Home is the place where a paper belongs, present where it lies: a paper found in the wrong binder lies there and still
belongs to its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled


class PaperState(Labelled):
    """UNPLACED: entered, not yet in any place (in the tray). LISTED: in its place and on a list for destruction."""

    UNPLACED = "unplaced"
    IN_PLACE = "in_place"
    OUT = "out"
    IN_TRANSIT = "in_transit"
    MISSING = "missing"
    LISTED = "listed"
    DESTROYED = "destroyed"


class CustodyKind(Labelled):
    """PLACED makes the place the paper's home. FOUND tells where it was seen, whatever was believed."""

    ENTERED = "entered"
    PLACED = "placed"
    LENT = "lent"
    RETURNED = "returned"
    SENT = "sent"
    RECEIVED = "received"
    MISSING = "missing"
    FOUND = "found"
    ANNOTATED = "annotated"
    LISTED = "listed"
    UNLISTED = "unlisted"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Custody:
    """How it is with a paper after its events.

    place_id: where it lies, None while somebody has it or nobody knows. holder: who has it. office_id: the office it is
    at, or on its way to. due_on: when it is to be back. since: the instant of the last event that moved it.
    """

    state: PaperState = PaperState.UNPLACED
    home_id: int | None = None
    place_id: int | None = None
    holder: str = ""
    office_id: int | None = None
    due_on: date | None = None
    since: datetime | None = None

    @property
    def misplaced(self) -> bool:
        return self.place_id is not None and self.place_id != self.home_id

    def overdue(self, today: date) -> bool:
        return self.state is PaperState.OUT and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a paper. place_id, holder, office_id and due_on as the kind needs them (`NEEDS`).

    office_id: the office that the paper is at, or on its way to, afterwards. reason: why, in words that name no
    customer. case_id: of an annotation, the case that ordered it.
    """

    kind: CustodyKind
    at: datetime
    place_id: int | None = None
    holder: str = ""
    office_id: int | None = None
    due_on: date | None = None
    reason: str = ""
    case_id: int | None = None


class CustodyRefused(UserError):
    """The event cannot happen to a paper as it is; `key` says why."""

    key = "custody.not_now"


AT_HOME = "custody.at_home"
"""Why a paper is not put where it is already."""
_S, _K = PaperState, CustodyKind
_LYING = frozenset({_S.UNPLACED, _S.IN_PLACE})
MAY_FOLLOW: dict[CustodyKind, frozenset[PaperState]] = {
    _K.ENTERED: frozenset({_S.UNPLACED}),
    _K.PLACED: _LYING | {_S.OUT},
    _K.LENT: _LYING | {_S.OUT},
    _K.RETURNED: frozenset({_S.IN_PLACE, _S.OUT, _S.IN_TRANSIT}),
    _K.SENT: _LYING | {_S.OUT},
    _K.RECEIVED: frozenset({_S.IN_TRANSIT}),
    _K.MISSING: _LYING | {_S.OUT, _S.IN_TRANSIT, _S.LISTED},
    _K.FOUND: _LYING | {_S.OUT, _S.IN_TRANSIT, _S.MISSING},
    _K.ANNOTATED: _LYING | {_S.OUT, _S.LISTED},
    _K.LISTED: _LYING,
    _K.UNLISTED: frozenset({_S.LISTED}),
    _K.DESTROYED: frozenset({_S.LISTED}),
}
"""The states in which each kind of event may happen (peers.md section 4: ManualRecord status)."""

NEEDS: dict[CustodyKind, tuple[str, ...]] = {
    _K.PLACED: ("place_id",),
    _K.LENT: ("holder", "reason"),
    _K.SENT: ("office_id",),
    _K.RECEIVED: ("holder", "office_id"),
    _K.MISSING: ("reason",),
    _K.FOUND: ("place_id",),
    _K.ANNOTATED: ("reason",),
}
AUTOMATIC = frozenset({_K.ENTERED, _K.LISTED, _K.UNLISTED, _K.DESTROYED})
"""Kinds that come of something else: of entering a paper, and of a list for destruction."""
_STAYS = frozenset({_K.ANNOTATED})
"""Kinds that move nothing."""


def after(custody: Custody, event: Event) -> Custody:
    """How it is with the paper once the event has happened. Raises CustodyRefused where it may not follow."""
    _demand_possible(custody, event)
    if event.kind in _STAYS:
        return custody
    office = event.office_id or custody.office_id
    at = replace(custody, holder="", due_on=None, since=event.at, office_id=office)
    match event.kind:
        case CustodyKind.PLACED:
            return replace(at, state=_S.IN_PLACE, home_id=event.place_id, place_id=event.place_id)
        case CustodyKind.FOUND:
            return replace(
                at, state=_S.IN_PLACE, home_id=at.home_id or event.place_id, place_id=event.place_id
            )
        case CustodyKind.RETURNED:
            return _back(at)
        case CustodyKind.LENT:
            return replace(at, state=_S.OUT, place_id=None, holder=event.holder, due_on=event.due_on)
        case CustodyKind.SENT:
            return replace(at, state=_S.IN_TRANSIT, place_id=None)
        case CustodyKind.RECEIVED:
            return replace(at, state=_S.OUT, holder=event.holder)
        case CustodyKind.MISSING:
            return replace(at, state=_S.MISSING, place_id=None)
        case CustodyKind.LISTED:
            return replace(at, state=_S.LISTED)
        case CustodyKind.UNLISTED:
            return replace(at, state=_S.IN_PLACE if at.place_id is not None else _S.UNPLACED)
        case CustodyKind.DESTROYED:
            return replace(at, state=_S.DESTROYED, place_id=None)
        case _:
            return at


def check(event: Event) -> None:
    """Raises CustodyRefused where a new event lacks what its kind needs. What the old register told may lack it."""
    for name in NEEDS.get(event.kind, ()):
        if not getattr(event, name):
            raise CustodyRefused(f"custody.{name}_missing")
    if event.due_on is not None and event.due_on < event.at.date():
        raise CustodyRefused("custody.due_past")


def _demand_possible(custody: Custody, event: Event) -> None:
    if custody.state not in MAY_FOLLOW[event.kind]:
        raise CustodyRefused(f"custody.not_{custody.state.value}")
    if event.kind is CustodyKind.RETURNED and custody.state is PaperState.IN_PLACE and not custody.misplaced:
        raise CustodyRefused(AT_HOME)
    if event.kind is CustodyKind.PLACED and custody.home_id == custody.place_id == event.place_id:
        raise CustodyRefused(AT_HOME)


def custody(events: Iterable[Event]) -> Custody:
    """What a paper's events come to, in their order. Raises CustodyRefused for a sequence that cannot have been."""
    now = Custody()
    for event in events:
        now = after(now, event)
    return now


def possible(custody: Custody) -> tuple[CustodyKind, ...]:
    """What may be done with the paper now, in the order of the kinds."""
    kinds = (kind for kind, states in MAY_FOLLOW.items() if custody.state in states)
    at_home = custody.state is PaperState.IN_PLACE and not custody.misplaced
    return tuple(kind for kind in kinds if not (kind is CustodyKind.RETURNED and at_home))


def return_refused(
    state: PaperState, office_id: int | None, home: int | None, actors: int | None
) -> str | None:
    """The key of why a paper cannot be returned to its own place, None where it can.

    office_id: the office where the paper is or is on its way to; home: that of its own place, None without one; actors:
    that of who returns it. What comes from the other office is received first; who sent it may have it back.
    """
    if state is PaperState.IN_TRANSIT:
        arrives = office_id == actors and office_id != home
        return "custody.receive_first" if arrives else None
    return None if home is None or office_id in (None, home) else "custody.send_back"


def _back(custody: Custody) -> Custody:
    """To its home; a paper that has none lies in the tray."""
    state = PaperState.IN_PLACE if custody.home_id is not None else PaperState.UNPLACED
    return replace(custody, state=state, place_id=custody.home_id)
