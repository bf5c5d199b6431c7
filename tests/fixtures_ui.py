"""The application's look and its language: one of each for every test with widgets, wherever it stands.

The program finds its theme through the application, which outlives the tests: a second one would not be found.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
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


@pytest.fixture(params=[Lang.FI, Lang.SV], ids=lambda lang: str(lang.value))
def each_language(language: Language, request: pytest.FixtureRequest) -> Language:
    """The test runs twice: in Finnish and in Swedish."""
    language.switch(request.param)
    return language
