"""Half-finished work: saved while it is typed, so that it survives whatever ends the program."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from lpo_desk.db.merged import survivor_of
from lpo_desk.db.tables.system import DraftRow
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.case import DiscardReason, Draft, DraftKind
from lpo_desk.domain.errors import UserError


class DraftOfAnother(UserError):
    """A draft belongs to the account that began it; nobody else writes over it."""

    key = "draft.of_another"


class FormLeft(UserError):
    """The person has left a signed form: what was received is registered, and ends as a case with its reason."""

    key = "draft.form_left"


@requires(Right.TAKE_REQUEST)
def save(
    unit: Unit,
    key: UUID,
    kind: DraftKind,
    data: dict[str, Any],
    *,
    party_id: int | None = None,
    page: int = 0,
) -> int:
    """Keep the state of a form, replacing its former one. `data` must be JSON and hold no identity code.

    Raises DraftOfAnother for a key that another account uses.
    """
    row = unit.session.scalar(select(DraftRow).where(DraftRow.draft_key == key))
    if row is None:
        row = DraftRow(draft_key=key, account_id=unit.actor.account_id, kind=kind)
        unit.session.add(row)
    elif row.account_id != unit.actor.account_id:
        raise DraftOfAnother
    row.party_id = None if party_id is None else survivor_of(unit, party_id)
    row.page, row.data, row.saved_at = page, data, unit.at
    unit.session.flush()
    unit.touched(table="draft")
    return row.id


@requires(Right.TAKE_REQUEST)
def mine(unit: Unit) -> tuple[Draft, ...]:
    """The actor's own drafts, newest first; another clerk's are never shown."""
    rows = unit.session.scalars(
        select(DraftRow)
        .where(DraftRow.account_id == unit.actor.account_id)
        .order_by(DraftRow.saved_at.desc(), DraftRow.id.desc())
    )
    return tuple(
        Draft(row.id, row.draft_key, row.kind, row.party_id, row.page, dict(row.data), row.saved_at)
        for row in rows
    )


@requires(Right.TAKE_REQUEST)
def discard(unit: Unit, key: UUID, reason: DiscardReason) -> None:
    """Give a draft up. Its discarding is logged with the reason, so that no request vanishes unseen (rule 13).

    Raises FormLeft for a request whose signed form the clerk has got (peers.md 4.2: only while nothing was received).
    """
    row = unit.session.scalar(
        select(DraftRow).where(DraftRow.draft_key == key, DraftRow.account_id == unit.actor.account_id)
    )
    if row is None:
        return
    if row.kind is DraftKind.REQUEST and row.data.get("signed"):
        raise FormLeft
    unit.log(AuditKind.DELETE, table="draft", key=row.id, party_id=row.party_id, detail=reason.value)
    unit.session.delete(row)
    unit.touched(table="draft")


@requires(Right.TAKE_REQUEST)
def drop(unit: Unit, key: UUID) -> None:
    """Remove an own draft that has become a case."""
    mine = DraftRow.account_id == unit.actor.account_id
    unit.session.execute(delete(DraftRow).where(DraftRow.draft_key == key, mine))
    unit.touched(table="draft")
