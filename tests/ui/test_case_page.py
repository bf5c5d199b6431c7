"""A case from the officer's side: each step by its keys, and what refuses to be skipped."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.db.unit import Unit
from lpo_desk.documents.casework import issue_reply
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import (
    CaseDiary,
    CaseStatus,
    DocumentKind,
    GatherPlace,
    HandoverMethod,
    IdentityMethod,
    Intake,
    LateReason,
    Requester,
)
from lpo_desk.domain.claims import Asked, CopyFormat, Decision, RefusalGround, RequestRight, Resolution
from lpo_desk.services import cases, casework, closing, customers, deciding
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_copy import CopyDialog
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_gather import GatherPanel
from lpo_desk.ui.pages.case_identity import ClosedPanel, IdentityPanel, WaitPanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog, ReasonDialog
from lpo_desk.ui.pages.case_reply import HandoverPanel, ReplyPanel, going_of
from lpo_desk.ui.pages.case_review import ReviewPanel
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.services.case_steps import answer_place
from tests.ui.case_hands import ask, back, case_in_front, case_of, dialog, open_case, register, request_of
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable, findings

PLACES = tuple(place for place in GatherPlace if place is not GatherPlace.REGISTER)


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def officer(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", language) as made:
        yield made


def gathered(desk: Desk, case_id: int, found: int = 0) -> None:
    """As far as review, by the services."""
    with desk.database.unit(desk["jani"]) as unit:
        for place in GatherPlace:
            answer_place(unit, case_id, place, found)
        casework.finish_gathering(unit, case_id)


def reviewed(desk: Desk, case_id: int, found: int = 1) -> None:
    gathered(desk, case_id, found)
    with desk.database.unit(desk["jani"]) as unit:
        casework.finish_review(unit, case_id, ())


def wait_for(officer: CounterWindow, page: CasePage, panel: type[QWidget]) -> None:
    officer.robot.wait_for(lambda: isinstance(page.panel, panel) and not page.desk.busy)


def told(page: CasePage) -> str:
    """Everything that can be read on the page."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def last_opening(desk: Desk) -> tuple[Purpose, int | None]:
    """Why a customer was opened last, and in which case."""

    def find(unit: Unit) -> tuple[Purpose, int | None]:
        newest = select(ReadEvent).order_by(ReadEvent.id.desc()).limit(1)
        row = unit.session.scalars(newest).one()
        return row.purpose, row.case_id

    return ask(desk, find)


def walk(officer: CounterWindow) -> None:
    """Wait for the layout, then look at all of it."""
    with suppress(TimeoutError):
        officer.robot.wait_for(lambda: not list(findings(officer.window)))
    assert_walkable(officer.window)


# What is known


def test_the_left_side_tells_the_request_and_its_days(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    request = Intake(
        people["maija"],
        (Asked(scope="Laskut vuodelta 2025"),),
        requester=Requester.ATTORNEY,
        requester_name="Aino Asiamies",
        received_on=date(2026, 11, 6),
        signed_on=date(2026, 11, 4),
        signed=True,
        reply_lang=Lang.SV,
    )
    page = open_case(officer, register(local_desk, request))
    seen = told(page)
    for words in (
        "L-2026-0001 · Aalto Maija Helena",
        "Laskut vuodelta 2025",
        "Valtuutettu, Aino Asiamies",
        "4.11.2026",
        "6.11.2026",
        "23.11.2026 klo 10.00, Maija Virtanen",
        "ma\u00a07.12.2026",
        "Päivä on itsenäisyyspäivä",
        "Pyynnössä ei mainita LPOnetin asiakasrekisteriä.",
        "Edustajan valtuutta ei ole vielä esitetty.",
        "ruotsi",
    ):
        assert words in seen, words


def test_the_page_speaks_the_language_of_the_clerk_at_once(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = open_case(officer, register(local_desk, request_of(people["maija"])))
    officer.language.switch(Lang.SV)
    seen = told(page)
    assert "Samla in uppgifterna" in seen
    assert "Begäran om insyn i registeruppgifter" in seen
    assert "Kokoa" not in seen
    assert "Pyyntö" not in seen


def test_the_customer_opens_for_the_request(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"]))
    page = open_case(officer, case_id)
    page.facts.customer.setFocus()
    officer.robot.press("Return")
    officer.robot.wait_for(lambda: officer.window.tabs.current is not page)
    assert last_opening(local_desk) == (Purpose.REQUEST, case_id)


# Step by step


def test_the_first_step_takes_the_case_along(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    request = Intake(people["maija"], received_on=date(2026, 11, 23), identity=IdentityMethod.PASSPORT)
    case_id = register(local_desk, request)
    page = open_case(officer, case_id)
    assert isinstance(page.panel, IdentityPanel)
    officer.robot.press("Ctrl+Return")  # what was seen at the counter is filled in
    wait_for(officer, page, GatherPanel)
    assert page.bar.sentence == "Henkilöllisyys on todettu. Seuraavaksi kootaan tiedot."
    case = case_of(local_desk, case_id)
    assert case.row.handler == "Jani Alho"
    assert [line.what for line in case.timeline][1:] == [CaseDiary.TAKEN, CaseDiary.IDENTITY_OK]


def test_identity_needs_a_method_and_a_representative_his_paper(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    request = Intake(people["maija"], requester=Requester.GUARDIAN, received_on=date(2026, 11, 23))
    page = open_case(officer, register(local_desk, request))
    officer.robot.press("Ctrl+Return")
    assert isinstance(page.panel, IdentityPanel)
    assert page.panel._form.row("method").problem.text()
    officer.robot.press("2", "Tab")
    officer.robot.type("edunvalvontamääräys")
    officer.robot.press("Ctrl+Return")
    wait_for(officer, page, GatherPanel)
    assert page.case is not None
    assert page.case.intake.authority_document == "edunvalvontamääräys"


def test_doubt_stops_the_clock_and_proof_starts_it(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, Intake(people["maija"], received_on=date(2026, 11, 23)))
    page = open_case(officer, case_id)
    page.frame.asides["doubt"].trigger()
    sheet = dialog(officer, ReasonDialog)
    officer.robot.press("Ctrl+Return")
    assert sheet.form.row("words").problem.text()  # no doubt without words
    officer.robot.type("Nimi ei vastaa rekisteriä.")
    officer.robot.press("Ctrl+Return")
    back(officer)
    assert case_of(local_desk, case_id).row.due.suspended
    assert page.bar.sentence.startswith("Selvitys on pyydetty.")
    local_desk.clock.forward(days=5)
    wait_for(officer, page, IdentityPanel)
    officer.robot.press("3", "Ctrl+Return")
    wait_for(officer, page, GatherPanel)
    due = case_of(local_desk, case_id).row.due
    assert not due.suspended
    assert due.deadline.legal == date(2026, 12, 28)


def test_without_proof_the_decision_is_proposed_and_never_taken(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, Intake(people["maija"], received_on=date(2026, 11, 23)))
    with local_desk.database.unit(local_desk["jani"]) as unit:
        casework.doubt_identity(unit, case_id, "Ei vastaa.")
    page = open_case(officer, case_id)
    page.frame.asides["no_proof"].trigger()
    dialog(officer, ReasonDialog)
    officer.robot.type("Pyydetty 23.11., ei vastausta.")
    officer.robot.press("Ctrl+Return")
    back(officer)
    wait_for(officer, page, DecidePanel)
    assert isinstance(page.panel, DecidePanel)
    assert page.panel._form.typed("resolution") is Resolution.NOT_IDENTIFIED
    assert case_of(local_desk, case_id).row.resolution is None
    page.frame.asides["proof"].trigger()  # it may still come
    assert isinstance(page.panel, IdentityPanel)
    officer.robot.press("1", "Ctrl+Return")
    wait_for(officer, page, GatherPanel)


def test_the_register_is_counted_by_one_press_under_a_ticket_of_the_case(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"]))
    page = open_case(officer, case_id)
    assert isinstance(page.panel, GatherPanel)
    officer.robot.press("Return")
    assert case_of(local_desk, case_id).gather[0].found
    assert last_opening(local_desk) == (Purpose.REQUEST, case_id)
    for _ in PLACES:  # the keyboard is in the next place already
        officer.robot.press("0")
        officer.robot.press("Tab", "Tab")
    officer.robot.press("Ctrl+Return")
    wait_for(officer, page, ReviewPanel)
    assert [line.found for line in case_of(local_desk, case_id).gather][1:] == [0, 0, 0, 0]


def test_while_a_step_is_saved_the_keyboard_is_on_nothing_else(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    """Enter pressed once more must not open a paper on the left."""
    case_id = register(local_desk, request_of(people["maija"]))
    gathered(local_desk, case_id)
    page = open_case(officer, case_id)
    wait_for(officer, page, ReviewPanel)
    page.frame.verb.setFocus()
    strayed = list[bool]()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    noting = application.focusChanged.connect(lambda _, now: strayed.append(page.facts.isAncestorOf(now)))
    officer.robot.press("Space")
    wait_for(officer, page, DecidePanel)
    application.disconnect(noting)  # type: ignore[call-overload]  # PySide6 takes a connection, its stubs do not
    assert strayed
    assert not any(strayed)


def test_a_place_that_has_not_answered_holds_the_case_and_loses_nothing(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"]))
    page = open_case(officer, case_id)
    officer.robot.press("Return")
    assert case_of(local_desk, case_id).gather[0].found
    officer.robot.press("3", "Tab")
    officer.robot.type("Mappi 12")
    officer.robot.press("Ctrl+Return")
    officer.robot.wait_for(lambda: "puuttuu vielä: 3" in page.bar.sentence)
    assert isinstance(page.panel, GatherPanel)
    assert page.panel.rows[2].found.hasFocus()
    line = case_of(local_desk, case_id).gather[1]
    assert (line.found, line.note, line.answered_by) == (3, "Mappi 12", "Jani Alho")


def test_what_is_ticked_stays_out_of_the_preview_and_of_the_reply(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"]))
    gathered(local_desk, case_id, 1)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, ReviewPanel)
    officer.robot.wait_for(lambda: panel.list.count() > 0)
    texts = [panel.list.item(number).text() for number in range(panel.list.count())]
    wanted = next(n for n, words in enumerate(texts) if words.endswith("Kysyi laskusta 3."))
    assert panel.list.hasFocus()
    panel.list.setCurrentRow(wanted)
    officer.robot.press("Space")
    assert panel.list.item(wanted).checkState() is Qt.CheckState.Checked
    panel.preview.setFocus()
    officer.robot.press("Return")
    shown = pdf_text(dialog(officer, PaperDialog).view.data)
    assert "Kysyi laskusta 4." in shown
    assert "Kysyi laskusta 3." not in shown
    officer.robot.press("Escape")
    back(officer)
    officer.robot.press("Ctrl+Return")
    wait_for(officer, page, DecidePanel)
    assert len(case_of(local_desk, case_id).left_out) == 1
    assert isinstance(page.panel, DecidePanel)
    page.panel._form.row("resolution").editor.select()
    # Something was left out, so the whole cannot be given.
    assert "Tiedot annetaan kokonaan" not in told(page)


@pytest.mark.parametrize("form", CopyFormat)
def test_the_file_of_a_portability_is_looked_at_before_it_is_given(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int], form: CopyFormat
) -> None:
    asked = Asked(RequestRight.PORTABILITY, copy_format=form)
    case_id = register(local_desk, replace(request_of(people["maija"]), claims=(asked,)))
    gathered(local_desk, case_id, found=1)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, ReviewPanel)
    officer.robot.wait_for(lambda: panel._lines is not None and not page.desk.busy)
    assert not panel.preview.isVisibleTo(page), "no extract goes out"
    panel.copy.setFocus()
    officer.robot.press("Return")
    shown = dialog(officer, CopyDialog)
    assert_walkable(shown)
    for value in ("Linnunrata 12 A 3", "Aalto"):
        assert value in shown.text.toPlainText()
    assert ("labels.csv" in shown.text.toPlainText()) is (form is CopyFormat.CSV)
    officer.robot.press("Escape")
    back(officer)


def test_a_refusal_is_not_decided_without_ground_and_reasons(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["ake"], lang=Lang.SV))
    reviewed(local_desk, case_id)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, DecidePanel)
    officer.robot.press("3")
    assert "Kirjoita se ruotsiksi" in panel._told.text()
    assert "oikeussuojakeinoista" in panel._blocks.text()
    officer.robot.press("Ctrl+Return")
    assert "perusteen ja perustelut" in panel._form.row("grounds").problem.text()
    panel._form.row("grounds").editor.widget.setFocus()
    officer.robot.press("Tab", "Tab", "Space", "Ctrl+Return")
    assert "perusteen ja perustelut" in panel._form.row("reasons").problem.text()
    assert panel._form.row("reasons").editor.widget.hasFocus()
    officer.robot.type("Begäran är uppenbart orimlig.")
    officer.robot.press("Ctrl+Return")
    sure = dialog(officer, ConfirmDialog)
    assert_walkable(sure)
    officer.robot.press("Return")  # the safe answer is the default
    back(officer)
    assert case_of(local_desk, case_id).row.status is CaseStatus.DECIDE
    officer.robot.press("Ctrl+Return")
    sure = dialog(officer, ConfirmDialog)
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)
    wait_for(officer, page, ReplyPanel)
    assert case_of(local_desk, case_id).row.resolution is Resolution.REFUSED


def test_a_refusal_cannot_be_closed_without_its_letter_and_the_letter_has_its_blocks(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["ake"], lang=Lang.SV))
    reviewed(local_desk, case_id)
    with local_desk.database.unit(local_desk["jani"]) as unit:
        deciding.decide(
            unit,
            case_id,
            Decision(Resolution.REFUSED, (RefusalGround.UNFOUNDED,), "Begäran är uppenbart orimlig."),
        )
    page = open_case(officer, case_id)
    assert isinstance(page.panel, ReplyPanel)  # there is no way to close before the letter
    officer.robot.press("Ctrl+Return")
    paper = dialog(officer, PaperDialog)
    assert paper.tabs.count() == 1  # a refusal encloses nothing
    letter = squeezed(pdf_text(paper.view.data))
    for words in ("Begäranäruppenbartorimlig.", "dataombudsmannen", "domstol"):
        assert words in letter
    officer.robot.press("Escape")
    back(officer)
    wait_for(officer, page, HandoverPanel)


def ready(desk: Desk, case_id: int) -> None:
    """Granted in full and the papers made."""
    party_id = case_of(desk, case_id).row.party_id
    assert party_id is not None
    reviewed(desk, case_id)
    with desk.database.unit(desk["jani"]) as unit:
        deciding.decide(unit, case_id, Decision(Resolution.FULFILLED))
    with desk.database.unit(desk["jani"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.REQUEST, case_id)
    issue_reply(desk.database, desk["jani"], case_id, ticket)


def test_at_the_counter_identity_is_seen_again(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    """A clerk of the office hands the reply over; nothing else of the case is his to do."""
    case_id = register(local_desk, request_of(people["eino"]))
    with counter(qtbot, local_desk, "maija", language) as clerk:
        page = open_case(clerk, case_id)
        assert isinstance(page.panel, WaitPanel)
        ready(local_desk, case_id)
        clerk.robot.press("F5")
        wait_for(clerk, page, HandoverPanel)
        panel = page.panel
        assert isinstance(panel, HandoverPanel)
        assert page.frame.asides == {}
        clerk.robot.press("Ctrl+Return")
        clerk.robot.wait_for(lambda: bool(panel._form.row("identity").problem.text()))
        clerk.robot.press("4", "Ctrl+Return")
        wait_for(clerk, page, ClosedPanel)
    case = case_of(local_desk, case_id)
    assert case.row.status is CaseStatus.CLOSED
    assert case.row.due.stopped == date(2026, 11, 23)


def test_secure_mail_says_what_is_done_outside_and_keeps_what_went(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int], tmp_path: Path
) -> None:
    case_id = register(local_desk, request_of(people["eino"]))
    ready(local_desk, case_id)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, HandoverPanel)
    officer.robot.press("2")
    assert panel._outside.text() == f"▲ {officer.language.text('case_page.not_printed')}"
    assert not panel.save.isVisibleTo(page)
    officer.robot.press("4")
    assert panel._outside.isVisibleTo(page)
    assert "Ohjelma ei lähetä viestiä" in panel._outside.text()
    sums = [line.sha256[:16] for line in going_of(case_of(local_desk, case_id))]
    assert len(sums) == 2
    assert all(each in panel._files.text() for each in sums)
    walk(officer)
    officer.robot.press("Ctrl+Return")
    problem = panel._form.row("method").problem
    officer.robot.wait_for(lambda: bool(problem.text()))
    assert case_of(local_desk, case_id).row.status is CaseStatus.REPLY
    officer.robot.wait_for(lambda: not page.desk.busy)
    while not panel.save.hasFocus():
        officer.robot.press("Tab")
    officer.robot.press("Return")
    chooser = dialog(officer, QFileDialog)
    folder = tmp_path / "post"
    folder.mkdir()
    chooser.fileSelected.emit(str(folder))
    chooser.reject()
    back(officer)
    saved = officer.language.text("case_page.is_saved")
    officer.robot.wait_for(lambda: panel._files.text().count(saved) == 2)
    assert not problem.text()
    papers = {line.kind: line.sha256 for line in going_of(case_of(local_desk, case_id))}
    found = {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    assert sorted(found.values()) == sorted(papers.values())
    assert any("Vastauskirje" in name for name in found), "in the language of its reader"
    officer.robot.press("Ctrl+Return")
    wait_for(officer, page, ClosedPanel)
    assert f"{officer.language.show(HandoverMethod.SECURE_MAIL)}, 23.11.2026, Jani Alho" in told(page)
    assert all(each in told(page) for each in sums)


def test_a_late_reply_needs_its_reason(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["eino"], date(2026, 10, 15)))
    ready(local_desk, case_id)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, HandoverPanel)
    officer.robot.press("2")
    assert not panel._form.row("identity").isVisible()
    assert panel._form.row("late_reason").isVisible()
    officer.robot.press("Ctrl+Return")
    officer.robot.wait_for(lambda: bool(panel._form.row("late_reason").problem.text()))
    officer.robot.press("Down", "Ctrl+Return")
    wait_for(officer, page, ClosedPanel)
    kept = ask(local_desk, lambda unit: unit.session.get_one(RequestCase, case_id).late_reason)
    assert kept is LateReason.WORKLOAD
    assert "määräajan jälkeen" in told(page)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize("right", [RequestRight.OBJECTION, RequestRight.RECTIFICATION])
def test_no_step_is_wider_than_a_screen_at_200_percent_has_room_for(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang, right: RequestRight
) -> None:
    """1920 x 1080 at 200 %: long grounds go on in the next line, the papers' links show all they say."""
    asked = Asked(right, "Tilanteeni on muuttunut.")
    case_id = register(local_desk, replace(request_of(people["eino"]), claims=(asked,)))
    reviewed(local_desk, case_id)
    with local_desk.database.unit(local_desk["maija"]) as unit:
        cases.archive(unit, case_id, DocumentKind.RECEIPT, Lang.FI, b"%PDF-")
    officer.language.switch(lang)
    officer.window.resize(960, 540)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, DecidePanel)
    officer.robot.press("2")
    officer.robot.settle()
    rooms = [(area.widget(), area.viewport()) for area in page.findChildren(QScrollArea)]
    officer.robot.wait_for(lambda: all(inside and inside.width() <= seen.width() for inside, seen in rooms))
    boxes = panel._form.row("grounds").editor.widget.findChildren(QCheckBox)
    assert len(boxes) >= 3
    officer.robot.wait_for(lambda: all(box.height() >= box.heightForWidth(box.width()) for box in boxes))
    officer.robot.wait_for(
        lambda: all(link.width() >= link.minimumSizeHint().width() for link in page.facts.papers)
    )
    walk(officer)


def test_tab_goes_from_the_step_to_what_else_there_is_and_to_its_verb(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = open_case(officer, register(local_desk, request_of(people["maija"])))
    panel = page.panel
    assert isinstance(panel, GatherPanel)
    panel.rows[-1].note.setFocus()
    officer.robot.press("Tab")
    assert page.frame.others.hasFocus()
    officer.robot.press("Tab")
    assert page.frame.verb.hasFocus()
    officer.robot.press("Shift+Tab", "Shift+Tab")
    assert panel.rows[-1].note.hasFocus()


# Beside the way


def test_an_extension_is_told_in_a_letter(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"], date(2026, 11, 6)))
    page = open_case(officer, case_id)
    page.frame.asides["extend"].trigger()
    sheet = dialog(officer, ReasonDialog)
    assert "ma\u00a08.2.2027" in told_in(sheet)
    officer.robot.type("Aineistoa on paljon kahdessa toimipisteessä.")
    officer.robot.press("Ctrl+Return")
    paper = dialog(officer, PaperDialog)
    assert "Aineistoa on paljon kahdessa toimipisteessä." in pdf_text(paper.view.data)
    officer.robot.press("Escape")
    back(officer)
    case = case_of(local_desk, case_id)
    assert case.row.due.extended
    assert DocumentKind.EXTENSION in {line.kind for line in case.documents}
    officer.robot.wait_for(lambda: "extend" not in page.frame.asides)


def told_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_asking_to_specify_and_its_answer(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = open_case(officer, register(local_desk, request_of(people["maija"])))
    page.frame.asides["specify"].trigger()
    dialog(officer, ReasonDialog)
    officer.robot.type("Mitä vuosia pyyntö koskee?")
    officer.robot.press("Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: page.case is not None and page.case.row.status is CaseStatus.CLARIFY)
    officer.robot.type("Vuosia 2024 ja 2025.")
    officer.robot.press("Ctrl+Return")
    wait_for(officer, page, GatherPanel)
    assert "Vuosia 2024 ja 2025." in told(page)


def test_sending_back_and_withdrawing(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["eino"]))
    reviewed(local_desk, case_id)
    page = open_case(officer, case_id)
    page.frame.asides["send_back"].trigger()
    dialog(officer, ReasonDialog)
    officer.robot.type("Yksi mappi jäi katsomatta.")
    officer.robot.press("Ctrl+Return")
    back(officer)
    wait_for(officer, page, ReviewPanel)
    page.frame.asides["withdraw"].trigger()
    dialog(officer, ReasonDialog)
    officer.robot.press("Escape")  # nothing happens
    back(officer)
    assert case_of(local_desk, case_id).row.status is CaseStatus.REVIEW
    page.frame.asides["withdraw"].trigger()
    dialog(officer, ReasonDialog)
    officer.robot.type("Soitti 23.11. ja perui.")
    officer.robot.press("Ctrl+Return")
    back(officer)
    wait_for(officer, page, ClosedPanel)
    assert case_of(local_desk, case_id).row.resolution is Resolution.WITHDRAWN


def test_a_step_that_another_took_meanwhile_is_refused_aloud(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, Intake(people["maija"], received_on=date(2026, 11, 23)))
    page = open_case(officer, case_id)
    committed, local_desk.database.committed = local_desk.database.committed, None
    with local_desk.database.unit(local_desk["jani"]) as unit:
        casework.confirm_identity(unit, case_id, IdentityMethod.PASSPORT)  # on another desk
    local_desk.database.committed = committed
    officer.robot.press("1", "Ctrl+Return")
    officer.robot.wait_for(lambda: "toisessa vaiheessa" in page.bar.sentence)
    officer.robot.press("F5")
    wait_for(officer, page, GatherPanel)


def test_the_queue_is_walked_case_by_case(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    first = register(local_desk, request_of(people["ake"], date(2026, 11, 2)))
    second = register(local_desk, request_of(people["eino"], date(2026, 11, 10)))
    page = open_case(officer, first)
    officer.robot.press("F12")
    case_in_front(officer, second)
    officer.robot.press("Shift+F12")
    assert case_in_front(officer, first) is page
    with local_desk.database.unit(local_desk["jani"]) as unit:
        closing.withdraw(unit, first, "Perui.")
    officer.robot.press("F5")
    wait_for(officer, page, ClosedPanel)
    officer.robot.press("Ctrl+Return")  # on to the next
    next_page = case_in_front(officer, second)
    assert officer.window.tabs.opened == (next_page,), "what is closed is put away"
    officer.robot.press("F12")
    officer.robot.wait_for(lambda: "Jonon loppu" in officer.said)
    assert officer.window.tabs.current is officer.context.show_page("requests")
    assert officer.window.tabs.opened == (next_page,), "an open case stays"


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize("size", [(1366, 768), (960, 540)])
def test_every_step_can_be_walked(
    officer: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang, size: tuple[int, int]
) -> None:
    officer.language.switch(lang)
    officer.window.resize(*size)
    officer.robot.settle()
    case_id = register(
        local_desk,
        Intake(people["eino"], requester=Requester.CUSTODIAN, received_on=date(2026, 11, 23)),
    )
    page = open_case(officer, case_id)
    steps: tuple[Callable[[Desk, int], None], ...] = (confirmed, gathered, finished)
    for advance in steps:
        officer.robot.settle()
        walk(officer)
        advance(local_desk, case_id)
        officer.robot.press("F5")
    officer.robot.press("3")
    walk(officer)
    assert isinstance(page.panel, DecidePanel)


def confirmed(desk: Desk, case_id: int) -> None:
    with desk.database.unit(desk["jani"]) as unit:
        casework.confirm_identity(unit, case_id, IdentityMethod.PASSPORT, "määräys")


def finished(desk: Desk, case_id: int) -> None:
    with desk.database.unit(desk["jani"]) as unit:
        casework.finish_review(unit, case_id, ())
