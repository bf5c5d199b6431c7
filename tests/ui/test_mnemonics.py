"""Access keys: unique, readable, again for each language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang, terms
from lpo_desk.ui.keymap import COMMANDS, Menu
from lpo_desk.ui.mnemonics import (
    assign_menu_mnemonics,
    assign_mnemonics,
    assign_window_mnemonics,
    mnemonic,
    without_mnemonic,
)


def test_first_letters_come_first_and_thin_ones_last() -> None:
    assert assign_mnemonics(["Tallenna", "Peruuta", "Tulosta"]) == ["&Tallenna", "P&eruuta", "T&ulosta"]
    assert assign_mnemonics(["gigi"]) == ["&gigi"]


def test_others_give_way_when_nothing_is_free() -> None:
    assert {mnemonic(text) for text in assign_mnemonics(["ab", "a"])} == {"a", "b"}
    assert mnemonic(assign_mnemonics(["a", "a"])[1]) is None


def test_taken_letters_and_ampersands() -> None:
    assert assign_mnemonics(["Tallenna"], taken="T") == ["T&allenna"]
    assert assign_mnemonics(["R && D"]) == ["&R && D"]
    assert without_mnemonic("&R && D") == "R & D"
    assert assign_mnemonics(["&Tallenna"]) == ["&Tallenna"], "given again, the same"


@given(st.lists(st.text("abcdeåäö ijl&", min_size=1, max_size=8), max_size=12))
def test_keys_are_unique_and_the_words_stay(texts: list[str]) -> None:
    plain = [without_mnemonic(text) for text in texts]
    marked = assign_mnemonics(texts)
    keys = [key for key in map(mnemonic, marked) if key]
    assert len(keys) == len(set(keys))
    assert [without_mnemonic(text) for text in marked] == plain


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("menu", list(Menu))
def test_every_command_of_every_menu_gets_a_key(menu: Menu, lang: Lang) -> None:
    names = [terms(command.term, lang=lang) for command in COMMANDS if command.menu is menu]
    keys = [mnemonic(text) for text in assign_mnemonics(names)]
    found = [key for key in keys if key]
    assert len(found) == len(set(found))
    assert len(found) == len(names)


def test_a_window_gets_keys_for_buttons_and_labels_with_fields(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label, line, button = QLabel("Sukunimi"), QLineEdit(), QPushButton("Seuraava")
    label.setBuddy(line)
    for widget in (label, line, button, QLabel("Vain teksti")):
        column.addWidget(widget)
    assign_window_mnemonics(window)
    assert (label.text(), button.text()) == ("&Sukunimi", "S&euraava")


def test_menus_below_menus_have_their_own_keys(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("Avaa")
    below = menu.addMenu("Sarakkeet")
    below.addAction("Asianumero")
    assign_menu_mnemonics(menu)
    assert [action.text() for action in menu.actions()] == ["&Avaa", "&Sarakkeet"]
    assert below.actions()[0].text() == "&Asianumero"
