"""The login: real passwords on a real encrypted file, in both languages."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk import settings
from lpo_desk.app import Program
from lpo_desk.db.errors import DatabaseInUse
from lpo_desk.db.files import WriterLock
from lpo_desk.services import accounts
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.login import Login
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.mnemonics import mnemonic
from lpo_desk.ui.recovery import RecoveryDialog
from lpo_desk.ui.widgets.inputs import make_room
from tests.fixtures_db import ADMIN, CHEAP, PASSWORD, Clock
from tests.ui.robot import PATIENCE_MS, ClerkRobot
from tests.ui.walk import assert_walkable, findings


def login_of(program: Program, robot: ClerkRobot, database: Path) -> Login:
    program.begin(database=str(database))
    window = program.window
    assert isinstance(window, Login)
    robot.front(window)
    robot.wait_for(lambda: window.username.edit.completer() is not None)
    return window


@pytest.fixture
def robot(program: Program, qtbot: QtBot) -> ClerkRobot:
    return ClerkRobot(qtbot, program.runner)


def test_a_clerk_signs_in_by_keyboard_alone(program: Program, robot: ClerkRobot, closed_desk: Path) -> None:
    login_of(program, robot, closed_desk)
    robot.type("maija")
    robot.press("Tab")
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    assert program.window.context.account.display_name == "Maija Virtanen"
    assert settings.load() == Settings(database=str(closed_desk), last_user="maija")


def test_the_login_speaks_the_language_asked_for_this_time(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    program.begin(database=str(closed_desk), lang="sv")
    assert isinstance(program.window, Login)
    assert program.window.enter.text().replace("&", "") == "Logga in"
    assert program.settings.lang == Lang.FI.value


def test_the_screen_speaks_the_language_of_who_signed_in(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = login_of(program, robot, closed_desk)
    assert window.enter.text().replace("&", "") == "Kirjaudu sisään"
    robot.type("kalle")
    robot.press("Tab")
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    assert program.language.lang is Lang.SV


def test_a_wrong_password_is_told_beside_it_and_can_be_typed_over(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = login_of(program, robot, closed_desk)
    robot.type("maija")
    robot.press("Tab")
    robot.type("wrong")
    robot.press("Return")
    robot.wait_for(lambda: window.password.problem.isVisible())
    assert window.password.problem.text() == terms("login.wrong", lang=Lang.FI)
    assert window.password.edit.selectedText() != ""
    assert window.password.text == "wrong"
    assert window.enter.isEnabled()
    assert mnemonic(window.enter.text())
    assert_walkable(window)
    robot.type(PASSWORD)
    assert not window.password.problem.isVisible()
    robot.press("Return")
    robot.wait_for(lambda: isinstance(program.window, MainWindow))


def cut(part: QWidget) -> bool:
    """Whether the part has less height than its texts need at its width."""
    layout = part.layout()
    return layout is not None and part.height() < layout.totalHeightForWidth(part.width())


def test_the_window_grows_for_a_long_sentence_on_top(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = login_of(program, robot, closed_desk)
    held = WriterLock(closed_desk)
    held.acquire()
    try:
        robot.type("maija")
        robot.press("Tab")
        robot.type(PASSWORD)
        robot.press("Return")
        robot.wait_for(lambda: window.bar.sentence == DatabaseInUse().sentence(Lang.FI))
        robot.wait_for(lambda: not any(map(cut, (window.bar, window.username, window.password))))
    finally:
        held.release()


def test_a_window_that_grows_stays_on_the_screen(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = login_of(program, robot, closed_desk)
    screen = window.screen().availableGeometry()
    window.move(0, screen.bottom() - window.height())
    before = window.height()
    window.bar.tell_error(DatabaseInUse())
    make_room(window)
    assert window.height() > before
    assert screen.contains(window.frameGeometry())


def test_an_empty_field_is_told_and_nothing_is_asked_of_the_database(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = login_of(program, robot, closed_desk)
    robot.press("Return")
    assert window.username.problem.isVisible()
    assert robot.focus is window.username.edit


def test_names_are_offered_and_the_last_user_is_remembered(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    program.settings = Settings(last_user="leena")
    window = login_of(program, robot, closed_desk)
    assert window.username.text == "leena"
    assert robot.focus is window.password.edit
    offered = window.username.edit.completer().model()
    names = {offered.index(row, 0).data() for row in range(offered.rowCount())}
    assert names == {"admin", "maija", "kalle", "leena", "jani", "esko"}


def test_a_shared_computer_remembers_nobody(program: Program, robot: ClerkRobot, closed_desk: Path) -> None:
    program.settings = Settings(shared=True)
    login_of(program, robot, closed_desk)
    robot.type("maija")
    robot.press("Tab")
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    assert settings.load().last_user == ""


def test_caps_lock_is_noticed_by_the_letters(program: Program, robot: ClerkRobot, closed_desk: Path) -> None:
    window = login_of(program, robot, closed_desk)
    warning = terms("login.caps_lock", lang=Lang.FI)
    shown = [label for label in window.password.children() if getattr(label, "text", str)() == warning]
    letters = (("A", Qt.KeyboardModifier.ShiftModifier), ("a", Qt.KeyboardModifier.NoModifier))
    for text, held in letters:
        press(window.password.edit, text, held)
        assert not shown[0].isVisible()  # type: ignore[attr-defined]  # a label
    press(window.password.edit, "A", Qt.KeyboardModifier.NoModifier)
    assert shown[0].isVisible()  # type: ignore[attr-defined]  # a label


def press(field: QLineEdit, text: str, held: Qt.KeyboardModifier) -> None:
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, text))


def test_a_password_may_be_pasted_and_looked_at(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = login_of(program, robot, closed_desk)
    QGuiApplication.clipboard().setText(PASSWORD)
    window.password.edit.setFocus()
    robot.press("Ctrl+V")
    assert window.password.text == PASSWORD
    assert window.password.edit.echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_login_is_walkable(program: Program, robot: ClerkRobot, closed_desk: Path, lang: Lang) -> None:
    window = login_of(program, robot, closed_desk)
    window.switch.button(lang).click()
    assert window.windowTitle() == terms("login.title", lang=lang)
    assert_walkable(window)


def test_the_printed_key_gives_a_new_password(program: Program, robot: ClerkRobot, tmp_path: Path) -> None:
    path = tmp_path / "new.lpodb"
    signed = accounts.found(str(path), ADMIN, PASSWORD, cost=CHEAP, clock=Clock())
    key = signed.opened.recovery_key
    signed.opened.close()
    window = login_of(program, robot, path)
    window.forgotten.click()
    dialog = next(child for child in window.children() if isinstance(child, RecoveryDialog))
    robot.front(dialog)
    assert_walkable(dialog)
    dialog.recovery_key.edit.setText("AAAA-BBBB")
    for field in (dialog.new.first, dialog.new.again):
        field.edit.setText("uusi-salasana-neljä-sanaa")
    dialog.commit.click()
    robot.wait_for(lambda: dialog.recovery_key.problem.isVisible())
    dialog.recovery_key.edit.setText(key.lower())
    dialog.new.again.edit.setText("jotain-muuta-kokonaan")
    dialog.commit.click()
    assert dialog.new.again.problem.isVisible()
    dialog.new.again.edit.setText("uusi-salasana-neljä-sanaa")
    dialog.commit.click()
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    accounts.unlock(program.window.context.signed, "uusi-salasana-neljä-sanaa")  # type: ignore[union-attr]


def test_another_database_is_asked_for(program: Program, robot: ClerkRobot, closed_desk: Path) -> None:
    window = login_of(program, robot, closed_desk)
    window.other.click()
    assert isinstance(program.window, QDialog)
    assert not isinstance(program.window, Login)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_an_opening_that_takes_long_says_so(
    program: Program, robot: ClerkRobot, qtbot: QtBot, closed_desk: Path, lang: Lang
) -> None:
    window = login_of(program, robot, closed_desk)
    program.language.switch(lang)
    window.username.edit.setText("maija")
    window.password.edit.setText("väärä salasana")
    assert window._long.interval() >= 1000, "an ordinary opening tells nothing"
    window._long.setInterval(1)
    held = Event()
    program.runner.run(program, lambda: held.wait(PATIENCE_MS / 1000), lambda _: None)
    window.enter.click()
    said = terms("login.takes_long", lang=lang)
    qtbot.waitUntil(lambda: window.bar.sentence == said, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not list(findings(window)), timeout=PATIENCE_MS)
    held.set()
    robot.settle()
    assert not window.bar.sentence
    assert window.password.problem.isVisible()
    assert not window._long.isActive()
