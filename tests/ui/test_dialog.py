"""What Enter presses in a dialog."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

import lpo_desk.ui
from lpo_desk.ui.focus import Dialog
from tests.ui.robot import PATIENCE_MS


@pytest.mark.parametrize(
    ("here", "pressed"), [("line", "save"), ("save", "save"), ("cancel", "cancel"), ("label", "label")]
)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_the_keyboard_is_on(
    qtbot: QtBot, here: str, pressed: str, key: Qt.Key
) -> None:
    dialog, said = Dialog(), list[str]()
    qtbot.addWidget(dialog)
    column, line = QVBoxLayout(dialog), QLineEdit()
    stops = {"line": line} | {name: QPushButton(name) for name in ("label", "save", "cancel")}
    for name, stop in stops.items():
        column.addWidget(stop)
        if isinstance(stop, QPushButton):
            stop.setAutoDefault(False)
            stop.setDefault(name == "save")
            stop.clicked.connect(lambda _, name=name: said.append(name))
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=PATIENCE_MS)
    stops[here].setFocus()
    QTest.keyClick(stops[here], key)
    assert said == [pressed]


def test_every_dialog_of_the_program_has_this_manner_or_its_own() -> None:
    for found in pkgutil.walk_packages(lpo_desk.ui.__path__, "lpo_desk.ui."):
        importlib.import_module(found.name)
    ours = [each for each in _below(QDialog) if each.__module__.startswith("lpo_desk.")]
    assert len(ours) > 20
    for dialog in ours:
        own = (each for each in dialog.__mro__ if each.__module__.startswith("lpo_desk."))
        assert any("keyPressEvent" in vars(each) for each in own), dialog


def _below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
