"""What a paper belongs to: a case, a contract, a right to act; told under a ticket, and only of whom it concerns."""

from dataclasses import replace
from datetime import date

import pytest

from lpo_desk.db.tables.register import PartyRelation
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.unit import NoTicket
from lpo_desk.domain.audit import Change, Purpose
from lpo_desk.domain.authority import AuthorityKind
from lpo_desk.domain.labels import Term
from lpo_desk.domain.paper import PaperDetails, PaperRefused
from lpo_desk.domain.paper_ties import PaperTie, TieKind, TieLine
from lpo_desk.domain.party import RelationKind, Source, SubscriptionState
from lpo_desk.services import (
    cards,
    customers,
    paper_changes,
    paper_stories,
    paper_ties,
    papers,
    relations,
)
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.ui.case_hands import register, request_of


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """Maija with a running and an ended contract, and Eino who acts for her; Ester is protected."""
    with desk.database.unit(desk["maija"]) as unit:
        made = {
            "maija": add(unit, Someone("Aalto", "Maija", "10042")),
            "eino": add(unit, Someone("Aalto", "Eino", "10043")),
            "ester": add(unit, Someone("Suojala", "Ester", "10077", protected=True)),
        }
        came = {"source": Source.SUBJECT, "source_on": unit.today, "source_by": "maija"}
        for owner, number, ends in (
            ("maija", "L100", None),
            ("maija", "L101", date(2025, 5, 31)),
            ("ester", "L102", None),
        ):
            unit.session.add(
                Subscription(
                    party_id=made[owner], number=number, product="Kuitu", ends_on=ends,
                    state=SubscriptionState.ACTIVE if ends is None else SubscriptionState.ENDED, **came,
                )
            )  # fmt: skip
        unit.session.add(
            PartyRelation(
                party_id=made["eino"], kind=RelationKind.PROXY, other_id=made["maija"],
                authority=AuthorityKind.POWER_OF_ATTORNEY, **came,
            )
        )  # fmt: skip
        unit.session.add(
            PartyRelation(party_id=made["eino"], kind=RelationKind.PAYER, other_id=made["maija"], **came)
        )
    return made


def offered(desk: Desk, party_id: int) -> list[TieLine]:
    with desk.database.unit(desk["maija"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    with desk.database.reading(desk["maija"]) as unit:
        return list(paper_ties.of_customer(unit, ticket))


def test_an_open_card_tells_its_contracts_and_rights_to_act(desk: Desk, people: dict[str, int]) -> None:
    maija = people["maija"]
    told = offered(desk, maija)
    assert [(line.tie.kind, line.name, line.ended_on) for line in told] == [
        (TieKind.CONTRACT, "L100", None),
        (TieKind.CONTRACT, "L101", date(2025, 5, 31)),
        (TieKind.AUTHORITY, Term("relation_kind.proxy"), None),
    ]
    assert {line.party_id for line in told} == {maija}
    assert [line.tie.kind for line in offered(desk, people["eino"])] == [TieKind.AUTHORITY]
    assert offered(desk, people["ester"]) == [], "a protected person's details were not revealed"


def test_without_a_living_ticket_nothing_of_a_customer_is_told(desk: Desk, people: dict[str, int]) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        ticket = customers.open(unit, people["maija"], Purpose.COUNTER)
    with pytest.raises(NoTicket), desk.database.reading(desk["kalle"]) as unit:
        paper_ties.of_customer(unit, ticket)
    desk.clock.forward(days=1)
    with pytest.raises(NoTicket), desk.database.reading(desk["maija"]) as unit:
        paper_ties.of_customer(unit, ticket)


def test_cases_are_those_of_the_people_and_of_the_own_office(desk: Desk, people: dict[str, int]) -> None:
    for who in ("maija", "eino"):
        register(desk, request_of(people[who]))
    for clerk, numbers in (("maija", ["L-2026-0001"]), ("kalle", []), ("jani", ["L-2026-0001"])):
        with desk.database.reading(desk[clerk]) as unit:
            assert [line.name for line in paper_ties.cases_of(unit, [people["maija"]])] == numbers


def test_a_paper_belongs_to_one_thing_of_whom_it_concerns(desk: Desk, people: dict[str, int]) -> None:
    case = PaperTie(TieKind.CASE, register(desk, request_of(people["maija"])))
    running, ended, authority = (line.tie for line in offered(desk, people["maija"]))
    for tie in (case, running, authority):
        with pytest.raises(PaperRefused) as refused, desk.database.unit(desk["maija"]) as unit:
            papers.enter(unit, PaperDetails(people=(people["ester"],), tie=tie))
        assert refused.value.key == "paper.tie_of_others"
    with desk.database.unit(desk["maija"]) as unit:
        row = papers.enter(unit, PaperDetails(people=(people["maija"],), tie=case))
    assert row.case_id == case.key
    later: tuple[PaperTie | None, ...] = (running, ended, authority, None)
    for now in later:
        desk.clock.forward(minutes=5)
        with desk.database.unit(desk["maija"]) as unit:
            base = paper_changes.details_of(unit, row.id)
            paper_changes.revise(unit, row.id, base, replace(base, tie=now))
        with desk.database.reading(desk["maija"]) as unit:
            told = paper_ties.of_paper(unit, row.id)
            assert (told.tie if told else None) == paper_changes.details_of(unit, row.id).tie == now
            assert paper_stories.story_of(unit, row.id)[-1].changes == (
                Change("paper_sheet.tie", None, None),
            )


def test_a_role_recorded_by_mistake_goes_and_its_paper_stays(desk: Desk, people: dict[str, int]) -> None:
    authority = offered(desk, people["maija"])[-1].tie
    with desk.database.unit(desk["maija"]) as unit:
        row = papers.enter(unit, PaperDetails(people=(people["maija"],), tie=authority))
        ticket = customers.open(unit, people["maija"], Purpose.COUNTER)
    with desk.database.unit(desk["maija"]) as unit:
        role = next(line for line in cards.read(unit, ticket).roles if line.id == authority.key)
        relations.remove(unit, ticket, role.id, role.relation)
    with desk.database.reading(desk["maija"]) as unit:
        assert paper_ties.of_paper(unit, row.id) is None
        assert papers.get(unit, row.id).party_id == people["maija"]
