"""The keys of the tour and of the tests' clerk: every letter, every chord, through the shortcut map."""

import pytest
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.ui.tour import keys
from tests.ui.robot import ClerkRobot


@pytest.fixture
def line(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    ClerkRobot(qtbot).front(made)
    made.setFocus()
    return made


def test_letters_of_both_languages_arrive(line: QLineEdit) -> None:
    text = "Åsa Öhman-Mäkinen, Särkisalontie 1 A 5; é ß Ł € @ #"
    keys.type_text(text)
    assert line.text() == text


def test_editing_keys_and_chords(line: QLineEdit) -> None:
    keys.type_text("abc")
    keys.press("Left")
    keys.press("Backspace")
    assert line.text() == "ac"
    keys.press("Ctrl+A")
    keys.press("X")
    assert line.text() == "x"
    keys.press("Shift+Y")
    assert line.text() == "xY"
    with pytest.raises(ValueError, match="no such key"):
        keys.press("")


def test_shortcuts_of_the_window_are_found(qtbot: QtBot) -> None:
    window, line, done = QWidget(), QLineEdit(), list[str]()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(line)
    for chord in ("Ctrl+E", "F8", "Shift+F12", "Ctrl+Return", "Ctrl+Shift+U"):
        QShortcut(QKeySequence(chord), window, lambda c=chord: done.append(c))
    robot = ClerkRobot(qtbot)
    robot.front(window)
    line.setFocus()
    robot.press("Ctrl+E", "F8", "Shift+F12", "Ctrl+Return", "Ctrl+Shift+U")
    assert done == ["Ctrl+E", "F8", "Shift+F12", "Ctrl+Return", "Ctrl+Shift+U"]
    assert line.text() == ""


def test_the_clerk_counts(qtbot: QtBot, line: QLineEdit) -> None:
    robot = ClerkRobot(qtbot)
    robot.type("Öhman")
    robot.press("Home", "Ctrl+A")
    robot.click(line)
    assert (robot.effort.characters, robot.effort.keys, robot.effort.clicks) == (5, 2, 1)
    robot.assert_within(keys=2, clicks=1)
    with pytest.raises(AssertionError, match="2 key presses, the limit is 1"):
        robot.assert_within(keys=1, clicks=1)
    robot.begin()
    robot.assert_within(keys=0, clicks=0)
    assert robot.focus is line
