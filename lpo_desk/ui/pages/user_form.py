"""The sheet of one user: name, office, language, and what the roles let the user do."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Account, Office, Role, UserDetails, conflicting
from lpo_desk.domain.errors import UserError
from lpo_desk.services import accounts, users
from lpo_desk.services.accounts import NewAccount
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.entry import Entry, make_room
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.pages.user_password import GivenPassword
from lpo_desk.ui.recovery import FormDialog
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import MessageBar

_COLUMN, _BETWEEN, _EDGE = 400, 28, 18
_NAME = 100  # letters, as accounts keep them


class RoleBoxes(QWidget):
    """The roles, one box each with what it means below; warns of two that do not go together."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.boxes: dict[Role, QCheckBox] = {}
        self.warning, self.problem = role_label("warning"), role_label("error")
        heading = role_label("label")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        for role in Role:
            column.addLayout(self._line(role))
        column.addStretch(1)
        for label in (self.warning, self.problem):
            label.setWordWrap(True)
            label.hide()
            column.addWidget(label)
        language.bind(heading.setText, "users_page.roles")
        language.bind(self.warning.setText, "user.conflict")
        language.bind(self.problem.setText, "user.no_roles")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())

    def choose(self, roles: frozenset[Role]) -> None:
        for role, box in self.boxes.items():
            box.setChecked(role in roles)

    def check(self) -> bool:
        """Whether any role is chosen; if not, it is said."""
        self.problem.setVisible(not self.roles)
        if not self.roles:
            announce(self, self.problem.text(), urgent=True)
            self.boxes[Role.CLERK].setFocus()
            make_room(self.window())
        return bool(self.roles)

    def _line(self, role: Role) -> QVBoxLayout:
        box, meaning = QCheckBox(), role_label("small")
        box.toggled.connect(lambda _: self._look())
        meaning.setWordWrap(True)
        meaning.setContentsMargins(29, 0, 0, 5)  # below the words of the box
        self._language.bind(box.setText, role.term)
        self._language.bind(meaning.setText, f"user.role_{role.value}")
        self._language.bind(box.setAccessibleDescription, f"user.role_{role.value}")
        self.boxes[role] = box
        line = QVBoxLayout()
        line.setSpacing(0)
        line.addWidget(box)
        line.addWidget(meaning)
        return line

    def _look(self) -> None:
        if self.roles:
            self.problem.hide()
        warned = conflicting(self.roles)
        if warned != self.warning.isVisibleTo(self):
            self.warning.setVisible(warned)
            if warned:
                announce(self, self.warning.text())
                make_room(self.window())


class UserSheet(FormDialog):
    """Two columns: who it is, and what the user may do. `told` is the page's bar: it says what was done."""

    def __init__(
        self, title: str, verb: str, context: Context, offices: Sequence[Office], told: MessageBar
    ) -> None:
        super().__init__(title, verb, context.runner, context.language, context.window)
        self._context, self._offices, self._told = context, offices, told
        language = context.language
        self.bar = MessageBar(language)
        self.name = Entry("users_page.name", language)
        self.name.edit.setMaxLength(_NAME)
        self.office, self.lang = ComboBox(), ComboBox()
        self.roles = RoleBoxes(language)
        self.setMinimumWidth(2 * _COLUMN + _BETWEEN + 2 * _EDGE)
        self.left = QVBoxLayout()
        self.left.addWidget(self.name)
        where, right = QHBoxLayout(), QVBoxLayout()
        where.setSpacing(11)
        for term, combo in (("users_page.office", self.office), ("users_page.language", self.lang)):
            where.addLayout(_labelled(language, term, combo), 1)
        right.addLayout(where)
        right.addWidget(self.roles)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(_BETWEEN)
        for side in (self.left, right):
            side.setSpacing(11)
            side.setContentsMargins(0, 0, 0, 0)
            half = QWidget()
            half.setFixedWidth(_COLUMN)
            half.setLayout(side)
            columns.addWidget(half)
        self.column.addWidget(self.bar)
        self.column.addLayout(columns)
        language.follow(self, self._offer)

    def details(self) -> UserDetails | None:
        """What was chosen; None after the first wrong field was told."""
        if not self.name.text.strip():
            self.name.refuse(UserError("login.missing"))
            return None
        lang = self.lang.value()
        assert isinstance(lang, Lang)  # noqa: S101 - what the box holds
        if not self.roles.check():
            return None
        return UserDetails(self.name.text.strip(), self.roles.roles, str(self.office.value() or ""), lang)

    def settle(self, *stops: QWidget) -> None:
        """Every field is in its place: height, keys, and Tab through the left column (`stops`) before the right one."""
        self.left.addStretch(1)
        order = (self.name.edit, *stops, self.office, self.lang, *self.roles.boxes.values(), self.commit)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)
        assign_window_mnemonics(self)
        make_room(self)
        self.name.edit.setFocus()

    def done_with(self, key: str, account: Account) -> None:
        self.accept()
        self._told.tell(Kind.SUCCESS, key, name=account.display_name)

    def failed(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        if not isinstance(error, UserError):
            raise error
        self.refuse(error)

    def refuse(self, error: UserError) -> None:
        if error.key.startswith("text."):
            self.name.refuse(error)
        else:
            self.bar.tell_error(error)
            make_room(self)

    def _offer(self) -> None:
        language = self._context.language
        named = [(office.code, office.name(language.lang)) for office in self._offices]
        self.office.set_choices([*named, ("", language.text("user.no_office"))])
        self.lang.set_choices(
            [(lang, language.text(f"language.{lang.value}")) for lang in (Lang.FI, Lang.SV, Lang.EN)]
        )


class AddUser(UserSheet):
    """A new user with a first password. A clerk of the administrator's own office unless said otherwise."""

    def __init__(self, context: Context, offices: Sequence[Office], told: MessageBar) -> None:
        super().__init__("user.add_title", "user.add_do", context, offices, told)
        self.username = Entry("login.username", context.language, hint="user.username_hint")
        self.password = GivenPassword(context.language)
        self.left.addWidget(self.username)
        self.left.addWidget(self.password)
        own = context.account.office
        if own is not None and own in offices:
            self.office.set_value(own.code)
        self.lang.set_value(context.lang)
        self.roles.choose(frozenset({Role.CLERK}))
        password = self.password
        self.settle(self.username.edit, password.new.first.edit, password.new.again.edit, password.suggest)

    def submit(self) -> None:
        for entry in (self.name, self.username):
            if not entry.text.strip():
                entry.refuse(UserError("login.missing"))
                return
        username = self.username.text.strip()
        if not self.password.new.check(username):
            return
        details = self.details()
        if details is None:
            return
        new = NewAccount(username, details.display_name, details.roles, details.office, details.lang)
        signed, password = self._context.signed, self.password.new.password
        self.commit.setDisabled(True)
        self._runner.run(
            self,
            lambda: accounts.add_user(signed, new, password, given=True),
            lambda added: self.done_with("user.added", added),
            self.failed,
        )

    def refuse(self, error: UserError) -> None:
        if error.key.startswith("account."):
            self.username.refuse(error)
        elif error.key.startswith("password."):
            self.password.new.first.refuse(error)
        else:
            super().refuse(error)


class EditUser(UserSheet):
    """What is known of a user, to be changed."""

    def __init__(
        self, context: Context, account: Account, offices: Sequence[Office], told: MessageBar
    ) -> None:
        super().__init__("user.edit_title", "common.save", context, offices, told)
        self._account = account
        note = role_label("muted")
        note.setWordWrap(True)
        context.language.bind(note.setText, "user.next_sign_in", username=account.username)
        self.left.addWidget(note)
        self.name.edit.setText(account.display_name)
        self.office.set_value(account.office.code if account.office else "")
        self.lang.set_value(account.lang)
        self.roles.choose(account.roles)
        self.settle()

    def submit(self) -> None:
        details = self.details()
        if details is None:
            return
        signed, account_id = self._context.signed, self._account.id
        self.commit.setDisabled(True)
        self._runner.run(
            self,
            lambda: users.revise(signed, account_id, details),
            lambda revised: self.done_with("user.revised", revised),
            self.failed,
        )


def _labelled(language: Language, term: str, combo: ComboBox) -> QVBoxLayout:
    label: QLabel = role_label("label")
    label.setBuddy(combo)
    language.bind(label.setText, term)
    language.bind(combo.setAccessibleName, term)
    field = QVBoxLayout()
    field.setSpacing(3)
    field.addWidget(label)
    field.addWidget(combo)
    return field
