"""The day on which a restriction ends, through the windows: told with a refusal, waited for, reached, lifted."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.db.unit import Unit
from lpo_desk.documents.casework import issue_reply
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import CaseStatus, DocumentKind, HandoverMethod, IdentityMethod
from lpo_desk.domain.claims import Asked, AskedItem, RequestRight
from lpo_desk.domain.restriction import Restriction
from lpo_desk.services import closing, customers
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_restriction import LiftDialog, RestrictDialog
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.pages.case_reply import ReplyPanel
from lpo_desk.ui.pages.today import TodayPage
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.journeys.test_rights import to_decide
from tests.ui.case_hands import back, case_in_front, case_of, dialog, open_case
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable

OBJECTION = Asked(
    RequestRight.OBJECTION, "Tilanteeni on muuttunut.", items=(AskedItem("processing", "Luottotiedot"),)
)
ENDS = date(2026, 12, 7)
"""Two weeks from the day of these tests: what the page proposes."""


@pytest.fixture
def officer(qtbot: QtBot, local_desk: Desk, each_language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", each_language) as made:
        yield made


def refuse(officer: CounterWindow, desk: Desk) -> tuple[int, int]:
    """An objection refused by keys, with the day that the page proposes; the customer and the case."""
    party_id, case_id = to_decide(desk, OBJECTION)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, DecidePanel)
    form = panel._form
    officer.robot.press("1")
    assert not form.row("lifting_on").isVisibleTo(panel)
    officer.robot.press("2")
    assert form.row("lifting_on").isVisibleTo(panel)
    assert form.typed("lifting_on") == ENDS
    assert_walkable(officer.window)
    form.row("grounds").editor.widget.setFocus()
    officer.robot.press("Space")
    form.row("reasons").editor.select()
    officer.robot.type("Laskutus vaatii sen.")
    officer.robot.press("Ctrl+Return")
    sure = dialog(officer, ConfirmDialog)
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)
    officer.robot.wait_for(lambda: isinstance(page.panel, ReplyPanel) and not page.desk.busy)
    return party_id, case_id


def answered(desk: Desk, party_id: int, case_id: int) -> str:
    """The words of the letter, once it was handed over."""
    made = issue_reply(desk.database, desk["jani"], case_id, ticket_of(desk, party_id))
    with desk.database.unit(desk["jani"]) as unit:
        _hand_over(unit, case_id)
    return squeezed(pdf_text(made[DocumentKind.REPLY]))


def _hand_over(unit: Unit, case_id: int) -> None:
    closing.hand_over(unit, case_id, HandoverMethod.COUNTER, on=unit.today, identity=IdentityMethod.PASSPORT)


def ticket_of(desk: Desk, party_id: int) -> Ticket:
    with desk.database.unit(desk["jani"]) as unit:
        return customers.open(unit, party_id, Purpose.REQUEST)


def held(desk: Desk, case_id: int) -> tuple[Restriction, ...]:
    return case_of(desk, case_id).restrictions


def let_it_come(desk: Desk, day: date) -> None:
    desk.clock.now = datetime.combine(day, desk.clock().time(), desk.clock().tzinfo)


def test_a_refused_objection_is_told_its_day_and_lifted_when_it_has_come(
    officer: CounterWindow, local_desk: Desk
) -> None:
    party_id, case_id = refuse(officer, local_desk)
    officer.robot.settle()
    letter = answered(local_desk, party_id, case_id)
    assert squeezed("poistetaan ma 7.12.2026") in letter
    assert case_of(local_desk, case_id).row.status is CaseStatus.CLOSED
    today = officer.context.show_page("today")
    assert isinstance(today, TodayPage)
    officer.robot.settle()
    assert not today.to_lift.isVisibleTo(today), "its day has not come"
    let_it_come(local_desk, ENDS)
    officer.context.show_page("requests")
    officer.context.show_page("today")
    officer.robot.wait_for(lambda: bool(today.to_lift.lines))
    words = officer.language.text
    number = case_of(local_desk, case_id).row.number
    (link,) = today.to_lift.lines
    assert link.text() == words("today.lift_told", number=number, date=ENDS)
    assert words("today.reminder_to_lift", count=1) in today.reminder.text()
    link.setFocus()
    officer.robot.press("Space")
    page = case_in_front(officer, case_id)
    officer.robot.wait_for(lambda: page.lifting.lift.isVisibleTo(page) and not page.desk.busy)
    assert words("case_lifting.day_came", date=ENDS) in [chip.text for chip in page.lifting.chips.chips]
    page.lifting.lift.setFocus()
    officer.robot.press("Return")
    sure = dialog(officer, ConfirmDialog)
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)
    officer.robot.wait_for(lambda: not page.lifting.isVisibleTo(page))
    assert held(local_desk, case_id) == ()
    officer.context.show_page("today")
    officer.robot.wait_for(lambda: not today.to_lift.isVisibleTo(today))


def test_before_its_day_a_restriction_is_lifted_only_by_a_second_yes(
    officer: CounterWindow, local_desk: Desk
) -> None:
    party_id, case_id = refuse(officer, local_desk)
    officer.robot.settle()
    answered(local_desk, party_id, case_id)
    page = open_case(officer, case_id)
    page.reload()
    officer.robot.wait_for(lambda: page.lifting.lift.isVisibleTo(page) and not page.desk.busy)
    words = officer.language.text
    assert words("case_lifting.ends", date=ENDS) in [chip.text for chip in page.lifting.chips.chips]
    page.lifting.lift.setFocus()
    officer.robot.press("Return")
    sure = dialog(officer, ConfirmDialog)
    assert_walkable(sure)
    officer.robot.press("Return")  # the safe answer
    back(officer)
    assert held(local_desk, case_id)
    officer.context.open_card(party_id, purpose=Purpose.REQUEST, case_id=case_id)
    officer.robot.wait_for(lambda: officer.context.actions.reason("restriction") is None)
    officer.robot.settle()
    officer.context.actions.action("restriction").trigger()
    sheet = dialog(officer, LiftDialog)
    officer.robot.press("Ctrl+Return")
    sure = dialog(officer, ConfirmDialog)
    assert held(local_desk, case_id), "asked before"
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)
    officer.robot.wait_for(lambda: not sheet_is_open(sheet))
    officer.robot.settle()
    assert held(local_desk, case_id) == ()


def test_the_officer_restricts_from_the_case(officer: CounterWindow, local_desk: Desk) -> None:
    _, case_id = to_decide(local_desk, Asked(RequestRight.ACCESS))
    page = open_case(officer, case_id)
    assert not page.lifting.isVisibleTo(page)
    page.frame.asides["restrict"].trigger()
    sheet = dialog(officer, RestrictDialog)
    assert sheet.case.value() == case_of(local_desk, case_id).row.number
    assert_walkable(sheet)
    officer.robot.press("Ctrl+Return")
    officer.robot.wait_for(lambda: bool(sheet.bar.sentence))  # without a reason
    sheet.reason.setFocus()
    officer.robot.type("Kiistää osoitteen.")
    officer.robot.press("Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: page.lifting.isVisibleTo(page) and not page.desk.busy)
    (restriction,) = held(local_desk, case_id)
    assert restriction.reason == "Kiistää osoitteen."


def sheet_is_open(sheet: LiftDialog) -> bool:
    try:
        return sheet.isVisible()
    except RuntimeError:  # deleted with its closing
        return False
