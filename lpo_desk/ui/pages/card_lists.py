"""Lists inside the card: roles, services, papers. As high as their rows, so that the wheel never gets caught in one."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.card import PaperLine
from lpo_desk.domain.custody import PaperState
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.table import Table
from lpo_desk.ui.widgets.table_header import Memory

SHOWN = 8


class FittedTable(Table):
    """A table without a scroll bar of its own down its side."""

    wrapped = False
    """Whether rows are as high as their texts need."""
    spare: tuple[str, ...] = ()
    """The columns that a narrow list goes without."""
    narrow = 640
    """Below how many effective pixels it is one."""
    _narrow: bool | None = None

    def fit(self) -> None:
        """Take the height of all rows."""
        if self.wrapped:
            self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.cells.rowCount()))
        across = self.horizontalScrollBar()
        bar = across.sizeHint().height() if across.maximum() > 0 else 0
        head = max(self.horizontalHeader().height(), self.horizontalHeader().sizeHint().height())
        self.setFixedHeight(rows + head + bar + 2 * self.frameWidth())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down belongs to the card."""
        across = event.angleDelta()
        if abs(across.x()) > abs(across.y()):
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, before = event.size().width(), event.oldSize().width()
        if (width < self.narrow) is not self._narrow:
            self._narrow = width < self.narrow
            for column in self.spare:
                self.setColumnHidden(self.cells.column_number(column), self._narrow)
        if width != before:
            self.fit()


class ListBlock(QWidget):
    """The first rows of a list, and a button for the rest; a sentence when there are none."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], Hashable],
        language: Language,
        *,
        title: str,
        empty: str,
        memory: Memory | None = None,
        wrapped: bool = False,
        spare: str | tuple[str, ...] = (),
        shown: int = SHOWN,
    ) -> None:
        super().__init__()
        self._language, self._shown, self._whole = language, shown, False
        self._rows: Sequence[Any] = ()
        self._model: RowModel[Any] = RowModel(columns, key, language, self)
        self.table = FittedTable(name, self._model, language, title=title, empty=empty, memory=memory)
        self.table.wrapped = wrapped
        self.table.spare = (spare,) if isinstance(spare, str) else spare
        self.table.setWordWrap(wrapped)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if wrapped:
            self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            self.table.horizontalHeader().sectionResized.connect(lambda *_: self.table.fit())
        self._nothing, self._more = role_label("muted"), QPushButton()
        self._nothing.setWordWrap(True)
        self._more.setProperty("role", "link")
        self._more.setAutoDefault(False)
        self._more.clicked.connect(self._show_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._nothing)
        column.addWidget(self.table)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        language.bind(self._nothing.setText, empty)
        language.changed.connect(self._show)

    @property
    def more(self) -> QPushButton:
        """The button for the rest of the rows."""
        return self._more

    @property
    def rows(self) -> Sequence[Any]:
        """All of them, shown or not."""
        return self._rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these; the whole list if the clerk has asked for it before."""
        self._rows = rows
        self._show()

    def _show_all(self) -> None:
        self._whole = True
        self._show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        limit = len(self._rows) if self._whole else self._shown
        self._model.set_rows(self._rows[:limit])
        self.table.fit()
        self.table.setVisible(bool(self._rows))
        self._nothing.setVisible(not self._rows)
        self._more.setVisible(len(self._rows) > limit)
        self._more.setText(self._language.text("card.show_all", count=len(self._rows)))


def paper_columns(language: Language) -> tuple[Column[PaperLine], ...]:
    """Papers that name the customer, and where they are."""

    def place(row: PaperLine) -> str:
        if row.out_to:
            return language.text("card.paper_out", holder=row.out_to)
        return row.place if row.state is PaperState.IN_PLACE else language.show(row.state)

    def kind(row: PaperLine) -> str:
        return row.title or language.show(row.kind)

    return (
        Column("field.paper_number", lambda row: row.paper_number, width=130),
        Column("field.paper_kind", kind, width=200),
        Column("field.year", lambda row: str(row.year or ""), width=80),
        Column("card.paper_place", place, width=260, stretch=True),
        Column("field.retention_until", lambda row: row.retention_until, width=140),
    )
