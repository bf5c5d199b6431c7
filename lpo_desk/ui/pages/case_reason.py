"""What is asked before a step aside: a reason in words, or a last look before something goes out."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets.editors import notes
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.wizards.kept_form import KeptForm

_WIDTH = 520
_MARGIN = 18


@dataclass(frozen=True)
class Question:
    """Term keys of what is asked; `values` fill those of the note."""

    title: str
    note: str
    label: str
    verb: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Reason:
    words: str = ""


class ReasonDialog(QDialog):
    """A sheet for a reason. Ctrl+Enter is its verb, Esc leaves the case as it is.

    `given` carries the words; who listens calls `accept()` when the step is done, or `refuse` to say beside the field
    why not.
    """

    given = Signal(str)

    def __init__(self, question: Question, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        note = role_label("muted")
        note.setWordWrap(True)
        self.form: KeptForm[Reason] = KeptForm(
            [Field("words", question.label, notes(4000, 5), required=True)],
            language,
            labels=Labels.ABOVE,
            parent=self,
        )
        self.form.open(Reason())
        self.form.left_by_escape.connect(self.reject)
        self.verb, self.cancel = QPushButton(), QPushButton()
        self.verb.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.reject)
        _lay_out(self, note, self.form, self.verb, self.cancel)
        self.verb.setDefault(True)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.submit)
        language.bind(self.setWindowTitle, question.title)
        language.bind(note.setText, question.note, **dict(question.values))
        language.bind(self.verb.setText, question.verb)
        language.bind(self.cancel.setText, "common.cancel")
        language.follow(self, lambda: assign_window_mnemonics(self))
        self.form.row("words").editor.select()

    def submit(self) -> None:
        if self.form.commit():
            self.given.emit(self.form.value().words)

    def refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.form.show_errors({"words": error})


class ConfirmDialog(QDialog):
    """One of the few confirmations of ux.md 2.9: names what will happen; the safe answer is the default.

    `confirmed` comes when the verb was pressed, and by nothing else.
    """

    confirmed = Signal()

    def __init__(self, question: Question, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading, note = role_label("heading"), role_label("text")
        for label in (heading, note):
            label.setWordWrap(True)
        self.verb, self.cancel = QPushButton(), QPushButton()
        self.verb.setProperty("role", "danger")
        self.verb.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        _lay_out(self, heading, note, self.verb, self.cancel)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        values = dict(question.values)
        language.bind(self.setWindowTitle, question.title)
        language.bind(heading.setText, question.label, **values)
        language.bind(note.setText, question.note, **values)
        language.bind(self.verb.setText, question.verb)
        language.bind(self.cancel.setText, "case_page.go_back")
        language.follow(self, lambda: assign_window_mnemonics(self))
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()


def _lay_out(
    dialog: QDialog, above: QWidget, content: QWidget, verb: QPushButton, cancel: QPushButton
) -> None:
    column, row = QVBoxLayout(dialog), QHBoxLayout()
    column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    column.setSpacing(11)
    column.addWidget(above)
    column.addWidget(content)
    row.addStretch(1)
    for button in (verb, cancel):
        button.setAutoDefault(False)
        row.addWidget(button)
    column.addLayout(row)
    dialog.setFixedWidth(_WIDTH)
