"""A password field: pasting is allowed, the password can be looked at, and Caps Lock is told of."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme

_BUTTON = 26


class PasswordEdit(QLineEdit):
    """`caps_noticed` says whether the letters come out as capitals without Shift, or small with it.

    No system tells the state of Caps Lock through Qt, but the letters themselves do.
    """

    caps_noticed = Signal(bool)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(256)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._look = QToolButton(self)
        self._look.setProperty("role", "icon")
        self._look.setCheckable(True)
        self._look.setFixedSize(QSize(_BUTTON, _BUTTON))
        self._look.setCursor(Qt.CursorShape.ArrowCursor)
        self._look.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._look.toggled.connect(self._show_or_hide)
        theme().dress(self._look, "view", Tone.MUTED)
        self.setTextMargins(0, 0, _BUTTON, 0)
        language.follow(self, self._reword)

    def reveal(self) -> None:
        """Letters instead of dots: for a password that is to be read and handed on."""
        self._look.setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._notice(False)  # toggled: the next letter tells
        elif len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._notice(text.isupper() != shift)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look.move(self.width() - _BUTTON - 3, (self.height() - _BUTTON) // 2)

    def _notice(self, caps: bool) -> None:
        if caps != self._caps:
            self._caps = caps
            self.caps_noticed.emit(caps)

    def _show_or_hide(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._reword()

    def _reword(self) -> None:
        key = "login.hide_password" if self._look.isChecked() else "login.show_password"
        self._look.setAccessibleName(self._language.text(key))
        self._look.setToolTip(self._language.text(key))
