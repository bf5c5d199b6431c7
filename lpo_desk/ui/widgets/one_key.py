"""Asking something that one key answers: why a customer is opened, a secret shown, a draft given up."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.labels import Labelled
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.inputs import role_label


@dataclass(frozen=True)
class OneKeyQuestion:
    """Term keys. `leave`: of a button that answers nothing, as Esc does; "" for none."""

    title: str
    heading: str
    note: str
    leave: str = ""


class OneKeyDialog(QDialog):
    """A digit answers at once. Enter takes what the keyboard is on: first the proposed answer; where none is proposed
    Enter alone does nothing. `chosen` carries the member of the enumeration."""

    chosen = Signal(object)

    def __init__(
        self,
        language: Language,
        question: OneKeyQuestion,
        answers: type[Labelled],
        parent: QWidget,
        *,
        proposed: Labelled | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 18, 18, 18)
        self._column.setSpacing(7)
        for role, key in (("heading", question.heading), ("muted", question.note)):
            label = role_label(role)
            label.setWordWrap(True)
            language.bind(label.setText, key)
            self._column.addWidget(label)
        self._buttons = {answer: self._answer(answer) for answer in answers}
        if question.leave:
            self._add_leave(question.leave)
        if proposed is None:
            self.setFocus()  # on no button
        else:
            self._buttons[proposed].setDefault(True)
            self._buttons[proposed].setFocus()
        language.bind(self.setWindowTitle, question.title)
        language.follow(self, self._reword)
        self.setFixedWidth(400)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place, here = event.key() - Qt.Key.Key_1, self.focusWidget()
        if 0 <= place < len(self._buttons):
            self._choose(tuple(self._buttons)[place])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(here, QPushButton):
            here.click()
        else:
            super().keyPressEvent(event)

    def _answer(self, answer: Labelled) -> QPushButton:
        button = self._button()
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(lambda: self._choose(answer))
        self._column.addWidget(button)
        return button

    def _add_leave(self, key: str) -> None:
        button = self._button()
        button.clicked.connect(self.reject)
        self._column.addSpacing(7)
        self._column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._language.bind(button.setText, key)

    def _button(self) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.setProperty(NO_KEY, True)  # digits, Enter and Esc do it
        return button

    def _choose(self, answer: Labelled) -> None:
        self.accept()
        self.chosen.emit(answer)

    def _reword(self) -> None:
        for number, (answer, button) in enumerate(self._buttons.items(), start=1):
            button.setText(f"{number}   {self._language.show(answer)}")
