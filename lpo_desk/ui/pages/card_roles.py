"""Section 3 of the card: how others stand to this customer, and this customer to others."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card, RoleLine
from lpo_desk.domain.errors import UserError
from lpo_desk.services import relations
from lpo_desk.services.relations import SavedRole
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Facts, Panel
from lpo_desk.ui.pages.card_saving import Done
from lpo_desk.ui.pages.role_dialog import AddRoleDialog, EditRoleDialog, EndRoleDialog
from lpo_desk.ui.pages.role_list import role_columns, role_facts
from lpo_desk.ui.runner import tell


class RolesPanel(Panel):
    """Insert adds a role, F2 changes the one the keyboard is on, Delete gives it its last day, Enter opens the other
    party's card (`party_wished`). Past roles wait behind a button."""

    party_wished = Signal(int)
    editable = True

    def __init__(self, number: int, context: Context, access: Access) -> None:
        super().__init__(number, "card.section_roles", context.language)
        self._context, self._access = context, access
        self._card: Card | None = None
        self._with_past = False
        self.block = ListBlock(
            "card.roles",
            role_columns(context.language),
            lambda row: row.id,
            context.language,
            title="card.section_roles",
            empty="card.no_roles",
            memory=context.memory,
            spare="card.reached",
        )
        self.block.table.opened.connect(self._open_other)
        self.block.table.installEventFilter(self)
        self.block.table.set_menu(self._fill_menu)
        self.entered.connect(self._enter)
        self.past_button = QPushButton()
        self.past_button.setProperty("role", "link")
        self.past_button.setAutoDefault(False)
        self.past_button.clicked.connect(self._toggle_past)
        self.facts = Facts(context.language)
        self.block.table.current_changed.connect(lambda _: self._show_facts())
        self.body.addWidget(self.block)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.past_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_button = self.link("role_dialog.add_link")
        self.add_button.setToolTip("Insert")
        self.add_button.clicked.connect(self.add)
        self.add_button.setVisible(context.may(Right.EDIT_CUSTOMER))
        self.changes_something(self.add_button)
        context.language.changed.connect(self._show)

    @property
    def _may(self) -> bool:
        return self._context.may(Right.EDIT_CUSTOMER) and self.locked is None

    @property
    def line(self) -> RoleLine | None:
        """The role the keyboard is on."""
        key = self.block.table.current_key()
        rows = (*self._card.roles, *self._card.past_roles) if self._card else ()
        return next((row for row in rows if row.id == key), None)

    def show_card(self, card: Card) -> None:
        self._card = card
        self._show()

    def edit_here(self) -> None:
        """F2: the role the keyboard is on; with the keyboard on no role, a new one."""
        line = self.line if self.block.table.hasFocus() else None
        if line is None:
            self.add()
        else:
            self._edit(line)

    def add(self) -> None:
        """The dialog that adds a role."""
        if self._card is None or self._card.masked or not self._may:
            return
        dialog = AddRoleDialog(self._context, self._access, self._card)
        dialog.saved.connect(lambda saved: self._tell("role_dialog.added", saved))
        dialog.open()

    def end(self) -> None:
        """The dialog that gives the role its last day."""
        line = self.line
        if line is None or not self._may:
            return
        dialog = EndRoleDialog(self._context, line)

        def saved(done: SavedRole) -> None:
            dialog.accept()
            self._tell("role_dialog.ended", done)

        def refused(error: Exception) -> None:
            if isinstance(error, UserError):
                dialog.refuse(error)
            else:
                tell(self, error)

        dialog.given.connect(
            lambda last: self._access.write(
                lambda unit, ticket: relations.end(unit, ticket, line.id, line.relation, last), saved, refused
            )
        )
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert and self._may:
            self.add()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's own keys: Delete. Insert goes up to the panel by itself."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            self.end()
            return True
        return super().eventFilter(watched, event)

    def _edit(self, line: RoleLine) -> None:
        if self._card is None or not self._may:
            return
        dialog = EditRoleDialog(self._context, self._access, self._card, line)
        dialog.saved.connect(lambda saved: self._tell("role_dialog.changed", saved))
        dialog.removed.connect(lambda saved: self._tell("role_dialog.removed", saved))
        dialog.open()

    def _tell(self, key: str, saved: SavedRole) -> None:
        relation = saved.after or saved.before
        if saved.before == saved.after or relation is None:
            return
        said = self.language.text(
            key, role=self.language.text(relation.kind.term), until=relation.valid_to or ""
        )
        self.saved.emit(Done(said, lambda unit, ticket: relations.undo(unit, ticket, saved)))

    def _enter(self) -> None:
        """Enter on the section: into the list, or where there is none, the first role."""
        if self.block.table.cells.rowCount():
            if self.block.table.current_key() is None:
                self.block.table.go_to(0)
            self.block.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add()

    def _show(self) -> None:
        card = self._card
        if card is None:
            return
        past = card.past_roles
        self.block.set_rows((*card.roles, *(past if self._with_past else ())))
        self.past_button.setVisible(bool(past))
        key = "role_dialog.hide_past" if self._with_past else "role_dialog.show_past"
        self.past_button.setText(self.language.text(key, count=len(past)))
        self._show_facts()

    def _show_facts(self) -> None:
        """What the list has no room for, of the role the keyboard is on."""
        line = self.line
        self.facts.set_facts(role_facts(line, self.language) if line is not None else ())

    def _toggle_past(self) -> None:
        self._with_past = not self._with_past
        self._show()

    def _fill_menu(self, menu: QMenu) -> None:
        line = self.line
        if line is None or not self._may:
            return
        words = self.language.text
        menu.addAction(words("role_dialog.edit"), lambda: self._edit(line))
        menu.addAction(words("role_dialog.end_link"), self.end)

    def _open_other(self, role_id: object) -> None:
        line = self.line
        if line is not None and line.id == role_id:
            self.party_wished.emit(line.other_party_id)
