"""What the four pages of the request wizard share: each edits some fields of one `Intake`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.case import IdentityMethod, Intake
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Choices
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.widgets.step_dialog import StepPage
from lpo_desk.ui.wizards.kept_form import KeptForm
from lpo_desk.ui.wizards.ticks import TickEditor


@dataclass
class Desk:
    """What all pages share: the intake so far and what does not change while the wizard is open."""

    intake: Intake
    today: Callable[[], date]
    language: Language
    known: bool
    """Whether the request is of a customer in the register."""


class IntakePage(StepPage):
    """A page that is one form over the shared intake."""

    edited = Signal()
    given_up = Signal()
    names: tuple[str, ...] = ()

    def __init__(
        self,
        desk: Desk,
        fields: Sequence[Field],
        *,
        columns: int = 1,
        check: Callable[[Intake], Mapping[str, UserError]] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.names = tuple(field.name for field in fields)
        self.form: KeptForm[Intake] = KeptForm(
            fields, desk.language, labels=Labels.ABOVE, columns=columns, check=check, parent=self
        )
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 11, 0)
        self.column.setSpacing(18)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.left_by_escape.connect(self.given_up)
        for name in self.names:
            editor = self.form.row(name).editor
            editor.edited.connect(self._touched)
            if isinstance(editor, TickEditor):
                self.form.row(name).label.hide()  # the words stand beside the box

    def entered(self) -> None:
        self.form.open(self.desk.intake)
        self.refresh(self.current())

    def leave(self) -> bool:
        if not self.form.commit():
            return False
        self.desk.intake = self.current()
        return True

    def reload(self) -> None:
        """The intake was changed by the program: show it, unless the clerk has begun to answer."""
        if not self.form.dirty:
            self.form.load(self.desk.intake)
            self.refresh(self.current())

    def first(self) -> QWidget | None:
        return self.form.row(self.names[0]).editor.widget

    def current(self) -> Intake:
        """The intake with whatever of this page can be read already: what a draft keeps."""
        found = self.desk.intake
        for name in self.form.dirty:
            try:
                found = replace(found, **{name: self.form.row(name).editor.value()})  # type: ignore[arg-type]  # the field's own editor
            except UserError:
                continue  # half a date is not kept; the rest is
        return found

    def refresh(self, intake: Intake) -> None:
        """Something was typed or chosen: show what follows from it."""

    def _touched(self) -> None:
        self.refresh(self.current())
        self.edited.emit()


def members(kind: type[Labelled]) -> Choices:
    """Every member of an enumeration, as a choice."""
    return lambda: [(member, member.term) for member in kind]


def is_identified(intake: Intake) -> bool:
    """Whether the clerk saw who it is, and that it is the person of the register."""
    return intake.identity not in (None, IdentityMethod.NOT_VERIFIED) and intake.identity_matches
