"""Ordering a connection and a service, and a secret telephone number, from the card by keyboard alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.domain.directory import DirectoryAct, DirectoryLine
from lpo_desk.domain.party import DirectoryState, SubscriptionState
from lpo_desk.domain.products import OwnerConsent, ProductDetails, ServiceKind
from lpo_desk.services import directory, products
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_services import ServicesPanel
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.role_dialog import AddRoleDialog
from lpo_desk.ui.widgets.editors import ChoiceEditor, NamedEditor
from lpo_desk.ui.widgets.inputs import ComboBox
from tests.fixtures_db import Desk
from tests.journeys.test_find_and_edit import find_and_open
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

FIBRE = ProductDetails(ServiceKind.BROADBAND, "Kuituliittymä 100/100", "Fiberanslutning 100/100")
PHONE = ProductDetails(ServiceKind.TELEPHONE, "Puhelinnumero Sulo", "Sulo Trådnummer")


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return local_desk.once(write_people_and_products)


def write_people_and_products(desk: Desk) -> dict[str, int]:
    found = add_people(desk)
    with desk.database.unit(desk["leena"]) as unit:
        for details in (FIBRE, PHONE):
            products.add(unit, details)
    return found


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def sheet() -> CardSheet[object]:
    found = QApplication.activeModalWidget()
    assert isinstance(found, CardSheet)
    return found


def choose(clerk: CounterWindow, name: str, value: object) -> None:
    """Arrow to a choice of the sheet's field, as a clerk does."""
    editor = sheet().form.row(name).editor
    assert isinstance(editor, ChoiceEditor | NamedEditor)
    go_to(clerk, name)
    combo = editor.widget
    assert isinstance(combo, ComboBox)
    clerk.robot.press("Home")
    for _ in range(combo.count()):
        if combo.value() == value:
            return
        clerk.robot.press("Down")
    raise AssertionError(f"{name} does not offer {value}")


def go_to(clerk: CounterWindow, name: str) -> None:
    """Tab to a field of the sheet."""
    widget = sheet().form.row(name).editor.widget
    for _ in range(30):
        focus = clerk.robot.focus
        if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
            return
        clerk.robot.press("Tab")
    raise AssertionError(f"Tab does not come to {name}")


def panel(page: CardPage) -> ServicesPanel:
    return page.body.services


def due(clerk: CounterWindow, desk: Desk, *, send: bool = False) -> tuple[DirectoryLine, ...]:
    """What the office lead would pass on; `send`: and does."""
    found: list[tuple[DirectoryLine, ...]] = []

    def ask() -> None:
        with desk.database.reading(desk["leena"]) as unit:
            found.append(directory.due(unit))
        if send:
            with desk.database.unit(desk["leena"]) as unit:
                directory.mark_sent(unit, found[0])

    clerk.runner.run(clerk.window, ask, lambda _: None)
    clerk.robot.settle()
    return found[0]


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_order_a_fibre_connection_with_the_owners_consent_asked_then_given(
    clerk: CounterWindow, people: dict[str, int], lang: Lang
) -> None:
    clerk.language.switch(lang)
    page = find_and_open(clerk, "öhman", people["ake"])
    services = panel(page)
    clerk.robot.begin()
    clerk.robot.press("Ctrl+4", "Tab")
    while clerk.robot.focus is not services.connect_button:
        clerk.robot.press("Tab")
    clerk.robot.press("Space")
    assert getattr(sheet().form.value(), "street", "") == "Mannerheimgatan 3", "his own address is proposed"
    assert_walkable(sheet())
    go_to(clerk, "owner_id")
    clerk.robot.type("satama")
    clerk.robot.press("Return")
    choose(clerk, "consent", OwnerConsent.ASKED)
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: bool(services.connections.rows))
    (line,) = services.connections.rows
    assert (line.owner, line.consent, line.number) == ("Oy Satama & Hamn Ab", OwnerConsent.ASKED, "K-00001")
    assert page.bar.sentence == clerk.language.text("service.connection_added")

    clerk.robot.press("Ctrl+4", "Insert")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is not None)
    choose(clerk, "product_id", product_id(page, clerk, "fiberanslutning" if lang is Lang.SV else "kuitu"))
    go_to(clerk, "monthly_fee")
    clerk.robot.type("29,90")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: bool(services.block.rows))
    (ordered,) = services.block.rows
    assert (ordered.state, ordered.monthly_fee) == (SubscriptionState.ORDERED, 2990)
    assert (ordered.connection, ordered.street) == ("K-00001", "Mannerheimgatan 3")
    clerk.robot.press("Ctrl+Shift+U")
    clerk.robot.wait_for(lambda: not services.block.rows)
    assert page.bar.sentence == clerk.language.text("card.undone")

    while not services.connections.table.hasFocus():
        clerk.robot.press("Tab")
    clerk.robot.press("Return")
    choose(clerk, "consent", OwnerConsent.GIVEN)
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: services.connections.rows[0].consent is OwnerConsent.GIVEN)
    assert services.connections.rows[0].consent_on == date(2026, 11, 23)
    assert clerk.robot.effort.clicks == 0


def product_id(page: CardPage, clerk: CounterWindow, beginning: str) -> object:
    """The key of the product that the sheet offers under a name that begins so."""
    combo = sheet().form.row("product_id").editor.widget
    assert isinstance(combo, ComboBox)
    for place in range(combo.count()):
        if combo.itemText(place).casefold().startswith(beginning):
            blocked = combo.blockSignals(True)
            kept = combo.currentIndex()
            combo.setCurrentIndex(place)
            value = combo.value()
            combo.setCurrentIndex(kept)
            combo.blockSignals(blocked)
            return value
    raise AssertionError(f"no product begins with {beginning}")


def test_a_number_that_becomes_secret_is_removed_from_the_directory(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page = find_and_open(clerk, "öhman", people["ake"])
    services = panel(page)
    clerk.robot.press("Ctrl+4", "Insert")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is not None)
    choose(clerk, "product_id", product_id(page, clerk, "puhelin"))
    choose(clerk, "state", SubscriptionState.ACTIVE)
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: bool(services.block.rows))
    while clerk.robot.focus is not services.number_button:
        clerk.robot.press("Tab")
    clerk.robot.press("Space")
    clerk.robot.type("019 000 1234")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: bool(services.numbers.rows))
    assert services.numbers.rows[0].number == "+358190001234"
    (published,) = due(clerk, local_desk, send=True)
    assert (published.act, published.name) == (DirectoryAct.PUBLISH, "Öhman Åke")

    clerk.robot.press("F5")
    while not services.numbers.table.hasFocus():
        clerk.robot.press("Tab")
    clerk.robot.press("Return")
    choose(clerk, "directory", DirectoryState.SECRET)
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: services.numbers.rows[0].directory is DirectoryState.SECRET)
    (removed,) = due(clerk, local_desk)
    assert (removed.act, removed.number, removed.name) == (DirectoryAct.REMOVE, "+358190001234", "")
    assert services.numbers.rows[0].sent_on == date(2026, 11, 23)


def test_esc_leaves_the_sheet_and_the_service_as_they_were(
    clerk: CounterWindow, people: dict[str, int], tmp_path: Path
) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    services = panel(page)
    before = services.block.rows
    clerk.robot.press("Ctrl+4", "F2")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is not None)
    go_to(clerk, "contract_number")
    clerk.robot.type("S-1")
    clerk.robot.press("Esc", "Esc")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    assert services.block.rows == before


def test_a_service_is_ended_with_its_last_day(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    services = panel(page)
    chosen = services.chosen
    assert chosen is not None
    clerk.robot.press("Ctrl+4")
    while clerk.robot.focus is not services.state_button:
        clerk.robot.press("Tab")
    clerk.robot.press("Space")
    choose(clerk, "state", SubscriptionState.ENDED)
    go_to(clerk, "on")
    clerk.robot.press("Ctrl+A", "Delete")
    clerk.robot.press("Return")
    assert sheet().form.row("on").problem.text().endswith(clerk.language.text("service.last_day_missing"))
    clerk.robot.type("30.11.2026")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: len([line for line in services.block.rows if line.ended]) == 0)
    assert "3" in services.ended_button.text()


def test_who_only_reads_is_offered_nothing(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    with counter(qtbot, local_desk, "jani", language) as officer:
        page = find_and_open(officer, "aalto m", people["maija"])
        services = panel(page)
        assert not services.order_button.isVisible()
        assert not services.edit_button.isVisible()
        officer.robot.press("Ctrl+4", "Insert", "Return", "Return")
        assert QApplication.activeModalWidget() is None


def test_the_payer_of_a_service_is_added_beside_it(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    services = panel(page)
    chosen = services.chosen
    assert chosen is not None
    clerk.robot.press("Ctrl+4")
    while clerk.robot.focus is not services.people_button:
        clerk.robot.press("Tab")
    clerk.robot.press("Space")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AddRoleDialog)
    clerk.robot.press("2")
    clerk.robot.type("satama")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: dialog.now == 2)
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    clerk.robot.wait_for(lambda: services.chosen is not None and services.chosen.payer != "")
    assert services.chosen is not None
    assert (services.chosen.number, services.chosen.payer) == (chosen.number, "Oy Satama & Hamn Ab")
    others = [line for line in services.block.rows if line.id != chosen.id]
    assert not any(line.payer for line in others), "one service, not all"
