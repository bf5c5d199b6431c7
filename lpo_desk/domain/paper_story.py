"""The story of one paper: its own events, and the moves of the places that it lay in, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lpo_desk.domain.custody import Custody, CustodyKind, Event, after

PlaceMove = tuple[int, datetime, str, str, str]
"""A place, when it was moved, its path before and after, and who moved it."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """kind: None of a move of the place that the paper lay in, `where` then its path before and after.

    who: who entered it. holder, office: who has it, and which office (fi, sv) it is at or on its way to, after it.
    """

    at: datetime
    kind: CustodyKind | None
    where: str = ""
    was: str = ""
    holder: str = ""
    office: tuple[str, str] = ("", "")
    due_on: date | None = None
    reason: str = ""
    who: str = ""


def story(
    events: Sequence[tuple[Event, str]],
    moves: Sequence[PlaceMove],
    paths: Mapping[int, str],
    offices: Mapping[int, tuple[str, str]],
) -> tuple[StoryLine, ...]:
    """paths: of places today. A move is told by the papers that lay in the place then."""
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
            lines.append(StoryLine(at, None, where=where, was=was, who=who))
    return tuple(sorted(lines, key=lambda line: line.at))


def _place_at(lay: Sequence[tuple[datetime, int | None]], at: datetime) -> int | None:
    found = None
    for since, place_id in lay:
        if since <= at:
            found = place_id
    return found
