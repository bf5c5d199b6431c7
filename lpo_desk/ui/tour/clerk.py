"""Whoever plays: presses keys, looks at the screen, waits for it like a person, and remembers what was pressed."""

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.crash import ErrorTeller
from lpo_desk.ui.language import Language
from lpo_desk.ui.lock import LockWindow
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.page import Page
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.tour import keys
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar

W = TypeVar("W", bound=QWidget)
P = TypeVar("P", bound=Page)

PATIENCE = 30.0
"""Seconds that a clerk waits for an answer before the tour is called broken."""
_LOOK = 15  # milliseconds between two looks at the screen
_MOST_TABS = 80
_HIDDEN = "•••"


class Program(Protocol):
    """What the tour needs of lpo_desk.app.Program, which lies above this layer."""

    window: QWidget | None
    locked: LockWindow | None
    runner: Runner
    language: Language
    errors: ErrorTeller

    def begin(self) -> None: ...
    def end(self) -> None: ...


class NotSeen(Exception):
    """What a step waits for did not come to the screen."""


class Clerk:
    """Knows only the screen and the keyboard. What is read of widgets is what stands on them."""

    def __init__(self, program: Program, lang: Lang) -> None:
        self.program = program
        self.lang = lang
        self.pressed: list[str] = []

    # The keyboard

    def press(self, *chords: str, patience: float = PATIENCE) -> None:
        """Press keys one after another, each when the program has answered the one before."""
        for chord in chords:
            self._come_to_front()
            keys.press(chord)
            self.pressed.append(chord)
            self.settle(patience)

    def write(self, text: str, *, secret: bool = False) -> None:
        """Type where the focus is; what is secret is not remembered."""
        self._come_to_front()
        for character in text:
            keys.type_character(character)
        self.pressed.append(f"“{_HIDDEN if secret else text}”")
        self.settle()

    def click(self, target: QWidget) -> None:
        """One click, where a person at the desk would take the mouse."""
        keys.click(target)
        name = without_mnemonic(target.text()) if isinstance(target, QAbstractButton) else ""
        self.pressed.append(f"[{name or target.accessibleName()}]")
        self.settle()

    def tab_to(self, target: QWidget, key: str = "Tab") -> None:
        """Go with Tab to the widget, or into it. Raises NotSeen where Tab never comes there."""
        for _ in range(_MOST_TABS):
            focus = QApplication.focusWidget()
            if focus is not None and (focus is target or target.isAncestorOf(focus)):
                return
            self.press(key)
        raise NotSeen(f"{key} does not reach {_who(target)}")

    def push(self, term: str) -> None:
        """Go with Tab to the button that says the term, and press it."""
        self.tab_to(self.button(term))
        self.press("Space")

    # The screen

    @property
    def front(self) -> QWidget:
        """The window that gets the keys."""
        window = QApplication.activeModalWidget() or self.program.locked or self.program.window
        if window is None:
            raise NotSeen("the program has no window")
        return window

    @property
    def window(self) -> MainWindow:
        window = self.program.window
        if not isinstance(window, MainWindow):
            raise NotSeen("the main window is not open")
        return window

    def words(self, term: str) -> str:
        """A term as it stands on the screen now."""
        return terms(term, lang=self.program.language.lang)

    def page(self, kind: type[P]) -> P:
        """The page in front, once it is one of this kind."""
        self.wait_for(kind.__name__, lambda: isinstance(self.window.tabs.current, kind))
        page = self.window.tabs.current
        assert isinstance(page, kind)  # noqa: S101 - waited for
        return page

    def dialog(self, kind: type[W]) -> W:
        """The window in front, once it is one of this kind."""
        self.wait_for(kind.__name__, lambda: isinstance(self.front, kind) and self.front.isVisible())
        found = self.front
        assert isinstance(found, kind)  # noqa: S101 - waited for
        return found

    def button(self, term: str) -> QAbstractButton:
        """The button in front that says the term and can be pressed."""
        wanted = self.words(term)
        for button in self.front.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and without_mnemonic(button.text()) == wanted:
                return button
        raise NotSeen(f"no button says “{wanted}”")

    def told(self, kind: Kind) -> list[str]:
        """What the message lines in sight say of this kind."""
        places = [self.front, self.program.window or self.front]
        bars = [bar for place in places for bar in place.findChildren(MessageBar)]
        return [bar.sentence for bar in bars if bar.isVisible() and bar.kind is kind]

    # Patience

    def wait_for(self, what: str, seen: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Until it is so and the program has answered everything. Raises NotSeen when patience is over."""
        end = time.monotonic() + patience
        while not (self._answered() and seen()):
            if time.monotonic() > end:
                raise NotSeen("; ".join([f"{what} did not come", *self.told(Kind.ERROR)]))
            self._pass()
        self._complain()

    def settle(self, patience: float = PATIENCE) -> None:
        """Until the database thread has answered everything and the window has been painted."""
        self._pass()
        self.wait_for("the answer of the database", lambda: True, patience)
        self._pass()  # what the last answer changed is laid out and painted

    def _answered(self) -> bool:
        return self.program.runner.idle

    def _complain(self) -> None:
        """A bug that the program has told ends the tour, whatever else is on the screen."""
        shown = sorted(self.program.errors.shown)
        if shown:
            raise NotSeen(f"the program is at fault: {', '.join(' '.join(sign) for sign in shown)}")

    def _pass(self) -> None:
        """Let the program run until its next answer, a moment at the most."""
        loop = QEventLoop()
        self.program.runner.busy.connect(loop.quit)
        QTimer.singleShot(_LOOK, loop, loop.quit)
        loop.exec()
        self.program.runner.busy.disconnect(loop.quit)

    def _come_to_front(self) -> None:
        """Without a window manager nobody gives the keys to the window that is left when a dialog has closed."""
        if QApplication.activePopupWidget() is None and not self._has_keys():
            self.front.activateWindow()
            self.wait_for("the keyboard", self._has_keys)

    def _has_keys(self) -> bool:
        """On Windows a window is active a moment before the application knows of it and gives it the keys."""
        return self.front.isActiveWindow() and QApplication.activeWindow() is not None


class Refused(UserError):
    """A step of the tour failed; `step` is its name, `reason` what was not seen."""

    key = "tour.failed"


def _who(widget: QWidget) -> str:
    return widget.accessibleName() or type(widget).__name__
