"""The rows of a list, all in memory: search results, the queue, a customer's services."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from lpo_desk.domain.text import sort_key
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, AnyIndex, Column, Columns, KeyOf, Role, Sort

R = TypeVar("R")
_ROOT = QModelIndex()


class RowModel(QAbstractTableModel, Generic[R]):
    """Typed columns over rows. Rows are replaced as a whole; the order the clerk chose is kept."""

    def __init__(
        self, columns: Columns[R], key: KeyOf[R], language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.language = language
        self._key = key
        self._rows: list[R] = []
        self._order: tuple[Sort, ...] = ()
        language.changed.connect(self._reworded)

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
        """None past the end."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def key(self, number: int) -> Hashable | None:
        row = self.row(number)
        return None if row is None else self._key(row)

    def find(self, key: Hashable) -> int | None:
        """The row number of the key, None when it is not in the list."""
        return next((number for number, row in enumerate(self._rows) if self._key(row) == key), None)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def column_number(self, key: str) -> int:
        """Raises KeyError for a column that the list has not."""
        for number, column in enumerate(self.columns):
            if column.key == key:
                return number
        raise KeyError(key)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole or role == Qt.ItemDataRole.AccessibleTextRole:
            return self.language.text(column.term)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED or not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value if column.align is not Align.LEFT else None
        row = self.row(index.row())
        return None if row is None else self._cell(column, row, role)

    def _cell(self, column: Column[R], row: R, role: int) -> object:
        if role == Role.ROW:
            return row
        if role == Role.KEY:
            return self._key(row)
        if role == Role.SORT:
            return column.sort(row) if column.sort else column.get(row)
        if role == Role.STATUS:
            return column.status(row) if column.status else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.hint(row) if column.hint else None
        if column.status:
            status = column.status(row)
            return self.language.text(status.word, **dict(status.values)) if status else ""
        return self.language.show(column.get(row))

    def _sort(self) -> None:
        for sort in reversed(self._order):  # stable: the last key first
            column = self.columns[self.column_number(sort.column)]
            self._rows.sort(key=lambda row, column=column: _comparable(column, row), reverse=sort.descending)  # type: ignore[misc]  # mypy cannot infer a lambda with a default

    def _reworded(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))


_ANSWERED = frozenset(
    {
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.TextAlignmentRole),
        int(Qt.ItemDataRole.ToolTipRole),
        Role.STATUS,
        Role.ROW,
        Role.KEY,
        Role.SORT,
    }
)


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
