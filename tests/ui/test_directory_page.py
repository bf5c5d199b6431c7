"""The list for the directory service and the page of products, by keyboard, in both languages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.party import DirectoryState, Source, SubscriptionState
from lpo_desk.domain.products import ProductDetails, ServiceKind
from lpo_desk.domain.subscribing import NumberDetails, ServiceDetails
from lpo_desk.services import customers, numbers, products, subscriptions
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.pages.directory import DirectoryPage
from lpo_desk.ui.pages.products import ProductsPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

PHONE = ProductDetails(ServiceKind.TELEPHONE, "Puhelinnumero", "Sulo Trådnummer")


@pytest.fixture
def desk(local_desk: Desk) -> Desk:
    local_desk.once(write_numbers)
    return local_desk


def write_numbers(desk: Desk) -> None:
    """Maija has a public number and a secret one that was never told to anybody."""
    people = add_people(desk)
    database, maija = desk.database, desk["maija"]
    with database.unit(desk["leena"]) as unit:
        phone = products.add(unit, PHONE)
    with database.unit(maija) as unit:
        ticket = customers.open(unit, people["maija"], Purpose.COUNTER)
    with database.unit(maija) as unit:
        details = ServiceDetails(phone.id, "L-1", starts_on=date(2026, 1, 1))
        key = subscriptions.order(unit, ticket, details, Source.SUBJECT, SubscriptionState.ACTIVE)
        for typed, state in (
            ("019 000 1234", DirectoryState.PUBLIC),
            ("019 000 1235", DirectoryState.SECRET),
        ):
            line = NumberDetails(typed, date(2026, 1, 1), None, state)
            numbers.add(unit, ticket, key, line, Source.SUBJECT)


@pytest.fixture
def lead(qtbot: QtBot, desk: Desk, language: Language, tmp_path: Path) -> Iterator[CounterWindow]:
    with counter(qtbot, desk, "leena", language) as made:
        made.context.settings = Settings(report_folder=str(tmp_path))
        yield made


def press(lead: CounterWindow, button: QPushButton) -> None:
    """Tab to a button and press it."""
    for _ in range(20):
        if lead.robot.focus is button:
            break
        lead.robot.press("Tab")
    assert lead.robot.focus is button
    lead.robot.press("Space")


def directory_page(lead: CounterWindow) -> DirectoryPage:
    lead.window.go_to("directory")
    page = lead.window.tabs.current
    assert isinstance(page, DirectoryPage)
    lead.robot.wait_for(lambda: page.model.rowCount() == 1)
    return page


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_workbook_holds_what_is_published_and_no_secret_number(
    lead: CounterWindow, tmp_path: Path, lang: Lang
) -> None:
    lead.language.switch(lang)
    page = directory_page(lead)
    assert_walkable(lead.window)
    press(lead, page.make)
    lead.robot.wait_for(lambda: page.bar.isVisible())
    (made,) = tmp_path.glob("*.xlsx")
    sheets = load_workbook(made)
    first = sheets[sheets.sheetnames[0]]
    values = [str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.value is not None]
    assert lead.language.text("directory_act.publish") in values
    assert "Aalto Maija Helena" in values
    assert "+358190001234" in values
    assert not any("1235" in value for value in values)
    assert first.max_row >= 2


def test_what_was_seen_is_marked_after_a_question(lead: CounterWindow) -> None:
    page = directory_page(lead)
    press(lead, page.mark)
    assert isinstance(QApplication.activeModalWidget(), ConfirmDialog)
    lead.robot.press("Escape")
    assert page.model.rowCount() == 1, "the safe answer leaves the list"
    press(lead, page.mark)
    lead.robot.press("Shift+Tab", "Space")
    lead.robot.wait_for(lambda: page.model.rowCount() == 0)
    assert page.bar.sentence == lead.language.text("directory_page.marked", count=1)
    assert not page.make.isEnabled()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_product_is_added_named_retired_and_offered_again(lead: CounterWindow, lang: Lang) -> None:
    lead.language.switch(lang)
    lead.window.go_to("products")
    page = lead.window.tabs.current
    assert isinstance(page, ProductsPage)
    lead.robot.wait_for(lambda: page.model.rowCount() == 1)
    assert_walkable(lead.window)
    lead.robot.press("Insert")
    assert isinstance(QApplication.activeModalWidget(), CardSheet)
    lead.robot.type("Mobiili 5G")
    lead.robot.press("Tab")
    lead.robot.type("Mobil 5G")
    lead.robot.press("Return")
    lead.robot.wait_for(lambda: page.model.rowCount() == 2)
    assert {row.name_sv for row in page.model.rows} == {"Sulo Trådnummer", "Mobil 5G"}
    chosen = page.chosen
    assert chosen is not None
    press(lead, page.switch)
    lead.robot.wait_for(lambda: any(row.retired for row in page.model.rows))
    page.table.go_to_key(chosen.id)
    assert page.chosen is not None
    assert page.chosen.retired
    press(lead, page.switch)
    lead.robot.wait_for(lambda: not any(row.retired for row in page.model.rows))


def test_a_taken_name_is_told_beside_it(lead: CounterWindow) -> None:
    lead.window.go_to("products")
    lead.robot.settle()
    lead.robot.press("Insert")
    lead.robot.type("puhelinnumero")
    lead.robot.press("Return")
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, CardSheet)
    problem = sheet.form.row("name_fi").problem.text()
    assert problem.endswith(lead.language.text("product.name_taken"))
