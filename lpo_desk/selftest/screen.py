"""The window's part, in a process of its own: what a start takes is measured, and a crash of Qt is a failed check."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication, QImageReader

from lpo_desk import app
from lpo_desk.selftest.record import PASSWORD, USER, Facts, Failed, Place, demand
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui.login import Login
from lpo_desk.ui.tour import counter, pictures
from lpo_desk.ui.tour.clerk import Clerk
from lpo_desk.ui.tour.day import Day, enter
from lpo_desk.ui.tour.record import Record

FILE = "window.json"
PATIENCE = 180  # seconds: a slow computer is slow, not broken
_QT_WORDS = {Lang.FI: "Peru", Lang.SV: "Avbryt"}


def window(place: Place) -> Facts:
    """Start this program again to play the window's part, and tell what it saw. Raises Failed."""
    itself = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "lpo_desk"]
    told = place.work / FILE
    asked = [
        "--self-test",
        str(place.out),
        "--self-test-window",
        str(place.database),
        repr(time.time()),
        str(told),
    ]
    done = subprocess.run(  # noqa: S603 - the program itself
        [*itself, *asked], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
    )
    if not told.is_file():
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Failed(f"the window's process ended with {done.returncode}: {' | '.join(words[-3:])}")
    facts: dict[str, object] = json.loads(told.read_text(encoding="utf-8"))
    if "error" in facts:
        raise Failed(str(facts["error"]))
    demand(done.returncode == 0, f"the window's process ended with {done.returncode}")
    return facts


def play(out: Path, database: str, since: float, told: Path) -> int:
    """Sign in, search, open the customer, begin a request; pictures in `out`, facts in `told`. Gives the exit code.

    since: when the process was asked for, as `time.time()` tells it.
    """
    facts: dict[str, object] = {}
    program = app.Program(app.make_application(), Settings(database=database, last_user=USER, idle_minutes=0))
    day = Day(Clerk(program, Lang.FI), Record(out, Lang.FI))
    try:
        program.begin()
        _sign_in(day, since, facts)
        for name, step in _STEPS:
            step(day)
            pictures.take(day.clerk.front if name == "request" else day.clerk.window, out / f"{name}.png")
        facts |= _about_qt(day)
    except Exception as error:  # told in the file that the other process reads, with a picture
        facts["error"] = f"{type(error).__name__}: {error}"
        if program.window is not None:
            pictures.take(program.window, out / "failed.png")
    finally:
        program.end()
        told.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    return 1 if "error" in facts else 0


def _sign_in(day: Day, since: float, facts: dict[str, object]) -> None:
    login = day.clerk.dialog(Login)
    facts["seconds_to_login"] = round(time.time() - since, 2)
    day.clerk.wait_for("the keyboard in the password", login.password.edit.hasFocus)
    day.clerk.write(PASSWORD, secret=True)
    began = time.time()
    enter(day)
    facts["seconds_to_search_box"] = round(time.time() - began, 2)
    facts["seconds_from_start"] = round(float(str(facts["seconds_to_login"])) + time.time() - began, 2)


def _start_page(day: Day) -> None:
    day.clerk.settle()


_STEPS: tuple[tuple[str, Callable[[Day], None]], ...] = (
    ("start-page", _start_page),
    ("search", counter.search),
    ("purpose", counter.purpose),
    ("card", counter.card),
    ("request", counter.request),
)


def _about_qt(day: Day) -> Facts:
    """Qt speaks the clerk's language, and can show our icons and scanned pictures."""
    language = day.clerk.program.language
    words = {}
    for lang, cancel in _QT_WORDS.items():
        language.switch(lang)
        words[lang.value] = QCoreApplication.translate("QPlatformTheme", "Cancel")
        demand(words[lang.value] == cancel, f"Qt says “{words[lang.value]}” for Cancel")
    formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    demand({"svg", "png"} <= formats, f"Qt shows only {sorted(formats)}")
    return {"cancel": words, "platform": QGuiApplication.platformName()}
