"""The second page of the role dialog: whose role it is, found while typing or made here."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from lpo_desk.domain.party import Flag, ListRow, RelationKind
from lpo_desk.domain.relations import RoleRefused
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.role import PersonEntry, person_fields
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.pages.role_pages import Role, side_of
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.search_box import SearchBox
from lpo_desk.ui.widgets.section_form import Labels
from lpo_desk.ui.widgets.step_dialog import StepPage
from lpo_desk.ui.widgets.table import Table
from lpo_desk.ui.wizards.kept_form import KeptForm


class WhoPage(StepPage):
    """Finding the other party while typing. Enter takes the marked row, Insert asks for somebody new in its place.

    `chosen` comes when the other party is known, `refused` carries why he cannot be, `turned` comes when the page asks
    for something else, `given_up` for Esc.
    """

    title = "role_dialog.step_who"
    chosen = Signal()
    refused = Signal(object)
    turned = Signal()
    given_up = Signal()

    def __init__(self, context: Context, role: Role) -> None:
        super().__init__()
        self._context, self._role = context, role
        self._asked, self._answered, self._enter = "", "", False
        language = context.language
        self.box = SearchBox(language, "role_dialog.search_prompt")
        self.box.asked.connect(self._ask)
        self.box.submitted.connect(self._submit)
        self.box.moved_down.connect(self._go_down)
        self._model = RowModel[ListRow](_columns(context), lambda row: row.party_id, language, self)
        self.table = Table(
            "role.found",
            self._model,
            language,
            title="search.results",
            empty="role_dialog.search_hint",
            parent=self,
        )
        self.table.opened.connect(self._take)
        self._note = role_label("muted")
        self._note.setWordWrap(True)
        self.new_button = QPushButton()
        self.new_button.setAutoDefault(False)
        self.new_button.clicked.connect(self.make_new)
        language.bind(self.new_button.setText, "role_dialog.new_person")
        self.new_button.setToolTip("Insert")
        self.person: KeptForm[PersonEntry] = KeptForm(
            person_fields(role.speaks), language, labels=Labels.ABOVE, columns=2
        )
        self.person.left_by_escape.connect(self.given_up)
        self.back_button = QPushButton()
        self.back_button.setProperty("role", "link")
        self.back_button.setAutoDefault(False)
        self.back_button.clicked.connect(self._search_again)
        language.bind(self.back_button.setText, "role_dialog.search_again")
        self._stack = QStackedWidget()
        self._stack.addWidget(_column(self.box, self.table, self._note, self.new_button))
        self._stack.addWidget(_column(self.person, self.back_button))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 11, 0)
        whole.addWidget(self._stack)

    @property
    def instruction(self) -> str:  # type: ignore[override]  # by what is asked
        """What to do, searching or telling who is new."""
        return "role_dialog.ask_person" if self.asks_for_new else "role_dialog.ask_who"

    @property
    def asks_for_new(self) -> bool:
        """Whether the page asks for somebody new, not for one of the register."""
        return self._stack.currentIndex() == 1

    def entered(self) -> None:
        """Somebody new can hold a role here; who is represented has a card of his own."""
        self.new_button.setVisible(self._may_be_new)
        self._stack.setCurrentIndex(1 if self._role.person is not None and self._may_be_new else 0)
        self._describe()

    def leave(self) -> bool:
        if self.asks_for_new:
            if not self.person.commit():
                return False
            self._role.other, self._role.person = None, self.person.value()
            return True
        row = self._model.row(self.table.currentIndex().row()) if self._model.rowCount() else None
        if self._role.other is None and row is not None:
            return self._accept(row)
        return self._role.other is not None

    def first(self) -> QWidget | None:
        if not self.asks_for_new:
            return self.box
        typed = [name for name in ("last_name", "first_names") if not self.person.typed(name)]
        return self.person.row(typed[0] if typed else "hetu").editor.widget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert and self._may_be_new and not self.asks_for_new:
            self.make_new()
        else:
            super().keyPressEvent(event)

    def make_new(self) -> None:
        """Ask for somebody the register does not know: the name begins with what was typed."""
        typed = self.box.text().strip()
        last, _, first = typed.partition(" ") if not any(map(str.isdigit, typed)) else ("", "", "")
        self.person.open(self._role.person or PersonEntry(last.capitalize(), first.title()))
        self._stack.setCurrentIndex(1)
        self.turned.emit()

    def take(self, row: ListRow) -> None:
        """Choose somebody who is known by another way than the list."""
        self._role.person, self._role.other = None, row

    def _search_again(self) -> None:
        self._role.person = None
        self._stack.setCurrentIndex(0)
        self.turned.emit()

    def _describe(self) -> None:
        key = "role_dialog.who_note" if self._may_be_new else "role_dialog.who_note_known"
        if self._answered and not self._model.rowCount():
            key = "role_dialog.nobody_found" if self._may_be_new else "role_dialog.nobody_found_known"
        self._context.language.bind(self._note.setText, key)

    @property
    def _may_be_new(self) -> bool:
        role = self._role
        return not role.outgoing or role.kind in (RelationKind.USER, RelationKind.PAYER)

    def _ask(self, text: str) -> None:
        from lpo_desk.services import search

        self._asked, self._enter = text, False
        self._role.other = self._role.person = None
        if not text:
            self._show(text, ())
            return
        self._context.read(
            self,
            lambda unit: search.find(unit, text),
            lambda found: self._show(text, found.rows),
            latest="role",
        )

    def _show(self, text: str, rows: Sequence[ListRow]) -> None:
        if text != self._asked:
            return
        self._answered = text
        self._model.set_rows(row for row in rows if row.party_id != self._role.party_id)
        if self._model.rowCount():
            self.table.go_to(0)
        self._describe()
        if self._enter:
            self._enter = False
            self._take_current()

    def _submit(self, text: str) -> None:
        """Enter in the box; it waits for the answer to what was typed."""
        if text == self._answered:
            self._take_current()
        else:
            self._enter = True

    def _go_down(self) -> None:
        if self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_current(self) -> None:
        row = self._model.row(max(self.table.currentIndex().row(), 0))
        if row is not None and self._accept(row):
            self.chosen.emit()

    def _take(self, key: object) -> None:
        row = next((row for row in self._model.rows if row.party_id == key), None)
        if row is not None and self._accept(row):
            self.chosen.emit()

    def _accept(self, row: ListRow) -> bool:
        """Whether he can have the role, as far as a list can tell; what it cannot is asked where it is saved."""
        role, found = self._role, side_of(row)
        ends = (role.mine, found) if role.outgoing else (found, role.mine)
        reason = role.why_not(*ends)
        if reason in ("relation.birth_missing", "relation.other_estate") and role.outgoing:
            reason = None
        if reason is not None:
            self.refused.emit(RoleRefused(reason))
            return False
        role.person, role.other = None, row
        return True


def _column(*parts: QWidget) -> QWidget:
    """Parts under each other; the list takes what room there is, buttons no more than they need."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(7)
    for part in parts:
        if isinstance(part, QPushButton):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(part, 1 if isinstance(part, Table) else 0)
    if not any(isinstance(part, Table) for part in parts):
        column.addStretch(1)
    return page


def _columns(context: Context) -> tuple[Column[ListRow], ...]:
    words = context.language.text

    def name(row: ListRow) -> str:
        return words("card.hidden_person") if Flag.PROTECTED in row.flags else row.name

    return (
        Column("search.number", lambda row: row.number, width=95),
        Column("customer.name", name, width=240, stretch=True, hint=name),
        Column("search.town", lambda row: row.town, width=160),
    )
