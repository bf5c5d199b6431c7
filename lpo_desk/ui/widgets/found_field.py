"""A field that is found while typing: a line, and under it what the text may mean."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Editor
from lpo_desk.ui.widgets.search_box import SearchBox


class FoundList(QListWidget):
    """Enter takes the marked one, Up from the first goes back to the line."""

    def __init__(self, take: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__()
        self._take, self._back = take, back
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda _: take())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Up and self.currentRow() == 0:
            self._back()
        else:
            super().keyPressEvent(event)


class FoundEditor(Editor):
    """Subclasses give what is found to `offer`, and say in `take` what becomes of the marked one. Down goes into the
    list, whose first is marked."""

    def __init__(self, language: Language, parent: QWidget, prompt: str, found: str) -> None:
        """prompt, found: term keys of the line's prompt and of the list's name."""
        super().__init__(parent)
        self.widget = QWidget(parent)
        self.line = SearchBox(language, prompt)
        self.line.passes_enter = self.settled
        self.list = FoundList(self.take, self.line.setFocus)
        self.list.hide()
        language.bind(self.list.setAccessibleName, found)
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.widget.setFocusProxy(self.line)
        self.line.moved_down.connect(self._go_down)

    @property
    def offers(self) -> bool:
        """Whether the list is open."""
        return self.list.isVisibleTo(self.widget)

    def offer(self, names: Sequence[str]) -> None:
        """Open the list with these names, or close it."""
        self.list.clear()
        self.list.addItems(names)
        self.list.setCurrentRow(0)
        height = sum(self.list.sizeHintForRow(row) for row in range(len(names)))
        self.list.setFixedHeight(height + 2 * self.list.frameWidth() + 2)
        self.list.setVisible(bool(names))

    def settled(self) -> bool:
        """Whether nothing is left to be taken, so that Enter is the form's."""
        raise NotImplementedError

    def take(self) -> None:
        """The marked one was meant."""
        raise NotImplementedError

    def taken(self) -> None:
        """Back to the line, which holds what was taken."""
        self.list.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        self.left.emit()

    def _go_down(self) -> None:
        if self.offers:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
