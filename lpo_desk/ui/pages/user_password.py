"""Passwords that an administrator gives: typed twice, or made by the program and read aloud once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Account
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.passwords import make_password
from lpo_desk.services import users
from lpo_desk.services.accounts import SignedIn
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.entry import make_room
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.recovery import FormDialog, NewPassword
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.password import PasswordEdit


class GivenPassword(QWidget):
    """A password for somebody else: typed twice or suggested; a suggested one is shown, so that it can be handed on."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.new = NewPassword(language)
        self.suggest = button(language, "user.suggest")
        self.suggest.clicked.connect(self._suggest)
        note = role_label("small")
        note.setWordWrap(True)
        language.bind(note.setText, "user.hand_over")
        row = QHBoxLayout()
        row.setSpacing(11)
        row.addWidget(self.suggest)
        row.addWidget(note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(self.new)
        column.addLayout(row)

    def _suggest(self) -> None:
        password = make_password()
        for entry in (self.new.first, self.new.again):
            entry.forgive()
            entry.edit.setText(password)
            if isinstance(entry.edit, PasswordEdit):
                entry.edit.reveal()
        self.new.first.edit.setFocus()  # it is read there, and Enter goes on
        announce(self, self._language.text("user.suggested", password=password))


@dataclass(frozen=True)
class Giving:
    """Why a user gets a password: term keys of the window, and the service that gives it."""

    title: str
    note: str
    verb: str
    done: str
    give: Callable[[SignedIn, int, str], None]


FORGOTTEN = Giving(
    "user.password_title", "user.password_note", "user.password_do", "user.password_done", users.give_password
)
ENABLING = Giving("user.enable_title", "user.enable_note", "user.enable_do", "user.enabled", users.enable)


class PasswordDialog(FormDialog):
    """A new password for a user, given by the administrator."""

    def __init__(self, context: Context, account: Account, giving: Giving, told: MessageBar) -> None:
        """`told` is the page's bar: it says what was done."""
        super().__init__(giving.title, giving.verb, context.runner, context.language, context.window)
        self._context, self._account, self._giving, self._told = context, account, giving, told
        who, note = role_label("heading"), role_label("muted")
        note.setWordWrap(True)
        who.setText(f"{account.display_name} ({account.username})")
        context.language.bind(note.setText, giving.note)
        self.bar = MessageBar(context.language)
        self.password = GivenPassword(context.language)
        for widget in (self.bar, who, note, self.password):
            self.column.addWidget(widget)
        assign_window_mnemonics(self)
        make_room(self)
        self.password.new.first.edit.setFocus()

    def submit(self) -> None:
        if not self.password.new.check(self._account.username):
            return
        signed, account, password = self._context.signed, self._account, self.password.new.password
        self.commit.setDisabled(True)
        self._runner.run(
            self,
            lambda: self._giving.give(signed, account.id, password),
            lambda _: self._done(),
            self._failed,
        )

    def _done(self) -> None:
        self.accept()
        self._told.tell(Kind.SUCCESS, self._giving.done, name=self._account.display_name)

    def _failed(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        if not isinstance(error, UserError):
            raise error
        if error.key.startswith("password."):
            self.password.new.first.refuse(error)
        else:
            self.bar.tell_error(error)
