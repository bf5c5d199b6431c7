"""The sheet of a new paper: what its kind gives, whom it concerns, where it lies, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.domain.paper import PaperDetails, PaperFilter, PaperKind, RetentionClass
from lpo_desk.domain.paper_ties import PaperTie, TieKind
from lpo_desk.domain.party import Source, SubscriptionState
from lpo_desk.services import paper_changes, papers
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_sheet import NumberDialog, PaperSheet
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.widgets.found_field import FoundEditor
from lpo_desk.ui.widgets.people_field import PeopleEditor
from tests.documents.reading import text
from tests.fixtures_db import Desk
from tests.journeys.hands import find
from tests.services.test_papers import binder
from tests.ui.case_hands import back, case_in_front, dialog, open_case, register, request_of
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.paper_hands import to
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

TODAY = date(2026, 11, 23)


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    for number in (1, 12):
        binder(local_desk, "A", "kaappi 1", f"mappi {number}")
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def begin(clerk: CounterWindow) -> PaperSheet:
    clerk.robot.press("F7")
    return dialog(clerk, PaperSheet)


def written(local_desk: Desk, record_id: int = 1) -> PaperDetails:
    with local_desk.database.reading(local_desk["maija"]) as unit:
        return paper_changes.details_of(unit, record_id)


def saved(clerk: CounterWindow) -> str:
    clerk.robot.press("Ctrl+Return")
    told = dialog(clerk, NumberDialog)
    number = told.number.text()
    assert_walkable(told)
    clerk.robot.press("Return")
    back(clerk)
    return number


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_kind_gives_title_and_time_until_they_are_typed(
    clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    clerk.language.switch(lang)
    sheet, words, robot = begin(clerk), clerk.language.text, clerk.robot
    assert sheet.kept.text() == words("paper_sheet.kept_by_kind")
    robot.press("Ctrl+Return")
    assert sheet.form.row("kind").problem.text(), "the kind is asked"
    assert_walkable(sheet)
    robot.type("t" if lang is Lang.FI else "v")  # Tosite, Verifikat
    assert sheet.form.typed("title") == words("paper_kind.voucher")
    assert sheet.form.typed("retained_from") == TODAY
    assert "31.12.2032" in sheet.kept.text()
    robot.press("Home", "Down")
    assert sheet.form.typed("title") == words("paper_kind.contract")
    assert sheet.form.typed("retained_from") is None
    assert sheet.kept.text().startswith(words("paper_sheet.kept_open", until=None, why="")[:12])
    to(clerk, sheet, "title")
    robot.type("Liittymä 14")
    to(clerk, sheet, "kind")
    robot.press("Down")
    assert sheet.form.typed("title") == "Liittymä 14", "what was typed stays"
    to(clerk, sheet, "retained_from")
    robot.type("1.3.2026")
    robot.press("Tab")
    assert "1.3.2029" in sheet.kept.text()
    assert saved(clerk) == "L-00001"
    assert written(local_desk) == PaperDetails(
        PaperKind.TERMINATION,
        "Liittymä 14",
        TODAY,
        None,
        (),
        RetentionClass.CONTRACT,
        date(2026, 3, 1),
    )


def test_several_people_are_found_and_taken_away(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    sheet, robot = begin(clerk), clerk.robot
    editor = sheet.form.row("people").editor
    assert isinstance(editor, PeopleEditor)
    assert editor.line.hasFocus(), "without a card the customers are asked first"
    for typed, count in (("10042", 1), ("satama", 2), ("10077", 3)):
        robot.type(typed)
        robot.press("Return")
        robot.wait_for(lambda count=count: editor.names.count() == count)  # type: ignore[misc]  # a lambda with a default
    assert "Suojala" not in "".join(editor.names.item(row).text() for row in range(3))
    robot.press("Shift+Tab", "Down", "Delete")
    assert editor.names.count() == 2
    to(clerk, sheet, "people")
    editor.line.setFocus()
    robot.type("nobody at all")
    to(clerk, sheet, "kind")
    robot.type("m")
    robot.press("Ctrl+Return")
    assert sheet.form.row("people").problem.text().endswith(clerk.language.text("party_field.not_chosen"))
    robot.press("Escape")
    assert saved(clerk) == "L-00001"
    assert set(written(local_desk).people) == {people["maija"], people["ester"]}


def test_a_place_must_mean_one(clerk: CounterWindow, local_desk: Desk) -> None:
    sheet, robot, words = begin(clerk), clerk.robot, clerk.language.text
    to(clerk, sheet, "kind")
    robot.type("s")
    to(clerk, sheet, "place_id")
    problem = sheet.form.row("place_id").problem
    for typed, key in (("mappi", "place_field.several"), ("mappi 2", "place_field.none")):
        robot.type(typed)
        robot.press("Ctrl+Return")
        assert problem.text().endswith(words(key))
    robot.type("mappi 12")
    assert saved(clerk) == "L-00001"
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert papers.get(unit, 1).path == "A/kaappi 1/mappi 12"
    again = begin(clerk)
    assert again.form.typed("place_id") is not None, "the place that was used last"


def test_a_list_that_closes_leaves_the_rows_where_they_were(clerk: CounterWindow, local_desk: Desk) -> None:
    sheet, robot = begin(clerk), clerk.robot
    place, height = sheet.form.row("place_id").editor, sheet.height()
    assert isinstance(place, FoundEditor)
    to(clerk, sheet, "place_id")
    robot.type("mappi")
    robot.wait_for(lambda: place.offers and sheet.height() > height)
    robot.press("Return")
    assert not place.offers
    form, area = sheet.form, sheet._area
    robot.wait_for(lambda: form.height() == form.heightForWidth(form.width()) < area.height())


def test_what_cannot_be_is_told_beside_its_field(clerk: CounterWindow, local_desk: Desk) -> None:
    sheet, robot = begin(clerk), clerk.robot
    to(clerk, sheet, "kind")
    robot.type("s")
    to(clerk, sheet, "pages")
    robot.type("9999")
    to(clerk, sheet, "dated_on")
    robot.press("Ctrl+A")
    robot.type("1.12.2026")
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: bool(sheet.form.row("pages").problem.text()))
    assert sheet.form.row("dated_on").problem.text()
    robot.press("Escape", "Escape")  # the field, then the sheet
    back(clerk)
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert papers.find(unit, PaperFilter()) == ()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_contract_of_the_open_card_is_chosen_and_its_end_counts(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    clerk.language.switch(lang)
    with local_desk.database.unit(local_desk["maija"]) as unit:
        came = {"source": Source.SUBJECT, "source_on": unit.today, "source_by": "maija"}
        ended = Subscription(
            party_id=people["maija"], number="L777", product="Kuitu", ends_on=date(2026, 5, 31),
            state=SubscriptionState.ENDED, **came,
        )  # fmt: skip
        unit.session.add(ended)
    robot, words = clerk.robot, clerk.language.text
    sheet = begin(clerk)
    row = sheet.form.row("tie")
    robot.type("10042")
    robot.press("Return")
    robot.wait_for(lambda: row.source.text() == words("paper_sheet.ties_hidden"))
    assert [name for _, name in sheet.tie_names()] == [words("paper_sheet.no_tie")]
    assert_walkable(sheet)
    robot.press("Escape", "Escape")
    back(clerk)
    find(clerk, "10042")
    sheet = begin(clerk)
    robot.type("s" if lang is Lang.FI else "a")  # Sopimus, Avtal
    contract = words("paper_tie.contract", name="L777")
    robot.wait_for(lambda: contract in dict(sheet.tie_names()).values())
    assert sheet.form.row("tie").source.isHidden()
    to(clerk, sheet, "tie")
    robot.press("End")
    assert sheet.form.typed("tie").kind is TieKind.CONTRACT
    assert sheet.form.typed("retained_from") == date(2026, 5, 31), (
        "its time is counted from the contract's end"
    )
    assert "31.5.2029" in sheet.kept.text()
    assert saved(clerk) == "L-00001"
    assert written(local_desk).tie == sheet_tie(local_desk)


def sheet_tie(local_desk: Desk) -> PaperTie:
    with local_desk.database.reading(local_desk["maija"]) as unit:
        key = unit.session.scalars(select(Subscription.id).where(Subscription.number == "L777")).one()
    return PaperTie(TieKind.CONTRACT, key)


def test_a_paper_entered_on_a_case_belongs_to_it_and_leads_back(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, replace(request_of(people["maija"]), on_paper=False))
    open_case(clerk, case_id)
    sheet = begin(clerk)
    assert sheet.form.typed("tie") == PaperTie(TieKind.CASE, case_id)
    to(clerk, sheet, "kind")
    robot = clerk.robot
    robot.type("t")
    assert saved(clerk) == "L-00001"
    assert written(local_desk).tie == PaperTie(TieKind.CASE, case_id)
    clerk.context.open_paper(1)
    robot.wait_for(lambda: isinstance(clerk.window.tabs.current, PapersPage))
    page = clerk.window.tabs.current
    assert isinstance(page, PapersPage)
    robot.wait_for(lambda: "L-2026-0001" in page.pane.line.text())
    robot.press("Return")
    robot.wait_for(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    while without_mnemonic(menu.activeAction().text()) != clerk.language.text("papers_page.open_case"):
        robot.press("Down")
    robot.press("Return")
    assert case_in_front(clerk, case_id).case is not None


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_today_is_said_to_be_a_guess_and_the_time_follows_the_papers_day(
    clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    clerk.language.switch(lang)
    robot, words = clerk.robot, clerk.language.text
    sheet = begin(clerk)
    row = sheet.form.row("dated_on")
    assert row.source.isVisibleTo(sheet)
    assert row.source.text() == words("paper_sheet.is_today")
    to(clerk, sheet, "kind")
    robot.type("t" if lang is Lang.FI else "v")  # Tosite, Verifikat
    assert sheet.form.typed("retained_from") == TODAY
    to(clerk, sheet, "dated_on")
    robot.press("Ctrl+A")
    robot.type("5.3.2021")
    robot.press("Tab")
    assert not row.source.isVisibleTo(sheet)
    assert sheet.form.typed("retained_from") == date(2021, 3, 5)
    assert "31.12.2027" in sheet.kept.text()
    robot.press("Ctrl+Return")
    told = dialog(clerk, NumberDialog)
    said = words("paper_sheet.saved_as", date=date(2021, 3, 5), kept=date(2027, 12, 31))
    assert any(said in label.text() for label in told.findChildren(type(told.number)))
    robot.press("Return")
    back(clerk)
    assert written(local_desk).dated_on == date(2021, 3, 5)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_its_label_is_printed_from_the_number(clerk: CounterWindow, lang: Lang) -> None:
    clerk.language.switch(lang)
    robot = clerk.robot
    sheet = begin(clerk)
    to(clerk, sheet, "kind")
    robot.type("s" if lang is Lang.FI else "a")  # Sopimus, Avtal
    robot.press("Ctrl+Return")
    told = dialog(clerk, NumberDialog)
    assert_walkable(told)
    robot.press("Shift+Tab")
    assert told.label.hasFocus()
    robot.press("Space")
    dialog(clerk, CardSheet)
    robot.press("Ctrl+Return")
    assert "L-00001" in text(dialog(clerk, PaperDialog).paper.pdf)
    robot.press("Escape")
    back(clerk)
