"""The page of workbooks: a manager with the keyboard, a real database, real files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.reports import Month
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.reports import ReportsPage
from lpo_desk.ui.widgets.message_bar import Kind
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable

OCTOBER = Month(2026, 10)
"""The last whole month of the tests' clock."""


@pytest.fixture
def manager(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "esko", language) as opened:
        opened.robot.press("Ctrl+Shift+E")
        yield opened


@pytest.fixture
def page(manager: CounterWindow, tmp_path: Path) -> ReportsPage:
    page = manager.window.tabs.current
    assert isinstance(page, ReportsPage)
    page.folder.setText(str(tmp_path))
    return page


def test_the_last_whole_month_is_one_chord_away(
    manager: CounterWindow, page: ReportsPage, tmp_path: Path, local_desk: Desk
) -> None:
    assert page.month.value() == OCTOBER
    manager.robot.press("Ctrl+Return")
    (file,) = tmp_path.glob("*.xlsx")
    assert file.name == f"LPO-2026-10-{terms('report.file_word', lang=Lang.FI)}.xlsx"
    assert (page.bar.kind, file.name in page.bar.sentence) == (Kind.SUCCESS, True)
    assert load_workbook(file).sheetnames
    assert page.button.isEnabled()
    with local_desk.database.reading(local_desk["admin"]) as unit:
        exports = select(AuditEvent.account_name, AuditEvent.table_name).where(
            AuditEvent.kind == AuditKind.EXPORT
        )
        assert [tuple(row) for row in unit.connection.execute(exports)] == [("esko", "monthly")]


def test_a_workbook_that_is_there_is_never_written_over(
    manager: CounterWindow, page: ReportsPage, tmp_path: Path
) -> None:
    manager.robot.press("Ctrl+Return")
    (first,) = tmp_path.glob("*.xlsx")
    content = first.read_bytes()
    manager.robot.press("Ctrl+Return")
    assert len(list(tmp_path.glob("*.xlsx"))) == 2
    assert first.read_bytes() == content


def test_month_and_language_are_chosen_by_keys_and_name_the_file(
    manager: CounterWindow, page: ReportsPage, tmp_path: Path
) -> None:
    page.focus_first()
    assert manager.robot.focus is page.month
    manager.robot.press("Down", "Tab", "Tab", "End")
    assert (page.month.value(), page.lang.value()) == (OCTOBER.plus(-1), Lang.SV)
    manager.robot.press("Ctrl+Return")
    (file,) = tmp_path.glob("*.xlsx")
    assert file.name == f"LPO-2026-09-{terms('report.file_word', lang=Lang.SV)}.xlsx"
    assert page.context.lang is Lang.FI, "the screen keeps its language"


def test_a_folder_that_is_not_there_is_told_and_nothing_is_made(
    manager: CounterWindow, page: ReportsPage, tmp_path: Path
) -> None:
    page.folder.setText(str(tmp_path / "nowhere"))
    manager.robot.press("Ctrl+Return")
    assert page.bar.kind is Kind.ERROR
    assert page.bar.sentence == terms("reports_page.no_folder", lang=Lang.FI)
    assert manager.robot.focus is page.folder
    assert not list(tmp_path.glob("*.xlsx"))


def test_making_can_be_stopped_and_leaves_no_file(
    manager: CounterWindow, page: ReportsPage, tmp_path: Path
) -> None:
    page.start()
    assert not page.button.isEnabled()
    page.strip.cancel_button.click()
    manager.robot.settle()
    assert page.bar.sentence == terms("reports_page.stopped", lang=Lang.FI)
    assert page.button.isEnabled()
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_folder_is_chosen_in_a_dialog(
    manager: CounterWindow, page: ReportsPage, tmp_path: Path, qapp: QApplication
) -> None:
    chosen = tmp_path / "kuukaudet"
    chosen.mkdir()
    page.change.setFocus()
    manager.robot.press("Space")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    manager.robot.press("Ctrl+A")
    manager.robot.type(str(chosen))
    manager.robot.press("Return")
    assert Path(page.folder.text()) == chosen


def test_a_clerk_has_no_such_page(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        before = clerk.window.tabs.current
        clerk.robot.press("Ctrl+Shift+E")
        assert clerk.window.tabs.current is before


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_page_is_walkable(manager: CounterWindow, page: ReportsPage, lang: Lang) -> None:
    manager.language.switch(lang)
    assert_walkable(manager.window)
