"""Real key presses and clicks, as a keyboard and a mouse send them: through the shortcut map and the focus.

Used by the tour and by the tests' clerk. `QTest.keyClicks` takes ASCII only and aborts the process at an "ö"; here
each character is a key event with its own text.
"""

from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def press(keys: str, target: QWidget | None = None) -> None:
    """Press a key or chord in QKeySequence's portable writing: "Return", "Ctrl+E", "Shift+F12"."""
    chord = QKeySequence(keys)
    if chord.isEmpty():
        raise ValueError(f"no such key: {keys}")
    for place in range(chord.count()):
        combination: QKeyCombination = chord[place]  # type: ignore[index]  # the stubs lack __getitem__
        key, modifiers = combination.key(), combination.keyboardModifiers()
        _send(target or _target(), key, _text_of(key, modifiers), modifiers)


def type_character(character: str, target: QWidget | None = None) -> None:
    """Type one character, letters of every alphabet included."""
    shift = Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier.NoModifier
    _send(target or _target(), _key_of(character), character, shift)


def type_text(text: str, target: QWidget | None = None) -> None:
    """Type all characters where the focus is, or into the target."""
    for character in text:
        type_character(character, target)


def click(target: QWidget, at: QPoint | None = None) -> None:
    """Press and release the left button in the middle of the widget, or at a point of it."""
    place = at if at is not None else target.rect().center()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def _target() -> QWidget:
    """Who gets the keys now: an open menu or popup, the focused widget, the window in front."""
    found = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    if found is None:
        raise LookupError("no window of the program is in front")
    return found


def _send(target: QWidget, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier) -> None:
    QTest.sendKeyEvent(QTest.KeyAction.Click, target, key, text, modifiers)


def _key_of(character: str) -> Qt.Key:
    if character == "\n":
        return Qt.Key.Key_Return
    if character == "\t":
        return Qt.Key.Key_Tab
    try:
        return Qt.Key(ord(character.upper()))  # Qt's codes of Latin letters and digits are those of Unicode
    except (ValueError, TypeError):
        return Qt.Key.Key_unknown


def _text_of(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    """Printable keys without Ctrl or Alt carry their character."""
    commanding = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    code = key.value
    if modifiers & commanding or not 0x20 <= code < 0x100:
        return {Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t", Qt.Key.Key_Escape: "\x1b"}.get(key, "")
    letter = chr(code)
    return letter if modifiers & Qt.KeyboardModifier.ShiftModifier else letter.lower()
