"""Ctrl+M: the customer forbids marketing. One letter says how it was told, Enter bans everything (ux.md 3, row 4).

Permissions that stand are ticked; whoever wants only one of them back has its tick taken off, and then only that is
withdrawn.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from lpo_desk.domain.party import PermissionDetails
from lpo_desk.domain.permissions import CELLS, PERMITTED, Way
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.inputs import make_room, role_label

WAYS = (Way.PHONE, Way.COUNTER, Way.LETTER, Way.EMAIL)
_WIDTH = 460


@dataclass(frozen=True)
class Decided:
    """What the customer said. `withdrawn`: the permissions taken back; none when everything is forbidden."""

    way: Way
    withdrawn: tuple[str, ...] = ()


class MarketingSheet(Dialog):
    """`decided` carries a Decided. Enter does nothing before the way is told: a ban cannot be taken back by a key."""

    decided = Signal(object)

    def __init__(self, language: Language, now: PermissionDetails, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language = language
        self._now = now
        self.ways = {way: QRadioButton() for way in WAYS}
        self.permissions = {name: QCheckBox() for name in CELLS if getattr(now, name) in PERMITTED}
        self.verb, self._leave = QPushButton(), QPushButton()
        for button in (*self.ways.values(), *self.permissions.values(), self.verb, self._leave):
            button.setProperty(NO_KEY, True)  # letters say the way
        for pushed in (self.verb, self._leave):
            pushed.setAutoDefault(False)
        self._lay_out()
        for way in self.ways.values():
            way.toggled.connect(self._reword)
        for tick in self.permissions.values():
            tick.setChecked(True)
            tick.toggled.connect(self._reword)
        self.verb.clicked.connect(self._decide)
        self._leave.clicked.connect(self.reject)
        language.bind(self.setWindowTitle, "marketing_sheet.title")
        language.follow(self, self._reword)
        self.setFixedWidth(_WIDTH)
        make_room(self)
        self.setFocus()

    @property
    def way(self) -> Way | None:
        return next((way for way, button in self.ways.items() if button.isChecked()), None)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """The permissions whose tick was taken off."""
        return tuple(name for name, tick in self.permissions.items() if not tick.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text().upper()
        for way, button in self.ways.items():
            if letter and letter in self._letters(way):
                button.setChecked(True)
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().keyPressEvent(event)

    def _letters(self, way: Way) -> str:
        """The first is shown; the others are words that people also begin with."""
        return self._language.text(f"marketing_sheet.key_{way.value}")

    def _decide(self) -> None:
        way = self.way
        if way is not None:
            self.accept()
            self.decided.emit(Decided(way, self.withdrawn))

    def _reword(self) -> None:
        words = self._language.text
        for way, button in self.ways.items():
            button.setText(f"{self._letters(way)[0]}   {words(way.term)}")
        for name, tick in self.permissions.items():
            tick.setText(f"{words(f'marketing.{name}')}: {words(getattr(self._now, name).term)}")
        verb = "marketing_sheet.withdraw" if self.withdrawn else "marketing_sheet.ban"
        self.verb.setText(words(verb))
        self.verb.setEnabled(self.way is not None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(7)
        self._say(column, "heading", "marketing_sheet.heading")
        self._say(column, "muted", "marketing_sheet.note")
        self._say(column, "label", "card.way_question")
        for way in self.ways.values():
            column.addWidget(way)
        if self.permissions:
            column.addSpacing(7)
            self._say(column, "label", "marketing_sheet.permissions")
            for tick in self.permissions.values():
                column.addWidget(tick)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.verb, self._leave):
            row.addWidget(button)
        column.addSpacing(11)
        column.addLayout(row)
        self.verb.setProperty("role", "primary")
        self.verb.setDefault(True)
        self._language.bind(self._leave.setText, "common.cancel")

    def _say(self, column: QVBoxLayout, role: str, term: str) -> None:
        label = role_label(role)
        label.setWordWrap(True)
        self._language.bind(label.setText, term)
        column.addWidget(label)
