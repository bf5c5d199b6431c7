"""Row 2 of the time and motion targets (ux.md section 3): a new customer, with the keyboard alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.case import DraftKind
from lpo_desk.domain.party import CustomerType, OrganisationDetails, PersonDetails
from lpo_desk.services import drafts
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.new_customer import NewCustomerPage
from tests.fixtures_db import Desk
from tests.services.people import MAIJA, PROTECTED, add, code
from tests.ui.desk_window import CounterWindow, counter

HETU = code(date(1961, 4, 2), 903)


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    add(local_desk, MAIJA)
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def sheet(clerk: CounterWindow) -> NewCustomerPage:
    page = clerk.window.tabs.current
    assert isinstance(page, NewCustomerPage)
    return page


def card(clerk: CounterWindow) -> CardPage:
    def is_here() -> bool:
        page = clerk.window.tabs.current
        return isinstance(page, CardPage) and page.card is not None

    clerk.robot.wait_for(is_here)
    page = clerk.window.tabs.current
    assert isinstance(page, CardPage)
    return page


def fill(clerk: CounterWindow, *values: str) -> None:
    """One field after another; an empty value leaves the field as it is."""
    for place, value in enumerate(values):
        if place:
            clerk.robot.press("Tab")
        if value:
            clerk.robot.type(value)


@pytest.mark.parametrize(("lang", "swedish"), [(Lang.FI, "r"), (Lang.SV, "s")])
def test_a_private_person_of_eleven_fields(clerk: CounterWindow, lang: Lang, swedish: str) -> None:
    clerk.language.switch(lang)
    clerk.robot.begin()
    clerk.robot.press("Ctrl+N")
    fill(
        clerk,
        "Nyholm",
        "Eino Johannes",
        HETU.lower(),
        swedish,
        "Linnunrata 3",
        "07900",
        "",
        "040 000 0303",
        "eino@example.fi",
        "",
        " ",
    )
    clerk.robot.press("Ctrl+S")
    shown = card(clerk).card
    clerk.robot.assert_within(keys=14, clicks=0)
    assert clerk.robot.effort.keys == 12
    assert shown is not None
    assert isinstance(shown.basic, PersonDetails)
    assert (shown.name, shown.numbers) == ("Nyholm Eino Johannes", ("10043",))
    assert (shown.basic.language, shown.basic.member, shown.basic.date_of_birth) == (
        Lang.SV,
        True,
        date(1961, 4, 2),
    )
    assert (shown.contact.street, shown.contact.postcode) == ("Linnunrata 3", "07900")
    assert shown.contact.town in ("Loviisa", "Lovisa"), "the postcode gives the town"
    assert (shown.contact.phone, shown.contact.email) == ("+358400000303", "eino@example.fi")
    assert not [page for page in clerk.window.tabs.opened if isinstance(page, NewCustomerPage)]


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_an_organisation_is_one_key_away(clerk: CounterWindow, lang: Lang) -> None:
    clerk.language.switch(lang)
    clerk.robot.begin()
    clerk.robot.press("Ctrl+N", "Ctrl+2")
    fill(clerk, "Satama Oy", "12345671")
    clerk.robot.press("Ctrl+Return")
    shown = card(clerk).card
    clerk.robot.assert_within(keys=4, clicks=0)
    assert shown is not None
    assert isinstance(shown.basic, OrganisationDetails)
    assert (shown.basic.organisation_name, shown.basic.business_id) == ("Satama Oy", "1234567-1")


def test_an_estate_is_asked_who_died(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+N", "Ctrl+2")
    form = sheet(clerk).form
    assert form.row("date_of_death").isHidden()
    form.row("types").editor.set_value((CustomerType.ESTATE,))
    form.row("types").editor.edited.emit()
    assert not form.row("date_of_death").isHidden()


# --- stops and side list


def test_a_code_that_is_somebodys_stops_before_anybody_is_named(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+N")
    fill(clerk, "Virtanen", "Kalle", MAIJA.hetu)
    page = sheet(clerk)
    clerk.robot.wait_for(lambda: bool(page.bar.sentence))
    assert "Aalto" not in page.bar.sentence
    assert "Aalto" in page.panel.buttons[0].text(), "as a search by the code would show her"
    clerk.robot.press("Ctrl+S", "Return", "1")
    shown = card(clerk).card
    assert shown is not None
    assert shown.name == "Aalto Maija Helena"


def test_of_a_protected_person_the_number_alone(clerk: CounterWindow, local_desk: Desk) -> None:
    add(local_desk, PROTECTED)
    clerk.robot.press("Ctrl+N")
    fill(clerk, "Kätkö", "Salla", PROTECTED.hetu)
    page = sheet(clerk)
    clerk.robot.wait_for(lambda: bool(page.panel.buttons))
    (button,) = page.panel.buttons
    assert button.text().startswith("10077")
    assert "Kätkö" not in button.text()


def test_who_looks_alike_stands_beside_and_the_clerk_goes_on(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+N")
    fill(clerk, "Aalto", "Maija", "", "", "Linnunrata 12 A 3", "07900", "", "040 000 0101")
    page = sheet(clerk)
    clerk.robot.wait_for(lambda: bool(page.panel.buttons))
    (button,) = page.panel.buttons
    for told in ("Aalto Maija Helena", "10042", "Loviisa", "98 %"):
        assert told in button.text()
    assert page.bar.sentence == ""
    clerk.robot.press("Ctrl+S")
    shown = card(clerk).card
    assert shown is not None
    assert shown.numbers == ("10043",)


def test_what_is_wrong_is_told_beside_its_field(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+N")
    fill(clerk, "", "", "131052-9080", "", "", "7900")
    clerk.robot.press("Ctrl+S")
    form = sheet(clerk).form
    assert clerk.robot.focus is form.row("hetu").editor.widget
    form.row("hetu").editor.set_value("")
    form.row("hetu").editor.edited.emit()
    clerk.robot.press("Ctrl+S")
    clerk.robot.settle()
    told = [name for name in form.names if form.row(name).problem.text()]
    assert told == ["last_name", "postcode"]
    assert clerk.robot.focus is form.row("last_name").editor.widget


# --- half done


def test_what_is_half_done_survives_without_the_code(clerk: CounterWindow, local_desk: Desk) -> None:
    clerk.robot.press("Ctrl+N")
    fill(clerk, "Nyholm", "Eino", HETU, "", "Linnunrata 3")
    clerk.robot.press("Ctrl+W")
    with local_desk.database.reading(local_desk["maija"]) as unit:
        (draft,) = drafts.mine(unit)
    assert draft.kind is DraftKind.CUSTOMER
    assert HETU not in str(draft.data)
    clerk.robot.press("Ctrl+J")
    today = clerk.window.tabs.current
    (line,) = today.drafts.lines  # type: ignore[union-attr]  # the start page
    clerk.robot.click(line)
    form = sheet(clerk).form
    assert (form.typed("last_name"), form.typed("hetu"), form.typed("street")) == (
        "Nyholm",
        "",
        "Linnunrata 3",
    )
    clerk.robot.press("Ctrl+S")
    card(clerk)
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert drafts.mine(unit) == ()


def test_escape_twice_leaves_and_keeps(clerk: CounterWindow, local_desk: Desk) -> None:
    clerk.robot.press("Ctrl+N")
    fill(clerk, "Nyholm", "Eino")
    clerk.robot.press("Escape", "Escape")
    assert not isinstance(clerk.window.tabs.current, NewCustomerPage)
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert len(drafts.mine(unit)) == 1
    clerk.window.bar.buttons[0].click()
    clerk.robot.settle()
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert drafts.mine(unit) == ()


def test_the_officer_adds_nobody(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with counter(qtbot, local_desk, "jani", language) as officer:
        assert not officer.window.commands.action("new_customer").isVisible()


def test_a_number_taken_meanwhile_is_no_matter(clerk: CounterWindow, local_desk: Desk) -> None:
    clerk.robot.press("Ctrl+N")
    assert sheet(clerk).form.typed("number") == "10043"
    add(local_desk, replace(MAIJA, number="10043", hetu=""))
    fill(clerk, "Nyholm", "Eino")
    clerk.robot.press("Ctrl+S")
    shown = card(clerk).card
    assert shown is not None
    assert shown.numbers == ("10044",)
