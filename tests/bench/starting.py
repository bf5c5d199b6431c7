"""A start of something with a window, as a process of its own: `python -m tests.bench.starting WHAT [FOLDER]`.

Prints as JSON the seconds from the start of the process to the paint that counts, and what was loaded then.
Nothing is imported at the top that the thing measured would not import itself.
"""

import faulthandler
import json
import os
import sys
import time


def stamp() -> None:
    """Tell how long it took, and end: what closing takes is nobody's wait."""
    seconds = time.perf_counter() - float(os.environ["LPO_DESK_BENCH_BEGAN"])
    loaded = {name.partition(".")[0] for name in list(sys.modules)}
    print(
        json.dumps({"seconds": [seconds], "modules": len(sys.modules), "loaded": sorted(loaded)}), flush=True
    )
    os._exit(0)


def bare() -> None:
    """An empty QMainWindow, painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, stamp)

    app = QApplication([])
    window = Window()
    window.show()
    app.exec()


def libraries() -> None:
    """The same after the libraries that no start to the search box can do without."""
    import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401 - opening the file's keys
    import sqlalchemy.orm  # noqa: F401
    import sqlcipher3.dbapi2  # noqa: F401

    bare()


def desk(profile: str, database: str, password: str = "") -> None:
    """The program, until its login is painted; with a password until the search box has the keyboard after signing in."""
    from lpo_desk import app, cli  # as the command line does for a window

    put = app.Program._put

    def watched(program: app.Program, window: object) -> None:
        _watch(window, password)
        put(program, window)  # type: ignore[arg-type]

    app.Program._put = watched  # type: ignore[method-assign, assignment]
    cli.main(["--profile-dir", profile, "--database", database])


def _watch(window: object, password: str) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QWidget

    from lpo_desk.ui.login import Login

    assert isinstance(window, QWidget)
    seen: QWidget = window

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                seen.removeEventFilter(self)
                QTimer.singleShot(0, seen, painted)  # when everything in the window is
            return False

    def painted() -> None:
        if isinstance(window, Login):
            if not password:
                stamp()
            window.username.edit.setText("maija")
            window.password.edit.setText(password)
            window.submit()
        elif window.top.search.hasFocus():  # type: ignore[attr-defined]  # the main window, imported later
            stamp()
        else:
            QTimer.singleShot(1, seen, painted)

    window.installEventFilter(FirstPaint(window))


def main(what: str, *rest: str) -> None:
    faulthandler.dump_traceback_later(60, exit=True)  # a start that hangs is a failed measurement
    match what:
        case "bare":
            bare()
        case "libraries":
            libraries()
        case _:
            desk(*rest)


if __name__ == "__main__":
    main(*sys.argv[1:])
