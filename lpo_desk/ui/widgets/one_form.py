"""A dialog that is one form: its fields, a verb, Cancel."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.ui.context import Context
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.widgets.step_dialog import StepDialog, StepPage
from lpo_desk.ui.wizards.kept_form import KeptForm

T = TypeVar("T")
_SIZE = QSize(840, 480)


class _Page(StepPage, Generic[T]):
    def __init__(
        self,
        instruction: str,
        fields: Sequence[Field],
        value: T,
        context: Context,
        check: Callable[[T], Mapping[str, UserError]] | None,
    ) -> None:
        super().__init__()
        self.instruction = instruction
        self._first = fields[0].name
        self.form: KeptForm[T] = KeptForm(
            fields, context.language, labels=Labels.ABOVE, columns=2, check=check, parent=self
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 11, 0)
        self.column.setSpacing(11)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.open(value)

    def leave(self) -> bool:
        return self.form.commit()

    def first(self) -> QWidget | None:
        return self.form.row(self._first).editor.widget


class OneFormDialog(StepDialog, Generic[T]):
    """`filled` carries the value once its fields are right. Stays open until it is saved (`accept`) or given up."""

    filled = Signal(object)

    def __init__(
        self,
        context: Context,
        fields: Sequence[Field],
        value: T,
        *,
        title: str,
        instruction: str,
        commit: str,
        check: Callable[[T], Mapping[str, UserError]] | None = None,
    ) -> None:
        """`title`, `instruction` and `commit` (a verb) are term keys."""
        self.page: _Page[T] = _Page(instruction, fields, value, context, check)
        self.page.title = title
        super().__init__(title, (self.page,), commit, context.language, parent=context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.steps.hide()
        self.page.form.left_by_escape.connect(self.reject)
        self.committed.connect(self._fill)
        self.resize(_SIZE.boundedTo(context.window.size().expandedTo(self.minimumSize())))

    def refuse(self, error: Exception) -> None:
        """Say what was refused beside its field, or on top; anything else is a bug and told as one."""
        self.set_commit_enabled(True)
        match error:
            case FieldsRefused():
                self.page.form.show_errors(dict(error.errors))
            case UserError():
                self.tell_error(error)
            case _:
                tell(self, error)

    def _fill(self) -> None:
        self.set_commit_enabled(False)
        self.filled.emit(self.page.form.value())
