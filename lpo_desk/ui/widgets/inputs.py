"""Fields that Qt gets wrong for a counter.

The wheel over an unfocused combo box changes its value without anybody noticing (measured: ux.md 7.5). The subclasses
here pass the wheel on to the page unless they have the focus. They are used everywhere instead of Qt's own (a test
looks for the Qt names): an event filter on the whole application would run Python for every paint and timer event.
"""

from collections.abc import Hashable, Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.stylesheet import FIELD

_WRAPPED = int(
    Qt.AlignmentFlag.AlignLeft
    | Qt.AlignmentFlag.AlignVCenter
    | Qt.TextFlag.TextWordWrap
    | Qt.TextFlag.TextShowMnemonic
)


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


class WrappingBox(QCheckBox):
    """A check box whose words go on in the next line where there is no room: Qt's own widens its page instead."""

    _NARROWEST = 180

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self._NARROWEST), whole.height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        whole = super().sizeHint()
        if width >= whole.width():
            return whole.height()
        line = self.fontMetrics().height()
        beside = whole.width() - self.fontMetrics().horizontalAdvance(without_mnemonic(self.text()))
        room = QRect(0, 0, max(width - beside, 1), 1000)
        lines = self.fontMetrics().boundingRect(room, _WRAPPED, self.text()).height()
        return whole.height() + max(lines - line, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        words.setRight(self.rect().right())
        words.setTop(self.rect().top())
        words.setBottom(self.rect().bottom())
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        painter.drawItemText(
            words, _WRAPPED, option.palette, self.isEnabled(), self.text(), QPalette.ColorRole.WindowText
        )


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
