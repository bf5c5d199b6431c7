"""A field that holds a place for papers, found while typing its name, or by the code of its label."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from lpo_desk.domain.places import PlaceLine, fitting
from lpo_desk.domain.sections import ValueRefused
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import MakesEditor
from lpo_desk.ui.widgets.found_field import FoundEditor

_SHOWN = 6
NamedPlace = tuple[str, PlaceLine]


class PlaceEditor(FoundEditor):
    """The key of a place, or None. What is typed need only be enough to mean one place; Enter takes the first shown."""

    def __init__(self, language: Language, parent: QWidget, places: Sequence[NamedPlace]) -> None:
        super().__init__(language, parent, "place_field.prompt", "place_field.found")
        self._places = places
        self._shown: Sequence[NamedPlace] = ()
        self.line.asked.connect(self._show)
        self.line.submitted.connect(lambda _: self.take())
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
        self.offer([name for name, _ in self._shown] if self.line.hasFocus() else ())
        self.edited.emit()

    def settled(self) -> bool:
        return not self.offers

    def take(self) -> None:
        row = self.list.currentRow()
        if self.offers and 0 <= row < len(self._shown):
            self._write(self._shown[row][0])
            self.taken()

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
