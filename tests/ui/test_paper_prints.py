"""Labels of chosen papers and the card of one that is out, from the menu of the log."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.domain.custody import CustodyKind
from lpo_desk.domain.paper import PaperRow
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import text
from tests.fixtures_db import Desk
from tests.services.test_papers import act, binder, paper
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.paper_hands import log


@pytest.fixture
def rows(local_desk: Desk) -> list[PaperRow]:
    """L-00001 in its binder, L-00002 lent."""
    place = binder(local_desk, "A", "mappi 1")
    made = [paper(local_desk, place), paper(local_desk, place)]
    act(local_desk, made[1], CustodyKind.LENT, holder="Pekka", reason="tarkastus")
    return made


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, rows: list[PaperRow], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def shown(clerk: CounterWindow) -> str:
    clerk.robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    said = text(dialog.paper.pdf)
    clerk.robot.front(dialog)
    clerk.robot.press("Escape")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    clerk.robot.front(clerk.window)
    return said


def test_labels_of_all_that_is_marked_and_the_card_of_what_is_out(
    clerk: CounterWindow, rows: list[PaperRow]
) -> None:
    robot = clerk.robot
    page = log(clerk)
    page.table.setFocus()
    robot.press("Home")
    assert page.current is not None
    assert page.current.number == "L-00002"
    assert page.prints.card.isEnabled()
    page.prints.card.trigger()
    said = shown(clerk)
    assert "L-00002" in said
    assert "Pekka" in said
    page.table.setFocus()
    robot.press("Ctrl+A")
    assert not page.prints.card.isEnabled(), "one card for one paper"
    page.prints.labels.trigger()
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    robot.front(sheet)
    robot.press("Ctrl+Return")
    said = shown(clerk)
    assert all(row.number in said for row in rows)
    page.table.setFocus()
    robot.press("End")
    assert not page.prints.card.isEnabled(), "it is in its place"
