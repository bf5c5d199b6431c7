"""Giving a draft up: with a reason, so that no request vanishes unseen (architecture.md rule 13)."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.case import DiscardReason
from lpo_desk.services import drafts
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.inputs import role_label


class DiscardDialog(QDialog):
    """One reason, one press: digits answer at once. Esc keeps the draft. `chosen` carries the DiscardReason."""

    chosen = Signal(object)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self._buttons = {reason: QPushButton() for reason in DiscardReason}
        heading, note = role_label("heading"), role_label("muted")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(7)
        column.addWidget(heading)
        column.addWidget(note)
        for reason, button in self._buttons.items():
            button.setAutoDefault(False)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, reason=reason: self._choose(reason))
            column.addWidget(button)
        keep = QPushButton()
        keep.setAutoDefault(False)
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(0, 11, 0, 0)
        row.addStretch(1)
        row.addWidget(keep)
        column.addLayout(row)
        language.bind(self.setWindowTitle, "request_wizard.discard")
        language.bind(heading.setText, "request_wizard.discard_why")
        language.bind(note.setText, "request_wizard.discard_note")
        language.bind(keep.setText, "request_wizard.discard_not")
        language.follow(self, self._reword)
        keep.setFocus()
        self.setFixedWidth(420)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(self._buttons):
            self._choose(tuple(self._buttons)[place])
        else:
            super().keyPressEvent(event)

    def _choose(self, reason: DiscardReason) -> None:
        self.accept()
        self.chosen.emit(reason)

    def _reword(self) -> None:
        for number, (reason, button) in enumerate(self._buttons.items(), start=1):
            button.setText(f"{number}   {self._language.show(reason)}")


def ask_discard(context: Context, key: UUID) -> DiscardDialog:
    """Ask why, then give the draft up and say so."""

    def discard(reason: DiscardReason) -> None:
        context.write(
            context,
            lambda unit: drafts.discard(unit, key, reason),
            lambda _: context.message(Kind.INFO, "request_wizard.discarded", seconds=10),
        )

    dialog = DiscardDialog(context.language, context.window)
    dialog.chosen.connect(discard)
    dialog.open()
    return dialog
