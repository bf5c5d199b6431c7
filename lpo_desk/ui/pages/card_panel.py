"""A section of the card: a white panel with its title, its tools and its content."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.field_row import LABEL_WIDTH
from lpo_desk.ui.widgets.inputs import role_label

PADDING = 14


class Panel(QFrame):
    """One stop of Tab while it is read; Enter on it asks to edit it, arrows scroll the card.

    `entered` comes for Enter, `reached` when the keyboard has come to it. The number is what Ctrl+number jumps by.
    `saved` carries what a dialog of the panel saved (card_saving.Done).
    """

    entered = Signal()
    reached = Signal()
    saved = Signal(object)

    editable = False
    """Whether F2 does something here: `edit_here`."""

    def __init__(self, number: int, title: str, language: Language) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.language = language
        self.number, self.title = number, title
        self._changing: list[QPushButton] = []
        self._locked: str | None = None
        self._heading = role_label("heading")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(7)
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addLayout(self.tools)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING, 9, PADDING, PADDING)
        self.body.setSpacing(7)
        self.body.addLayout(head)
        language.changed.connect(self._tell_lock)
        language.bind(self._heading.setText, title)
        language.bind(self.setAccessibleName, title)

    @property
    def locked(self) -> str | None:
        """The term of why nothing may be changed here, or None."""
        return self._locked

    def lock(self, reason: str | None) -> None:
        """Let the buttons that change something rest, and say why; None frees them."""
        self._locked = reason
        self._tell_lock()

    def _tell_lock(self) -> None:
        for button in self._changing:
            button.setDisabled(self._locked is not None)
            button.setToolTip(self.language.text(self._locked) if self._locked else "")

    def changes_something(self, *buttons: QPushButton) -> None:
        """These rest while the panel is locked."""
        self._changing += buttons

    def forget_buttons(self) -> None:
        """Before buttons that change something are made anew."""
        self._changing = []

    def edit_here(self) -> None:
        """F2 with the keyboard here."""

    def link(self, term: str, **values: object) -> QPushButton:
        """A quiet button in the head of the panel."""
        button = QPushButton()
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        self.language.bind(button.setText, term, **values)
        self.tools.addWidget(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hasFocus():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        QTimer.singleShot(0, self, self.reached.emit)  # after the scroll area has followed the focus

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme().palette.accent), 2))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 8, 8)


class Facts(QWidget):
    """Values that are told and not edited here, each with its label. Without any it takes no room."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._facts: tuple[tuple[str, str], ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(11)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        language.changed.connect(self._show)
        self.hide()

    def set_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """(label's term, text) pairs; those without a text are left out."""
        self._facts = tuple((term, text) for term, text in facts if text)
        self._show()

    @property
    def any(self) -> bool:
        return bool(self._facts)

    def _show(self) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for line, (term, text) in enumerate(self._facts):
            label, value = role_label("label"), QLabel(text)
            label.setText(self._language.text(term))
            label.setFixedWidth(LABEL_WIDTH)
            label.setWordWrap(True)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setWordWrap(True)
            value.setAccessibleName(f"{label.text()}: {text}")
            self._grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, line, 1)
        self.setVisible(bool(self._facts))
