"""Tells when nobody has touched the keyboard or the mouse for a while, so that the window locks itself."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

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
    """`idle` comes once after the minutes; the next touch begins anew.

    It looks at the windows that get the keyboard, not at every widget: a filter on the application would run Python
    for every paint and timer.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        """0 minutes never."""
        super().__init__(parent)
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
        return False

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time does nothing more

    def _restart(self) -> None:
        if self._timer.interval():
            self._timer.start()
        else:
            self._timer.stop()
