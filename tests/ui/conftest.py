"""The language, the theme and the database thread of the widget tests. Real ones."""

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
from lpo_desk.ui.language import Language
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.theme import Theme


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, dark=False)


@pytest.fixture
def theme(session_theme: Theme) -> Iterator[Theme]:
    """The theme, light and not of the practice database."""
    yield session_theme
    if session_theme.palette.dark or session_theme.practice:
        session_theme.set_practice(False)
        session_theme.choose(False)


@pytest.fixture
def language(theme: Theme) -> Iterator[Language]:
    """Finnish at first; widgets need the theme too, so it comes along."""
    made = Language(Lang.FI)
    yield made
    made.switch(Lang.EN)  # takes Qt's translator out of the application


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
