"""Everybody in the order of names while the search box is empty: by the keyboard, over a real database."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.audit import AuditKind
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.search import CustomersPage
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter

COUNT = 700
"""More than fit in a few pages of the model."""


@pytest.fixture
def people(local_desk: Desk) -> list[int]:
    return local_desk.once(write_people)


def write_people(desk: Desk) -> list[int]:
    with desk.database.unit(desk["maija"]) as unit:
        found = [add(unit, Someone(f"Lind{n:04}", "Åsa", str(20000 + n)), derive=False) for n in range(COUNT)]
        found.append(add(unit, Someone("Aaltonen", "Tuuli", "19999", protected=True), derive=False))
        search_index.rebuild(unit)
    return found


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, people: list[int], language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        made.robot.press("Ctrl+E")
        made.window.go_to("customers")
        made.robot.wait_for(lambda: page_of(made).answered == "")
        yield made


def page_of(clerk: CounterWindow) -> CustomersPage:
    page = clerk.window.tabs.current
    assert isinstance(page, CustomersPage)
    return page


def line(page: CustomersPage, number: int) -> list[str]:
    model = page.table.model()
    return [str(model.index(number, column).data() or "") for column in range(model.columnCount())]


def here(page: CustomersPage) -> int:
    return page.table.currentIndex().row()


def test_everybody_stands_by_name_and_the_protected_last_by_number(clerk: CounterWindow) -> None:
    page = page_of(clerk)
    assert page.table.model().rowCount() == COUNT + 1
    assert page.summary == clerk.language.text("search.browse", count=clerk.language.show(COUNT + 1))
    assert line(page, 0)[:2] == ["20000", "Lind0000 Åsa"]
    clerk.robot.press("Down", "End")
    clerk.robot.wait_for(lambda: line(page, COUNT)[0] != "")
    assert line(page, COUNT) == ["19999", "", "", "", clerk.language.text("flag_short.protected")]
    assert here(page) == COUNT
    clerk.robot.press("Up")
    assert line(page, COUNT - 1)[:2] == ["20699", "Lind0699 Åsa"]


def test_every_page_comes_when_it_is_turned_to(clerk: CounterWindow) -> None:
    page = page_of(clerk)
    clerk.robot.press("Down")
    seen = set()
    while here(page) < COUNT:
        clerk.robot.press("PgDown")
        clerk.robot.wait_for(lambda: bool(line(page, here(page))[0]))
        seen.add(line(page, here(page))[0])
    assert {line(page, here(page))[0]} == {"19999"}
    assert len(seen) > 10
    clerk.robot.press("Home")
    assert here(page) == 0


def test_typing_searches_at_once_and_escape_brings_everybody_back(clerk: CounterWindow) -> None:
    page = page_of(clerk)
    clerk.robot.press("Ctrl+E")
    clerk.robot.type("lind0345")
    clerk.robot.wait_for(lambda: page.answered == "lind0345")
    assert page.table.model().rowCount() == 1
    clerk.robot.press("Escape")
    clerk.robot.wait_for(lambda: page.answered == "")
    assert page.table.model().rowCount() == COUNT + 1


def test_enter_opens_the_line_and_f12_goes_to_the_next(clerk: CounterWindow, people: list[int]) -> None:
    page = page_of(clerk)
    clerk.robot.press("Down", "Down", "Down", "Return", "1")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
    opened = clerk.window.tabs.current
    assert opened is not None
    assert opened.party_id == page.party_id
    first = people.index(opened.party_id or 0)
    assert first > 0
    clerk.robot.settle()
    clerk.robot.press("F12")
    clerk.robot.wait_for(lambda: clerk.window.tabs.current is not opened)
    following = clerk.window.tabs.current
    assert following is not None
    assert following.party_id == people[first + 1]


def test_one_who_was_picked_from_everybody_was_not_searched_for(
    clerk: CounterWindow, local_desk: Desk
) -> None:
    clerk.robot.press("Down", "Return", "1")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
    clerk.robot.settle()
    with local_desk.database.reading(local_desk["maija"]) as unit:
        searches = select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.SEARCH)
        assert unit.session.scalars(searches).all() == ["browse"]


def test_copying_is_logged_and_a_great_many_lines_are_refused(clerk: CounterWindow, local_desk: Desk) -> None:
    clerk.robot.press("Down", "Home", "Shift+Down", "Ctrl+C")
    clerk.robot.settle()
    assert QGuiApplication.clipboard().text().splitlines()[1].startswith("20001\tLind0001 Åsa")
    QGuiApplication.clipboard().clear()
    clerk.robot.press("Ctrl+A", "Ctrl+C")
    clerk.robot.settle()
    assert QGuiApplication.clipboard().text() == ""
    with local_desk.database.reading(local_desk["maija"]) as unit:
        copies = select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.EXPORT)
        assert unit.session.scalars(copies).all() == ["clipboard:2"]


def test_a_change_is_seen_and_the_keyboard_stays_where_it_was(
    clerk: CounterWindow, local_desk: Desk, people: list[int]
) -> None:
    page = page_of(clerk)
    clerk.robot.press("Down", "End", "Up", "Up")
    clerk.robot.wait_for(lambda: page.party_id is not None)
    kept = page.party_id

    def come_in() -> None:
        with local_desk.database.unit(local_desk["maija"]) as unit:
            add(unit, Someone("Ahola", "Anna", "30000"))
            unit.touched(party_id=people[0])

    clerk.runner.run(page, come_in, lambda _: None)
    clerk.robot.wait_for(lambda: page.table.model().rowCount() == COUNT + 2)
    clerk.robot.settle()
    assert page.party_id == kept
    clerk.robot.wait_for(lambda: line(page, 0)[0] != "")  # asked for by looking
    assert line(page, 0)[:2] == ["30000", "Ahola Anna"]
