"""Somebody else saved the same fields meanwhile: what was, what they saved, what I typed, value by value."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.db.errors import Conflict
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.inputs import role_label


@dataclass(frozen=True)
class Disputed:
    """One field as the clerk reads it; `label` is a term."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str


class ConflictDialog(Dialog):
    """Nothing is overwritten unless it is ticked. `settled` carries the names of the fields where mine shall stand;
    closing the dialog goes back to editing."""

    settled = Signal(frozenset)

    def __init__(
        self, conflict: Conflict, disputed: Sequence[Disputed], language: Language, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._language, self._disputed = language, tuple(disputed)
        self._ticks = {field.name: QCheckBox() for field in disputed}
        heading, text = role_label("heading"), role_label("muted")
        text.setWordWrap(True)
        self._save, back = QPushButton(), QPushButton()
        self._save.setDefault(True)
        for button in (self._save, back):
            button.setAutoDefault(False)
            button.setProperty(NO_KEY, True)
        self._save.clicked.connect(self._settle)
        back.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._save)
        row.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(11)
        column.addWidget(heading)
        column.addWidget(text)
        column.addLayout(self._table())
        column.addStretch(1)
        column.addLayout(row)
        words = language.text
        self.setWindowTitle(words("card.conflict_title"))
        heading.setText(words("card.conflict_title"))
        who = conflict.who or words("card.somebody")
        text.setText(
            words("card.conflict_text_at", who=who, at=conflict.at)
            if conflict.at
            else words("card.conflict_text", who=who)
        )
        back.setText(words("card.conflict_back"))
        for tick in self._ticks.values():
            tick.toggled.connect(self._name_verb)
        self._name_verb()
        self.setMinimumWidth(680)
        next(iter(self._ticks.values())).setFocus()

    def tick(self, name: str) -> QCheckBox:
        """The box that keeps my value of the field. Raises KeyError."""
        return self._ticks[name]

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(7)
        words = self._language.text
        for column, term in enumerate(
            ("card.conflict_field", "card.conflict_base", "card.conflict_theirs", "card.conflict_mine")
        ):
            label = role_label("label")
            label.setText(words(term))
            grid.addWidget(label, 0, column)
            grid.setColumnStretch(column, 1)
        line = QFrame()
        line.setProperty("role", "line")
        grid.addWidget(line, 1, 0, 1, 4)
        for number, field in enumerate(self._disputed, start=2):
            for column, text in enumerate((words(field.label), field.base or "–", field.theirs or "–")):
                value = QLabel(text)
                value.setTextFormat(Qt.TextFormat.PlainText)
                value.setWordWrap(True)
                grid.addWidget(value, number, column)
            tick = self._ticks[field.name]
            tick.setText((field.mine or "–").replace("&", "&&"))
            tick.setProperty(NO_KEY, True)
            tick.setAccessibleName(
                words("card.conflict_tick", field=words(field.label), mine=field.mine, theirs=field.theirs)
            )
            grid.addWidget(tick, number, 3)
        return grid

    def _settle(self) -> None:
        mine = frozenset(name for name, tick in self._ticks.items() if tick.isChecked())
        self.accept()
        self.settled.emit(mine)

    def _name_verb(self) -> None:
        chosen = any(tick.isChecked() for tick in self._ticks.values())
        self._save.setText(self._language.text("card.conflict_save" if chosen else "card.conflict_keep"))
