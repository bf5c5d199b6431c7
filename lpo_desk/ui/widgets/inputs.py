"""Fields that Qt gets wrong for a counter.

The wheel over an unfocused combo box changes its value without anybody noticing (measured: ux.md 7.5). The subclasses
here pass the wheel on to the page unless they have the focus. They are used everywhere instead of Qt's own (a test
looks for the Qt names): an event filter on the whole application would run Python for every paint and timer event.
"""

from collections.abc import Hashable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QPlainTextEdit, QSpinBox, QWidget

from lpo_desk.ui.stylesheet import FIELD


class ComboBox(QComboBox):
    """A list of choices, each with a value behind its text. Never editable: screen readers read those badly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._values: list[Hashable] = []

    def set_choices(self, choices: Iterable[tuple[Hashable, str]]) -> None:
        """Offer these (value, text) pairs. The chosen value stays chosen if it is still offered."""
        chosen = self.value()
        pairs = list(choices)
        blocked = self.blockSignals(True)
        self.clear()
        self._values = [value for value, _ in pairs]
        self.addItems([text for _, text in pairs])
        self.setCurrentIndex(self._values.index(chosen) if chosen in self._values else (0 if pairs else -1))
        self.blockSignals(blocked)

    def value(self) -> Hashable:
        """The chosen value, None when there is nothing to choose."""
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def set_value(self, value: Hashable) -> None:
        """Raises ValueError for a value that is not offered."""
        self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SpinBox(QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the padding of the style sheet does not reach it

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TextArea(QPlainTextEdit):
    """Several lines. Tab goes to the next field; Ctrl+Enter is left to the sheet around it."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, lines: int = 3) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(FIELD)
        height = self.fontMetrics().lineSpacing() * lines + 2 * 7
        self.setFixedHeight(max(height, FIELD))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (
            enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def role_label(role: str, parent: QWidget | None = None) -> QLabel:
    """A label dressed by the style sheet: title, heading, muted, small, label, error, warning."""
    label = QLabel(parent)
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)  # what customers are called is never markup
    return label


def restyle(widget: QWidget) -> None:
    """Have the style sheet look again at the widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def make_room(window: QWidget) -> None:
    """Let a dialog grow to what its texts need at its width, and stay on the screen; it does neither by itself."""
    layout = window.layout()
    if isinstance(window, QDialog) and layout is not None and layout.hasHeightForWidth():
        window.resize(window.width(), max(window.height(), layout.totalHeightForWidth(window.width())))
        screen, frame = window.screen().availableGeometry(), window.frameGeometry()
        below = frame.bottom() - screen.bottom()
        if below > 0:
            window.move(frame.left(), max(screen.top(), frame.top() - below))
