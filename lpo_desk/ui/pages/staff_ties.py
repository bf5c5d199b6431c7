"""What the officer oversees of the staff: who is which customer, and who opened records of the staff."""

from collections.abc import Hashable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.staff import TieLine, TieLookUp
from lpo_desk.services import ties
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table

LOOKED_BACK = timedelta(days=90)

_TIES = (
    Column[TieLine]("staff_ties.user", lambda row: row.user, width=170),
    Column[TieLine]("field.customer_number", lambda row: row.number, width=130),
    Column[TieLine]("field.staff_tie", lambda row: row.tie, width=200, stretch=True),
)
_LOOK_UPS = (
    Column[TieLookUp]("staff_ties.at", lambda row: row.at, width=150),
    Column[TieLookUp]("staff_ties.reader", lambda row: row.user, width=150),
    Column[TieLookUp]("field.customer_number", lambda row: row.number, width=130),
    Column[TieLookUp]("staff_ties.whose", lambda row: row.tie or row.colleague, width=190, stretch=True),
    Column[TieLookUp]("staff_ties.why", lambda row: row.purpose, width=150),
)

Read = tuple[tuple[TieLine, ...], tuple[TieLookUp, ...]]


class StaffTiesPage(Page):
    """Enter on a line opens the customer, as supervision."""

    title = "staff_ties.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._lines: tuple[TieLine, ...] = ()
        self._look_ups: tuple[TieLookUp, ...] = ()
        self.bar = MessageBar(language)
        self.remove = button(language, "staff_ties.remove")
        self.ties = RowModel[TieLine](_TIES, _key, language, self)
        self.look_ups = RowModel[TieLookUp](
            _LOOK_UPS, lambda row: (row.at, row.user, row.party_id, row.colleague), language, self
        )
        self.table = self._table("staff_ties", self.ties, "staff_ties.title", "staff_ties.none")
        self.log = self._table(
            "staff_look_ups", self.look_ups, "staff_ties.look_ups", "staff_ties.no_look_ups"
        )
        self._lay_out()
        self.remove.clicked.connect(self.remove_tie)
        self.table.current_changed.connect(lambda _: self._fit())
        self.table.opened.connect(lambda key: self._open(key[1]))
        self.log.opened.connect(lambda key: self._open(key[2]))
        context.actions.claim("refresh", self, self.reload)

    @property
    def chosen(self) -> TieLine | None:
        key = self.table.current_key()
        return next((line for line in self._lines if _key(line) == key), None)

    def reload(self) -> None:
        def ask(unit: Unit) -> Read:
            return ties.of_staff(unit), ties.look_ups(unit, unit.at - LOOKED_BACK)

        self.context.read(self, ask, self._take, latest="staff_ties")

    def remove_tie(self) -> None:
        """Asks first: from then on the user can handle that customer's matters."""
        line = self.chosen
        if line is None:
            return
        question = Question(
            "staff_ties.remove_title",
            "staff_ties.remove_note",
            "staff_ties.remove_question",
            "staff_ties.remove_do",
            (("user", line.user), ("number", line.number)),
        )
        dialog = ConfirmDialog(question, self.context.language, self.context.window)
        dialog.confirmed.connect(lambda: self._remove(line))
        dialog.open()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if "account_party" in changes.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _remove(self, line: TieLine) -> None:
        self.context.write(
            self,
            lambda unit: ties.remove(unit, line.account_id, line.party_id),
            lambda _: self.bar.tell(Kind.SUCCESS, "staff_ties.removed", seconds=10),
        )

    def _open(self, party_id: int) -> None:
        self.context.open_card(party_id, purpose=Purpose.SUPERVISION)

    def _take(self, read: Read) -> None:
        self._lines, self._look_ups = read
        self.ties.set_rows(self._lines)
        self.look_ups.set_rows(self._look_ups)
        for table, rows in ((self.table, self._lines), (self.log, self._look_ups)):
            if rows and table.current_key() is None:
                table.go_to(0)
        self._fit()

    def _fit(self) -> None:
        self.remove.setEnabled(self.chosen is not None)

    def _table(self, name: str, model: RowModel[Any], title: str, empty: str) -> Table:
        return Table(name, model, self.context.language, title=title, empty=empty, memory=self.context.memory)

    def _lay_out(self) -> None:
        language = self.context.language
        head = QHBoxLayout()
        head.addWidget(self.remove)
        head.addStretch(1)
        note, heading = role_label("muted"), role_label("heading")
        note.setWordWrap(True)
        language.bind(note.setText, "staff_ties.note")
        language.bind(heading.setText, "staff_ties.look_ups")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addWidget(note)
        column.addLayout(head)
        column.addWidget(self.table, 2)
        column.addWidget(heading)
        column.addWidget(self.log, 3)


def _key(line: TieLine) -> Hashable:
    return line.account_id, line.party_id
