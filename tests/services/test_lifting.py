"""A restriction of a case: the correction it waits for passes it, then it is proposed for lifting and lifted."""

import pytest

from lpo_desk.db.errors import Restricted
from lpo_desk.domain.case import CaseDiary, CaseFile, CaseStatus
from lpo_desk.domain.claims import Asked, AskedItem, Decision, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.lifting import proposed
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.sections import Section
from lpo_desk.services import cases, closing, deciding, letters, restrictions, sections
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    FULFILLED,
    ON_THE_FILE,
    REFUSED,
    TODAY,
    bring,
    customer,
    do,
    opened,
    register,
)
from tests.services.people import card

ACCURACY, OBJECTION = RestrictionGround.ACCURACY, RestrictionGround.OBJECTION
CORRECTION = Asked(
    RequestRight.RECTIFICATION,
    items=(AskedItem("contact.street", "Katuosoite", "Mannerheiminkatu 4", "Kuusitie 5", "Muutin."),),
)
CONTESTED = Asked(RequestRight.RESTRICTION, "Osoite", restriction_ground=ACCURACY)
OBJECTED = Asked(RequestRight.OBJECTION, "Profilointi")
SOME = Decision(Resolution.REFUSED, (RefusalGround.ACCURATE,), "Tieto on tarkistettu ja oikein.")


def case_of(desk: Desk, *claims: Asked, party: int | None = None) -> tuple[int, int]:
    """A person whose claims wait for their decision, and the case."""
    party_id = party or customer(desk)
    case_id = register(desk, party_id, claims=claims).case_id
    bring(desk, case_id, CaseStatus.DECIDE)
    return party_id, case_id


def read(desk: Desk, case_id: int, who: str = "jani") -> CaseFile:
    with desk.database.reading(desk[who]) as unit:
        return cases.read(unit, case_id)


def decide(desk: Desk, case_id: int, decision: Decision = FULFILLED) -> None:
    """The next claim."""
    party_id = read(desk, case_id).row.party_id
    assert party_id is not None
    ticket = opened(desk, party_id)
    do(desk, deciding.decide, case_id, decision, None, ticket)


def street(desk: Desk, party_id: int) -> str:
    street = card(desk, opened(desk, party_id), "jani").contact.street
    assert isinstance(street, str)
    return street


def test_a_correction_passes_the_restriction_that_waits_for_it_and_nothing_else_does(desk: Desk) -> None:
    party_id, case_id = case_of(desk, CORRECTION, CONTESTED)
    assert [each.ground for each in read(desk, case_id).restrictions] == [ACCURACY]
    assert not proposed(read(desk, case_id), read(desk, case_id).restrictions[0])
    decide(desk, case_id)
    assert street(desk, party_id) == "Kuusitie 5"
    (held,) = read(desk, case_id).restrictions
    assert proposed(read(desk, case_id), held), "it is shown, and still in force"
    ticket = opened(desk, party_id)
    with pytest.raises(Restricted):
        do(desk, sections.rectify, ticket, Section.CONTACT, {"street": "Toinen 1"})
    assert street(desk, party_id) == "Kuusitie 5"


@pytest.mark.parametrize("other", ["another case", "no case", "another ground"])
def test_the_restriction_of_somebody_elses_question_stops_the_correction(desk: Desk, other: str) -> None:
    party_id = customer(desk)
    if other == "another case":
        case_of(desk, CONTESTED, party=party_id)
    elif other == "no case":
        do(desk, restrictions.restrict, opened(desk, party_id), ACCURACY, "Kiistää osoitteen.")
    else:
        do(desk, restrictions.restrict, opened(desk, party_id), OBJECTION, "Vastustaa.")
    _, case_id = case_of(desk, CORRECTION, CONTESTED, party=party_id)
    with pytest.raises(Restricted):
        decide(desk, case_id)
    assert street(desk, party_id) == "Mannerheiminkatu 4"
    assert read(desk, case_id).claims[0].resolution is None


def test_told_and_lifted_from_the_case(desk: Desk) -> None:
    party_id, case_id = case_of(desk, CORRECTION, CONTESTED)
    decide(desk, case_id)
    decide(desk, case_id)
    (held,) = read(desk, case_id).restrictions
    ticket = opened(desk, party_id)
    do(desk, restrictions.tell, ticket, held.id, TODAY)
    assert read(desk, case_id).restrictions[0].told_on == TODAY
    do(desk, restrictions.lift, ticket, held.id)
    after = read(desk, case_id)
    assert after.restrictions == ()
    assert [line.what for line in after.timeline][-2:] == [CaseDiary.LIFTING_TOLD, CaseDiary.LIFTED]
    with desk.database.reading(desk["jani"]) as unit:  # the answer may be written after it
        letter, _ = letters.reply(unit, case_id, ticket, None)
    assert len(letter.answers) == 2


@ON_THE_FILE
def test_a_clerk_sees_the_restriction_of_the_case_and_not_why(desk: Desk) -> None:
    _, case_id = case_of(desk, CONTESTED)
    (seen,) = read(desk, case_id, "maija").restrictions
    assert (seen.ground, seen.reason) == (ACCURACY, "")
    assert read(desk, case_id).restrictions[0].reason == "Osoite"


@ON_THE_FILE
@pytest.mark.parametrize(
    ("claims", "decisions", "ground", "wanted"),
    [
        ((CORRECTION, CONTESTED), (), ACCURACY, False),
        ((CORRECTION, CONTESTED), (SOME,), ACCURACY, True),
        ((CONTESTED,), (FULFILLED,), ACCURACY, False),
        ((CONTESTED,), (REFUSED,), ACCURACY, True),
        ((OBJECTED,), (REFUSED,), OBJECTION, True),
        ((OBJECTED,), (FULFILLED,), OBJECTION, False),
    ],
)
def test_when_the_lifting_is_proposed(
    desk: Desk,
    claims: tuple[Asked, ...],
    decisions: tuple[Decision, ...],
    ground: RestrictionGround,
    wanted: bool,
) -> None:
    _, case_id = case_of(desk, *claims)
    for decision in decisions:
        decide(desk, case_id, decision)
    case = read(desk, case_id)
    assert [proposed(case, each) for each in case.restrictions if each.ground is ground] == [wanted]


@ON_THE_FILE
def test_who_withdraws_leaves_a_mark_that_is_proposed_for_lifting(desk: Desk) -> None:
    _, case_id = case_of(desk, CONTESTED)
    do(desk, closing.withdraw, case_id, "Perui.")
    case = read(desk, case_id)
    assert [proposed(case, each) for each in case.restrictions] == [True]
