"""Wording the letters anew by keyboard: read, typed, looked at in a letter, saved; refused beside the field."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.services import letter_texts
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.letter_texts import LetterTextsPage, WordingSheet
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.robot import PATIENCE_MS
from tests.ui.walk import assert_walkable


@pytest.fixture
def officer(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", language) as made:
        yield made


def opened(officer: CounterWindow) -> LetterTextsPage:
    page = officer.context.show_page("letter_texts")
    assert isinstance(page, LetterTextsPage)
    officer.robot.settle()
    page.table.setFocus()
    return page


def sheet_of(officer: CounterWindow) -> WordingSheet:
    officer.robot.press("Return")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, WordingSheet)
    officer.robot.front(sheet)
    return sheet


def typed(officer: CounterWindow, words: str) -> None:
    officer.robot.press("Ctrl+A")
    officer.robot.type(words)


def test_a_paragraph_is_typed_previewed_and_saved(
    qtbot: QtBot, officer: CounterWindow, local_desk: Desk
) -> None:
    page = opened(officer)
    sheet = sheet_of(officer)
    typed(officer, "Pyynto tuli {received}.")
    sheet.preview(Lang.FI)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog), timeout=PATIENCE_MS)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, PaperDialog)
    assert squeezed("Pyynto tuli 2.3.2026.") in squeezed(text(shown.paper.pdf))
    shown.close()
    with local_desk.database.reading(local_desk["jani"]) as unit:
        assert letter_texts.texts(unit, Lang.FI).version == 0  # looked at, not saved
    officer.robot.front(sheet)
    officer.robot.press("Ctrl+Return")
    officer.robot.settle()
    assert page.bar.sentence == officer.language.text("letter_texts_page.saved")
    with local_desk.database.reading(local_desk["jani"]) as unit:
        assert letter_texts.texts(unit, Lang.FI).own == {"letter.reply_intro": "Pyynto tuli {received}."}
    assert page.chosen is not None
    assert page.chosen.fi.version == 1


def test_a_missing_placeholder_is_told_and_nothing_typed_is_lost(officer: CounterWindow) -> None:
    opened(officer)
    sheet = sheet_of(officer)
    typed(officer, "Ei paivaa.")
    officer.robot.press("Ctrl+Return")
    officer.robot.settle()
    assert sheet.isVisible()
    assert "{received}" in sheet.form.row("fi").problem.text()
    assert sheet.form.typed("fi") == "Ei paivaa."
    sheet.preview(Lang.SV)  # refused the same way, no letter comes
    assert isinstance(QApplication.activeModalWidget(), WordingSheet)
    sheet.take_defaults()
    officer.robot.press("Ctrl+Return")
    officer.robot.settle()


def test_everything_can_be_walked_to(officer: CounterWindow) -> None:
    page = opened(officer)
    assert_walkable(officer.window)
    assert page.model.rowCount() > 30
    sheet = sheet_of(officer)
    assert_walkable(sheet)
