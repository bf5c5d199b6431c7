"""How a form reads and writes one value: a widget, the value in it, and what counts as touched."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from lpo_desk.domain.text import clean
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.date_edit import DateEdit
from lpo_desk.ui.widgets.inputs import ComboBox, TextArea, WrappingBox

Parse = Callable[[str], object]
Write = Callable[[object], str]
Choices = Callable[
    [], Sequence[tuple[Hashable, str]]
]  # (value, term key), asked again when the language changes


class Editor(QObject):
    """One value of a form. `edited` comes with every change of the clerk's, `left` when the clerk is done with it."""

    edited = Signal()
    left = Signal()

    widget: QWidget

    def value(self) -> object:
        """Raises UserError when what is typed cannot be the value."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show the value, untouched."""
        raise NotImplementedError

    def settle(self) -> None:
        """Show the value in its normal form, if it is one."""

    def select(self) -> None:
        """Focus, with the text selected where there is one: the first bad field after a save."""
        self.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self, value: object, language: Language) -> str:
        """The value as it is read when the form is not being edited."""
        return language.show(value)


class MakesEditor(Protocol):
    """What a field declares: called once for each form."""

    def __call__(self, language: Language, parent: QWidget) -> Editor: ...


class TextEditor(Editor):
    """One line. `parse` turns the cleaned text into the value (raising UserError), `write` the value into text.

    `read` is how the value reads when it is not being edited, where that is more than what is written.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        limit: int,
        parse: Parse | None = None,
        write: Write = str,
        read: Write | None = None,
        empty: object = "",
    ) -> None:
        super().__init__(parent)
        self.widget = self._line = QLineEdit(parent)
        self._limit, self._parse, self._write, self._empty = limit, parse, write, empty
        self._read = read or self._written
        self._line.textEdited.connect(lambda _: self.edited.emit())
        self._line.editingFinished.connect(self.left)

    def value(self) -> object:
        text = clean(self._line.text(), limit=self._limit)
        if not text:
            return self._empty
        return self._parse(text) if self._parse else text

    def set_value(self, value: object) -> None:
        self._line.setText("" if value is None else self._write(value))
        self._line.setCursorPosition(0)

    def settle(self) -> None:
        text = self._written(self.value())
        if text != self._line.text():
            self._line.setText(text)

    def select(self) -> None:
        super().select()
        self._line.selectAll()

    def shown(self, value: object, language: Language) -> str:
        return self._read(value)

    def _written(self, value: object) -> str:
        return "" if value is None else self._write(value)


class NotesEditor(Editor):
    """Several lines."""

    def __init__(self, parent: QWidget, *, limit: int, lines: int = 3) -> None:
        super().__init__(parent)
        self.widget = self._area = TextArea(parent, lines=lines)
        self._limit = limit
        self._loading = False
        self._area.textChanged.connect(self._changed)
        self._area.left.connect(self.left)

    def value(self) -> object:
        return clean(self._area.toPlainText(), limit=self._limit, multiline=True)

    def set_value(self, value: object) -> None:
        self._loading = True
        self._area.setPlainText(str(value or ""))
        self._loading = False

    def _changed(self) -> None:
        if not self._loading:
            self.edited.emit()


class ChoiceEditor(Editor):
    """One of several: a closed list of choices."""

    def __init__(self, language: Language, parent: QWidget, choices: Choices) -> None:
        super().__init__(parent)
        self.widget = self._combo = ComboBox(parent)
        self._language, self._choices = language, choices
        language.follow(self._combo, self.offer)
        self._combo.activated.connect(self._chosen)
        self._combo.currentIndexChanged.connect(self._chosen)

    def value(self) -> object:
        return self._combo.value()

    def set_value(self, value: object) -> None:
        blocked = self._combo.blockSignals(True)
        if isinstance(value, Hashable):
            self._combo.set_value(value)
        self._combo.blockSignals(blocked)

    def shown(self, value: object, language: Language) -> str:
        for choice, key in self._choices():
            if choice == value:
                return language.text(key)
        return language.show(value)

    def offer(self) -> None:
        """Ask for the choices anew; the chosen one stays chosen if it is still offered."""
        self._combo.set_choices([(value, self._language.text(key)) for value, key in self._choices()])

    def _chosen(self, _: int) -> None:
        self.edited.emit()
        self.left.emit()


class NamedEditor(ChoiceEditor):
    """One of several whose names are data. `names` gives (value, text) pairs, asked again when the language changes."""

    def shown(self, value: object, language: Language) -> str:
        return next((name for choice, name in self._choices() if choice == value), "")

    def offer(self) -> None:
        self._combo.set_choices(self._choices())


class CheckEditor(Editor):
    """Yes or no; the label of the field stands beside the box."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.widget = self._box = QCheckBox(parent)
        self._box.clicked.connect(self._clicked)

    def value(self) -> object:
        return self._box.isChecked()

    def set_value(self, value: object) -> None:
        self._box.setChecked(bool(value))

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()


class ManyEditor(Editor):
    """Any of several, as a frozenset of their values: one check box each."""

    def __init__(self, language: Language, parent: QWidget, choices: Choices) -> None:
        super().__init__(parent)
        self.widget = QWidget(parent)
        self._choices = choices
        self._boxes: dict[Hashable, QCheckBox] = {}
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for value, key in choices():
            box = WrappingBox()
            self._name(box, key, language)
            box.clicked.connect(self._clicked)
            column.addWidget(box)
            self._boxes[value] = box
        if self._boxes:
            self.widget.setFocusProxy(next(iter(self._boxes.values())))

    def value(self) -> object:
        return frozenset(value for value, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: object) -> None:
        chosen = value if isinstance(value, frozenset | set | tuple | list) else ()
        for choice, box in self._boxes.items():
            box.setChecked(choice in chosen)

    def shown(self, value: object, language: Language) -> str:
        chosen = value if isinstance(value, frozenset | set | tuple | list) else ()
        return ", ".join(language.text(key) for choice, key in self._choices() if choice in chosen)

    def _name(self, box: QCheckBox, key: str, language: Language) -> None:
        language.bind(box.setText, key)

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()


class ManyNamedEditor(ManyEditor):
    """Any of several whose names are data."""

    def shown(self, value: object, language: Language) -> str:
        chosen = value if isinstance(value, frozenset | set | tuple | list) else ()
        return ", ".join(name for choice, name in self._choices() if choice in chosen)

    def _name(self, box: QCheckBox, key: str, language: Language) -> None:
        box.setText(key.replace("&", "&&"))


class DateEditor(Editor):
    """A date or None."""

    def __init__(self, language: Language, parent: QWidget, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self.widget = self._line = DateEdit(language, today, parent)
        self._line.setMaximumWidth(160)
        self._line.textEdited.connect(lambda _: self.edited.emit())
        self._line.date_changed.connect(lambda _: self.edited.emit())
        self._line.editingFinished.connect(self.left)

    def value(self) -> object:
        return self._line.day()

    def set_value(self, value: object) -> None:
        self._line.set_day(value if isinstance(value, date) else None)

    def settle(self) -> None:
        self._line.settle()

    def select(self) -> None:
        super().select()
        self._line.selectAll()


def text(
    limit: int, parse: Parse | None = None, write: Write = str, read: Write | None = None
) -> MakesEditor:
    """A line of text; `limit` in characters after cleaning."""
    return lambda _, parent: TextEditor(parent, limit=limit, parse=parse, write=write, read=read)


def notes(limit: int, lines: int = 3) -> MakesEditor:
    return lambda _, parent: NotesEditor(parent, limit=limit, lines=lines)


def choice(choices: Choices) -> MakesEditor:
    return lambda language, parent: ChoiceEditor(language, parent, choices)


def named(names: Choices) -> MakesEditor:
    """A closed list of things whose names are data."""
    return lambda language, parent: NamedEditor(language, parent, names)


def many(choices: Choices) -> MakesEditor:
    return lambda language, parent: ManyEditor(language, parent, choices)


def many_named(names: Choices) -> MakesEditor:
    """`names` gives (value, text) pairs."""
    return lambda language, parent: ManyNamedEditor(language, parent, names)


def check() -> MakesEditor:
    return lambda _, parent: CheckEditor(parent)


def day(today: Callable[[], date]) -> MakesEditor:
    return lambda language, parent: DateEditor(language, parent, today)
