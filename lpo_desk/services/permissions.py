"""Bans and withdrawals: what the person says holds at once, whatever others save meanwhile, and whoever takes it in: at
the counter or with a request, the data protection officer too."""

from collections.abc import Iterable

from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.party import PermissionDetails
from lpo_desk.domain.permissions import PERMITTED, Told, all_banned, withdrawn
from lpo_desk.domain.sections import SavedSection
from lpo_desk.services import _held, sections
from lpo_desk.services._held import Held


@requires(Right.TAKE_REQUEST)
def ban_everything(unit: Unit, ticket: Ticket, told: Told) -> SavedSection[PermissionDetails]:
    """Forbid everybody's marketing and research by every channel, now (GDPR art. 21(2)-(3)). No field of it conflicts
    with anything: what others have saved is banned too. Also of a protected person who is masked."""
    now = _now(unit, ticket)
    return sections.take_permissions(unit, ticket, now, all_banned(now), told)


@requires(Right.TAKE_REQUEST)
def withdraw(unit: Unit, ticket: Ticket, names: Iterable[str], told: Told) -> SavedSection[PermissionDetails]:
    """Take back these permissions (GDPR art. 7(3)): fields of PermissionDetails. What is no permission any more stays."""
    now = _now(unit, ticket)
    standing = [name for name in names if getattr(now, name) in PERMITTED]
    return sections.take_permissions(unit, ticket, now, withdrawn(now, standing), told)


def _now(unit: Unit, ticket: Ticket) -> PermissionDetails:
    unit.demand_ticket(ticket)
    return _held.permissions(Held(unit, ticket.party_id))
