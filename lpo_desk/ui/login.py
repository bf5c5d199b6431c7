"""The login: painted before anything heavy is loaded; the rest is loaded while the clerk types (performance.md, Start).

Nothing here imports the database when the module is loaded: SQLAlchemy, argon2 and the services are imported on the
database thread, after the first paint.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.settings import Settings
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.top_bar import LanguageSwitch
from lpo_desk.ui.widgets.inputs import make_room, role_label
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar
from lpo_desk.ui.widgets.password import PasswordEdit

if TYPE_CHECKING:
    from lpo_desk.services.accounts import NewAccount, SignedIn

WIDTH = 400
LONG_MS = 4_000
"""After so long it is said that opening takes its time: the rows of search may be made anew after an upgrade."""


@dataclass(frozen=True)
class Session:
    """Who signed in, and the user's screen settings."""

    signed: "SignedIn"
    preferences: dict[str, object]


@dataclass(frozen=True)
class Known:
    """Who may sign in here. For the practice database also what they do there and the password they share."""

    usernames: tuple[str, ...]
    practice: "tuple[NewAccount, ...]" = ()
    password: str = ""


def begin_session(signed: "SignedIn") -> Session:
    """On the database thread."""
    from lpo_desk.services import accounts

    with signed.opened.database.reading(signed.actor) as unit:
        return Session(signed, accounts.preferences(unit))


def learn(location: str, *, practice: bool) -> Known:
    """On the database thread: who may sign in, and meanwhile everything that the window will need is loaded."""
    from lpo_desk.services import accounts, cases, customers, drafts, search, upkeep

    del cases, customers, drafts, search, upkeep
    usernames = accounts.usernames(location)
    if not practice:
        return Known(usernames)
    from lpo_desk.practice import PASSWORD, USERS

    return Known(usernames, tuple(user for user in USERS if user.username in usernames), PASSWORD)


class Login(Dialog):
    """`signed_in` carries the Session; `other_database` comes when another database is wanted."""

    signed_in = Signal(object)
    other_database = Signal()

    def __init__(
        self, location: str, runner: Runner, language: Language, settings: Settings, *, practice: bool
    ) -> None:
        super().__init__()
        self.location = location
        self._runner, self._language, self._practice = runner, language, practice
        self._painted = False
        self.bar = MessageBar(language)
        self.switch = LanguageSwitch(language)
        self.username = Entry("login.username", language)
        self.password = Entry("login.password", language, PasswordEdit(language))
        self.enter = QPushButton()
        self.forgotten = _link()
        self.other = _link()
        self.users = _UserList(language)
        self.username.edit.setText(settings.last_user)
        self.username.edit.setMaxLength(40)
        self._lay_out()
        self._long = QTimer(self, interval=LONG_MS, singleShot=True)
        self._long.timeout.connect(lambda: self.bar.tell(Kind.INFO, "login.takes_long"))
        self.enter.clicked.connect(self.submit)
        self.forgotten.clicked.connect(self._recover)
        self.other.clicked.connect(self.other_database)
        self.users.chosen.connect(self._take)
        language.bind(self.setWindowTitle, "login.title")
        language.follow(self, self._reword)
        self.forgotten.setHidden(practice or "://" in location)
        (self.password if settings.last_user else self.username).edit.setFocus()

    def tell_error(self, error: UserError) -> None:
        """A refusal of the name or password stands beside the password, everything else on top."""
        if error.key in ("login.wrong", "login.no_account"):
            self.password.refuse(error)
        else:
            self.bar.tell_error(error)

    def submit(self) -> None:
        """Sign in with what is typed."""
        username, password, location = self.username.text.strip(), self.password.text, self.location
        for entry in (self.username, self.password):
            if not entry.text.strip():
                entry.refuse(UserError("login.missing"))
                return

        def call() -> Session:
            from lpo_desk.services import accounts

            return begin_session(accounts.sign_in(location, username, password))

        self._wait(True)
        self._runner.run(self, call, self._succeeded, self._failed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._learn)

    def _learn(self) -> None:
        location, practice = self.location, self._practice
        self._runner.run(self, lambda: learn(location, practice=practice), self._offer)

    def _offer(self, known: Known) -> None:
        completer = QCompleter(list(known.usernames), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.username.edit.setCompleter(completer)
        if known.practice:
            self.users.offer(known)
            QTimer.singleShot(0, self, lambda: make_room(self))  # once the layout knows of them
        elif len(known.usernames) == 1 and not self.username.text:
            self._take(known.usernames[0])

    def _take(self, username: str, password: str = "") -> None:
        self.username.edit.setText(username)
        if password:
            self.password.edit.setText(password)
        self.password.edit.setFocus()

    def _succeeded(self, session: Session) -> None:
        self._long.stop()
        self.password.edit.clear()
        self.signed_in.emit(session)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if not isinstance(error, UserError):
            raise error
        self.tell_error(error)

    def _wait(self, waiting: bool) -> None:
        """One press, one try. The fields stay enabled: a disabled one would lose the focus."""
        self.enter.setDisabled(waiting)
        for entry in (self.username, self.password):
            entry.edit.setReadOnly(waiting)
        self.enter.setText(self._language.text("login.opening" if waiting else "account.login"))
        if waiting:
            self._long.start()
        else:
            self._long.stop()
            self.bar.clear()
            self._reword()

    def _recover(self) -> None:
        from lpo_desk.ui.recovery import RecoveryDialog

        dialog = RecoveryDialog(self.location, self.username.text.strip(), self._runner, self._language, self)
        dialog.recovered.connect(self._succeeded)
        dialog.open()

    def _reword(self) -> None:
        for button, key in ((self.forgotten, "login.forgotten"), (self.other, "login.other_database")):
            button.setText(self._language.text(key))
        self.enter.setText(self._language.text("account.login"))
        assign_window_mnemonics(self)

    def _lay_out(self) -> None:
        heading, database = role_label("title"), role_label("muted")
        heading.setText("LPO Desk")
        database.setWordWrap(True)
        name = self.location.rpartition("/")[2] if "://" in self.location else Path(self.location).name
        self._language.bind(
            database.setText, "login.practice" if self._practice else "login.database", database=name
        )
        self.enter.setAutoDefault(False)  # else Enter finds no default once Tab has passed it
        self.enter.setDefault(True)
        for button in (self.forgotten, self.other):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.switch)
        links = QHBoxLayout()
        links.addWidget(self.forgotten)
        links.addStretch(1)
        links.addWidget(self.other)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(11)
        column.addLayout(head)
        column.addWidget(database)
        column.addWidget(self.bar)
        column.addSpacing(4)
        for widget in (self.username, self.password, self.enter):
            column.addWidget(widget)
        column.addLayout(links)
        column.addWidget(self.users)
        column.addStretch(1)
        self.setMinimumWidth(WIDTH + 56)
        # The language comes last for Tab: nobody needs it every morning.
        QWidget.setTabOrder(self.other, self.switch.button(self._language.lang))


class _UserList(QFrame):
    """The made-up users of the practice database; a press fills in name and password."""

    chosen = Signal(str, str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._language = language
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(11, 11, 11, 11)
        self._column.setSpacing(3)
        self.buttons: list[QPushButton] = []
        self._users: tuple[NewAccount, ...] = ()
        self.hide()

    def offer(self, known: Known) -> None:
        note = role_label("muted")
        note.setWordWrap(True)
        self._language.bind(note.setText, "login.practice_users", password=known.password)
        note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(note)
        self._users = known.practice
        for user in known.practice:
            button = _link()
            button.setAutoDefault(False)
            button.setProperty(NO_KEY, True)
            button.clicked.connect(partial(self.chosen.emit, user.username, known.password))
            self._column.addWidget(button)
            self.buttons.append(button)
        self._language.follow(self, self._reword)
        self.show()

    def _reword(self) -> None:
        for button, user in zip(self.buttons, self._users, strict=True):
            roles = ", ".join(self._language.show(role) for role in user.roles)
            button.setText(f"{user.display_name}: {roles}")


def _link() -> QPushButton:
    button = QPushButton()
    button.setProperty("role", "link")
    return button
