"""The database thread and the whole program for the widget tests; look and language are in tests/fixtures_ui.py."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.app import Program
from lpo_desk.db.opening import keys_path
from lpo_desk.paths import PROFILE_VARIABLE
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.theme import Theme


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.close()


@pytest.fixture
def closed_desk(local_template: Path, tmp_path: Path) -> Path:
    """A furnished local database that nobody has open: users of tests/fixtures_db.py, all with PASSWORD."""
    path = tmp_path / "desk" / "desk.lpodb"
    path.parent.mkdir()
    shutil.copy(local_template, path)
    shutil.copy(keys_path(local_template), keys_path(path))
    return path


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The whole program with a profile folder of its own; a bug that it would tell the clerk fails the test."""
    monkeypatch.setenv(PROFILE_VARIABLE, str(tmp_path / "profile"))
    made = Program(qapp, Settings(), theme=theme)
    yield made
    told = made.errors.shown
    made.end()
    made.language.switch(Lang.EN)  # takes Qt's translator out of the application
    for window in QApplication.topLevelWidgets():
        window.hide()
        if (
            window.windowType() != Qt.WindowType.Popup
        ):  # a completer deletes its list itself, and once is enough
            window.deleteLater()
    assert not told
