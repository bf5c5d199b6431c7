"""Pages that are one list: what can be done with the row stands above it, what it is about below."""

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.ui.context import Context
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table

R = TypeVar("R")
D = TypeVar("D")

_NARROW = 860  # effective pixels of the page


class RowsPage(Page, Generic[R]):
    """Subclasses read their rows in `reload` and give them to `show_rows`.

    name: of the list, under which its widths are remembered. empty, note: term keys. tables: those whose changes make the
    page read again. verbs: term keys of the buttons above, which come as `buttons` in that order.
    """

    name = ""
    empty = ""
    note = ""
    tables: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    """Columns that a narrow window goes without."""

    def __init__(self, context: Context, columns: Sequence[Column[R]], key: Callable[[R], Hashable]) -> None:
        super().__init__(context)
        language = context.language
        self._key, self._rows = key, tuple[R, ...]()
        self._wished: Hashable | None = None
        self.bar = MessageBar(language)
        self.buttons: tuple[QPushButton, ...] = tuple(button(language, verb) for verb in self.verbs)
        self.model = RowModel[R](columns, key, language, self)
        self.table = Table(
            self.name, self.model, language, title=self.title, empty=self.empty, memory=context.memory
        )
        self._lay_out()
        self.table.current_changed.connect(lambda _: self._fit())
        context.actions.claim("refresh", self, self.reload)

    @property
    def rows(self) -> tuple[R, ...]:
        return self._rows

    @property
    def chosen(self) -> R | None:
        """The row that the keyboard is on."""
        here = self.table.current_key()
        return next((row for row in self._rows if self._key(row) == here), None)

    def reload(self) -> None:
        raise NotImplementedError

    def fit(self) -> None:
        """The rows are others, or the keyboard is on another: which buttons can be pressed."""

    def show_rows(self, rows: Sequence[R]) -> None:
        self._rows = tuple(rows)
        self._list(self._rows)

    def go_to(self, row: R) -> None:
        """Put the keyboard on a row that was saved, now or once it has been read."""
        key = self._key(row)
        self._wished = None if self.table.go_to_key(key) else key

    def _list(self, rows: Sequence[R]) -> None:
        self.model.set_rows(rows)
        if self._wished is not None and self.table.go_to_key(self._wished):
            self._wished = None
        if rows and self.table.current_key() is None:
            self.table.go_to(0)
        self._fit()

    def ask(self, sheet: CardSheet[D], act: Callable[[Unit, D], R], saved: Callable[[R], object]) -> None:
        """Open the sheet; what it gives is saved, what refuses it is told in it."""

        def done(row: R) -> None:
            sheet.accept()
            saved(row)

        sheet.given.connect(
            lambda given, _: self.context.write(self, lambda unit: act(unit, given), done, sheet.refuse)
        )
        sheet.open()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if changes.tables & self.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _fit(self) -> None:
        """A button that goes dead under the keyboard gives it to the list: the next button does something else."""
        here = self.window().focusWidget()  # also while a dialog is in front
        self.fit()
        if here in self.buttons and not here.isEnabled():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in self.spare:
            self.table.setColumnHidden(self.model.column_number(column), event.size().width() < _NARROW)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        for shown in self.buttons:
            head.addWidget(shown)
        head.addStretch(1)
        note = role_label("muted")
        note.setWordWrap(True)
        self.context.language.bind(note.setText, self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(note)
