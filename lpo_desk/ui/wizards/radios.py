"""One of a few, all of them in sight: a radio button each, chosen by arrows, by its number, or by the mouse."""

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import Choices, Editor, MakesEditor


class RadioEditor(Editor):
    """A closed list of choices that need no opening. Nothing is chosen until the clerk chooses."""

    def __init__(self, language: Language, parent: QWidget, choices: Choices, columns: int) -> None:
        super().__init__(parent)
        self.widget = QWidget(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[Hashable, QRadioButton] = {}
        self._choices = choices
        grid = QGridLayout(self.widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        offered = choices()
        lines = -(-len(offered) // columns)
        for number, (value, key) in enumerate(offered):
            button = QRadioButton()
            button.setProperty(NO_KEY, True)  # its number is its key
            language.follow(
                button, lambda b=button, k=key, n=number: b.setText(f"{n + 1}  {language.text(k)}")
            )
            button.clicked.connect(self._clicked)
            button.installEventFilter(self)
            self._group.addButton(button)
            grid.addWidget(button, number % lines, number // lines)
            self._buttons[value] = button
        grid.setColumnStretch(columns, 1)
        self.widget.setFocusProxy(next(iter(self._buttons.values())))

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
        """A digit chooses, arrows move and choose at once (Qt's own arrows need a choice to start from)."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            buttons = list(self._buttons.values())
            digit = event.key() - Qt.Key.Key_1
            if 0 <= digit < len(buttons) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                buttons[digit].setFocus(Qt.FocusReason.OtherFocusReason)
                buttons[digit].click()
                return True
        return super().eventFilter(watched, event)

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()


def _name(button: QRadioButton, language: Language, key: str, number: int) -> None:
    button.setText(f"{number}  {language.text(key)}")


def radios(choices: Choices, columns: int = 1) -> MakesEditor:
    return lambda language, parent: RadioEditor(language, parent, choices, columns)
