"""Beside the new customer's sheet: who may be the same. It is asked for while typing and never holds anybody up."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from lpo_desk.domain.duplicates import Candidate
from lpo_desk.domain.party import Flag
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.stylesheet import GAP
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import role_label

WIDTH = 250


class AlikePanel(QFrame):
    """One button for each candidate, in what a search shows of him; `chosen` carries the party's key."""

    chosen = Signal(int)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._found: Sequence[Candidate] = ()
        self._buttons: list[QPushButton] = []
        self._heading, self._note = role_label("heading"), role_label("muted")
        self._note.setWordWrap(True)
        self.setProperty("surface", "card")
        self.setFixedWidth(WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(11, 11, 11, 11)
        self._column.setSpacing(GAP)
        self._column.addWidget(self._heading)
        self._column.addWidget(self._note)
        self._column.addStretch(1)
        language.bind(self._heading.setText, "new_customer.alike")
        language.bind(self.setAccessibleName, "new_customer.alike")
        language.follow(self, self._draw)

    @property
    def buttons(self) -> Sequence[QPushButton]:
        return tuple(self._buttons)

    def show_candidates(self, found: Sequence[Candidate]) -> None:
        """Nothing is drawn anew, and no focus lost, while the answer stays the same."""
        if tuple(found) != tuple(self._found):
            self._found = tuple(found)
            self._draw()
            if found:
                announce(self, f"{self._heading.text()}: {len(found)}")

    def _draw(self) -> None:
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(candidate) for candidate in self._found]
        words = self._language.text
        self._note.setText(words("new_customer.alike_note" if self._found else "new_customer.nobody_alike"))

    def _button(self, candidate: Candidate) -> QPushButton:
        row, words = candidate.row, self._language.text
        why = ", ".join(words(reason.term) for reason in candidate.reasons)
        below = words("new_customer.candidate", score=candidate.score, reasons=why)
        if Flag.PROTECTED in row.flags:
            below = words(Flag.PROTECTED.term)
        number = " · ".join(part for part in (row.number, row.town) if part)
        told = [line for line in (row.name, number, below) if line]
        room = WIDTH - 2 * (11 + 12)
        lines = [self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room) for line in told]
        button = QPushButton("\n".join(lines).replace("&", "&&"))
        button.setProperty("role", "candidate")
        button.setProperty(NO_KEY, True)
        button.setAutoDefault(False)
        button.setAccessibleName(" · ".join(told))
        button.setToolTip(button.accessibleName())
        button.clicked.connect(lambda: self.chosen.emit(row.party_id))
        self._column.insertWidget(self._column.count() - 1, button)
        return button
