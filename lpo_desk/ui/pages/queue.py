"""The officer's queue: which request must be answered first (ux.md S5). Clerks see their own office's."""

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from lpo_desk.domain.case import CaseRow
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.deadlines import Urgency
from lpo_desk.domain.errors import UserError
from lpo_desk.services import cases
from lpo_desk.ui.context import Context
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.urgency import case_status, due_status
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.calm import Calm
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table


class QueuePage(Page):
    """Enter opens the case of the row; Ctrl+Enter the one that is due first, from wherever the keyboard is."""

    title = "queue.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[CaseRow, ...] = ()
        self._begins = False
        self._bar = MessageBar(context.language)
        self._summary = role_label("muted")
        self._model = RowModel[CaseRow](
            _columns(context.language), lambda row: row.case_id, context.language, self
        )
        self.filter, self._filter_label = ComboBox(), role_label("label")
        self.table = Table(
            "queue",
            self._model,
            context.language,
            title="queue.title",
            empty="queue.empty",
            memory=context.memory,
        )
        self.calm = Calm(context.language)
        self._stack = QStackedWidget()
        self._lay_out()
        self.filter.activated.connect(lambda _: self.reload())
        self.table.opened.connect(self._open)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.open_first)
        context.actions.claim("refresh", self, self.reload)
        context.actions.claim("find_in_list", self, self.filter.setFocus)
        context.language.bind(self._filter_label.setText, "queue.show")
        context.language.bind(self.filter.setAccessibleName, "queue.show")
        context.language.follow(self, self._reword)
        self.reload()

    @property
    def rows(self) -> tuple[CaseRow, ...]:
        """The requests that are shown."""
        return self._rows

    def reload(self) -> None:
        open_only = self.filter.value() != "all"
        self.context.read(
            self, lambda unit: cases.queue(unit, open_only=open_only), self._take, latest="queue"
        )

    def open_first(self) -> None:
        """The most urgent open case, whatever order the list is in."""
        first = next((row for row in self._rows if row.urgency is not Urgency.CLOSED), None)
        if first is not None:
            self.context.open_case(first.case_id)

    def tell_error(self, error: UserError) -> None:
        self._bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if changes.cases:
            self.reload()

    def activated(self) -> None:
        self.reload()  # days pass and other desks work

    def focus_first(self) -> None:
        self._begins = self._model.rowCount() == 0
        (self.filter if self._begins else self.table).setFocus()

    def _take(self, rows: tuple[CaseRow, ...]) -> None:
        self._rows = rows
        self._model.set_rows(rows)
        if rows and self.table.current_key() is None:
            self.table.go_to(0)
        self._stack.setCurrentWidget(self.table if rows else self.calm)
        if not rows:
            self.calm.say("success", "queue.empty", "queue.empty_text")
        elif self._begins and self.filter.hasFocus():
            self.table.setFocus()  # the page came to the front before its rows did
        self._begins = False
        self._describe()

    def _open(self, case_id: Hashable) -> None:
        if isinstance(case_id, int):
            self.context.open_case(case_id)

    def _reword(self) -> None:
        words = self.context.language.text
        self.filter.set_choices([("open", words("queue.open")), ("all", words("queue.all"))])
        self._describe()

    def _describe(self) -> None:
        said = self.context.language.text("queue.summary", **counts(self._rows))
        if said != self._summary.text():
            self._summary.setText(said)
            announce(self._summary, said)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(3, 0, 3, 0)
        head.setSpacing(GAP)
        self._filter_label.setBuddy(self.filter)
        head.addWidget(self._filter_label)
        head.addWidget(self.filter)
        self._summary.setWordWrap(True)  # beside the filter in a narrow window too
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._summary, 1)
        self._stack.addWidget(self.calm)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self._bar)
        column.addLayout(head)
        column.addWidget(self._stack, 1)


def counts(rows: Sequence[CaseRow]) -> dict[str, int]:
    """How many open cases there are of each urgency, by the urgency's name; `open` is their sum."""
    found = {urgency.value: sum(row.urgency is urgency for row in rows) for urgency in Urgency}
    del found[Urgency.CLOSED.value]
    return {"open": sum(found.values()), **found}


def _columns(language: Language) -> tuple[Column[CaseRow], ...]:
    def state(row: CaseRow) -> str:
        return language.show(row.resolution or row.status)

    def state_in_full(row: CaseRow) -> str:
        told = case_status(row)
        return language.text(told.word, **dict(told.values))

    def kind(row: CaseRow) -> str:
        return ", ".join(language.text(f"queue_kind.{right.value}") for right in row.rights)

    def kind_in_full(row: CaseRow) -> str:
        return language.show(row.rights)

    return (
        Column("request.case_number", lambda row: row.number, width=102),
        Column(
            "queue.due",
            lambda row: row.due.deadline.legal,
            width=240,
            status=due_status,
            sort=lambda row: row.due.stopped or row.due.deadline.legal,
        ),
        Column("queue.person", lambda row: row.person, width=180, stretch=True),
        Column("request.status", state, width=212, status=case_status, sort=state, hint=state_in_full),
        Column("queue.received", lambda row: row.received_on, width=92),
        Column("queue.handler", lambda row: row.handler or "–", width=100),
        Column("queue.kind", kind, width=172, hint=kind_in_full),
    )
