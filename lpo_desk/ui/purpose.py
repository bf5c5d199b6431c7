"""The one-key question before a customer is opened: why (architecture.md rule 4)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.audit import Purpose
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.inputs import role_label


class PurposeDialog(QDialog):
    """Digits 1 to 7 answer at once, Enter takes the last answer again. `chosen` carries the Purpose."""

    chosen = Signal(object)

    def __init__(self, language: Language, last: Purpose, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self._buttons = {purpose: QPushButton() for purpose in Purpose}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(7)
        heading, note = role_label("heading"), role_label("muted")
        note.setWordWrap(True)
        column.addWidget(heading)
        column.addWidget(note)
        for purpose, button in self._buttons.items():
            button.setAutoDefault(False)
            button.setDefault(purpose is last)
            button.setStyleSheet("text-align: left;")
            button.clicked.connect(lambda _=False, purpose=purpose: self._choose(purpose))
            column.addWidget(button)
        self._buttons[last].setFocus()
        language.bind(self.setWindowTitle, "main.purpose_title")
        language.bind(heading.setText, "main.purpose_question")
        language.bind(note.setText, "main.purpose_note")
        language.follow(self, self._reword)
        self.setFixedWidth(380)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(self._buttons):
            self._choose(tuple(self._buttons)[place])
        else:
            super().keyPressEvent(event)

    def _choose(self, purpose: Purpose) -> None:
        self.accept()
        self.chosen.emit(purpose)

    def _reword(self) -> None:
        for number, (purpose, button) in enumerate(self._buttons.items(), start=1):
            button.setText(f"{number}   {self._language.show(purpose)}")
