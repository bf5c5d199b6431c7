"""The page of processors: added, changed and ended by the keyboard alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.domain.processors import ProcessorDetails
from lpo_desk.services import processors
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.processors import ProcessorsPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable


@pytest.fixture
def officer(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with local_desk.database.unit(local_desk["jani"]) as unit:
        processors.add(
            unit,
            ProcessorDetails("Vanha Oy", "tulostus", "x@example.fi", date(2020, 1, 1), date(2024, 1, 1)),
        )
    with counter(qtbot, local_desk, "jani", language) as made:
        yield made


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_processor_is_added_and_ended_from_the_keyboard(officer: CounterWindow, lang: Lang) -> None:
    robot = officer.robot
    officer.language.switch(lang)
    officer.window.go_to("processors")
    page = officer.window.tabs.current
    assert isinstance(page, ProcessorsPage)
    robot.wait_for(lambda: page.model.rowCount() == 1)
    assert_walkable(officer.window)
    robot.press("Insert")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    robot.type("Kirjepalvelu Oy")
    robot.press("Return")
    assert sheet.form.row("contact").problem.text()
    robot.type("tietosuoja@kirje.example")
    robot.press("Return")
    robot.wait_for(lambda: page.model.rowCount() == 2)
    assert page.bar.sentence == officer.language.text("processors_page.saved", name="Kirjepalvelu Oy")
    assert [row.active(date(2026, 11, 23)) for row in page.model.rows] == [True, False]
    page.table.go_to_key(page.model.rows[0].id)
    robot.press("F2")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    for _ in range(4):
        robot.press("Tab")
    robot.type("1.11.2026")
    robot.press("Return")
    robot.wait_for(lambda: not any(row.active(date(2026, 11, 23)) for row in page.model.rows))
