"""Asking why a secret is shown: one key, logged before anything is seen (architecture.md rule 4)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.audit import RevealReason
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.inputs import role_label


class ReasonDialog(QDialog):
    """A digit answers at once. No reason is proposed: it is what the customer is told. `chosen` carries it."""

    chosen = Signal(object)

    def __init__(self, language: Language, question: str, parent: QWidget) -> None:
        """`question`: the term of what is to be shown."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self._buttons = {reason: QPushButton() for reason in RevealReason}
        heading, note, cancel = role_label("heading"), role_label("muted"), QPushButton()
        for label in (heading, note):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(7)
        column.addWidget(heading)
        column.addWidget(note)
        for reason, button in self._buttons.items():
            button.setAutoDefault(False)
            button.setProperty(NO_KEY, True)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, reason=reason: self._choose(reason))
            column.addWidget(button)
        cancel.setAutoDefault(False)
        cancel.setProperty(NO_KEY, True)
        cancel.clicked.connect(self.reject)
        column.addSpacing(7)
        column.addWidget(cancel, 0, Qt.AlignmentFlag.AlignRight)
        language.bind(self.setWindowTitle, question)
        language.bind(heading.setText, question)
        language.bind(note.setText, "card.reason_note")
        language.bind(cancel.setText, "common.cancel")
        language.follow(self, self._reword)
        self.setFixedWidth(400)
        self.setFocus()  # on no button, so that Enter alone gives no reason

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place, here = event.key() - Qt.Key.Key_1, self.focusWidget()
        if 0 <= place < len(self._buttons):
            self._choose(tuple(self._buttons)[place])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(here, QPushButton):
            here.click()
        else:
            super().keyPressEvent(event)

    def _choose(self, reason: RevealReason) -> None:
        self.accept()
        self.chosen.emit(reason)

    def _reword(self) -> None:
        for number, (reason, button) in enumerate(self._buttons.items(), start=1):
            button.setText(f"{number}   {self._language.show(reason)}")
