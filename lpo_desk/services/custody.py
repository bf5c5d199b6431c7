"""What happens to papers: events appended by one act each, and how it was with a paper on any day."""

from collections.abc import Sequence
from datetime import date

from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain import custody
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.custody import AT_HOME, AUTOMATIC, Custody, CustodyKind, CustodyRefused, Event
from lpo_desk.domain.text import clean
from lpo_desk.formats import helsinki
from lpo_desk.services import _custody

_REASON = 300
_HELD = frozenset({CustodyKind.LENT, CustodyKind.RECEIVED})
"""Kinds after which somebody has the paper: the actor himself, unless another is named."""


@requires(Right.MOVE_PAPERS)
def act(
    unit: Unit,
    record_ids: Sequence[int],
    kind: CustodyKind,
    *,
    place_id: int | None = None,
    holder: str = "",
    office_id: int | None = None,
    due_on: date | None = None,
    reason: str = "",
    case_id: int | None = None,
) -> tuple[Custody, ...]:
    """The same event for each of the papers: all of it or nothing; of several, those that are where they are put already
    are passed over. What the others came to. Lending without a holder lends to the actor.

    Raises CustodyRefused, PaperRefused; of what a list for destruction does, CustodyRefused too.
    """
    if kind in AUTOMATIC:
        raise CustodyRefused
    event = Event(
        kind,
        unit.at,
        place_id=place_id,
        holder=clean(holder, limit=100) or (unit.actor.display_name if kind in _HELD else ""),
        office_id=office_id,
        due_on=due_on,
        reason=clean(reason, limit=_REASON),
        case_id=case_id,
    )
    found: list[Custody] = []
    there: CustodyRefused | None = None
    for record_id in dict.fromkeys(record_ids):
        try:
            found.append(_custody.append(unit, record_id, event))
        except CustodyRefused as refused:  # nothing of it was written
            if refused.key != AT_HOME:
                raise
            there = refused
    if there is not None and not found:
        raise there
    return tuple(found)


@requires(Right.SEE_PAPERS)
def on_day(unit: Unit, record_id: int, day: date) -> Custody:
    """How it was with a paper at the end of a day: who held what is answerable for any day in the past."""
    events = (event for event, _ in _custody.events_of(unit, record_id))
    return custody.custody(event for event in events if helsinki(event.at).date() <= day)
