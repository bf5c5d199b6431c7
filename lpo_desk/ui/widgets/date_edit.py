"""A date as clerks type it: `t` today, `+` and `-` a day, PgUp and PgDn a month, `5.3`, `0503` (ux.md A1)."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from lpo_desk.domain.calendar import months_later
from lpo_desk.domain.dates import parse_date
from lpo_desk.domain.errors import UserError
from lpo_desk.formats import format_date
from lpo_desk.ui.language import Language


class DateEdit(QLineEdit):
    """A line that holds a date or nothing. The normal form is shown when the field is left.

    `date_changed` carries the day or None, when the field is left or a key sets it. `refused` carries the UserError
    of a text that is no date: the text stays as typed and the field can be left.
    """

    date_changed = Signal(object)
    refused = Signal(object)

    def __init__(self, language: Language, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._today = today
        self._date: date | None = None
        self.setMaxLength(24)
        language.bind(self.setPlaceholderText, "ui.date_prompt")
        language.follow(self, self._write)

    def day(self) -> date | None:
        """The date of the text; None for an empty field. Raises DateRefused for a text that is no date."""
        text = self.text().strip()
        if not text:
            return None
        if self._date is not None and text == format_date(self._date, self._language.lang):
            return self._date
        return parse_date(text, self._today())

    def set_day(self, day: date | None) -> None:
        self._date = day
        self._write()

    def settle(self) -> None:
        """Take the text as it stands and show its normal form, as leaving the field does."""
        try:
            day = self.day()
        except UserError as error:
            self.refused.emit(error)
            return
        self._put(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day = self._stepped(event)
        if day is not None:
            self._put(day)
            self.selectAll()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)

    def _stepped(self, event: QKeyEvent) -> date | None:
        """The date that a single key asks for. Only where the key cannot be part of a date being typed."""
        whole = not self.text() or self.selectedText() == self.text() or self._settled()
        start = self._date or self._today()
        key, letter = event.key(), event.text().lower()
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return None
        if key == Qt.Key.Key_PageUp:
            return months_later(start, 1)
        if key == Qt.Key.Key_PageDown:
            return months_later(start, -1)
        if letter == "t":
            return self._today()
        if letter in ("+", "-") and whole:
            return date.fromordinal(start.toordinal() + (1 if letter == "+" else -1))
        return None

    def _settled(self) -> bool:
        return self._date is not None and self.text() == format_date(self._date, self._language.lang)

    def _put(self, day: date | None) -> None:
        changed = day != self._date
        self._date = day
        self._write()
        if changed:
            self.date_changed.emit(day)

    def _write(self) -> None:
        text = format_date(self._date, self._language.lang) if self._date else ""
        if text != self.text():
            self.setText(text)
