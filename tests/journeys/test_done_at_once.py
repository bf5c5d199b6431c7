"""Rights that hold from the moment they are asked: objecting to marketing (GDPR art. 21(2)) and withdrawing consent
(art. 7(3)). The receipt is the confirmation, and the case is closed when it is registered."""

from pathlib import Path

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.labels import Term
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import Channel, PermissionState, Sender
from lpo_desk.domain.permissions import Way
from lpo_desk.ui.pages.queue import QueuePage
from tests.journeys import deeds, hands
from tests.journeys.office import MONDAY, NUMBER, OFFICER, PAPER, Office
from tests.journeys.proof import Proof, assert_says, assert_silent


def at_once(*more: str) -> deeds.Deed:
    """Registered, carried out and closed; nobody was asked for data."""
    inserts = ("request_case", "request_claim", "case_event", "clock_event", "identity_check")
    updates = (
        "request_claim resolution decided_at decided_by effected_at",
        "request_case status",
        "request_case closed_on",
    )
    return "maija", frozenset(
        (
            *(f"insert {each}" for each in inserts),
            *(f"update {each}" for each in updates),
            *(*deeds.FILED, deeds.KEPT),
            *more,
        )
    )


def assert_nothing_is_left(office: Office) -> None:
    """The officer's queue is calm."""
    with office.sits(OFFICER) as officer:
        hands.show_queue(officer)
        queue = officer.window.tabs.current
        assert isinstance(queue, QueuePage)
        officer.robot.wait_for(queue.calm.isVisible)


def test_an_objection_to_marketing(office: Office, tmp_path: Path) -> None:
    proof = Proof(office)
    with hands.taking_in(office, RequestRight.MARKETING_OBJECTION) as (clerk, _):
        clerk.robot.press("Return")
    done = Term("request_wizard.registered_done", {"number": NUMBER})
    assert clerk.said == clerk.language.text("request_wizard.filed_nowhere", said=done, paper=PAPER)
    assert_nothing_is_left(office)

    form = proof.filed(PaperKind.REQUEST, MONDAY)
    assert set(proof.changes()) == {*form, "+permission_event", "+suppression_entry"}
    said = {
        (row["sender"], row["channel"], row["state"], row["way"]) for row in proof.came("permission_event")
    }
    assert said == {(each, Channel.ALL, PermissionState.BANNED, Way.COUNTER) for each in Sender}
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT}
    receipt = papers[DocumentKind.RECEIPT]
    assert_says(
        receipt,
        office.letter("receipt.title"),
        office.customer.name,
        office.letter("letter.done_marketing_objection", on=MONDAY),
    )
    assert_silent(receipt, office.letter("receipt.due_heading"), "23.12.2026")
    assert proof.story() == [at_once("insert permission_event"), deeds.RECEIPT]
    right = RequestRight.MARKETING_OBJECTION
    assert proof.booked(tmp_path) == proof.expected(MONDAY, [right], Resolution.FULFILLED)


def test_a_withdrawal_of_one_consent_of_two(office: Office, tmp_path: Path) -> None:
    proof = Proof(office)
    with hands.taking_in(office, RequestRight.CONSENT_WITHDRAWAL) as (clerk, _):
        clerk.robot.press("Space", "Return")  # letters may go on coming
    assert_nothing_is_left(office)

    assert proof.changes() == [*proof.filed(PaperKind.REQUEST, MONDAY), "+permission_event"]
    (event,) = proof.came("permission_event")
    assert (event["sender"], event["channel"], event["state"], event["on_date"]) == (
        Sender.OWN,
        Channel.EMAIL,
        PermissionState.WITHDRAWN,
        MONDAY,
    )
    receipt = proof.papers()[DocumentKind.RECEIPT]
    assert_says(
        receipt,
        office.customer.name,
        office.letter("letter.done_consent_withdrawal", on=MONDAY),
        f"{office.letter(Sender.OWN.term)}: {office.letter(Channel.EMAIL.term)}",
    )
    assert_silent(
        receipt,
        f"{office.letter(Sender.OWN.term)}: {office.letter(Channel.POST.term)}",
        office.letter("receipt.due_heading"),
    )
    assert proof.story() == [at_once("insert claim_item", "insert permission_event"), deeds.RECEIPT]
    right = RequestRight.CONSENT_WITHDRAWAL
    assert proof.booked(tmp_path) == proof.expected(MONDAY, [right], Resolution.FULFILLED)
