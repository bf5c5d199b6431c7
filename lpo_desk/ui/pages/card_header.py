"""The head of the card, in sight whatever is scrolled: who it is, what must be seen at once, what can be done."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card
from lpo_desk.domain.party import Flag
from lpo_desk.ui.context import Context
from lpo_desk.ui.flags import statuses
from lpo_desk.ui.pages.result_list import Position
from lpo_desk.ui.stylesheet import MARGIN
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.status import Chip

CODE_SHOWN_MS = 30_000
"""How long an identity code stays on the screen once it is shown."""

_MASK = "••••••-••••"


class CardHeader(QFrame):
    """`reveal_wished` asks for the identity code, `case_wished` carries the number of an open case."""

    reveal_wished = Signal()
    case_wished = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self._context, self._language = context, context.language
        self._card: Card | None = None
        self._code = ""
        self._name, self._facts, self._hetu = role_label("title"), role_label("muted"), QLabel()
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hetu.setTextFormat(Qt.TextFormat.PlainText)
        self._hetu.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._show_code = self._link()
        self._show_code.clicked.connect(self._toggle_code)
        self._position = role_label("muted")
        self._steps = [self._step("previous_record"), self._step("next_record")]
        self._chips: list[Chip] = []
        self._cases: list[QPushButton] = []
        self._hide_later = QTimer(self, singleShot=True, interval=CODE_SHOWN_MS)
        self._hide_later.timeout.connect(self.hide_code)
        self._lay_out()
        self._language.changed.connect(self._reword)
        context.mask_changed.connect(self._mask)

    @property
    def told(self) -> tuple[str, str]:
        """The line of facts and the identity code, as they are read."""
        return self._facts.text(), self._hetu.text()

    @property
    def code_button(self) -> QPushButton:
        return self._show_code

    @property
    def case_buttons(self) -> tuple[QPushButton, ...]:
        """One for each open request."""
        return tuple(self._cases)

    @property
    def position(self) -> str:
        """Where in the result list, `3/17`; empty without a list."""
        return "" if self._position.isHidden() else self._position.text()

    @property
    def code_shown(self) -> bool:
        return bool(self._code)

    def show_card(self, card: Card) -> None:
        """Show whose card it is."""
        self._card = card
        self._reword()
        for widget in (*self._chips, *self._cases):
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        told = card.flags - {Flag.OPEN_REQUEST} if card.open_cases else card.flags
        self._chips = [Chip(self._language, status) for status in statuses(told)]
        self._cases = [self._case(number) for number in card.open_cases]
        for widget in (*self._chips, *self._cases):
            self._flow.addWidget(widget)

    def show_code(self, code: str) -> None:
        """Show the identity code for a while."""
        self._code = code
        self._hide_later.start()
        self._reword()

    def hide_code(self) -> None:
        self._code = ""
        self._hide_later.stop()
        self._reword()

    def show_position(self, position: Position | None) -> None:
        """Where the customer stands in the list that he was opened from."""
        several = position is not None and position.total > 1
        for widget in (self._position, *self._steps):
            widget.setVisible(several)
        if position is not None:
            self._position.setText(f"{position.number}/{position.total}")

    def _reword(self) -> None:
        card = self._card
        if card is None:
            return
        words = self._language.text
        number = card.numbers[0] if card.numbers else ""
        self._name.setText(card.name or words("card.nameless", number=number))
        self._name.setToolTip(self._name.text())
        self._facts.setText(" · ".join(filter(None, self._facts_of(card))))
        masked = self._context.masked
        self._hetu.setText(self._code or (_MASK if masked and card.hetu_masked else card.hetu_masked))
        self._hetu.setAccessibleName(f"{words('field.hetu')}: {self._hetu.text()}")
        self._hetu.setVisible(bool(self._hetu.text()))
        may = card.has_hetu and not card.masked and self._context.may(Right.REVEAL_HETU) and not masked
        self._show_code.setVisible(may)
        self._show_code.setText(words("card.hide_code" if self._code else "card.show_code"))
        self._show_code.setAccessibleName(
            words("card.hide_code_named" if self._code else "card.show_code_named")
        )

    def _facts_of(self, card: Card) -> tuple[str, ...]:
        words = self._language.text
        numbers = words("card.number", number=", ".join(card.numbers)) if card.numbers else ""
        types = "" if card.masked else ", ".join(words(kind.term).lower() for kind in card.basic.types)
        business = "" if card.masked else card.basic.business_id
        language = words(f"language.{card.basic.language.value}") if card.basic.language else ""
        return numbers, types, business, language, card.town

    def _toggle_code(self) -> None:
        if self._code:
            self.hide_code()
        else:
            self.reveal_wished.emit()

    def _mask(self, masked: bool) -> None:
        if masked:
            self.hide_code()
        self._reword()

    def _case(self, number: str) -> QPushButton:
        button = self._link()
        self._language.bind(button.setText, "card.open_case", number=number)
        button.clicked.connect(lambda: self.case_wished.emit(number))
        return button

    def _link(self) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        return button

    def _step(self, command: str) -> QToolButton:
        button = self._context.actions.button(command, self)
        button.setProperty("role", "icon")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F12 does the same
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._name, 1)
        top.addWidget(self._steps[0])
        top.addWidget(self._position)
        top.addWidget(self._steps[1])
        top.addSpacing(7)
        for command in ("edit", "new_request"):
            button = self._context.actions.button(command, self)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            top.addWidget(button)
        self._flow = FlowLayout(gap=9)
        for widget in (self._facts, self._hetu, self._show_code):
            self._flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 5, 9, MARGIN, 7)
        column.setSpacing(3)
        column.addLayout(top)
        column.addLayout(self._flow)
        self.show_position(None)
