"""Commands: keys that collide with nothing, claims, reasons, menus and the palette's entries."""

from collections import Counter
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang, has
from lpo_desk.ui.actions import Actions
from lpo_desk.ui.keymap import BY_ID, COMMANDS, WIDGET_KEYS, Menu
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import mnemonic
from lpo_desk.ui.theme import Theme
from tests.ui.robot import ClerkRobot

KEYS = [(command.id, keys) for command in COMMANDS for keys in command.keys]


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def actions(window: QMainWindow, language: Language, theme: Theme) -> Actions:
    return Actions(window, language, theme)


@pytest.mark.parametrize(("command", "keys"), KEYS)
@pytest.mark.parametrize("field", [QLineEdit, QTextEdit])
def test_no_key_means_something_in_a_text_field(
    qtbot: QtBot, command: str, keys: str, field: type[QWidget]
) -> None:
    widget = field()
    qtbot.addWidget(widget)
    combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs lack __getitem__
    event = QKeyEvent(QEvent.Type.ShortcutOverride, combination.key(), combination.keyboardModifiers(), "")
    event.ignore()
    QApplication.sendEvent(widget, event)
    assert not event.isAccepted()


def test_the_table_of_the_text_field_s_own_keys_is_looked_at() -> None:
    """The check above is worth something: a text field does answer for its own keys."""
    line = QLineEdit("x")
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "")
    event.ignore()
    QApplication.sendEvent(line, event)
    assert event.isAccepted()


def test_keys_are_unique_and_follow_the_rules() -> None:
    assert not [keys for keys, times in Counter(keys for _, keys in KEYS).items() if times > 1]
    for command, keys in KEYS:
        combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs lack __getitem__
        modifiers = combination.keyboardModifiers()
        alt, control = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
        assert not (modifiers & alt and modifiers & control), f"{command}: AltGr"
        assert not (modifiers & alt and combination.key() < Qt.Key.Key_Escape), f"{command}: Alt+letter"
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText) == keys


def test_every_command_has_its_words() -> None:
    assert len(BY_ID) == len(COMMANDS)
    for command in COMMANDS:
        assert has(command.term)
        assert has(command.words)
    assert all(has(key.term) for key in WIDGET_KEYS)
    assert all(has(menu.term) for menu in Menu)


def test_the_innermost_active_owner_does_it(window: QMainWindow, actions: Actions) -> None:
    page, section, done = QWidget(window), QWidget(window), list[str]()
    actions.claim("save", page, lambda: done.append("page"))
    actions.claim("save", section, lambda: done.append("section"))
    assert not actions.action("save").isEnabled(), "neither is active"
    actions.activate(window, page)
    actions.action("save").trigger()
    actions.activate(window, page, section)
    actions.action("save").trigger()
    assert done == ["page", "section"]
    with pytest.raises(KeyError):
        actions.claim("no_such", page, lambda: None)


def test_an_owner_that_is_gone_claims_nothing(qtbot: QtBot, window: QMainWindow, actions: Actions) -> None:
    page = QWidget()
    actions.claim("save", page, lambda: pytest.fail("the page is gone"))
    actions.activate(window, page)
    page.deleteLater()
    qtbot.wait(10)
    actions.refresh()
    assert not actions.action("save").isEnabled()
    actions.action("save").trigger()


def test_the_reason_is_in_the_tool_tip_and_in_the_language(
    window: QMainWindow, actions: Actions, language: Language
) -> None:
    reasons: list[str | None] = ["ui.required"]
    actions.claim("save", window, lambda: None, lambda: reasons[0])
    assert not actions.action("save").isEnabled()
    assert "Tämä tieto on pakollinen" in actions.action("save").toolTip()
    language.switch(Lang.SV)
    assert "obligatorisk" in actions.action("save").toolTip()
    reasons[0] = None
    actions.refresh()
    assert actions.action("save").isEnabled()
    assert actions.action("save").toolTip() == "Spara (Ctrl+S)"


def test_keys_reach_the_command_from_a_text_field(
    qtbot: QtBot, window: QMainWindow, actions: Actions
) -> None:
    done, line = list[str](), QLineEdit()
    window.setCentralWidget(line)
    for command in ("search", "save", "new_request", "section_3"):
        actions.claim(command, window, partial(done.append, command))
    robot = ClerkRobot(qtbot)
    robot.front(window)
    line.setFocus()
    robot.press("Ctrl+E", "F3", "Ctrl+S", "F8", "Ctrl+3")
    assert done == ["search", "search", "save", "new_request", "section_3"]


@pytest.mark.parametrize("lang", list(Lang))
def test_the_menu_bar_holds_everything_with_unique_access_keys(
    window: QMainWindow, actions: Actions, language: Language, lang: Lang
) -> None:
    actions.fill_menu_bar(window.menuBar())
    language.switch(lang)
    menus = [action.menu() for action in window.menuBar().actions()]
    shown = {action.objectName() for menu in menus if isinstance(menu, QMenu) for action in menu.actions()}
    assert set(BY_ID) <= shown
    for place in (window.menuBar(), *menus):
        assert isinstance(place, QWidget)
        keys = [mnemonic(action.text()) for action in place.actions() if not action.isSeparator()]
        assert None not in keys
        assert len(keys) == len(set(keys))


def test_the_palette_finds_commands_in_every_language_and_remembers(
    window: QMainWindow, actions: Actions
) -> None:
    actions.claim("marketing", window, lambda: None)
    actions.claim("save", window, lambda: None)
    actions.action("marketing").trigger()
    first, second, *_ = actions.entries()
    assert (first.command.id, second.command.id) == ("marketing", "save")
    assert first.keys == ("Ctrl+M",)
    found_by = " ".join(first.words)
    assert "kielto" in found_by
    assert "förbud" in found_by
    assert actions.entries()[-1].reason


def test_a_button_shows_the_command(window: QMainWindow, actions: Actions) -> None:
    actions.claim("save", window, lambda: None)
    button: QToolButton = actions.button("save", window)
    assert button.text() == "Tallenna"
    assert button.isEnabled()
    assert isinstance(button, QObject)


class _FieldOfLinux(QLineEdit):
    """A line edit as the X11 platform has it: Ctrl+K cuts the rest of the line, Ctrl+E goes to its end."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)


def test_a_field_takes_no_key_of_the_window_for_itself(
    qtbot: QtBot, window: QMainWindow, actions: Actions
) -> None:
    field, done = _FieldOfLinux("Aalto"), list[str]()
    window.setCentralWidget(field)
    for command in ("search", "palette"):
        actions.claim(command, window, partial(done.append, command))
    robot = ClerkRobot(qtbot)
    robot.front(window)
    field.setFocus()
    robot.press("Home", "Ctrl+E", "Ctrl+K")
    assert done == ["search", "palette"]
    robot.press("Ctrl+Z")
    assert field.text() == "Aalto"
