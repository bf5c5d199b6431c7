"""A field that holds several parties of the register: each found by name or number, and taken away with Delete."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from lpo_desk.domain.sections import ValueRefused
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import MakesEditor
from lpo_desk.ui.widgets.party_field import Find, PartyEditor

_MOST_SHOWN = 3


class PeopleEditor(PartyEditor):
    """The keys of parties in the order they were taken. `known`: the names of those that are loaded."""

    def __init__(self, language: Language, parent: QWidget, find: Find, known: Mapping[int, str]) -> None:
        super().__init__(language, parent, find, "")
        self._known, self._chosen = dict(known), dict[int, str]()
        self.names = QListWidget()
        self.names.hide()
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        language.bind(self.names.setAccessibleName, "people_field.chosen")
        language.bind(self.names.setToolTip, "people_field.remove")
        QShortcut(QKeySequence("Delete"), self.names, self._remove, context=Qt.ShortcutContext.WidgetShortcut)
        column = self.widget.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(0, self.names)
        QWidget.setTabOrder(self.names, self.line)

    def value(self) -> object:
        """Raises ValueRefused for a text that was typed without anybody being taken."""
        if self.line.text().strip():
            raise ValueRefused("party_field.not_chosen")
        return tuple(self._chosen)

    def set_value(self, value: object) -> None:
        keys = value if isinstance(value, tuple) else ()
        self._chosen = {key: self._known.get(key, "") for key in keys}
        self._write("")
        self._show_names()

    def know(self, names: Mapping[int, str]) -> None:
        """Names of people who may be loaded from now on."""
        self._known |= names

    def shown(self, value: object, language: Language) -> str:
        keys = value if isinstance(value, tuple) else ()
        return "; ".join(self._known.get(key, "") for key in keys)

    def take(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._rows):
            row = self._rows[place]
            self._chosen[row.party_id] = self._known[row.party_id] = self._named(row)
            self._enter = False
            self._write("")
            self._show_names()
            self.taken()

    def _remove(self) -> None:
        place = self.names.currentRow()
        if 0 <= place < len(self._chosen):
            del self._chosen[tuple(self._chosen)[place]]
            self._show_names()
            self.edited.emit()
            if not self._chosen:
                self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_names(self) -> None:
        self.names.clear()
        self.names.addItems(list(self._chosen.values()))
        self.names.setCurrentRow(0)
        shown = min(len(self._chosen), _MOST_SHOWN)
        height = sum(self.names.sizeHintForRow(row) for row in range(shown))
        self.names.setFixedHeight(height + 2 * self.names.frameWidth() + 2)
        self.names.setVisible(bool(self._chosen))


def people(find: Find, known: Mapping[int, str]) -> MakesEditor:
    return lambda language, parent: PeopleEditor(language, parent, find, known)
