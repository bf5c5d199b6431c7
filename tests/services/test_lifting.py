"""A restriction of a case: the correction it waits for passes it, then it is proposed for lifting and lifted."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lpo_desk.db.errors import Restricted
from lpo_desk.documents import casework as papers
from lpo_desk.domain.case import CaseDiary, CaseFile, CaseStatus, DocumentKind, HandoverMethod
from lpo_desk.domain.claims import Asked, AskedItem, Decision, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.lifting import left_by, proposed
from lpo_desk.domain.restriction import RestrictionGround, ToLift
from lpo_desk.domain.sections import Section
from lpo_desk.services import cases, closing, deciding, letters, restrictions, sections
from lpo_desk.services._steps import StepRefused
from lpo_desk.services.restrictions import RestrictionRefused
from lpo_desk.terms import Lang, terms
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    FULFILLED,
    ON_THE_FILE,
    REFUSED,
    TODAY,
    bring,
    customer,
    do,
    hand_over,
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
COMPELLING = Decision(
    Resolution.REFUSED, (RefusalGround.COMPELLING,), "Laskutus vaatii käsittelyn, vaikka sitä vastustetaan."
)
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


def bring_day(desk: Desk, day: date) -> None:
    desk.clock.now = datetime.combine(day, desk.clock().time(), desk.clock().tzinfo)


def test_the_day_of_the_letter_is_kept_and_lifting_before_it_is_asked(desk: Desk) -> None:
    party_id, case_id = case_of(desk, CORRECTION, CONTESTED)
    decide(desk, case_id)
    (held,) = read(desk, case_id).restrictions
    ticket, day = opened(desk, party_id), TODAY + timedelta(7)
    papers.issue_lifting_notice(desk.database, desk["jani"], held.id, ticket, day, "Tiedot tarkistettiin.")
    assert read(desk, case_id).restrictions[0].lifting_on == day
    assert card(desk, ticket, "jani").restrictions[0].lifting_on == day
    do(desk, restrictions.tell, ticket, held.id, TODAY)
    assert read(desk, case_id).restrictions[0].lifting_on == day, "telling does not forget it"
    with pytest.raises(RestrictionRefused) as refused:
        do(desk, restrictions.lift, ticket, held.id)
    assert refused.value.key == "restriction.before_day"
    assert do(desk, restrictions.to_lift) == ()
    do(desk, restrictions.lift, ticket, held.id, early=True)
    assert read(desk, case_id).restrictions == ()


def test_when_its_day_comes_start_page_and_queue_say_so_and_it_is_lifted_unasked(desk: Desk) -> None:
    party_id, case_id = case_of(desk, CONTESTED)
    number = read(desk, case_id).row.number
    (held,) = read(desk, case_id).restrictions
    day = TODAY + timedelta(3)
    do(desk, restrictions.tell, opened(desk, party_id), held.id, TODAY, day)
    assert read(desk, case_id).restrictions[0].lifting_on == day
    bring_day(desk, day)
    assert do(desk, restrictions.to_lift) == (ToLift(party_id, case_id, number, day, told=True),)
    row = next(row for row in do(desk, cases.queue) if row.case_id == case_id)
    assert row.lifting_on == day
    assert all(row.lifting_on is None for row in do(desk, cases.queue, who="maija"))
    do(desk, restrictions.lift, opened(desk, party_id), held.id)
    assert do(desk, restrictions.to_lift) == ()


def test_a_restriction_without_a_case_is_known_by_the_customer(desk: Desk) -> None:
    party_id = customer(desk)
    key = do(desk, restrictions.restrict, opened(desk, party_id), ACCURACY, "Kiistää osoitteen.")
    do(desk, restrictions.tell, opened(desk, party_id), key, TODAY, TODAY)
    assert do(desk, restrictions.to_lift) == (ToLift(party_id, None, "10042", TODAY, told=True),)


@ON_THE_FILE
def test_who_was_told_of_a_day_is_told_of_another_anew(desk: Desk) -> None:
    party_id, case_id = case_of(desk, CONTESTED)
    (held,) = read(desk, case_id).restrictions
    do(desk, restrictions.tell, opened(desk, party_id), held.id, TODAY, TODAY)
    do(desk, restrictions.promise, held.id, TODAY + timedelta(1))
    assert do(desk, restrictions.of_case, case_id)[0].told_on is None
    with pytest.raises(RestrictionRefused, match="lifting_when"):
        do(desk, restrictions.tell, opened(desk, party_id), held.id, TODAY, TODAY - timedelta(1))


def test_a_refused_objection_tells_in_its_letter_when_its_restriction_ends(desk: Desk) -> None:
    party_id, case_id = case_of(desk, OBJECTED)
    assert left_by(read(desk, case_id), read(desk, case_id).claims[0]) is not None
    day = TODAY + timedelta(14)
    decide(desk, case_id, replace(COMPELLING, lifting_on=day))
    (held,) = read(desk, case_id).restrictions
    assert (held.lifting_on, held.told_on) == (day, None)
    assert proposed(read(desk, case_id), held)
    made = papers.issue_reply(desk.database, desk["jani"], case_id, opened(desk, party_id))
    assert squeezed("Rajoitus poistetaan ma 7.12.2026") in squeezed(pdf_text(made[DocumentKind.REPLY]))
    assert read(desk, case_id).restrictions[0].told_on is None, "a letter in the drawer has told nobody"
    hand_over(desk, case_id)
    closed = read(desk, case_id)
    assert closed.restrictions[0].told_on == TODAY
    assert CaseDiary.LIFTING_TOLD in [line.what for line in closed.timeline]


def test_a_refused_objection_without_a_day_says_that_its_restriction_holds(desk: Desk) -> None:
    party_id, case_id = case_of(desk, OBJECTED)
    decide(desk, case_id, COMPELLING)
    made = papers.issue_reply(desk.database, desk["jani"], case_id, opened(desk, party_id))
    said = squeezed(terms("letter.still_restricted", lang=Lang.FI))
    assert said in squeezed(pdf_text(made[DocumentKind.REPLY]))
    hand_over(desk, case_id)
    assert read(desk, case_id).restrictions[0].told_on is None


@ON_THE_FILE
def test_a_letter_that_came_back_has_told_of_no_lifting(desk: Desk) -> None:
    party_id, case_id = case_of(desk, OBJECTED)
    decide(desk, case_id, replace(COMPELLING, lifting_on=TODAY + timedelta(14)))
    papers.issue_reply(desk.database, desk["jani"], case_id, opened(desk, party_id))
    hand_over(desk, case_id, method=HandoverMethod.POST, identity=None)
    assert read(desk, case_id).restrictions[0].told_on == TODAY
    do(desk, closing.returned, case_id, TODAY, "Osoite tuntematon")
    assert read(desk, case_id).restrictions[0].told_on is None


@ON_THE_FILE
def test_no_day_is_said_that_has_gone_by_or_where_the_same_was_granted(desk: Desk) -> None:
    claims = (OBJECTED, Asked(RequestRight.RESTRICTION, "Kaikki", restriction_ground=OBJECTION))
    party_id, case_id = case_of(desk, *claims)
    with pytest.raises(StepRefused) as refused:
        decide(desk, case_id, replace(COMPELLING, lifting_on=TODAY - timedelta(1)))
    assert refused.value.key == "request.lifting_day_gone"
    decide(desk, case_id, replace(COMPELLING, lifting_on=TODAY + timedelta(14)))
    assert read(desk, case_id).restrictions[0].lifting_on == TODAY + timedelta(14)
    decide(desk, case_id)  # the restriction itself is granted
    assert read(desk, case_id).restrictions[0].lifting_on is None
    with desk.database.reading(desk["jani"]) as unit:
        letter, _ = letters.reply(unit, case_id, opened(desk, party_id), None)
    assert [answer.still for answer in letter.answers] == [None, None]


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
