"""A binder of 40 papers is counted with three errors planted: by a hand scanner, which is a keyboard, and by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperRow
from lpo_desk.domain.qr import qr_text
from lpo_desk.services import inventory, papers
from lpo_desk.settings import Settings
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.inventory import InventoryDialog
from lpo_desk.ui.pages.places import PlacesPage
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import text
from tests.fixtures_db import Desk
from tests.services.test_papers import binder, paper
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable


@pytest.fixture
def rows(local_desk: Desk) -> list[PaperRow]:
    """40 papers of one binder, and the 41st of another."""
    here, there = binder(local_desk, "A", "mappi 1"), binder(local_desk, "A", "mappi 2")
    return [paper(local_desk, here) for _ in range(40)] + [paper(local_desk, there)]


@pytest.fixture
def lead(
    qtbot: QtBot, local_desk: Desk, rows: list[PaperRow], each_language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "leena", each_language) as made:
        yield made


def test_a_binder_of_forty_is_counted_and_the_log_set_right(
    lead: CounterWindow, local_desk: Desk, rows: list[PaperRow], tmp_path: Path
) -> None:
    robot, words = lead.robot, lead.language
    lead.context.settings = Settings(report_folder=str(tmp_path))
    lead.window.go_to("places")
    page = lead.window.tabs.current
    assert isinstance(page, PlacesPage)
    robot.wait_for(lambda: page.model.rowCount() == 3)
    page.table.go_to_key(next(row.id for row in page.rows if row.path == "A/mappi 1"))
    page.count.setFocus()
    robot.press("Space")
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), InventoryDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, InventoryDialog)
    robot.front(dialog)
    robot.wait_for(lambda: dialog.round is not None)
    assert dialog.number.hasFocus()
    missing, stray = rows[17], rows[40]
    read = [qr_text(row.number) for row in rows if row is not missing] + ["L-00999"]
    for number in read:
        robot.type(number)
        robot.press("Return")
    robot.wait_for(lambda: dialog.model.rowCount() == len(read))
    assert dialog.number.hasFocus()
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: dialog.round is not None and dialog.round.ended_at is not None)
    assert_walkable(dialog)
    assert {row.number for row in dialog.model.rows} == {missing.number, stray.number, "L-00999"}
    for row in (missing, stray):
        dialog.table.go_to_key(next(each.id for each in dialog.model.rows if each.number == row.number))
        dialog.table.setFocus()
        robot.press("Return")
        robot.wait_for(lambda number=row.number: settled(dialog, number))  # type: ignore[misc]  # bound here
    with local_desk.database.reading(local_desk["leena"]) as unit:
        assert papers.get(unit, missing.id).custody.state is PaperState.MISSING
        assert papers.get(unit, stray.id).path == "A/mappi 1"
        assert papers.get(unit, stray.id).custody.misplaced
    dialog.excel.setFocus()
    robot.press("Space")
    robot.wait_for(lambda: bool(list(tmp_path.glob("*.xlsx"))))
    robot.wait_for(lambda: bool(dialog.bar.sentence))
    (file,) = tmp_path.glob("*.xlsx")
    sheet = load_workbook(file)[words.text("inventory_list.sheet")]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {
        missing.number,
        stray.number,
        "L-00999",
    }
    dialog.pdf.setFocus()
    robot.press("Space")
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog))
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, PaperDialog)
    said = text(shown.paper.pdf)
    assert missing.number in said
    assert words.text("finding_outcome.missing") in said


def settled(dialog: InventoryDialog, number: str) -> bool:
    return any(row.number == number and row.settled is not None for row in dialog.model.rows)


def test_a_round_goes_on_after_a_restart_and_ends_calmly_under_a_colleague(
    qtbot: QtBot, local_desk: Desk, rows: list[PaperRow], language: Language
) -> None:
    place = rows[0].custody.place_id
    assert place is not None
    with counter(qtbot, local_desk, "leena", language) as first:
        dialog = counting(first, place)
        first.robot.type("1")
        first.robot.press("Return")
        first.robot.wait_for(lambda: dialog.model.rowCount() == 1)
    with counter(qtbot, local_desk, "leena", language) as again:
        dialog = counting(again, place)
        assert [row.number for row in dialog.model.rows] == ["L-00001"], "what was read before is there"
        with local_desk.database.unit(local_desk["maija"]) as unit:
            assert dialog.round is not None
            inventory.end(unit, dialog.round.id)
        again.robot.type("2")
        again.robot.press("Return")
        again.robot.wait_for(lambda: dialog.bar.sentence == again.language.text("inventory.ended"))
        again.robot.wait_for(lambda: dialog.number.isReadOnly())
        assert dialog.model.rowCount() == 39, "what the colleague's end left to be set right"
        again.robot.type("3")
        again.robot.press("Return")
        again.robot.settle()
        assert not any(row.settled for row in dialog.model.rows), "the scanner's Enter sets nothing right"
        again.robot.press("Tab")
        assert again.robot.focus is dialog.table
        assert dialog.correct.isEnabled()


def test_what_a_colleague_reads_elsewhere_comes_by_itself(
    qtbot: QtBot, local_desk: Desk, rows: list[PaperRow], each_language: Language
) -> None:
    place = rows[0].custody.place_id
    assert place is not None
    with counter(qtbot, local_desk, "leena", each_language) as first:
        dialog = counting(first, place)
        running = dialog.round
        assert running is not None
        for number in ("1", "2", "3"):
            first.robot.type(number)
            first.robot.press("Return")
        first.robot.wait_for(lambda: first.runner.idle and dialog.model.rowCount() == 3)
        dialog.table.setFocus()
        dialog.table.go_to(2)
        dialog.look()
        first.robot.settle()
        assert [row.number for row in dialog.model.rows][dialog.table.currentIndex().row()] == "L-00001"
        with local_desk.database.unit(local_desk["maija"]) as unit:
            inventory.see(unit, running.id, "4")
        dialog.look()
        first.robot.wait_for(lambda: dialog.model.rowCount() == 4)
        assert dialog.chosen is not None
        assert dialog.chosen.number == "L-00001", "the line that the keyboard was on"
        dialog.number.setFocus()
        with local_desk.database.unit(local_desk["maija"]) as unit:
            inventory.end(unit, running.id)
        dialog.look()
        first.robot.wait_for(lambda: dialog.number.isReadOnly())
        assert dialog.bar.sentence == each_language.text("inventory.ended")
        assert dialog.number.hasFocus()
        assert not dialog.timer.isActive(), "the file is this computer's alone"


def counting(desk: CounterWindow, place_id: int) -> InventoryDialog:
    InventoryDialog(desk.context, place_id).open()
    desk.robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), InventoryDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, InventoryDialog)
    desk.robot.front(dialog)
    desk.robot.wait_for(lambda: dialog.round is not None)
    return dialog
