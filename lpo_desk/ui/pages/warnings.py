"""What the import left out, customer by customer, to be settled one by one."""

from collections.abc import Hashable

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.services import warnings
from lpo_desk.services.warnings import WaitingWarning, WorkList
from lpo_desk.ui.context import Context
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.warning_queue import warning_queue
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.calm import Calm
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table


class WarningsPage(Page):
    """Enter opens the customer at the warning; there Ctrl+Enter settles it and goes to the next."""

    title = "warnings.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._list = WorkList((), ())
        self._begins = False
        self.bar = MessageBar(context.language)
        self.filter, label, self._note = ComboBox(), role_label("label"), role_label("muted")
        self._model = RowModel[WaitingWarning](_columns(context), lambda row: row.id, context.language, self)
        self.table = Table(
            "warnings",
            self._model,
            context.language,
            title="warnings.title",
            empty="warnings.empty",
            memory=context.memory,
        )
        self.calm = Calm(context.language)
        self._stack = QStackedWidget()
        for part in (self.calm, self.table):
            self._stack.addWidget(part)
        label.setBuddy(self.filter)
        self._note.setWordWrap(True)
        head = QHBoxLayout()
        head.setContentsMargins(3, 0, 3, 0)
        head.setSpacing(GAP)
        head.addWidget(label)
        head.addWidget(self.filter)
        head.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        context.language.bind(label.setText, "warnings.filter")
        context.language.bind(self.filter.setAccessibleName, "warnings.filter")
        context.language.bind(self._note.setText, "warnings.note")
        context.language.follow(self, self._reword)
        context.actions.claim("refresh", self, self.reload)
        context.actions.claim("find_in_list", self, self.filter.setFocus)
        self.filter.activated.connect(lambda _: self.reload())
        self.table.opened.connect(self._open)
        self.reload()

    def reload(self) -> None:
        chosen = self.filter.value()
        reason = chosen if isinstance(chosen, str) and chosen else None
        self.context.read(self, lambda unit: warnings.work_list(unit, reason), self._take, latest="warnings")

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if "import_warning" in changes.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()

    def focus_first(self) -> None:
        self._begins = self._model.rowCount() == 0
        (self.filter if self._begins else self.table).setFocus()

    def _take(self, found: WorkList) -> None:
        self._list = found
        self._reword()
        self._model.set_rows(found.rows)
        if found.rows and self.table.current_key() is None:
            self.table.go_to(0)
        self._stack.setCurrentWidget(self.table if found.rows else self.calm)
        if not found.rows:
            self.calm.say("success", "warnings.empty", "warnings.empty_text")
        elif self._begins and self.filter.hasFocus():
            self.table.setFocus()  # the page came to the front before its rows did
        self._begins = False

    def _open(self, warning_id: Hashable) -> None:
        """The customer of the row, and the list from there on in the order it is seen."""
        shown = [self._model.row(number) for number in range(self._model.rowCount())]
        rows = tuple(row for row in shown if row is not None)
        place = next((n for n, row in enumerate(rows) if row.id == warning_id), None)
        if place is not None:
            warning_queue(self.context).keep((*rows[place:], *rows[:place]))
            self.context.open_card(rows[place].party_id)

    def _reword(self) -> None:
        words = self.context.language.text
        everything = sum(count for _, count in self._list.counts)
        self.filter.set_choices(
            [
                ("", words("warnings.all", count=everything)),
                *(
                    (reason, words("warnings.one", reason=words(f"import_reason.{reason}"), count=count))
                    for reason, count in self._list.counts
                ),
            ]
        )


def _columns(context: Context) -> tuple[Column[WaitingWarning], ...]:
    words = context.language.text
    return (
        Column("customer.number", lambda row: row.number, width=130),
        Column("customer.name", lambda row: row.name or words("card.hidden_person"), width=220),
        Column("field.old_field", lambda row: row.column, width=200),
        Column("warnings.reason", lambda row: words(f"import_reason.{row.reason}"), width=260, stretch=True),
    )
