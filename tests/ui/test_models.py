"""Both list models on Qt's own contract, their order, and the windowed one's manners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column, Mark, Role, Sort, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.models.windowed_model import PAGE, Ask, WindowedModel
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.runner import Runner
from tests.ui.robot import PATIENCE_MS


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


class Numbers:
    """A source of rows 0, 1, 2...; remembers what it was asked."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.asked: list[Ask[Row]] = []

    def count(self) -> int:
        return self._count

    def rows(self, ask: Ask[Row]) -> Sequence[Row]:
        self.asked.append(ask)
        descending = bool(ask.sorts) and ask.sorts[0].descending
        numbers = range(ask.offset, min(ask.offset + ask.limit, self._count))
        return [Row(self._count - 1 - n if descending else n, f"name {n}") for n in numbers]


@pytest.fixture
def windowed(language: Language, runner: Runner) -> WindowedModel[Row]:
    return WindowedModel(COLUMNS, lambda row: row.number, language, runner)


def settle(qtbot: QtBot, runner: Runner) -> None:
    qtbot.waitUntil(lambda: runner.idle, timeout=PATIENCE_MS)


def test_a_million_rows_are_there_at_once(qtbot: QtBot, runner: Runner, windowed: WindowedModel[Row]) -> None:
    source = Numbers(1_000_000)
    with qtbot.waitSignal(windowed.loaded, timeout=PATIENCE_MS) as loaded:
        windowed.show_source(source)
    assert loaded.args == [1_000_000]
    assert windowed.rowCount() == 1_000_000
    assert windowed.index(5, 0).data() == "5"
    last = windowed.index(999_999, 0)
    assert last.data() == "…", "not here yet, and nobody waits"
    settle(qtbot, runner)
    assert last.data() == "999\u202f999"
    assert len(source.asked) == 2
    assert source.asked[-1].limit == 1_000_000 - 999_999 // PAGE * PAGE


def test_a_page_beside_a_known_one_is_asked_by_its_neighbour(
    qtbot: QtBot, runner: Runner, windowed: WindowedModel[Row]
) -> None:
    source = Numbers(10_000)
    windowed.show_source(source)
    settle(qtbot, runner)
    windowed.row(PAGE)
    settle(qtbot, runner)
    after = source.asked[-1].after
    assert after is not None
    assert after.number == PAGE - 1
    windowed.row(3 * PAGE)
    settle(qtbot, runner)
    windowed.row(2 * PAGE)
    settle(qtbot, runner)
    before = source.asked[-1].before
    assert before is not None
    assert before.number == 3 * PAGE


def test_scrolling_fast_fetches_what_is_seen_last(
    qtbot: QtBot, runner: Runner, windowed: WindowedModel[Row]
) -> None:
    source = Numbers(1_000_000)
    windowed.show_source(source)
    settle(qtbot, runner)
    for page in range(1, 500):
        windowed.row(page * PAGE)
    settle(qtbot, runner)
    assert windowed.row(499 * PAGE) is not None
    assert len(source.asked) < 10, "pages that have passed by are not fetched"


def test_only_so_many_pages_are_kept(qtbot: QtBot, runner: Runner, windowed: WindowedModel[Row]) -> None:
    source = Numbers(100 * PAGE)
    windowed.show_source(source)
    settle(qtbot, runner)
    for page in range(100):
        windowed.row(page * PAGE)
        settle(qtbot, runner)
    asked = len(source.asked)
    assert windowed.row(99 * PAGE) is not None
    assert len(source.asked) == asked
    assert windowed.row(PAGE) is None, "long passed by: asked again"
    settle(qtbot, runner)
    assert len(source.asked) == asked + 1


def test_sorting_asks_the_source(qtbot: QtBot, runner: Runner, windowed: WindowedModel[Row]) -> None:
    windowed.show_source(Numbers(1000))
    windowed.order([Sort("customer.number", descending=True)])
    settle(qtbot, runner)
    assert windowed.index(0, 0).data() == "999"


def test_the_windowed_model_keeps_qt_s_contract(
    qtbot: QtBot, runner: Runner, windowed: WindowedModel[Row], qtmodeltester: ModelTester
) -> None:
    windowed.show_source(Numbers(300))
    settle(qtbot, runner)
    qtmodeltester.check(windowed, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt's
    settle(qtbot, runner)
