"""Where the keyboard is after F6, after a message went away, and that one can see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang, terms
from lpo_desk.ui.command_palette import CommandPalette
from lpo_desk.ui.focus import Dialog, keep_in_sight, rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.sheet import SheetPage, open_outside
from lpo_desk.ui.settings_dialog import SettingsDialog
from lpo_desk.ui.widgets.message_bar import Choice, Kind, MessageBar
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.robot import PATIENCE_MS, ClerkRobot


@pytest.fixture
def lead(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "leena", language) as made:
        yield made


def test_f6_goes_from_the_search_box_into_the_page_and_on_to_the_places(lead: CounterWindow) -> None:
    window, robot = lead.window, lead.robot
    robot.press("F6")
    in_page = robot.focus
    assert in_page is not None
    assert window.tabs.stack.isAncestorOf(in_page)
    robot.press("F6")
    assert robot.focus is window.sidebar
    robot.press("Shift+F6")
    assert robot.focus is in_page


def test_the_places_show_that_they_have_the_keyboard(lead: CounterWindow) -> None:
    sidebar = lead.window.sidebar
    without = sidebar.grab().toImage()
    lead.robot.press("F6", "F6")
    assert lead.robot.focus is sidebar
    assert sidebar.grab().toImage() != without


def test_the_places_keep_the_keyboard_until_one_is_entered(lead: CounterWindow) -> None:
    window, robot = lead.window, lead.robot
    robot.press("F6", "F6", "Home")
    for row in range(1, window.sidebar.count()):
        robot.press("Down")
        robot.wait_for(lambda: window.context.runner.idle)
        assert robot.focus is window.sidebar
        assert window.sidebar.currentRow() == row
    robot.press("Return")
    assert robot.focus is not window.sidebar
    page, here = window.tabs.current, robot.focus
    assert page is not None
    assert here is not None
    assert page.isAncestorOf(here)


def test_the_focus_goes_below_a_message_that_goes_away(qtbot: QtBot, language: Language) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    above, below, bar, done = QLineEdit(), QLineEdit(), MessageBar(language), list[str]()
    column = QVBoxLayout(window)
    for widget in (above, bar, below):
        column.addWidget(widget)
    robot = ClerkRobot(qtbot)
    robot.front(window)
    bar.tell(Kind.INFO, "main.masked", [Choice("common.close", lambda: done.append("done"))])
    bar.buttons[0].setFocus()
    robot.press("Space")
    assert done == ["done"]
    assert robot.focus is below


def three_buttons(qtbot: QtBot) -> tuple[ClerkRobot, tuple[QPushButton, ...]]:
    window = QWidget()
    qtbot.addWidget(window)
    buttons = tuple(QPushButton(name, window) for name in ("before", "acting", "after"))
    column = QVBoxLayout(window)
    for button in buttons:
        column.addWidget(button)
    robot = ClerkRobot(qtbot)
    robot.front(window)
    buttons[1].setFocus()
    return robot, buttons


def test_the_keyboard_waits_for_a_button_whose_act_runs(qtbot: QtBot) -> None:
    robot, (_, acting, after) = three_buttons(qtbot)
    pressed = list[str]()
    after.clicked.connect(lambda: pressed.append("after"))
    rest(acting, True)
    rest(acting, True)  # said again while it rests
    robot.press("Space", "Return")
    assert (acting.isEnabled(), robot.focus, pressed) == (False, None, [])
    rest(acting, False)
    assert (acting.isEnabled(), robot.focus) == (True, acting)


def test_a_rested_button_takes_the_keyboard_from_nobody(qtbot: QtBot) -> None:
    robot, (before, acting, _) = three_buttons(qtbot)
    rest(acting, True)
    before.setFocus()
    rest(acting, False)
    assert robot.focus is before
    rest(acting, True)  # it did not have the keyboard
    before.clearFocus()
    rest(acting, False)
    assert robot.focus is None


def test_an_area_that_goes_away_with_the_keyboard_in_it_is_left_in_peace(qtbot: QtBot) -> None:
    window, area, inside, beside = QWidget(), QScrollArea(), QLineEdit(), QLineEdit()
    qtbot.addWidget(window)
    area.setWidget(inside)
    keep_in_sight(area)
    column = QVBoxLayout(window)
    for widget in (area, beside):
        column.addWidget(widget)
    robot = ClerkRobot(qtbot)
    robot.front(window)
    inside.setFocus()
    with qtbot.captureExceptions() as problems:
        shiboken6.delete(area)
        beside.setFocus()
    assert not problems


def test_the_settings_begin_at_their_first_field(lead: CounterWindow) -> None:
    lead.window.show_settings()
    dialog = next(d for d in lead.window.findChildren(SettingsDialog) if d.isVisible())
    lead.robot.front(dialog)
    assert lead.robot.focus is dialog.look


def test_the_palette_does_not_offer_itself(lead: CounterWindow) -> None:
    lead.robot.press("Ctrl+K", "Esc", "Ctrl+K")
    dialog = next(d for d in lead.window.findChildren(CommandPalette) if d.isVisible())
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert not [name for name in names if name.startswith(terms("ui_command.palette", lang=Lang.FI))]
    assert names


def test_a_file_that_nothing_opens_is_told_with_its_place(
    lead: CounterWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead.window.go_to("reports")
    page = lead.window.tabs.current
    assert isinstance(page, SheetPage)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)  # a computer without such a program
    open_outside(page, tmp_path / "LPO-2026-10.xlsx")
    assert page.bar.kind is Kind.WARNING
    assert "LPO-2026-10.xlsx" in page.bar.sentence
    assert str(tmp_path) in page.bar.sentence


def test_enter_presses_the_button_that_has_the_keyboard(lead: CounterWindow, qtbot: QtBot) -> None:
    """On a page Qt would do nothing, in a dialog it would press the default button instead."""
    told: list[str] = []
    page = QPushButton("Lisää rooli", lead.window)
    page.setAutoDefault(False)
    page.clicked.connect(lambda: told.append("page"))
    page.show()
    page.setFocus()
    lead.robot.press("Return")
    lead.robot.press("Enter")
    page.setEnabled(False)
    lead.robot.press("Return")
    assert told == ["page", "page"]
    dialog = Dialog(lead.window)
    column = QVBoxLayout(dialog)
    save, cancel, line = QPushButton("Tallenna"), QPushButton("Peruuta"), QLineEdit()
    for button in (save, cancel):
        button.setAutoDefault(False)
        column.addWidget(button)
        button.clicked.connect(lambda _=False, b=button: told.append(b.text()))
    column.addWidget(line)
    save.setDefault(True)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE_MS)
    told.clear()
    for place in (cancel, line, save):
        place.setFocus()
        lead.robot.press("Return")
    assert told == ["Peruuta", "Tallenna", "Tallenna"]
    dialog.close()
