"""The page of places: added, moved, retired, and their labels shown, by the keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.domain.paper import PaperDetails
from lpo_desk.domain.places import PlaceDetails, PlaceKind
from lpo_desk.domain.qr import qr_text
from lpo_desk.services import papers, places
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.inventory import InventoryDialog
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.pages.places import PlacesPage
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import text
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable


@pytest.fixture
def lead(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with local_desk.database.unit(local_desk["leena"]) as unit:
        office = unit.actor.office_id or 0
        room = places.add(unit, office, None, PlaceDetails(PlaceKind.ROOM, "A", "avain Leenalla"))
        cabinet = places.add(unit, office, room.id, PlaceDetails(PlaceKind.CABINET, "kaappi 1"))
        binder = places.add(unit, office, cabinet.id, PlaceDetails(PlaceKind.BINDER, "mappi 1"))
        papers.enter(unit, PaperDetails(title="Sopimus"), place_id=binder.id)
    with counter(qtbot, local_desk, "leena", language) as made:
        yield made


@pytest.fixture
def clerk(qtbot: QtBot, lead: CounterWindow, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    """The same places, and who does not arrange them."""
    lead.window.hide()
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def page_of(lead: CounterWindow) -> PlacesPage:
    lead.window.go_to("places")
    page = lead.window.tabs.current
    assert isinstance(page, PlacesPage)
    lead.robot.wait_for(lambda: page.model.rowCount() == 3)
    return page


def sheet() -> CardSheet[object]:
    found = QApplication.activeModalWidget()
    assert isinstance(found, CardSheet)
    return found


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_place_is_added_and_moved_from_the_keyboard(lead: CounterWindow, lang: Lang) -> None:
    robot = lead.robot
    lead.language.switch(lang)
    page = page_of(lead)
    assert_walkable(lead.window)
    assert [row.path for row in page.rows] == ["A", "A/kaappi 1", "A/kaappi 1/mappi 1"]
    page.table.go_to_key(page.rows[1].id)
    robot.press("Insert")
    assert sheet().form.value().parent == page.rows[1].id  # type: ignore[attr-defined]  # a Wanted
    robot.press("Return")
    assert sheet().form.row("name").problem.text()
    robot.type("mappi 10")
    robot.press("Return")
    robot.wait_for(lambda: page.model.rowCount() == 4)
    assert "L-K0004" in page.bar.sentence
    assert [row.path for row in page.rows][2:] == ["A/kaappi 1/mappi 1", "A/kaappi 1/mappi 10"]
    page.table.go_to_key(page.rows[1].id)
    robot.press("F2")
    robot.press("Tab", "Tab", "Up")  # from the room to the office itself
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: any(row.path == "kaappi 1/mappi 10" for row in page.rows))
    assert sorted(row.path for row in page.rows) == ["A", "kaappi 1", "kaappi 1/mappi 1", "kaappi 1/mappi 10"]


def test_a_key_pressed_twice_saves_once_and_a_refusal_gives_the_button_back(lead: CounterWindow) -> None:
    robot = lead.robot
    page = page_of(lead)
    page.table.go_to_key(page.rows[1].id)
    robot.press("Insert")
    robot.type("mappi 10")
    asked = sheet()
    asked.submit()
    asked.submit()  # before the first has been answered
    robot.wait_for(lambda: page.model.rowCount() > 3 and lead.context.runner.idle)
    assert page.model.rowCount() == 4
    robot.press("Insert")
    robot.type("mappi 10")
    robot.press("Return")  # refused: there is one of that name
    robot.wait_for(lambda: sheet().verb.isEnabled())
    robot.press("Escape")
    assert page.model.rowCount() == 4


def test_a_place_is_found_by_a_word_or_its_label_and_counted(lead: CounterWindow) -> None:
    robot, page = lead.robot, page_of(lead)
    robot.press("Ctrl+F")
    assert page.search.hasFocus()
    robot.type("kaappi")
    robot.wait_for(lambda: page.model.rowCount() == 2)
    robot.type("xx")
    robot.wait_for(lambda: page.model.rowCount() == 0)
    assert page.table.accessibleDescription() == lead.language.text("places_page.nothing")
    robot.press("Ctrl+A")
    robot.type(qr_text(page.rows[2].code).replace(":", "Ö").replace("-", "+"))
    robot.press("Return")
    robot.wait_for(lambda: page.model.rowCount() == 1)
    assert page.table.hasFocus()
    assert page.chosen == page.rows[2]
    page.count_binder()
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), InventoryDialog))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    robot.front(dialog)
    robot.press("Escape")
    robot.front(lead.window)
    page.table.setFocus()
    robot.press("Insert")
    robot.front(sheet())
    robot.type("mappi 2")
    robot.press("Return")
    robot.wait_for(lambda: page.model.rowCount() == 4)
    assert page.search.text() == ""
    assert page.chosen is not None
    assert page.chosen.path == "A/kaappi 1/mappi 2", "the keyboard is on the new one"


def test_a_place_in_use_is_not_retired_and_says_why(lead: CounterWindow) -> None:
    page = page_of(lead)
    page.table.go_to_key(page.rows[2].id)
    page.switch.setFocus()
    lead.robot.press("Space")
    lead.robot.wait_for(lambda: page.bar.sentence == lead.language.text("place.not_empty"))
    assert not page.rows[2].retired


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_labels_and_first_sheets_are_shown_to_be_printed(lead: CounterWindow, lang: Lang) -> None:
    robot = lead.robot
    lead.language.switch(lang)
    page = page_of(lead)
    page.table.go_to_key(page.rows[0].id)
    page.print_labels.setFocus()
    robot.press("Space")
    robot.front(sheet())
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    words = text(dialog.paper.pdf)
    assert all(row.code in words for row in page.rows)
    robot.front(dialog)
    robot.press("Escape")
    robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    page.table.go_to_key(page.rows[2].id)
    page.sheet.click()
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PaperDialog)
    assert "L-00001" in text(dialog.paper.pdf)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_clerk_counts_a_binder_and_sees_what_is_in_it_but_arranges_nothing(
    clerk: CounterWindow, lang: Lang
) -> None:
    robot = clerk.robot
    clerk.language.switch(lang)
    page = page_of(clerk)
    assert_walkable(clerk.window)
    assert [verb.isVisible() for verb in page.buttons] == [False, False, False, True, True, True]
    page.table.go_to_key(page.rows[2].id)
    page.table.setFocus()
    robot.press("Insert", "F2")
    assert QApplication.activeModalWidget() is None
    page.count.setFocus()
    robot.press("Return")
    round_ = QApplication.activeModalWidget()
    assert isinstance(round_, InventoryDialog)
    robot.wait_for(lambda: round_.round is not None)
    robot.press("Escape")
    page.table.setFocus()
    robot.press("Return")
    log = clerk.window.tabs.current
    assert isinstance(log, PapersPage)
    robot.wait_for(lambda: [row.title for row in log.model.rows] == ["Sopimus"])
