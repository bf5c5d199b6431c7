"""One of a few, all of them in sight: a radio button each, chosen by arrows, by its number, or by the mouse."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import Choices, Editor, MakesEditor

_BETWEEN = 24
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class _Columns(QWidget):
    """Buttons in columns, top down; one below the other where the columns have no room."""

    def __init__(self, parent: QWidget, columns: int) -> None:
        super().__init__(parent)
        self._wanted, self._columns = columns, 0
        self._buttons: list[QRadioButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_BETWEEN)
        self._grid.setVerticalSpacing(2)

    def take(self, buttons: list[QRadioButton]) -> None:
        self._buttons = buttons
        self._arrange(self._wanted)

    def minimumSizeHint(self) -> QSize:
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self._width_of(self._wanted) <= event.size().width()
        self._arrange(self._wanted if fits else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._grid.setColumnStretch(self._columns, 0)
        self._columns = columns
        lines = -(-len(self._buttons) // columns)
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place % lines, place // lines)
        self._grid.setColumnStretch(columns, 1)
        self.updateGeometry()

    def _width_of(self, columns: int) -> int:
        lines = -(-len(self._buttons) // columns)
        widths = [button.sizeHint().width() for button in self._buttons]
        return sum(max(widths[at : at + lines]) + _BETWEEN for at in range(0, len(widths), lines)) - _BETWEEN


class RadioEditor(Editor):
    """A closed list of choices that need no opening. Nothing is chosen until the clerk chooses."""

    def __init__(self, language: Language, parent: QWidget, choices: Choices, columns: int) -> None:
        super().__init__(parent)
        self.widget = _Columns(parent, columns)
        self._group = QButtonGroup(self)
        self._buttons: dict[Hashable, QRadioButton] = {}
        self._language, self._choices = language, choices
        for value, _ in choices():
            button = QRadioButton()
            button.setProperty(NO_KEY, True)  # its number is its key
            button.clicked.connect(self._clicked)
            button.installEventFilter(self)
            self._group.addButton(button)
            self._buttons[value] = button
        self.widget.take(list(self._buttons.values()))
        self.widget.setFocusProxy(next(iter(self._buttons.values())))
        language.follow(self, self._reword)

    def value(self) -> object:
        return next((value for value, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, value: object) -> None:
        self._group.setExclusive(False)
        for choice, button in self._buttons.items():
            button.setChecked(choice == value)
        self._group.setExclusive(True)
        chosen = self._buttons.get(value) if isinstance(value, Hashable) else None
        self.widget.setFocusProxy(chosen or next(iter(self._buttons.values())))

    def shown(self, value: object, language: Language) -> str:
        return next((language.text(key) for choice, key in self._choices() if choice == value), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit chooses; the first arrow chooses where nothing is chosen yet (Qt's own only move on from a choice)."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            buttons = list(self._buttons.values())
            digit = event.key() - Qt.Key.Key_1
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                return super().eventFilter(watched, event)
            if 0 <= digit < len(buttons):
                buttons[digit].setFocus(Qt.FocusReason.OtherFocusReason)
                buttons[digit].click()
                return True
            if event.key() in _ARROWS and self.value() is None and isinstance(watched, QRadioButton):
                watched.click()
                return True
        return super().eventFilter(watched, event)

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()

    def _reword(self) -> None:
        for number, (value, key) in enumerate(self._choices(), start=1):
            self._buttons[value].setText(f"{number}  {self._language.text(key)}")


def radios(choices: Choices, columns: int = 1) -> MakesEditor:
    return lambda language, parent: RadioEditor(language, parent, choices, columns)
