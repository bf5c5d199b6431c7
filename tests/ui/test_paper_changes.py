"""Changing what is written of a paper and holding it back from destruction, from the log, by keys."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from lpo_desk.domain.custody import CustodyKind
from lpo_desk.domain.destroying import DestructionMethod
from lpo_desk.domain.paper import PaperDetails, PaperKind, PaperRow, RetentionClass
from lpo_desk.domain.paper_story import StoryKind
from lpo_desk.services import destroying, paper_changes, paper_stories, papers
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.pages.card_conflict import ConflictDialog
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_change import PaperChangeSheet
from lpo_desk.ui.pages.paper_day import PaperDaySheet
from lpo_desk.ui.pages.papers import PapersPage
from tests.fixtures_db import Desk
from tests.services.test_papers import act, binder, paper
from tests.ui.case_hands import back, dialog
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.paper_hands import log, to
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

LANGUAGES = pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def row(local_desk: Desk, people: dict[str, int]) -> PaperRow:
    place = binder(local_desk, "A", "kaappi 1", "mappi 12")
    return paper(local_desk, place, people=(people["maija"],), pages=3, dated_on=date(2026, 11, 2))


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, row: PaperRow, language: Language) -> Iterator[CounterWindow]:
    local_desk.clock.forward(days=2)
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def choose(desk: CounterWindow, term: str) -> None:
    """Enter on the row, and down its menu to what the term says."""
    desk.robot.press("Return")
    desk.robot.wait_for(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        if without_mnemonic(menu.activeAction().text()) == desk.language.text(term):
            break
        desk.robot.press("Down")
    desk.robot.press("Return")


def answers(sheet: PaperDaySheet, said: str) -> bool:
    return sheet.answer.text() == said


def hides(page: PapersPage, column: int, hidden: bool) -> bool:
    return page.table.isColumnHidden(column) is hidden


def written(desk: Desk, key: int = 1) -> PaperDetails:
    with desk.database.reading(desk["maija"]) as unit:
        return paper_changes.details_of(unit, key)


def told(page: PapersPage) -> list[str]:
    return [str(page.pane.model.index(line, 1).data()) for line in range(page.pane.model.rowCount())]


@LANGUAGES
def test_f2_changes_what_is_written_and_the_story_tells_who_and_what(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    clerk.language.switch(lang)
    page, robot, words = log(clerk), clerk.robot, clerk.language.text
    robot.press("F2")
    sheet = dialog(clerk, PaperChangeSheet)
    assert_walkable(sheet)
    assert "place_id" not in sheet.form.names, "its movements say where it is"
    to(clerk, sheet, "title")
    robot.press("Ctrl+A")
    robot.type("Liittymä 14")
    to(clerk, sheet, "dated_on")
    robot.press("Ctrl+A")
    robot.type("5.3.2014")
    robot.press("Ctrl+Return")
    back(clerk)
    robot.wait_for(lambda: page.pane.model.rowCount() == 3)
    now = written(local_desk)
    assert (now.title, now.dated_on, now.pages) == ("Liittymä 14", date(2014, 3, 5), 3)
    assert page.bar.sentence == words("papers_page.changed", papers="L-00001")
    (line, *_) = told(page)
    assert line.startswith(words("story_kind.changed"))
    for part in ("Liittymäsopimus", "Liittymä 14", "2.11.2026", "5.3.2014", words("field.paper_title")):
        assert part in line
    assert str(page.pane.model.index(0, 2).data()) == "Maija Virtanen"
    robot.press("Ctrl+Shift+U")
    robot.wait_for(lambda: page.bar.sentence == words("papers_page.change_undone", papers="L-00001"))
    assert written(local_desk).title == "Liittymäsopimus"


def test_its_class_follows_the_kind(clerk: CounterWindow, local_desk: Desk) -> None:
    page, robot = log(clerk), clerk.robot
    robot.press("F6")  # into the story: F2 is of the paper there too
    robot.press("F2")
    sheet = dialog(clerk, PaperChangeSheet)
    to(clerk, sheet, "kind")
    robot.type("t")  # tosite
    assert sheet.form.typed("title") == "Liittymäsopimus", "what was written stays"
    to(clerk, sheet, "retained_from")
    robot.type("1.3.2024")
    robot.press("Ctrl+Return")
    back(clerk)
    assert (written(local_desk).kind, written(local_desk).retention) == (
        PaperKind.VOUCHER,
        RetentionClass.VOUCHER,
    )
    robot.wait_for(lambda: "31.12.2030" in page.pane.kept.text())


@LANGUAGES
def test_a_colleague_was_quicker_and_nothing_is_lost(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    clerk.language.switch(lang)
    robot, words = clerk.robot, clerk.language.text
    log(clerk)
    robot.press("F2")
    sheet = dialog(clerk, PaperChangeSheet)
    with local_desk.database.unit(local_desk["kalle"]) as unit:
        base = paper_changes.details_of(unit, 1)
        theirs = replace(base, title="Kallen nimi", pages=7, people=(people["harbour"],))
        paper_changes.revise(unit, 1, base, theirs)
    to(clerk, sheet, "title")
    robot.press("Ctrl+A")
    robot.type("Maijan nimi")
    to(clerk, sheet, "dated_on")
    robot.press("Ctrl+A")
    robot.type("5.3.2014")
    robot.press("Ctrl+Return")
    asked = dialog(clerk, ConflictDialog)
    assert_walkable(asked)
    assert "Kalle Lind" in "".join(label.text() for label in asked.findChildren(type(sheet.kept)))
    robot.press("Escape")
    robot.wait_for(lambda: QApplication.activeModalWidget() is sheet)
    robot.front(sheet)
    assert sheet.bar.sentence == words("card.conflict_stays")
    assert (sheet.form.typed("title"), sheet.form.typed("pages")) == ("Maijan nimi", 7)
    assert written(local_desk).title == "Kallen nimi"
    robot.press("Ctrl+Return")
    back(clerk)
    now = written(local_desk)
    assert (now.title, now.pages, now.dated_on) == ("Maijan nimi", 7, date(2014, 3, 5))
    assert now.people == (people["harbour"],), "what only the other one changed stays"


def test_of_two_values_the_ticked_one_is_kept(clerk: CounterWindow, local_desk: Desk) -> None:
    log(clerk)
    clerk.robot.press("F2")
    sheet = dialog(clerk, PaperChangeSheet)
    with local_desk.database.unit(local_desk["kalle"]) as unit:
        base = paper_changes.details_of(unit, 1)
        paper_changes.revise(unit, 1, base, replace(base, title="Kallen nimi", pages=7))
    for name, text in (("title", "Maijan nimi"), ("pages", "5")):
        to(clerk, sheet, name)
        clerk.robot.press("Ctrl+A")
        clerk.robot.type(text)
    clerk.robot.press("Ctrl+Return")
    asked = dialog(clerk, ConflictDialog)
    assert asked.tick("title").hasFocus()
    clerk.robot.press("Space", "Return")
    back(clerk)
    assert (written(local_desk).title, written(local_desk).pages) == ("Maijan nimi", 7)


def test_of_a_paper_that_is_gone_nothing_is_changed(clerk: CounterWindow, local_desk: Desk) -> None:
    page = log(clerk)
    clerk.robot.press("F2")
    dialog(clerk, PaperChangeSheet)
    with local_desk.database.unit(local_desk["leena"]) as unit:
        base = paper_changes.details_of(unit, 1)
        paper_changes.revise(unit, 1, base, replace(base, retained_from=date(2010, 1, 1)))
    with local_desk.database.unit(local_desk["leena"]) as unit:
        key = destroying.propose(unit, [1]).id
    with local_desk.database.unit(local_desk["jani"]) as unit:
        destroying.approve(unit, key)
    local_desk.clock.forward(days=9)
    with local_desk.database.unit(local_desk["leena"]) as unit:
        destroying.execute(unit, key, DestructionMethod.SHREDDED, destroying.witnesses(unit)[0][0])
    sheet = dialog(clerk, PaperChangeSheet)
    to(clerk, sheet, "pages")
    clerk.robot.press("Ctrl+A")
    clerk.robot.type("4")
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: sheet.bar.sentence == clerk.language.text("custody.not_destroyed"))
    clerk.robot.press("Escape", "Escape")
    back(clerk)
    clerk.robot.press("F5", "F2")
    assert QApplication.activeModalWidget() is None
    assert not clerk.context.actions.action("edit").isEnabled()
    assert page.acts.why_not_change() == "custody.not_destroyed"


@LANGUAGES
def test_the_officer_holds_a_paper_and_releases_it(
    qtbot: QtBot, local_desk: Desk, row: PaperRow, language: Language, lang: Lang
) -> None:
    language.switch(lang)
    with counter(qtbot, local_desk, "jani", language) as officer:
        page, robot, words = log(officer), officer.robot, language.text
        assert not page.acts.release.isEnabled()
        choose(officer, "destruction_page.hold")
        sheet = dialog(officer, CardSheet)
        assert_walkable(sheet)
        robot.press("Ctrl+Return")
        assert sheet.form.row("reason").problem.text(), "why is asked"
        robot.type("reklamaatio kesken")
        robot.press("Ctrl+Return")
        back(officer)
        robot.wait_for(lambda: page.pane.model.rowCount() == 3)
        kept = page.model.column_number("papers_page.kept")
        assert page.model.index(0, kept).data() == f"▲ {words('papers_page.held')}"
        assert words("papers_page.held") in page.pane.line.text()
        assert "reklamaatio kesken" in page.pane.kept.text()
        assert told(page)[0] == f"{words('story_kind.held')} · reklamaatio kesken"
        assert not page.acts.hold.isEnabled()
        choose(officer, "destruction_page.release")
        dialog(officer, CardSheet)
        robot.type("ratkaistu")
        robot.press("Ctrl+Return")
        back(officer)
        robot.wait_for(lambda: page.pane.model.rowCount() == 4)
        assert told(page)[0] == f"{words('story_kind.released')} · ratkaistu"
        robot.wait_for(lambda: page.model.index(0, kept).data() == words("papers_page.until_further_notice"))
    with local_desk.database.reading(local_desk["jani"]) as unit:
        assert not papers.get(unit, row.id).held
        kinds = [line.kind for line in paper_stories.story_of(unit, row.id)]
        assert kinds[2:] == [StoryKind.HELD, StoryKind.RELEASED]


def test_a_clerk_without_the_right_holds_nothing(
    clerk: CounterWindow, local_desk: Desk, row: PaperRow
) -> None:
    page = log(clerk)
    assert page.acts.holds == ()
    act(local_desk, row, CustodyKind.LENT, reason="x")


@LANGUAGES
def test_where_a_paper_was_on_a_day_is_asked_by_keys(
    clerk: CounterWindow, local_desk: Desk, row: PaperRow, lang: Lang
) -> None:
    clerk.language.switch(lang)
    act(local_desk, row, CustodyKind.LENT, holder="Pekka", reason="x")
    log(clerk)
    robot, words = clerk.robot, clerk.language.text
    choose(clerk, "papers_page.on_day")
    sheet = dialog(clerk, PaperDaySheet)
    robot.press("Return")
    assert sheet.form.row("day").problem.text(), "the day is asked"
    office = "Loviisa" if lang is Lang.FI else "Lovisa"
    lay = f"{words('paper_state.in_place')} · {office}/A/kaappi 1/mappi 12"
    out = f"{words('paper_state.out')} · {office} · Pekka"
    for typed, what in (
        ("24.11.2026", lay),
        ("25.11.2026", out),
        ("1.11.2026", words("papers_page.not_yet")),
    ):
        robot.type(typed)
        robot.press("Return")
        day = date(*reversed([int(part) for part in typed.split(".")]))
        said = words("papers_page.on_day_was", day=day, what=what)
        robot.wait_for(partial(answers, sheet, said))
        assert_walkable(sheet)
    robot.type("26.12.2026")
    robot.press("Return")
    assert sheet.form.row("day").problem.text(), "nobody knows yet"


def test_a_narrow_window_keeps_the_title_readable(clerk: CounterWindow) -> None:
    page = log(clerk)
    title, kept = (page.model.column_number(f"papers_page.{name}") for name in ("title_column", "kept"))
    for width, hidden in ((900, True), (960, True), (1366, False), (900, True)):
        clerk.window.resize(width, 520)
        clerk.robot.wait_for(partial(hides, page, kept, hidden))
        clerk.robot.wait_for(
            lambda: page.table.columnWidth(title) >= 120 and not page.table.horizontalScrollBar().isVisible()
        )
