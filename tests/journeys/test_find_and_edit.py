"""Rows 1 and 3 of the time and motion targets (ux.md section 3), with the keyboard alone."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.services import cards
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def card_of(clerk: CounterWindow, party_id: int) -> CardPage:
    """The customer's card, once it is on the screen."""

    def is_here() -> bool:
        page = clerk.window.tabs.current
        return isinstance(page, CardPage) and page.party_id == party_id and page.card is not None

    clerk.robot.wait_for(is_here)
    page = clerk.window.tabs.current
    assert isinstance(page, CardPage)
    return page


def find_and_open(clerk: CounterWindow, text: str, party_id: int) -> CardPage:
    clerk.robot.press("Ctrl+E")
    clerk.robot.type(text)
    clerk.robot.press("Return", "1")
    return card_of(clerk, party_id)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_find_and_open_a_customer(clerk: CounterWindow, people: dict[str, int], lang: Lang) -> None:
    clerk.language.switch(lang)
    clerk.robot.begin()
    find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.assert_within(keys=4, clicks=0)


def test_find_and_open_one_of_several(clerk: CounterWindow, people: dict[str, int]) -> None:
    clerk.robot.begin()
    clerk.robot.press("Ctrl+E")
    clerk.robot.type("aalto")
    clerk.robot.press("Return", "Return", "1")
    card_of(clerk, people["eino"])
    clerk.robot.assert_within(keys=4, clicks=0)


def test_find_by_phone_and_by_number(clerk: CounterWindow, people: dict[str, int]) -> None:
    for text in ("0400000123", "10042"):
        clerk.robot.begin()
        find_and_open(clerk, text, people["maija"])
        clerk.robot.assert_within(keys=4, clicks=0)
        clerk.robot.press("Ctrl+W")


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_change_an_address(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    clerk.language.switch(lang)
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.begin()
    clerk.robot.press("Ctrl+2", "F2")
    clerk.robot.type("Kauppakatu 7 B 2")
    clerk.robot.press("Tab")
    clerk.robot.type("07920")
    clerk.robot.press("Tab")
    clerk.robot.type("Loviisa")
    clerk.robot.press("Ctrl+S")
    clerk.robot.wait_for(lambda: page.body.editing is None)
    clerk.robot.assert_within(keys=6, clicks=0)
    assert page.bar.sentence == clerk.language.text("card.saved_contact")
    assert saved_street(clerk, local_desk, page) == "Kauppakatu 7 B 2"


def test_find_a_customer_change_the_name_and_take_it_back(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.press("F2")
    clerk.robot.type("Aaltonen")
    clerk.robot.press("Ctrl+S")
    clerk.robot.wait_for(lambda: page.tab_text == "Aaltonen Maija Helena")
    clerk.robot.press("Ctrl+E")
    clerk.robot.type("aaltonen")
    clerk.robot.press("Down")
    clerk.robot.settle()
    clerk.robot.press("Return")
    assert card_of(clerk, people["maija"]) is page, "the open card is shown again, without another question"
    clerk.robot.press("Ctrl+Shift+U")
    clerk.robot.wait_for(lambda: page.tab_text == "Aalto Maija Helena")


def saved_street(clerk: CounterWindow, desk: Desk, page: CardPage) -> str:
    found: list[str] = []

    def read() -> None:
        with desk.database.reading(desk["maija"]) as unit:
            found.append(cards.read(unit, page.ticket).contact.street)

    clerk.runner.run(clerk.window, read, lambda _: None)
    clerk.robot.settle()
    return found[0]
