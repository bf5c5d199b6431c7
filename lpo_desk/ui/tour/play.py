"""The tour: a fresh practice database in a folder of its own, every step played, pictured and timed."""

import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from lpo_desk import paths
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui.tour import pictures
from lpo_desk.ui.tour.clerk import Clerk, NotSeen, Program, Refused
from lpo_desk.ui.tour.day import Day, Step
from lpo_desk.ui.tour.record import Played, Record, sweep
from lpo_desk.ui.tour.script import STEPS

logger = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}
MakeProgram = Callable[[QApplication, Settings], Program]


def play(
    app: QApplication, make_program: MakeProgram, out: Path, lang: Lang, steps: Sequence[Step] = STEPS
) -> Record:
    """Play the steps and leave pictures, papers and tour.json in `out`; what an earlier tour left there goes away.

    Everything else happens in a profile folder that is gone afterwards. Raises Refused for a step that fails, once
    the state at the failure is pictured; OSError where `out` cannot be written.
    """
    out = out.expanduser().absolute()
    out.mkdir(parents=True, exist_ok=True)
    sweep(out)
    heard_before = qInstallMessageHandler(_hear)
    app.setCursorFlashTime(0)  # the same caret in every picture
    QCoreApplication.setAttribute(
        Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    )  # a system's own take no keys
    with tempfile.TemporaryDirectory(prefix="lpo-desk-tour-", ignore_cleanup_errors=True) as profile:
        paths.use_profile(Path(profile))
        program = make_program(app, Settings(lang=lang.value, idle_minutes=0, report_folder=str(out)))
        day = Day(Clerk(program, lang), Record(out, lang))
        try:
            program.begin()
            for number, step in enumerate(steps):
                _play(day, number, step)
        finally:
            program.end()
            day.record.write()
            qInstallMessageHandler(heard_before)
    return day.record


def _hear(kind: QtMsgType, _: QMessageLogContext, words: str) -> None:
    """Qt's warnings go to the log. Without a display Qt says at every window what such a platform cannot do."""
    if "plugin does not support" not in words:
        logger.log(_LEVELS.get(kind, logging.ERROR), "Qt: %s", words)


def _play(day: Day, number: int, step: Step) -> None:
    """One step and the picture of its end."""
    clerk, record = day.clerk, day.record
    clerk.pressed = []
    began = time.monotonic()
    try:
        step.do(day)
        clerk.settle()
    except Exception as error:
        # Whatever went wrong: a step that fails is told with its name, and the bug behind it as its cause.
        record.failed = step.name
        record.reason = str(error) if isinstance(error, NotSeen) else f"{type(error).__name__}: {error}"
        _picture(day, f"{number:02}-{step.name}-failed.png", number, step, began)
        raise Refused(step=step.name, reason=record.reason) from error
    _picture(day, f"{number:02}-{step.name}.png", number, step, began)


def _picture(day: Day, file: str, number: int, step: Step, began: float) -> None:
    seconds = round(time.monotonic() - began, 2)
    window = day.clerk.program.locked or day.clerk.program.window
    if window is not None:
        pictures.take(window, day.record.out / file)
    day.record.steps.append(Played(number, step.name, file, seconds, tuple(day.clerk.pressed)))
