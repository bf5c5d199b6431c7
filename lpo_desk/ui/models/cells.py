"""What both list models share: headings and cells of typed columns."""

from collections.abc import Hashable
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, AnyIndex, Column, Columns, KeyOf, Role

R = TypeVar("R")
_ROOT = QModelIndex()
_WAITING = "…"


class CellModel(QAbstractTableModel, Generic[R]):
    """Columns over rows. Subclasses say how many rows there are and which row stands where."""

    def __init__(
        self, columns: Columns[R], key: KeyOf[R], language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.language = language
        self._key = key
        language.changed.connect(self._reworded)

    def row(self, number: int) -> R | None:
        """The row dataclass, or None while it is not here."""
        raise NotImplementedError

    def key(self, number: int) -> Hashable | None:
        row = self.row(number)
        return None if row is None else self._key(row)

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
        if row is None:
            return _WAITING if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        return self._cell(column, row, role)

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
