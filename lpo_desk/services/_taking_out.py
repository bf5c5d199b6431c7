"""Taking a person's rows out of the register as a survey says, with every trace that they have left elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import (
    Column,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from lpo_desk.db import audit, declared, search_index
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.special import NotSame, PartyMerge
from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import Source
from lpo_desk.domain.privacy import Personal
from lpo_desk.services._erasable import Found, Keys, Survey, group_of

_CHUNK = 500
_PARTY = cast("Table", Party.__table__)
_PROVENANCE = ("source", "source_on", "source_by")


def take_out(unit: Unit, found: Survey) -> tuple[Counter[str], int]:
    """Delete or empty what goes. Gives the rows by table, and how many bodies of the change log were redacted.

    Past the session: no audit row may keep what was just erased.
    """
    unit.session.flush()
    unit.session.expire_all()
    bodies = audit.redact(unit, _events(unit, found))
    counts: Counter[str] = Counter()
    going: dict[Table, set[Keys]] = defaultdict(set)
    for row in found.rows:
        if not found.goes(row, row.group):
            if changed := _emptied(found, row):
                counts[row.table.name] += _set(unit, row.table, row.keys, changed)
        elif row.pointer is not None:
            counts[row.table.name] += _set(unit, row.table, row.keys, {row.pointer.name: None})
        elif row.table.info.get(declared.STUB):
            counts[row.table.name] += _set(unit, row.table, row.keys, _stub(unit, row.table))
        else:
            going[row.table].add(row.keys)
    # What a merge kept for its undoing are values of both records.
    both = PartyMerge.survivor_id.in_(found.members) | PartyMerge.merged_id.in_(found.members)
    unit.connection.execute(update(PartyMerge).where(both).values(moved={}))
    for table in reversed(Base.metadata.sorted_tables):
        if keys := going.get(table):
            counts[table.name] += _delete(unit, table, keys)
    if found.whole:
        pairs = or_(NotSame.first_id.in_(found.members), NotSame.second_id.in_(found.members))
        unit.connection.execute(delete(NotSame).where(pairs))
    unit.session.expire_all()
    search_index.refresh(unit, found.members)
    return counts, bodies


def _emptied(found: Survey, row: Found) -> dict[str, Any]:
    """Of a row that stays: the columns of a group that goes, where they may be empty."""
    return {
        column.name: empty[0]
        for column, told in row.filled
        if group_of(told) != row.group and found.goes(row, group_of(told)) and (empty := _empty(column))
    }


def _stub(unit: Unit, table: Table) -> dict[str, Any]:
    """A row of which nothing is left but that others point at it."""
    values: dict[str, Any] = {
        column.name: empty[0]
        for column in table.columns
        if (isinstance(column.info["privacy"], Personal) or _points_at_party(column))
        and not column.unique
        and column.name not in _PROVENANCE
        and (empty := _empty(column))
    }
    if "source" in table.c:
        values |= {"source": Source.OWN_SYSTEMS, "source_on": unit.today, "source_by": ""}
    if table is _PARTY:
        values |= {"erased_on": unit.today, "created_at": unit.at, "import_run_id": None}
        values.pop(
            "replaced_by_id"
        )  # who was merged into whom is still needed, lest a twin come back by itself
    return values


def _points_at_party(column: Column[Any]) -> bool:
    return any(key.column.table is _PARTY for key in column.foreign_keys)


def _empty(column: Column[Any]) -> tuple[Any] | None:
    """The empty value of a column, None where it has none."""
    if column.nullable:
        return (None,)
    return ("",) if isinstance(column.type, Text) else None


def _set(unit: Unit, table: Table, keys: Keys, values: dict[str, Any]) -> int:
    pairs = zip(table.primary_key.columns, keys, strict=True)
    where = and_(*(column == key for column, key in pairs))
    return unit.connection.execute(update(table).where(where).values(values)).rowcount


def _delete(unit: Unit, table: Table, keys: set[Keys]) -> int:
    """The rows of these keys; whatever else still points at them points at nothing from now on."""
    count = 0
    ordered = sorted(keys, key=repr)
    columns = tuple(table.primary_key.columns)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        if len(columns) == 1:
            ids = [key for (key,) in chunk]
            for pointer in _pointers(table):
                others = pointer.in_(ids)
                unit.connection.execute(
                    update(pointer.table).where(others).values({pointer.name: None})
                    if pointer.nullable
                    else delete(pointer.table).where(others)
                )
        where = and_(*(column == bindparam(f"key_{column.name}") for column in columns))
        names = [f"key_{column.name}" for column in columns]
        unit.connection.execute(
            delete(table).where(where), [dict(zip(names, key, strict=True)) for key in chunk]
        )
        count += len(chunk)
    return count


def _pointers(table: Table) -> Iterable[Column[Any]]:
    return [
        key.parent
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table
    ]


# --- the change log


def _events(unit: Unit, found: Survey) -> set[int]:
    """Audit rows whose bodies hold what goes: by the row they tell of, and by their fields where it is long gone."""
    event = AuditEvent
    told = select(event.id, event.table_name, event.row_key, event.fields).join(AuditBody)
    mine = {
        row.id
        for row in unit.connection.execute(told.where(event.party_id.in_(found.members)))
        if _goes(found, row)
    }
    rows: dict[str, list[str]] = defaultdict(list)
    for row in found.rows:
        if found.goes(row, row.group):
            rows[row.table.name].append(":".join(str(part) for part in row.keys))
    for table, keys in rows.items():
        for start in range(0, len(keys), _CHUNK):
            of_rows = event.table_name == table, event.row_key.in_(keys[start : start + _CHUNK])
            mine |= {row.id for row in unit.connection.execute(told.where(*of_rows))}
    return mine


def _goes(found: Survey, event: Any) -> bool:  # noqa: ANN401 - columns of an audit row
    """Whether a group goes that one of the changed fields belongs to. Rows kept by their own day are told by their
    keys; a table that is no more is nobody's reason to keep."""
    table = Base.metadata.tables.get(event.table_name)
    if table is None:
        return found.whole
    for name in event.fields:
        privacy = table.c[name].info["privacy"] if name in table.c else None
        if isinstance(privacy, Personal) and name not in _PROVENANCE:
            group = group_of(privacy)
            if group[0] in found.asked and group in found.kept and found.kept[group] is None:
                return True
    return False
