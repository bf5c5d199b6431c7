"""Who may be the one being entered, and which records of the register may be one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.duplicates import ALIKE, Candidate, Likeness, Pair, Traits, address_of
from lpo_desk.domain.party import ContactDetails, CustomerType, OrganisationDetails, PersonDetails
from lpo_desk.services import duplicates
from lpo_desk.services._alike import names_alike
from lpo_desk.services.duplicates import Sketch
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, code

BORN = date(1952, 10, 13)


def person(last: str, first: str, number: str, **values: object) -> NewParty:
    born, hetu = values.pop("born", None), values.pop("hetu", "")
    assert born is None or isinstance(born, date)
    assert isinstance(hetu, str)
    contact = ContactDetails(**values)  # type: ignore[arg-type]  # texts of the contact data
    basic = PersonDetails(last_name=last, first_names=first, date_of_birth=born)
    return NewParty(basic, number=number, hetu=hetu, contact=contact)


def similar(desk: Desk, sketch: Sketch) -> tuple[Candidate, ...]:
    with desk.database.reading(desk["maija"]) as unit:
        return duplicates.similar(unit, sketch)


def pairs(desk: Desk) -> tuple[Pair, ...]:
    with desk.database.reading(desk["leena"]) as unit:
        return duplicates.pairs(unit)


def sketch(last: str, first: str, **traits: object) -> Sketch:
    return Sketch(last, first, traits=Traits((f"{last} {first}",), **traits))  # type: ignore[arg-type]


# --- while typing


def test_the_same_name_and_phone_is_a_candidate(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    (found,) = similar(desk, sketch("AALTO", "Maija", phones=frozenset({"+358400000101"})))
    assert (found.row.party_id, found.reasons) == (maija, (Likeness.PHONE,))
    assert 60 < found.score < 99


def test_of_a_new_estate_the_card_of_who_died_is_a_candidate(desk: Desk) -> None:
    dead = add(desk, replace(MAIJA, basic=replace(MAIJA.basic, date_of_birth=BORN)))
    names = ("Aallon kuolinpesä", "Aalto Maija Helena")
    entered = Sketch("Aalto", "Maija Helena", "Aallon kuolinpesä", Traits(names, BORN))
    assert [found.row.party_id for found in similar(desk, entered)] == [dead]


def test_more_reasons_come_first(desk: Desk) -> None:
    there = address_of("Linnunrata 12 A 3", "07900")
    add(desk, person("Aalto", "Maija", "1", street="Linnunrata 12 A 3", postcode="07900"))
    both = add(desk, replace(MAIJA, basic=replace(MAIJA.basic, date_of_birth=BORN)))
    found = similar(desk, sketch("Aalto", "Maija Helena", born=BORN, addresses=frozenset({there})))
    assert found[0].row.party_id == both
    assert found[0].reasons == (Likeness.BIRTH_DATE, Likeness.ADDRESS)
    assert found[0].score > found[1].score


@pytest.mark.parametrize(
    "typed",
    [
        sketch("Aalto", "Maija"),  # a name alone is no reason
        sketch("Virtanen", "Kalle", phones=frozenset({"+358400000101"})),  # nor is a phone
        sketch("Aalto", "Maija", born=date(1952, 10, 14)),
    ],
)
def test_one_trait_alone_is_no_candidate(desk: Desk, typed: Sketch) -> None:
    add(desk, replace(MAIJA, basic=replace(MAIJA.basic, date_of_birth=BORN)))
    assert similar(desk, typed) == ()


def test_a_wrong_letter_in_the_name_is_found_by_the_phone(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    (found,) = similar(desk, sketch("Aaltto", "Maija Helena", phones=frozenset({"+358400000101"})))
    assert found.row.party_id == maija


def test_a_protected_person_is_told_by_number_alone_and_never_by_the_address(desk: Desk) -> None:
    secret = replace(PROTECTED, basic=replace(PROTECTED.basic, date_of_birth=date(1980, 2, 29)))
    add(desk, secret)
    phone = frozenset({"+358400000909"})
    address = frozenset({address_of("Piilokuja 9", "06150")})
    assert similar(desk, sketch("Kätkö", "Salla", phones=phone, addresses=address)) == ()
    (found,) = similar(desk, sketch("Kätkö", "Salla", born=date(1980, 2, 29), phones=phone))
    assert (found.row.number, found.row.name) == (PROTECTED.number, "")
    assert (found.score, found.reasons) == (0, ())


def test_looking_up_a_code_is_logged_whether_or_not_somebody_has_it(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    for hetu, ids in ((MAIJA.hetu, [maija]), (code(date(1971, 1, 1), 900), [])):
        with desk.database.unit(desk["maija"]) as unit:
            assert [row.party_id for row in duplicates.having_code(unit, hetu)] == ids
    with desk.database.reading(desk["maija"]) as unit:
        told = select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.SEARCH)
        assert unit.session.scalars(told.order_by(AuditEvent.id)).all() == ["hetu:1", "hetu:0"]


# --- pairs of the register


def test_pairs_by_every_reason(desk: Desk) -> None:
    first = add(desk, MAIJA)
    second = add(desk, replace(MAIJA, number="10043", basic=PersonDetails("Aalto", "Maija Helena")))
    firm = add(desk, FIRM)
    firm_2 = add(desk, replace(FIRM, number="20008", contact=ContactDetails()))
    one = add(desk, person("Öhman", "Åke", "1", born=BORN))
    two = add(desk, person("Ohman", "Ake", "2", born=BORN))
    found = {pair.key: pair for pair in pairs(desk)}
    assert set(found) == {(first, second), (firm, firm_2), (one, two)}
    assert found[first, second].reasons == (Likeness.HETU, Likeness.PHONE, Likeness.ADDRESS)
    assert found[firm, firm_2].reasons == (Likeness.BUSINESS_ID,)
    assert found[one, two].reasons == (Likeness.BIRTH_DATE,)
    assert next(iter(found)) in ((first, second), (firm, firm_2)), "a shared code is looked at first"


def test_those_who_were_told_apart_are_listed_no_more(desk: Desk) -> None:
    one = add(desk, person("Öhman", "Åke", "1", born=BORN))
    two = add(desk, person("Öhman", "Åke", "2", born=BORN))
    for _ in range(2):
        with desk.database.unit(desk["leena"]) as unit:
            duplicates.tell_apart(unit, two, one)
    assert pairs(desk) == ()
    with desk.database.unit(desk["leena"]) as unit:
        duplicates.take_back_apart(unit, one, two)
    assert [pair.key for pair in pairs(desk)] == [(one, two)]


def test_a_person_and_an_estate_are_two(desk: Desk) -> None:
    add(desk, MAIJA)
    estate = OrganisationDetails(last_name="Aalto", first_names="Maija", types=(CustomerType.ESTATE,))
    add(desk, NewParty(estate, number="3", hetu=MAIJA.hetu))
    assert pairs(desk) == ()


def test_protected_people_are_paired_by_their_code_alone(desk: Desk) -> None:
    one = add(desk, PROTECTED)
    two = add(desk, replace(PROTECTED, number="10078"))
    (pair,) = pairs(desk)
    assert (pair.key, pair.reasons) == ((one, two), (Likeness.HETU,))
    assert (pair.first.name, pair.second.number) == ("", "10078")


def test_the_list_is_the_office_leads(desk: Desk) -> None:
    with pytest.raises(Forbidden), desk.database.reading(desk["maija"]) as unit:
        duplicates.pairs(unit)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Aalto Maija Helena", "Maija Aalto", True),
        ("von Essen Carl", "Carl von Essen", True),
        ("Öhman Åke", "Ohman Ake", True),
        ("Aalto Maija", "Aalto Eino", False),
        ("Lind", "Lind", True),
        ("Virtanen Matti", "Virtanen Mattias", True),
        ("", "", False),
    ],
)
def test_names(one: str, other: str, alike: bool) -> None:
    assert (names_alike((one,), (other,)) >= ALIKE) is alike
