"""Every step of a case: what may happen where, what each step demands, and that a refused one changes nothing."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.requests import IdentityCheck, RequestCase
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.domain.accounts import actor_of
from lpo_desk.domain.case import (
    OPEN,
    CaseDiary,
    CaseEvent,
    CaseFile,
    CaseStatus,
    DocumentKind,
    GatherPlace,
    HandoverMethod,
    IdentityMethod,
    LateReason,
    Requester,
)
from lpo_desk.domain.claims import Decision, RefusalGround, Resolution
from lpo_desk.domain.deadlines import ClockFault, ClockRefused
from lpo_desk.domain.text import TextRefused
from lpo_desk.domain.transitions import after, possible
from lpo_desk.services import accounts, cases, casework, closing, deciding
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang
from tests.fixtures_db import PASSWORD, Clock, Desk
from tests.services.case_steps import (
    FULFILLED,
    ON_THE_FILE,
    STEPS,
    TODAY,
    answer_all,
    answer_place,
    archive_reply,
    bring,
    customer,
    do,
    everything,
    hand_over,
    register,
    twin,
)

STATES = [(status, True) for status in (*sorted(OPEN, key=lambda s: s.value), CaseStatus.CLOSED)] + [
    (CaseStatus.DECIDE, False)
]


def read(desk: Desk, case_id: int) -> CaseFile:
    with desk.database.reading(desk["jani"]) as unit:
        return cases.read(unit, case_id)


def refused(desk: Desk, key: str, step: Callable[..., Any], *args: Any, **keywords: Any) -> None:  # noqa: ANN401 - of any step
    """The step is refused with that sentence, and nothing at all is changed."""
    before = everything(desk)
    with pytest.raises(StepRefused) as refusal:
        do(desk, step, *args, **keywords)
    assert refusal.value.key == key
    assert refusal.value.sentence("sv")
    assert everything(desk) == before


@pytest.mark.parametrize(("status", "proven"), STATES)
def test_every_step_in_every_state(desk: Desk, status: CaseStatus, proven: bool) -> None:
    """All pairs of the table: allowed ones lead where it says, the others raise and change nothing."""
    party = customer(desk)
    twin(desk, party)
    for name, (events, step) in STEPS.items():
        case = register(desk, party).case_id
        bring(desk, case, status, proven=proven)
        if status is CaseStatus.GATHER:
            answer_all(desk, case)
        if status is CaseStatus.REPLY:
            archive_reply(desk, case)
        identified = any(
            line.what in (CaseDiary.IDENTITY_OK, CaseDiary.PROOF_ARRIVED)
            for line in read(desk, case).timeline
        )
        happening = events & possible(status, identified=identified)
        assert read(desk, case).allowed == possible(status, identified=identified), name
        if not happening:
            refused(desk, "request.step_refused", step, case)
            continue
        (event,) = happening
        do(desk, step, case)
        file = read(desk, case)
        assert file.row.status is after(status, event, identified=identified), name
        assert file.timeline[-1].what.value == event.value, name
        assert file.timeline[-1].who == "Jani Alho"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_case_stays_whole(local_desk: Desk, seed: int) -> None:
    """Random steps on random days: the state follows the table, the clock can always be read, nothing vanishes."""
    chance = random.Random(seed)
    desk, party = local_desk, customer(local_desk)
    other = twin(desk, party)
    case = register(desk, party).case_id
    known = {case, other}
    for _ in range(60):
        before = read(desk, case)
        name, (events, step) = chance.choice(list(STEPS.items()))
        if before.row.status is CaseStatus.GATHER and chance.random() < 0.7:
            answer_all(desk, case, found=chance.randrange(3))
        if before.row.status is CaseStatus.REPLY and chance.random() < 0.7:
            archive_reply(desk, case)
        try:
            do(desk, step, case)
        except (StepRefused, ClockRefused):
            assert replace(read(desk, case), gather=(), documents=()) == replace(
                before, gather=(), documents=()
            )
        else:
            found = {
                after(before.row.status, event, identified=known_person)
                for event in events
                for known_person in (True, False)
            }
            assert read(desk, case).row.status in found, name
        now = read(desk, case)
        closed = now.row.status is CaseStatus.CLOSED
        assert closed == (now.row.due.stopped is not None)
        assert closed <= (now.row.resolution is not None)
        with desk.database.reading(desk["jani"]) as unit:
            assert {row.case_id for row in cases.queue(unit, open_only=False)} == known
        if closed:
            case = register(desk, party).case_id
            known.add(case)


# --- identity


@ON_THE_FILE
def test_identity_needs_a_way(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    key = "request.identity_method_missing"
    refused(desk, key, casework.confirm_identity, case, IdentityMethod.NOT_VERIFIED)


def test_the_clock_stands_while_identity_is_asked_for(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    refused(desk, "request.reason_missing", casework.doubt_identity, case, " \n ")
    do(desk, casework.doubt_identity, case, "Nimi ei täsmää.")
    assert read(desk, case).row.due.suspended
    desk.clock.forward(days=10)
    do(desk, casework.confirm_identity, case, IdentityMethod.ID_CARD)
    state = read(desk, case).row.due
    assert not state.suspended
    assert state.deadline.suspended_days == 10
    # 23.12.2026 + 10 days is Saturday 2.1.2027
    assert state.deadline.legal == date(2027, 1, 4)
    assert [line.place for line in read(desk, case).gather] == list(GatherPlace)


@ON_THE_FILE
def test_a_person_who_was_never_identified_gets_no_data(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.DECIDE, proven=False)
    for resolution in (Resolution.FULFILLED, Resolution.NOTHING_HELD):
        refused(desk, "request.not_identified", deciding.decide, case, Decision(resolution))
    partly = Decision(Resolution.PARTLY, (RefusalGround.OTHERS_RIGHTS,), "Osa on muiden.")
    refused(desk, "request.not_identified", deciding.decide, case, partly)
    unknown = Decision(Resolution.NOT_IDENTIFIED, (RefusalGround.NOT_IDENTIFIED,), "Selvitystä ei tullut.")
    do(desk, deciding.decide, case, unknown)
    assert read(desk, case).row.status is CaseStatus.REPLY


def test_proof_that_comes_late_opens_the_case_again(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.DECIDE, proven=False)
    do(desk, casework.confirm_identity, case, IdentityMethod.PASSPORT)
    assert read(desk, case).row.status is CaseStatus.GATHER
    assert len(read(desk, case).gather) == len(GatherPlace)
    assert not read(desk, case).row.due.suspended


@ON_THE_FILE
def test_a_representative_is_accepted_with_his_paper_only(desk: Desk) -> None:
    who: dict[str, Any] = {"requester": Requester.ATTORNEY, "requester_name": "Liisa Lahti"}
    case = register(
        desk, customer(desk), identity=IdentityMethod.PASSPORT, identity_matches=True, **who
    ).case_id
    assert read(desk, case).row.status is CaseStatus.RECEIVED
    assert not read(desk, case).identity_ok
    assert "request.mark_missing_authority" in read(desk, case).marks_missing
    key = "request.authority_missing"
    refused(desk, key, casework.confirm_identity, case, IdentityMethod.PASSPORT)
    do(desk, casework.confirm_identity, case, IdentityMethod.PASSPORT, authority="Valtakirja 20.11.2026")
    assert read(desk, case).intake.authority_document == "Valtakirja 20.11.2026"
    assert "request.mark_missing_authority" not in read(desk, case).marks_missing


# --- gathering and review


def test_every_place_answers_before_the_case_goes_on(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.GATHER)
    *first, last = GatherPlace
    for place in first:
        do(desk, answer_place, case, place, 0, "Ei löytynyt.")
    refused(desk, "request.places_unanswered", casework.finish_gathering, case)
    refused(desk, "gathering.not_open", answer_place, case, last, -1)
    do(desk, answer_place, case, last, 0)
    do(desk, casework.finish_gathering, case)
    line = read(desk, case).gather[0]
    assert (line.found, line.note, line.answered_by, line.answered_at) == (
        0,
        "Ei löytynyt.",
        "Jani Alho",
        desk.clock(),
    )
    refused(desk, "gathering.not_open", answer_place, case, last, 5)


def test_what_is_left_out_forbids_a_full_answer(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REVIEW)
    do(desk, casework.finish_review, case, ("customer_note:1:text", "customer_note:1:text"))
    assert read(desk, case).left_out == ("customer_note:1:text",)
    refused(desk, "request.something_left_out", deciding.decide, case, FULFILLED)
    do(desk, casework.send_back, case, "Merkintä poistetaan.")
    do(desk, casework.finish_review, case, ())
    withheld = replace(FULFILLED, withheld="Naapurin nimi")
    refused(desk, "request.something_left_out", deciding.decide, case, withheld)
    do(desk, deciding.decide, case, FULFILLED)


# --- decision


@ON_THE_FILE
@pytest.mark.parametrize(
    "resolution", [Resolution.PARTLY, Resolution.REFUSED, Resolution.NOT_IDENTIFIED], ids=lambda r: r.value
)
def test_a_refusal_needs_grounds_and_reasons(desk: Desk, resolution: Resolution) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.DECIDE)
    ground = (RefusalGround.OTHER,)
    for decision in (
        Decision(resolution),
        Decision(resolution, ground),
        Decision(resolution, ground, " \u00a0\n"),
        Decision(resolution, (), "Perustelu."),
    ):
        refused(desk, "request.reasons_missing", deciding.decide, case, decision)
    do(desk, deciding.decide, case, Decision(resolution, ground, " Perustelu. "))
    file = read(desk, case)
    (claim,) = file.claims
    assert (file.row.resolution, claim.reasons, claim.grounds) == (resolution, "Perustelu.", ground)


@ON_THE_FILE
def test_a_decision_cannot_contradict_the_case(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.DECIDE)
    refused(desk, "request.something_found", deciding.decide, case, Decision(Resolution.NOTHING_HELD))
    refused(desk, "request.step_refused", deciding.decide, case, Decision(Resolution.WITHDRAWN))
    unknown = register(desk, None, requester_name="Tuntematon Kävijä").case_id
    bring(desk, unknown, CaseStatus.DECIDE, found=0)
    refused(desk, "request.no_customer_to_extract", deciding.decide, unknown, FULFILLED)
    do(desk, deciding.decide, unknown, Decision(Resolution.NOTHING_HELD))
    assert read(desk, unknown).row.resolution is Resolution.NOTHING_HELD


def test_sending_back_voids_the_decision(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    refused(desk, "request.reason_missing", casework.send_back, case, "")
    do(desk, casework.send_back, case, "Uusi tieto löytyi.")
    assert read(desk, case).row.resolution is None
    desk.clock.forward(minutes=1)
    do(desk, deciding.decide, case, FULFILLED)
    # the papers of the former decision do not serve the new one
    with pytest.raises(StepRefused) as refusal:
        hand_over(desk, case)
    assert refusal.value.key == "request.reply_missing"


# --- handover


@ON_THE_FILE
@pytest.mark.parametrize("missing", [DocumentKind.REPLY, DocumentKind.EXTRACT], ids=lambda kind: kind.value)
def test_nothing_is_handed_over_without_its_papers(desk: Desk, missing: DocumentKind) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    for kind in {DocumentKind.REPLY, DocumentKind.EXTRACT, DocumentKind.RECEIPT} - {missing}:
        do(desk, cases.archive, case, kind, Lang.FI, b"%PDF-")
    arguments = {"on": TODAY, "identity": IdentityMethod.PASSPORT}
    refused(desk, "request.reply_missing", closing.hand_over, case, HandoverMethod.COUNTER, **arguments)


@ON_THE_FILE
def test_a_refusal_is_handed_over_without_an_extract(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.DECIDE)
    do(desk, STEPS["decide"][1], case)
    do(desk, cases.archive, case, DocumentKind.REPLY, Lang.FI, b"%PDF-")
    hand_over(desk, case, method=HandoverMethod.POST, identity=None)
    assert read(desk, case).row.status is CaseStatus.CLOSED


@ON_THE_FILE
@pytest.mark.parametrize("identity", [None, IdentityMethod.NOT_VERIFIED])
def test_at_the_counter_identity_is_seen_again(desk: Desk, identity: IdentityMethod | None) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    arguments = {"on": TODAY, "identity": identity}
    refused(
        desk, "request.identity_at_handover", closing.hand_over, case, HandoverMethod.COUNTER, **arguments
    )
    hand_over(desk, case, identity=IdentityMethod.KNOWN)
    with desk.database.reading(desk["jani"]) as unit:
        seen = unit.session.scalars(select(IdentityCheck).where(IdentityCheck.at_handover)).all()
        assert [(check.method, check.matches) for check in seen] == [(IdentityMethod.KNOWN, True)]


def test_the_day_of_handover_lies_between_the_decision_and_today(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    # 23.30 UTC on the 23rd is the 24th in Helsinki
    desk.clock.forward(hours=15.5)
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    desk.clock.forward(days=2)
    for day in (date(2026, 11, 23), date(2026, 11, 27)):
        key = "request.handover_day_wrong"
        refused(desk, key, closing.hand_over, case, HandoverMethod.POST, on=day)
    do(desk, closing.hand_over, case, HandoverMethod.POST, on=date(2026, 11, 24))
    assert read(desk, case).row.due.stopped == date(2026, 11, 24)


def test_a_late_reply_says_why(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    desk.clock.forward(days=31)  # 24.12., one day late
    on = date(2026, 12, 24)
    key = "request.late_reason_missing"
    refused(desk, key, closing.hand_over, case, HandoverMethod.POST, on=on)
    do(desk, closing.hand_over, case, HandoverMethod.POST, on=on, late_reason=LateReason.HARD_TO_FIND)
    with desk.database.reading(desk["jani"]) as unit:
        row = unit.session.get_one(RequestCase, case)
        assert (row.closed_on, row.late_reason) == (on, LateReason.HARD_TO_FIND)
    assert read(desk, case).row.due.late


@ON_THE_FILE
def test_a_reply_in_time_keeps_no_reason_of_lateness(desk: Desk) -> None:
    """The letter was posted on the last day; the clerk wrote it down the day after."""
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    desk.clock.forward(days=31)
    on = date(2026, 12, 23)
    do(desk, closing.hand_over, case, HandoverMethod.POST, on=on, late_reason=LateReason.MISTAKE)
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.session.get_one(RequestCase, case).late_reason is None


def test_closing_takes_the_open_request_off_the_customer(desk: Desk) -> None:
    party = customer(desk)
    case = register(desk, party).case_id

    def flags() -> str:
        with desk.database.reading(desk["jani"]) as unit:
            return unit.session.scalars(select(ListEntry.flags).where(ListEntry.party_id == party)).one()

    assert "open_request" in flags()
    do(desk, closing.withdraw, case, "Ei tarvitsekaan.")
    assert "open_request" not in flags()


# --- extension


def test_one_extension_from_the_original_request(desk: Desk) -> None:
    case = register(desk, customer(desk), received_on=date(2026, 11, 6)).case_id
    assert read(desk, case).row.due.deadline.legal == date(2026, 12, 7)
    refused(desk, "request.reason_missing", casework.extend, case, "")
    assert read(desk, case).may_extend
    do(desk, casework.extend, case, "Papereita on kahdessa toimipisteessä.")
    file = read(desk, case)
    assert (file.row.due.deadline.legal, file.row.due.extended) == (date(2027, 2, 8), True)
    assert not file.may_extend
    assert file.timeline[-1].what is CaseDiary.EXTENDED
    before = everything(desk)
    with pytest.raises(ClockRefused) as refusal:
        do(desk, casework.extend, case, "Vielä.")
    assert refusal.value.fault is ClockFault.ALREADY_EXTENDED
    assert everything(desk) == before


@ON_THE_FILE
@pytest.mark.parametrize(("days", "allowed"), [(0, True), (30, True), (31, False)])
def test_an_extension_is_told_inside_the_first_month(desk: Desk, days: int, allowed: bool) -> None:
    case = register(desk, customer(desk)).case_id
    desk.clock.forward(days=days)
    assert read(desk, case).may_extend is allowed
    if allowed:
        do(desk, casework.extend, case, "Pyyntöjä on paljon.")
        return
    before = everything(desk)
    with pytest.raises(ClockRefused) as refusal:
        do(desk, casework.extend, case, "Pyyntöjä on paljon.")
    assert refusal.value.fault is ClockFault.EXTENSION_LATE
    assert "23.12.2026" in refusal.value.sentence("fi")
    assert everything(desk) == before


def test_two_officers_cannot_extend_at_once(furnished_postgres_url: str) -> None:
    """Clock events lie in a table of their own: two of them would leave a clock that nobody can read."""
    clock = Clock()
    first, second = (
        accounts.sign_in(furnished_postgres_url, "admin", PASSWORD, clock=clock) for _ in range(2)
    )
    try:
        database, other = first.opened.database, second.opened.database
        with database.reading(first.actor) as unit:
            jani = actor_of(accounts.named(unit, "jani"))
        desk = Desk(first, clock, {"jani": jani})
        case = register(desk, None, who="jani", requester_name="Kaisa Koski").case_id
        refusals: list[ClockRefused] = []
        holding = threading.Event()

        def late() -> None:
            holding.wait(5)
            try:
                with other.unit(jani) as unit:
                    casework.extend(unit, case, "Toinen.")
            except ClockRefused as refusal:
                refusals.append(refusal)

        thread = threading.Thread(target=late)
        thread.start()
        with database.unit(jani) as unit:
            casework.extend(unit, case, "Ensimmäinen.")
            holding.set()
            time.sleep(0.4)  # long enough for the other to come to the lock
        thread.join(10)
        assert [refusal.fault for refusal in refusals] == [ClockFault.ALREADY_EXTENDED]
        assert read(desk, case).row.due.extended
    finally:
        first.opened.close()
        second.opened.close()


# --- words


@ON_THE_FILE
def test_words_are_cleaned_and_hold_no_identity_code(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    do(desk, casework.doubt_identity, case, "Kortissa oli 010190-999P, ei 010190+999P.")
    (line,) = [line for line in read(desk, case).timeline if line.reason]
    assert line.reason == "Kortissa oli 010190-****, ei 010190+****."
    with pytest.raises(TextRefused):
        do(desk, casework.no_proof, case, "a" * 4001)


@ON_THE_FILE
def test_taking_a_case_names_its_handler(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    do(desk, casework.take, case)
    assert read(desk, case).row.handler == "Jani Alho"
    assert read(desk, case).timeline[-1].what is CaseDiary.TAKEN
    bring(desk, case, CaseStatus.CLOSED)
    refused(desk, "request.step_refused", casework.take, case)
    refused(desk, "request.step_refused", casework.extend, case, "Myöhässä.")


def test_the_steps_above_are_all_the_events() -> None:
    assert frozenset().union(*(events for events, _ in STEPS.values())) == set(CaseEvent) - {
        CaseEvent.RETURNED  # only what was sent comes back: test_closing.py
    }
