"""Bans and withdrawals at the counter: what the person says holds at once, whatever others save meanwhile."""

from collections.abc import Iterable
from dataclasses import fields

from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.party import PermissionDetails, Source
from lpo_desk.domain.permissions import PERMITTED, Told, all_banned, withdrawn
from lpo_desk.domain.sections import SavedSection
from lpo_desk.services import _held, sections
from lpo_desk.services._held import Held


@requires(Right.EDIT_CUSTOMER)
def ban_everything(unit: Unit, ticket: Ticket, told: Told) -> SavedSection[PermissionDetails]:
    """Forbid everybody's marketing and research by every channel, now (GDPR art. 21(2)-(3)). No field of it conflicts
    with anything: what others have saved is banned too. Also of a protected person who is masked."""
    now = _now(unit, ticket)
    return sections.save_permissions(unit, ticket, now, all_banned(now), Source.SUBJECT, told)


@requires(Right.EDIT_CUSTOMER)
def withdraw(unit: Unit, ticket: Ticket, names: Iterable[str], told: Told) -> SavedSection[PermissionDetails]:
    """Take back these permissions (GDPR art. 7(3)): fields of PermissionDetails. What is no permission any more stays."""
    now = _now(unit, ticket)
    standing = [name for name in names if getattr(now, name) in PERMITTED]
    return sections.save_permissions(unit, ticket, now, withdrawn(now, standing), Source.SUBJECT, told)


@requires(Right.TAKE_REQUEST)
def object_to_marketing(unit: Unit, ticket: Ticket, told: Told) -> SavedSection[PermissionDetails]:
    """As `ban_everything`, of a request: whoever may take it in makes it hold (GDPR art. 21(2)-(3))."""
    now = _now(unit, ticket)
    return sections.take_permissions(unit, ticket, now, all_banned(now), told)


@requires(Right.TAKE_REQUEST)
def withdraw_by_request(
    unit: Unit, ticket: Ticket, names: Iterable[str], told: Told
) -> SavedSection[PermissionDetails]:
    """As `withdraw`, of a request (art. 7(3)): the named fields, or every permission there is."""
    now = _now(unit, ticket)
    chosen = set(names) or {field.name for field in fields(now)}
    standing = [name for name in sorted(chosen) if getattr(now, name, None) in PERMITTED]
    return sections.take_permissions(unit, ticket, now, withdrawn(now, standing), told)


def _now(unit: Unit, ticket: Ticket) -> PermissionDetails:
    unit.demand_ticket(ticket)
    return _held.permissions(Held(unit, ticket.party_id))
