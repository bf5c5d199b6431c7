"""From a key press to rows on the screen, in the program's own window and in a bare table: a process of its own.

`python -m tests.bench.painting constant|asked|key|gaps DATABASE PASSWORD TEXTS` prints its seconds as JSON.
"""

import faulthandler
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

if TYPE_CHECKING:
    from lpo_desk.ui.main_window import MainWindow
    from lpo_desk.ui.pages.search import CustomersPage
    from lpo_desk.ui.runner import Runner

SIZE = (1366, 768)
PATIENCE_MS = 10_000
ROWS, COLUMNS = 50, 5
REPEATS = 24
LETTER_MS = 100
WORD = 7
"""Letters after which a new word is begun."""
_NONE = QModelIndex()


class Constant(QAbstractTableModel):
    """The same fifty rows after every reset."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else ROWS

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return COLUMNS

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return "Sundström Åsa Maria" if role == Qt.ItemDataRole.DisplayRole else None

    def reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()


class Watch(QObject):
    """Waits for new rows of a table, and for the paint that shows them."""

    def __init__(self, table: QTableView) -> None:
        super().__init__()
        self._viewport = table.viewport()
        self._new = False
        self._loop = QEventLoop()
        self._painted = 0.0
        table.model().modelReset.connect(self._reset)
        self._viewport.installEventFilter(self)

    def seconds(self, act: Callable[[], object]) -> float:
        """How long after `act` began its rows were painted."""
        self._new, self._painted = False, 0.0
        QTimer.singleShot(PATIENCE_MS, self._loop, self._loop.quit)
        began = time.perf_counter()
        act()
        self._loop.exec()
        if not self._painted:
            raise TimeoutError("no rows were painted")
        return self._painted - began

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._new:
            self._new = False
            QTimer.singleShot(0, self, self._stamp)  # when everything of this paint is done
        return False

    def _reset(self) -> None:
        self._new = True

    def _stamp(self) -> None:
        self._painted = time.perf_counter()
        self._loop.quit()


def constant() -> list[float]:
    app = QApplication.instance() or QApplication([])
    table, model = QTableView(), Constant()
    table.setModel(model)
    table.resize(*SIZE)
    table.show()
    app.processEvents()
    watch = Watch(table)
    watch.seconds(model.reset)
    return [watch.seconds(model.reset) for _ in range(REPEATS)]


@dataclass
class Desk:
    """The window on its customers page."""

    app: QApplication
    window: "MainWindow"
    page: "CustomersPage"
    runner: "Runner"

    def settle(self) -> None:
        _until(self.app, lambda: self.runner.idle)


@contextmanager
def desk(path: str, password: str) -> Iterator[Desk]:
    from lpo_desk.services import accounts  # SQLAlchemy before the window's own modules, as at the login

    signed = accounts.sign_in(path, "maija", password)
    from lpo_desk.app import make_application
    from lpo_desk.settings import Settings
    from lpo_desk.terms import Lang
    from lpo_desk.ui import places
    from lpo_desk.ui.language import Language
    from lpo_desk.ui.main_window import MainWindow
    from lpo_desk.ui.pages.search import CustomersPage
    from lpo_desk.ui.runner import Runner
    from lpo_desk.ui.theme import Theme

    app = make_application()
    theme = Theme(app)
    language, runner = Language(Lang.FI), Runner()
    window = MainWindow(signed, runner, language, Settings(), {})
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    window.go_to(places.SEARCH)
    page = window.tabs.current
    assert isinstance(page, CustomersPage)
    made = Desk(app, window, page, runner)
    made.settle()
    yield made
    runner.close()
    signed.opened.close()
    del theme


def searched(path: str, password: str, file: str, *, typing: bool) -> list[float]:
    """With `typing` from the last key of the word, with the pause of the search box; else from the question."""
    with desk(path, password) as shown:
        box, page = shown.window.top.search, shown.page
        page.search("a")
        shown.settle()
        watch, seconds = Watch(page.table), []
        for text in _texts(file) * 2:
            if typing:
                box.focus_all()
                _type(box, text[:-1])
                seconds.append(watch.seconds(partial(_type, box, text[-1])))
            else:
                seconds.append(watch.seconds(partial(page.search, text)))
            shown.settle()
    return seconds


def gaps(path: str, password: str, file: str) -> list[float]:
    """For each letter typed the longest time until the next letter that a timer of 1 ms was kept waiting."""
    letters = [letter for text in _texts(file) for letter in text] + [""]
    found: list[float] = []
    with desk(path, password) as shown:
        box, loop = shown.window.top.search, QEventLoop()
        longest, last = 0.0, time.perf_counter()

        def tick() -> None:
            nonlocal longest, last
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

        def press() -> None:
            nonlocal longest
            found.append(longest)
            longest = 0.0
            if not letters:
                loop.quit()
            elif letter := letters.pop(0):
                if len(box.text()) > WORD:
                    box.focus_all()
                _type(box, letter)

        heart, hand = QTimer(interval=1), QTimer(interval=LETTER_MS)
        heart.setTimerType(Qt.TimerType.PreciseTimer)
        heart.timeout.connect(tick)
        hand.timeout.connect(press)
        heart.start()
        hand.start()
        loop.exec()
    return found[1:]


def _texts(file: str) -> list[str]:
    found = json.loads(Path(file).read_text(encoding="utf-8"))
    kinds = ("one letter", "first three letters", "whole name")
    return list(dict.fromkeys(text for kind in kinds for text in found[kind]))


def _type(target: QWidget, text: str) -> None:
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _until(app: QApplication, condition: Callable[[], bool]) -> None:
    while not condition():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def main(what: str, path: str, password: str, texts: str) -> None:
    faulthandler.dump_traceback_later(120, exit=True)
    match what:
        case "constant":
            seconds = constant()
        case "gaps":
            seconds = gaps(path, password, texts)
        case _:
            seconds = searched(path, password, texts, typing=what == "key")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
