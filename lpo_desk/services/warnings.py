"""The work list of what the import left out: which customers have values waiting, and why.

A list opens nobody (architecture.md rule 4): the value itself is read on the customer's card, which is logged.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.party import Flag

LIMIT = 500
"""Rows read at once: more than a day's work."""


@dataclass(frozen=True, slots=True)
class WaitingWarning:
    """One value that waits. The name of a protected person is empty. `reason` is the value of an ImportReason."""

    id: int
    party_id: int
    number: str
    name: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """The first LIMIT of the reason asked for, customer by customer. counts: how many wait, by reason."""

    rows: tuple[WaitingWarning, ...]
    counts: tuple[tuple[str, int], ...]


@requires(Right.EDIT_CUSTOMER)
def work_list(unit: Unit, reason: str | None = None) -> WorkList:
    """What waits to be settled; of protected people only for those who may open them."""
    waiting: ColumnElement[bool] = ImportWarning.settled_at.is_(None)
    if not unit.actor.may(Right.OPEN_PROTECTED):
        waiting &= ~ListEntry.flags.contains(Flag.PROTECTED.value)
    joined = ListEntry.party_id == ImportWarning.party_id
    counts = (
        select(ImportWarning.reason, func.count())
        .join(ListEntry, joined)
        .where(waiting)
        .group_by(ImportWarning.reason)
        .order_by(func.count().desc(), ImportWarning.reason)
    )
    rows = (
        select(
            ImportWarning.id,
            ImportWarning.party_id,
            ListEntry.number,
            ListEntry.name,
            ImportWarning.column,
            ImportWarning.reason,
        )
        .join(ListEntry, joined)
        .where(waiting)
        .order_by(ImportWarning.party_id, ImportWarning.id)
        .limit(LIMIT)
    )
    if reason is not None:
        rows = rows.where(ImportWarning.reason == reason)
    return WorkList(
        tuple(WaitingWarning(*row) for row in unit.connection.execute(rows)),
        tuple((found, count) for found, count in unit.connection.execute(counts)),
    )
