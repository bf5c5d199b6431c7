"""The tree of places: entered, renamed, moved with all that lies in it, retired; never deleted, for events name them."""

from sqlalchemy import select

from lpo_desk.db.tables.papers import CustodyNow, Place, PlaceEvent
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.places import (
    PlaceDetails,
    PlaceLine,
    PlaceRefused,
    check_place,
    may_stand_in,
    path_of,
    place_code,
    within,
)
from lpo_desk.domain.text import fold
from lpo_desk.services._custody import counter_of


@requires(Right.SEE_PAPERS)
def everything(unit: Unit) -> tuple[PlaceLine, ...]:
    """All places, office by office, each after what it stands in, by name with numbers in their order."""
    lines = _lines(unit)
    return tuple(sorted(lines, key=lambda line: (line.office_id, _natural(line.path))))


@requires(Right.SEE_PAPERS)
def by_code(unit: Unit, code: str) -> PlaceLine:
    """The place of a label's code. Raises PlaceRefused."""
    found = next((line for line in _lines(unit) if line.code == code.strip().upper()), None)
    if found is None:
        raise PlaceRefused
    return found


@requires(Right.MANAGE_PLACES)
def add(unit: Unit, office_id: int, parent_id: int | None, details: PlaceDetails) -> PlaceLine:
    """A new place, with the next code of its office. Raises FieldsRefused, PlaceRefused."""
    lines = _lines(unit)
    parent = _one(lines, parent_id) if parent_id is not None else None
    if parent is not None and parent.office_id != office_id:
        raise PlaceRefused("place.other_office")
    checked = check_place(details, parent, _standing_in(lines, office_id, parent_id))
    counter = counter_of(unit, office_id)
    counter.last_place += 1
    code = unit.session.scalars(select(Office.code).where(Office.id == office_id)).one()
    row = Place(
        office_id=office_id,
        parent_id=parent_id,
        kind=checked.kind,
        name=checked.name,
        code=place_code(code, counter.last_place),
        path=f"{parent.path}/{checked.name}" if parent else checked.name,
        access=checked.access,
    )
    unit.session.add(row)
    unit.session.flush()
    return _line(row)


@requires(Right.MANAGE_PLACES)
def revise(unit: Unit, place_id: int, details: PlaceDetails) -> PlaceLine:
    """Another name, kind or access. Raises FieldsRefused, PlaceRefused."""
    lines = _lines(unit)
    line, row = _one(lines, place_id), unit.session.get_one(Place, place_id)
    parent = _one(lines, line.parent_id) if line.parent_id is not None else None
    siblings = [
        other for other in _standing_in(lines, line.office_id, line.parent_id) if other.id != place_id
    ]
    checked = check_place(details, parent, siblings)
    if any(
        not may_stand_in(child.details.kind, checked.kind) for child in lines if child.parent_id == place_id
    ):
        raise PlaceRefused("place.holds_others")
    row.kind, row.name, row.access = checked.kind, checked.name, checked.access
    unit.session.flush()
    _rename_paths(unit, place_id)
    return _line(row)


@requires(Right.MANAGE_PLACES)
def move(unit: Unit, place_id: int, parent_id: int | None) -> PlaceLine:
    """Stand the place somewhere else in its office, with all that it holds; each paper in it tells of it.

    Raises PlaceRefused: into itself, into another office (papers are sent one by one, and received), under a kind that
    cannot hold it, beside one of its name.
    """
    lines = _lines(unit)
    line, row = _one(lines, place_id), unit.session.get_one(Place, place_id)
    parent = _one(lines, parent_id) if parent_id is not None else None
    if parent_id == line.parent_id:
        raise PlaceRefused("place.there_already")
    if parent is not None and parent.id in within(place_id, lines):
        raise PlaceRefused("place.into_itself")
    if parent is not None and parent.office_id != line.office_id:
        raise PlaceRefused("place.other_office")
    if not may_stand_in(line.details.kind, parent.details.kind if parent else None):
        raise PlaceRefused("place.kind_inside")
    beside = _standing_in(lines, line.office_id, parent_id)
    if any(fold(other.details.name) == fold(line.details.name) for other in beside):
        raise PlaceRefused("place.name_taken")
    row.parent_id = parent_id
    unit.session.flush()
    _rename_paths(unit, place_id)
    return _line(row)


@requires(Right.MANAGE_PLACES)
def retire(unit: Unit, place_id: int, *, retired: bool = True) -> PlaceLine:
    """No paper is placed there any more. Raises PlaceRefused while one lies there or belongs there, or a place in use
    stands in it."""
    lines = _lines(unit)
    _one(lines, place_id)
    row = unit.session.get_one(Place, place_id)
    here = CustodyNow.place_id.in_(within(place_id, lines)) | CustodyNow.home_id.in_(within(place_id, lines))
    if retired and unit.session.scalar(select(CustodyNow.record_id).where(here).limit(1)) is not None:
        raise PlaceRefused("place.not_empty")
    if retired and any(child.parent_id == place_id and not child.retired for child in lines):
        raise PlaceRefused("place.not_empty")
    row.retired = retired
    unit.session.flush()
    return _line(row)


def _lines(unit: Unit) -> list[PlaceLine]:
    return [_line(row) for row in unit.session.scalars(select(Place).order_by(Place.id))]


def _line(row: Place) -> PlaceLine:
    details = PlaceDetails(row.kind, row.name, row.access)
    return PlaceLine(row.id, row.office_id, row.parent_id, row.code, row.path, details, row.retired)


def _one(lines: list[PlaceLine], place_id: int) -> PlaceLine:
    found = next((line for line in lines if line.id == place_id), None)
    if found is None:
        raise PlaceRefused
    return found


def _standing_in(lines: list[PlaceLine], office_id: int, parent_id: int | None) -> list[PlaceLine]:
    return [line for line in lines if line.office_id == office_id and line.parent_id == parent_id]


def _rename_paths(unit: Unit, place_id: int) -> None:
    """The paths of a place and of all that stands in it, from the tree; each tells what it was, and so do the papers."""
    lines = _lines(unit)
    named = {line.id: (line.parent_id, line.details.name) for line in lines}
    inside = within(place_id, lines)
    for line in lines:
        path = path_of(line.id, named)
        if line.id not in inside or path == line.path:
            continue
        unit.session.get_one(Place, line.id).path = path
        unit.session.add(
            PlaceEvent(
                place_id=line.id,
                from_path=line.path,
                to_path=path,
                at=unit.at,
                account_id=unit.actor.account_id,
            )
        )
    unit.session.flush()


def _natural(path: str) -> tuple[tuple[tuple[int, int | str], ...], ...]:
    """So that mappi 9 stands before mappi 10."""
    return tuple(
        tuple((0, int(word)) if word.isdecimal() else (1, word) for word in fold(name).split())
        for name in path.split("/")
    )
