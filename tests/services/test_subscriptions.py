"""Connections, services and numbers as they are saved: checked, audited, told in the history, found again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.relationship import DirectoryListing, Interaction
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.audit import RevealReason, Ticket
from lpo_desk.domain.card import HistoryKind
from lpo_desk.domain.card_services import ConnectionLine, NumberLine, SubscriptionLine
from lpo_desk.domain.party import (
    DirectoryState,
    Flag,
    InteractionKind,
    PermissionDetails,
    RelationKind,
    Source,
    SubscriptionState,
)
from lpo_desk.domain.products import OwnerConsent, Product, ProductDetails, ServiceKind
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.subscribing import ConnectionDetails, NumberDetails, ServiceDetails, StateChange
from lpo_desk.services import (
    connections,
    customers,
    directory,
    history,
    numbers,
    products,
    registering,
    search,
    sections,
    subscriptions,
    undoing,
)
from lpo_desk.services._reveals import DetailsHidden
from lpo_desk.services.undoing import SavedRows, ServiceChanged
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited, fresh, opened

FIBRE = ProductDetails(ServiceKind.BROADBAND, "Kuituliittymä 100/100", "Fiberanslutning 100/100")
FASTER = ProductDetails(ServiceKind.BROADBAND, "Kuituliittymä 1000/200", "Fiberanslutning 1000/200")
PHONE = ProductDetails(ServiceKind.TELEPHONE, "Puhelinnumero", "Sulo Trådnummer")
HOME = ConnectionDetails("Linnunrata 12", "07900", "", consent=OwnerConsent.ASKED)
CAME = Source.SUBJECT


def product(desk: Desk, details: ProductDetails) -> Product:
    with desk.database.unit(desk["leena"]) as unit:
        return products.add(unit, details)


def connect(desk: Desk, party_id: int, details: ConnectionDetails = HOME) -> int:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        return connections.add(unit, ticket, details, CAME)


def order(desk: Desk, party_id: int, details: ServiceDetails) -> int:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        return subscriptions.order(unit, ticket, details, CAME)


def become(desk: Desk, party_id: int, service: int, change: StateChange) -> None:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        subscriptions.set_state(unit, ticket, service, change, CAME)


def give_number(desk: Desk, party_id: int, service: int, details: NumberDetails) -> int:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        return numbers.add(unit, ticket, service, details, CAME)


def set_directory(desk: Desk, party_id: int, number: NumberLine, state: DirectoryState) -> None:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        mine = replace(number.details, directory=state)
        numbers.change(unit, ticket, number.id, number.details, mine, CAME)


def service(desk: Desk, party_id: int) -> SubscriptionLine:
    (line,) = fresh(desk, party_id).subscriptions
    return line


def connection(desk: Desk, party_id: int) -> ConnectionLine:
    (line,) = fresh(desk, party_id).connections
    return line


def number(desk: Desk, party_id: int) -> NumberLine:
    (line,) = fresh(desk, party_id).phone_numbers
    return line


def told(desk: Desk, party_id: int) -> list[tuple[InteractionKind, str]]:
    with desk.database.reading(desk["maija"]) as unit:
        rows = select(Interaction).where(Interaction.party_id == party_id).order_by(Interaction.id)
        return [(row.kind, row.text) for row in unit.session.scalars(rows)]


# Products


def test_products_are_added_named_and_retired_by_who_may(desk: Desk) -> None:
    fibre = product(desk, FIBRE)
    with desk.database.unit(desk["admin"]) as unit:
        renamed = products.revise(unit, fibre.id, replace(FIBRE, name_sv="Fiber 100"))
        products.retire(unit, fibre.id)
    assert (renamed.code, renamed.name(Lang.SV)) == (fibre.code, "Fiber 100")
    with desk.database.reading(desk["maija"]) as unit:
        assert [(each.code, each.retired) for each in products.everything(unit)] == [(fibre.code, True)]
    with pytest.raises(Forbidden), desk.database.unit(desk["maija"]) as unit:
        products.add(unit, FASTER)


def test_a_name_may_be_used_again_only_while_the_other_is_retired(desk: Desk) -> None:
    first = product(desk, FIBRE)
    with desk.database.unit(desk["leena"]) as unit:
        products.retire(unit, first.id)
    assert product(desk, FIBRE).code == f"{first.code}-2"
    with pytest.raises(FieldsRefused), desk.database.unit(desk["leena"]) as unit:
        products.retire(unit, first.id, retired=False)


# Connections


def test_a_connection_is_numbered_and_knows_the_owner_of_the_property(desk: Desk) -> None:
    maija, owner = add(desk, MAIJA), add(desk, FIRM)
    connect(desk, maija, replace(HOME, owner_id=owner))
    line = connection(desk, maija)
    assert line.number == f"K-{line.id:05}"
    assert (line.town, line.mine, line.owner, line.consent) == (
        "Loviisa",
        True,
        "Åberg Rör Ab",
        OwnerConsent.ASKED,
    )
    theirs = connection(desk, owner)
    assert (theirs.owned, theirs.mine, theirs.holder, theirs.owner) == (True, False, "Aalto Maija Helena", "")


def test_the_consent_is_given_later(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key = connect(desk, maija)
    base = connection(desk, maija).details
    ticket = opened(desk, maija)
    with desk.database.unit(desk["maija"]) as unit:
        given = replace(base, consent=OwnerConsent.GIVEN)
        connections.change(unit, ticket, key, base, given, CAME)
    line = connection(desk, maija)
    assert (line.consent, line.consent_on) == (OwnerConsent.GIVEN, date(2026, 11, 23))
    assert [each.kind for each in audited(desk, maija) if each.table == "connection"] == ["insert", "update"]


def test_two_who_change_the_same_of_a_connection_are_told(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key = connect(desk, maija)
    base, ticket = connection(desk, maija).details, opened(desk, maija)
    for street in ("Linnunrata 14", "Linnunrata 16"):
        if street.endswith("16"):
            with pytest.raises(Conflict) as raised, desk.database.unit(desk["maija"]) as unit:
                connections.change(unit, ticket, key, base, replace(base, street=street), CAME)
            assert [field.theirs for field in raised.value.fields] == ["Linnunrata 14"]
        else:
            with desk.database.unit(desk["maija"]) as unit:
                connections.change(unit, ticket, key, base, replace(base, street=street), CAME)


def test_only_who_has_a_connection_changes_it(desk: Desk) -> None:
    maija, owner = add(desk, MAIJA), add(desk, FIRM)
    key = connect(desk, maija, replace(HOME, owner_id=owner))
    ticket = opened(desk, owner)
    with pytest.raises(connections.NoConnection), desk.database.unit(desk["maija"]) as unit:
        connections.change(unit, ticket, key, HOME, replace(HOME, street="Muualla 1"), CAME)


def test_a_connection_of_another_is_found_by_its_number_alone(desk: Desk) -> None:
    key = connect(desk, add(desk, MAIJA))
    with desk.database.reading(desk["maija"]) as unit:
        assert connections.numbered(unit, f"k{key}") == key
        with pytest.raises(ValueRefused):
            connections.numbered(unit, "K-99999")


def test_where_a_protected_person_lives_is_on_no_other_card(desk: Desk) -> None:
    salla, maija = add(desk, PROTECTED), add(desk, MAIJA)
    ticket = opened(desk, salla, "leena")
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, ticket, RevealReason.IDENTIFY)
    with desk.database.unit(desk["leena"]) as unit:
        key = connections.add(unit, ticket, ConnectionDetails("Piilokuja 9", "06150"), CAME)
    order(desk, maija, ServiceDetails(product(desk, FIBRE).id, connection_id=key))
    shown = fresh(desk, maija, "maija")
    assert shown.connections[0].hidden
    assert "Piilokuja" not in repr(shown)
    assert "Kätkö" not in repr(shown)
    assert shown.subscriptions[0].connection == f"K-{key:05}"


def test_a_masked_card_takes_no_order(desk: Desk) -> None:
    salla = add(desk, PROTECTED)
    ticket = opened(desk, salla)
    with pytest.raises(DetailsHidden), desk.database.unit(desk["maija"]) as unit:
        connections.add(unit, ticket, HOME, CAME)


# Services


def test_an_order_is_a_service_at_the_place_of_its_connection(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key, fibre = connect(desk, maija), product(desk, FIBRE)
    order(desk, maija, ServiceDetails(fibre.id, connection_id=key, contract_number="S-77", monthly_fee=2990))
    line = service(desk, maija)
    assert line.state is SubscriptionState.ORDERED
    assert line.number == f"S-{line.id:05}"
    assert (line.street, line.town, line.connection) == ("Linnunrata 12", "Loviisa", f"K-{key:05}")
    assert (line.product, line.product_name(Lang.SV), line.kind) == (
        "Kuituliittymä 100/100",
        "Fiberanslutning 100/100",
        ServiceKind.BROADBAND,
    )
    assert line.details.street == "", "the place is the connection's alone"
    assert told(desk, maija) == [(InteractionKind.ORDER, f"Tilaus: Kuituliittymä 100/100, {line.number}")]


def test_the_history_speaks_the_customers_language(desk: Desk) -> None:
    firm = add(desk, FIRM)
    key = order(desk, firm, ServiceDetails(product(desk, FIBRE).id, "L-1"))
    become(desk, firm, key, StateChange(SubscriptionState.ACTIVE, date(2026, 11, 20)))
    assert told(desk, firm) == [
        (InteractionKind.ORDER, "Beställning: Fiberanslutning 100/100, L-1"),
        (InteractionKind.CHANGE, "Fiberanslutning 100/100, L-1: I kraft, 20.11.2026"),
    ]
    assert service(desk, firm).starts_on == date(2026, 11, 20)


def test_a_change_of_product_is_told_with_both(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    fibre, faster = product(desk, FIBRE), product(desk, FASTER)
    key = order(desk, maija, ServiceDetails(fibre.id, "L-1"))
    base, ticket = service(desk, maija).details, opened(desk, maija)
    with desk.database.unit(desk["maija"]) as unit:
        subscriptions.change(unit, ticket, key, base, replace(base, product_id=faster.id), CAME)
    assert told(desk, maija)[-1] == (
        InteractionKind.CHANGE,
        "Tuote vaihdettu, L-1: Kuituliittymä 100/100 → Kuituliittymä 1000/200",
    )
    with desk.database.reading(desk["maija"]) as unit:
        lines = history.lines(unit, ticket, [HistoryKind.CHANGE])
    assert any(change.field == "field.product" for line in lines for change in line.changes)


def test_a_connection_in_the_change_log_is_told_by_its_number(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key, fibre = connect(desk, maija), product(desk, FIBRE)
    order(desk, maija, ServiceDetails(fibre.id, "L-1", connection_id=key))
    ticket = opened(desk, maija)
    with desk.database.reading(desk["maija"]) as unit:
        lines = history.lines(unit, ticket, [HistoryKind.CHANGE])
    changes = [change for line in lines for change in line.changes]
    shown = [change.after for change in changes if change.field == "field.connection_number"]
    assert shown == [f"K-{key:05}, Linnunrata 12, 07900, Loviisa", f"K-{key:05}"]


@pytest.mark.parametrize(
    ("details", "error"),
    [
        (ServiceDetails(None), {"product_id"}),
        (ServiceDetails(99), {"product_id"}),
        (ServiceDetails(1, "L-1"), {"number"}),
        (ServiceDetails(1, connection_id=99), {"connection_id"}),
    ],
)
def test_a_faulty_order_leaves_nothing(desk: Desk, details: ServiceDetails, error: set[str]) -> None:
    maija = add(desk, MAIJA)
    assert product(desk, FIBRE).id == 1
    order(desk, maija, ServiceDetails(1, "L-1"))
    with pytest.raises(FieldsRefused) as raised:
        order(desk, maija, details)
    assert {name for name, _ in raised.value.errors} == error
    assert len(fresh(desk, maija).subscriptions) == 1


def test_a_retired_product_is_ordered_by_nobody_and_kept_by_those_who_have_it(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    fibre = product(desk, FIBRE)
    order(desk, maija, ServiceDetails(fibre.id, "L-1"))
    with desk.database.unit(desk["leena"]) as unit:
        products.retire(unit, fibre.id)
    with pytest.raises(FieldsRefused):
        order(desk, maija, ServiceDetails(fibre.id, "L-2"))
    base, ticket = service(desk, maija).details, opened(desk, maija)
    with desk.database.unit(desk["maija"]) as unit:
        subscriptions.change(
            unit, ticket, base.product_id or 0, base, replace(base, contract_number="S-1"), CAME
        )
    assert service(desk, maija).contract_number == "S-1"


def test_an_end_ends_the_numbers_and_taking_it_back_brings_them_again(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key = order(desk, maija, ServiceDetails(product(desk, PHONE).id, "L-1", starts_on=date(2026, 1, 1)))
    give_number(desk, maija, key, NumberDetails("019 000 1234"))
    become(desk, maija, key, StateChange(SubscriptionState.ACTIVE, date(2026, 1, 1)))
    become(desk, maija, key, StateChange(SubscriptionState.ENDED, date(2026, 11, 30)))
    assert service(desk, maija).ends_on == number(desk, maija).valid_to == date(2026, 11, 30)
    become(desk, maija, key, StateChange(SubscriptionState.ACTIVE))
    assert (service(desk, maija).ends_on, number(desk, maija).valid_to) == (None, None)


def test_who_does_not_edit_orders_nothing(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    ticket = opened(desk, maija, "jani")
    with pytest.raises(Forbidden), desk.database.unit(desk["jani"]) as unit:
        subscriptions.order(unit, ticket, ServiceDetails(1), CAME)


def test_the_service_of_another_is_not_changed(desk: Desk) -> None:
    maija, firm = add(desk, MAIJA), add(desk, FIRM)
    key = order(desk, maija, ServiceDetails(product(desk, PHONE).id, "L-1"))
    with pytest.raises(subscriptions.NoService):
        become(desk, firm, key, StateChange(SubscriptionState.ENDED, date(2026, 11, 30)))
    with pytest.raises(subscriptions.NoService):
        give_number(desk, firm, key, NumberDetails("019 000 1234"))


# Telephone numbers


def test_only_telephone_products_have_numbers(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key = order(desk, maija, ServiceDetails(product(desk, FIBRE).id, "L-1"))
    with pytest.raises(FieldsRefused):
        give_number(desk, maija, key, NumberDetails("019 000 1234"))


def test_a_number_belongs_to_one_service_at_a_time(desk: Desk) -> None:
    maija, firm, phone = add(desk, MAIJA), add(desk, FIRM), product(desk, PHONE)
    mine = order(desk, maija, ServiceDetails(phone.id, "L-1"))
    theirs = order(desk, firm, ServiceDetails(phone.id, "L-2"))
    until = NumberDetails("019 000 1234", date(2020, 1, 1), date(2025, 12, 31))
    give_number(desk, maija, mine, until)
    with pytest.raises(FieldsRefused):
        give_number(desk, firm, theirs, NumberDetails("+358 19 000 1234", date(2025, 12, 31)))
    give_number(desk, firm, theirs, NumberDetails("019 000 1234", date(2026, 1, 1)))
    assert number(desk, firm).number == number(desk, maija).number


def test_a_service_with_numbers_stays_a_telephone_service(desk: Desk) -> None:
    maija, phone, fibre = add(desk, MAIJA), product(desk, PHONE), product(desk, FIBRE)
    key = order(desk, maija, ServiceDetails(phone.id, "L-1"))
    give_number(desk, maija, key, NumberDetails("019 000 1234"))
    base, ticket = service(desk, maija).details, opened(desk, maija)
    with pytest.raises(FieldsRefused), desk.database.unit(desk["maija"]) as unit:
        subscriptions.change(unit, ticket, key, base, replace(base, product_id=fibre.id), CAME)
    with pytest.raises(FieldsRefused), desk.database.unit(desk["leena"]) as unit:
        products.revise(unit, phone.id, replace(PHONE, kind=ServiceKind.OTHER))


def test_a_directory_state_is_appended_and_flags_the_customer(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key = order(desk, maija, ServiceDetails(product(desk, PHONE).id, "L-1"))
    give_number(desk, maija, key, NumberDetails("019 000 1234"))
    assert Flag.DIRECTORY_BAN not in fresh(desk, maija).flags
    set_directory(desk, maija, number(desk, maija), DirectoryState.SECRET)
    set_directory(desk, maija, number(desk, maija), DirectoryState.SECRET)
    assert number(desk, maija).directory is DirectoryState.SECRET
    assert Flag.DIRECTORY_BAN in fresh(desk, maija).flags
    with desk.database.reading(desk["maija"]) as unit:
        (row,) = search.find(unit, "aalto").rows
        assert Flag.DIRECTORY_BAN in row.flags
        states = unit.session.scalars(select(DirectoryListing.state).order_by(DirectoryListing.id)).all()
    assert states == [DirectoryState.SECRET], "nothing is appended that holds already"
    assert fresh(desk, maija).permissions.directory is DirectoryState.PUBLIC, (
        "of all numbers nothing was said"
    )


def test_a_ban_of_all_numbers_holds_for_each(desk: Desk) -> None:
    banned = replace(MAIJA, permissions=PermissionDetails(directory=DirectoryState.BANNED))
    maija = add(desk, banned)
    key = order(desk, maija, ServiceDetails(product(desk, PHONE).id, "L-1"))
    give_number(desk, maija, key, NumberDetails("019 000 1234", directory=DirectoryState.BANNED))
    with desk.database.reading(desk["maija"]) as unit:
        states = unit.session.scalars(select(DirectoryListing.service_number_id)).all()
    assert states == [None], "the number has no state of its own"
    base, ticket = fresh(desk, maija).permissions, opened(desk, maija)
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_permissions(unit, ticket, base, replace(base, directory=DirectoryState.PUBLIC), CAME)
    assert number(desk, maija).directory is DirectoryState.PUBLIC


def test_the_user_of_a_service_is_told_beside_its_numbers(desk: Desk) -> None:
    maija, firm = add(desk, MAIJA), add(desk, FIRM)
    key = order(desk, maija, ServiceDetails(product(desk, PHONE).id, "L-1"))
    give_number(desk, maija, key, NumberDetails("019 000 1234"))
    with desk.database.unit(desk["maija"]) as unit:
        registering.add_relation(unit, firm, RelationKind.PAYER, maija, source=CAME, subscription_id=key)
    line = service(desk, maija)
    assert (line.payer, line.phones) == ("Åberg Rör Ab", ("+358190001234",))


# Taking back


def kept(desk: Desk, party_id: int, act: Callable[[Unit, Ticket], object]) -> SavedRows:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        return undoing.recorded(unit, ticket, lambda: act(unit, ticket))


def taken_back(desk: Desk, party_id: int, saved: SavedRows) -> None:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        undoing.undo(unit, ticket, saved)


def everything(desk: Desk, party_id: int) -> tuple[object, ...]:
    """Section 4 and what it left in the history."""
    shown = fresh(desk, party_id)
    return shown.connections, shown.subscriptions, shown.phone_numbers, told(desk, party_id)


Act = Callable[[Unit, Ticket, ConnectionLine, SubscriptionLine, NumberLine, Product], object]
SAVES: dict[str, Act] = {
    "order": lambda unit, ticket, line, has, phone, fibre: subscriptions.order(
        unit, ticket, ServiceDetails(fibre.id, connection_id=line.id), CAME
    ),
    "change": lambda unit, ticket, line, has, phone, fibre: subscriptions.change(
        unit, ticket, has.id, has.details, replace(has.details, monthly_fee=2990), Source.OWN_SYSTEMS
    ),
    "end with its numbers": lambda unit, ticket, line, has, phone, fibre: subscriptions.set_state(
        unit, ticket, has.id, StateChange(SubscriptionState.ENDED, date(2026, 11, 23)), CAME
    ),
    "connect": lambda unit, ticket, line, has, phone, fibre: connections.add(unit, ticket, HOME, CAME),
    "change a connection": lambda unit, ticket, line, has, phone, fibre: connections.change(
        unit, ticket, line.id, line.details, replace(line.details, consent=OwnerConsent.GIVEN), CAME
    ),
    "add a number": lambda unit, ticket, line, has, phone, fibre: numbers.add(
        unit, ticket, has.id, NumberDetails("019 500 0002", None, None, DirectoryState.SECRET), CAME
    ),
    "change a number": lambda unit, ticket, line, has, phone, fibre: numbers.change(
        unit,
        ticket,
        phone.id,
        phone.details,
        replace(phone.details, number="019 500 0003", directory=DirectoryState.SECRET),
        Source.OWN_SYSTEMS,
    ),
}


@pytest.mark.parametrize("name", SAVES)
def test_every_save_of_the_section_is_taken_back_whole(desk: Desk, name: str) -> None:
    """The rows, their sources, the line in the history and the state of directories: nothing is left of it."""
    maija, fibre, phone = add(desk, MAIJA), product(desk, FIBRE), product(desk, PHONE)
    over = connect(desk, maija)
    has = order(desk, maija, ServiceDetails(phone.id, connection_id=over, starts_on=date(2020, 1, 1)))
    become(desk, maija, has, StateChange(SubscriptionState.ACTIVE, date(2026, 11, 1)))
    give_number(desk, maija, has, NumberDetails("019 500 0001", None, None, DirectoryState.PUBLIC))
    before = everything(desk, maija)
    lines = connection(desk, maija), service(desk, maija), number(desk, maija)
    saved = kept(desk, maija, lambda unit, ticket: SAVES[name](unit, ticket, *lines, fibre))
    assert everything(desk, maija) != before
    taken_back(desk, maija, saved)
    assert everything(desk, maija) == before
    with pytest.raises(ServiceChanged):
        taken_back(desk, maija, saved)


def test_an_order_that_was_built_on_stays(desk: Desk) -> None:
    maija, phone = add(desk, MAIJA), product(desk, PHONE)
    saved = kept(
        desk, maija, lambda unit, ticket: subscriptions.order(unit, ticket, ServiceDetails(phone.id), CAME)
    )
    ordered = service(desk, maija).id
    give_number(desk, maija, ordered, NumberDetails("019 500 0001", None, None, DirectoryState.PUBLIC))
    before = everything(desk, maija)
    with pytest.raises(ServiceChanged):
        taken_back(desk, maija, saved)
    assert everything(desk, maija) == before


def test_a_directory_state_that_was_passed_on_stays(desk: Desk) -> None:
    maija, phone = add(desk, MAIJA), product(desk, PHONE)
    has = order(desk, maija, ServiceDetails(phone.id))
    become(desk, maija, has, StateChange(SubscriptionState.ACTIVE, date(2026, 11, 1)))
    give_number(desk, maija, has, NumberDetails("019 500 0001", None, None, DirectoryState.PUBLIC))
    with desk.database.unit(desk["leena"]) as unit:
        assert directory.mark_sent(unit, directory.due(unit)) == 1, "published"
    line = number(desk, maija)
    secret = replace(line.details, directory=DirectoryState.SECRET)
    saved = kept(
        desk, maija, lambda unit, ticket: numbers.change(unit, ticket, line.id, line.details, secret, CAME)
    )
    with desk.database.unit(desk["leena"]) as unit:
        assert directory.mark_sent(unit, directory.due(unit)) == 1, "removed"
    with pytest.raises(ServiceChanged):
        taken_back(desk, maija, saved)
    assert number(desk, maija).details.directory is DirectoryState.SECRET


def test_nobody_takes_back_anothers_save(desk: Desk) -> None:
    maija, ake = add(desk, MAIJA), add(desk, FIRM)
    saved = kept(desk, maija, lambda unit, ticket: connections.add(unit, ticket, HOME, CAME))
    with pytest.raises(ServiceChanged):
        taken_back(desk, ake, saved)
