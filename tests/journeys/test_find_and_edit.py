"""Rows 1 and 3 of the time and motion targets (ux.md section 3), with the keyboard alone."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.party import ContactDetails
from lpo_desk.domain.sections import Section
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
@pytest.mark.parametrize(
    ("who", "text", "town"), [("maija", "aalto m", "Porvoo"), ("ake", "öhman", "Borgå")], ids=["fi", "sv"]
)
def test_change_an_address(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang, who: str, text: str, town: str
) -> None:
    """Four keys beyond the content: the postcode fills in the town, in the customer's language and not the screen's."""
    clerk.language.switch(lang)
    page = find_and_open(clerk, text, people[who])
    clerk.robot.begin()
    clerk.robot.press("Ctrl+2", "F2")
    clerk.robot.type("Kauppakatu 7 B 2")
    clerk.robot.press("Tab")
    clerk.robot.type("06150")
    clerk.robot.press("Ctrl+S")
    clerk.robot.wait_for(lambda: page.body.editing is None)
    clerk.robot.assert_within(keys=4, clicks=0)
    assert page.bar.sentence == clerk.language.text("card.saved_contact")
    saved = saved_contact(clerk, local_desk, page)
    assert (saved.street, saved.postcode, saved.town) == ("Kauppakatu 7 B 2", "06150", town)
    assert page.body.forms[Section.CONTACT].form.row("postcode").value.text() == "06150 Porvoo / Borgå"


def test_a_town_that_was_typed_stays(clerk: CounterWindow, local_desk: Desk, people: dict[str, int]) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.press("Ctrl+2", "F2", "Tab")
    clerk.robot.type("07930")
    clerk.robot.press("Tab")
    town = page.body.forms[Section.CONTACT].form.row("town").editor
    assert town.value() == "Pernaja"
    clerk.robot.type("Isnäs")
    clerk.robot.press("Shift+Tab")
    clerk.robot.type("06100")
    clerk.robot.press("Ctrl+S")
    clerk.robot.wait_for(lambda: page.body.editing is None)
    assert saved_contact(clerk, local_desk, page).town == "Isnäs"


def test_an_address_in_another_country(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    """A country is named, not coded; a Swedish postcode of five digits is no Finnish one."""
    page = find_and_open(clerk, "aalto m", people["maija"])
    form = page.body.forms[Section.CONTACT].form
    assert form.row("country").value.text() == "Suomi"
    clerk.robot.press("Ctrl+2")
    form.edit("country")
    clerk.robot.type("ruotsi")
    clerk.robot.press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    clerk.robot.type("20100")
    clerk.robot.press("Tab")
    assert form.row("town").editor.value() == "Loviisa"
    clerk.robot.type("Malmö")
    clerk.robot.press("Ctrl+S")
    clerk.robot.wait_for(lambda: page.body.editing is None)
    saved = saved_contact(clerk, local_desk, page)
    assert (saved.postcode, saved.town, saved.country) == ("20100", "Malmö", "SE")
    assert form.row("country").value.text() == "Ruotsi"
    clerk.language.switch(Lang.SV)
    assert form.row("country").value.text() == "Sverige"
    form.edit("country")
    assert clerk.robot.focus is form.row("country").editor.widget
    clerk.robot.type("Sverge")
    clerk.robot.press("Ctrl+S")
    assert form.row("country").problem.text().endswith(clerk.language.text("card.country_refused"))


def test_a_billing_address_follows_its_postcode(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    form = page.body.forms[Section.BILLING].form
    clerk.robot.press("Ctrl+5")
    form.edit("billing_postcode")
    clerk.robot.type("00100")
    clerk.robot.press("Ctrl+S")
    clerk.robot.wait_for(lambda: page.body.editing is None)
    assert form.row("billing_town").value.text() == "Helsinki"
    assert form.row("billing_postcode").value.text() == "00100 Helsinki / Helsingfors"


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


def saved_contact(clerk: CounterWindow, desk: Desk, page: CardPage) -> ContactDetails:
    found: list[ContactDetails] = []

    def read() -> None:
        with desk.database.reading(desk["maija"]) as unit:
            found.append(cards.read(unit, page.ticket).contact)

    clerk.runner.run(clerk.window, read, lambda _: None)
    clerk.robot.settle()
    return found[0]
