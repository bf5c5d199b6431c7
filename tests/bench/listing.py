"""A long list by its keys, in the program's own window and as constant data: a process of its own.

`python -m tests.bench.listing constant|desk first|end|page|idle LINES [DATABASE PASSWORD]` prints its seconds as JSON.
"""

import faulthandler
import json
import sys
import time
from collections.abc import Callable
from functools import partial

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
from PySide6.QtWidgets import QApplication, QTableView

from tests.bench.painting import PATIENCE_MS, SIZE, desk

PAGES = 60
COLUMNS = 5
_NONE = QModelIndex()


class Constant(QAbstractTableModel):
    """So many equal lines, after the first `fill`."""

    lines = 0

    def fill(self, lines: int) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return 0 if parent.isValid() else self.lines

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NONE) -> int:
        return COLUMNS

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return "Sundström Åsa Maria" if role == Qt.ItemDataRole.DisplayRole else None


class Watch(QObject):
    """Waits for the paint that shows what is waited for."""

    def __init__(self, table: QTableView) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._ready: Callable[[], bool] = lambda: False
        self._painted = 0.0
        table.viewport().installEventFilter(self)

    def seconds(self, act: Callable[[], object], ready: Callable[[], bool]) -> float:
        """How long after `act` began a paint was done at which `ready` was true."""
        self._ready, self._painted = ready, 0.0
        QTimer.singleShot(PATIENCE_MS, self._loop, self._loop.quit)
        began = time.perf_counter()
        act()
        self._loop.exec()
        if not self._painted:
            raise TimeoutError("it was never painted")
        return self._painted - began

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._painted and self._ready():
            self._painted = time.perf_counter()
            QTimer.singleShot(0, self, self._stamp)  # when everything of this paint is done
        return False

    def _stamp(self) -> None:
        self._painted = time.perf_counter()
        self._loop.quit()


def by_keys(
    what: str,
    table: QTableView,
    fill: Callable[[], object],
    empty: Callable[[], object],
    settle: Callable[[], object],
    jump: Callable[[Qt.Key], object],
) -> list[float]:
    """`jump` goes to an end of the list. `fill` shows the whole list, `empty` another; `settle` waits until nothing is
    on its way."""
    watch, model = Watch(table), table.model()

    def here() -> bool:
        top = table.rowAt(0)
        return model.rowCount() > 1000 and bool(model.index(top, 0).data())

    seconds = []
    for _ in range(24 if what == "first" else 1):
        empty()
        settle()
        seconds.append(watch.seconds(fill, here))
        settle()
    table.setFocus()
    if what == "end":
        seconds = []
        for _ in range(12):
            for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
                seconds.append(watch.seconds(partial(jump, key), here))
                settle()
    if what == "page":
        seconds = [watch.seconds(partial(press, table, Qt.Key.Key_PageDown), here) for _ in range(PAGES)]
    return seconds


def press(table: QTableView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(table, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def constant(what: str, lines: int) -> list[float]:
    app = QApplication.instance() or QApplication([])
    table, model = QTableView(), Constant()
    table.verticalHeader().setVisible(False)
    table.setModel(model)
    table.resize(*SIZE)
    table.show()
    app.processEvents()

    def jump(key: Qt.Key) -> None:
        table.scrollToBottom() if key == Qt.Key.Key_End else table.scrollToTop()

    return by_keys(what, table, lambda: model.fill(lines), lambda: model.fill(0), app.processEvents, jump)


def program(what: str, path: str, password: str) -> list[float]:
    with desk(path, password) as shown:
        if what == "idle":
            shown.settle()
            return [0.0]
        page = shown.page
        table = page.table
        return by_keys(
            what,
            table,
            lambda: page.search(""),
            lambda: page.search("virtanen"),
            shown.settle,
            partial(press, table),
        )


def main(which: str, what: str, lines: str, path: str = "", password: str = "") -> None:
    faulthandler.dump_traceback_later(180, exit=True)
    seconds = constant(what, int(lines)) if which == "constant" else program(what, path, password)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
