"""The inbox of scans and the watched folder, through the real window: nothing is clicked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.paper import PaperDetails, PaperKind
from lpo_desk.domain.scans import ScanFailure, ScanFile, ScanRow, ScanState
from lpo_desk.scanning import read
from lpo_desk.services import papers, scans
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.pages.scans import ScansPage
from lpo_desk.ui.scan_dialog import ScanDialog
from lpo_desk.ui.scan_watch import WatchState
from tests.fixtures_db import Desk
from tests.scanning.sheets import jpeg, label, picture
from tests.services.case_steps import customer, register
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable

NOBODYS = jpeg(picture(label("L-99999")))


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with local_desk.database.unit(local_desk["maija"]) as unit:
        for title in ("Liittymäsopimus", "Irtisanominen"):
            papers.enter(unit, PaperDetails(PaperKind.CONTRACT, title))
        for content in (NOBODYS, NOBODYS, NOBODYS[:900]):
            scans.take_in(unit, unit.actor.office_id or 0, ScanFile.of(content), read(content))
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def page_of(clerk: CounterWindow, count: int = 3) -> ScansPage:
    clerk.robot.press("F9")
    page = clerk.window.tabs.current
    assert isinstance(page, ScansPage)
    clerk.robot.wait_for(lambda: page.model.rowCount() == count)
    return page


def rows(desk: Desk, ask: Callable[..., tuple[ScanRow, ...]] = scans.inbox) -> tuple[ScanRow, ...]:
    with desk.database.reading(desk["maija"]) as unit:
        return ask(unit)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_scans_are_filed_one_after_another_from_the_keyboard(
    clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    robot = clerk.robot
    clerk.language.switch(lang)
    page = page_of(clerk)
    assert page.match.box.hasFocus()
    robot.wait_for(lambda: page.preview.shows == (0, 1))
    assert_walkable(clerk.window)
    page.match.box.setFocus()
    robot.type("L-00002")
    robot.press("Return")
    robot.wait_for(lambda: page.model.rowCount() == 2)
    assert "L-00002" in page.bar.sentence
    robot.type("irtisanom")
    robot.wait_for(lambda: page.match.target is not None)
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: page.model.rowCount() == 1)
    assert [row.home for row in rows(local_desk, scans.filed)] == ["L-00002", "L-00002"]
    assert page.chosen
    assert page.chosen.state is ScanState.FAILED
    assert page.preview.heading.text() == clerk.language.text("scan_state.failed")
    said = page.preview.sentence
    robot.wait_for(
        lambda: said.height() >= said.heightForWidth(said.width())
    )  # what to do is its second half
    assert not page.save.isVisible()
    assert page.table.hasFocus(), "there is nothing to be typed for a file that cannot be read"
    page.discard.setFocus()
    robot.press("Space")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    robot.front(sheet)
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: page.calm.isVisible())
    assert page.calm.heading == clerk.language.text("scan_page.empty")
    robot.front(clerk.window)
    assert page.filter.hasFocus()
    assert rows(local_desk) == ()


def test_several_meanings_are_chosen_from_and_nothing_is_filed_by_half_a_word(clerk: CounterWindow) -> None:
    robot, page = clerk.robot, page_of(clerk)
    robot.type("L-0000")
    robot.press("Return")
    robot.wait_for(lambda: page.match.list.hasFocus())
    assert page.model.rowCount() == 3, "nothing was filed"
    robot.press("Down", "Return")
    robot.wait_for(lambda: page.model.rowCount() == 2)
    robot.type("nobody")
    robot.press("Return")
    robot.wait_for(lambda: page.match.model.rowCount() == 0)
    assert page.match.target is None
    robot.press("Ctrl+Return")
    robot.settle()
    assert page.model.rowCount() == 2


def test_a_filed_scan_is_looked_at_by_enter(clerk: CounterWindow, local_desk: Desk) -> None:
    robot = clerk.robot
    page = page_of(clerk)
    robot.type("L-00001")
    robot.press("Return")
    robot.wait_for(lambda: page.model.rowCount() == 2)
    page.filter.setFocus()
    robot.press("Down")
    robot.wait_for(lambda: page.model.rowCount() == 1)
    assert page.preview.shows is None, "not looked at before somebody asks"
    page.table.setFocus()
    robot.press("Return")
    robot.wait_for(lambda: page.preview.shows == (0, 1))


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_watched_folder_is_taken_in_and_tells_when_it_is_gone(
    clerk: CounterWindow, local_desk: Desk, tmp_path: Path, lang: Lang
) -> None:
    """Twenty files: five with codes of papers, two broken, one that came already. What is left is filed by hand."""
    folder, robot, window = tmp_path / "scan", clerk.robot, clerk.window
    clerk.language.switch(lang)
    folder.mkdir()
    with local_desk.database.unit(local_desk["maija"]) as unit:
        known = [papers.enter(unit, PaperDetails(PaperKind.CONTRACT, "Sopimus")).number for _ in range(5)]
    plain = picture(label("L-99999"))
    contents = [jpeg(picture(label(number))) for number in known]
    contents += [b"%PDF-1.7 half", NOBODYS[: len(NOBODYS) // 2], NOBODYS]
    contents += [jpeg(plain.crop((0, 0, plain.width, plain.height - 9 * cut))) for cut in range(1, 13)]
    for number, content in enumerate(contents):
        (folder / f"{number:02}.jpg").write_bytes(content)
    clerk.context.settings = replace(clerk.context.settings, scan_folder=str(folder))
    window.scans.begin()
    robot.wait_for(lambda: not list(folder.iterdir()))
    taken = rows(local_desk)[3:]
    assert [row.failure for row in taken] == [ScanFailure.UNREADABLE.term] * 2 + [""] * 13
    assert [row.first is not None for row in taken] == [False, False, True] + [False] * 12
    assert sorted(row.home for row in rows(local_desk, scans.filed)) == known
    page = page_of(clerk, 18)
    for left in (17, 16):
        robot.type("L-00002")
        robot.wait_for(lambda: page.match.target is not None)
        robot.press("Ctrl+Return")
        robot.wait_for(lambda left=left: page.model.rowCount() == left and clerk.runner.idle)  # type: ignore[misc]  # bound here
    assert page.chosen is not None
    assert page.chosen.failure, "the keyboard is on the next one, which says why it waits"
    assert page.table.hasFocus()
    away = folder.rename(tmp_path / "away")
    robot.wait_for(lambda: window.scans.state is WatchState.GONE)
    assert window.status.scan_trouble.text() == clerk.language.text("watch_state.gone")
    assert window.status.scan_trouble.isVisible()
    away.rename(folder)
    robot.wait_for(lambda: window.scans.state is WatchState.WATCHING)
    assert not window.status.scan_trouble.isVisible()
    window.scans.stop()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_scans_of_a_paper_are_leafed_through_from_the_log(
    clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    robot = clerk.robot
    clerk.language.switch(lang)
    for _ in range(2):
        content = jpeg(picture(label("L-00002")))
        with local_desk.database.unit(local_desk["maija"]) as unit:
            scans.take_in(unit, unit.actor.office_id or 0, ScanFile.of(content), read(content))
    clerk.window.go_to("papers")
    page = clerk.window.tabs.current
    assert isinstance(page, PapersPage)
    robot.wait_for(lambda: page.model.rowCount() == 2 and page.acts.scan.isEnabled())
    page.acts.scan.trigger()
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), ScanDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ScanDialog)
    robot.wait_for(lambda: dialog.preview.shows == (0, 2))
    assert_walkable(dialog)
    dialog.preview.setFocus()
    robot.press("PgDown")
    robot.wait_for(lambda: dialog.preview.shows == (1, 2))
    robot.press("Escape")
    robot.front(clerk.window)
    page.table.go_to(1)
    robot.settle()
    assert not page.acts.scan.isEnabled()


def test_the_scan_of_a_case_is_looked_at_from_the_case(clerk: CounterWindow, local_desk: Desk) -> None:
    registered = register(local_desk, customer(local_desk))
    content = jpeg(picture(label(registered.number)))
    with local_desk.database.unit(local_desk["maija"]) as unit:
        assert scans.take_in(unit, unit.actor.office_id or 0, ScanFile.of(content), read(content)).home
    clerk.context.open_case(registered.case_id)
    clerk.robot.settle()
    page = clerk.window.tabs.current
    assert isinstance(page, CasePage)
    clerk.robot.wait_for(lambda: page.case is not None)
    links = [link for link in page.facts.findChildren(QPushButton) if "Skannaus" in link.text()]
    assert len(links) == 1
    links[0].setFocus()
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), ScanDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ScanDialog)
    clerk.robot.wait_for(lambda: dialog.preview.shows == (0, 1))
    with local_desk.database.reading(local_desk["maija"]) as unit:
        looked = select(ReadEvent.purpose).where(ReadEvent.case_id == registered.case_id)
        assert Purpose.REQUEST in unit.session.scalars(looked).all()
