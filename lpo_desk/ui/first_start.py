"""The first start asks one thing: practise, begin a new database, open one that is there, or connect to a server."""

import enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.errors import UserError
from lpo_desk.settings import practice_database
from lpo_desk.ui.focus import Dialog, keep_in_sight
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.new_database import NewDatabaseForm, Plan
from lpo_desk.ui.recovery_key import RecoveryKeyPage
from lpo_desk.ui.runner import Progress, Runner
from lpo_desk.ui.server_form import ServerForm
from lpo_desk.ui.top_bar import LanguageSwitch
from lpo_desk.ui.widgets.busy import BusyStrip
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import Choice, Kind, MessageBar

if TYPE_CHECKING:
    from lpo_desk.ui.login import Session


class Way(enum.Enum):
    """What the clerk may begin with; the first is proposed."""

    PRACTICE = "practice"
    NEW = "new"
    EXISTING = "existing"
    SERVER = "server"


class Page(enum.Enum):
    """What is in front, in the order of the stack: the term keys of its heading and of what goes on from there."""

    WAYS = ("begin", "go_on")
    NEW = ("new", "create")
    KEY = ("recovery_key", "start")
    SERVER = ("server", "go_on")

    def __init__(self, heading: str, verb: str) -> None:
        self.heading, self.verb = heading, verb


_PAGES = tuple(Page)


class FirstStart(Dialog):
    """`chosen` carries the location of a database and whether it is the practice one; `founded` the Session of a new."""

    chosen = Signal(str, bool)
    founded = Signal(object)

    def __init__(self, runner: Runner, language: Language) -> None:
        super().__init__()
        self._runner, self._language = runner, language
        self._session: Session | None = None
        self._leave_key = False
        self.bar = MessageBar(language)
        self.busy = BusyStrip(language)
        self.switch = LanguageSwitch(language)
        self.heading = role_label("title")
        self.ways = _Ways(language)
        self.form = NewDatabaseForm(language)
        self.key_page = RecoveryKeyPage(language)
        self.server = ServerForm(runner, language)
        self.stack = QStackedWidget()
        for page in (self.ways, _scrolling(self.form), self.key_page, _scrolling(self.server)):
            self.stack.addWidget(page)
        self.back, self.go_on, self.quit = QPushButton(), QPushButton(), QPushButton()
        self.quit.setProperty(NO_KEY, True)
        self._lay_out()
        self.back.clicked.connect(lambda: self._show(Page.WAYS))
        self.go_on.clicked.connect(self.submit)
        self.quit.clicked.connect(self.reject)
        language.bind(self.setWindowTitle, "app.name")
        language.follow(self, self._reword)
        self.setMinimumSize(620, 480)
        self.resize(660, 640)
        self._show(Page.WAYS)

    @property
    def page(self) -> Page:
        return _PAGES[self.stack.currentIndex()]

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def submit(self) -> None:
        """Go on from the page in front."""
        self.bar.clear()
        match self.page:
            case Page.WAYS:
                self._begin(self.ways.way)
            case Page.NEW:
                plan = self.form.plan()
                if plan is not None:
                    self._found(plan)
            case Page.KEY:
                self._finish()
            case Page.SERVER:
                self._connect()

    def reject(self) -> None:
        if self._may_leave():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_leave():
            super().closeEvent(event)
        else:
            event.ignore()

    def _begin(self, way: Way) -> None:
        match way:
            case Way.PRACTICE:
                self._practise(practice_database())
            case Way.NEW:
                self._show(Page.NEW)
            case Way.EXISTING:
                self._open_existing()
            case Way.SERVER:
                self._show(Page.SERVER)

    def _connect(self) -> None:
        """A typing error is found here, beside its field, and not at the login."""

        def answered(address: str) -> None:
            if self.page is Page.SERVER:  # and the user has not gone back meanwhile
                self.chosen.emit(address, False)

        self.server.ask(answered)

    def _open_existing(self) -> None:
        title = self._language.text("first_start.existing")
        kinds = f"{self._language.text('first_start.database_files')} (*.lpodb)"
        name, _ = QFileDialog.getOpenFileName(self, title, str(practice_database().parent), kinds)
        if name:
            self.chosen.emit(name, Path(name) == practice_database())

    def _practise(self, path: Path) -> None:
        if path.exists():
            self.chosen.emit(str(path), True)
            return

        def call(progress: Progress) -> None:
            from lpo_desk.documents.casework import issue_reply
            from lpo_desk.documents.forms import inspection_form
            from lpo_desk.practice import build

            build(path, print_reply=issue_reply, print_form=inspection_form, progress=progress)

        self._wait(True)
        job = self._runner.run_long(
            self,
            call,
            lambda _: self._built(path),
            self._failed,
            progress=self.busy.report,
            cancelled=lambda: self._wait(False),
        )
        self.busy.watch(job, "first_start.building")

    def _built(self, path: Path) -> None:
        self._wait(False)
        self.chosen.emit(str(path), True)

    def _found(self, plan: Plan) -> None:
        lang = self._language.lang

        def call() -> "Session":
            from lpo_desk.services import accounts
            from lpo_desk.ui.login import begin_session

            first = accounts.NewAccount(plan.username, plan.name, plan.roles, plan.office, lang)
            return begin_session(
                accounts.found(str(plan.location), first, plan.password, offices=plan.offices)
            )

        self._wait(True)
        self._runner.run(self, call, self._founded, self._failed)

    def _founded(self, session: "Session") -> None:
        self._wait(False)
        self._session = session
        opened = session.signed.opened
        self.key_page.show_key(opened.recovery_key, Path(opened.location).name)
        opened.recovery_key = ""
        self._show(Page.KEY)

    def _finish(self) -> None:
        if not self.key_page.tick.isChecked():
            self.bar.tell(Kind.WARNING, "first_start.tick_first")
            self.key_page.tick.setFocus()
        elif self._session is not None:
            session, self._session = self._session, None
            self.founded.emit(session)

    def _may_leave(self) -> bool:
        """The key is shown once: leaving without it must be meant."""
        if self._session is None or self._leave_key:
            return True
        self.bar.tell(
            Kind.WARNING, "first_start.key_not_safe", [Choice("first_start.leave_anyway", self._leave)]
        )
        return False

    def _leave(self) -> None:
        self._leave_key = True
        session, self._session = self._session, None
        if session is not None:
            self._runner.run(self, session.signed.opened.close, lambda _: self.reject())

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if not isinstance(error, UserError):
            raise error
        if not self.form.refuse(error):
            self.tell_error(error)

    def _wait(self, waiting: bool) -> None:
        for button in (self.go_on, self.back):
            button.setDisabled(waiting)
        self.ways.setDisabled(waiting)
        if not waiting:
            self.busy.finish()

    def _show(self, page: Page) -> None:
        self.stack.setCurrentIndex(_PAGES.index(page))
        self.back.setVisible(page in (Page.NEW, Page.SERVER))
        self.quit.setVisible(page is not Page.KEY)
        self._reword()
        first: dict[Page, QWidget] = {
            Page.WAYS: self.ways.current,
            Page.NEW: self.form.name.edit,
            Page.KEY: self.key_page.print_button,
            Page.SERVER: self.server.host.edit,
        }
        first[page].setFocus()

    def _reword(self) -> None:
        words = self._language.text
        self.heading.setText(words(f"first_start.{self.page.heading}"))
        self.go_on.setText(words(f"first_start.{self.page.verb}"))
        self.back.setText(words("common.back"))
        self.quit.setText(words("ui_command.quit"))
        assign_window_mnemonics(self, only_shown=True)

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.switch)
        foot.addWidget(self.back)
        foot.addStretch(1)
        for button in (self.go_on, self.quit):
            foot.addWidget(button)
        for button in (self.back, self.quit):
            button.setAutoDefault(False)
        self.go_on.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 18)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.busy)
        column.addLayout(foot)


def _scrolling(form: QWidget) -> QScrollArea:
    """A page that may be higher than the window."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(form)
    keep_in_sight(area)
    return area


class _Ways(QWidget):
    """The choices, each with a sentence that says what comes of it."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._buttons = {way: QRadioButton() for way in Way}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for way, button in self._buttons.items():
            note = role_label("muted")
            note.setWordWrap(True)
            note.setContentsMargins(30, 0, 0, 11)
            language.bind(button.setText, f"first_start.{way.value}")
            language.bind(note.setText, f"first_start.{way.value}_note")
            language.bind(button.setAccessibleDescription, f"first_start.{way.value}_note")
            column.addWidget(button)
            column.addWidget(note)
        column.addStretch(1)
        self._buttons[Way.PRACTICE].setChecked(True)

    @property
    def way(self) -> Way:
        return next(way for way, button in self._buttons.items() if button.isChecked())

    @property
    def current(self) -> QRadioButton:
        return self._buttons[self.way]

    def choose(self, way: Way) -> None:
        self._buttons[way].setChecked(True)
