"""What a user tells of himself: which customer he is, and who of the customers is close to him."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.staff import StaffTie, TieLine
from lpo_desk.services import ties
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.recovery import FormDialog
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import ComboBox, make_room, role_label

if TYPE_CHECKING:
    from lpo_desk.ui.context import Context


class OwnRecords(FormDialog):
    """Enter tells the number; the sheet stays open for the next one. Only the officer takes one away."""

    def __init__(self, context: "Context", parent: QWidget) -> None:
        super().__init__("own.title", "own.declare", context.runner, context.language, parent)
        self._context = context
        note, label = role_label("muted"), role_label("label")
        note.setWordWrap(True)
        self.told = role_label("text")
        self.told.setWordWrap(True)
        self.number = Entry("field.customer_number", context.language)
        self.number.edit.setMaxLength(20)
        self.tie = ComboBox()
        label.setBuddy(self.tie)
        self._lines: tuple[TieLine, ...] = ()
        for widget in (note, self.told, self.number, label, self.tie):
            self.column.addWidget(widget)
        context.language.bind(note.setText, "own.note")
        context.language.bind(label.setText, "own.tie_question")
        context.language.bind(self.tie.setAccessibleName, "own.tie_question")
        context.language.bind(self.cancel.setText, "common.close")
        context.language.follow(self, self._show)
        assign_window_mnemonics(self)
        self.number.edit.setFocus()
        self._read()

    def submit(self) -> None:
        number, tie = self.number.text.strip(), self.tie.value()
        if not number:
            self.number.refuse(UserError("own.number_missing"))
        elif isinstance(tie, StaffTie) and self.commit.isEnabled():
            self.commit.setDisabled(True)
            self._context.write(
                self, lambda unit: ties.declare(unit, number, tie), lambda _: self._done(), self._failed
            )

    def _done(self) -> None:
        self.commit.setDisabled(False)
        self.number.edit.clear()
        self.number.edit.setFocus()
        announce(self.number.edit, self._language.text("own.declared"))
        self._read()

    def _failed(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        if not isinstance(error, UserError):
            raise error
        self.number.refuse(error)

    def _read(self) -> None:
        self._context.read(self, ties.mine, self._take)

    def _take(self, lines: tuple[TieLine, ...]) -> None:
        self._lines = lines
        self._show()

    def _show(self) -> None:
        words = self._language.text
        self.tie.set_choices((tie, words(f"own.tie_{tie.value}")) for tie in StaffTie)
        said = "\n".join(f"{line.number}: {words(f'own.tie_{line.tie.value}')}" for line in self._lines)
        self.told.setText(said or words("own.none_told"))
        make_room(self)
