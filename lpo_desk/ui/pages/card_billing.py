"""Section 5 of the card: how the customer is billed, what he pays with, and how far collection has come."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card
from lpo_desk.domain.collecting import CollectionLine, ReferenceLine
from lpo_desk.domain.party import PartyKind
from lpo_desk.domain.sections import Section
from lpo_desk.services import collection, references
from lpo_desk.services.collection import SavedStage
from lpo_desk.services.references import SavedReference
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.billing import (
    ReferenceEntry,
    StageEntry,
    reference_fields,
    stage_fields,
)
from lpo_desk.ui.forms.customer import CustomersLanguage, Today
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.pages.billing_lists import StageRow, reference_columns, stage_columns, stage_rows
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_form import FormPanel
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_saving import Done
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.one_form import OneFormDialog


class BillingPanel(FormPanel):
    """F2 edits the form, or with the keyboard in a list what it is on; Insert adds to the list, Delete takes a
    reference away. Collection shows and changes only for those who may."""

    editable = True

    def __init__(
        self,
        number: int,
        kind: PartyKind,
        context: Context,
        access: Access,
        today: Today,
        speaks: CustomersLanguage,
    ) -> None:
        sees = context.may(Right.SEE_BILLING)
        may_edit = sees and context.may(Right.EDIT_CUSTOMER)
        super().__init__(number, Section.BILLING, kind, context.language, today, speaks, may_edit=may_edit)
        self._context, self._access, self._today = context, access, today
        self._sees, self._sees_collection = sees, context.may(Right.SEE_COLLECTION)
        self._may_collect = context.may(Right.EDIT_COLLECTION)
        self._card: Card | None = None
        language = context.language
        self.references = self._list("references", reference_columns(language), "billing.no_references")
        self.stages = self._list("collection", stage_columns(language), "billing.no_collection")
        self.add_button = self._head_button("billing.add_reference", self.add_reference)
        self.stage_button = self._head_button("billing.open_collection", self.add_stage)
        self.close_button = self._head_button("billing.close_collection", self.close_case)
        self.changes_something(self.add_button, self.stage_button, self.close_button)
        self._lists = QWidget()
        column = QVBoxLayout(self._lists)
        column.setContentsMargins(0, 7, 0, 0)
        column.setSpacing(5)
        column.addLayout(self._head("billing.references", self.add_button))
        column.addWidget(self.references)
        column.addSpacing(7)
        column.addLayout(self._head("billing.collection", self.close_button, self.stage_button))
        column.addWidget(self.stages)
        self._no_collection = role_label("muted")
        language.bind(self._no_collection.setText, "billing.collection_not_seen")
        self._no_right = role_label("muted")
        language.bind(self._no_right.setText, "billing.not_seen")
        for label in (self._no_collection, self._no_right):
            label.setWordWrap(True)
        column.addWidget(self._no_collection)
        self.body.addWidget(self._lists)
        self.body.addWidget(self._no_right)
        self.add_button.setVisible(may_edit)  # in the panel by now: alone it would be a window
        self.stages.setVisible(self._sees_collection)
        self._no_collection.setVisible(not self._sees_collection)
        self._no_right.setVisible(not sees)
        self.references.table.opened.connect(lambda _: self._edit_reference())
        self.stages.table.opened.connect(lambda _: self.add_stage())
        for block in (self.references, self.stages):
            block.table.installEventFilter(self)

    def show_card(self, card: Card) -> None:
        self._card = card
        self.references.set_rows(card.references)
        self.stages.set_rows(stage_rows(card.collection))
        self.stages.setVisible(self._sees_collection)
        running = self._running is not None
        self.stage_button.setVisible(self._may_collect)
        self.close_button.setVisible(self._may_collect and running)
        key = "billing.next_stage" if running else "billing.open_collection"
        self.language.bind(self.stage_button.setText, key)
        self.hide_values(self._context.masked)

    def hide_values(self, masked: bool) -> None:
        """Hide the lists too; who has no right to the section sees neither."""
        super().hide_values(masked)
        if not self._sees:
            self.form.hide()
            self._masked.hide()
        self._lists.setVisible(self._sees and not masked)

    def edit_here(self) -> None:
        """F2: the reference or the case the keyboard is on, else the form."""
        if self.references.table.hasFocus():
            self._edit_reference()
        elif self.stages.table.hasFocus():
            self.add_stage()
        else:
            self.edit_wished.emit("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The lists' own keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            at_references = watched is self.references.table
            if event.key() == Qt.Key.Key_Insert and (at_references or watched is self.stages.table):
                (self.add_reference if at_references else self.add_stage)()
                return True
            if event.key() == Qt.Key.Key_Delete and at_references:
                self._remove_reference()
                return True
        return super().eventFilter(watched, event)

    # Payment references

    def add_reference(self) -> None:
        """The dialog that adds a reference number."""
        if not self._may_edit or self.locked is not None:
            return
        dialog = self._reference_dialog("billing.add_reference", ReferenceEntry())

        def add(entry: ReferenceEntry) -> None:
            self._access.write(
                lambda unit, ticket: references.add(unit, ticket, entry.reference, entry.source),
                lambda saved: self._reference_saved(dialog, "billing.reference_added", saved),
                dialog.refuse,
            )

        dialog.filled.connect(add)
        dialog.open()

    def _edit_reference(self) -> None:
        line = self._reference
        if line is None or not self._may_edit or self.locked is not None:
            return
        base = line.reference
        entry = ReferenceEntry(base.number, base.description, line.came.source)
        dialog = self._reference_dialog("billing.edit_reference", entry)

        def save(entry: ReferenceEntry) -> None:
            self._access.write(
                lambda unit, ticket: references.save(
                    unit, ticket, line.id, base, entry.reference, entry.source
                ),
                lambda saved: self._reference_saved(dialog, "billing.reference_saved", saved),
                dialog.refuse,
            )

        dialog.filled.connect(save)
        dialog.open()

    def _remove_reference(self) -> None:
        line = self._reference
        if line is not None and self._may_edit and self.locked is None:
            self._access.write(
                lambda unit, ticket: references.remove(unit, ticket, line.id, line.reference),
                lambda saved: self._reference_saved(None, "billing.reference_removed", saved),
            )

    def _reference_dialog(self, title: str, entry: ReferenceEntry) -> OneFormDialog[ReferenceEntry]:
        return OneFormDialog(
            self._context,
            reference_fields(),
            entry,
            title=title,
            instruction="billing.ask_reference",
            commit="common.save",
        )

    def _reference_saved(
        self, dialog: OneFormDialog[ReferenceEntry] | None, key: str, saved: SavedReference
    ) -> None:
        if dialog is not None:
            dialog.accept()
        if saved.before != saved.after:
            said = self.language.text(key)
            self.saved.emit(Done(said, lambda unit, ticket: references.undo(unit, ticket, saved)))

    @property
    def _reference(self) -> ReferenceLine | None:
        key = self.references.table.current_key()
        rows = self._card.references if self._card else ()
        return next((row for row in rows if row.id == key), None)

    # Collection

    def add_stage(self) -> None:
        """The dialog that opens a case, or records the next stage of the running one."""
        if not self._may_collect or self.locked is not None:
            return
        case = self._running
        if case is None:
            self._ask_stage(
                StageEntry(on=self._today()),
                "billing.open_collection",
                "billing.ask_open",
                None,
                closing=False,
            )
        else:
            last = case.last
            entry = StageEntry(on=self._today(), amount=last.amount if last else None, agency=case.agency)
            self._ask_stage(entry, "billing.next_stage", "billing.ask_stage", case, closing=False)

    def close_case(self) -> None:
        """The dialog that closes the running case."""
        case = self._running
        if case is not None and self._may_collect and self.locked is None:
            entry = StageEntry(on=self._today(), amount=0)
            self._ask_stage(entry, "billing.close_collection", "billing.ask_close", case, closing=True)

    def _ask_stage(
        self, entry: StageEntry, title: str, instruction: str, case: CollectionLine | None, *, closing: bool
    ) -> None:
        dialog: OneFormDialog[StageEntry] = OneFormDialog(
            self._context,
            stage_fields(self._today, closing=closing),
            entry,
            title=title,
            instruction=instruction,
            commit="common.save",
        )

        def saved(done: SavedStage) -> None:
            dialog.accept()
            stage = self.language.text("billing.stage_closed" if closing else done.stage.state.term)
            said = self.language.text("billing.stage_saved", stage=stage)
            self.saved.emit(Done(said, lambda unit, ticket: collection.undo(unit, ticket, done)))

        def save(entry: StageEntry) -> None:
            if case is None:
                self._access.write(
                    lambda unit, ticket: collection.open(
                        unit, ticket, entry.stage, entry.source, entry.agency
                    ),
                    saved,
                    dialog.refuse,
                )
                return
            agency = None if closing else entry.agency
            self._access.write(
                lambda unit, ticket: collection.advance(
                    unit, ticket, case, entry.stage, entry.source, agency
                ),
                saved,
                dialog.refuse,
            )

        dialog.filled.connect(save)
        dialog.open()

    @property
    def _running(self) -> CollectionLine | None:
        cases = self._card.collection if self._card else ()
        return next((case for case in reversed(cases) if case.running), None)

    # Building

    def _list(self, name: str, columns: Sequence[Column[Any]], empty: str) -> ListBlock:
        return ListBlock(
            f"card.{name}",
            columns,
            _key,
            self.language,
            title=f"billing.{name}",
            empty=empty,
            memory=self._context.memory,
        )

    def _head(self, title: str, *buttons: QPushButton) -> QHBoxLayout:
        label = role_label("label")
        self.language.bind(label.setText, title)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        return row

    def _head_button(self, term: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        self.language.bind(button.setText, term)
        return button


def _key(row: ReferenceLine | StageRow) -> int:
    return row.id if isinstance(row, ReferenceLine) else row.line.id
