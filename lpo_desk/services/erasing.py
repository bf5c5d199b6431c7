"""Erasing a person's data (GDPR art. 17): the plan that is shown, and the erasure that does what was shown."""

from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.erasure import ErasurePlan
from lpo_desk.domain.privacy import Category
from lpo_desk.services._erasable import planned, survey


@requires(Right.TAKE_REQUEST)
def plan(unit: Unit, ticket: Ticket, categories: frozenset[Category] | None = None) -> ErasurePlan:
    """What an erasure of these categories, or of everything, would take and what would stay until when and why.

    It counts values and shows none, so a protected person need not be revealed for it. Raises NoTicket.
    """
    unit.demand_ticket(ticket)
    return planned(unit, survey(unit, ticket.party_id, categories), categories)
