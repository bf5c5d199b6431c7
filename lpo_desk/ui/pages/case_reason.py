"""What is asked before a step aside: a reason in words, or a last look before something goes out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets.editors import day, notes
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.wizards.kept_form import KeptForm

_WIDTH = 520
_MARGIN = 18


@dataclass(frozen=True)
class Question:
    """Term keys of what is asked; `values` fill those of the note.

    label: of the words, "" where a day alone is asked. needs_words: whether the step is refused without them.
    day: label of the day that is asked too, "" where none is; day_faults: errors that are said beside it; start: the
    day that stands there at first, None for today.
    """

    title: str
    note: str
    label: str
    verb: str
    values: tuple[tuple[str, object], ...] = ()
    day: str = ""
    day_faults: frozenset[str] = frozenset()
    needs_words: bool = True
    start: date | None = None


@dataclass(frozen=True)
class Reason:
    """`on`: the day, where one was asked."""

    words: str = ""
    on: date | None = None


class ReasonDialog(Dialog):
    """A sheet for a reason, and for the day where the question has one. Ctrl+Enter is its verb, Esc leaves the case.

    `given` carries the Reason; who listens calls `accept()` when the step is done, or `refuse` to say beside the field
    why not.
    """

    given = Signal(object)

    def __init__(
        self, question: Question, language: Language, parent: QWidget, today: Callable[[], date]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._day_faults, self._says = question.day_faults, "words" if question.label else "on"
        note = role_label("muted")
        note.setWordWrap(True)
        fields = [Field("on", question.day, day(today), required=True)] if question.day else []
        if question.label:
            fields.append(Field("words", question.label, notes(4000, 5), required=question.needs_words))
        self.form: KeptForm[Reason] = KeptForm(fields, language, labels=Labels.ABOVE, parent=self)
        self.form.open(Reason(on=question.start or today()))
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
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))
        self.form.row(fields[0].name).editor.select()

    def submit(self) -> None:
        if self.form.commit():
            self.given.emit(self.form.value())

    def refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.form.show_errors({"on" if error.key in self._day_faults else self._says: error})


class ConfirmDialog(Dialog):
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
