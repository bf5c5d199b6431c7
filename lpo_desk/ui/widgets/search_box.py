"""The search box: asks while the clerk types, but not for every letter of a fast typist."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.ui.language import Language
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme

DEBOUNCE_MS = 20
_BUTTON = 28  # by the style sheet
_PICTURE = 18


class SearchBox(QLineEdit):
    """`asked` comes with the text 20 ms after the last letter, and at once when the box is emptied.

    `submitted` comes for Enter, after the text was asked; `moved_down` for the arrow into the results. Where
    `passes_enter` says so, Enter is the window's, as in any other line. With `takes_codes` a whole code of ours is acted
    on when it is asked: the Enter that a hand scanner sends after it asks the same, and the next code takes its place.
    """

    asked = Signal(str)
    submitted = Signal(str)
    moved_down = Signal()

    def __init__(
        self, language: Language, prompt: str = "ui.search_prompt", parent: QWidget | None = None
    ) -> None:
        """`prompt` is a term key: the prompt text and the name for screen readers."""
        super().__init__(parent)
        self.setProperty("role", "search")
        self._last = ""
        self.passes_enter: Callable[[], bool] = lambda: False
        self.takes_codes = False
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)
        self._picture = QLabel(self)
        self._picture.setFixedSize(QSize(_PICTURE, _PICTURE))
        theme().follow(self, self._draw)
        self._clear = QToolButton(self)
        self._clear.setProperty("role", "icon")
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc does the same
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        theme().dress(self._clear, "close", Tone.MUTED)
        self.setTextMargins(_PICTURE + 8, 0, _BUTTON, 0)
        language.bind(self._clear.setAccessibleName, "ui.clear_search")
        language.bind(self._clear.setToolTip, "ui.clear_search")
        language.bind(self.setPlaceholderText, prompt)
        language.bind(self.setAccessibleName, prompt)

    def focus_all(self) -> None:
        """Ctrl+E: here, with everything selected, so that typing begins a new search."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def put(self, text: str) -> None:
        """A text that the page looks for by itself: it is not asked again, and the next one is."""
        self._timer.stop()
        blocked = self.blockSignals(True)
        self.setText(text)
        self.blockSignals(blocked)
        self._last = text.strip()
        self._clear.setVisible(bool(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.passes_enter():
                super().keyPressEvent(event)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._is_code(self.text()):
                self._last = ""  # the same once more, where the page has been left meanwhile
                self._ask()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._ask()
                self.submitted.emit(self.text().strip())
            case Qt.Key.Key_Down:
                self.moved_down.emit()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.move(10, (self.height() - _PICTURE) // 2)
        self._clear.move(self.width() - _BUTTON - 4, (self.height() - _BUTTON) // 2)

    def _draw(self) -> None:
        picture = theme().icon("search", Tone.MUTED).pixmap(self._picture.size(), self.devicePixelRatioF())
        self._picture.setPixmap(picture)

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if text:
            self._timer.start()
        else:
            self._ask()

    def _ask(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.asked.emit(text)
            if self._is_code(text):
                self.selectAll()

    def _is_code(self, text: str) -> bool:
        return self.takes_codes and parse_qr_text(text) is not None
