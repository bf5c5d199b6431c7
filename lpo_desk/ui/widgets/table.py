"""The list of every page: one row is one thing, Enter opens it (ux.md W14)."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_menu_mnemonics
from lpo_desk.ui.models.columns import Sort
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.stylesheet import ROW
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.status import StatusDelegate
from lpo_desk.ui.widgets.table_header import ColumnMemory, Memory, TableHeader


class Table(QTableView):
    """A read-only list.

    `opened` carries the key of the row for Enter or a double click; `current_changed` the key of the row the keyboard
    is on, or None; `ordered` the new sorting, after the model was told; `copied` the number of rows copied, which the
    page logs (a count, never the content). With `most_copied` set, more rows at once are refused and `refused` says so.
    """

    opened = Signal(object)
    current_changed = Signal(object)
    ordered = Signal(tuple)
    copied = Signal(int)
    refused = Signal()

    most_copied: int | None = None

    def __init__(
        self,
        name: str,
        model: RowModel[Any],
        language: Language,
        *,
        title: str,
        empty: str,
        memory: Memory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what the widths are kept under; `title` (its accessible name) and `empty` (what an empty list
        says, an instruction) are term keys."""
        super().__init__(parent)
        self._cells = model
        self._language = language
        self._empty = empty
        self._sorts: tuple[Sort, ...] = ()
        self._menu_actions: Callable[[QMenu], object] | None = None
        self._kept_key: Hashable | None = None
        self.setModel(model)
        self.setItemDelegate(StatusDelegate(self))
        self._set_manners()
        header = TableHeader(model, language, self)
        self.setHorizontalHeader(header)
        header.setVisible(True)
        header.sectionClicked.connect(self._sort_by)
        self._memory = ColumnMemory(header, model, name, memory)
        language.bind(self.setAccessibleName, title)
        language.follow(self, self._describe)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._restore_place)
        self.doubleClicked.connect(lambda index: self._open(index))
        selection = self.selectionModel()
        selection.currentRowChanged.connect(lambda index: self.current_changed.emit(self._key(index)))

    @property
    def cells(self) -> RowModel[Any]:
        return self._cells

    def say_empty(self, term: str) -> None:
        """What the list says from now on while it is empty."""
        self._empty = term
        self._describe()

    def current_key(self) -> Hashable | None:
        """The key of the row the keyboard is on."""
        return self._key(self.currentIndex())

    def go_to(self, number: int) -> None:
        """Put the keyboard on the row and show it."""
        index = self._cells.index(number, max(self.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def step(self, distance: int) -> None:
        """Go up or down and, past an end, on from the other."""
        if rows := self._cells.rowCount():
            self.go_to((self.currentIndex().row() + distance) % rows)

    def go_to_key(self, key: Hashable) -> bool:
        """Put the keyboard on the row of the key, if the list has it."""
        number = self._cells.find(key)
        if number is None:
            return False
        self.go_to(number)
        return True

    def set_menu(self, fill: Callable[[QMenu], object]) -> None:
        """What the context menu offers besides opening, copying and the columns."""
        self._menu_actions = fill

    def copy(self) -> None:
        """The selected rows as tab-separated text, the columns as they are seen."""
        header = self.horizontalHeader()
        places = sorted(
            (c for c in range(len(self._cells.columns)) if not self.isColumnHidden(c)), key=header.visualIndex
        )
        ranges = self.selectionModel().selection().toList()  # not selectedRows: that may be a million objects
        chosen = sum(one.height() for one in ranges)
        if self.most_copied is not None and chosen > self.most_copied:
            self.refused.emit()
            return
        numbers = sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})
        numbers = [number for number in numbers if self._cells.row(number) is not None]
        lines = [
            "\t".join(str(self._cells.index(number, place).data() or "") for place in places)
            for number in numbers
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.copied.emit(len(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif control and event.key() == Qt.Key.Key_C:
            self.copy()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            if self._cells.rowCount():
                self.go_to(0 if event.key() == Qt.Key.Key_Home else self._cells.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(24, 0)
        self.menu().popup(self.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        """The context menu of the current row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        here = self.currentIndex().isValid()
        opening = menu.addAction(self._language.text("ui.open_row"), lambda: self._open(self.currentIndex()))
        opening.setEnabled(here)
        if self._menu_actions:
            self._menu_actions(menu)
        menu.addSeparator()
        menu.addAction(self._language.text("ui.copy_rows"), self.copy).setEnabled(here)
        header = self.horizontalHeader()
        if isinstance(header, TableHeader):
            menu.addMenu(header.menu(menu))
        assign_menu_mnemonics(menu)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        colours = theme().palette
        if self._cells.rowCount() == 0:
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            said, sides = self._language.text(self._empty), self.viewport().rect().adjusted(24, 0, -24, 0)
            spare = sides.height() - painter.boundingRect(sides, flags, said).height()
            painter.drawText(sides.adjusted(0, max(0, min(24, spare // 2)), 0, 0), flags, said)
        elif self.hasFocus() and self.currentIndex().isValid():
            row = self.visualRect(self.currentIndex())
            frame = QRect(0, row.top(), self.viewport().width(), row.height()).adjusted(1, 1, -1, -2)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(frame)

    def _set_manners(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)  # Tab leaves the list, arrows move in it
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW)
        rows.setDefaultSectionSize(max(ROW, self.fontMetrics().height() + 12))

    def _sort_by(self, section: int) -> None:
        """First click ascending, second descending; the column before stays as the second key."""
        column = self._cells.columns[section].key
        first = self._sorts[0] if self._sorts else None
        if first and first.column == column:
            self._sorts = (Sort(column, not first.descending), *self._sorts[1:])
        else:
            self._sorts = (Sort(column), *(sort for sort in self._sorts if sort.column != column))[:2]
        self._order()

    def sort(self, sorts: Sequence[Sort]) -> None:
        """Sort as the clerk would by clicking the headings, the first weighs most."""
        self._sorts = tuple(sorts)
        self._order()

    def _order(self) -> None:
        header = self.horizontalHeader()
        header.setSortIndicatorShown(bool(self._sorts))
        if self._sorts:
            first = self._sorts[0]
            direction = Qt.SortOrder.DescendingOrder if first.descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(self._cells.column_number(first.column), direction)
        self._cells.order(self._sorts)
        self.ordered.emit(self._sorts)

    def _open(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key is not None:
            self.opened.emit(key)

    def _key(self, index: QModelIndex) -> Hashable | None:
        return self._cells.key(index.row()) if index.isValid() else None

    def _keep_place(self) -> None:
        self._kept_key = self.current_key()

    def _restore_place(self) -> None:
        self._describe()
        if self._kept_key is not None:
            self.go_to_key(self._kept_key)

    def _describe(self) -> None:
        empty = self._cells.rowCount() == 0
        self.setAccessibleDescription(self._language.text(self._empty) if empty else "")
        self.viewport().update()
