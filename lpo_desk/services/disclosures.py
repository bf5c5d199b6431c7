"""The log of data given out: who must be told of a correction or an erasure, and whom the person may ask about."""

from sqlalchemy import select

from lpo_desk.db.merged import family
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.disclosing import DisclosureLine, NewDisclosure, check_disclosure
from lpo_desk.domain.party import Source
from lpo_desk.services._opened import begin, came, finish
from lpo_desk.services._reveals import demand_details


@requires(Right.EDIT_CUSTOMER)
def add(unit: Unit, ticket: Ticket, mine: NewDisclosure) -> DisclosureLine:
    """Write down that data were given out. Raises FieldsRefused, NoTicket, DetailsHidden."""
    held = begin(unit, ticket)
    unit.source = Source.OWN_SYSTEMS
    checked = check_disclosure(mine, unit.today)
    assert checked.on_date is not None  # noqa: S101 - checked
    row = Disclosure(
        party_id=held.party_id,
        recipient=checked.recipient,
        what=checked.what,
        basis=checked.basis,
        on_date=checked.on_date,
        **came(unit, Source.OWN_SYSTEMS),
    )
    unit.session.add(row)
    finish(unit, held)
    unit.session.flush()
    return _line(row)


@requires(Right.OPEN_CUSTOMER)
def of_party(unit: Unit, ticket: Ticket) -> tuple[DisclosureLine, ...]:
    """What was given out of a customer's data, and of records merged into it, the latest first."""
    unit.demand_ticket(ticket)
    demand_details(unit, ticket)
    mine = select(Disclosure).where(Disclosure.party_id.in_(family(ticket.party_id)))
    rows = unit.session.scalars(mine.order_by(Disclosure.on_date.desc(), Disclosure.id.desc()))
    return tuple(_line(row) for row in rows)


def _line(row: Disclosure) -> DisclosureLine:
    return DisclosureLine(row.id, row.recipient, row.what, row.basis, row.on_date, row.source_by)
