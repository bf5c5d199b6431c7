"""One sender and channel of the permissions: read as word, shape and colour, changed by one letter."""

from collections.abc import Hashable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from lpo_desk.domain.party import Channel, Standing
from lpo_desk.domain.permissions import CELLS, footing
from lpo_desk.domain.sections import SOFT_OPT_IN_FIELDS
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Mark
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.editors import Editor
from lpo_desk.ui.widgets.field_row import FieldRow
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.widgets.status import draw_mark

LOOKS = {
    Standing.NOT_ASKED: (Mark.RING, Tone.MUTED),
    Standing.GIVEN: (Mark.CHECK, Tone.OK),
    Standing.CONSENT: (Mark.CHECK, Tone.OK),
    Standing.SOFT_OPT_IN: (Mark.DISC, Tone.OK),
    Standing.REFUSED: (Mark.RING, Tone.WARNING),
    Standing.WITHDRAWN: (Mark.TRIANGLE, Tone.WARNING),
    Standing.BANNED: (Mark.SQUARE, Tone.ERROR),
}
_CHOSEN = (Standing.CONSENT, Standing.REFUSED, Standing.WITHDRAWN, Standing.BANNED)
"""What a clerk can say; a permission without a basis is what the old register left."""
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def permission_cells(*, person: bool) -> tuple[Field, ...]:
    """Fields of every sender and channel. `person`: or an organisation, whom the law treats otherwise."""
    return tuple(_cell(name, person=person) for name in CELLS)


class CellCombo(ComboBox):
    """The first letter of a word takes it at once, arrows go to the next cell; Space or Alt+Down shows all words.

    `stepped` carries how many columns and rows to go.
    """

    stepped = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)  # three beside each other in a narrow window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            super().keyPressEvent(event)
        elif step := _STEPS.get(event.key()):
            self.stepped.emit(*step)
        elif event.key() == Qt.Key.Key_Space:
            self.showPopup()
        elif event.text().isalpha():
            self._take(event.text())
        else:
            super().keyPressEvent(event)

    def _take(self, letter: str) -> None:
        """The next word that begins with the letter, from the chosen one on."""
        count, here = self.count(), self.currentIndex()
        for step in range(1, count + 1):
            place = (here + step) % count
            if self.itemText(place).casefold().startswith(letter.casefold()):
                self.setCurrentIndex(place)
                return


class CellEditor(Editor):
    """A standing; the one it has now is always among the choices."""

    def __init__(self, language: Language, parent: QWidget, choices: tuple[Standing, ...]) -> None:
        super().__init__(parent)
        self.widget = self.combo = CellCombo(parent)
        self._language, self._choices = language, choices
        self._now = Standing.NOT_ASKED
        language.follow(self.combo, self._offer)
        self.combo.currentIndexChanged.connect(self._chosen)

    def value(self) -> object:
        return self.combo.value()

    def set_value(self, value: object) -> None:
        assert isinstance(value, Standing)  # noqa: S101 - what the section holds
        self._now = value
        self._offer()
        blocked = self.combo.blockSignals(True)
        self.combo.set_value(value)
        self.combo.blockSignals(blocked)

    def _offer(self) -> None:
        offered: list[Hashable] = [self._now] if self._now not in self._choices else []
        offered += self._choices
        self.combo.set_choices([(each, self._language.show(each)) for each in offered])

    def _chosen(self, _: int) -> None:
        self.edited.emit()
        self.left.emit()


class MarkDot(QWidget):
    """The shape of a standing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark, self._tone = LOOKS[Standing.NOT_ASKED]
        theme().follow(self, self.update)

    def show_standing(self, value: Standing) -> None:
        self._mark, self._tone = LOOKS[value]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(14, 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(0, self.height() / 2 - 5, 10, 10)
        draw_mark(painter, self._mark, area, QColor(theme().palette.tone(self._tone)))


class CellRow(FieldRow):
    """A cell of the matrix: its label is the row and column it stands in, told to screen readers only."""

    def stand_for(self, channel: Channel, *, person: bool) -> None:
        """Of which channel, and of whom: what a standing means hangs on both."""
        self._channel, self._person = channel, person

    def show_standing(self, value: Standing) -> None:
        self._standing = value
        self._mark.show_standing(value)
        self._tell_footing()

    def set_editing(self, editing: bool) -> None:
        super().set_editing(editing)
        self._mark.setVisible(not editing)
        self._note.setVisible(not editing and bool(self._note.text()))

    def _lay_out(self, above: bool) -> None:
        self._standing, self._channel, self._person = Standing.NOT_ASKED, Channel.POST, True
        self._mark, self._note = MarkDot(self), role_label("small", self)
        self._note.setWordWrap(True)
        self.label.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(self.value, 0, 1)
        grid.addWidget(self.editor.widget, 0, 0, 1, 2)
        for line, below in enumerate((self._note, self.problem, self.source), start=1):
            grid.addWidget(below, line, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def _reword(self) -> None:
        super()._reword()
        self._tell_footing()

    def _tell_footing(self) -> None:
        told = footing(self._standing, self._channel, person=self._person)
        self._note.setText(self._language.show(told) if told else "")
        self._note.setVisible(bool(told) and not self._editing)


def _cell(name: str, *, person: bool) -> Field:
    soft = (Standing.SOFT_OPT_IN,) if name in SOFT_OPT_IN_FIELDS and person else ()
    choices = (_CHOSEN[0], *soft, *_CHOSEN[1:])

    def editor(language: Language, parent: QWidget) -> Editor:
        return CellEditor(language, parent, choices)

    return Field(name, f"marketing.{name}", editor, row=CellRow)
