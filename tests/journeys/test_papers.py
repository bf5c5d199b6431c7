"""Papers from the counter into the log and through its days, by keys alone, in windows of both languages.

Row 8 of the time and motion targets (ux.md section 3): a paper into the log of manual records.
"""

from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication

from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.paper import PaperKind, PaperRow
from lpo_desk.domain.paper_story import StoryLine
from lpo_desk.services import paper_stories, papers
from lpo_desk.terms import Lang
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_sheet import NumberDialog, PaperSheet
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.pages.today import TodayPage
from tests.journeys.hands import find, reach
from tests.journeys.office import CLERK, MONDAY, Office
from tests.services.test_papers import binder
from tests.ui.case_hands import back, dialog
from tests.ui.desk_window import CounterWindow
from tests.ui.paper_hands import log, log_in_front

OTHER_CLERK = "kalle"
CONTRACT = {Lang.FI: "s", Lang.SV: "a"}
"""The letters of the kind: Sopimus, Avtal."""
TITLE = "Liittymä 14"


def read(office: Office, record_id: int = 1) -> tuple[PaperRow, tuple[StoryLine, ...]]:
    with office.desk.database.reading(office.desk[CLERK]) as unit:
        return papers.get(unit, record_id), paper_stories.story_of(unit, record_id)


def has_come(who: CounterWindow, office: Office, state: PaperState) -> bool:
    """Whether the paper is so. Asked only while the window asks nothing: both have one connection."""
    return who.runner.idle and read(office)[0].custody.state is state


def choose(who: CounterWindow, page: PapersPage, kind: CustodyKind) -> None:
    """Enter on the row, and down its menu to what is meant, past what is not possible."""
    reach(who, page.table)
    who.robot.press("Return")
    who.robot.wait_for(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    wanted = who.language.text(f"paper_move_do.{kind.value}")
    for _ in page.moves.actions:
        if without_mnemonic(menu.activeAction().text()) == wanted:  # type: ignore[union-attr]  # it is a menu
            break
        who.robot.press("Down")
    who.robot.press("Return")


def fill(who: CounterWindow, *texts: str) -> None:
    """The sheet of a movement, field by field; an empty text leaves what stands there."""
    dialog(who, CardSheet)
    for number, text in enumerate(texts):
        if number:
            who.robot.press("Tab")
        if text:
            who.robot.type(text)
    who.robot.press("Ctrl+Return")
    back(who)


def enter(who: CounterWindow) -> str:
    """F7 on the card in front, a contract of three pages; gives the number that is to be written on it."""
    who.robot.press("F7")
    dialog(who, PaperSheet)
    who.robot.type(CONTRACT[who.language.lang])
    who.robot.press("Tab")
    who.robot.type(TITLE)
    who.robot.press("Tab")
    who.robot.type("3")
    who.robot.press("Ctrl+Return")
    number = dialog(who, NumberDialog).number.text()
    who.robot.press("Return")
    back(who)
    return number


def test_a_paper_comes_into_the_log_within_its_budget(office: Office) -> None:
    place = binder(office.desk, "A", "mappi 1")
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        clerk.robot.begin()
        assert enter(clerk) == "L-00001"
        clerk.robot.assert_within(keys=5, clicks=0)
        row, _ = read(office)
        assert (row.kind, row.title, row.pages, row.dated_on) == (PaperKind.CONTRACT, TITLE, 3, MONDAY)
        assert (row.party_id, row.custody.state, row.kept.until) == (
            office.party_id,
            PaperState.UNPLACED,
            None,
        )
        clerk.robot.press("F7")
        sheet = dialog(clerk, PaperSheet)
        clerk.robot.type(CONTRACT[office.lang])
        reach(clerk, sheet.form.row("place_id").editor.widget)
        clerk.robot.type("mappi 1")
        clerk.robot.press("Ctrl+Return")
        dialog(clerk, NumberDialog)
        clerk.robot.press("Escape")
        back(clerk)
        assert enter(clerk) == "L-00003", "the place that was used last is there again"
        assert [read(office, key)[0].custody.place_id for key in (2, 3)] == [place.id, place.id]
        assert read(office, 2)[0].title == clerk.language.text("paper_kind.contract")


def test_filed_lent_and_returned(office: Office) -> None:
    place = binder(office.desk, "A", "mappi 1")
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        enter(clerk)
        page = log(clerk)
        choose(clerk, page, CustodyKind.PLACED)
        fill(clerk, "mappi 1")
        clerk.robot.wait_for(lambda: clerk.runner.idle and read(office)[0].custody.place_id == place.id)
        choose(clerk, page, CustodyKind.LENT)
        fill(clerk, "Pekka", "tarkastus")
        clerk.robot.wait_for(lambda: clerk.runner.idle and read(office)[0].custody.state is PaperState.OUT)
        assert read(office)[0].custody.holder == "Pekka"
        assert read(office)[0].custody.due_on == date(2026, 12, 7)
    office.desk.clock.forward(days=21)
    with office.sits(CLERK) as clerk:
        today = clerk.window.tabs.current
        assert isinstance(today, TodayPage)
        clerk.robot.wait_for(lambda: bool(today.papers.lines))
        reach(clerk, today.papers.lines[0])
        clerk.robot.press("Space")
        page = log_in_front(clerk)
        choose(clerk, page, CustodyKind.RETURNED)
        clerk.robot.wait_for(lambda: page.model.rowCount() == 0)
        assert page.bar.sentence == clerk.language.text("paper_moved.returned", papers="L-00001")
    row, story = read(office)
    assert (row.custody.state, row.custody.place_id) == (PaperState.IN_PLACE, place.id)
    assert [line.kind for line in story] == [
        CustodyKind.ENTERED,
        CustodyKind.PLACED,
        CustodyKind.LENT,
        CustodyKind.RETURNED,
    ]


def test_sent_to_the_other_office_lost_there_and_found(office: Office) -> None:
    binder(office.desk, "A", "mappi 1")
    there = binder(office.desk, "B", "laatikko 3", code="P")
    wrong = binder(office.desk, "B", "laatikko 4", code="P")
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        enter(clerk)
        page = log(clerk)
        choose(clerk, page, CustodyKind.SENT)
        fill(clerk, "", "asia siellä")
        clerk.robot.wait_for(
            lambda: clerk.runner.idle and read(office)[0].custody.state is PaperState.IN_TRANSIT
        )
        assert not page.moves.actions[CustodyKind.RECEIVED].isEnabled(), "only there"
    office.desk.clock.forward(days=1)
    with office.sits(OTHER_CLERK) as clerk:
        today = clerk.window.tabs.current
        assert isinstance(today, TodayPage)
        clerk.robot.wait_for(lambda: bool(today.papers.lines))
        reach(clerk, today.papers.lines[0])
        clerk.robot.press("Space")
        page = log_in_front(clerk)
        clerk.robot.wait_for(lambda: page.moves.actions[CustodyKind.RECEIVED].isEnabled())
        assert not page.moves.actions[CustodyKind.RETURNED].isEnabled(), "its binder is in the other town"
        reach(clerk, page.table)
        clerk.robot.press("Return")  # what is meant comes first
        clerk.robot.wait_for(lambda: QApplication.activePopupWidget() is not None)
        clerk.robot.press("Return")
        clerk.robot.wait_for(lambda: clerk.runner.idle and read(office)[0].custody.state is PaperState.OUT)
        page = page_of_all(clerk)
        for kind, texts, state in (
            (CustodyKind.PLACED, ("laatikko 3",), PaperState.IN_PLACE),
            (CustodyKind.MISSING, ("ei ole laatikossa",), PaperState.MISSING),
            (CustodyKind.FOUND, (wrong.code.lower(), "väärässä laatikossa"), PaperState.IN_PLACE),
            (CustodyKind.SENT, ("", "takaisin"), PaperState.IN_TRANSIT),
        ):
            if kind is CustodyKind.FOUND:
                assert {each for each, action in page.moves.actions.items() if action.isEnabled()} == {kind}
            choose(clerk, page, kind)
            fill(clerk, *texts)
            clerk.robot.wait_for(partial(has_come, clerk, office, state))
    row, story = read(office)
    assert row.custody.home_id == there.id
    assert story[-2].where == wrong.path
    assert [line.who for line in story[-5:]] == ["Kalle Lind"] * 5
    assert [line.kind for line in story[1:]] == [
        CustodyKind.SENT,
        CustodyKind.RECEIVED,
        CustodyKind.PLACED,
        CustodyKind.MISSING,
        CustodyKind.FOUND,
        CustodyKind.SENT,
    ]


def page_of_all(who: CounterWindow) -> PapersPage:
    """What was waited for has been received, so the list is chosen anew: everything."""
    page = who.window.tabs.current
    assert isinstance(page, PapersPage)
    reach(who, page.filter.state)
    who.robot.press("Home")
    who.robot.wait_for(lambda: page.model.rowCount() == 1)
    return page
