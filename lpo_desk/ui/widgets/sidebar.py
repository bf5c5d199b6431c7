"""The list of places at the left: the program's seven, a card's sections, an administrator's lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.stylesheet import ROW
from lpo_desk.ui.theme import theme

WIDTH = 200
_KEY = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class SidebarItem:
    """A place: its key, its term, an icon's name or none."""

    key: str
    term: str
    icon: str = ""


class Sidebar(QListWidget):
    """`chosen` carries the key of a place the clerk came to by arrow or letter: the keyboard stays in the list.
    `entered`, after Enter or a click, asks for the keyboard in the place."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(
        self, items: Sequence[SidebarItem], language: Language, *, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "sidebar")
        self.setFixedWidth(WIDTH)
        self.setIconSize(QSize(20, 20))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items = tuple(items)
        self._language = language
        for item in items:
            entry = QListWidgetItem(self)
            entry.setData(_KEY, item.key)
            entry.setSizeHint(QSize(0, ROW))  # the style sheet's min-height is not asked for uniform sizes
        language.bind(self.setAccessibleName, title)
        language.follow(self, self._reword)
        theme().follow(self, self._dress)
        self.currentItemChanged.connect(lambda now, _: self.chosen.emit(now.data(_KEY)) if now else None)
        self.itemClicked.connect(lambda item: self.entered.emit(item.data(_KEY)))

    def choose(self, key: str) -> None:
        """Go to the place, as if the clerk had. Raises KeyError for a place that is not in the list."""
        for row, item in enumerate(self._items):
            if item.key == key:
                self.setCurrentRow(row)
                return
        raise KeyError(key)

    def current(self) -> str | None:
        item = self.currentItem()
        return str(item.data(_KEY)) if item else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            here = self.current()
            if here is not None:
                self.entered.emit(here)
        else:
            super().keyPressEvent(event)

    def _reword(self) -> None:
        for row, item in enumerate(self._items):
            self.item(row).setText(self._language.text(item.term))

    def _dress(self) -> None:
        for row, item in enumerate(self._items):
            if item.icon:
                self.item(row).setIcon(theme().icon(item.icon))
