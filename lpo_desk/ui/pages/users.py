"""Who may use the register, and as what: the administrator's list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from lpo_desk.domain.accounts import Account, Office, Role, User, UserState
from lpo_desk.services import accounts, users
from lpo_desk.ui.change_password import ChangePassword
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.pages.user_form import AddUser, EditUser
from lpo_desk.ui.pages.user_password import ENABLING, FORGOTTEN, PasswordDialog
from lpo_desk.ui.palette import Tone

_LOOKS = {
    UserState.ACTIVE: (Mark.CHECK, Tone.OK),
    UserState.KEYLESS: (Mark.TRIANGLE, Tone.WARNING),
    UserState.DISABLED: (Mark.SQUARE, Tone.MUTED),
}


@dataclass(frozen=True)
class UserRow:
    """A user as a line of the list, in the language of the screen."""

    user: User
    office: str
    roles: str

    @property
    def account(self) -> Account:
        return self.user.account


def state_of(row: UserRow) -> Status:
    mark, tone = _LOOKS[row.user.state]
    if row.user.given and row.user.state is UserState.ACTIVE:
        return Status("users_page.given", Mark.TRIANGLE, Tone.WARNING)
    return Status(row.user.state.term, mark, tone)


COLUMNS = (
    Column[UserRow]("users_page.name", lambda row: row.account.display_name, width=125),
    Column[UserRow]("login.username", lambda row: row.account.username, width=125),
    Column[UserRow]("users_page.office", lambda row: row.office, width=100),
    Column[UserRow]("users_page.roles", lambda row: row.roles, width=220, stretch=True),
    Column[UserRow]("users_page.language", lambda row: row.account.lang.value.upper(), width=65),
    Column[UserRow](
        "users_page.state", lambda row: row.user.state, width=180, status=state_of,
        sort=lambda row: tuple(UserState).index(row.user.state),
    ),
)  # fmt: skip


class UsersPage(RowsPage[UserRow]):
    """Enter or F2 changes the user of the row; the buttons and the context menu offer the same."""

    title = "users_page.title"
    name = "users"
    empty = "users_page.empty"
    note = "users_page.promise"
    tables = frozenset({"account", "account_role"})
    verbs = ("users_page.add", "users_page.edit", "users_page.password", "users_page.disable")

    def __init__(self, context: Context) -> None:
        super().__init__(context, COLUMNS, lambda row: row.account.id)
        self._users: tuple[User, ...] = ()
        self._offices: Sequence[Office] = ()
        self.add, self.edit, self.password, self.switch = self.buttons
        self.add.clicked.connect(self.add_user)
        self.edit.clicked.connect(self.edit_user)
        self.password.clicked.connect(self.give_password)
        self.switch.clicked.connect(self.disable_or_enable)
        self.table.opened.connect(lambda _: self.edit_user())
        self.table.set_menu(self._fill_menu)
        context.actions.claim("edit", self, self.edit_user)
        context.language.follow(self, self._fill)
        context.read(self, accounts.offices, self._take_offices)

    def reload(self) -> None:
        signed = self.context.signed
        self.context.runner.run(self, lambda: users.everyone(signed), self._take, latest="users")

    def add_user(self) -> None:
        AddUser(self.context, self._offices, self.bar).open()

    def edit_user(self) -> None:
        if self.chosen is not None:
            EditUser(self.context, self.chosen.account, self._offices, self.bar).open()

    def give_password(self) -> None:
        """One's own is changed with the old one."""
        if self.chosen is None:
            return
        if self._is_own(self.chosen.user):
            ChangePassword(self.context, self.context.window).open()
        else:
            PasswordDialog(self.context, self.chosen.account, FORGOTTEN, self.bar).open()

    def disable_or_enable(self) -> None:
        """Disabling asks first, enabling asks for a new password."""
        if self.chosen is None:
            return
        user = self.chosen.user
        if self._is_own(user):
            self.bar.tell_error(users.OwnAccount())
            return
        if user.state is UserState.DISABLED:
            PasswordDialog(self.context, user.account, ENABLING, self.bar).open()
            return
        question = Question(
            "user.disable_title",
            "user.disable_note",
            "user.disable_question",
            "user.disable_do",
            (("name", user.account.display_name), ("username", user.account.username)),
        )
        dialog = ConfirmDialog(question, self.context.language, self.context.window)
        dialog.confirmed.connect(lambda: self._disable(user.account))
        dialog.open()

    def _is_own(self, user: User) -> bool:
        return user.account.id == self.context.account.id

    def _disable(self, account: Account) -> None:
        signed = self.context.signed
        self.context.runner.run(
            self,
            lambda: users.disable(signed, account.id),
            lambda _: self.bar.tell(Kind.SUCCESS, "user.was_disabled", name=account.display_name),
        )

    def _take(self, found: tuple[User, ...]) -> None:
        self._users = found
        self._fill()

    def _take_offices(self, offices: Sequence[Office]) -> None:
        self._offices = offices

    def _fill(self) -> None:
        language = self.context.language
        self.show_rows(
            [
                UserRow(
                    user,
                    user.account.office.name(language.lang) if user.account.office else "–",
                    ", ".join(language.text(role.term) for role in Role if role in user.account.roles),
                )
                for user in self._users
            ]
        )

    def fit(self) -> None:
        row = self.chosen
        disabled = row is not None and row.user.state is UserState.DISABLED
        self.edit.setEnabled(row is not None)
        self.switch.setEnabled(row is not None)
        self.password.setEnabled(row is not None and not disabled)
        word = "users_page.enable" if disabled else "users_page.disable"
        self.context.language.bind(self.switch.setText, word)
        if self.isVisible():
            assign_window_mnemonics(self)

    def _fill_menu(self, menu: QMenu) -> None:
        for shown in (self.edit, self.password, self.switch):
            action = QAction(shown.text().replace("&", ""), menu)
            action.setEnabled(shown.isEnabled())
            action.triggered.connect(shown.click)
            menu.addAction(action)
