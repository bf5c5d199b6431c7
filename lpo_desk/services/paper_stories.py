"""The story of one paper: what happened to it, to the places it lay in, and to what is written of it."""

from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.papers import Place, PlaceEvent
from lpo_desk.db.tables.system import Account, Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.paper_story import StoryLine, WhereThen, story
from lpo_desk.formats import helsinki
from lpo_desk.services import _custody, custody
from lpo_desk.services._paper_saves import change_lines


@requires(Right.SEE_PAPERS)
def story_of(unit: Unit, record_id: int) -> tuple[StoryLine, ...]:
    """Everything that happened to a paper, the newest last."""
    names = {row.id: row.display_name for row in unit.connection.execute(select(Account.__table__))}
    events = [(event, names.get(who or 0, "")) for event, who in _custody.events_of(unit, record_id)]
    lain_in = {event.place_id for event, _ in events if event.place_id is not None}
    places = select(Place.id, Place.path).where(Place.id.in_(lain_in))
    paths = {row.id: row.path for row in unit.connection.execute(places)}
    moved = select(PlaceEvent.__table__).where(PlaceEvent.place_id.in_(lain_in)).order_by(PlaceEvent.id)
    moves = [
        (row.place_id, row.at, row.from_path, row.to_path, names.get(row.account_id, ""))
        for row in unit.connection.execute(moved)
    ]
    offices = {
        row.id: (row.name_fi, row.name_sv) for row in unit.connection.execute(select(Office.__table__))
    }
    return story(events, moves, change_lines(unit, record_id), paths, offices)


@requires(Right.SEE_PAPERS)
def on_day(unit: Unit, record_id: int, day: date) -> WhereThen | None:
    """How it was with a paper at the end of a day; None before it was in the log."""
    if not any(helsinki(event.at).date() <= day for event, _ in _custody.events_of(unit, record_id)):
        return None
    then = custody.on_day(unit, record_id, day)
    names = select(Office.name_fi, Office.name_sv).where(Office.id == then.office_id)
    office = unit.connection.execute(names).first()
    return WhereThen(
        then,
        _path_then(unit, then.place_id, day) if then.place_id is not None else "",
        (office.name_fi, office.name_sv) if office is not None else ("", ""),
    )


def _path_then(unit: Unit, place_id: int, day: date) -> str:
    """What the place was called: as the first of its later moves tells, else as it is called today."""
    moves = select(PlaceEvent).where(PlaceEvent.place_id == place_id)
    for move in unit.session.scalars(moves.order_by(PlaceEvent.at, PlaceEvent.id)):
        if helsinki(move.at).date() > day:
            return move.from_path
    return unit.connection.scalars(select(Place.path).where(Place.id == place_id)).one()
