"""Telephone numbers of services, and what directory services may publish of each."""

from sqlalchemy import select

from lpo_desk.db.tables.relationship import DirectoryListing, Subscription
from lpo_desk.db.tables.services import Product, ServiceNumber
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merging import three_way
from lpo_desk.domain.party import DirectoryState, Source
from lpo_desk.domain.products import ServiceKind
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.subscribing import NumberDetails, check_number, overlap
from lpo_desk.services._directory import states_of
from lpo_desk.services._opened import begin, came, conflict, finish
from lpo_desk.services.subscriptions import NoService


class NoNumber(UserError):
    """The telephone number is not there, or another customer has it."""

    key = "service.no_such_number"


@requires(Right.EDIT_CUSTOMER)
def add(unit: Unit, ticket: Ticket, subscription_id: int, details: NumberDetails, source: Source) -> int:
    """A telephone number of a service of the opened customer. Gives its id. Raises FieldsRefused, NoService."""
    held = begin(unit, ticket)
    service = unit.session.get(Subscription, subscription_id)
    if service is None or service.party_id != ticket.party_id:
        raise NoService
    checked = check_number(_kind(unit, service), NumberDetails(), details)
    _demand_free(unit, checked, but=None)
    row = ServiceNumber(
        party_id=ticket.party_id,
        subscription_id=subscription_id,
        number=checked.number,
        valid_from=checked.valid_from or unit.today,
        valid_to=checked.valid_to,
        **came(unit, source),
    )
    unit.session.add(row)
    unit.session.flush()
    _publish(unit, row, checked.directory, source)
    finish(unit, held)
    return row.id


@requires(Right.EDIT_CUSTOMER)
def change(
    unit: Unit, ticket: Ticket, number_id: int, base: NumberDetails, mine: NumberDetails, source: Source
) -> None:
    """Save what was changed of a number; a directory state is appended. Raises FieldsRefused, Conflict, NoNumber."""
    held = begin(unit, ticket)
    row = unit.session.get(ServiceNumber, number_id, populate_existing=True)
    if row is None or row.party_id != ticket.party_id:
        raise NoNumber
    service = unit.session.get_one(Subscription, row.subscription_id)
    checked = check_number(_kind(unit, service), base, mine)
    theirs = NumberDetails(
        row.number, row.valid_from, row.valid_to, states_of(unit, ticket.party_id)[number_id]
    )
    merge = three_way(base, checked, theirs)
    if merge.conflicts:
        raise conflict(unit, ticket.party_id, merge.conflicts, base, checked, theirs)
    if not merge.changed:
        return
    value = merge.value
    if {"number", "valid_from", "valid_to"} & set(merge.changed):
        _demand_free(unit, value, but=number_id)
        row.number, row.valid_from, row.valid_to = value.number, value.valid_from, value.valid_to
        for column, written in came(unit, source).items():
            setattr(row, column, written)
    if "directory" in merge.changed:
        _publish(unit, row, value.directory, source)
    finish(unit, held)


def _publish(unit: Unit, row: ServiceNumber, state: DirectoryState, source: Source) -> None:
    """Append a state unless it holds already."""
    unit.session.flush()
    if states_of(unit, row.party_id)[row.id] is state:
        return
    unit.session.add(
        DirectoryListing(
            party_id=row.party_id,
            service_number_id=row.id,
            state=state,
            on_date=unit.today,
            **came(unit, source),
        )
    )


def _kind(unit: Unit, service: Subscription) -> ServiceKind:
    product = unit.session.get(Product, service.product_id) if service.product_id is not None else None
    return product.kind if product else ServiceKind.OTHER


def _demand_free(unit: Unit, details: NumberDetails, *, but: int | None) -> None:
    """Raises FieldsRefused where a service has the number on the same days; whose it is, is not told."""
    others = select(ServiceNumber.id, ServiceNumber.valid_from, ServiceNumber.valid_to).where(
        ServiceNumber.number == details.number
    )
    begins = details.valid_from or unit.today
    for row in unit.connection.execute(others):
        if row.id != but and overlap((row.valid_from, row.valid_to), (begins, details.valid_to)):
            raise FieldsRefused({"number": ValueRefused("service.phone_taken")})
