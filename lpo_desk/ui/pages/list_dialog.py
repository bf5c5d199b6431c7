"""A list in a window over the page, with verbs below it."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Dialog, tab_as_seen
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table

_SIZE = 1080, 600


class ListDialog(Dialog):
    """A list over the window, with verbs below it. Esc closes."""

    def __init__(
        self,
        context: Context,
        name: str,
        title: str,
        empty: str,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], Hashable],
    ) -> None:
        """`title` and `empty` are term keys; `name` is what the widths are remembered under; key: of a row."""
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.bar = MessageBar(context.language)
        self.note = role_label("muted")
        self.note.setWordWrap(True)
        self.model = RowModel[Any](columns, key, context.language, self)
        self.table = ChoiceTable(
            name, self.model, context.language, title=title, empty=empty, memory=context.memory
        )
        self.close_button = QPushButton()
        self.close_button.setAutoDefault(False)
        self.close_button.setProperty(NO_KEY, True)
        self.close_button.clicked.connect(self.reject)
        self.head, self.foot = QHBoxLayout(), QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(11)
        column.addWidget(self.bar)
        column.addLayout(self.head)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)
        column.addLayout(self.foot)
        language = context.language
        language.bind(self.setWindowTitle, title)
        language.bind(self.close_button.setText, "common.close")
        language.follow(self, lambda: assign_window_mnemonics(self))
        room = context.window.size()
        self.resize(min(_SIZE[0], room.width() - 24), min(_SIZE[1], room.height() - 64))
        self.table.setFocus()

    def add_verb(self, term: str) -> QPushButton:
        made = button(self.context.language, term)
        self.foot.insertWidget(self.foot.count() - 1, made)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes as the eye does: what stands above the list, the list, the verbs below it."""
        tab_as_seen(self)
        super().showEvent(event)

    def show_rows(self, rows: Sequence[object]) -> None:
        self.model.set_rows(rows)
        if rows and self.table.current_key() is None:
            self.table.go_to(0)
        assign_window_mnemonics(self)

    def failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.bar.tell_error(error)
        else:
            tell(self, error)


class ChoiceTable(Table):
    """Space takes the row out, or in again."""

    toggled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.toggled.emit()
        else:
            super().keyPressEvent(event)
