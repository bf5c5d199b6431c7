"""Services: ordering, changing, suspending and ending them, each with its line in the customer's history."""

from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.services import Connection, Product, ServiceNumber
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merging import three_way
from lpo_desk.domain.party import InteractionKind, Source, SubscriptionState
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.subscribing import (
    ServiceDetails,
    StateChange,
    check_service,
    check_state,
    service_number,
)
from lpo_desk.services._opened import begin, came, conflict, finish, note
from lpo_desk.terms import Lang, terms


class NoService(UserError):
    """The service is not there, or another customer has it."""

    key = "service.none_such"


@requires(Right.EDIT_CUSTOMER)
def order(
    unit: Unit,
    ticket: Ticket,
    details: ServiceDetails,
    source: Source,
    state: SubscriptionState = SubscriptionState.ORDERED,
) -> int:
    """A service that the opened customer orders, or has from its first day. Gives its id. Raises FieldsRefused.

    Without a number of its own it is given one.
    """
    held = begin(unit, ticket)
    if details.product_id is None:
        raise FieldsRefused({"product_id": ValueRefused("service.product_missing")})
    checked = check_service(ServiceDetails(), details, None, held.party.lang)
    lang = _lang(held.party)
    product = _product(unit, details.product_id, lang, offered=True)
    _demand_connection(unit, checked.connection_id)
    _demand_free(unit, checked.number)
    (key,) = unit.numbers(Subscription.__tablename__, 1)
    row = Subscription(
        id=key,
        party_id=ticket.party_id,
        number=checked.number or service_number(key),
        product=product,
        state=state,
        **came(unit, source),
    )
    _put(row, checked)
    unit.session.add(row)
    unit.session.flush()
    text = terms("service.noted_order", lang=lang, product=product, number=row.number)
    note(unit, ticket.party_id, InteractionKind.ORDER, text, source, row.id)
    finish(unit, held)
    return row.id


@requires(Right.EDIT_CUSTOMER)
def change(
    unit: Unit,
    ticket: Ticket,
    subscription_id: int,
    base: ServiceDetails,
    mine: ServiceDetails,
    source: Source,
) -> None:
    """Save what was changed of a service. A change of product goes into the history.

    Raises FieldsRefused, Conflict where somebody else changed the same fields, NoService.
    """
    held = begin(unit, ticket)
    row = _row(unit, ticket, subscription_id)
    lang = _lang(held.party)
    checked = check_service(base, mine, row.ends_on, held.party.lang)
    theirs = _details(row)
    merge = three_way(base, checked, theirs)
    if merge.conflicts:
        raise conflict(unit, ticket.party_id, merge.conflicts, base, checked, theirs)
    if not merge.changed:
        return
    value = merge.value
    if "number" in merge.changed:
        if not value.number:
            raise FieldsRefused({"number": ValueRefused("service.own_number_missing")})
        _demand_free(unit, value.number)
    if "connection_id" in merge.changed:
        _demand_connection(unit, value.connection_id)
    if "product_id" in merge.changed and value.product_id is not None:
        before = row.product
        _demand_fitting(unit, row.id, value.product_id)
        row.product = _product(unit, value.product_id, lang, offered=True)
        text = terms("service.noted_product", lang=lang, number=row.number, before=before, after=row.product)
        note(unit, ticket.party_id, InteractionKind.CHANGE, text, source, row.id)
    _put(row, value)
    for column, written in came(unit, source).items():
        setattr(row, column, written)
    finish(unit, held)


@requires(Right.EDIT_CUSTOMER)
def set_state(unit: Unit, ticket: Ticket, subscription_id: int, change: StateChange, source: Source) -> None:
    """Open, suspend or end a service, or take back an end. Raises FieldsRefused, NoService.

    The last day of a service is that of its telephone numbers; they come back with it.
    """
    held = begin(unit, ticket)
    row = _row(unit, ticket, subscription_id)
    checked = check_state(row.state, row.starts_on, change, unit.today)
    before, last = row.state, row.ends_on
    row.state = checked.state
    if checked.state is SubscriptionState.ENDED:
        row.ends_on = checked.on
        _end_numbers(unit, row.id, checked.on)
    elif before is SubscriptionState.ENDED:
        row.ends_on = None
        _reopen_numbers(unit, row.id, last)
    elif before is SubscriptionState.ORDERED:
        row.starts_on = checked.on
    lang = _lang(held.party)
    text = terms(
        "service.noted_state",
        lang=lang,
        product=row.product,
        number=row.number,
        state=checked.state,
        day=checked.on,
    )
    note(unit, ticket.party_id, InteractionKind.CHANGE, text, source, row.id)
    for column, written in came(unit, source).items():
        setattr(row, column, written)
    finish(unit, held)


def _row(unit: Unit, ticket: Ticket, subscription_id: int) -> Subscription:
    row = unit.session.get(Subscription, subscription_id, populate_existing=True)
    if row is None or row.party_id != ticket.party_id:
        raise NoService
    return row


def _lang(party: Party) -> Lang:
    """The history is the customer's, so its words are in his language."""
    return party.lang or Lang.FI


def _product(unit: Unit, product_id: int, lang: Lang, *, offered: bool) -> str:
    """The product's name as it is ordered now. Raises FieldsRefused for one that is offered to nobody."""
    product = unit.session.get(Product, product_id)
    if product is None or (offered and product.retired):
        raise FieldsRefused({"product_id": ValueRefused("service.product_retired")})
    return product.name_sv if lang is Lang.SV else product.name_fi


def _demand_fitting(unit: Unit, subscription_id: int, product_id: int) -> None:
    """A service with telephone numbers becomes no product that cannot have any."""
    product = unit.session.get(Product, product_id)
    if product is None or product.kind.has_numbers:
        return
    mine = select(ServiceNumber.id).where(ServiceNumber.subscription_id == subscription_id)
    if unit.connection.scalar(mine.limit(1)) is not None:
        raise FieldsRefused({"product_id": ValueRefused("service.numbers_stay")})


def _demand_connection(unit: Unit, connection_id: int | None) -> None:
    if connection_id is not None and unit.session.get(Connection, connection_id) is None:
        raise FieldsRefused({"connection_id": ValueRefused("service.no_such_connection")})


def _demand_free(unit: Unit, number: str) -> None:
    if number and unit.connection.scalar(select(Subscription.id).where(Subscription.number == number)):
        raise FieldsRefused({"number": ValueRefused("service.number_taken")})


def _end_numbers(unit: Unit, subscription_id: int, last: date | None) -> None:
    for number in _numbers(unit, subscription_id):
        if number.valid_to is None or (last is not None and number.valid_to > last):
            number.valid_to = last


def _reopen_numbers(unit: Unit, subscription_id: int, last: date | None) -> None:
    for number in _numbers(unit, subscription_id):
        if number.valid_to is not None and number.valid_to == last:
            number.valid_to = None


def _numbers(unit: Unit, subscription_id: int) -> list[ServiceNumber]:
    mine = select(ServiceNumber).where(ServiceNumber.subscription_id == subscription_id)
    return list(unit.session.scalars(mine))


def _details(row: Subscription) -> ServiceDetails:
    return ServiceDetails(
        row.product_id,
        row.number,
        row.contract_number,
        row.connection_id,
        row.street,
        row.postcode,
        row.town,
        row.starts_on,
        row.monthly_fee,
    )


def _put(row: Subscription, details: ServiceDetails) -> None:
    """Everything but the number of a service that was given one."""
    if details.number:
        row.number = details.number
    row.product_id, row.connection_id = details.product_id, details.connection_id
    row.contract_number, row.monthly_fee = details.contract_number, details.monthly_fee
    row.street, row.postcode, row.town = details.street, details.postcode, details.town
    row.starts_on = details.starts_on
