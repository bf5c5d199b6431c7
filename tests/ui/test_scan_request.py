"""A request that came as a scan: F8 in the inbox, who asks, and the wizard with the page beside it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.scans import DiscardReason, ScanFile, ScanState
from lpo_desk.scanning import read
from lpo_desk.services import cases, drafts, papers, scans
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.scans import ScansPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.wizards.request import RequestWizard
from tests.fixtures_db import Desk
from tests.scanning.sheets import jpeg, label, picture
from tests.ui.case_hands import back, dialog
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

FORM = jpeg(picture(label("L-99999")))


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    add_people(local_desk)
    with local_desk.database.unit(local_desk["maija"]) as unit:
        scans.take_in(unit, unit.actor.office_id or 0, ScanFile.of(FORM), read(FORM))
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def asked_who(clerk: CounterWindow) -> ScansPage:
    """F9 to the inbox and F8 on its scan."""
    clerk.robot.press("F9")
    page = clerk.window.tabs.current
    assert isinstance(page, ScansPage)
    clerk.robot.wait_for(lambda: page.preview.shows is not None)
    clerk.robot.press("F8")
    dialog(clerk, CardSheet)
    return page


def wizard_of(clerk: CounterWindow) -> RequestWizard:
    wizard = dialog(clerk, RequestWizard)
    beside = wizard._beside
    assert beside is not None
    clerk.robot.wait_for(lambda: beside.preview.shows == (0, 1))
    return wizard


def case_in(desk: Desk) -> CaseFile:
    with desk.database.reading(desk["jani"]) as unit:
        return cases.read(unit, unit.session.scalars(select(RequestCase.id)).one())


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_form_signed_at_home_becomes_a_case_with_its_scan_and_its_paper(
    clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    robot = clerk.robot
    clerk.language.switch(lang)
    page = asked_who(clerk)
    robot.type("aalto maija")
    robot.press("Return")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    robot.wait_for(lambda: sheet.form.typed("party_id") is not None)
    robot.press("Return")
    wizard = wizard_of(clerk)
    assert_walkable(wizard)
    wizard._ask_page.first().setFocus()  # type: ignore[union-attr]  # it has one
    robot.press("Return", "8", "Return", "Return", "Space", "Tab", "Space", "Return")
    dialog(clerk, PaperDialog)
    robot.press("Escape")
    back(clerk)
    case = case_in(local_desk)
    (scan,) = case.scans
    (paper,) = case.filed
    assert (scan.state, scan.home) == (ScanState.FILED, case.row.number)
    assert paper.number in clerk.said
    with local_desk.database.reading(local_desk["maija"]) as unit:
        row = papers.get(unit, paper.id)
    assert (row.scanned, row.pages, row.party_id) == (True, 1, case.row.party_id)
    robot.wait_for(lambda: page.model.rowCount() == 0)


def test_nobody_known_is_an_empty_field(clerk: CounterWindow, local_desk: Desk) -> None:
    asked_who(clerk)
    clerk.robot.press("Return")
    wizard = wizard_of(clerk)
    assert wizard._desk.intake.party_id is None
    clerk.robot.press("Escape")
    back(clerk)
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert drafts.mine(unit) == (), "nothing was typed"
        assert len(scans.inbox(unit)) == 1, "and the scan waits"


def test_a_draft_goes_on_with_its_scan_and_without_one_that_is_gone(
    clerk: CounterWindow, local_desk: Desk
) -> None:
    robot = clerk.robot
    asked_who(clerk)
    robot.press("Ctrl+Return")
    wizard = wizard_of(clerk)
    wizard._ask_page.form.row("requester_name").editor.widget.setFocus()
    robot.type("Kaisa Koski")
    robot.press("Return", "Escape")
    back(clerk)
    robot.settle()
    with local_desk.database.reading(local_desk["maija"]) as unit:
        (draft,) = drafts.mine(unit)
        (scan,) = scans.inbox(unit)
    clerk.context.start_request(draft=draft)
    again = wizard_of(clerk)
    with local_desk.database.unit(local_desk["leena"]) as unit:
        scans.discard(unit, scan.id, DiscardReason.NOT_OURS)
    again._go_to_resumed(3)
    robot.press("Ctrl+Return")
    gone = clerk.language.text("request_wizard.scan_gone")
    robot.wait_for(lambda: gone in again.bar.sentence)
    assert not again._beside.isVisible()  # type: ignore[union-attr]  # it was there
    robot.press("Ctrl+Return")
    dialog(clerk, PaperDialog)
    assert case_in(local_desk).scans == ()
