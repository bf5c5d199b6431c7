"""The list of every page, by keyboard."""

from collections.abc import Hashable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.models.columns import Column, Sort
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.widgets.table import Table
from lpo_desk.ui.widgets.table_header import TableHeader
from tests.ui.robot import PATIENCE_MS, ClerkRobot
from tests.ui.test_models import COLUMNS, ROWS, Row
from tests.ui.walk import assert_walkable


class Kept:
    """A person's columns, in memory."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}

    def load(self, name: str) -> str | None:
        return self.states.get(name)

    def save(self, name: str, state: str) -> None:
        self.states[name] = state


def make(language: Language, memory: Kept | None = None) -> tuple[Table, RowModel[Row]]:
    model = RowModel(COLUMNS, lambda row: row.number, language)
    table = Table("test", model, language, title="ui_command.requests", empty="ui.not_here", memory=memory)
    model.setParent(table)
    model.set_rows(ROWS)
    table.resize(700, 300)
    return table, model


@pytest.fixture
def table(qtbot: QtBot, language: Language) -> Table:
    made, _ = make(language)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def robot(qtbot: QtBot, table: Table) -> ClerkRobot:
    made = ClerkRobot(qtbot)
    made.front(table)
    table.setFocus()
    return made


def test_enter_opens_the_row_and_arrows_move(table: Table, robot: ClerkRobot) -> None:
    opened, moved = list[Hashable](), list[Hashable]()
    table.opened.connect(opened.append)
    table.current_changed.connect(moved.append)
    table.go_to(0)
    robot.press("Return", "Down", "Enter", "End", "Return", "Home", "Return")
    assert opened == [2, 1, 3, 2]
    assert moved == [1, 3, 2], "the first row was current already when the list got the focus"


def test_enter_on_an_empty_list_opens_nothing(qtbot: QtBot, table: Table, robot: ClerkRobot) -> None:
    opened = list[Hashable]()
    table.opened.connect(opened.append)
    model = table.cells
    assert isinstance(model, RowModel)
    model.set_rows([])
    robot.press("Return", "End")
    assert opened == []
    assert "Avaa ensin" in table.accessibleDescription(), "an empty list says what to do"


def test_whole_rows_are_selected_and_copied_as_they_are_seen(table: Table, robot: ClerkRobot) -> None:
    counts = list[int]()
    table.copied.connect(counts.append)
    table.setColumnHidden(2, True)
    table.horizontalHeader().moveSection(1, 0)
    table.go_to(0)
    robot.press("Ctrl+A", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "Öhman\t2\tMyöhässä\nAalto\t1\t\nÅberg\t3\tMyöhässä"
    assert counts == [3]


def test_headings_sort_ascending_then_descending_and_remember_the_column_before(table: Table) -> None:
    ordered = list[tuple[Sort, ...]]()
    table.ordered.connect(ordered.append)
    header = table.horizontalHeader()
    for section in (1, 1, 0):
        header.sectionClicked.emit(section)
    assert ordered == [
        (Sort("customer.name"),),
        (Sort("customer.name", descending=True),),
        (Sort("customer.number"), Sort("customer.name", descending=True)),
    ]
    assert [table.cells.key(row) for row in range(3)] == [1, 2, 3]
    assert header.sortIndicatorSection() == 0


def test_the_place_is_kept_when_the_rows_are_read_again(table: Table) -> None:
    table.go_to_key(3)
    model = table.cells
    assert isinstance(model, RowModel)
    model.set_rows(reversed(ROWS))
    assert table.current_key() == 3
    assert table.go_to_key(99) is False


def test_no_heading_is_cut_where_the_column_was_thought_narrower(qtbot: QtBot, language: Language) -> None:
    columns = (Column[Row]("field.retention_until", lambda row: row.name, width=40), *COLUMNS)
    model = RowModel(columns, lambda row: row.number, language)
    table = Table("test", model, language, title="ui_command.requests", empty="ui.not_here")
    model.setParent(table)
    qtbot.addWidget(table)
    header = table.horizontalHeader()
    words = header.fontMetrics().horizontalAdvance(language.text("field.retention_until"))
    assert header.sectionSize(0) > words


def test_columns_are_kept_for_the_person(qtbot: QtBot, language: Language) -> None:
    memory = Kept()
    first, _ = make(language, memory)
    qtbot.addWidget(first)
    header = first.horizontalHeader()
    assert isinstance(header, TableHeader)
    header.widen(1, 60)
    header.shift(0, 1)
    header.setSectionHidden(2, True)
    qtbot.waitUntil(lambda: "test" in memory.states, timeout=PATIENCE_MS)
    second, _ = make(language, memory)
    qtbot.addWidget(second)
    again = second.horizontalHeader()
    assert again.sectionSize(1) == 180
    assert again.visualIndex(0) == 1
    assert second.isColumnHidden(2)
    memory.states["test"] = '[{"column": "of another release", "width": 5}, 7]'
    make(language, memory)[0].deleteLater()


def test_everything_the_mouse_drags_is_in_a_menu(table: Table, robot: ClerkRobot) -> None:
    table.set_menu(lambda menu: menu.addAction("Muuta"))
    table.go_to(0)
    menu = table.menu()
    names = [without_mnemonic(action.text()) for action in menu.actions() if not action.isSeparator()]
    assert names == ["Avaa", "Muuta", "Kopioi rivit", "Sarakkeet"]
    columns = menu.actions()[-1].menu()
    assert isinstance(columns, QMenu)
    name = columns.actions()[1].menu()
    assert isinstance(name, QMenu)
    assert len(name.actions()) == 5
    before = table.columnWidth(1)
    name.actions()[3].trigger()
    assert table.columnWidth(1) == before + 24
    name.actions()[1].trigger()
    assert table.horizontalHeader().visualIndex(1) == 0
    name.actions()[0].trigger()
    assert table.isColumnHidden(1)
    menu.deleteLater()


def test_the_list_is_walkable_and_speaks_both_languages(
    table: Table, robot: ClerkRobot, language: Language
) -> None:
    assert_walkable(table)
    assert table.accessibleName() == "Pyynnöt"
    language.switch(Lang.SV)
    assert table.accessibleName() == "Begäranden"
    assert table.model().headerData(1, Qt.Orientation.Horizontal) == "Namn"
