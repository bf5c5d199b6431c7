"""Erasure (GDPR art. 17) from F8 to the closed case: one prepares, another decides; and a form with two demands."""

from pathlib import Path

from sqlalchemy import select

from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import CaseDiary, CaseStatus, DocumentKind
from lpo_desk.domain.claims import ErasureGround, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.privacy import Category
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_plan import PreparePanel
from lpo_desk.ui.wizards.claim_erase import EraseBlock
from lpo_desk.ui.wizards.request import RequestWizard
from tests.journeys import deeds, hands
from tests.journeys.office import CLERK, NUMBER, OFFICER, THURSDAY, Office
from tests.journeys.proof import Proof, assert_says, assert_silent
from tests.ui.case_hands import ask, case_of
from tests.ui.desk_window import CounterWindow

LAW = "Sopimus on voimassa. Avtalet är i kraft."
"""Reasons that either customer can read."""


def name_groups(clerk: CounterWindow, wizard: RequestWizard, *groups: Category) -> None:
    """Ticks for groups of data, and that consent was withdrawn."""
    block = wizard._content_page.block(RequestRight.ERASURE)
    assert isinstance(block, EraseBlock)
    clerk.robot.wait_for(lambda: block.planned)
    for group in groups:
        hands.reach(clerk, block._boxes[group])
        clerk.robot.press("Space")
    hands.reach(clerk, block.form.row("erasure_ground").editor.widget)
    clerk.robot.press("2", "Return")


def as_far_as_deciding(office: Office) -> None:
    office.desk.clock.forward(days=1)
    with office.sits(OFFICER) as officer:
        page = hands.from_the_queue(officer)
        hands.gather(officer, page)
        hands.review(officer, page)
        hands.deciding(officer, page)


def prepare(office: Office) -> None:
    """The clerk looks at the plan: the button has the keyboard, and Space keeps it."""
    with office.sits(CLERK) as clerk:
        page = hands.bring_up(clerk, NUMBER)
        panel = page.panel
        assert isinstance(panel, PreparePanel)
        clerk.robot.wait_for(lambda: panel.box.prepare.hasFocus() and not page.desk.busy)
        clerk.robot.press("Space")
        clerk.robot.wait_for(lambda: page.panel is not panel and not page.desk.busy)
        assert page.bar.sentence == clerk.language.text("case_page.done_prepared")


def see_plan(officer: CounterWindow, page: CasePage) -> None:
    """The plan is on the screen before anybody decides on it."""
    plan = hands.deciding(officer, page).plan
    assert plan is not None
    officer.robot.wait_for(lambda: not page.desk.busy and bool(plan.lines.text()))


def test_what_law_keeps_stays_and_the_rest_is_erased(office: Office, tmp_path: Path) -> None:
    """Two groups are demanded: marketing permissions go, the history of a running service stays."""
    proof = Proof(office)
    with hands.taking_in(office, RequestRight.ERASURE) as (clerk, wizard):
        name_groups(clerk, wizard, Category.HISTORY, Category.MARKETING)
    as_far_as_deciding(office)
    prepare(office)
    with office.sits(OFFICER) as officer:
        page = hands.from_the_queue(officer)
        see_plan(officer, page)
        hands.refuse(officer, page, "2", LAW, ground=2)
        assert hands.reply(officer, page) == 1
    hands.deliver(office)

    form = proof.filed(PaperKind.RECTIFICATION, THURSDAY)
    assert proof.changes() == sorted([*form, "+erasure_entry", "-permission_event", "-permission_event"])
    (line,) = proof.came("erasure_entry")
    assert (line["party_key"], line["case_number"]) == (office.party_id, NUMBER)
    assert office.desk[CLERK].account_id != line["account_id"] == office.desk[OFFICER].account_id
    assert ask(office.desk, _bodies_of_permissions) == [], "what was erased is not in the audit either"
    history, marketing = office.letter(Category.HISTORY.term), office.letter(Category.MARKETING.term)
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY}
    assert_says(
        papers[DocumentKind.RECEIPT],
        office.customer.name,
        *(history, marketing),
        office.letter(ErasureGround.CONSENT_WITHDRAWN.term),
        office.letter("receipt.may_stay"),
    )
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        office.letter("letter.outcome_partly"),
        office.customer.name,
        office.letter("letter.done_erasure") + "–" + marketing,
        office.letter("letter.erasure_backups"),
        office.letter("letter.erasure_kept"),
        history,
        LAW,
        office.letter(f"letter.ground_{RefusalGround.CONDITIONS.value}"),
        office.letter("letter.complaint"),
        office.letter("letter.remedy"),
    )
    assert proof.story() == [
        deeds.taken_in("insert claim_item"),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        ("maija", frozenset({"update request_claim prepared_by"})),
        deeds.decided(
            deeds.REFUSED,
            "update request_case reply_address",
            "update request_claim effected_at",
            "erase permission_event",
            "erase erasure_entry",
        ),
        deeds.REPLIED,
        deeds.HANDED_OVER,
    ]
    assert proof.booked(tmp_path) == proof.expected(THURSDAY, [RequestRight.ERASURE], Resolution.PARTLY)


def _bodies_of_permissions(unit: Unit) -> list[int]:
    mine = AuditEvent.party_id == 1, AuditEvent.table_name == "permission_event"
    return list(unit.session.scalars(select(AuditBody.event_id).join(AuditEvent).where(*mine)))


def test_a_form_with_two_demands(office: Office, tmp_path: Path) -> None:
    """Correct this, erase that: the first is granted at once, the second is refused; each is decided alone."""
    proof, contact = Proof(office), office.customer.new.contact
    with hands.taking_in(office, RequestRight.RECTIFICATION, RequestRight.ERASURE) as (clerk, wizard):
        clerk.robot.type(clerk.language.text("card.email")[:3])
        clerk.robot.press("Return")
        clerk.robot.type("uusi@example.fi")
        name_groups(clerk, wizard, Category.HISTORY)

    def decide(officer: CounterWindow, page: CasePage) -> None:
        assert "1/2" in hands.deciding(officer, page).heading()
        hands.granted(officer, page)
        case = case_of(office.desk, 1)
        assert case.row.status is CaseStatus.DECIDE, "closed only when both are decided"
        assert [claim.resolution for claim in case.claims] == [Resolution.FULFILLED, None]
        assert "2/2" in hands.deciding(officer, page).heading()
        see_plan(officer, page)
        hands.refuse(officer, page, "3", LAW)

    assert hands.answer(office, decide) == 1
    hands.deliver(office)

    form = proof.filed(PaperKind.RECTIFICATION, THURSDAY)
    assert proof.changes() == [
        *form,
        *(f"contact_point.{name}" for name in ("source_by", "source_on", "value")),
    ]
    papers = proof.papers()
    receipt, letter = papers[DocumentKind.RECEIPT], papers[DocumentKind.REPLY]
    history = office.letter(Category.HISTORY.term)
    rights = [office.letter(right.term) for right in (RequestRight.RECTIFICATION, RequestRight.ERASURE)]
    assert_says(receipt, office.customer.name, *rights, contact.email, "uusi@example.fi", history)
    assert_says(
        letter,
        rights[0] + office.letter("letter.outcome_fulfilled"),
        contact.email + "uusi@example.fi",
        rights[1] + office.letter("letter.outcome_refused"),
        LAW,
        office.letter(f"letter.ground_{RefusalGround.LEGAL_DUTY.value}"),
        office.letter("letter.complaint"),
        office.letter("letter.remedy"),
    )
    assert_silent(letter, office.letter("letter.done_erasure"))
    corrected = {
        deeds.GRANTED,
        "update claim_item accepted applied_at",
        "update contact_point value source_on source_by",
        "update request_claim effected_at",
        "insert case_event",
    }
    assert proof.story() == [
        deeds.taken_in("insert claim_item"),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        ("jani", frozenset(corrected)),
        deeds.decided(deeds.REFUSED),
        deeds.REPLIED,
        deeds.HANDED_OVER,
    ]
    closed = case_of(office.desk, 1)
    assert [line.what for line in closed.timeline].count(CaseDiary.DECIDED) == 2
    assert proof.booked(tmp_path) == proof.expected(
        THURSDAY, [RequestRight.RECTIFICATION, RequestRight.ERASURE], Resolution.PARTLY
    )
