"""Papers whose time is over: the lead proposes, the officer approves, a week passes, a hold comes, the rest is gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.destroying import ListState, Obstacle
from lpo_desk.domain.paper import PaperDetails, PaperKind, RetentionClass
from lpo_desk.domain.places import PlaceDetails, PlaceKind
from lpo_desk.services import destroying, holds, papers, places
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.pages.destruction import DestructionPage
from lpo_desk.ui.pages.destruction_dialogs import DueDialog, HoldsDialog, PapersDialog
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import text
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable

D = TypeVar("D", bound=QDialog)
CODE = "L-H0001"


@pytest.fixture
def archive(local_desk: Desk) -> Desk:
    """Five papers in one binder, four of them over."""
    with local_desk.database.unit(local_desk["leena"]) as unit:
        binder = places.add(unit, unit.actor.office_id or 0, None, PlaceDetails(PlaceKind.BINDER, "mappi 1"))
        for number in range(5):
            over = date(2020 - number, 5, 5) if number < 4 else None
            details = PaperDetails(
                PaperKind.CONTRACT,
                f"Aalto Maijan sopimus {number}",
                date(2010 + number, 1, 31),
                retention=RetentionClass.CONTRACT,
                retained_from=over,
            )
            papers.enter(unit, details, place_id=binder.id)
    return local_desk


@contextmanager
def sits(
    qtbot: QtBot, desk: Desk, who: str, language: Language, folder: Path
) -> Iterator[tuple[CounterWindow, DestructionPage]]:
    with counter(qtbot, desk, who, language) as made:
        made.context.settings = Settings(report_folder=str(folder))
        made.window.go_to("destruction")
        page = made.window.tabs.current
        assert isinstance(page, DestructionPage)
        made.robot.settle()
        yield made, page


def over(desk: CounterWindow, kind: type[D]) -> D:
    """The window in front, with the keyboard in it."""
    desk.robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    desk.robot.front(found)
    desk.robot.settle()
    return found


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_list_from_proposal_to_certificate(
    qtbot: QtBot, archive: Desk, language: Language, tmp_path: Path, lang: Lang
) -> None:
    language.switch(lang)
    with sits(qtbot, archive, "leena", language, tmp_path) as (lead, page):
        assert_walkable(lead.window)
        lead.robot.press("Insert")
        due = over(lead, DueDialog)
        assert [row.paper.number for row in due.model.rows] == ["L-00004", "L-00003", "L-00002", "L-00001"]
        assert_walkable(due)
        lead.robot.press("Space")  # the one on top stays this time
        assert len(due.chosen) == 3
        lead.robot.press("Ctrl+Return")
        lead.robot.wait_for(lambda: bool(page.rows))
        assert CODE in page.bar.sentence
        page.buttons[1].click()  # approve what she proposed herself
        dialog = over(lead, ConfirmDialog)
        dialog.verb.click()
        lead.robot.wait_for(lambda: page.bar.sentence == language.text("destruction.same_person"))
        assert [shown.isEnabled() for shown in page.buttons[1:6]] == [True, False, True, False, True]
        assert not page.buttons[6].isVisible(), "holds are the officer's"

    with sits(qtbot, archive, "jani", language, tmp_path) as (officer, page):
        page.table.setFocus()
        officer.robot.press("Return")
        shown = over(officer, PapersDialog)
        assert [row.number for row in shown.model.rows] == ["L-00001", "L-00002", "L-00003"]
        assert_walkable(shown)
        officer.robot.press("Escape")
        officer.robot.front(officer.window)
        page.buttons[1].setFocus()
        officer.robot.press("Space")
        over(officer, ConfirmDialog).verb.click()
        officer.robot.wait_for(lambda: page.rows[0].state is ListState.WAITING)
        officer.robot.front(officer.window)
        assert officer.robot.focus is page.table, "not on the next button, which destroys"
        page.buttons[6].click()
        blocked = over(officer, HoldsDialog)
        assert_walkable(blocked)
        officer.robot.press("Insert")
        over(officer, CardSheet)
        officer.robot.type("l-00002")
        officer.robot.press("Tab")
        officer.robot.type("reklamaatio kesken")
        officer.robot.press("Ctrl+Return")
        officer.robot.wait_for(lambda: blocked.model.rowCount() == 1)
        officer.robot.press("Escape")
        assert QApplication.activeModalWidget() is None

    archive.clock.forward(days=8)
    with sits(qtbot, archive, "leena", language, tmp_path) as (lead, page):
        assert page.rows[0].state is ListState.READY
        page.buttons[2].click()
        sheet = over(lead, CardSheet)
        assert_walkable(sheet)
        lead.robot.type("L-H0002")
        lead.robot.press("Ctrl+Return")
        assert CODE in sheet.form.row("number").problem.text(), "the number of another list destroys nothing"
        assert sheet.form.row("witness").problem.text()
        lead.robot.press("Ctrl+A")
        lead.robot.type(CODE)
        lead.robot.press("Tab", "Tab", "Down", "Ctrl+Return")
        certificate = over(lead, PaperDialog)
        pdf = text(certificate.paper.pdf)
        for said in ("L-00001", "L-00003", CODE, "Leena Salo", "Jani Alho", "2010", "2012"):
            assert said in pdf
        assert terms("obstacle.held", lang=lang) in pdf.replace("\n", " ")
        assert "Aalto" not in pdf
        lead.robot.press("Escape")
        lead.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
        page.buttons[5].click()
        lead.robot.wait_for(lambda: any(tmp_path.glob("*.xlsx")))
        lead.robot.settle()
        book = load_workbook(next(tmp_path.glob("*.xlsx")))
        sheet_rows = list(book[book.sheetnames[0]].iter_rows(min_row=2, values_only=True))
        assert [(row[0], row[3]) for row in sheet_rows] == [
            ("L-00001", terms("item_verdict.destroyed", lang=lang)),
            ("L-00002", terms("item_verdict.left_out", lang=lang)),
            ("L-00003", terms("item_verdict.destroyed", lang=lang)),
        ]
        lead.robot.front(lead.window)
        page.table.setFocus()
        lead.robot.press("Return")
        gone = over(lead, PapersDialog)
        assert_walkable(gone)
        for said in (CODE, "Leena Salo", "Jani Alho", terms("destruction_method.shredded", lang=lang)):
            assert said in gone.note.text()
        lead.robot.press("Escape")

    with archive.database.reading(archive["leena"]) as unit:
        kept = destroying.certificate(unit, 1)
        assert kept is not None
        assert text(kept) == pdf, "what was shown is what is archived"
        states = {row.number: row.custody.state for row in papers.rows_of(unit, range(1, 6))}
        assert [state is PaperState.DESTROYED for state in states.values()] == [
            True,
            False,
            True,
            False,
            False,
        ]
        assert [row.title for row in papers.rows_of(unit, [1, 3])] == ["", ""]
        left = destroying.due(unit, unit.actor.office_id or 0)
        assert [(row.paper.number, row.why_not) for row in left] == [
            ("L-00004", None),
            ("L-00002", Obstacle.HELD),
        ]
        assert [each.number for each in holds.held(unit)] == ["L-00002"]


def test_a_list_is_cancelled_while_it_waits(
    qtbot: QtBot, archive: Desk, language: Language, tmp_path: Path
) -> None:
    with archive.database.unit(archive["leena"]) as unit:
        destroying.propose(unit, [1, 2])
    with archive.database.unit(archive["jani"]) as unit:
        destroying.approve(unit, 1)
    with sits(qtbot, archive, "leena", language, tmp_path) as (lead, page):
        page.buttons[3].click()
        lead.robot.press("Return")  # going back is the safe answer
        assert page.rows[0].state is ListState.WAITING
        page.buttons[3].click()
        over(lead, ConfirmDialog).verb.click()
        lead.robot.wait_for(lambda: page.rows[0].state is ListState.CANCELLED)
        assert not any(shown.isEnabled() for shown in page.buttons[1:5])
        lead.robot.front(lead.window)
        page.table.setFocus()
        lead.robot.press("Return")
        shown = over(lead, PapersDialog)
        said = terms(
            "destruction_page.papers_cancelled",
            lang=language.lang,
            name="Leena Salo",
            on=page.rows[0].cancelled_on,
        )
        assert said in shown.note.text()
        lead.robot.press("Escape")


def test_the_keyboard_goes_to_the_list_that_was_proposed(
    qtbot: QtBot, archive: Desk, language: Language, tmp_path: Path
) -> None:
    with archive.database.unit(archive["leena"]) as unit:
        destroying.propose(unit, [1, 2])
    with sits(qtbot, archive, "leena", language, tmp_path) as (lead, page):
        lead.robot.press("Insert")
        over(lead, DueDialog)
        lead.robot.press("Ctrl+Return")
        lead.robot.wait_for(lambda: len(page.rows) == 2)
        assert page.chosen is not None
        assert page.chosen.number == "L-H0002"


def test_a_hold_is_released_from_the_keyboard(
    qtbot: QtBot, archive: Desk, language: Language, tmp_path: Path
) -> None:
    with archive.database.unit(archive["jani"]) as unit:
        holds.hold(unit, 1, "reklamaatio kesken")
    with sits(qtbot, archive, "jani", language, tmp_path) as (officer, page):
        page.buttons[6].click()
        blocked = over(officer, HoldsDialog)
        officer.robot.wait_for(lambda: blocked.model.rowCount() == 1)
        officer.robot.press("Delete")
        over(officer, CardSheet)
        officer.robot.type("ratkaistu")
        officer.robot.press("Ctrl+Return")
        officer.robot.wait_for(lambda: blocked.model.rowCount() == 0)
        assert not blocked.release.isEnabled()
        officer.robot.press("Escape")
