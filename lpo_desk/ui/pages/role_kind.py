"""The first page of the role dialog: which role, in which direction."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.party import CustomerType, PartyKind, RelationKind
from lpo_desk.domain.relations import RULES, RoleRefused, Side, misfit
from lpo_desk.ui.context import Context
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.pages.role_pages import Role
from lpo_desk.ui.widgets.step_dialog import StepPage

KINDS = tuple(RULES)
_SORTS = (
    Side(PartyKind.PERSON),
    Side(PartyKind.ORGANISATION, (CustomerType.PUBLIC_BODY,)),
    Side(PartyKind.ORGANISATION, (CustomerType.ESTATE,)),
)
"""Whom the rules tell apart, nobody in particular."""


class KindPage(StepPage):
    """One digit chooses the kind, 9 turns the role round. `chosen` comes when a kind is; `refused` carries why not."""

    title = "role_dialog.step_kind"
    instruction = "role_dialog.ask_kind"
    chosen = Signal()
    refused = Signal(object)

    def __init__(self, context: Context, role: Role) -> None:
        super().__init__()
        self._language, self._role = context.language, role
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 11, 0)
        column.setSpacing(5)
        self.buttons = {kind: self._button(partial(self._choose, kind)) for kind in KINDS}
        self.turn = self._button(self._turn)
        for button in self.buttons.values():
            column.addWidget(button)
        column.addSpacing(11)
        column.addWidget(self.turn)
        column.addStretch(1)
        self._language.follow(self, self._reword)

    def leave(self) -> bool:
        return self._role.kind is not None

    def first(self) -> QWidget | None:
        return self.buttons[self._role.kind or KINDS[0]]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(KINDS):
            self._choose(KINDS[place])
        elif place == len(KINDS):
            self._turn()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _choose(self, kind: RelationKind) -> None:
        role = self._role
        reason = _never(kind, role.mine, role)
        if reason is not None:
            self.refused.emit(RoleRefused(reason))
            return
        if kind is not role.kind:
            role.kind, role.entry = kind, None
        self.chosen.emit()

    def _turn(self) -> None:
        self._role.outgoing = not self._role.outgoing
        self._role.kind = self._role.other = self._role.person = self._role.entry = None
        self._reword()

    def _reword(self) -> None:
        words, side = self._language.text, "of" if self._role.outgoing else "is"
        for number, (kind, button) in enumerate(self.buttons.items(), start=1):
            button.setText(f"{number}   {words(f'card.role_{kind.value}_{side}')}")
        turned = "role_dialog.turn_back" if self._role.outgoing else "role_dialog.turn"
        self.turn.setText(f"{len(KINDS) + 1}   {words(turned)}")

    def _button(self, act: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.setProperty(NO_KEY, True)  # digits and Enter do it
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(lambda: act())
        return button


def _never(kind: RelationKind, mine: Side, role: Role) -> str | None:
    """Why nobody at all could stand so to this customer, None when somebody could."""
    if not role.outgoing:
        reasons = [misfit(kind, holder, mine, role.today()) for holder in _SORTS]
        return None if None in reasons else reasons[0]
    reasons = [misfit(kind, mine, other, role.today()) for other in _SORTS]
    return None if {None, "relation.birth_missing"} & set(reasons) else reasons[0]
