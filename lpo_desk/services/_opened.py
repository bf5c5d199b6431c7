"""An opened customer whose lists are changed: the ticket, the lock, and what every save leaves behind."""

from typing import Any

from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.errors import Conflict, FieldConflict
from lpo_desk.db.tables.relationship import Interaction
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import AuditKind, Ticket
from lpo_desk.domain.party import InteractionKind, Source
from lpo_desk.services._clerks import clerks
from lpo_desk.services._held import Held
from lpo_desk.services._reveals import demand_details

_CHANGES = (AuditKind.INSERT, AuditKind.UPDATE, AuditKind.DELETE)


def begin(unit: Unit, ticket: Ticket) -> Held:
    """Check the ticket, take its purpose for the audit, and lock the customer until the unit ends.

    Raises NoTicket, and DetailsHidden of a protected person whose details were not revealed.
    """
    unit.demand_ticket(ticket)
    demand_details(unit, ticket)
    unit.purpose = unit.purpose or ticket.purpose
    held = Held(unit, ticket.party_id, for_saving=True)
    assert held.party.id == ticket.party_id  # noqa: S101 - reading it takes the lock
    return held


def finish(unit: Unit, held: Held) -> None:
    """Count the save once, whatever it changed, and derive the search rows again."""
    held.party.version += 1
    search_index.refresh(unit, [held.party_id])


def came(unit: Unit, source: Source) -> dict[str, Any]:
    """Columns of a row's provenance."""
    return {"source": source, "source_on": unit.today, "source_by": unit.actor.username}


def note(
    unit: Unit, party_id: int, kind: InteractionKind, text: str, source: Source, subscription_id: int
) -> None:
    """Leave what was done in the customer's history, in the unit that does it."""
    unit.session.add(
        Interaction(
            party_id=party_id,
            on_date=unit.today,
            kind=kind,
            text=text,
            subscription_id=subscription_id,
            office_id=unit.actor.office_id,
            recorded_by=unit.actor.username,
            **came(unit, source),
        )
    )


def conflict(
    unit: Unit, party_id: int, names: tuple[str, ...], base: object, mine: object, theirs: object
) -> Conflict:
    """Somebody else saved the same fields meanwhile; who and when comes from the audit."""
    last = (
        select(AuditEvent.account_name, AuditEvent.at)
        .where(AuditEvent.party_id == party_id, AuditEvent.kind.in_(_CHANGES))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(1)
    )
    saved = unit.connection.execute(last).first()
    fields = tuple(
        FieldConflict(name, getattr(base, name), getattr(mine, name), getattr(theirs, name)) for name in names
    )
    who = clerks(unit).get(saved.account_name, saved.account_name) if saved else ""
    return Conflict(fields, who=who, at=saved.at if saved else None)
