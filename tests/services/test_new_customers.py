"""A new customer is checked as the card checks, gets the next number, and is opened by the save."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.register import ForeignId, Party, PartyRelation
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.new_customer import AlreadyCustomer, NewCustomer, NewOrganisation, NewPerson
from lpo_desk.domain.party import CustomerType, OrganisationDetails, PersonDetails, RelationKind
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import new_customers
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, card, code, opened

EINO = NewPerson(
    last_name="Nyholm",
    first_names="Eino Johannes",
    hetu=code(date(1961, 4, 2), 903),
    language=Lang.SV,
    street="Linnunrata 3",
    postcode="07900",
    town="Loviisa",
    phone="040 000 0303",
    email="eino@example.fi",
    member=True,
)


def enter(desk: Desk, new: NewCustomer, by: str = "maija") -> Ticket:
    with desk.database.unit(desk[by]) as unit:
        return new_customers.add(unit, new, Purpose.PHONE)


def test_a_person_is_saved_and_opened_in_one_unit(desk: Desk) -> None:
    add(desk, MAIJA)
    ticket = enter(desk, EINO)
    shown = card(desk, ticket)
    assert shown.numbers == ("10043",), "the next free one"
    assert isinstance(shown.basic, PersonDetails)
    assert (shown.name, shown.hetu_masked) == ("Nyholm Eino Johannes", "020461-****")
    assert (shown.basic.date_of_birth, shown.basic.member) == (date(1961, 4, 2), True)
    assert (shown.contact.phone, shown.contact.town) == ("+358400000303", "Loviisa")
    assert ticket.purpose is Purpose.PHONE


def test_numbers_that_are_no_numbers_do_not_count(desk: Desk) -> None:
    for number in ("L-7731", "00358400000101", "10042"):
        add(desk, NewParty(PersonDetails(last_name="Aalto"), number=number))
    with desk.database.reading(desk["maija"]) as unit:
        assert new_customers.next_number(unit) == "10043"


def test_the_first_customer_of_all(desk: Desk) -> None:
    with desk.database.reading(desk["maija"]) as unit:
        assert new_customers.next_number(unit) == "1"


def test_a_person_without_a_code_but_with_a_foreign_one(desk: Desk) -> None:
    enter(desk, replace(EINO, hetu="", foreign_id="19610402-1234", foreign_country="Ruotsi"))
    with desk.database.reading(desk["maija"]) as unit:
        (row,) = unit.session.scalars(select(ForeignId))
        assert (row.value, row.country) == ("19610402-1234", "SE")


def test_an_address_abroad(desk: Desk) -> None:
    shown = card(desk, enter(desk, replace(EINO, postcode="114 55", town="Stockholm", country="SE")))
    assert (shown.contact.postcode, shown.contact.country) == ("114 55", "SE")


def test_an_organisation_with_its_contact_person(desk: Desk) -> None:
    new = NewOrganisation(
        organisation_name="Satama Oy",
        business_id="1234567-1",
        contact_last_name="Lind",
        contact_first_names="Eva",
        contact_task="laskut",
        contact_phone="040 000 0404",
    )
    shown = card(desk, enter(desk, new))
    assert isinstance(shown.basic, OrganisationDetails)
    assert shown.basic.organisation_name == "Satama Oy"
    (role,) = shown.roles
    assert (role.kind, role.other_name, role.relation.task) == (
        RelationKind.CONTACT_PERSON,
        "Lind Eva",
        "laskut",
    )


def test_an_estate_names_the_deceased(desk: Desk) -> None:
    new = NewOrganisation(
        types=(CustomerType.ESTATE,),
        organisation_name="Maija Aallon kuolinpesä",
        last_name="Aalto",
        first_names="Maija",
        date_of_death=date(2026, 10, 1),
    )
    shown = card(desk, enter(desk, new))
    assert isinstance(shown.basic, OrganisationDetails)
    assert (shown.basic.last_name, shown.basic.date_of_death) == ("Aalto", date(2026, 10, 1))


def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    add(desk, MAIJA)
    wrong = NewPerson(
        hetu="131052-9080", postcode="7900", phone="ei ole", email="ei ole", number=MAIJA.number
    )
    with pytest.raises(FieldsRefused) as refused:
        enter(desk, wrong)
    assert {name for name, _ in refused.value.errors} == {
        "last_name",
        "hetu",
        "postcode",
        "phone",
        "email",
        "number",
    }
    with desk.database.reading(desk["maija"]) as unit:
        assert len(unit.session.scalars(select(Party.id)).all()) == 1


def test_the_contact_persons_faults_are_told_by_their_own_names(desk: Desk) -> None:
    new = NewOrganisation(organisation_name="Satama Oy", contact_last_name="Lind", contact_phone="ei ole")
    with pytest.raises(FieldsRefused) as refused:
        enter(desk, new)
    assert [name for name, _ in refused.value.errors] == ["contact_phone"]
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.scalars(select(PartyRelation.id)).all() == []


def test_a_code_that_is_somebodys_stops_and_tells_what_a_search_tells(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    with pytest.raises(AlreadyCustomer) as taken:
        enter(desk, replace(EINO, hetu=f" {MAIJA.hetu.lower()} "))
    assert [row.party_id for row in taken.value.rows] == [maija]
    assert "Aalto" not in taken.value.sentence(Lang.FI)


def test_of_a_protected_person_the_number_alone(desk: Desk) -> None:
    add(desk, PROTECTED)
    with pytest.raises(AlreadyCustomer) as taken:
        enter(desk, replace(EINO, hetu=PROTECTED.hetu))
    (row,) = taken.value.rows
    assert (row.number, row.name, row.town) == (PROTECTED.number, "", "")


def test_a_business_id_that_is_somebodys_stops(desk: Desk) -> None:
    firm = add(desk, FIRM)
    with pytest.raises(AlreadyCustomer) as taken:
        enter(desk, NewOrganisation(organisation_name="Rör", business_id="01290564"))
    assert [row.party_id for row in taken.value.rows] == [firm]


def test_codes_that_differ_in_the_sign_alone_are_two_persons(desk: Desk) -> None:
    """100190-999P and 100190Y999P are two (law.md 4.1): all eleven characters count."""
    first = opened(desk, add(desk, replace(MAIJA, hetu="100190-999P")))
    second = enter(desk, replace(EINO, hetu="100190Y999P"))
    assert card(desk, first).party_id != card(desk, second).party_id


def test_only_who_edits_may_add(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        enter(desk, EINO, by="jani")
