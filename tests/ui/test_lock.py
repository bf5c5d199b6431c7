"""The locked desk: nothing is seen, the right password opens it, another user takes over with a window of their own."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from lpo_desk.app import Program
from lpo_desk.services import accounts, drafts
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.lock import LockWindow
from lpo_desk.ui.login import begin_session
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.wizards.request import RequestWizard
from tests.fixtures_db import CHEAP, PASSWORD
from tests.ui.robot import ClerkRobot
from tests.ui.walk import assert_walkable


@pytest.fixture
def robot(program: Program, qtbot: QtBot) -> ClerkRobot:
    return ClerkRobot(qtbot, program.runner)


@pytest.fixture
def window(program: Program, robot: ClerkRobot, closed_desk: Path) -> MainWindow:
    program.open_window(begin_session(accounts.sign_in(str(closed_desk), "maija", PASSWORD, cost=CHEAP)))
    assert isinstance(program.window, MainWindow)
    robot.front(program.window)
    robot.settle()
    return program.window


def lock(program: Program, robot: ClerkRobot) -> LockWindow:
    robot.press("Ctrl+L")
    assert program.locked is not None
    robot.front(program.locked)
    return program.locked


def test_nothing_is_seen_of_a_locked_desk(program: Program, robot: ClerkRobot, window: MainWindow) -> None:
    window.show_about()
    program.lock()
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == [program.locked]


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_password_opens_it_again(
    program: Program, robot: ClerkRobot, window: MainWindow, lang: Lang
) -> None:
    program.language.switch(lang)
    locked = lock(program, robot)
    assert locked.windowTitle() == terms("lock.title", lang=lang)
    assert_walkable(locked)
    robot.type("wrong")
    robot.press("Return")
    robot.wait_for(lambda: locked.password.problem.isVisible())
    assert locked.password.problem.text() == terms("lock.wrong", lang=lang)
    assert window.isHidden()
    assert_walkable(locked)
    robot.press("Esc")
    assert program.locked is locked
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(window.isVisible)
    assert program.locked is None


def test_a_request_half_taken_in_is_hidden_kept_and_there_again(
    program: Program, robot: ClerkRobot, window: MainWindow
) -> None:
    window.context.start_request(None)
    robot.press("2", "Tab", "Tab")
    robot.type("Ville Vieras")
    program.lock()
    locked = program.locked
    assert locked is not None
    robot.front(locked)
    robot.settle()
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == [locked]
    with window.context.database.reading(window.context.actor) as unit:
        (draft,) = drafts.mine(unit)
    assert "Ville Vieras" in str(draft.data)
    assert "rectification" in str(draft.data)
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(window.isVisible)
    wizard = next(child for child in window.findChildren(RequestWizard))
    robot.wait_for(wizard.isVisible)
    assert wizard._current().requester_name == "Ville Vieras"


def test_a_dialog_that_was_open_comes_back_and_still_guards_its_window(
    program: Program, robot: ClerkRobot, window: MainWindow
) -> None:
    window.show_settings()
    dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
    program.lock()
    assert program.locked is not None
    assert dialog.isHidden()
    robot.front(program.locked)
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(window.isVisible)
    assert dialog.isVisible()
    assert dialog.isModal()


def test_the_key_locks_from_within_a_dialog_too(
    program: Program, robot: ClerkRobot, window: MainWindow
) -> None:
    window.show_settings()
    dialog = next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
    robot.front(dialog)
    # As the system sends it, to the window and not to a widget of it.
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.locked is not None
    assert [shown for shown in QApplication.topLevelWidgets() if shown.isVisible()] == [program.locked]


def test_another_user_takes_over(program: Program, robot: ClerkRobot, window: MainWindow) -> None:
    locked = lock(program, robot)
    locked.other_button.click()
    assert_walkable(locked)
    robot.type("jani")
    robot.press("Tab")
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: program.window is not window)
    assert isinstance(program.window, MainWindow)
    assert program.window.context.account.username == "jani"
    assert program.window.isVisible()
    assert program.locked is None


def test_the_cross_ends_the_program(program: Program, robot: ClerkRobot, window: MainWindow) -> None:
    locked = lock(program, robot)
    ended: list[bool] = []
    program.ended.connect(lambda: ended.append(True))
    locked.close()
    robot.wait_for(lambda: bool(ended))
    assert program.session is None
