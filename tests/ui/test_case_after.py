"""What remains around a decision: recipients still to be told, places that do not answer, letters that come back."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.requests import Document, Handover
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import (
    CaseDiary,
    CaseStatus,
    DocumentKind,
    GatherPlace,
    HandoverMethod,
)
from lpo_desk.domain.claims import (
    Asked,
    AskedItem,
    Decision,
    RecipientState,
    RefusalGround,
    RequestRight,
    Resolution,
)
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.erasure import ErasurePlan
from lpo_desk.services import casework, closing, customers, deciding, disclosures
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Mark, Role, Status
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_gather import GatherPanel
from lpo_desk.ui.pages.case_identity import ClosedPanel
from lpo_desk.ui.pages.case_reason import ReasonDialog
from lpo_desk.ui.pages.case_reply import HandoverPanel
from lpo_desk.ui.pages.queue import QueuePage
from lpo_desk.ui.pages.today import TodayPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.replies import issue_whole_reply
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.services.case_steps import answer_place
from tests.ui.case_hands import back, case_of, dialog, open_case, register, request_of
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable, findings

CORRECTION = Asked(
    RequestRight.RECTIFICATION,
    items=(AskedItem("contact.street", "Katuosoite", "Linnunrata 12 A 3", "Kuusitie 5", "Muutin."),),
)
ERASURE = Asked(RequestRight.ERASURE, "Kaikki, minkä voi poistaa.")
A_PART = Decision(Resolution.PARTLY, (RefusalGround.CONDITIONS,), "Sopimus on voimassa.")
TODAY = date(2026, 11, 23)


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def officer(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], each_language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", each_language) as made:
        yield made


def opened(desk: Desk, party_id: int, who: str) -> Ticket:
    with desk.database.unit(desk[who]) as unit:
        return customers.open(unit, party_id, Purpose.REQUEST)


def to_decide(desk: Desk, party_id: int, claim: Asked, recipients: tuple[str, ...] = ()) -> int:
    """A case that waits for its decision, of somebody whose data these recipients got."""
    for name in recipients:
        ticket = opened(desk, party_id, "maija")
        with desk.database.unit(desk["maija"]) as unit:
            disclosures.add(unit, ticket, NewDisclosure(name, "nimi ja osoite", on_date=date(2026, 11, 2)))
    case_id = register(desk, replace(request_of(party_id), claims=(claim,)))
    with desk.database.unit(desk["jani"]) as unit:
        for place in GatherPlace:
            answer_place(unit, case_id, place, 1)
        casework.finish_gathering(unit, case_id)
    with desk.database.unit(desk["jani"]) as unit:
        casework.finish_review(unit, case_id, ())
    return case_id


def corrected(desk: Desk, party_id: int, *recipients: str) -> int:
    """As far as the reply."""
    case_id = to_decide(desk, party_id, CORRECTION, recipients)
    ticket = opened(desk, party_id, "jani")
    with desk.database.unit(desk["jani"]) as unit:
        deciding.decide(unit, case_id, Decision(Resolution.FULFILLED), None, ticket)
    return case_id


def erased(desk: Desk, party_id: int, *recipients: str, decision: Decision | None = None) -> int:
    """What nothing keeps is gone, prepared by one and decided by another; the answer is still to be written."""
    case_id = to_decide(desk, party_id, ERASURE, recipients)

    def plan(who: str) -> tuple[ErasurePlan, Ticket]:
        ticket = opened(desk, party_id, who)
        with desk.database.reading(desk[who]) as unit:
            return deciding.plan(unit, case_id, claim, ticket), ticket

    claim = case_of(desk, case_id).claims[0].id
    shown, _ = plan("maija")
    with desk.database.unit(desk["maija"]) as unit:
        deciding.prepare(unit, case_id, claim, shown.digest)
    _, ticket = plan("jani")
    with desk.database.unit(desk["jani"]) as unit:
        deciding.decide(unit, case_id, decision or A_PART, None, ticket)
    return case_id


def posted(desk: Desk, case_id: int, party_id: int) -> None:
    """The answer is made and posted today."""
    issue_whole_reply(desk.database, desk["jani"], case_id, opened(desk, party_id, "jani"))
    with desk.database.unit(desk["jani"]) as unit:
        closing.hand_over(unit, case_id, HandoverMethod.POST, on=unit.today)


def states(desk: Desk, case_id: int) -> list[tuple[str, RecipientState, str]]:
    return [(line.recipient, line.state, line.reason) for line in case_of(desk, case_id).recipients]


def test_what_is_erased_in_part_is_not_said_to_be_granted_whole(
    local_desk: Desk, people: dict[str, int]
) -> None:
    """A running contract keeps most of it: the person is told why, and how to contest it (art. 12(4))."""
    with pytest.raises(StepRefused) as refusal:
        erased(local_desk, people["maija"], decision=Decision(Resolution.FULFILLED))
    assert refusal.value.key == "request.something_stays"
    (claim,) = case_of(local_desk, 1).claims
    assert claim.resolution is None


def walk(officer: CounterWindow) -> None:
    with suppress(TimeoutError):
        officer.robot.wait_for(lambda: not list(findings(officer.window)))
    assert_walkable(officer.window)


def make_letter(officer: CounterWindow, page: CasePage, lang: Lang) -> str:
    """The letter in that language by the keys, and its words; it is put away again."""
    page.recipients.letter.setFocus()
    officer.robot.press("Space")
    officer.robot.wait_for(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    officer.robot.press(*["Down"] * (1 + (lang is Lang.SV)), "Return")
    words = pdf_text(dialog(officer, PaperDialog).view.data)
    officer.robot.press("Escape")
    back(officer)
    return squeezed(words)


def settle(officer: CounterWindow, page: CasePage, state: RecipientState, words: str) -> None:
    page.recipients.ends[state].setFocus()
    officer.robot.press("Return")
    sheet = dialog(officer, ReasonDialog)
    assert_walkable(sheet)
    sheet.form.row("words").editor.select()
    officer.robot.type(words)
    before = page.recipients.chosen
    assert before is not None
    officer.robot.press("Ctrl+Return")
    back(officer)

    def settled() -> bool:
        lines = page.case.recipients if page.case else ()
        return all(line.state is state for line in lines if line.id == before.id) and not page.desk.busy

    officer.robot.wait_for(settled)


# Recipients (GDPR art. 19)


def test_each_recipient_is_told_by_a_letter_by_word_or_not_at_all(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = corrected(local_desk, people["maija"], "Perintä Oy", "Numerot Oy", "Vanha Oy")
    page = open_case(officer, case_id)
    block = page.recipients
    assert block.isVisibleTo(page)
    walk(officer)
    block.list.table.setFocus()
    officer.robot.press("Home")
    assert block.chosen is not None
    assert block.chosen.recipient == "Perintä Oy"
    block.ends[RecipientState.TOLD].setFocus()
    officer.robot.press("Return")
    sheet = dialog(officer, ReasonDialog)
    officer.robot.press("Ctrl+Return")  # neither letter nor words
    officer.robot.wait_for(lambda: bool(sheet.form.row("words").problem.text()))
    officer.robot.press("Escape")
    back(officer)
    letter = make_letter(officer, page, Lang.SV)
    assert squeezed("Kuusitie 5") in letter
    assert squeezed("Perintä Oy") in letter
    officer.robot.wait_for(lambda: "23.11.2026" in block.says.text())
    block.ends[RecipientState.TOLD].setFocus()
    officer.robot.press("Return")
    dialog(officer, ReasonDialog)
    officer.robot.press("+", "Ctrl+Return")
    sheet = dialog(officer, ReasonDialog)
    officer.robot.wait_for(lambda: bool(sheet.form.row("on").problem.text()))  # not tomorrow
    officer.robot.press("-", "Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: block.chosen is not None and block.chosen.recipient == "Numerot Oy")
    assert block.list.table.hasFocus(), "on to the next"
    assert page.bar.sentence == officer.language.text("case_recipients.done_told")
    settle(officer, page, RecipientState.TOLD, "Soitettu asiakaspalveluun.")
    settle(officer, page, RecipientState.IMPOSSIBLE, "Yritys on lopetettu.")
    assert states(local_desk, case_id) == [
        ("Perintä Oy", RecipientState.TOLD, ""),
        ("Numerot Oy", RecipientState.TOLD, "Soitettu asiakaspalveluun."),
        ("Vanha Oy", RecipientState.IMPOSSIBLE, "Yritys on lopetettu."),
    ]
    walk(officer)


def test_a_closed_case_does_not_hide_who_is_to_be_told_and_the_start_page_leads_to_it(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = corrected(local_desk, people["maija"], "Perintä Oy", "Numerot Oy")
    posted(local_desk, case_id, people["maija"])
    number = case_of(local_desk, case_id).row.number
    today = officer.context.show_page("today")
    assert isinstance(today, TodayPage)
    words = officer.language.text
    officer.robot.wait_for(lambda: bool(today.to_tell.lines))
    assert words("today.reminder_to_tell", count=2) in today.reminder.text()
    (link,) = today.to_tell.lines
    assert link.text() == words("today.to_tell_case", number=number, count=2)
    link.setFocus()
    officer.robot.press("Space")
    officer.robot.wait_for(lambda: isinstance(officer.window.tabs.current, CasePage))
    page = officer.window.tabs.current
    assert isinstance(page, CasePage)
    officer.robot.wait_for(lambda: isinstance(page.panel, ClosedPanel))
    assert page.recipients.isVisibleTo(page)
    for _ in range(2):
        settle(officer, page, RecipientState.DISPROPORTIONATE, "Luovutuksia on tuhansia.")
    assert case_of(local_desk, case_id).row.status is CaseStatus.CLOSED
    officer.context.show_page("today")
    officer.robot.wait_for(lambda: not today.to_tell.isVisibleTo(today))


def test_recipients_are_told_of_an_erasure_after_the_person_is_gone(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = erased(local_desk, people["maija"], "Perintä Oy")
    page = open_case(officer, case_id)
    letter = make_letter(officer, page, Lang.FI)
    assert squeezed("Maija Helena Aalto") in letter
    officer.robot.wait_for(lambda: bool(page.recipients.says.text()))
    page.recipients.ends[RecipientState.TOLD].setFocus()
    officer.robot.press("Return")
    dialog(officer, ReasonDialog)
    officer.robot.press("Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: not page.desk.busy)
    assert states(local_desk, case_id) == [("Perintä Oy", RecipientState.TOLD, "")]
    with local_desk.database.reading(local_desk["jani"]) as unit:
        made = unit.session.scalars(select(Document.kind).where(Document.case_id == case_id)).all()
    assert DocumentKind.RECIPIENT_NOTICE in made


def test_nobody_to_be_told_is_one_sentence(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = open_case(officer, corrected(local_desk, people["maija"]))
    seen = [label.text() for label in page.recipients.findChildren(QLabel) if label.isVisibleTo(page)]
    assert officer.language.text("case_recipients.none") in seen
    assert not page.recipients.list.table.isVisibleTo(page)
    assert not page.recipients.letter.isVisibleTo(page)


def test_what_nobody_is_told_of_shows_nothing(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = open_case(officer, to_decide(local_desk, people["maija"], CORRECTION, ("Perintä Oy",)))
    assert not page.recipients.isVisibleTo(page)


# Places that do not answer


def test_a_late_place_is_told_and_asked_again(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"]))
    local_desk.clock.forward(days=7)
    words = officer.language.text
    queue = officer.context.show_page("requests")
    assert isinstance(queue, QueuePage)
    officer.robot.wait_for(lambda: queue.table.cells.rowCount() > 0)
    cells = queue.table.cells
    status = cells.index(0, cells.column_number("request.status")).data(Role.STATUS)
    assert isinstance(status, Status)
    assert (status.mark, dict(status.values)) == (Mark.TRIANGLE, {"count": 5})
    today = officer.context.show_page("today")
    assert isinstance(today, TodayPage)
    officer.robot.wait_for(lambda: bool(today.late.lines))
    assert words("today.reminder_late", count=5) in today.reminder.text()
    today.late.lines[0].setFocus()
    officer.robot.press("Space")
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, GatherPanel)
    walk(officer)
    row = panel.rows[1]
    assert row.asked.text() == words("case_page.asked_on", on=TODAY)
    assert "5" in row.chip.chips[0].text
    assert not panel.rows[0].chase.isVisibleTo(panel), "the register is counted by one press"
    row.chase.setFocus()
    officer.robot.press("Return")
    sheet = dialog(officer, ReasonDialog)
    assert_walkable(sheet)
    officer.robot.press("Ctrl+Return")
    assert sheet.form.row("words").problem.text()
    officer.robot.type("Soitettu Maijalle.")
    officer.robot.press("Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: not row.late.isVisibleTo(panel))
    assert row.state.text() == words("case_page.chased", on=date(2026, 11, 30))
    case = case_of(local_desk, case_id)
    chased = next(line for line in case.timeline if line.what is CaseDiary.CHASED)
    assert chased.reason == f"{row.name.text()}: Soitettu Maijalle."
    assert page.bar.sentence == words("case_page.done_chase")


def test_a_clerk_is_not_told_of_what_the_officer_waits_for(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    register(local_desk, request_of(people["maija"]))
    local_desk.clock.forward(days=7)
    with counter(qtbot, local_desk, "maija", language) as clerk:
        today = clerk.context.show_page("today")
        assert isinstance(today, TodayPage)
        clerk.robot.wait_for(lambda: today.model.rowCount() > 0)
        assert not today.late.isVisibleTo(today)
        assert not today.to_tell.isVisibleTo(today)
        queue = clerk.context.show_page("requests")
        assert isinstance(queue, QueuePage)
        clerk.robot.wait_for(lambda: queue.table.cells.rowCount() > 0)
        assert queue.rows[0].late_places == 0


# What comes back


def test_a_letter_that_came_back_is_noted_for_its_day(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = corrected(local_desk, people["maija"])
    posted(local_desk, case_id, people["maija"])
    local_desk.clock.forward(days=8)
    page = open_case(officer, case_id)
    page.frame.asides["returned"].trigger()
    sheet = dialog(officer, ReasonDialog)
    assert_walkable(sheet)
    officer.robot.press(*["-"] * 9, "Tab")  # the day before it was posted
    officer.robot.type("Ei noudettu.")
    officer.robot.press("Ctrl+Return")
    officer.robot.wait_for(lambda: "23.11.2026" in sheet.form.row("on").problem.text())
    officer.robot.press("+", "Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: isinstance(page.panel, HandoverPanel))
    with local_desk.database.reading(local_desk["jani"]) as unit:
        assert unit.session.scalars(select(Handover.returned_on)).all() == [TODAY]
