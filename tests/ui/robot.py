"""A clerk with counters: presses real keys, waits like a person for the answer, and knows what it cost."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.ui.runner import Runner
from lpo_desk.ui.tour import keys

PATIENCE_MS = 60_000
"""Only a wait that fails takes as long; a busy machine may need some of it."""


@dataclass
class Effort:
    """What a task cost: typed content, other key presses (a chord is one), mouse clicks."""

    characters: int = 0
    keys: int = 0
    clicks: int = 0


class ClerkRobot:
    """Works in the window in front. Each step waits until the database thread has answered, as a person would look."""

    def __init__(self, qtbot: QtBot, runner: Runner | None = None) -> None:
        self._qtbot = qtbot
        self._runner = runner
        self._window: QWidget | None = None
        self.effort = Effort()

    def front(self, window: QWidget) -> None:
        """Show the window and wait until the keys go to it."""
        self._window = window
        window.show()
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)

    def press(self, *chords: str) -> None:
        """Press keys one after another: `robot.press("Ctrl+E", "Down", "Return")`."""
        for chord in chords:
            self._come_back()
            keys.press(chord)
            self.effort.keys += 1
            self.settle()

    def type(self, text: str) -> None:
        """Type content where the focus is."""
        self._come_back()
        keys.type_text(text)
        self.effort.characters += len(text)
        self.settle()

    def click(self, target: QWidget, at: QPoint | None = None) -> None:
        keys.click(target, at)
        self.effort.clicks += 1
        self.settle()

    def settle(self) -> None:
        """Until the database thread has answered everything and what it answered stands where it is to stand.

        Qt lays a widget out when it next comes to it: an answer delivered a moment ago may not have its place yet."""
        if self._runner is not None:
            runner = self._runner
            self._qtbot.waitUntil(lambda: runner.idle, timeout=PATIENCE_MS)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Until what the clerk waits for is on the screen."""
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)
        self.settle()

    def begin(self) -> None:
        """Count from here."""
        self.effort = Effort()

    def assert_within(self, *, keys: int, clicks: int) -> None:
        """The budget of ux.md 3: other keys and clicks since `begin`. Content is what the customer says; it is free."""
        spent = self.effort
        assert spent.keys <= keys, f"{spent.keys} key presses, the limit is {keys}"
        assert spent.clicks <= clicks, f"{spent.clicks} clicks, the limit is {clicks}"

    def _come_back(self) -> None:
        """A person looks where the keys go: into the dialog that has just opened, and when it has closed, into the
        window again, which off screen no window manager does by itself."""
        modal, front = QApplication.activeModalWidget(), QApplication.activeWindow()
        if front is not None and not front.isVisible() and not isinstance(front, QAbstractItemView):
            front = None  # a menu that has closed; the list of a completer passes its keys on
        window = modal or (self._window if front is None else front)
        if window is not None and window is not front and window.isVisible():
            window.activateWindow()
            self._qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE_MS)

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()
