"""From a key press to rows on the screen, in the program's own window and in a bare table: a process of its own.

`python -m tests.bench.painting constant|asked|key DATABASE PASSWORD TEXTS` prints its seconds as JSON.
"""

import faulthandler
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

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

SIZE = (1366, 768)
PATIENCE_MS = 10_000
ROWS, COLUMNS = 50, 5
REPEATS = 24
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


def searched(path: str, password: str, file: str, *, typing: bool) -> list[float]:
    """With `typing` from the last key of the word, with the pause of the search box; else from the question."""
    from lpo_desk.services import accounts  # SQLAlchemy before the window's own modules, as at the login

    signed = accounts.sign_in(path, "maija", password)
    found = json.loads(Path(file).read_text(encoding="utf-8"))
    kinds = ("one letter", "first three letters", "whole name")
    texts = list(dict.fromkeys(text for kind in kinds for text in found[kind])) * 2
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
    page.search("a")
    _until(app, lambda: runner.idle)
    watch, seconds = Watch(page.table), []
    for text in texts:
        if typing:
            window.top.search.focus_all()
            _type(window.top.search, text[:-1])
            seconds.append(watch.seconds(lambda text=text: _type(window.top.search, text[-1])))  # type: ignore[misc]
        else:
            seconds.append(watch.seconds(lambda text=text: page.search(text)))  # type: ignore[misc]
        _until(app, lambda: runner.idle)
    runner.close()
    signed.opened.close()
    del theme
    return seconds


def _type(target: QWidget, text: str) -> None:
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _until(app: QApplication, condition: Callable[[], bool]) -> None:
    while not condition():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def main(what: str, path: str, password: str, texts: str) -> None:
    faulthandler.dump_traceback_later(120, exit=True)
    seconds = constant() if what == "constant" else searched(path, password, texts, typing=what == "key")
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
