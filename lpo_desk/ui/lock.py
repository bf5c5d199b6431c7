"""The locked desk: the windows are away, this one stands in their place until somebody signs in (ux.md 8.7)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.login import Session, begin_session
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.top_bar import LanguageSwitch
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.password import PasswordEdit

if TYPE_CHECKING:
    from lpo_desk.services.accounts import SignedIn

_WIDTH = 420


class LockWindow(Dialog):
    """`unlocked` comes for the same user; `user_changed` carries the Session of another; `closing` for the cross."""

    unlocked = Signal()
    user_changed = Signal(object)
    closing = Signal()

    def __init__(self, signed: "SignedIn", runner: Runner, language: Language) -> None:
        super().__init__()
        self.setWindowFlag(Qt.WindowType.Window)
        self.setProperty("surface", "window")
        self._signed, self._runner, self._language = signed, runner, language
        self._leaving = False
        self.bar = MessageBar(language)
        self.username = Entry("login.username", language)
        self.username.edit.setText(signed.account.username)
        self.password = Entry("login.password", language, PasswordEdit(language))
        self.open_button, self.other_button = QPushButton(), QPushButton()
        for button in (self.open_button, self.other_button):
            button.setAutoDefault(False)  # else Enter finds no default once Tab has passed it
        self.open_button.setDefault(True)
        self.other_button.setProperty("role", "link")
        self.open_button.clicked.connect(self.submit)
        self.other_button.clicked.connect(self.change_user)
        self._lay_out()
        language.bind(self.setWindowTitle, "lock.title")
        language.follow(self, self._reword)
        self._show_user(False)

    def tell_error(self, error: UserError) -> None:
        if error.key in ("login.wrong", "login.no_account"):
            alone = self.username.isHidden()  # no name was asked for, so none can be wrong
            self.password.refuse(UserError("lock.wrong") if alone else error)
        else:
            self.bar.tell_error(error)

    def change_user(self) -> None:
        """Another clerk signs in on top; the drafts stay with the one who made them."""
        self._show_user(True)
        self.username.edit.selectAll()
        self.username.edit.setFocus()

    def submit(self) -> None:
        signed, username, password = self._signed, self.username.text.strip(), self.password.text
        for entry in (self.username, self.password):
            if not entry.text.strip():
                entry.refuse(UserError("login.missing"))
                return
        same = username.casefold() == signed.account.username.casefold()

        def call() -> Session | None:
            from lpo_desk.services import accounts

            if same:
                accounts.unlock(signed, password)
                return None
            return begin_session(accounts.change_user(signed, username, password))

        self.open_button.setDisabled(True)
        self._runner.run(self, call, self._done, self._failed)

    def reject(self) -> None:
        """Esc opens nothing and closes nothing here."""
        self.password.edit.clear()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross ends the program, with the drafts kept, as it does on the window."""
        if not self._leaving:
            event.ignore()
            self.closing.emit()

    def leave(self) -> None:
        self._leaving = True
        self.close()
        self.deleteLater()

    def _done(self, other: Session | None) -> None:
        if other is None:
            self.unlocked.emit()
        else:
            self.user_changed.emit(other)

    def _failed(self, error: Exception) -> None:
        self.open_button.setDisabled(False)
        if not isinstance(error, UserError):
            raise error
        self.tell_error(error)

    def _show_user(self, shown: bool) -> None:
        self.username.setVisible(shown)
        self.other_button.setHidden(shown)
        self._reword()
        self.password.edit.setFocus()

    def _reword(self) -> None:
        name = self._signed.account.display_name
        self._who.setText(self._language.text("lock.by", name=name))
        self._who.setHidden(self.username.isVisibleTo(self))
        self.open_button.setText(self._language.text("lock.open"))
        self.other_button.setText(self._language.text("lock.change_user"))
        assign_window_mnemonics(self)

    def _lay_out(self) -> None:
        heading, self._who = role_label("title"), role_label("muted")
        self._language.bind(heading.setText, "lock.heading")
        self._who.setWordWrap(True)
        switch = LanguageSwitch(self._language)
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(_WIDTH)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(switch)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 24, 28, 24)
        inside.setSpacing(11)
        inside.addLayout(head)
        for widget in (
            self._who,
            self.bar,
            self.username,
            self.password,
            self.open_button,
            self.other_button,
        ):
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.addStretch(1)
        middle = QHBoxLayout()  # an alignment would take the card's height from a wrong width
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        self.setTabOrder(self.other_button, switch.button(self._language.lang))
