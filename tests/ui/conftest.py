"""The language, the theme and the database thread of the widget tests. Real ones."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
