"""Proof that a secret was asked for with a reason, in a unit that has committed."""

from uuid import UUID

from sqlalchemy import select

from lpo_desk.db.tables.register import ProtectionNote
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Reveal, RevealReason, Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.flags import is_protected

CODE = "personal_identity_code"
PROTECTED = "protection_note"


class NotRevealed(UserError):
    """A secret was asked for without a committed reason."""

    key = "card.not_revealed"


class DetailsHidden(UserError):
    """The person is protected and this ticket has not revealed the details."""

    key = "card.details_hidden"


def log(unit: Unit, ticket: Ticket, what: str, reason: RevealReason) -> Reveal:
    """Write the reason; `what` is the table whose values are shown."""
    assert unit.save_id is not None, "a reveal needs a writing unit"  # noqa: S101 - a bug, not a user's error
    unit.log(
        AuditKind.REVEAL,
        table=what,
        key=ticket.id,
        party_id=ticket.party_id,
        case_id=ticket.case_id,
        purpose=ticket.purpose,
        detail=reason.value,
    )
    unit.touched(party_id=ticket.party_id)
    return Reveal(ticket, unit.save_id)


def demand_proof(unit: Unit, reveal: Reveal, what: str) -> None:
    """Raises NotRevealed unless this actor's reason was committed by the unit that the proof names, an earlier one."""
    found = _committed(unit, reveal.ticket, what)
    if reveal.save_id not in found:
        raise NotRevealed


def is_masked(unit: Unit, ticket: Ticket) -> bool:
    """Whether the customer is protected and the details are not revealed to this ticket."""
    notes = unit.connection.execute(
        select(ProtectionNote.until, ProtectionNote.ended_on).where(
            ProtectionNote.party_id == ticket.party_id
        )
    )
    if not any(is_protected(note.until, note.ended_on, unit.today) for note in notes):
        return False
    return not (unit.actor.may(Right.OPEN_PROTECTED) and _committed(unit, ticket, PROTECTED))


def demand_details(unit: Unit, ticket: Ticket) -> None:
    """Raises DetailsHidden where the card is masked: what may not be read may not be changed either."""
    if is_masked(unit, ticket):
        raise DetailsHidden


def _committed(unit: Unit, ticket: Ticket, what: str) -> set[UUID | None]:
    """Save ids of the committed reasons given under a ticket; the unit's own does not count."""
    given = unit.connection.scalars(
        select(AuditEvent.save_id).where(
            AuditEvent.party_id == ticket.party_id,
            AuditEvent.at >= ticket.opened_at,
            AuditEvent.kind == AuditKind.REVEAL,
            AuditEvent.table_name == what,
            AuditEvent.row_key == str(ticket.id),
            AuditEvent.account_id == unit.actor.account_id,
        )
    )
    return set(given) - {unit.save_id, None}
