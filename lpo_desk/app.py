"""The composition root: settings, database, login, main window; and the one way that bugs take."""

import faulthandler
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import QCoreApplication, QObject, QRect, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from lpo_desk import settings as machine
from lpo_desk.domain.links import case_of
from lpo_desk.paths import config_folder, log_folder
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui.crash import ErrorTeller
from lpo_desk.ui.garbage import GuiGarbage
from lpo_desk.ui.instance import Instance, hold_mutex
from lpo_desk.ui.language import Language
from lpo_desk.ui.log import start_log, stop_log
from lpo_desk.ui.login import Login, Session
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.theme import Theme

if TYPE_CHECKING:
    from lpo_desk.ui.lock import LockWindow

logger = logging.getLogger(__name__)


class Program(QObject):
    """Which window is in front: first start, login, main window or the lock. `ended` comes when the last has gone."""

    ended = Signal()

    def __init__(self, app: QApplication, settings: Settings, *, theme: Theme | None = None) -> None:
        """`theme` only where the application has one already (tests)."""
        super().__init__()
        self.settings = settings
        self.language = Language(Lang(settings.lang), self)
        self.theme = theme or Theme(app)
        self.runner = Runner(self)
        self.garbage = GuiGarbage(self)
        self.window: QWidget | None = None
        self.session: Session | None = None
        self.errors = ErrorTeller(self.language, lambda: self.window, self._keep)
        self.locked: LockWindow | None = None
        self.awaited = ""  # the number of a case to open once somebody has signed in
        self._aside: list[QDialog] = []

    def begin(self, *, database: str = "", practice: bool = False, lang: str = "") -> None:
        """Show the first window: the login of a known database, or the question which one. lang: this time."""
        if lang and lang != Lang.EN.value:  # which is the command line's and the workbooks'
            self.language.switch(Lang(lang))
        practice_place = machine.practice_database()
        location = str(practice_place) if practice else database or self.settings.database
        if not location or ("://" not in location and not Path(location).exists()):
            self.ask_which(practise=practice)
        else:
            self.sign_in(location, practice=location == str(practice_place))

    def ask_which(self, *, practise: bool = False) -> None:
        """The first start; `practise` makes the practice database at once."""
        from lpo_desk.ui.first_start import FirstStart

        window = FirstStart(self.runner, self.language)
        window.chosen.connect(lambda location, practice: self.sign_in(location, practice=practice))
        window.founded.connect(self.open_window)
        window.rejected.connect(self.end)
        self._put(window)
        if practise:
            window.submit()

    def sign_in(self, location: str, *, practice: bool) -> None:
        """The login of a database. The practice database is not remembered as the one to work with."""
        self.theme.set_practice(practice)
        window = Login(location, self.runner, self.language, self.settings, practice=practice)
        window.signed_in.connect(self.open_window)
        window.other_database.connect(self.ask_which)
        window.rejected.connect(self.end)
        self._put(window)

    def open_window(self, session: Session) -> None:
        """The main window of a signed-in user."""
        from lpo_desk.ui.idle import IdleWatch
        from lpo_desk.ui.main_window import MainWindow
        from lpo_desk.ui.settings_dialog import LOOK

        self.session = session
        signed = session.signed
        practice = signed.opened.database.practice
        self.language.switch(signed.account.lang)
        self.theme.set_practice(practice)
        self.theme.choose({"light": False, "dark": True}.get(str(session.preferences.get(LOOK))))
        if not practice:
            self._save(
                replace(self.settings.with_user(signed.account.username), database=signed.opened.location)
            )
        window = MainWindow(signed, self.runner, self.language, self.settings, session.preferences)
        window.locked.connect(self.lock)
        window.settled.connect(self._settle)
        window.closed.connect(self.end)
        self.idle = IdleWatch(self.settings.idle_minutes, window)
        self.idle.idle.connect(self.lock)
        self.idle.asked.connect(self.lock)
        self._put(window)
        logger.info("signed in: account %d", signed.account.id)
        self._open_awaited()

    def wake(self, number: str) -> None:
        """Come to the front, and open the case of the number; where nobody is signed in, once somebody is."""
        self.awaited = number or self.awaited
        front = QApplication.activeModalWidget() or self.locked or self.window
        if front is not None:
            if front.isMinimized():
                front.showNormal()
            front.raise_()
            front.activateWindow()
        self._open_awaited()

    def _open_awaited(self) -> None:
        from lpo_desk.ui.main_window import MainWindow

        if self.awaited and isinstance(self.window, MainWindow) and self.locked is None:
            number, self.awaited = self.awaited, ""
            self.window.open_number(number)

    def lock(self) -> None:
        """Put every window away until a password is given; the drafts are saved before."""
        from lpo_desk.ui.lock import LockWindow
        from lpo_desk.ui.main_window import MainWindow

        window = self.window
        if not isinstance(window, MainWindow) or window.isHidden():
            return
        window.keep()
        locked = LockWindow(window.context.signed, self.runner, self.language)
        locked.unlocked.connect(lambda: self._unlock(locked))
        locked.user_changed.connect(lambda session: self._change_user(locked, session))
        locked.closing.connect(lambda: self._close_locked(locked))
        place = window.geometry()
        self._aside = [
            dialog
            for dialog in QApplication.topLevelWidgets()
            if isinstance(dialog, QDialog) and dialog.isVisible() and dialog is not locked
        ]
        self._show_at(locked, place)
        for away in (*self._aside, window):
            away.hide()
        self.locked = locked

    def end(self) -> None:
        """Wait for the database thread, close the database. The window has gone before: closing may take a second."""
        if self.window is not None:
            self.window.hide()
        self.runner.close()
        self.garbage.stop()
        if self.session is not None:
            self.session.signed.opened.close()
            self.session = None
        self.errors.release()
        self.ended.emit()

    def _put(self, window: QWidget) -> None:
        """This window instead of the one before."""
        before, self.window = self.window, window
        window.show()
        window.activateWindow()
        if before is not None:
            before.hide()
            before.deleteLater()

    def _show_at(self, window: QWidget, place: QRect) -> None:
        window.setGeometry(place)
        window.show()
        window.activateWindow()

    def _unlock(self, locked: "LockWindow") -> None:
        window = self.window
        if window is not None:
            window.show()
            window.activateWindow()
        for dialog in self._aside:
            dialog.open() if dialog.parentWidget() else dialog.show()
        self._put_away(locked)
        self._open_awaited()

    def _change_user(self, locked: "LockWindow", session: Session) -> None:
        for dialog in self._aside:
            dialog.deleteLater()
        self.open_window(session)
        self._put_away(locked)
        self._open_awaited()

    def _close_locked(self, locked: "LockWindow") -> None:
        self._put_away(locked)
        if self.window is not None:
            self.window.close()

    def _put_away(self, locked: "LockWindow") -> None:
        self._aside = []
        locked.leave()
        self.locked = None

    def _settle(self, settings: Settings) -> None:
        from lpo_desk.ui.settings_dialog import LOOK

        self._save(settings)
        self.idle.set_minutes(settings.idle_minutes)
        if self.session is not None:
            look = str(self.window.context.preference(LOOK))  # type: ignore[union-attr]
            self.theme.choose({"light": False, "dark": True}.get(look))

    def _save(self, settings: Settings) -> None:
        self.settings = settings
        try:
            machine.save(settings)
        except OSError:
            logger.warning("settings not written")

    def _keep(self) -> None:
        keep = getattr(self.window, "keep", None)
        if keep is not None:
            keep()


def run(*, database: str = "", practice: bool = False, link: str = "", lang: str = "") -> int:
    """Open the program until its user leaves it. Returns Qt's exit code, 0 where one that runs was woken instead.

    database: path or address instead of the remembered one. practice: the practice database, made if missing.
    link: `lpodesk://case/NUMBER`, opened once somebody has signed in. lang: of the login, instead of the remembered.
    Raises LinkRefused.
    """
    number = case_of(link) if link else ""
    app = make_application()
    instance = Instance(config_folder() / ("practice" if practice else "desk"))
    alone = not database  # whoever names a database wants that one, whatever else is open
    if alone and not instance.take():
        instance.wake(link)
        return 0
    handler = start_log(log_folder())
    fault_file = _catch_faults()
    mutex = hold_mutex()
    program = Program(app, machine.load())
    program.awaited = number
    program.ended.connect(app.quit)
    instance.woken.connect(program.wake)
    program.begin(database=database, practice=practice, lang=lang)
    try:
        return app.exec()
    finally:
        if alone:
            instance.release()
        stop_log(handler)
        faulthandler.disable()
        fault_file.close()
        del mutex


def make_application() -> QApplication:
    """The application object, made once for the process."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("LPO Desk")
    QCoreApplication.setOrganizationName("LPOnet")
    app.setQuitOnLastWindowClosed(False)  # windows change places: the program ends when it says so
    return app


def _catch_faults() -> TextIO:
    """What crashes below Python leaves its stack in a file; stacks hold no values."""
    file = (log_folder() / "fault.log").open("w", encoding="utf-8")
    faulthandler.enable(file)
    return file
