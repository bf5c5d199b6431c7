"""The list under the search box: by the keyboard, over a real database and its thread."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.system import AuditEvent, ReadEvent
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.party import PersonDetails
from lpo_desk.domain.qr import qr_text
from lpo_desk.services import registering
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.pages.search import CustomersPage
from lpo_desk.ui.wizards.request import RequestWizard
from tests.fixtures_db import Desk
from tests.services.test_papers import binder, paper
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_case, add_people
from tests.ui.robot import ClerkRobot
from tests.ui.walk import assert_walkable


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        made.robot.press("Ctrl+E")
        yield made


def page_of(clerk: CounterWindow) -> CustomersPage:
    page = clerk.window.tabs.current
    assert isinstance(page, CustomersPage)
    return page


def find(clerk: CounterWindow, text: str) -> CustomersPage:
    """Type a new search and wait for its answer."""
    clerk.robot.press("Ctrl+E")
    clerk.robot.type(text)
    clerk.robot.wait_for(lambda: clerk.runner.idle and page_of(clerk).answered == text)
    return page_of(clerk)


def lines(page: CustomersPage) -> list[list[str]]:
    model = page.table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_results_while_typing_tell_number_name_town_type_and_flags(clerk: CounterWindow) -> None:
    assert lines(find(clerk, "ohm")) == [
        ["10050", "Öhman Åke", "Borgå", "Henkilöasiakas", "Markkinointikielto"]
    ], "whose bills are collected is told to those alone who may see it"


def test_of_a_protected_person_only_number_and_shield_are_told(clerk: CounterWindow) -> None:
    assert lines(find(clerk, "suojala")) == [["10077", "", "", "", "Turvakielto"]]


def test_words_in_any_order_and_by_their_beginning(clerk: CounterWindow) -> None:
    assert [line[0] for line in lines(find(clerk, "hel aal"))] == ["10042"]


def test_a_company_s_ampersand_is_shown_as_it_is(clerk: CounterWindow) -> None:
    page = find(clerk, "satama")
    assert lines(page)[0][1] == "Oy Satama & Hamn Ab"


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_nothing_found_is_told_calmly(clerk: CounterWindow, lang: Lang) -> None:
    clerk.language.switch(lang)
    nothing = clerk.language.text("search.nothing")
    page = find(clerk, "xyzzy")
    assert page.said == nothing
    assert not page.table.isVisible()
    assert_walkable(clerk.window)
    clerk.robot.press("Ctrl+E", "Escape")
    clerk.robot.wait_for(lambda: page.answered == "")
    assert page.said == ""
    assert page.table.isVisible()
    assert_walkable(clerk.window)


def test_an_empty_register_says_how_to_search(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        clerk.window.go_to("customers")
        clerk.robot.wait_for(lambda: page_of(clerk).answered == "")
        assert page_of(clerk).said == language.text("search.hint")


def test_answers_that_come_too_late_are_dropped(clerk: CounterWindow) -> None:
    page = page_of(clerk) if isinstance(clerk.window.tabs.current, CustomersPage) else find(clerk, "satama")
    for text in ("aalto", "suojala", "öhman"):
        page.search(text)
    clerk.robot.settle()
    assert [line[0] for line in lines(page)] == ["10050"]


def test_more_than_fifty_are_told_as_such(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with local_desk.database.unit(local_desk["maija"]) as unit:
        for number in range(51):
            registering.add_party(unit, NewParty(PersonDetails("Massa", f"Matti {number}"), f"3{number:04}"))
    with counter(qtbot, local_desk, "maija", language) as clerk:
        page = find(clerk, "massa")
        assert len(lines(page)) == 50
        assert page.summary == language.text("search.more", count=50)


def test_enter_asks_why_and_opens_the_only_one(clerk: CounterWindow, people: dict[str, int]) -> None:
    find(clerk, "öhman")
    clerk.robot.press("Return", "2")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
    card = clerk.window.tabs.current
    assert isinstance(card, CardPage)
    assert card.party_id == people["ake"]
    assert card.ticket.purpose is Purpose.PHONE


def test_enter_waits_for_what_was_typed(clerk: CounterWindow, people: dict[str, int]) -> None:
    """A fast typist presses Enter before anything was found: not what was on the screen before is opened."""
    find(clerk, "satama")
    clerk.robot.press("Ctrl+E")
    clerk.robot.type("öhman")
    clerk.robot.press("Return", "1")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
    page = clerk.window.tabs.current
    assert page is not None
    assert page.party_id == people["ake"]


def test_the_arrow_goes_into_the_list_and_enter_opens_the_row(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = find(clerk, "aalto")
    assert [line[0] for line in lines(page)] == ["10043", "10042"]
    clerk.robot.press("Down", "Down", "Return", "1")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
    assert clerk.window.tabs.current is not None
    assert clerk.window.tabs.current.party_id == people["maija"]


def test_enter_with_several_goes_to_the_list(clerk: CounterWindow) -> None:
    page = find(clerk, "aalto")
    clerk.robot.press("Return")
    assert page.table.hasFocus()
    assert page.table.current_key() is not None


def test_a_whole_customer_number_is_meant_even_where_longer_ones_begin_so(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    with local_desk.database.unit(local_desk["maija"]) as unit:
        registering.add_party(unit, NewParty(PersonDetails("Toinen", "Tuija"), "100421"))
    with counter(qtbot, local_desk, "maija", language) as clerk:
        assert len(lines(find(clerk, "10042"))) == 2
        clerk.robot.press("Return", "1")
        clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
        assert clerk.window.tabs.current is not None
        assert clerk.window.tabs.current.party_id == people["maija"]


@pytest.mark.parametrize("scanned", [False, True])
def test_a_case_is_opened_by_its_number_typed_or_scanned(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language, scanned: bool
) -> None:
    case = add_case(local_desk, people["maija"])
    with counter(qtbot, local_desk, "maija", language) as clerk:
        clerk.robot.press("Ctrl+E")
        clerk.robot.type(qr_text(case.number) if scanned else case.number.lower())
        if not scanned:
            clerk.robot.press("Return")
        clerk.robot.wait_for(lambda: clerk.window.tabs.tab(("case", case.case_id)) is not None)
        if scanned:
            clerk.robot.press("Return")  # a slow scanner's last key, when the case is there already
            clerk.robot.settle()
        assert clerk.window.tabs.current is clerk.window.tabs.tab(("case", case.case_id))


def test_a_case_number_that_nobody_has_is_told(clerk: CounterWindow) -> None:
    page = find(clerk, "L-2026-0042")
    clerk.robot.press("Return")
    clerk.robot.settle()
    assert "L-2026-0042" in page.bar.sentence


def test_a_scanned_code_needs_no_key(clerk: CounterWindow) -> None:
    page = find(clerk, qr_text("L-2026-0007"))
    clerk.robot.wait_for(lambda: "L-2026-0007" in page.bar.sentence)


@pytest.mark.parametrize("scanned", [False, True])
def test_a_paper_and_a_place_are_gone_to_by_their_labels(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language, scanned: bool
) -> None:
    """A hand scanner on a Finnish keyboard: `:` comes as `Ö`, `-` as `+`, and no key follows."""
    here = binder(local_desk, "A", "mappi 1")
    mine, other = paper(local_desk, here), paper(local_desk)

    def typed(robot: ClerkRobot, number: str) -> None:
        robot.press("Ctrl+E")
        robot.type(qr_text(number).replace(":", "Ö").replace("-", "+") if scanned else number.lower())
        if not scanned:
            robot.press("Return")

    with counter(qtbot, local_desk, "maija", language) as clerk:
        typed(clerk.robot, other.number)
        clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, PapersPage))
        page = clerk.window.tabs.current
        assert isinstance(page, PapersPage)
        clerk.robot.wait_for(lambda: page.table.current_key() == other.id)
        assert page.model.rowCount() == 2
        if scanned:
            clerk.robot.press("Return")  # a slow scanner's last key, when the paper is there already
            assert QApplication.activePopupWidget() is None
            assert clerk.window.tabs.current is page
        assert page.table.hasFocus() is not scanned
        typed(clerk.robot, here.code)
        clerk.robot.wait_for(lambda: page.model.rowCount() == 1)
        assert page.table.current_key() == mine.id
        assert page.filter.text.text() == here.code
        typed(clerk.robot, "L-00099")
        clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CustomersPage))
        told = clerk.window.tabs.current
        assert isinstance(told, CustomersPage)
        clerk.robot.wait_for(lambda: told.bar.sentence == clerk.language.text("paper.none_such"))


def test_a_search_by_identity_code_is_logged_without_it(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    assert [line[0] for line in lines(find(clerk, "131052-9085"))] == ["10042"]
    clerk.robot.settle()
    found: list[str] = []

    def read() -> None:
        with local_desk.database.reading(local_desk["jani"]) as unit:
            rows = unit.connection.execute(
                select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.SEARCH)
            )
            found.extend(row.detail for row in rows)

    clerk.runner.run(clerk.window, read, lambda _: None)
    clerk.robot.settle()
    assert found == ["hetu:1"]


def test_copied_rows_are_logged_as_a_count(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    find(clerk, "aalto")
    clerk.robot.press("Down", "Ctrl+A", "Ctrl+C")
    assert "10042" in QApplication.clipboard().text()
    found: list[str] = []

    def read() -> None:
        with local_desk.database.reading(local_desk["jani"]) as unit:
            found.extend(
                unit.connection.scalars(select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.EXPORT))
            )

    clerk.runner.run(clerk.window, read, lambda _: None)
    clerk.robot.settle()
    assert found == ["clipboard:2"]


def test_searching_opens_nobody(clerk: CounterWindow, local_desk: Desk, people: dict[str, int]) -> None:
    find(clerk, "aalto")
    clerk.robot.press("Down", "Down", "Up")
    opened: list[int] = []

    def read() -> None:
        with local_desk.database.reading(local_desk["jani"]) as unit:
            by_maija = ReadEvent.account_id == local_desk["maija"].account_id
            opened.extend(unit.connection.scalars(select(ReadEvent.id).where(by_maija)))

    clerk.runner.run(clerk.window, read, lambda _: None)
    clerk.robot.settle()
    assert opened == []


@pytest.mark.parametrize("size", [(1366, 768), (960, 540)])
@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_can_be_walked(clerk: CounterWindow, lang: Lang, size: tuple[int, int]) -> None:
    clerk.language.switch(lang)
    clerk.window.resize(*size)
    find(clerk, "aalto")
    assert_walkable(clerk.window)


def test_f8_takes_in_a_request_for_the_marked_row(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = find(clerk, "öhman")
    marked = page.party_id
    assert marked is not None
    clerk.robot.press("F8")
    wizard = QApplication.activeModalWidget()
    assert isinstance(wizard, RequestWizard)
    clerk.robot.wait_for(lambda: wizard._ticket is not None)
    assert wizard._ticket is not None
    assert wizard._ticket.party_id == marked
    wizard.reject()
