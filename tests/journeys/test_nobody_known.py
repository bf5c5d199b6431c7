"""A request of somebody whom the register does not know, from F8 to the closed case; and an answer that comes late."""

from datetime import date, datetime
from pathlib import Path

from lpo_desk.domain.case import DocumentKind, LateReason
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.paper import PaperKind
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.pages.case_identity import IdentityPanel
from tests.journeys import deeds, hands
from tests.journeys.office import CLERK, NUMBER, OFFICER, THURSDAY, Office
from tests.journeys.proof import Proof, assert_says

NAME = "Kaisa Koski"


def test_nothing_is_held_of_somebody_unknown(office: Office, tmp_path: Path) -> None:
    """The form had come on the 15th of October and lain. Somebody looks everywhere, and the letter says so."""
    proof = Proof(office)
    with office.sits(CLERK) as clerk:
        wizard = hands.begin(clerk)
        hands.choose(clerk, RequestRight.ACCESS)
        form = wizard._ask_page.form
        hands.reach(clerk, form.row("requester_name").editor.widget)
        clerk.robot.type(NAME)
        hands.reach(clerk, form.row("received_on").editor.widget)
        clerk.robot.type("15.10.")
        clerk.robot.press("Return")
        hands.see_who(clerk)
        if office.customer.lang is Lang.SV:
            hands.reach(clerk, wizard._content_page.form.row("reply_lang").editor.widget)
            clerk.robot.press("Down")
        clerk.robot.press("Ctrl+Return")
        hands.register(clerk)
    office.desk.clock.forward(days=1)
    with office.sits(OFFICER) as officer:
        page = hands.from_the_queue(officer)
        hands.step(officer, page, IdentityPanel)  # what was seen at the counter is filled in
        hands.gather(officer, page, (0, 0, 0, 0, 0))
        hands.review(officer, page)
        hands.decide(officer, page, "2")  # to refuse comes before: nothing can be granted
        assert hands.reply(officer, page) == 1
    office.desk.clock.forward(days=2)
    with office.sits(CLERK) as clerk:
        hands.hand_over(clerk, hands.bring_up(clerk, NUMBER), late=True)

    assert proof.changes() == proof.filed(
        PaperKind.ACCESS_REQUEST, THURSDAY, dated=date(2026, 10, 15), known=False
    )
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY}
    assert_says(
        papers[DocumentKind.RECEIPT], office.letter("receipt.title"), NAME, "15.10.2026", "16.11.2026"
    )
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        NAME,
        office.letter("letter.outcome_nothing_held"),
    )
    places = "update gather_task found answered_at answered_by"
    step = {"insert case_event", "update request_case status"}
    assert proof.story() == [
        (
            "maija",
            frozenset(
                f"insert {table}"
                for table in (
                    *("request_case", "request_claim", "case_event", "clock_event", "identity_check"),
                    "manual_record",
                )
            ),
        ),
        deeds.RECEIPT,
        (
            "jani",
            frozenset(
                {*step, "update request_case handler_id", "insert identity_check", "insert gather_task"}
            ),
        ),
        ("jani", frozenset({*step, places})),
        ("jani", frozenset({*step, "update request_claim reviewed_by"})),
        deeds.decided(deeds.GRANTED),
        deeds.REPLIED,
        deeds.HANDED_OVER_LATE,
    ]
    assert proof.booked(tmp_path) == proof.expected(
        THURSDAY,
        [RequestRight.ACCESS],
        Resolution.NOTHING_HELD,
        received_on=datetime(2026, 10, 15),
        due_on=datetime(2026, 11, 16),
        days=42,
        is_late=terms("export.yes", lang=office.lang),
        late_reason=terms(LateReason.WORKLOAD.term, lang=office.lang),
    )
