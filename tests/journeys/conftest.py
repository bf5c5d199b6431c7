"""The office of a journey: one database, whose windows speak one language and whose customer speaks the other."""

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.ui.language import Language
from tests.fixtures_db import Desk
from tests.journeys.office import Office


@pytest.fixture
def office(qtbot: QtBot, local_desk: Desk, each_language: Language) -> Office:
    """Twice: Finnish windows with a Swedish customer, and the other way round."""
    return Office(qtbot, local_desk, each_language)
