"""The page that takes the old register in: a trial, the import, the report, a refusal, a stop."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lpo_desk.domain.legacy import LegacySheet
from lpo_desk.services import search
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.pages.imports import ImportPage
from lpo_desk.ui.widgets.message_bar import Kind
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable

ROWS = (
    ("Asnro", "Sukunimi", "Etunimet", "Yrityksen nimi", "Puhelin"),
    ("10001", "Öhman", "Åke", "", "040 0000123"),
    ("10002", "Aalto", "Maija", "", "ei ole"),
    ("", "Virtanen", "Matti", "", ""),
)
"""Two customers, one with a faulty phone; a row without its number."""


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Asiakkaat"
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "vanha.xlsx")
    return tmp_path / "vanha.xlsx"


@pytest.fixture
def admin(qtbot: QtBot, local_desk: Desk, language: Language, tmp_path: Path) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "admin", language) as opened:
        reports = tmp_path / "raportit"
        reports.mkdir()
        opened.context.settings = replace(opened.context.settings, report_folder=str(reports))
        opened.window.go_to("imports")
        opened.robot.settle()
        yield opened


@pytest.fixture
def page(admin: CounterWindow) -> ImportPage:
    page = admin.window.tabs.current
    assert isinstance(page, ImportPage)
    return page


@pytest.fixture
def customers(local_desk: Desk) -> Callable[[], int]:
    def count() -> int:
        with local_desk.database.reading(local_desk["maija"]) as unit:
            return len(search.find(unit, "10001").rows) + len(search.find(unit, "10002").rows)

    return count


def reports(tmp_path: Path) -> int:
    return len(list((tmp_path / "raportit").glob("*.xlsx")))


def counts(page: ImportPage) -> tuple[int, int, int, int, int]:
    """Rows, imported, unchanged, refused and blank of the sheet of customers, as the table shows them."""
    row = next(total for total in page.model.rows if total.sheet is LegacySheet.CUSTOMERS)
    return row.rows, row.imported, row.unchanged, row.refused, row.blank


def test_the_trial_comes_first_and_saves_nothing(
    admin: CounterWindow, page: ImportPage, workbook: Path, tmp_path: Path, customers: Callable[[], int]
) -> None:
    assert admin.robot.focus is page.file
    admin.robot.type(str(workbook))
    admin.robot.press("Ctrl+Return")
    assert counts(page) == (3, 2, 0, 1, 0)
    assert (page.bar.kind, customers()) == (Kind.SUCCESS, 0)
    assert reports(tmp_path) == 1


def test_the_import_brings_customers_and_a_second_one_changes_nothing(
    admin: CounterWindow, page: ImportPage, workbook: Path, tmp_path: Path, customers: Callable[[], int]
) -> None:
    page.file.setText(str(workbook))
    page.trial.setFocus()
    assert without_mnemonic(page.button.text()) == terms("import_page.start_trial", lang=Lang.FI)
    admin.robot.press("Space")
    assert without_mnemonic(page.button.text()) == terms("import_page.start", lang=Lang.FI)
    admin.robot.press("Ctrl+Return")
    assert page.trial.checkState() is Qt.CheckState.Unchecked
    assert (counts(page), customers()) == ((3, 2, 0, 1, 0), 2)
    admin.robot.press("Ctrl+Return")
    assert (counts(page), customers()) == ((3, 0, 2, 1, 0), 2)
    assert reports(tmp_path) == 2


def test_a_workbook_that_is_not_there_is_told(admin: CounterWindow, page: ImportPage, tmp_path: Path) -> None:
    for typed in ("", str(tmp_path / "nowhere.xlsx")):
        page.file.setText(typed)
        admin.robot.press("Ctrl+Return")
        assert page.bar.sentence == terms("import_page.no_file", lang=Lang.FI)
        assert admin.robot.focus is page.file


def test_what_is_no_workbook_is_refused_with_a_sentence(
    admin: CounterWindow, page: ImportPage, tmp_path: Path, customers: Callable[[], int]
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook at all")
    page.file.setText(str(broken))
    admin.robot.press("Ctrl+Return")
    assert (page.bar.kind, customers(), reports(tmp_path)) == (Kind.ERROR, 0, 0)
    assert page.button.isEnabled()


def test_an_import_that_is_stopped_leaves_nothing(
    admin: CounterWindow, page: ImportPage, workbook: Path, tmp_path: Path, customers: Callable[[], int]
) -> None:
    page.file.setText(str(workbook))
    page.trial.setChecked(False)
    page.start()
    assert not page.may_close()
    page.strip.cancel_button.click()
    admin.robot.settle()
    assert page.bar.sentence == terms("import.cancelled", lang=Lang.FI)
    assert (customers(), reports(tmp_path)) == (0, 0)
    assert page.may_close()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_page_is_walkable(admin: CounterWindow, page: ImportPage, lang: Lang) -> None:
    admin.language.switch(lang)
    assert_walkable(admin.window)
