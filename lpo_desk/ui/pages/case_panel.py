"""What every next step of a case has: a title, what it means, something to answer, and one verb."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.errors import UserError
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import first_stop
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.wizards.kept_form import KeptForm

T = TypeVar("T")


class StepPanel(QWidget):
    """One step. Subclasses fill the column and say what their verb does; title, note and verb are term keys.

    `finished` carries the term key of what has happened and what comes next; `files_asked` the archived papers
    (DocumentLine) that are to be saved.
    """

    finished = Signal(str)
    files_asked = Signal(object)
    title = ""
    note = ""
    verb = ""
    """Empty for a step that waits for somebody else: then there is nothing to press."""
    grows = False
    """Whether more room is of use to it: a list, not a form."""

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__()
        self.desk, self.case = desk, case
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(11)

    @property
    def context(self) -> Context:
        return self.desk.context

    @property
    def case_id(self) -> int:
        return self.case.row.case_id

    def heading(self) -> str:
        """The title in words, with what else it tells."""
        return self.context.language.text(self.title)

    def act(self) -> None:
        """What the verb does."""

    def refresh(self, case: CaseFile) -> None:
        """The case was read again and the step is still this one: show what is new, keep what is typed."""
        self.case = case

    def first(self) -> QWidget | None:
        """Where the keyboard goes, None where there is nothing to answer."""
        return first_stop(self)

    def form(self, fields: Sequence[Field], value: T) -> KeptForm[T]:
        """A form of the step, open and with the value in it."""
        form: KeptForm[T] = KeptForm(fields, self.context.language, labels=Labels.ABOVE, parent=self)
        form.open(value)
        self.column.addWidget(form)
        return form

    def button(self, term: str, act: Callable[[], object]) -> QPushButton:
        """A second button of the step; Enter presses it where the focus is on it."""
        button = QPushButton(self)
        button.setAutoDefault(True)  # in a page, not a dialog: only this button, only with the focus
        button.clicked.connect(lambda: act())
        self.context.language.bind(button.setText, term)
        return button

    def ends(self, key: str) -> Callable[[object], None]:
        """What to do when the step is done: say so."""
        return lambda _: self.finished.emit(key)

    def shows(self, form: KeptForm[T], places: dict[str, str]) -> Callable[[Exception], None]:
        """What to do when the step is refused: say it beside the field that mends it.

        places: the field by the key of the error's sentence.
        """

        def refused(error: Exception) -> None:
            field = places.get(error.key) if isinstance(error, UserError) else None
            if field is not None and isinstance(error, UserError):
                form.show_errors({field: error})
            else:
                tell(self, error)

        return refused
