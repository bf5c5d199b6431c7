"""The user's own password, changed while signed in."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.entry import Entry
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.recovery import FormDialog, NewPassword
from lpo_desk.ui.widgets.message_bar import Kind
from lpo_desk.ui.widgets.password import PasswordEdit

if TYPE_CHECKING:
    from lpo_desk.ui.context import Context


class ChangePassword(FormDialog):
    """The old password, the new one twice."""

    def __init__(self, context: "Context", parent: QWidget) -> None:
        super().__init__("login.change_title", "login.change_do", context.runner, context.language, parent)
        self._context = context
        self.old = Entry("login.old_password", context.language, PasswordEdit(context.language))
        self.new = NewPassword(context.language)
        self.column.addWidget(self.old)
        self.column.addWidget(self.new)
        assign_window_mnemonics(self)
        self.old.edit.setFocus()

    def submit(self) -> None:
        if not self.old.text:
            self.old.refuse(UserError("login.missing"))
            return
        if not self.new.check(self._context.account.username):
            return
        signed, old, new = self._context.signed, self.old.text, self.new.password

        def call() -> None:
            from lpo_desk.services import accounts

            accounts.change_password(signed, old, new)

        self.commit.setDisabled(True)
        self._runner.run(self, call, lambda _: self._done(), self._failed)

    def _done(self) -> None:
        self.accept()
        self._context.message(Kind.SUCCESS, "login.changed", seconds=10)

    def _failed(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        if not isinstance(error, UserError):
            raise error
        (self.old if error.key == "login.wrong" else self.new.first).refuse(error)
