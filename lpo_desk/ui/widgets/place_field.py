"""A field that holds a place for papers, found while typing its name, or by the code of its label."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.places import PlaceLine, fitting
from lpo_desk.domain.sections import ValueRefused
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Editor, MakesEditor
from lpo_desk.ui.widgets.party_field import FoundList
from lpo_desk.ui.widgets.search_box import SearchBox

_SHOWN = 6
NamedPlace = tuple[str, PlaceLine]


class PlaceEditor(Editor):
    """The key of a place, or None. What is typed need only be enough to mean one place; Enter takes the first shown."""

    def __init__(self, language: Language, parent: QWidget, places: Sequence[NamedPlace]) -> None:
        super().__init__(parent)
        self._places = places
        self._shown: Sequence[NamedPlace] = ()
        self.widget = QWidget(parent)
        self.line = SearchBox(language, "place_field.prompt")
        self.list = FoundList(self._take, self.line.setFocus)
        self.list.hide()
        language.bind(self.list.setAccessibleName, "place_field.found")
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.widget.setFocusProxy(self.line)
        self.line.asked.connect(self._show)
        self.line.submitted.connect(lambda _: self._take())
        self.line.moved_down.connect(self._go_down)
        self.line.textEdited.connect(lambda _: self.edited.emit())
        self.line.editingFinished.connect(lambda: QTimer.singleShot(0, self.widget, self._finished))

    def value(self) -> object:
        """Raises ValueRefused for a text that means no place, or several."""
        text = self.line.text().strip()
        if not text:
            return None
        found = fitting(text, self._places)
        if len(found) != 1:
            raise ValueRefused("place_field.several" if found else "place_field.none")
        return found[0][1].id

    def set_value(self, value: object) -> None:
        self._write(next((name for name, place in self._places if place.id == value), ""))

    def settle(self) -> None:
        self.set_value(self.value())

    def select(self) -> None:
        self.line.focus_all()

    def _show(self, text: str) -> None:
        found = fitting(text, self._places) if text else ()
        alone = len(found) == 1 and found[0][0] == text
        self._shown = () if alone else found[:_SHOWN]
        self.list.clear()
        self.list.addItems([name for name, _ in self._shown])
        self.list.setCurrentRow(0)
        height = sum(self.list.sizeHintForRow(row) for row in range(len(self._shown)))
        self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 2)
        self.list.setVisible(bool(self._shown) and self.line.hasFocus())
        self.edited.emit()

    def _take(self) -> None:
        row = self.list.currentRow()
        if self.list.isVisibleTo(self.widget) and 0 <= row < len(self._shown):
            self._write(self._shown[row][0])
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edited.emit()
            self.left.emit()

    def _go_down(self) -> None:
        if self.list.isVisibleTo(self.widget):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finished(self) -> None:
        """The keyboard has left the line, for the next field or for what was found."""
        if not self.list.hasFocus() and not self.line.hasFocus():
            self.list.hide()
            self.left.emit()

    def _write(self, text: str) -> None:
        blocked = self.line.blockSignals(True)
        self.line.setText(text)
        self.line.blockSignals(blocked)
        self.list.hide()


def place(places: Sequence[NamedPlace]) -> MakesEditor:
    return lambda language, parent: PlaceEditor(language, parent, places)
