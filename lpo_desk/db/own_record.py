"""Nobody changes the record that is his own: the session itself refuses what its user has told to be his (law.md 5).

Statements past the session (the import of the whole register) are not looked at: `demand_other` is for a service that
writes so.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from lpo_desk.db.errors import OwnRecord
from lpo_desk.db.restriction_triggers import guarded
from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.special import AccountParty, ProcessingRestriction
from lpo_desk.domain.staff import StaffTie

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit


def listen(factory: type[Session]) -> None:
    """Make every session of the class refuse a change of its user's own record."""
    event.listen(factory, "before_flush", _before_flush)


def demand_other(unit: "Unit", party_ids: Iterable[int]) -> None:
    """Raises OwnRecord where one of the parties is the user's own."""
    if not own(unit).isdisjoint(party_ids):
        raise OwnRecord


def own(unit: "Unit") -> set[int]:
    """The parties that the actor has told to be himself."""
    mine = (AccountParty.account_id == unit.actor.account_id, AccountParty.tie == StaffTie.SELF)
    return set(unit.connection.scalars(select(AccountParty.party_id).where(*mine)))


def _before_flush(session: Session, context: UOWTransaction, instances: object) -> None:
    unit = session.info.get("unit")
    touched = {key for row in (*session.new, *session.dirty, *session.deleted) for key in _parties(row)}
    if unit is not None and touched:
        demand_other(unit, touched)


def _parties(row: Base) -> Iterator[int]:
    """Whose a changed row of the register is, was or becomes."""
    for name in _ends().get(type(row).__tablename__, ()):
        state: Any = inspect(row)
        history = state.attrs[name].history
        yield from (key for key in (*history.added, *history.unchanged, *history.deleted) if key is not None)


@cache
def _ends() -> dict[str, tuple[str, ...]]:
    """Tables of the register, and the columns that point at a person: those of the restriction, and two more."""
    ends = {each.table: each.ends for each in guarded()}
    return ends | {model.__tablename__: ("party_id",) for model in (ProcessingRestriction, RequestCase)}
