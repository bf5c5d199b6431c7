"""The office of a journey: one database, whose windows speak one language and whose customer speaks the other."""

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from tests.fixtures_db import Desk
from tests.journeys.office import Office


@pytest.fixture(params=[Lang.FI, Lang.SV], ids=lambda lang: str(lang.value))
def office(qtbot: QtBot, local_desk: Desk, language: Language, request: pytest.FixtureRequest) -> Office:
    """Twice: Finnish windows with a Swedish customer, and the other way round."""
    language.switch(request.param)
    return Office(qtbot, local_desk, language)
