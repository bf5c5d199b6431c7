"""Taking a request in by its keys: the budget, the draft behind every key, and one case for one press or many."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from lpo_desk.db.tables.requests import Document, RequestCase
from lpo_desk.db.tables.system import AuditEvent, ReadEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.case import (
    CaseFile,
    CaseStatus,
    DiscardReason,
    Draft,
    IdentityMethod,
    IntakeChannel,
    ReplyForm,
    Requester,
)
from lpo_desk.domain.intake_form import from_json
from lpo_desk.services import cases, drafts, intake
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.wizards.discard import DiscardDialog
from lpo_desk.ui.wizards.request import DRAFT_AFTER, RequestWizard
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def in_front(kind: type[W]) -> W | None:
    found = QApplication.activeModalWidget()
    return found if isinstance(found, kind) else None


def wait_for_dialog(clerk: CounterWindow, kind: type[W]) -> W:
    """The dialog of that kind, in front and with the keys."""
    clerk.robot.wait_for(lambda: in_front(kind) is not None)
    found = in_front(kind)
    assert found is not None
    clerk.robot.front(found)
    return found


def start(clerk: CounterWindow, party_id: int | None, draft: Draft | None = None) -> RequestWizard:
    clerk.context.start_request(party_id, draft=draft)
    return wait_for_dialog(clerk, RequestWizard)


def read(desk: Desk, ask: Callable[[Unit], T], who: str = "maija") -> T:
    with desk.database.reading(desk[who]) as unit:
        return ask(unit)


def my_drafts(desk: Desk) -> tuple[Draft, ...]:
    return read(desk, drafts.mine)


def registered(desk: Desk) -> CaseFile:
    """The only case there is."""
    case_id = read(desk, lambda unit: unit.session.scalars(select(RequestCase.id)).one(), "jani")
    return read(desk, lambda unit: cases.read(unit, case_id), "jani")


def number_of_cases(desk: Desk) -> int:
    return read(desk, lambda unit: unit.session.scalars(select(func.count(RequestCase.id))).one())


# The way through


def test_a_customers_own_signed_form_costs_at_most_fourteen_keys(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    clerk.context.open_card(people["maija"], purpose=Purpose.COUNTER)
    clerk.robot.wait_for(lambda: clerk.window.tabs.current is not None and clerk.window.party_id is not None)
    clerk.robot.begin()
    clerk.robot.press("F8")
    wait_for_dialog(clerk, RequestWizard)
    clerk.robot.press("Return", "1", "Tab", "Space", "Return", "Return", "Space", "Tab", "Space", "Return")
    clerk.robot.assert_within(keys=14, clicks=0)
    assert clerk.robot.effort.keys == 11
    assert number_of_cases(local_desk) == 1

    case = registered(local_desk)
    assert case.row.number == "L-2026-0001"
    assert case.row.status is CaseStatus.GATHER  # seen, matching, and for himself
    assert case.intake.identity is IdentityMethod.DRIVING_LICENCE
    assert case.intake.signed
    assert case.intake.names_register
    assert case.intake.received_on == date(2026, 11, 23)
    assert case.marks_missing == ()
    assert "L-2026-0001" in clerk.said
    assert "ke\u00a023.12.2026" in clerk.said
    assert my_drafts(local_desk) == ()


def test_the_receipt_opens_in_the_customers_language(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["ake"])
    clerk.robot.press("Return", "1", "Tab", "Space", "Return")
    assert wizard.now == 2
    assert wizard._content_page.form.row("reply_lang").editor.value() is Lang.SV
    clerk.robot.press("Return", "Return")
    paper = wait_for_dialog(clerk, PaperDialog)
    assert "Öhman" in pdf_text(paper.view.data)
    assert "Begäran om insyn" in pdf_text(paper.view.data)
    assert paper.windowTitle() == "Vastaanottokuittaus L-2026-0001"  # the clerk reads Finnish
    kept = read(local_desk, lambda unit: unit.session.scalars(select(Document.content)).one(), "jani")
    assert kept == paper.view.data


def test_the_wish_for_no_receipt_is_remembered(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return", "Tab", "Tab", "Tab", "Tab", "Space", "Return")
    assert number_of_cases(local_desk) == 1
    assert in_front(PaperDialog) is None
    clerk.robot.front(clerk.window)
    again = start(clerk, people["eino"])
    assert not again._form_page.receipt.isChecked()


def test_somebody_unknown_is_asked_for_his_name(clerk: CounterWindow, local_desk: Desk) -> None:
    wizard = start(clerk, None)
    clerk.robot.press("Return")
    assert wizard.now == 0
    row = wizard._ask_page.form.row("requester_name")
    assert "nimi puuttuu" in row.problem.text()
    assert row.editor.widget.hasFocus()
    clerk.robot.type("Ville Vieras")
    clerk.robot.press("Return", "8", "Return", "Return", "Return")
    wait_for_dialog(clerk, PaperDialog)
    case = registered(local_desk)
    assert case.intake.party_id is None
    assert case.intake.requester_name == "Ville Vieras"
    assert case.row.status is CaseStatus.RECEIVED
    assert case.row.person == "Ville Vieras"


def test_a_representative_shows_what_lets_him_act(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    ask = wizard._ask_page.form
    assert not ask.row("requester_name").isVisible()
    clerk.robot.press("Tab", "3", "Tab")
    assert ask.row("requester_name").editor.widget.hasFocus()
    clerk.robot.type("Aino Asiamies")
    clerk.robot.press("Tab")
    clerk.robot.type("valtakirja 20.11.2026")
    clerk.robot.press("Return", "2", "Tab", "Space", "Return", "Return", "Space", "Return")
    wait_for_dialog(clerk, PaperDialog)
    case = registered(local_desk)
    assert case.intake.requester is Requester.ATTORNEY
    assert case.intake.requester_name == "Aino Asiamies"
    assert case.intake.authority_document == "valtakirja 20.11.2026"
    assert case.row.status is CaseStatus.RECEIVED  # the officer judges the authority
    assert not case.identity_ok


def test_missing_marks_warn_and_stop_nothing(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return")
    assert "Pyyntöä ei ole allekirjoitettu." in wizard._form_page._marks.text()
    assert "Vastattava viimeistään ke\u00a023.12.2026" in wizard._form_page._due.text()
    clerk.robot.press("Return")
    assert number_of_cases(local_desk) == 1
    assert registered(local_desk).marks_missing == (
        "request.mark_missing_signed",
        "request.mark_missing_names_register",
    )


def papers_of(desk: Desk) -> list[str]:
    return [paper.number for paper in registered(desk).filed]


def test_the_form_gets_a_number_to_be_written_on_it(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return")
    assert wizard._form_page.form.row("on_paper").editor.value() is True
    clerk.robot.press("Return")
    wait_for_dialog(clerk, PaperDialog)
    clerk.robot.press("Escape")
    clerk.robot.front(clerk.window)
    assert papers_of(local_desk) == ["L-00001"]
    assert "Kirjoita paperiin numero L-00001." in clerk.said
    clerk.context.open_case(1)
    page = clerk.window.tabs.current
    assert isinstance(page, CasePage)
    clerk.robot.wait_for(lambda: bool(page.facts.papers) and page.facts.papers[0].isVisible())
    paper = page.facts.papers[0]
    assert paper.text().endswith("L-00001")
    paper.setFocus()
    clerk.robot.press("Space")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, PapersPage))


@pytest.mark.parametrize("way", ["channel", "tick"])
def test_without_a_paper_none_is_filed_by_its_channel_or_by_what_the_clerk_says(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], way: str
) -> None:
    wizard = start(clerk, people["maija"])
    if way == "channel":
        wizard._ask_page.form.row("channel").editor.widget.setFocus()
        clerk.robot.press("Down", "Down")  # post, e-mail
    clerk.robot.press("Return", "8", "Return", "Return")
    tick = wizard._form_page.form.row("on_paper").editor
    if way == "tick":
        tick.widget.setFocus()
        clerk.robot.press("Space")
    assert tick.value() is False
    assert clerk.language.text("request_wizard.no_paper") == wizard._form_page._filed.text()
    clerk.robot.press("Ctrl+Return")
    wait_for_dialog(clerk, PaperDialog)
    assert papers_of(local_desk) == []
    assert "numero L-0" not in clerk.said


def test_an_open_request_of_the_same_is_told(clerk: CounterWindow, people: dict[str, int]) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return", "Return")
    wait_for_dialog(clerk, PaperDialog)
    clerk.robot.press("Escape")
    clerk.robot.front(clerk.window)
    again = start(clerk, people["maija"])
    clerk.robot.wait_for(lambda: "L-2026-0001" in again.bar.sentence)


def test_going_back_keeps_what_was_entered(clerk: CounterWindow, people: dict[str, int]) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Return", "2", "Tab", "Space")
    clerk.robot.press("Ctrl+1")
    assert wizard.now == 0
    clerk.robot.press("Return")
    page = wizard._intake_pages[1].form
    assert page.typed("identity") is IdentityMethod.PASSPORT
    assert page.typed("identity_matches") is True


def test_a_day_in_the_future_is_told_on_its_page(clerk: CounterWindow, people: dict[str, int]) -> None:
    wizard = start(clerk, people["maija"])
    field = wizard._ask_page.form.row("received_on").editor
    field.select()
    clerk.robot.type("24.11.2026")
    clerk.robot.press("Return")
    assert wizard.now == 0
    assert "tulevaisuudessa" in wizard._ask_page.form.row("received_on").problem.text()
    assert field.widget.hasFocus()


def test_a_request_entered_after_its_last_day_is_said_to_be_late(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    wizard._ask_page.form.row("received_on").editor.select()
    clerk.robot.type("5.10.2026")
    clerk.robot.press("Return", "2", "Tab", "Space", "Return", "Return")
    assert wizard.now == 3
    assert wizard._form_page._due.text() == "Vastaus on myöhässä: viimeinen päivä oli to\u00a05.11.2026"
    clerk.robot.press("Return")
    wait_for_dialog(clerk, PaperDialog)
    assert "on jo mennyt: vastaus on myöhässä" in clerk.said


# Nothing is lost


def test_the_draft_is_written_two_seconds_after_the_last_key(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Tab", "2")
    assert my_drafts(local_desk) == ()
    qtbot.waitUntil(lambda: not wizard._timer.isActive(), timeout=DRAFT_AFTER + 3000)
    clerk.robot.settle()
    (draft,) = my_drafts(local_desk)
    assert draft.party_id == people["maija"]
    assert from_json(draft.data).requester is Requester.GUARDIAN


def test_the_window_that_locks_or_closes_has_the_draft_kept(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Tab", "2")
    clerk.window.keep()
    clerk.robot.settle()
    assert [from_json(draft.data).requester for draft in my_drafts(local_desk)] == [Requester.GUARDIAN]


def test_every_page_turned_is_kept_at_once(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return")
    assert [draft.page for draft in my_drafts(local_desk)] == [1]
    clerk.robot.press("3", "Return")
    assert [draft.page for draft in my_drafts(local_desk)] == [2]
    clerk.robot.press("Ctrl+2")
    assert [draft.page for draft in my_drafts(local_desk)] == [1]


def test_a_draft_holds_no_identity_code(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Shift+Tab")
    clerk.robot.type("Laskut 131052-9085")
    clerk.robot.press("Ctrl+Return")
    (draft,) = my_drafts(local_desk)
    assert "131052-9085" not in str(draft.data)
    assert "Laskut" in str(draft.data)


def test_leaving_keeps_the_draft_and_says_so(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "2")
    clerk.robot.press("Escape")  # takes the field back
    assert wizard.isVisible()
    clerk.robot.press("2", "Tab", "Escape")  # leaves: nothing of the page is given up
    clerk.robot.wait_for(lambda: in_front(RequestWizard) is None)
    assert "tallessa luonnoksena" in clerk.said
    (draft,) = my_drafts(local_desk)
    assert draft.page == 2
    assert from_json(draft.data).reply_form is ReplyForm.PAPER_POST


def test_leaving_an_untouched_wizard_leaves_nothing(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["ake"])  # whose language is not the clerk's
    clerk.robot.press("Escape")
    clerk.robot.wait_for(lambda: in_front(RequestWizard) is None)
    assert my_drafts(local_desk) == ()
    assert clerk.said == ""


def test_a_draft_goes_on_where_it_was_left(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "3", "Return", "2", "Tab", "Tab", "Escape")
    clerk.robot.wait_for(lambda: in_front(RequestWizard) is None)
    (draft,) = my_drafts(local_desk)
    clerk.robot.front(clerk.window)
    wizard = start(clerk, None, draft)
    assert wizard.now == 2
    assert wizard._content_page.form.typed("reply_form") is ReplyForm.PAPER_POST
    clerk.robot.wait_for(lambda: "Aalto" in wizard._who.text())
    clerk.robot.press("Return", "Return")
    wait_for_dialog(clerk, PaperDialog)
    case = registered(local_desk)
    assert case.intake.identity is IdentityMethod.ID_CARD
    assert case.intake.party_id == people["maija"]
    assert my_drafts(local_desk) == ()


def test_a_draft_is_discarded_with_a_reason(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "Escape")
    clerk.robot.wait_for(lambda: in_front(RequestWizard) is None)
    clerk.robot.front(clerk.window)
    clerk.window.bar.buttons[0].click()
    dialog = wait_for_dialog(clerk, DiscardDialog)
    assert_walkable(dialog)
    clerk.robot.press("Tab", "2")
    assert my_drafts(local_desk) == ()
    assert "hylätty" in clerk.said
    logged = read(
        local_desk,
        lambda unit: unit.session.scalars(
            select(AuditEvent.detail).where(
                AuditEvent.table_name == "draft", AuditEvent.kind == AuditKind.DELETE
            )
        ).all(),
        "jani",
    )
    assert logged == [DiscardReason.TAKEN_BACK.value]


def test_escape_keeps_the_draft_that_was_to_be_discarded(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "Escape")
    clerk.robot.wait_for(lambda: in_front(RequestWizard) is None)
    clerk.robot.front(clerk.window)
    clerk.window.bar.buttons[0].click()
    wait_for_dialog(clerk, DiscardDialog)
    clerk.robot.press("Escape")
    assert len(my_drafts(local_desk)) == 1


# One press, one case


def test_a_double_press_registers_one_case(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return")
    target = QApplication.focusWidget()
    assert target is not None
    for _ in range(3):  # faster than any answer
        QTest.keyClick(target, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for_dialog(clerk, PaperDialog)
    assert number_of_cases(local_desk) == 1


def test_a_save_whose_answer_was_lost_is_asked_about_and_not_repeated(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return")
    with local_desk.database.unit(local_desk["maija"], save_id=wizard._save_id) as unit:
        intake.register(unit, wizard._desk.intake, wizard._ticket, wizard._draft_key)
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: "L-2026-0001" in clerk.said)
    assert number_of_cases(local_desk) == 1


def test_a_ticket_that_ran_out_is_renewed(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return")
    local_desk.clock.forward(minutes=20)
    clerk.robot.press("Return")
    assert number_of_cases(local_desk) == 1
    openings = read(
        local_desk,
        lambda unit: unit.session.scalars(
            select(ReadEvent.at).where(ReadEvent.party_id == people["maija"]).order_by(ReadEvent.id)
        ).all(),
        "jani",
    )
    assert [_minutes(at, openings[0]) for at in openings] == [0, 20]


def _minutes(at: datetime, since: datetime) -> float:
    return (at - since) / timedelta(minutes=1)


def test_what_registering_refuses_is_told_on_the_page_that_mends_it(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Return", "8", "Return", "Return")
    local_desk.clock.forward(days=-2)  # the clock of the machine was put right meanwhile
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: wizard.now == 0)
    row = wizard._ask_page.form.row("received_on")
    assert "tulevaisuudessa" in row.problem.text()
    assert number_of_cases(local_desk) == 0
    row.editor.select()
    clerk.robot.type("20.11.2026")
    clerk.robot.press("Return", "Return", "Return", "Return")
    assert number_of_cases(local_desk) == 1


# For everybody


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_every_page_can_be_walked_in_a_small_window(
    clerk: CounterWindow, people: dict[str, int], lang: Lang
) -> None:
    clerk.language.switch(lang)
    clerk.window.resize(960, 540)
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Tab", "3")
    assert wizard.height() <= 540
    for keys in (("Return",), ("1", "Return"), ("Return",), ("Space",)):
        assert_walkable(wizard)
        clerk.robot.press(*keys)
    assert_walkable(wizard)


def test_channels_are_chosen_by_arrows_and_radios_too(clerk: CounterWindow, people: dict[str, int]) -> None:
    wizard = start(clerk, people["maija"])
    clerk.robot.press("Tab", "Down")
    assert wizard._ask_page.form.typed("requester") is Requester.GUARDIAN
    clerk.robot.press("Return", "Down")
    assert wizard._intake_pages[1].form.typed("identity") is IdentityMethod.DRIVING_LICENCE
    clerk.robot.press("Down")
    assert wizard._intake_pages[1].form.typed("identity") is IdentityMethod.PASSPORT
    assert wizard._desk.intake.channel is IntakeChannel.COUNTER
