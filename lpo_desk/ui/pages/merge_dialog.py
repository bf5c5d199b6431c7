"""Merging two records: which one stays, which value stays in each place, and what moves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merge import Comparison, MergeField, Record
from lpo_desk.ui.focus import Dialog, keep_in_sight, rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.pages.duplicates_side import held, named, written
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar

_SIZE = 720, 560


class MergeDialog(Dialog):
    """`agreed` carries the record that stays and the fields taken from the other. The dialog stays open until the merge
    is done (`accept`) or refused (`tell_error`). Enter merges: a merge can be undone."""

    agreed = Signal(object, object)

    def __init__(self, comparison: Comparison, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._comparison, self._language = comparison, language
        self._choices: dict[MergeField, dict[int, QRadioButton]] = {}
        self._groups: list[QButtonGroup] = []
        self.bar = MessageBar(language)
        self._moves = role_label("muted")
        self._moves.setWordWrap(True)
        self.button, self.cancel = QPushButton(), QPushButton()
        self.button.setDefault(True)
        for button in (self.button, self.cancel):
            button.setAutoDefault(False)
            button.setProperty(NO_KEY, True)
        self._records = (comparison.first, comparison.second)
        self.stays = {record.row.party_id: QRadioButton() for record in self._records}
        self._lay_out()
        self.button.clicked.connect(self._agree)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._agree)
        for record in self._records:
            self.stays[record.row.party_id].toggled.connect(self._survivor_changed)
        self.stays[comparison.survivor.row.party_id].setChecked(True)
        self._survivor_changed()
        self.stays[comparison.survivor.row.party_id].setFocus()
        if comparison.codes_differ:
            self.bar.tell(Kind.WARNING, "merge.codes_differ")
        self.setMinimumSize(560, 400)
        room = parent.window().size()
        self.resize(min(_SIZE[0], room.width() - 20), min(_SIZE[1], room.height() - 20))

    @property
    def survivor(self) -> Record:
        return next(record for record in self._records if self.stays[record.row.party_id].isChecked())

    @property
    def taken(self) -> frozenset[MergeField]:
        """What comes from the record that goes."""
        other = self._comparison.other(self.survivor)
        chosen = {f for f, buttons in self._choices.items() if buttons[other.row.party_id].isChecked()}
        return frozenset(chosen) | self._comparison.taken(self.survivor)

    def choice(self, field: MergeField, record: Record) -> QRadioButton:
        """The button that keeps this record's value of the field. Raises KeyError where there is no choice."""
        return self._choices[field][record.row.party_id]

    def tell_error(self, error: UserError) -> None:
        rest(self.button, False)
        self.bar.tell_error(error)

    def _agree(self) -> None:
        if self.button.isEnabled():
            rest(self.button, True)
            self.agreed.emit(self.survivor, self.taken)

    def _survivor_changed(self) -> None:
        """The survivor's own values are proposed; what moves is what the other holds."""
        survivor = self.survivor
        for buttons in self._choices.values():
            buttons[survivor.row.party_id].setChecked(True)
        other = self._comparison.other(survivor)
        what = held(other, self._language)
        who = named(other.row, self._language)
        self._moves.setText(self._language.text("merge.moves", what=what, who=who))

    def _lay_out(self) -> None:
        words = self._language.text
        self.setWindowTitle(words("merge.title"))
        self.button.setText(words("merge.verb"))
        self.cancel.setText(words("common.cancel"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 11, 0)
        column.setSpacing(11)
        self._add_stays(column)
        self._add_choices(column)
        for text in (words("merge.moves_title"),):
            label = role_label("heading")
            label.setText(text)
            column.addWidget(label)
        column.addWidget(self._moves)
        rules = role_label("muted")
        rules.setWordWrap(True)
        rules.setText(words("merge.rules"))
        column.addWidget(rules)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_in_sight(area)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.button)
        foot.addWidget(self.cancel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 11, 14)
        whole.setSpacing(11)
        whole.addWidget(self.bar)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _add_stays(self, column: QVBoxLayout) -> None:
        heading = role_label("heading")
        heading.setText(self._language.text("merge.which_stays"))
        column.addWidget(heading)
        group = QButtonGroup(self)
        for record in self._records:
            button = self.stays[record.row.party_id]
            button.setProperty(NO_KEY, True)
            button.setText(named(record.row, self._language).replace("&", "&&"))
            button.setAccessibleName(f"{heading.text()}: {button.text()}")
            group.addButton(button)
            column.addWidget(button)

    def _add_choices(self, column: QVBoxLayout) -> None:
        """Only what both have and have differently asks for a choice."""
        comparison, words = self._comparison, self._language.text
        asked = [f for f in comparison.fields if comparison.differs(f) and self._both(f)]
        if not asked:
            return
        heading = role_label("heading")
        heading.setText(words("merge.which_value"))
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        for place, share in enumerate((2, 3, 3)):
            grid.setColumnStretch(place, share)
        for line, field in enumerate(asked):
            label = role_label("label")
            label.setText(words(field.term))
            label.setWordWrap(True)
            grid.addWidget(label, line, 0)
            group = QButtonGroup(self)
            self._groups.append(group)
            self._choices[field] = {}
            for place, record in enumerate(self._records, start=1):
                button = QRadioButton()
                button.setProperty(NO_KEY, True)
                text = written(record.values[field], self._language)
                button.setText(_in_lines(text).replace("&", "&&"))
                button.setAccessibleName(f"{label.text()}: {text}")
                button.setToolTip(text)
                group.addButton(button)
                grid.addWidget(button, line, place)
                self._choices[field][record.row.party_id] = button
        column.addLayout(grid)

    def _both(self, field: MergeField) -> bool:
        return all(record.values.get(field) for record in self._records)


def _in_lines(text: str, width: int = 26) -> str:
    """A button breaks no lines by itself."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
