"""A section of a card or a page of a wizard: the fields of one frozen dataclass, read, edited, checked, handed back.

Nothing is checked while typing. A field that was changed is checked when it is left, all of them when the section is
committed; the focus then goes to the first bad field and a line on top says how many there are (ux.md W7, W8).
Warnings stand beside their fields and block nothing.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.editors import MakesEditor
from lpo_desk.ui.widgets.field_row import FieldRow
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar

T = TypeVar("T")
_TWO_COLUMNS_FROM = 760  # effective pixels


class Labels(enum.Enum):
    """Where labels stand: beside in the dense card, above in wizards and dialogs."""

    BESIDE = "beside"
    ABOVE = "above"


class Missing(UserError):
    """A required field is empty."""

    key = "ui.required"


@dataclass(frozen=True)
class Fills:
    """A field that follows another one: the town of a postcode.

    `value` gives what the field `name` is to hold: its arguments are the form's value when the leading field was last
    left, and the value now.
    """

    name: str
    value: Callable[[Any, Any], object]


@dataclass(frozen=True)
class Field:
    """One field. `name` is the attribute of the dataclass, `term` the label.

    `check` raises UserError for a value that cannot be; `warn` gives the term key of a warning, or None; `fills` is
    applied when the field is left, or committed, with another value.
    """

    name: str
    term: str
    editor: MakesEditor
    required: bool = False
    check: Callable[[Any], object] | None = None
    warn: Callable[[Any], str | None] | None = None
    wide: bool = False
    fills: Fills | None = None
    row: type[FieldRow] = FieldRow


class SectionForm(QWidget, Generic[T]):
    """The fields of one value.

    `committed` carries the new value when everything is right; `mode_changed` says True for editing; `dirty_changed`
    whether anything differs from what was loaded; `left_by_escape` comes when Esc Esc gave the section up.
    """

    committed = Signal(object)
    mode_changed = Signal(bool)
    dirty_changed = Signal(bool)
    left_by_escape = Signal()

    def __init__(
        self,
        fields: Sequence[Field],
        language: Language,
        *,
        labels: Labels = Labels.BESIDE,
        columns: int = 1,
        check: Callable[[T], Mapping[str, UserError]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`check` looks at the whole value once its fields are right, and names the fields that are not."""
        super().__init__(parent)
        self._fields = {field.name: field for field in fields}
        self._language = language
        self._check = check
        self._columns = columns
        self._loaded: T | None = None
        self._led: dict[str, T] = {}  # leading field -> the value when it was last left
        self._editing = False
        self._dirty: frozenset[str] = frozenset()
        self._escaped = False
        self._bar = MessageBar(language, self)
        self._rows = {
            field.name: field.row(
                field.term,
                field.editor(language, self),
                language,
                above=labels is Labels.ABOVE,
                required=field.required,
                parent=self,
            )
            for field in fields
        }
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(7 if labels is Labels.BESIDE else 11)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addLayout(self._grid)
        self._place(columns)
        for name, row in self._rows.items():
            row.editor.edited.connect(lambda n=name: self._edited(n))
            row.editor.left.connect(lambda n=name: self._left(n))
            row.editor.widget.installEventFilter(self)
            row.set_editing(False)
        language.changed.connect(self._reword)

    @property
    def editing(self) -> bool:
        return self._editing

    @property
    def dirty(self) -> frozenset[str]:
        """The names of the fields that differ from what was loaded."""
        return self._dirty

    @property
    def bar(self) -> MessageBar:
        """The line on top, for the page's own messages about this section."""
        return self._bar

    def row(self, name: str) -> FieldRow:
        """Raises KeyError for a field that the form has not."""
        return self._rows[name]

    def load(self, value: T) -> None:
        """Show this value, untouched."""
        self._loaded = value
        self._led.clear()
        for name, row in self._rows.items():
            content = getattr(value, name)
            row.editor.set_value(content)
            row.show_value(row.editor.shown(content, self._language))
            row.say("", error=False)
        self._escaped = False
        self._set_dirty(frozenset())

    def edit(self, name: str | None = None) -> None:
        """Go into edit mode, with the focus in the named field or the first."""
        self._set_editing(True)
        first = name or next(iter(self._rows))
        self._rows[first].editor.select()

    def read(self) -> None:
        """Back to reading what was loaded; what was typed is given up."""
        self._set_editing(False)
        self._bar.clear()
        if self._loaded is not None:
            self.load(self._loaded)

    def value(self) -> T:
        """The loaded value with what the clerk changed. Raises UserError for the first field that is not right."""
        if self._loaded is None:
            raise LookupError("nothing was loaded")
        changed = {name: self._field_value(name) for name in self._dirty}
        # The bound says nothing of dataclasses: Form[T] is only made for frozen ones.
        return replace(self._loaded, **changed)  # type: ignore[type-var]

    def commit(self) -> bool:
        """Check everything. If all is right, `committed` carries the new value; else the first bad field is shown."""
        for name in self._rows:
            self._lead(name)
        errors = self._all_errors()
        if errors:
            self.show_errors(errors)
            return False
        self._bar.clear()
        self.committed.emit(self.value())
        return True

    def show_errors(self, errors: Mapping[str, UserError]) -> None:
        """Say each error beside its field and their number on top: also for what a service refused."""
        for name, row in self._rows.items():
            error = errors.get(name)
            row.say(error.sentence(self._language.lang) if error else "", error=True)
        bad = [name for name in self._rows if name in errors]
        if not bad:
            return
        self._bar.tell(Kind.ERROR, "ui.form_errors", count=len(bad))
        self._rows[bad[0]].editor.select()
        for name in bad:  # a field that the keyboard has just left has taken its sentence away
            self._rows[name].say(errors[name].sentence(self._language.lang), error=True)

    def set_sources(self, sources: Mapping[str, str]) -> None:
        """Where each value came from, already as text."""
        for name, row in self._rows.items():
            row.set_source(sources.get(name, ""))

    def show_sources(self, shown: bool) -> None:
        for row in self._rows.values():
            row.show_source(shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self._editing:
                self._escape()
                return True
            self._escaped = False
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns > 1:
            self._place(self._columns if event.size().width() >= _TWO_COLUMNS_FROM else 1)

    def _escape(self) -> None:
        """Esc takes back the field; a second Esc, or one in an untouched section, leaves the section."""
        here = self._focused()
        if here in self._dirty and not self._escaped:
            row = self._rows[here]
            row.editor.set_value(getattr(self._loaded, here))
            row.say("", error=False)
            self._set_dirty(self._dirty - {here})
            self._escaped = True
        elif not self._dirty or self._escaped:
            self.read()
            self.left_by_escape.emit()
        else:
            self._escaped = True
            announce(self, self._language.text("ui.escape_again"))
            self._bar.tell(Kind.INFO, "ui.escape_again", seconds=4)

    def _focused(self) -> str:
        here = QApplication.focusWidget()
        if here is None:
            return ""
        return next((name for name, row in self._rows.items() if row.editor.widget.isAncestorOf(here)), "")

    def _edited(self, name: str) -> None:
        self._escaped = False
        try:
            same = self._rows[name].editor.value() == getattr(self._loaded, name)
        except UserError:
            same = False
        self._set_dirty(self._dirty - {name} if same else self._dirty | {name})

    def _left(self, name: str) -> None:
        if name not in self._dirty:
            return
        row = self._rows[name]
        try:
            value = self._field_value(name)
        except UserError as error:
            row.say(error.sentence(self._language.lang), error=True)
            return
        row.editor.settle()
        warn = self._fields[name].warn
        key = warn(value) if warn else None
        row.say(self._language.text(key) if key else "", error=False)
        self._lead(name)

    def _lead(self, name: str) -> None:
        """Have the field that follows this one take its new value, as if it had been typed."""
        fills, loaded = self._fields[name].fills, self._loaded
        if fills is None or loaded is None or name not in self._dirty:
            return
        now = self._value_so_far(loaded)
        before = self._led.get(name, loaded)
        self._led[name] = now
        if getattr(before, name) == getattr(now, name):
            return
        editor, value = self._rows[fills.name].editor, fills.value(before, now)
        if value != getattr(now, fills.name):
            editor.set_value(value)
            editor.edited.emit()
            self._rows[fills.name].say("", error=False)

    def _value_so_far(self, loaded: T) -> T:
        """The loaded value with those changes that are right."""
        changed = {}
        for name in self._dirty:
            with suppress(UserError):
                changed[name] = self._field_value(name)
        return replace(loaded, **changed)  # type: ignore[type-var]  # as in value()

    def _field_value(self, name: str) -> object:
        field, value = self._fields[name], self._rows[name].editor.value()
        if field.required and value in (None, "", frozenset()):
            raise Missing
        if field.check:
            field.check(value)
        return value

    def _all_errors(self) -> dict[str, UserError]:
        errors: dict[str, UserError] = {}
        for name in self._rows:
            if name not in self._dirty and not self._fields[name].required:
                continue  # what was there before may be faulty and must not stand in the way
            try:
                self._field_value(name)
            except UserError as error:
                errors[name] = error
        if not errors and self._check:
            errors.update(self._check(self.value()))
        return errors

    def _set_dirty(self, dirty: frozenset[str]) -> None:
        was, self._dirty = self._dirty, dirty
        if bool(was) != bool(dirty):
            self.dirty_changed.emit(bool(dirty))

    def _set_editing(self, editing: bool) -> None:
        if editing == self._editing:
            return
        self._editing = editing
        for row in self._rows.values():
            row.set_editing(editing)
        self.mode_changed.emit(editing)

    def _place(self, columns: int) -> None:
        """Rows in reading order: left to right, then down; a wide field has a line of its own."""
        for row in self._rows.values():
            self._grid.removeWidget(row)
        line = column = 0
        for name, row in self._rows.items():
            wide = self._fields[name].wide
            if wide and column:
                line, column = line + 1, 0
            self._grid.addWidget(row, line, column, 1, columns if wide else 1, Qt.AlignmentFlag.AlignTop)
            column += columns if wide else 1
            if column >= columns:
                line, column = line + 1, 0
        for place in range(self._columns):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)

    def _reword(self) -> None:
        if self._loaded is not None:
            for name, row in self._rows.items():
                value = getattr(self._loaded, name)
                row.show_value(row.editor.shown(value, self._language))
                if name not in self._dirty:
                    row.editor.set_value(value)  # what is written may depend on the language, too
