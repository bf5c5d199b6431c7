"""A list that is all in memory: search results, a customer's papers, code lists. For long lists: WindowedModel."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QObject

from lpo_desk.domain.text import sort_key
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.cells import CellModel
from lpo_desk.ui.models.columns import AnyIndex, Column, Columns, KeyOf, Sort

R = TypeVar("R")
_ROOT = QModelIndex()


class RowModel(CellModel[R]):
    """Rows are replaced as a whole; the order the clerk chose is kept."""

    def __init__(
        self, columns: Columns[R], key: KeyOf[R], language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, key, language, parent)
        self._rows: list[R] = []
        self._order: tuple[Sort, ...] = ()

    @property
    def rows(self) -> Sequence[R]:
        return tuple(self._rows)

    def set_rows(self, rows: Iterable[R]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = list(rows)
        self._sort()
        self.endResetModel()

    def order(self, sorts: Sequence[Sort]) -> None:
        """Sort by columns, the first weighs most. No sorts: leave the rows as they lie."""
        self.beginResetModel()
        self._order = tuple(sorts)
        self._sort()
        self.endResetModel()

    def row(self, number: int) -> R | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def find(self, key: Hashable) -> int | None:
        """The row number of the key, None when it is not in the list."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def _sort(self) -> None:
        for sort in reversed(self._order):  # stable: the last key first
            column = self.columns[self.column_number(sort.column)]
            self._rows.sort(key=lambda row, column=column: _comparable(column, row), reverse=sort.descending)  # type: ignore[misc]  # mypy cannot infer a lambda with a default


def _comparable(column: Column[R], row: R) -> tuple[int, object]:
    """Empty values last in ascending order; texts by the Finnish alphabet; equal kinds compare with each other."""
    value = column.sort(row) if column.sort else column.get(row)
    match value:
        case None:
            return 9, 0
        case str():
            return 3, sort_key(value)
        case datetime():
            return 2, value.timestamp()
        case date():
            return 1, value.toordinal()
        case bool() | int() | float():
            return 0, value
        case _:
            return 4, sort_key(str(value))
