"""What the pages of the role dialog share, and the last of them: what the role rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain import relations
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import ListRow, RelationKind
from lpo_desk.domain.relations import Side, misfit
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.customer import Today
from lpo_desk.ui.forms.role import PersonEntry, RoleEntry, fresh_entry, role_fields
from lpo_desk.ui.widgets.section_form import Labels
from lpo_desk.ui.widgets.step_dialog import StepPage
from lpo_desk.ui.wizards.kept_form import KeptForm


@dataclass
class Role:
    """What the pages share: the customer the dialog was opened from, and what has been chosen so far."""

    party_id: int
    mine: Side
    subscriptions: Sequence[str]
    today: Today
    speaks: Lang | None = None
    kind: RelationKind | None = None
    outgoing: bool = False
    other: ListRow | None = None
    person: PersonEntry | None = None
    entry: RoleEntry | None = None
    subscription: str = ""
    """The service that the dialog was opened from, proposed to its user or payer."""

    @property
    def other_side(self) -> Side:
        """Whom the rules take for the one that the role is for."""
        if not self.outgoing:
            return self.mine
        return side_of(self.other) if self.other else Side(self.mine.kind)

    def why_not(self, holder: Side, other: Side) -> str | None:
        return misfit(self.kind, holder, other, self.today()) if self.kind else None


def side_of(row: ListRow) -> Side:
    """What a list tells of somebody; the rest is asked where the role is saved."""
    return Side(row.kind, row.types)


class DetailsPage(StepPage):
    """What the role is about or rests on; the fields are those of its kind. `given_up` comes for Esc."""

    title = "role_dialog.step_details"
    given_up = Signal()

    def __init__(self, context: Context, role: Role) -> None:
        super().__init__()
        self._context, self._role = context, role
        self._made_for: object = None
        self.form: KeptForm[RoleEntry] | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 11, 0)
        self.column.setSpacing(11)
        self.column.addStretch(1)
        self._before = QWidget(
            self
        )  # never seen; the form, made later than the buttons, takes its place for Tab
        self._before.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._before.hide()

    @property
    def instruction(self) -> str:  # type: ignore[override]  # by the kind
        """What to ask for, by the kind of role."""
        kind = self._role.kind
        return "role_dialog.ask_paper" if kind in relations.ACTING else "role_dialog.ask_details"

    def entered(self) -> None:
        role = self._role
        if role.kind is None:
            return
        wanted = role.kind, role.outgoing, role.other, role.person
        if self._made_for != wanted or self.form is None:
            self._make(role.kind)
            self._made_for = wanted

    def leave(self) -> bool:
        if self.form is None or not self.form.commit():
            return False
        self._role.entry = self.form.value()
        return True

    def first(self) -> QWidget | None:
        if self.form is None or self._role.kind is None:
            return None
        names = [field for field in self.names if field != "authority" or self._chooses_paper]
        return self.form.row(names[0]).editor.widget

    def refuse(self, error: FieldsRefused) -> None:
        """Say each error beside its field."""
        if self.form is not None:
            self.form.show_errors(dict(error.errors))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self._fields)

    @property
    def _chooses_paper(self) -> bool:
        kind = self._role.kind
        return kind is not None and len(relations.papers(kind, self._role.other_side)) > 1

    def _make(self, kind: RelationKind) -> None:
        role = self._role
        if self.form is not None:
            self.column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        numbers = None if role.outgoing else role.subscriptions
        self._fields = role_fields(kind, role.other_side, role.today, numbers)
        self.form = KeptForm(
            self._fields,
            self._context.language,
            labels=Labels.ABOVE,
            columns=2,
            check=self._check,
            parent=self,
        )
        self.form.left_by_escape.connect(self.given_up)
        self.column.insertWidget(0, self.form)
        self.form.show()  # now, not when the layout comes to it: the keyboard is on its way
        fresh = fresh_entry(kind, role.other_side, role.today())
        if "subscription" in self.names and not role.outgoing:
            fresh = replace(fresh, subscription=role.subscription)
        self.form.open(role.entry or fresh)
        before = self._before
        for name in self.names:
            editor = self.form.row(name).editor.widget
            QWidget.setTabOrder(before, editor)
            before = editor

    def _check(self, entry: RoleEntry) -> dict[str, UserError]:
        """What saving would refuse, as far as one end tells."""
        role = self._role
        other = role.other_side
        if role.outgoing:
            other = replace(other, born=None)
        try:
            relations.check(entry.relation, role.mine, other, role.today(), new=False)
        except FieldsRefused as refused:
            return dict(refused.errors)
        return {}
