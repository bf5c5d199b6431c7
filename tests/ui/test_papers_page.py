"""The log of papers by keys: filtered, read page by page, and what can be done with each paper."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.paper import PaperDetails, PaperKind, PaperRow, RetentionClass
from lpo_desk.services import paper_stories, papers
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.windowed_model import PAGE
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_filter import LATE
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.pages.today import TodayPage
from tests.fixtures_db import Desk
from tests.services.test_papers import act, binder, office, paper
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.paper_hands import log
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

LANGUAGES = pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def rows(local_desk: Desk, people: dict[str, int]) -> list[PaperRow]:
    """L-00001 in its binder, L-00002 lent and late, L-00003 in a tray, of a protected person."""
    place = binder(local_desk, "A", "kaappi 1", "mappi 12")
    made = [
        paper(local_desk, place, people=(people["maija"], people["harbour"]), pages=3),
        paper(local_desk, place, kind=PaperKind.VOUCHER, title="", retention=RetentionClass.VOUCHER,
              retained_from=date(2019, 5, 1)),
        paper(local_desk, people=(people["ester"],), kind=PaperKind.POWER_OF_ATTORNEY, title="Valtakirja"),
    ]  # fmt: skip
    act(local_desk, made[1], CustodyKind.LENT, holder="Pekka", reason="tarkastus", due_on=date(2026, 11, 23))
    return made


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, rows: list[PaperRow], language: Language
) -> Iterator[CounterWindow]:
    local_desk.clock.forward(days=2)
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def cells(page: PapersPage, number: int) -> list[str]:
    return [str(page.model.index(number, column).data() or "") for column in range(len(page.model.columns))]


def possible(page: PapersPage) -> set[CustodyKind]:
    return {kind for kind, action in page.moves.actions.items() if action.isEnabled()}


@LANGUAGES
def test_the_list_tells_each_paper(clerk: CounterWindow, lang: Lang) -> None:
    clerk.language.switch(lang)
    page, words = log(clerk), clerk.language.text
    office_name = "Loviisa" if lang is Lang.FI else "Lovisa"
    assert cells(page, 0)[:4] == ["L-00003", "", "10077", "Valtakirja"], "a protected person has no name here"
    assert cells(page, 1)[3:] == [
        words("paper_kind.voucher"),
        words("papers_page.late", due=date(2026, 11, 23)),
        words("papers_page.with", office=office_name, holder="Pekka"),
        "31.12.2025",
    ]
    assert cells(page, 2)[2:] == [
        words("papers_page.and_others", person="Aalto Maija Helena", count=1),
        "Liittymäsopimus",
        words("paper_state.in_place"),
        f"{office_name}/A/kaappi 1/mappi 12",
        words("papers_page.until_further_notice"),
    ]
    assert "Pekka" not in page.pane.line.text()
    clerk.robot.press("Down")
    clerk.robot.wait_for(lambda: page.pane.line.text().startswith("L-00002"))
    assert "Pekka" in str(page.pane.model.index(0, 1).data()), "the newest event first"
    assert_walkable(clerk.window)
    clerk.window.resize(900, 520)
    clerk.robot.wait_for(lambda: page.table.viewport().height() >= 3 * page.table.rowHeight(0))
    assert_walkable(clerk.window)


def test_the_filters_leave_what_fits(clerk: CounterWindow) -> None:
    page = log(clerk)
    clerk.robot.press("Ctrl+F")
    clerk.robot.type("aal")
    clerk.robot.wait_for(lambda: page.model.rowCount() == 1)
    assert cells(page, 0)[0] == "L-00001"
    clerk.robot.press("Escape")
    clerk.robot.wait_for(lambda: page.model.rowCount() == 3)
    for box, value, left in (
        (page.filter.state, LATE, ["L-00002"]),
        (page.filter.state, PaperState.UNPLACED, ["L-00003"]),
        (page.filter.kind, PaperKind.CONTRACT, ["L-00001"]),
        (page.filter.kept, date(2026, 12, 31), ["L-00002"]),
        (page.filter.office, office_key(clerk, "P"), []),
    ):
        box.set_value(value)
        box.activated.emit(box.currentIndex())
        clerk.robot.wait_for(lambda left=left: page.model.rowCount() == len(left))  # type: ignore[misc]  # a lambda with a default
        assert [cells(page, number)[0] for number in range(len(left))] == left
        page.filter.choose()
        page.reload()
        clerk.robot.wait_for(lambda: page.model.rowCount() == 3)


def office_key(clerk: CounterWindow, code: str) -> int:
    page = clerk.window.tabs.current
    assert isinstance(page, PapersPage)
    return next(each.id for each in page._rooms.offices if each.code == code)


def test_nothing_that_fits_is_told_calmly(clerk: CounterWindow) -> None:
    page = log(clerk)
    clerk.robot.press("Ctrl+F")
    clerk.robot.type("xyz")
    clerk.robot.wait_for(lambda: page.model.rowCount() == 0)
    assert page.calm.isVisible()
    assert page.calm.heading == clerk.language.text("papers_page.nothing")
    assert page.pane.isHidden()
    assert possible(page) == set()


def test_only_what_is_possible_now_can_be_pressed(clerk: CounterWindow) -> None:
    page, robot = log(clerk), clerk.robot
    robot.press("Home")
    tray = {
        CustodyKind.LENT,
        CustodyKind.SENT,
        CustodyKind.PLACED,
        CustodyKind.MISSING,
        CustodyKind.FOUND,
        CustodyKind.ANNOTATED,
    }
    assert possible(page) == tray
    robot.press("Down")
    assert possible(page) == tray | {CustodyKind.RETURNED}
    robot.press("Ctrl+A")
    assert possible(page) == tray, "what is possible with all three"
    assert page.pane.summary.text() == clerk.language.text("papers_page.summary_many", count=3, chosen=3)


@LANGUAGES
def test_enter_offers_the_movements_and_a_sheet_refuses_in_words(clerk: CounterWindow, lang: Lang) -> None:
    clerk.language.switch(lang)
    page, robot = log(clerk), clerk.robot
    robot.press("Home", "Return")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    robot.press("Return")  # the first: lend
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), CardSheet))
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    assert_walkable(sheet)
    assert sheet.form.typed("holder") == "Maija Virtanen"
    robot.press("Ctrl+Return")
    assert sheet.form.row("reason").problem.text(), "why is asked"
    robot.type("luovutus")
    robot.press("Tab", "Ctrl+A")
    robot.type("1.11.2026")
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: sheet.bar.sentence == clerk.language.text("custody.due_past"))
    robot.press("Ctrl+A")
    robot.type("9.12.2026")
    robot.press("Ctrl+Return")
    robot.wait_for(
        lambda: cells(page, 0)[4] == clerk.language.text("papers_page.out_until", due=date(2026, 12, 9))
    )
    assert page.bar.sentence == clerk.language.text("paper_moved.lent", papers="L-00003")


def test_what_is_copied_is_logged_by_its_number(clerk: CounterWindow, local_desk: Desk) -> None:
    log(clerk)
    clerk.robot.press("Ctrl+A", "Ctrl+C")
    assert "L-00001" in QGuiApplication.clipboard().text()
    with local_desk.database.reading(local_desk["maija"]) as unit:
        copied = select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.EXPORT)
        assert unit.session.scalars(copied).all() == ["clipboard:3"]


def test_several_papers_move_at_once(clerk: CounterWindow, local_desk: Desk) -> None:
    page, robot = log(clerk), clerk.robot
    robot.press("Ctrl+A")
    page.moves.actions[CustodyKind.PLACED].trigger()
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), CardSheet))
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    robot.type("mappi 1")
    robot.press("Ctrl+Return")
    assert sheet.form.row("place_id").problem.text(), "mappi 1 is not mappi 12"
    robot.type("mappi 12")
    robot.press("Ctrl+Return")
    words = clerk.language.text
    done = words("paper_moved.placed", papers=words("paper_move.several", count=2))
    robot.wait_for(lambda: page.bar.sentence == f"{done} {words('paper_move.there_one')}")
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert {papers.get(unit, key).path for key in (1, 2, 3)} == {"A/kaappi 1/mappi 12"}
        assert len(paper_stories.story_of(unit, 1)) == 2, "it lay there, and nothing is told of it"
    page.moves.actions[CustodyKind.PLACED].trigger()
    robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), CardSheet))
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    robot.type("mappi 12")
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: sheet.bar.sentence == words("custody.at_home"))
    robot.press("Escape")


def test_a_long_list_is_read_as_it_is_scrolled_to(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    count = 3 * PAGE + 5
    with local_desk.database.unit(local_desk["maija"]) as unit:
        for _ in range(count):
            papers.enter(unit, PaperDetails())
    with counter(qtbot, local_desk, "maija", language) as clerk:
        page = log(clerk)
        assert page.model.rowCount() == count
        assert len(page.model.rows) <= 2 * PAGE
        clerk.robot.press("End")
        clerk.robot.wait_for(lambda: cells(page, count - 1)[0] == "L-00001")
        clerk.robot.wait_for(lambda: page.pane.line.text().startswith("L-00001"))
        clerk.robot.press("F5")
        assert page.table.currentIndex().row() == count - 1, "the keyboard stays on its paper"
        clerk.robot.press("Ctrl+A")
        assert possible(page) == set()
        assert page.pane.summary.text() == clerk.language.text(
            "papers_page.summary_too_many", count=count, chosen=count, most=100
        )


def test_the_start_page_tells_what_waits_and_leads_there(
    qtbot: QtBot, local_desk: Desk, rows: list[PaperRow], language: Language
) -> None:
    act(local_desk, rows[0], CustodyKind.SENT, office_id=office(local_desk, "P"))
    local_desk.clock.forward(days=2)
    for who, key in (("maija", "today.papers_late"), ("kalle", "today.papers_coming")):
        with counter(qtbot, local_desk, who, language) as made:
            today = made.window.tabs.current
            assert isinstance(today, TodayPage)
            made.robot.wait_for(lambda today=today: bool(today.papers.lines))  # type: ignore[misc]  # a lambda with a default
            assert [line.text() for line in today.papers.lines] == [made.language.text(key, count=1)]
            today.papers.lines[0].click()
            made.robot.wait_for(lambda made=made: isinstance(made.window.tabs.current, PapersPage))  # type: ignore[misc]
            page = made.window.tabs.current
            assert isinstance(page, PapersPage)
            made.robot.wait_for(lambda page=page: page.model.rowCount() == 1)  # type: ignore[misc]
            assert cells(page, 0)[0] == ("L-00002" if who == "maija" else "L-00001")


def test_a_paper_of_the_card_is_shown_in_the_log(clerk: CounterWindow, people: dict[str, int]) -> None:
    clerk.robot.press("Ctrl+E")
    clerk.robot.type("10042")
    clerk.robot.press("Return", "1")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, CardPage))
    card = clerk.window.tabs.current
    assert isinstance(card, CardPage)
    clerk.robot.wait_for(lambda: card.card is not None)
    table = card.body._papers.table
    table.setFocus()
    table.go_to(0)
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: isinstance(clerk.window.tabs.current, PapersPage))
    page = clerk.window.tabs.current
    assert isinstance(page, PapersPage)
    clerk.robot.wait_for(lambda: page.current is not None and page.current.number == "L-00001")


def test_nobody_without_the_right_has_the_log(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with counter(qtbot, local_desk, "esko", language) as manager:
        assert manager.window.show_place("papers") is None
        assert not manager.context.actions.action("papers").isVisible()
        assert not manager.context.actions.action("new_paper").isVisible()
