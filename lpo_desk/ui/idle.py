"""Tells when the window is to be locked: nobody has touched it for a while, or Ctrl+L was pressed over a dialog."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication

from lpo_desk.ui.keymap import BY_ID

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """`idle` comes once after the minutes; the next touch begins anew. `asked` comes for the lock's key in a dialog.

    A dialog keeps the window's shortcuts from their actions, but whoever leaves the desk must be able to lock it.

    It looks at the windows that get the keyboard, not at every widget: a filter on the application would run Python
    for every paint and timer.
    """

    idle = Signal()
    asked = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        """0 minutes never."""
        super().__init__(parent)
        self._keys = frozenset(BY_ID["lock"].keys)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - windows exist only in one
        app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        self.set_seconds(minutes * 60)

    def set_seconds(self, seconds: float) -> None:
        self._timer.setInterval(round(seconds * 1000))
        self._restart()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._restart()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._locks(event):
            self.asked.emit()
            return True
        return False

    def _locks(self, event: QKeyEvent) -> bool:
        written = QKeySequence(event.keyCombination()).toString()
        return written in self._keys and QApplication.activeModalWidget() is not None

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time does nothing more

    def _restart(self) -> None:
        if self._timer.interval():
            self._timer.start()
        else:
            self._timer.stop()
