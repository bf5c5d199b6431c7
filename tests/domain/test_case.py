"""The table of a case's states (peers.md section 4.2), without a database."""

from datetime import date
from itertools import product

import pytest

from lpo_desk.domain.case import OPEN, CaseDiary, CaseEvent, CaseStatus, Intake, Requester
from lpo_desk.domain.claims import Asked, RequestRight
from lpo_desk.domain.marks import missing_marks
from lpo_desk.domain.transitions import TRANSITIONS, after, possible
from lpo_desk.terms import has

S, E = CaseStatus, CaseEvent


def test_every_pair_is_in_the_table_or_may_not_happen() -> None:
    for status, event in product(CaseStatus, CaseEvent):
        assert after(status, event) == TRANSITIONS.get((status, event))


def test_a_closed_case_is_only_taken_up_again_and_a_draft_is_no_case() -> None:
    assert possible(S.CLOSED, identified=True) == {E.REOPENED, E.RETURNED}
    assert not possible(S.DRAFT, identified=False)
    assert S.CLOSED not in OPEN
    assert S.DRAFT not in OPEN


@pytest.mark.parametrize("status", [each for each in CaseStatus if each in OPEN])
def test_every_open_case_can_be_withdrawn_and_can_come_to_an_end(status: CaseStatus) -> None:
    assert after(status, E.WITHDRAWN) is S.CLOSED
    reached, new = {status}, {status}
    while new:
        steps = {
            end
            for (start, event), end in TRANSITIONS.items()
            if start in new and event not in (E.WITHDRAWN, E.MARKED_DUPLICATE, E.MOVED)
        }
        new = steps - reached
        reached |= steps
    assert S.CLOSED in reached


def test_every_open_state_is_reached_from_the_first() -> None:
    reached = {S.RECEIVED} | set(TRANSITIONS.values())
    assert reached == OPEN | {S.CLOSED}


def test_what_closes_a_case() -> None:
    assert {event for (_, event), end in TRANSITIONS.items() if end is S.CLOSED} == {
        E.HANDED_OVER,
        E.WITHDRAWN,
        E.MARKED_DUPLICATE,
        E.MOVED,
    }


@pytest.mark.parametrize(("status", "event"), [(S.CLARIFY, E.ANSWERED), (S.CLOSED, E.REOPENED)])
def test_nobody_unknown_is_gathered_for(status: CaseStatus, event: CaseEvent) -> None:
    assert after(status, event, identified=False) is S.RECEIVED


def test_nothing_is_given_without_passing_identity() -> None:
    """The one way around identity is the road of "no proof came", which `possible` closes behind it."""
    without = {
        (start, event) for start, event in TRANSITIONS if event not in (E.IDENTITY_OK, E.PROOF_ARRIVED)
    }
    reached, new = {S.RECEIVED}, {S.RECEIVED}
    while new:
        steps = {
            status
            for start, event in without
            if start in new and event in possible(start, identified=False)
            if (status := after(start, event, identified=False)) is not None
        }
        new = steps - reached
        reached |= steps
    assert not reached & {S.GATHER, S.REVIEW}


def test_late_proof_is_taken_only_where_none_came() -> None:
    assert E.PROOF_ARRIVED in possible(S.DECIDE, identified=False)
    assert E.SEND_BACK not in possible(S.DECIDE, identified=False)
    assert E.PROOF_ARRIVED not in possible(S.DECIDE, identified=True)
    assert E.SEND_BACK in possible(S.DECIDE, identified=True)


def test_the_diary_knows_every_event() -> None:
    assert {event.value for event in CaseEvent} <= {line.value for line in CaseDiary}


@pytest.mark.parametrize("marks", list(product([True, False], repeat=4)))
def test_missing_marks_are_named_one_by_one(marks: tuple[bool, ...]) -> None:
    signed, names, delivered, authority = marks
    missing = missing_marks(
        Intake(
            None,
            requester=Requester.GUARDIAN,
            authority_document="Määräys" if authority else "",
            signed=signed,
            names_register=names,
            delivered_to_office=delivered,
        )
    )
    assert len(missing) == marks.count(False)
    assert all(has(key) for key in missing)
    assert ("request.mark_missing_signed" in missing) is not signed


def test_what_needs_no_form_lacks_none() -> None:
    ban, access = Asked(RequestRight.MARKETING_OBJECTION), Asked(RequestRight.ACCESS)
    assert missing_marks(Intake(None, (ban,), delivered_to_office=False)) == ()
    assert len(missing_marks(Intake(None, (ban, access), delivered_to_office=False))) == 3


@pytest.mark.parametrize(
    ("signed", "signed_on", "marked"),
    [
        (True, date(2026, 11, 20), False),
        (True, date(2026, 11, 21), True),
        (True, None, False),
        (False, date(2026, 11, 21), False),
    ],
)
def test_a_form_dated_after_it_came_is_told(signed: bool, signed_on: date | None, marked: bool) -> None:
    intake = Intake(None, received_on=date(2026, 11, 20), signed=signed, signed_on=signed_on)
    assert ("request.mark_signed_later" in missing_marks(intake)) is marked


@pytest.mark.parametrize(
    ("requester", "until", "marked"),
    [
        (Requester.GUARDIAN, date(2026, 11, 20), False),
        (Requester.GUARDIAN, date(2026, 11, 19), True),
        (Requester.GUARDIAN, None, False),
        (Requester.SELF, date(2026, 11, 19), False),
    ],
)
def test_an_authority_is_good_to_its_last_day(requester: Requester, until: date | None, marked: bool) -> None:
    intake = Intake(
        None,
        requester=requester,
        authority_document="Valtakirja",
        authority_until=until,
        received_on=date(2026, 11, 20),
    )
    assert ("request.mark_authority_expired" in missing_marks(intake)) is marked
