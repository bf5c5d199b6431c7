"""Marketing lists by keyboard: the counts follow the choices, the list is drawn by whoever may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from lpo_desk.domain.party import Channel, Sender
from lpo_desk.domain.products import ServiceKind
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.marketing_list import MarketingListPage
from lpo_desk.ui.pages.reports import ReportsPage
from lpo_desk.ui.widgets.message_bar import Kind
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable


def marketing_page(who: CounterWindow) -> MarketingListPage:
    """From the page of reports by the keyboard."""
    who.robot.press("Ctrl+Shift+E")
    reports = who.window.tabs.current
    assert isinstance(reports, ReportsPage)
    while not reports.lists.hasFocus():
        who.robot.press("Tab")
    who.robot.press("Space")
    page = who.window.tabs.current
    assert isinstance(page, MarketingListPage)
    return page


@pytest.fixture
def lead(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    add_people(local_desk)
    with counter(qtbot, local_desk, "leena", language) as opened:
        yield opened


def test_a_list_of_letters_is_drawn(lead: CounterWindow, tmp_path: Path) -> None:
    page = marketing_page(lead)
    page.folder.setText(str(tmp_path))
    assert (page.offer.sender, page.offer.channel) == (Sender.OWN, Channel.POST)
    lead.robot.press("Ctrl+Return")
    (file,) = tmp_path.glob("*.xlsx")
    assert (page.bar.kind, file.name in page.bar.sentence) == (Kind.SUCCESS, True)
    book = load_workbook(file)
    numbers = {row[0].value for row in book[book.sheetnames[0]].iter_rows(min_row=2)}
    assert numbers == {"10042", "20001"}, "not the banned, the protected, nor who has no address"


def test_counts_follow_the_choices(lead: CounterWindow) -> None:
    page = marketing_page(lead)
    words = lead.language.text
    few = words("marketing_list.few", below=5)
    assert page.told.text() == words("marketing_page.targets", count=few)
    assert f"{words('left_out.banned')}: {few}" in page.left_out.text()
    page.product.setFocus()
    lead.robot.press("Home", "Down", "Down")
    page.channel.setFocus()
    lead.robot.press("Home", "Down")
    assert page.offer.product is ServiceKind.MOBILE
    assert page.rule.text() == words("marketing_list.telesales")
    assert f"{words('left_out.telesales')}: {few}" in page.left_out.text()
    page.whose.setFocus()
    lead.robot.press("End")
    assert page.offer.product is None
    assert not page.product.isEnabled()


def test_a_manager_sees_counts_and_draws_nothing(
    qtbot: QtBot, local_desk: Desk, language: Language, tmp_path: Path
) -> None:
    with counter(qtbot, local_desk, "esko", language) as manager:
        page = marketing_page(manager)
        page.folder.setText(str(tmp_path))
        assert page.told.text()
        assert not page.button.isVisible()
        manager.robot.press("Ctrl+Return")
        assert not list(tmp_path.rglob("*.xlsx"))


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize("size", [(1366, 768), (960, 540)])
def test_can_be_walked_and_is_nowhere_cut(lead: CounterWindow, lang: Lang, size: tuple[int, int]) -> None:
    lead.language.switch(lang)
    lead.window.resize(*size)
    marketing_page(lead)
    assert_walkable(lead.window)
