"""When a request must be answered (GDPR art. 12(3)), counted from the events of its clock.

Days are local dates in Helsinki. Regulation 1182/71 art. 3: the day of receipt is not counted, the period
ends on the same day number, and an end on Saturday, Sunday or a public holiday moves to the next working
day. An extension is three months from the original request, not two more from the end of the first month.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lpo_desk.domain.calendar import (
    SATURDAY,
    holiday,
    months_later,
    next_working_day,
    previous_working_day,
    working_days_until,
)
from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Term

MONTHS = 1
MONTHS_EXTENDED = 3
SOON, NEAR = 3, 10  # working days, as the marks of the queue show them


@dataclass(frozen=True)
class Deadline:
    """The days of one period of `months`, its end put off by the days the clock was suspended."""

    received: date
    months: int
    suspended_days: int
    nominal: date  # the same day number, wherever it falls
    legal: date  # nominal, or the next working day
    target: date  # nominal, or the working day before: what the clerk works towards
    last_notice_day: date  # an extension must be told to the person at the latest then

    @property
    def reasons(self) -> tuple[Term, ...]:
        """Why it ends when it ends: received, the period, the pause, and where the end has moved."""
        return tuple(_reasons(self))


class ClockKind(enum.Enum):
    """What happened to the clock of a case."""

    STARTED = "started"  # the request reached any office by any channel
    SUSPENDED = "suspended"  # more information needed to identify the person was asked for
    RESUMED = "resumed"
    EXTENDED = "extended"  # the person was told of the extension and its reasons
    STOPPED = "stopped"  # answered, withdrawn or moved
    REOPENED = "reopened"  # the closed case is handled again: a new month from that day


@dataclass(frozen=True)
class ClockEvent:
    """One event. Events are only ever appended, in the order of their days."""

    kind: ClockKind
    on: date
    reason: str = ""


class ClockFault(enum.Enum):
    """Why an event cannot follow those before it."""

    NOT_STARTED = "not_started"
    ALREADY_STARTED = "already_started"
    STOPPED = "stopped"
    NOT_STOPPED = "not_stopped"
    ALREADY_SUSPENDED = "already_suspended"
    NOT_SUSPENDED = "not_suspended"
    ALREADY_EXTENDED = "already_extended"
    EXTENSION_LATE = "extension_late"
    OUT_OF_ORDER = "out_of_order"


class ClockRefused(UserError):
    """The event cannot happen to this clock. `fault` says why."""

    def __init__(self, fault: ClockFault, **values: date) -> None:
        super().__init__(f"clock.refused_{fault.value}", **values)
        self.fault = fault


class Urgency(enum.Enum):
    """How near the target is, counted in working days."""

    CLOSED = "closed"
    OVERDUE = "overdue"  # past the legal day
    SOON = "soon"  # at most 3 working days left
    NEAR = "near"  # at most 10
    LATER = "later"


@dataclass(frozen=True)
class Due:
    """Where a clock stands on one day. While suspended, its deadline is the one if it resumed that day."""

    deadline: Deadline
    extended: bool
    suspended: bool
    stopped: date | None
    overdue: bool  # running and past the legal day
    late: bool  # stopped after the legal day
    working_days_left: int  # to the legal day, which stands beside it; 0 once it is reached
    urgency: Urgency


def deadline(received: date) -> Deadline:
    """One month from receipt (art. 12(3), first sentence)."""
    return _deadline(received, MONTHS, 0)


def extended(received: date) -> Deadline:
    """Three months from the original receipt (art. 12(3), second sentence, as tietosuoja.fi counts it)."""
    return _deadline(received, MONTHS_EXTENDED, 0)


def due(events: Sequence[ClockEvent], today: date) -> Due:
    """Where the clock stands. Raises ClockRefused for events that cannot follow one another."""
    if not events:
        raise ClockRefused(ClockFault.NOT_STARTED)
    for index, event in enumerate(events):
        check_event(events[:index], event)
    events = _current(events)
    stopped = next((event.on for event in events if event.kind is ClockKind.STOPPED), None)
    is_extended = _happened(events, ClockKind.EXTENDED)
    months = MONTHS_EXTENDED if is_extended else MONTHS
    line = _deadline(events[0].on, months, _suspended_days(events, stopped or today))
    overdue = stopped is None and today > line.legal
    return Due(
        deadline=line,
        extended=is_extended,
        suspended=stopped is None and _is_suspended(events),
        stopped=stopped,
        overdue=overdue,
        late=stopped is not None and stopped > line.legal,
        working_days_left=working_days_until(today, line.legal),
        urgency=_urgency(working_days_until(today, line.target), overdue=overdue, closed=stopped is not None),
    )


def check_event(before: Sequence[ClockEvent], event: ClockEvent) -> None:
    """Whether the event may follow those before it; raises ClockRefused.

    Only one extension, and only up to the legal end of the first month: after it the answer is late.
    """
    fault = _fault(before, event)
    if fault is ClockFault.EXTENSION_LATE:
        raise ClockRefused(fault, last_day=_last_notice_day(before, event.on))
    if fault is not None:
        raise ClockRefused(fault)


def _fault(before: Sequence[ClockEvent], event: ClockEvent) -> ClockFault | None:
    if event.kind is ClockKind.STARTED:
        return ClockFault.ALREADY_STARTED if before else None
    if not before:
        return ClockFault.NOT_STARTED
    before = _current(before)
    stopped = _happened(before, ClockKind.STOPPED)
    if stopped is not (event.kind is ClockKind.REOPENED):
        return ClockFault.STOPPED if stopped else ClockFault.NOT_STOPPED
    if event.on < before[-1].on:
        return ClockFault.OUT_OF_ORDER
    match event.kind:
        case ClockKind.SUSPENDED:
            return ClockFault.ALREADY_SUSPENDED if _is_suspended(before) else None
        case ClockKind.RESUMED:
            return None if _is_suspended(before) else ClockFault.NOT_SUSPENDED
        case ClockKind.EXTENDED:
            if _happened(before, ClockKind.EXTENDED):
                return ClockFault.ALREADY_EXTENDED
            return ClockFault.EXTENSION_LATE if event.on > _last_notice_day(before, event.on) else None
        case ClockKind.STOPPED | ClockKind.REOPENED:
            return None


def _deadline(received: date, months: int, suspended_days: int) -> Deadline:
    pause = timedelta(days=suspended_days)
    nominal = months_later(received, months) + pause
    return Deadline(
        received=received,
        months=months,
        suspended_days=suspended_days,
        nominal=nominal,
        legal=next_working_day(nominal),
        target=previous_working_day(nominal),
        last_notice_day=next_working_day(months_later(received, MONTHS) + pause),
    )


def _current(events: Sequence[ClockEvent]) -> Sequence[ClockEvent]:
    """The events of the period that runs: from the last reopening on, or all."""
    begins = max((n for n, event in enumerate(events) if event.kind is ClockKind.REOPENED), default=0)
    return events[begins:]


def _last_notice_day(events: Sequence[ClockEvent], on: date) -> date:
    return _deadline(events[0].on, MONTHS, _suspended_days(events, on)).last_notice_day


def _suspended_days(events: Iterable[ClockEvent], until: date) -> int:
    """Days from each suspension to its end; an open one lasts to the given day."""
    days, since = 0, None
    for event in events:
        if event.kind is ClockKind.SUSPENDED:
            since = event.on
        elif since is not None and event.kind in (ClockKind.RESUMED, ClockKind.STOPPED):
            days, since = days + (event.on - since).days, None
    return days + (max((until - since).days, 0) if since is not None else 0)


def _is_suspended(events: Iterable[ClockEvent]) -> bool:
    pauses = [event.kind for event in events if event.kind in (ClockKind.SUSPENDED, ClockKind.RESUMED)]
    return bool(pauses) and pauses[-1] is ClockKind.SUSPENDED


def _happened(events: Iterable[ClockEvent], kind: ClockKind) -> bool:
    return any(event.kind is kind for event in events)


def _urgency(left: int, *, overdue: bool, closed: bool) -> Urgency:
    if closed:
        return Urgency.CLOSED
    if overdue:
        return Urgency.OVERDUE
    if left <= SOON:
        return Urgency.SOON
    return Urgency.NEAR if left <= NEAR else Urgency.LATER


def _reasons(line: Deadline) -> Iterable[Term]:
    yield Term("deadline.reason_received", {"date": line.received})
    months = "deadline.reason_one_month" if line.months == MONTHS else "deadline.reason_three_months"
    yield Term(months, {"date": months_later(line.received, line.months)})
    if line.suspended_days:
        yield Term("deadline.reason_suspended", {"days": line.suspended_days, "date": line.nominal})
    if line.legal != line.nominal:
        yield Term("deadline.reason_moved", {"day": _kind_of_day(line.nominal), "date": line.legal})


def _kind_of_day(day: date) -> Term:
    feast = holiday(day)
    if feast is not None:
        return Term(f"holiday.{feast.value}")
    return Term("holiday.saturday" if day.weekday() == SATURDAY else "holiday.sunday")
