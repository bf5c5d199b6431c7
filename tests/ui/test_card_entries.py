"""Lists and sheets of the card by their keys: a note, a complaint, a second address, another number."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from lpo_desk.domain.party import AddressKind, InteractionKind, Source
from lpo_desk.services.registering import add_interaction
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_entries import EntryBlock
from lpo_desk.ui.pages.entry_dialog import EntryDialog
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow
from tests.ui.test_card_page import clerk, on_database, open_card, people

__all__ = ["clerk", "people"]


def sheet() -> EntryDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, EntryDialog)
    return dialog


def press_button(clerk: CounterWindow, button: QPushButton) -> None:
    """With the keyboard, as it is reached by Tab."""
    button.setFocus()
    clerk.robot.press("Space")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is not None)


def lines(block: EntryBlock) -> list[str]:
    cells = block.block.table.cells
    return [
        " ".join(str(cells.data(cells.index(row, column)) or "") for column in range(cells.columnCount()))
        for row in range(cells.rowCount())
    ]


def history(page: CardPage) -> list[str]:
    table = page.body.history.block.table.cells
    return [str(table.data(table.index(row, 2))) for row in range(table.rowCount())]


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_note_is_filed_and_taken_back(clerk: CounterWindow, people: dict[str, int], lang: Lang) -> None:
    clerk.context.language.switch(lang)
    page = open_card(clerk, people["eino"])
    notes = page.body.entries.notes
    assert not notes.block.isVisible()
    press_button(clerk, notes.buttons[0])
    clerk.robot.type("Kuulee huonosti.")
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: notes.block.isVisible())
    assert "Kuulee huonosti." in lines(notes)[0]
    assert page.bar.sentence == clerk.context.language.text("entries.saved_note")
    clerk.robot.press("Ctrl+Shift+U")
    clerk.robot.wait_for(lambda: not notes.block.isVisible())


def test_a_complaint_is_logged_with_one_digit_and_found_by_its_chip(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = open_card(clerk, people["maija"])
    clerk.robot.begin()
    clerk.robot.press("Ctrl+7", "F2")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is not None)
    clerk.robot.press("6", "Tab")
    clerk.robot.type("Yhteys katkeilee iltaisin.")
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: "Yhteys katkeilee iltaisin." in history(page)[0])
    clerk.robot.assert_within(keys=5, clicks=0)
    chip = page.body.history.chip(InteractionKind.COMPLAINT)
    chip.setFocus()
    clerk.robot.press("Space")
    clerk.robot.wait_for(lambda: len(history(page)) == 1)
    clerk.robot.press("Space")
    clerk.robot.settle()
    assert len(history(page)) > 1
    page.body.history.block.table.setFocus()
    page.body.history.block.table.go_to(0)
    clerk.robot.press("Return")
    assert sheet().form.value().kind is InteractionKind.COMPLAINT
    clerk.robot.press("Esc")
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_second_address_is_added_ended_and_its_town_filled(
    clerk: CounterWindow, people: dict[str, int], lang: Lang
) -> None:
    clerk.context.language.switch(lang)
    page = open_card(clerk, people["maija"])
    addresses = page.body.entries.addresses
    press_button(clerk, addresses.buttons[0])
    clerk.robot.press("1", "Tab")
    clerk.robot.type("Rantatie 5")
    clerk.robot.press("Tab")
    clerk.robot.type("06100")
    clerk.robot.press("Tab", "Tab", "Tab", "Tab", "Ctrl+A")
    clerk.robot.type("1.12.2026")
    clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    (line,) = lines(addresses)
    assert "Rantatie 5, 06100 Porvoo" in line
    assert page.card is not None
    assert page.card.contact.street == "Linnunrata 12 A 3", "it takes over on its day"
    (entry,) = page.card.addresses
    assert entry.value.kind is AddressKind.POSTAL
    addresses.block.table.setFocus()
    addresses.block.table.go_to(0)
    clerk.robot.press("Return")
    press_remove = sheet().remove_button
    press_remove.setFocus()
    clerk.robot.press("Space")
    clerk.robot.wait_for(lambda: page.card is not None and not page.card.addresses)
    clerk.robot.press("Ctrl+Shift+U")
    clerk.robot.wait_for(lambda: page.card is not None and len(page.card.addresses) == 1)


def test_what_is_wrong_is_told_in_the_sheet_and_nothing_is_lost(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = open_card(clerk, people["maija"])
    press_button(clerk, page.body.entries.numbers.buttons[0])
    clerk.robot.type("10043")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: bool(sheet().form.row("number").problem.text()))
    assert sheet().form.row("number").editor.value() == "10043"
    clerk.robot.press("Ctrl+A")
    clerk.robot.type("L-7731")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    assert len(lines(page.body.entries.numbers)) == 2
    assert "L-7731" in page.header.told[0]


def test_sources_stand_in_the_lists_too(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = open_card(clerk, people["maija"])
    table = page.body.entries.notes.block.table
    column = table.cells.column_number("field.source")
    assert table.isColumnHidden(column)
    clerk.robot.press("Ctrl+T")
    assert not table.isColumnHidden(column)
    assert "Maija Virtanen" in lines(page.body.entries.notes)[0]


def test_nothing_is_added_to_a_card_whose_details_are_hidden(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = open_card(clerk, people["ester"])
    assert page.card is not None
    assert page.card.masked
    assert not page.body.history.add_button.isVisible()
    page.body.history.edit_here()
    assert QApplication.activeModalWidget() is None


def test_what_the_register_amounts_to_is_told_with_its_basis(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = open_card(clerk, people["maija"])
    assert page.card is not None
    labels = [each.label for each in page.card.derived]
    assert labels[:4] == ["derived.age", "derived.customer_for", "derived.services", "derived.fees"]


def test_of_a_long_history_the_newest_two_hundred_are_read_and_narrowed_by_kind(
    clerk: CounterWindow, people: dict[str, int], local_desk: Desk
) -> None:
    def fill() -> None:
        with local_desk.database.unit(local_desk["maija"]) as unit:
            for number in range(220):
                kind = InteractionKind.COMPLAINT if number % 20 == 0 else InteractionKind.CONTACT
                add_interaction(unit, people["eino"], kind, f"Tapahtuma {number}", source=Source.SUBJECT)

    on_database(clerk, fill)
    page = open_card(clerk, people["eino"])
    block = page.body.history.block
    block.more.click()
    clerk.robot.settle()
    assert len(history(page)) == 200
    assert "Tapahtuma 219" in history(page)[0]
    page.body.history.chip(InteractionKind.COMPLAINT).setFocus()
    clerk.robot.press("Space")
    clerk.robot.wait_for(lambda: len(history(page)) == 11)
