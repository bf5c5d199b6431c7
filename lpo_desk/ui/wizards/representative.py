"""Who acts for the customer: somebody recorded on the card, or a name that is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from lpo_desk.domain.card import RoleLine
from lpo_desk.domain.case import Requester
from lpo_desk.domain.party import RelationKind
from lpo_desk.domain.relations import RelationState
from lpo_desk.domain.text import clean
from lpo_desk.formats import format_date
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Editor
from lpo_desk.ui.widgets.inputs import ComboBox

AS_REQUESTER = {
    RelationKind.GUARDIAN: Requester.GUARDIAN,
    RelationKind.CUSTODIAN: Requester.CUSTODIAN,
    RelationKind.ATTORNEY: Requester.ATTORNEY,
    RelationKind.PROXY: Requester.ATTORNEY,
    RelationKind.CONTACT_PERSON: Requester.CONTACT_PERSON,
}
_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Representative:
    """A recorded role, as the fields of an intake. `paper`: what was seen when the role was recorded."""

    name: str
    requester: Requester
    paper: str
    until: date | None
    capacity: str


def representatives(roles: Sequence[RoleLine], language: Language) -> tuple[Representative, ...]:
    """Those whose role is in force: its paper was seen and has not run out."""
    return tuple(
        Representative(
            line.other_name,
            AS_REQUESTER[line.kind],
            _paper(line, language),
            line.relation.valid_to,
            line.kind.term,
        )
        for line in roles
        if not line.outgoing and line.kind in AS_REQUESTER and line.state is RelationState.IN_FORCE
    )


def _paper(line: RoleLine, language: Language) -> str:
    authority, on = line.relation.authority, line.relation.authority_on
    if authority is None:
        return ""
    return f"{language.text(authority.term)} {format_date(on, language.lang) if on else ''}".strip()


class NameEditor(Editor):
    """A name. Above it, where the card has them, the recorded ones; choosing one is told by `chosen`."""

    chosen = Signal(object)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._offered: Sequence[Representative] = ()
        self.widget = QWidget(parent)
        self.line, self.combo = QLineEdit(self.widget), ComboBox(self.widget)
        self.combo.hide()
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.combo)
        column.addWidget(self.line)
        self.widget.setFocusProxy(self.line)
        self.line.textEdited.connect(lambda _: self._typed())
        self.line.editingFinished.connect(self.left)
        self.combo.activated.connect(self._choose)
        language.bind(self.line.setAccessibleName, "request_wizard.requester_name")
        language.bind(self.combo.setAccessibleName, "request_wizard.representative")
        language.follow(self.combo, self._show)

    def offer(self, offered: Sequence[Representative]) -> None:
        self._offered = offered
        self.combo.setVisible(bool(offered))
        self.widget.setFocusProxy(self.combo if offered else self.line)
        self._show()

    def value(self) -> object:
        return clean(self.line.text(), limit=_NAME)

    def set_value(self, value: object) -> None:
        self.line.setText(str(value or ""))

    def select(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _show(self) -> None:
        text = self._language.text
        named = [(place, f"{each.name} ({text(each.capacity)})") for place, each in enumerate(self._offered)]
        self.combo.set_choices([(None, text("request_wizard.representative_other")), *named])

    def _choose(self, _: int) -> None:
        place = self.combo.value()
        if isinstance(place, int):
            self.chosen.emit(self._offered[place])

    def _typed(self) -> None:
        self.combo.set_value(None)
        self.edited.emit()
