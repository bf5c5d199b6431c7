"""Nothing that leaves a service tells where a protected person is; and everybody's package is his own alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lpo_desk.db.tables.register import Address
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import (
    CaseStatus,
    HandoverMethod,
    Intake,
    ReplyForm,
)
from lpo_desk.domain.duplicates import Traits
from lpo_desk.domain.extract import Extract
from lpo_desk.domain.party import (
    AddressKind,
    ContactDetails,
    InteractionKind,
    PartyKind,
    PersonDetails,
    RelationKind,
    Source,
)
from lpo_desk.domain.reports import Month
from lpo_desk.services import (
    cases,
    customers,
    duplicates,
    extract,
    history,
    intake,
    letters,
    registering,
    reports,
    search,
)
from lpo_desk.services._steps import StepRefused
from lpo_desk.services.duplicates import Sketch
from lpo_desk.services.registering import NewParty, NewSubscription
from tests.fixtures_db import Desk
from tests.services.case_steps import archive_reply, bring, do, hand_over, register
from tests.services.people import FIRM, MAIJA, PROTECTED, add, card, opened

HIDDEN = ("Kätkö", "Salla", "Piilokuja", "06150", "0000909", "000 0909", "salla@")
"""Words that are found of the protected person and of nobody else."""


@pytest.fixture
def hidden(desk: Desk) -> int:
    return add(desk, PROTECTED)


def related(desk: Desk, party_id: int) -> tuple[int, int]:
    """The protected person uses and pays for Maija's service, and is the firm's contact person."""
    maija, firm = add(desk, MAIJA), add(desk, FIRM)
    came = Source.SUBJECT
    with desk.database.unit(desk["maija"]) as unit:
        service = NewSubscription("S1", "Kuitu", "Piilokuja 9", "06150", "Porvoo")
        key = registering.add_subscription(unit, maija, service, came)
        for kind in (RelationKind.USER, RelationKind.PAYER):
            registering.add_relation(unit, party_id, kind, maija, source=came, subscription_id=key)
        registering.add_relation(unit, party_id, RelationKind.CONTACT_PERSON, firm, source=came)
        registering.add_interaction(
            unit, party_id, InteractionKind.CONTACT, "Muutti Piilokujalle.", source=came
        )
    return maija, firm


def test_a_search_finds_by_name_and_number_and_tells_neither_name_nor_place(desk: Desk, hidden: int) -> None:
    with desk.database.reading(desk["maija"]) as unit:
        for typed in ("Kätkö Salla", "10077"):
            (row,) = search.find(unit, typed).rows
            assert row.party_id == hidden
            assert_silent(row)
        for typed in ("Piilokuja 9", "0400000909", "salla@example.fi", "06150"):
            assert search.find(unit, typed).rows == (), typed


def test_no_card_history_or_candidate_tells(desk: Desk, hidden: int) -> None:
    maija, firm = related(desk, hidden)
    for party_id in (hidden, maija, firm):
        ticket = opened(desk, party_id)
        with desk.database.reading(desk["maija"]) as unit:
            assert_silent(history.lines(unit, ticket))
        if party_id == maija:  # the place of the service is where its user lives
            assert_silent(replace(card(desk, ticket), basic=PersonDetails(), contact=ContactDetails()))
        else:
            assert_silent(card(desk, ticket))
    typed = Traits(("Kätkö Salla Inkeri",), PROTECTED_BORN, frozenset({"+358400000909"}))
    with desk.database.reading(desk["maija"]) as unit:
        found = duplicates.similar(unit, Sketch("Kätkö", "Salla Inkeri", traits=typed))
        assert_silent(found)
    add(desk, replace(PROTECTED, number="10078"))
    with desk.database.reading(desk["leena"]) as unit:
        assert_silent(duplicates.pairs(unit))


PROTECTED_BORN = date(1980, 2, 29)


def test_no_queue_case_receipt_or_report_tells_the_place(desk: Desk, hidden: int) -> None:
    case = register(desk, hidden, reply_form=ReplyForm.PAPER_POST)
    ticket = opened(desk, hidden)
    with desk.database.reading(desk["maija"]) as unit:
        assert_silent(cases.queue(unit))
        assert_silent(cases.read(unit, case.case_id))
        assert_silent(cases.of_party(unit, hidden))
        assert "Piilokuja" not in repr(letters.receipt(unit, case.case_id, ticket))
    with desk.database.reading(desk["esko"]) as unit:
        assert_silent(reports.monthly(unit, Month(2026, 11), version="1"))


@pytest.mark.parametrize("named", ["S1", ""])
def test_the_place_of_a_service_is_silent_whoever_else_uses_it(desk: Desk, hidden: int, named: str) -> None:
    """One of two users, or the user of all services of the owner."""
    maija, other = add(desk, MAIJA), add(desk, FIRM)
    with desk.database.unit(desk["maija"]) as unit:
        service = NewSubscription("S1", "Kuitu", "Piilokuja 9", "06150", "Porvoo")
        key = registering.add_subscription(unit, maija, service, Source.SUBJECT)
        for user, subscription in ((hidden, key if named else None), (other, key)):
            registering.add_relation(
                unit, user, RelationKind.USER, maija, source=Source.SUBJECT, subscription_id=subscription
            )
    ticket = opened(desk, maija)
    assert_silent(card(desk, ticket))
    with desk.database.reading(desk["maija"]) as unit:
        assert_silent(history.lines(unit, ticket))


def assert_silent(told: object) -> None:
    words = repr(told)
    assert words
    assert [word for word in HIDDEN if word in words] == [], words


def test_a_reply_is_posted_to_the_contact_address_or_not_at_all(desk: Desk, hidden: int) -> None:
    case = register(desk, hidden, reply_form=ReplyForm.PAPER_POST).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    with pytest.raises(StepRefused) as refused:
        hand_over(desk, case, method=HandoverMethod.POST, identity=None)
    assert refused.value.key == "request.no_post_to_protected"
    assert refused.value.sentence("sv")
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(
            Address(
                party_id=hidden,
                kind=AddressKind.CONTACT,
                street="PL 12",
                source=Source.SUBJECT,
                source_on=unit.today,
            )
        )
    hand_over(desk, case, method=HandoverMethod.POST, identity=None)
    with desk.database.reading(desk["jani"]) as unit:
        assert cases.read(unit, case).row.status is CaseStatus.CLOSED


@pytest.mark.parametrize("kind", RelationKind)
def test_each_end_of_a_role_gets_a_package_of_his_own_alone(desk: Desk, kind: RelationKind) -> None:
    """Contact persons, users, payers, guardians, shareholders: companies are no data subjects, these people are."""
    one = add(desk, person("Ykkönen", "1001", "+358400000111"))
    other = add(desk, person("Kakkonen", "1002", "+358400000222"))
    third = add(desk, person("Kolmonen", "1003", "+358400000333"))
    with desk.database.unit(desk["maija"]) as unit:
        for holder in (one, third):
            registering.add_relation(unit, holder, kind, other, source=Source.SUBJECT, task="Tehtävä X")
    for party_id, own in ((one, "Ykkönen"), (other, "Kakkonen"), (third, "Kolmonen")):
        words = package(desk, party_id)
        assert own in words
        assert kind in printed(desk, party_id), "the role itself is his"
        numbers = {"Ykkönen": "0000111", "Kakkonen": "0000222", "Kolmonen": "0000333"}
        for name, number in numbers.items():
            assert (name in words) is (name == own), name
            assert (number in words.replace(" ", "")) is (name == own), name


def person(name: str, number: str, phone: str) -> NewParty:
    contact = ContactDetails(phone=phone)
    return NewParty(PersonDetails(last_name=name, first_names="Aino"), number, contact=contact)


def package(desk: Desk, party_id: int) -> str:
    return repr(_extract(desk, party_id))


def printed(desk: Desk, party_id: int) -> list[object]:
    paper: Any = _extract(desk, party_id)
    return [
        cell for part in paper.sections for block in part.blocks for row in block.rows for cell in row.cells
    ]


def _extract(desk: Desk, party_id: int) -> Extract:
    ticket = opened(desk, party_id, "jani", Purpose.REQUEST)
    with desk.database.unit(desk["jani"]) as unit:
        made = intake.register(unit, Intake(party_id, received_on=unit.today), ticket)
    paper: Extract = do(desk, extract.build, ticket, made.case_id)
    return paper


def test_a_contact_person_has_a_ban_and_a_protection_of_his_own(desk: Desk, hidden: int) -> None:
    _, firm = related(desk, hidden)
    (role,) = card(desk, opened(desk, firm)).roles
    assert (role.protected, role.other_name) == (True, "")
    assert card(desk, opened(desk, firm)).kind is PartyKind.ORGANISATION
    with desk.database.unit(desk["maija"]) as unit:
        assert customers.open(unit, hidden, Purpose.COUNTER), "opened by itself, for a purpose of its own"
