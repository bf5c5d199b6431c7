"""One line on top of a page or form that says what happened and offers what to do (ux.md W16).

It is part of the layout, covers nothing and takes no room while there is nothing to say.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.focus import next_stop
from lpo_desk.ui.language import Language
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import make_room

UNDO_SECONDS = 10


class Kind(enum.Enum):
    """How the message is meant: its tone and icon."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"

    @property
    def tone(self) -> Tone:
        return {Kind.INFO: Tone.ACCENT, Kind.SUCCESS: Tone.OK, Kind.WARNING: Tone.WARNING}.get(
            self, Tone.ERROR
        )


@dataclass(frozen=True)
class Choice:
    """A button of the message: a term key and what it does. The message goes away when it is pressed."""

    term: str
    do: Callable[[], object]


class MessageBar(QFrame):
    """Shows one message, the latest. `closed` comes when it went away, by the clerk or by time."""

    closed = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._kind = Kind.INFO
        self._picture = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setProperty("role", "icon")
        self._close.clicked.connect(self.clear)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(11, 5, 5, 5)
        self._row.setSpacing(9)
        self._row.addWidget(self._picture)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        language.bind(self._close.setAccessibleName, "ui.close_message")
        language.bind(self._close.setToolTip, "ui.close_message")
        theme().dress(self._close, "close", Tone.MUTED)
        language.changed.connect(self._name)
        theme().follow(self, self._draw)
        self.hide()

    @property
    def kind(self) -> Kind:
        return self._kind

    @property
    def sentence(self) -> str:
        """What is said now, empty when nothing is."""
        return "" if self.isHidden() else self._text.text()

    @property
    def buttons(self) -> Sequence[QPushButton]:
        return tuple(self._buttons)

    def tell(
        self, kind: Kind, key: str, choices: Sequence[Choice] = (), *, seconds: int = 0, **values: object
    ) -> None:
        """Say the term, with at most two choices; go away by itself after `seconds`, 0 stays.

        Errors and warnings should stay; the offer to undo stays for UNDO_SECONDS.
        """
        self._tell(kind, key, choices, seconds, values)

    def tell_error(self, error: UserError) -> None:
        """Say the error's sentence until it is closed."""
        self._tell(Kind.ERROR, error.key, (), 0, error.values)

    def tell_text(self, kind: Kind, text: str, choices: Sequence[Choice] = (), *, seconds: int = 0) -> None:
        """Say a text that is already in the clerk's language."""
        self._begin(kind, choices, seconds)
        self._language.unbind(self._text.setText)
        self._text.setText(text)
        self._show()

    def clear(self) -> None:
        """Say nothing."""
        if self.isHidden():
            return
        self._timer.stop()
        within = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        if within:  # the focus must not fall into nothing, nor go far: what stands below the bar has it
            below = next_stop(self)
            (below or self.window()).setFocus(Qt.FocusReason.TabFocusReason)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.tone(self._kind.tone)), 1))
        painter.setBrush(QColor(colours.tint(self._kind.tone)))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _tell(
        self, kind: Kind, key: str, choices: Sequence[Choice], seconds: int, values: Mapping[str, object]
    ) -> None:
        self._begin(kind, choices, seconds)
        self._language.bind(self._text.setText, key, **values)
        self._show()

    def _begin(self, kind: Kind, choices: Sequence[Choice], seconds: int) -> None:
        if len(choices) > 2:
            raise ValueError("a message offers at most two choices")
        self._kind = kind
        for button in self._buttons:
            button.deleteLater()
            button.hide()
        self._buttons = [self._button(choice) for choice in choices]
        self._timer.stop()
        if seconds:
            self._timer.start(seconds * 1000)

    def _button(self, choice: Choice) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        self._language.bind(button.setText, choice.term)

        def pressed() -> None:
            self.clear()
            choice.do()

        button.clicked.connect(pressed)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def _show(self) -> None:
        self._draw()
        self._name()
        self.show()
        QTimer.singleShot(0, self, lambda: make_room(self.window()))  # once the layout knows of the sentence
        announce(self, self._text.text(), urgent=self._kind is Kind.ERROR)

    def _name(self) -> None:
        self.setAccessibleName(
            f"{self._language.text('ui.message_' + self._kind.value)}: {self._text.text()}"
        )

    def _draw(self) -> None:
        picture = theme().icon(self._kind.value, self._kind.tone)
        self._picture.setPixmap(picture.pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self.update()
