"""The story of one paper: its events, the moves of the places it lay in, and changes of what is written of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lpo_desk.domain.audit import Change
from lpo_desk.domain.custody import Custody, CustodyKind, Event, after
from lpo_desk.domain.labels import Labelled

PlaceMove = tuple[int, datetime, str, str, str]
"""A place, when it was moved, its path before and after, and who moved it."""


class StoryKind(Labelled):
    """What happened otherwise than by a custody event. PLACE_MOVED: the place that the paper lay in."""

    PLACE_MOVED = "place_moved"
    CHANGED = "changed"
    HELD = "held"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class StoryLine:
    """where, was: of a place that was moved, its path after and before.

    who: who entered it. holder, office: who has it, and which office (fi, sv) it is at or on its way to, after it.
    """

    at: datetime
    kind: CustodyKind | StoryKind
    where: str = ""
    was: str = ""
    holder: str = ""
    office: tuple[str, str] = ("", "")
    due_on: date | None = None
    reason: str = ""
    who: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class WhereThen:
    """How it was with a paper on a day. path: of its place as it was called then; office: where it was (fi, sv)."""

    custody: Custody
    path: str
    office: tuple[str, str]


def story(
    events: Sequence[tuple[Event, str]],
    moves: Sequence[PlaceMove],
    changes: Sequence[StoryLine],
    paths: Mapping[int, str],
    offices: Mapping[int, tuple[str, str]],
) -> tuple[StoryLine, ...]:
    """paths: of places today. A move is told by the papers that lay in the place then.

    changes: of what is written of it; what its destruction emptied is no change.
    """
    lines: list[StoryLine] = []
    lay: list[tuple[datetime, int | None]] = []
    now = Custody()
    for event, who in events:
        now = after(now, event)
        lay.append((event.at, now.place_id))
        place = now.place_id if event.kind is CustodyKind.RETURNED else event.place_id
        lines.append(
            StoryLine(
                event.at,
                event.kind,
                where=paths.get(place, "") if place is not None else "",
                holder=event.holder,
                office=offices.get(event.office_id or 0, ("", "")),
                due_on=event.due_on,
                reason=event.reason,
                who=who,
            )
        )
    for place_id, at, was, where, who in moves:
        if _place_at(lay, at) == place_id:
            lines.append(StoryLine(at, StoryKind.PLACE_MOVED, where=where, was=was, who=who))
    gone = {line.at for line in lines if line.kind is CustodyKind.DESTROYED}
    lines += (line for line in changes if line.at not in gone)
    return tuple(sorted(lines, key=lambda line: line.at))


def _place_at(lay: Sequence[tuple[datetime, int | None]], at: datetime) -> int | None:
    found = None
    for since, place_id in lay:
        if since <= at:
            found = place_id
    return found
