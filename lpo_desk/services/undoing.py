"""Taking back a save of section 4 of the card within the session: a service, a connection or a number.

Such a save touches rows of several tables (an ended service ends its numbers, an order leaves a line in the history), so
its rows are kept as they were before and after it. What was saved is taken back whole, or not at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.relationship import DirectoryListing, Interaction, Subscription
from lpo_desk.db.tables.services import Connection, ServiceNumber
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.services._opened import begin, finish

_MODELS: tuple[type[Any], ...] = (Interaction, DirectoryListing, ServiceNumber, Subscription, Connection)
"""What a save of section 4 may write, each before those it points at: the order in which rows may be deleted."""

Key = tuple[type[Any], int]
Columns = Mapping[str, Any]


class ServiceChanged(Conflict):
    """Somebody changed what was saved, or built on it, meanwhile."""

    key = "card.undo_conflict"


@dataclass(frozen=True, slots=True)
class SavedRows:
    """The rows that one save wrote: as they were, None where there was none, and as it left them."""

    rows: Mapping[Key, tuple[Columns | None, Columns]]


@requires(Right.EDIT_CUSTOMER)
def recorded(unit: Unit, ticket: Ticket, act: Callable[[], object]) -> SavedRows:
    """Do one save of section 4, and keep what it takes to take it back."""
    begin(unit, ticket)
    before = _rows(unit, ticket.party_id)
    act()
    unit.session.flush()
    after = _rows(unit, ticket.party_id)
    changed = {key for key, columns in after.items() if before.get(key) != columns}
    # A directory service may be told of a new state: then the number says so, and the state stays.
    changed |= {
        (ServiceNumber, after[key]["service_number_id"])
        for key in changed
        if key[0] is DirectoryListing and after[key]["service_number_id"] is not None
    }
    return SavedRows({key: (before.get(key), after[key]) for key in changed})


@requires(Right.EDIT_CUSTOMER)
def undo(unit: Unit, ticket: Ticket, saved: SavedRows) -> None:
    """Give every row back as it was, with its source. Raises ServiceChanged."""
    held = begin(unit, ticket)
    now = _rows(unit, ticket.party_id)
    if any(now.get(key) != after for key, (_, after) in saved.rows.items()):
        raise ServiceChanged
    for model in _MODELS:
        for (kind, row_id), (before, _) in saved.rows.items():
            if kind is not model:
                continue
            row = unit.session.get_one(model, row_id)
            if before is not None:
                for name, value in before.items():
                    setattr(row, name, value)
            elif _is_built_on(unit, model, row_id):
                raise ServiceChanged
            else:
                unit.session.delete(row)
        unit.session.flush()
    finish(unit, held)


def _rows(unit: Unit, party_id: int) -> dict[Key, Columns]:
    """The customer's rows of these tables as they lie in the database."""
    unit.session.flush()
    found: dict[Key, Columns] = {}
    for model in _MODELS:
        mine = select(model.__table__).where(model.party_id == party_id)
        if model is Interaction:
            mine = mine.where(Interaction.subscription_id.is_not(None))
        names = {column.name: attribute.key for attribute, column in _columns(model)}
        for row in unit.connection.execute(mine).mappings():
            found[model, row["id"]] = {names[name]: value for name, value in row.items()}
    return found


def _columns(model: type[Any]) -> Iterator[tuple[Any, Any]]:
    for attribute in inspect(model).column_attrs:
        yield attribute, attribute.columns[0]


def _is_built_on(unit: Unit, model: type[Any], row_id: int) -> bool:
    """Whether any row still points at this one: a number of the service, a payer, another's service over the line."""
    for table in Base.metadata.sorted_tables:
        for reference in table.foreign_keys:
            if reference.column.table is model.__table__:
                found = select(table).where(reference.parent == row_id).limit(1)
                if unit.connection.execute(found).first() is not None:
                    return True
    return False
