"""Choosing a datum by typing its name: a line, and under it the data whose names have what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.wizards.card_data import Datum

_SHOWN = 6
_NAME = 200  # characters


class _Line(QLineEdit):
    """Enter takes what is chosen; in an empty line it is left to the dialog."""

    taken = Signal()
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.text().strip() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.taken.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self.text():
            self.setText("")
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)


class DatumPicker(QWidget):
    """`picked` carries the Datum. The last line of the list takes the typed words for a datum of their own."""

    picked = Signal(object)
    edited = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._data: Sequence[Datum] = ()
        self._found: list[Datum] = []
        self.line = _Line(self)
        self.line.setMaxLength(_NAME)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.hide()
        self.problem = role_label("error", self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        label = role_label("label", self)
        label.setBuddy(self.line)
        language.bind(label.setText, "request_wizard.add_datum")
        language.bind(self.line.setAccessibleName, "request_wizard.add_datum")
        language.bind(self.list.setAccessibleName, "request_wizard.matching_data")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (label, self.line, self.list, self.problem):
            column.addWidget(widget)
        self.line.textEdited.connect(self._look)
        self.line.taken.connect(self._take)
        self.line.moved.connect(self._move)
        self.list.itemClicked.connect(lambda _: self._take())
        language.follow(self, lambda: self._look(self.line.text()))

    def offer(self, data: Sequence[Datum]) -> None:
        """What can be chosen."""
        self._data = data
        self._look(self.line.text())

    def check(self) -> bool:
        """Whether nothing stands in the line that was not taken; else it says so."""
        unpicked = bool(self.line.text().strip())
        self.problem.setVisible(unpicked)
        if unpicked:
            self.problem.setText("✕ " + self._language.text("request_wizard.datum_unpicked"))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return not unpicked

    def _look(self, typed: str) -> None:
        self.problem.hide()
        text, lang = typed.strip(), self._language.lang
        sought = text.casefold()
        named = [(datum.named(lang).casefold(), datum) for datum in self._data]
        begin = [datum for name, datum in named if name.startswith(sought)]
        within = [datum for name, datum in named if sought in name and not name.startswith(sought)]
        self._found = [*(begin + within)[:_SHOWN], Datum("", words=text)] if text else []
        self.list.clear()
        for datum in self._found:
            free = self._language.text("request_wizard.free_datum", text=datum.words)
            words = f"{datum.named(lang)}   {datum.present}".rstrip() if datum.target else free
            self.list.addItem(QListWidgetItem(words))
        self.list.setCurrentRow(0)
        height = sum(self.list.sizeHintForRow(place) for place in range(len(self._found)))
        self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 2)
        self.list.setVisible(bool(self._found))

    def _move(self, step: int) -> None:
        if self._found:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._found))
            self.line.setAccessibleDescription(self.list.currentItem().text())

    def _take(self) -> None:
        place = self.list.currentRow()
        if not 0 <= place < len(self._found):
            return
        datum = self._found[place]
        self.line.setText("")
        self._look("")
        self.picked.emit(datum)
