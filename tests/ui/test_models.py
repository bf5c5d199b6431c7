"""The list model on Qt's own contract, and its order."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column, Mark, Role, Sort, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.palette import Tone


@dataclass(frozen=True)
class Row:
    number: int
    name: str
    due: date | None = None


LATE = Status("report.is_late", Mark.DISC, Tone.ERROR)
COLUMNS: tuple[Column[Row], ...] = (
    Column("customer.number", lambda row: row.number, Align.RIGHT),
    Column("customer.name", lambda row: row.name, hint=lambda row: f"nro {row.number}"),
    Column("deadline.deadline", lambda row: row.due),
    Column("request.status", lambda row: "", status=lambda row: LATE if row.due else None),
)
ROWS = (Row(2, "Öhman", date(2026, 12, 4)), Row(1, "Aalto"), Row(3, "Åberg", date(2026, 11, 30)))


@pytest.fixture
def rows(language: Language) -> RowModel[Row]:
    model = RowModel(COLUMNS, lambda row: row.number, language)
    model.set_rows(ROWS)
    return model


def column(model: RowModel[Row], place: int) -> list[object]:
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_the_model_keeps_qt_s_contract(rows: RowModel[Row], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(rows, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt's


def test_cells_are_text_in_the_language_with_word_and_shape(rows: RowModel[Row], language: Language) -> None:
    assert column(rows, 2) == ["4.12.2026", "", "30.11.2026"]
    assert column(rows, 3) == ["Myöhässä", "", "Myöhässä"]
    status = rows.index(0, 3)
    assert status.data(Role.STATUS) == LATE
    assert status.data(Qt.ItemDataRole.AccessibleTextRole) == "Myöhässä"
    assert rows.index(0, 1).data(Qt.ItemDataRole.ToolTipRole) == "nro 2"
    assert rows.index(0, 0).data(Role.KEY) == 2
    assert rows.index(0, 0).data(Role.ROW) == ROWS[0]
    language.switch(Lang.SV)
    assert column(rows, 3)[0] == "Försenad"
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "Namn"


def test_order_is_the_finnish_alphabet_with_empty_last(rows: RowModel[Row]) -> None:
    rows.order([Sort("customer.name")])
    assert column(rows, 1) == ["Aalto", "Åberg", "Öhman"]
    rows.order([Sort("deadline.deadline")])
    assert column(rows, 1) == ["Åberg", "Öhman", "Aalto"]
    rows.order([Sort("customer.name", descending=True)])
    assert column(rows, 1) == ["Öhman", "Åberg", "Aalto"]
    rows.set_rows([*ROWS, Row(4, "Zilliacus")])
    assert column(rows, 1) == ["Öhman", "Åberg", "Zilliacus", "Aalto"], "the order stays for new rows"


def test_the_second_key_breaks_ties(language: Language) -> None:
    model = RowModel(COLUMNS, lambda row: row.number, language)
    model.set_rows([Row(2, "Lind"), Row(1, "Lind"), Row(3, "Aalto")])
    model.order([Sort("customer.name"), Sort("customer.number")])
    assert column(model, 0) == ["3", "1", "2"]
    assert model.find(1) == 1
    assert model.find(9) is None
