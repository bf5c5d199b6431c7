"""A new password with the printed recovery key of a local database."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.passwords import SHORTEST, check_password
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.password import PasswordEdit

if TYPE_CHECKING:
    from lpo_desk.ui.login import Session


class NotTheSame(UserError):
    """The password and its repetition differ."""

    key = "login.not_the_same"


class NewPassword(QWidget):
    """A new password, typed twice; what the rules are is said before, not after."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.first = Entry("login.new_password", language, PasswordEdit(language))
        self.again = Entry("login.password_again", language, PasswordEdit(language))
        note = role_label("small")
        note.setWordWrap(True)
        language.bind(note.setText, "login.rules", shortest=SHORTEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        for widget in (self.first, note, self.again):
            column.addWidget(widget)

    @property
    def password(self) -> str:
        return self.first.text

    def check(self, username: str) -> bool:
        """Whether the password will do; if not, what is wrong stands beside the field."""
        for entry in (self.first, self.again):
            entry.forgive()
        try:
            check_password(self.first.text, username)
        except UserError as error:
            self.first.refuse(error)
            return False
        if self.first.text != self.again.text:
            self.again.refuse(NotTheSame())
            return False
        return True


class FormDialog(Dialog):
    """A few entries, a verb and Cancel. Errors stand beside the entry that `_place_of` names."""

    def __init__(self, title: str, verb: str, runner: Runner, language: Language, parent: QWidget) -> None:
        """`title` and `verb` are term keys."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._runner, self._language = runner, language
        self.column = QVBoxLayout()
        self.column.setSpacing(11)
        self.commit, self.cancel = QPushButton(), QPushButton()
        for button in (self.commit, self.cancel):
            button.setAutoDefault(False)  # else Enter finds no default once Tab has passed it
        self.commit.setDefault(True)
        self.cancel.setProperty(NO_KEY, True)
        box = QDialogButtonBox()
        box.addButton(self.commit, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.commit.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 18, 18, 18)
        outer.setSpacing(18)
        outer.addLayout(self.column)
        outer.addWidget(box)
        language.bind(self.setWindowTitle, title)
        language.bind(self.commit.setText, verb)
        language.bind(self.cancel.setText, "common.cancel")
        language.follow(self, self._reword)
        self.setMinimumWidth(440)

    def submit(self) -> None:
        raise NotImplementedError

    def _reword(self) -> None:
        assign_window_mnemonics(self)


class RecoveryDialog(FormDialog):
    """`recovered` carries the Session."""

    recovered = Signal(object)

    def __init__(
        self, location: str, username: str, runner: Runner, language: Language, parent: QWidget
    ) -> None:
        super().__init__("login.recovery_title", "login.recovery_do", runner, language, parent)
        self._location = location
        note = role_label("muted")
        note.setWordWrap(True)
        self.recovery_key = Entry("login.recovery_key", language)
        self.username = Entry("login.username", language)
        self.username.edit.setText(username)
        self.new = NewPassword(language)
        for widget in (note, self.recovery_key, self.username, self.new):
            self.column.addWidget(widget)
        language.bind(note.setText, "login.recovery_note")
        assign_window_mnemonics(self)
        self.recovery_key.edit.setFocus()

    def submit(self) -> None:
        username = self.username.text.strip()
        for entry in (self.recovery_key, self.username):
            if not entry.text.strip():
                entry.refuse(UserError("login.missing"))
                return
        if not self.new.check(username):
            return
        location, key, password = self._location, self.recovery_key.text, self.new.password

        def call() -> "Session":
            from lpo_desk.services import accounts
            from lpo_desk.ui.login import begin_session

            return begin_session(accounts.recover(location, key, username, password))

        self.commit.setDisabled(True)
        self._runner.run(self, call, self._done, self._failed)

    def _done(self, session: "Session") -> None:
        self.accept()
        self.recovered.emit(session)

    def _failed(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        if not isinstance(error, UserError):
            raise error
        (self.username if error.key == "login.no_account" else self.recovery_key).refuse(error)
