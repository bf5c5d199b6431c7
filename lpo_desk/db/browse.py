"""The whole register in the order of lists, any part of it at once.

A party's place (search_sets.py) is nearly its line: places of those who left are gaps, and those without a place stand
between. Both are few, so with them known any line is found by its place, and the end is as near as the beginning.
"""

from bisect import bisect_left

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import aliased

from lpo_desk.db.search import LIST, list_row
from lpo_desk.db.search_sets import EDITION, ORDER
from lpo_desk.db.tables.search import ListEntry, SearchGap, SearchSet
from lpo_desk.db.unit import Unit
from lpo_desk.domain.outline import Outline
from lpo_desk.domain.party import ListRow

_after = aliased(ListEntry)
_NEXT_PLACED = (
    select(_after.place)
    .where(
        _after.place.is_not(None),
        tuple_(_after.sort_key, _after.number, _after.party_id) > tuple_(*ORDER),
    )
    .order_by(_after.sort_key, _after.number, _after.party_id)
    .limit(1)
    .correlate(ListEntry)
    .scalar_subquery()
)
_LOOSE = select(ListEntry.party_id, _NEXT_PLACED).where(ListEntry.place.is_(None)).order_by(*ORDER)
_BETWEEN = LIST.where(ListEntry.place.between(bindparam("first"), bindparam("last"))).order_by(
    ListEntry.place
)
_SOME = LIST.where(ListEntry.party_id.in_(bindparam("ids", expanding=True)))
_EDITION = select(SearchSet.bits).where(SearchSet.key == EDITION)


def outline(unit: Unit) -> Outline:
    connection = unit.connection
    edition = connection.scalar(_EDITION) or b""
    gaps = connection.scalars(select(SearchGap.place).order_by(SearchGap.place)).all()
    before = tuple(place - n for n, place in enumerate(gaps))
    highest = connection.scalar(select(func.max(ListEntry.place)))
    end = max(-1 if highest is None else highest, gaps[-1] if gaps else -1) + 1
    placed = end - len(gaps)
    loose = connection.execute(_LOOSE).all()
    after = tuple(placed if place is None else place - bisect_left(gaps, place) for _, place in loose)
    return Outline(edition, placed + len(loose), before, tuple(row.party_id for row in loose), after)


def lines(unit: Unit, known: Outline, first: int, end: int) -> list[ListRow] | None:
    """The lines from `first` to before `end`; None where the register has changed since the outline was read."""
    end = min(end, known.count)
    if unit.connection.scalar(_EDITION) != known.edition:
        return None
    between = known.loose_in(first, end)
    start, count = first - between.start, end - first - len(between)
    rows: list[ListRow] = []
    if count > 0:
        bounds = {"first": known.place(start), "last": known.place(start + count - 1)}
        rows = [list_row(row, unit) for row in unit.connection.execute(_BETWEEN, bounds)]
    if between:
        ids = [known.loose[n] for n in between]
        found = {row.party_id: list_row(row, unit) for row in unit.connection.execute(_SOME, {"ids": ids})}
        for n in between:
            if (row := found.get(known.loose[n])) is not None:
                rows.insert(known.loose_line(n) - first, row)
    return rows if len(rows) == end - first else None


def line_of(unit: Unit, known: Outline, party_id: int) -> int | None:
    """Where a party stands in the outline; None for nobody of it."""
    row = unit.connection.execute(select(ListEntry.place).where(ListEntry.party_id == party_id)).one_or_none()
    return None if row is None else known.line(party_id, row.place)
