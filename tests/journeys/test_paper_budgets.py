"""What papers cost in keys: rows 7 and 8 of the time and motion targets (ux.md section 3), in windows of both languages.

Row 7: a scan with our code takes itself in; what is counted is looking at it on its paper. Row 8: F7 from a card, five
keys beyond the content.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from lpo_desk.domain.paper import PaperKind, PaperRow
from lpo_desk.services import papers, scans
from lpo_desk.ui.pages.paper_sheet import NumberDialog, PaperSheet
from lpo_desk.ui.pages.scans import ScansPage
from tests.journeys.hands import find
from tests.journeys.office import CLERK, MONDAY, Office
from tests.journeys.test_papers import CONTRACT
from tests.scanning.sheets import jpeg, label, picture
from tests.ui.case_hands import back, dialog

TITLE = "Liittymä 14"


def read(office: Office, record_id: int = 1) -> PaperRow:
    with office.desk.database.reading(office.desk[CLERK]) as unit:
        return papers.get(unit, record_id)


def test_a_paper_into_the_log_costs_five_keys(office: Office) -> None:
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        clerk.robot.begin()
        clerk.robot.press("F7")
        sheet = dialog(clerk, PaperSheet)
        clerk.robot.type(CONTRACT[office.lang])
        clerk.robot.press("Tab")
        clerk.robot.type(TITLE)
        clerk.robot.press("Tab")
        clerk.robot.type("3")
        assert sheet.form.row("dated_on").source.isVisible(), "that it is of today is said, not hidden"
        clerk.robot.press("Ctrl+Return")
        dialog(clerk, NumberDialog)
        clerk.robot.press("Return")
        clerk.robot.assert_within(keys=5, clicks=0)
        assert clerk.robot.effort.characters == len(TITLE) + 2
        back(clerk)
    row = read(office)
    assert (row.kind, row.title, row.pages, row.dated_on) == (PaperKind.CONTRACT, TITLE, 3, MONDAY)
    assert row.party_id == office.party_id


def test_an_old_paper_costs_three_keys_more(office: Office) -> None:
    """Its own day: Tab to the field, over what stands there, and the end of it."""
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        clerk.robot.begin()
        clerk.robot.press("F7")
        dialog(clerk, PaperSheet)
        clerk.robot.type(CONTRACT[office.lang])
        clerk.robot.press("Tab")
        clerk.robot.type(TITLE)
        clerk.robot.press("Tab")
        clerk.robot.type("3")
        clerk.robot.press("Tab", "Ctrl+A")
        clerk.robot.type("5.3.2014")
        clerk.robot.press("Ctrl+Return")
        dialog(clerk, NumberDialog)
        clerk.robot.press("Return")
        clerk.robot.assert_within(keys=8, clicks=0)
        back(clerk)
    assert read(office).dated_on == date(2014, 3, 5)


def test_a_scan_with_a_code_takes_itself_in(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "scan"
    folder.mkdir()
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        clerk.robot.press("F7")
        dialog(clerk, PaperSheet)
        clerk.robot.type(CONTRACT[office.lang])
        clerk.robot.press("Ctrl+Return")
        number = dialog(clerk, NumberDialog).number.text()
        clerk.robot.press("Return")
        back(clerk)
        clerk.context.settings = replace(clerk.context.settings, scan_folder=str(folder))
        clerk.window.scans.begin()
        clerk.robot.begin()
        (folder / "scan0001.jpg").write_bytes(jpeg(picture(label(number))))
        clerk.robot.wait_for(lambda: clerk.runner.idle and read(office).scanned)
        clerk.robot.assert_within(keys=0, clicks=0)
        clerk.robot.press("F9")
        page = clerk.window.tabs.current
        assert isinstance(page, ScansPage)
        clerk.robot.wait_for(lambda: page.model.rowCount() == 0)
        assert page.isVisible(), "nothing waits there"
        clerk.robot.assert_within(keys=3, clicks=0)
        clerk.window.scans.stop()
        assert QApplication.activeModalWidget() is None
    with office.desk.database.reading(office.desk[CLERK]) as unit:
        (filed,) = scans.filed(unit)
    assert filed.home == number
