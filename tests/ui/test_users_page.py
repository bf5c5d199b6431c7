"""The administrator's pages by the keyboard: users come, change, forget, leave and come back; the database is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from lpo_desk.db.errors import WrongPassword
from lpo_desk.db.opening import keys_path
from lpo_desk.domain.accounts import Role, User, UserState
from lpo_desk.services import accounts, users
from lpo_desk.services.accounts import SignedIn
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.change_password import ChangePassword
from lpo_desk.ui.language import Language
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.pages.upkeep import UpkeepPage
from lpo_desk.ui.pages.user_form import AddUser, EditUser
from lpo_desk.ui.pages.user_password import PasswordDialog
from lpo_desk.ui.pages.users import UsersPage
from tests.fixtures_db import PASSWORD, Desk
from tests.ui.desk_window import CounterWindow, account_of, counter
from tests.ui.walk import assert_walkable

NEW = "kolme-hylkeenpoikaa-luodolla"


@pytest.fixture
def admin(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "admin", language) as made:
        made.window.go_to("users")
        made.robot.settle()
        yield made


def page_of(admin: CounterWindow) -> UsersPage:
    page = admin.window.tabs.current
    assert isinstance(page, UsersPage)
    return page


def listed(desk: Desk, username: str) -> User:
    return next(user for user in users.everyone(desk.signed) if user.account.username == username)


def dialog_of(admin: CounterWindow) -> QDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    return dialog


def nothing_asked() -> bool:
    return QApplication.activeModalWidget() is None


def go_to(admin: CounterWindow, username: str) -> None:
    page = page_of(admin)
    page.table.setFocus()
    admin.robot.press("Home")
    while page.chosen is not None and page.chosen.account.username != username:
        admin.robot.press("Down")


def lines(page: UsersPage) -> list[str]:
    model = page.model
    return [
        " | ".join(str(model.index(row, column).data() or "") for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_everyone_is_listed_in_the_language_of_the_screen(admin: CounterWindow) -> None:
    page = page_of(admin)
    assert lines(page)[0].startswith("Anna Ranta | admin | Loviisa | Pääkäyttäjä | FI")
    assert page.table.hasFocus()
    admin.language.switch(Lang.SV)
    assert lines(page)[0].startswith("Anna Ranta | admin | Lovisa | Huvudanvändare | FI")


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize("size", [(1366, 768), (960, 540)])
def test_everything_can_be_reached_and_read(admin: CounterWindow, lang: Lang, size: tuple[int, int]) -> None:
    admin.language.switch(lang)
    admin.window.resize(*size)
    admin.robot.settle()
    assert_walkable(admin.window)
    go_to(admin, "kalle")
    for opening in ("add_user", "edit_user", "give_password", "disable_or_enable"):
        getattr(page_of(admin), opening)()
        dialog = dialog_of(admin)
        assert_walkable(dialog)
        assert dialog.height() <= size[1]
        admin.robot.press("Esc")
    admin.window.go_to("upkeep")
    admin.robot.settle()
    assert_walkable(admin.window)


def test_a_clerk_is_added_by_the_keyboard_and_signs_in(admin: CounterWindow, local_desk: Desk) -> None:
    page = page_of(admin)
    page.add.setFocus()
    admin.robot.press("Space")
    dialog = dialog_of(admin)
    assert isinstance(dialog, AddUser)
    admin.robot.type("Olli Koivu")
    admin.robot.press("Tab")
    admin.robot.type("olli")
    dialog.password.suggest.setFocus()
    admin.robot.press("Space")
    first, again = dialog.password.new.first.edit, dialog.password.new.again.edit
    password = first.text()
    assert password == again.text()
    assert first.echoMode() is QLineEdit.EchoMode.Normal, "it is to be read and handed over"
    admin.robot.press("Return")
    admin.robot.wait_for(nothing_asked)
    added = listed(local_desk, "olli")
    assert added.account.display_name == "Olli Koivu"
    assert added.account.roles == {Role.CLERK}
    assert added.account.office is not None
    assert added.account.office.code == "L", "the administrator's own office"
    assert page.bar.sentence == terms("user.added", lang=Lang.FI, name="Olli Koivu")
    assert any("olli" in line and terms("users_page.given", lang=Lang.FI) in line for line in lines(page))
    assert accounts.change_user(local_desk.signed, "olli", password).account.username == "olli"


def test_what_is_wrong_is_said_beside_its_field(admin: CounterWindow, local_desk: Desk) -> None:
    page_of(admin).add_user()
    dialog = dialog_of(admin)
    assert isinstance(dialog, AddUser)
    admin.robot.press("Return")
    assert dialog.name.problem.isVisible()
    admin.robot.type("Toinen Maija")
    admin.robot.press("Tab")
    admin.robot.type("Maija")
    admin.robot.press("Return")
    assert dialog.password.new.first.problem.isVisible()
    admin.robot.type(NEW)
    admin.robot.press("Return")
    assert dialog.password.new.again.problem.isVisible()
    admin.robot.type(NEW)
    dialog.roles.choose(frozenset())
    admin.robot.press("Return")
    assert dialog.roles.problem.isVisible()
    dialog.roles.choose(frozenset({Role.CLERK}))
    assert dialog.roles.problem.isHidden()
    admin.robot.press("Return")
    admin.robot.wait_for(dialog.username.problem.isVisible)
    assert dialog.username.problem.text() == terms("account.exists", lang=Lang.FI)
    assert dialog.name.text == "Toinen Maija", "nothing typed is lost"
    assert len(users.everyone(local_desk.signed)) == 6


def test_roles_are_changed_and_a_conflict_is_warned_of(admin: CounterWindow, local_desk: Desk) -> None:
    go_to(admin, "jani")
    admin.robot.press("Return")
    dialog = dialog_of(admin)
    assert isinstance(dialog, EditUser)
    assert dialog.roles.warning.isHidden()
    dialog.roles.boxes[Role.ADMINISTRATOR].setFocus()
    admin.robot.press("Space")
    assert dialog.roles.warning.isVisible()
    assert_walkable(dialog)
    admin.robot.press("Return")
    admin.robot.wait_for(nothing_asked)
    assert listed(local_desk, "jani").account.roles == {Role.DPO, Role.ADMINISTRATOR}
    assert page_of(admin).table.current_key() == local_desk["jani"].account_id, (
        "the keyboard stays where it was"
    )


def test_nobody_takes_his_own_role_of_administrator(admin: CounterWindow, local_desk: Desk) -> None:
    go_to(admin, "admin")
    admin.robot.press("F2")
    dialog = dialog_of(admin)
    assert isinstance(dialog, EditUser)
    dialog.roles.choose(frozenset({Role.CLERK}))
    admin.robot.press("Return")
    admin.robot.wait_for(lambda: bool(dialog.bar.sentence))
    assert dialog.bar.sentence == terms("user.own_account", lang=Lang.FI)
    assert listed(local_desk, "admin").account.roles == {Role.ADMINISTRATOR}


def test_a_user_is_disabled_after_a_question_and_enabled_with_a_new_password(
    admin: CounterWindow, local_desk: Desk
) -> None:
    page = page_of(admin)
    go_to(admin, "maija")
    page.switch.setFocus()
    admin.robot.press("Space", "Return")  # the safe answer is the default
    assert listed(local_desk, "maija").state is UserState.ACTIVE
    page.switch.setFocus()
    admin.robot.press("Space", "Tab", "Space")
    admin.robot.wait_for(lambda: listed(local_desk, "maija").state is UserState.DISABLED)
    with pytest.raises(WrongPassword):
        accounts.change_user(local_desk.signed, "maija", PASSWORD)
    assert not page.password.isEnabled()
    assert terms("users_page.enable", lang=Lang.FI) in page.switch.text().replace("&", "")
    page.switch.setFocus()
    admin.robot.press("Space")
    dialog = dialog_of(admin)
    assert isinstance(dialog, PasswordDialog)
    admin.robot.type(NEW)
    dialog.password.new.again.edit.setFocus()
    admin.robot.type(NEW)
    admin.robot.press("Return")
    admin.robot.wait_for(nothing_asked)
    assert accounts.change_user(local_desk.signed, "maija", NEW).account.username == "maija"


def test_oneself_is_another_matter(admin: CounterWindow) -> None:
    page = page_of(admin)
    go_to(admin, "admin")
    page.switch.setFocus()
    admin.robot.press("Space")
    assert nothing_asked()
    assert page.bar.sentence == terms("user.own_account", lang=Lang.FI)
    page.password.setFocus()
    admin.robot.press("Space")
    assert isinstance(dialog_of(admin), ChangePassword), "one's own is changed with the old one"


def test_a_given_password_is_to_be_changed_by_its_user(
    qtbot: QtBot, admin: CounterWindow, local_desk: Desk
) -> None:
    go_to(admin, "kalle")
    page_of(admin).password.setFocus()
    admin.robot.press("Space")
    dialog = dialog_of(admin)
    assert isinstance(dialog, PasswordDialog)
    admin.robot.type("lyhyt")
    admin.robot.press("Return")
    assert dialog.password.new.first.problem.isVisible()
    dialog.password.suggest.click()
    password = dialog.password.new.password
    admin.robot.press("Return")
    admin.robot.wait_for(nothing_asked)
    kalle = accounts.change_user(local_desk.signed, "kalle", password)
    with local_desk.database.reading(kalle.actor) as unit:
        preferences = accounts.preferences(unit)
    window = MainWindow(kalle, admin.runner, admin.language, Settings(), preferences)
    qtbot.addWidget(window)
    admin.robot.settle()
    assert window.bar.sentence == terms("user.change_given", lang=Lang.FI)
    calm = MainWindow(
        SignedIn(local_desk.opened, account_of(local_desk, "leena")),
        admin.runner,
        admin.language,
        Settings(),
        {},
    )
    qtbot.addWidget(calm)
    admin.robot.settle()
    assert not calm.bar.sentence


def upkeep_of(admin: CounterWindow) -> UpkeepPage:
    admin.window.go_to("upkeep")
    admin.robot.settle()
    page = admin.window.tabs.current
    assert isinstance(page, UpkeepPage)
    return page


def test_a_backup_is_made_by_ctrl_enter_and_opens(
    admin: CounterWindow, local_desk: Desk, tmp_path: Path
) -> None:
    page = upkeep_of(admin)
    assert terms("upkeep_page.never", lang=Lang.FI) in page.last.text()
    admin.robot.press("Ctrl+Return")
    assert page.bar.sentence == terms("upkeep_page.no_folder", lang=Lang.FI)
    assert page.folder.hasFocus()
    folder = tmp_path / "muisti"
    folder.mkdir()
    admin.robot.type(str(folder))
    admin.robot.press("Ctrl+Return")
    admin.robot.wait_for(lambda: "LPO-backup-2026-11-23.lpodb" in page.bar.sentence)
    made = folder / "LPO-backup-2026-11-23.lpodb"
    assert keys_path(made).exists()
    accounts.sign_in(str(made), "maija", PASSWORD).opened.close()
    assert page.last.text() == terms("upkeep_page.last", lang=Lang.FI, at=local_desk.clock.now)
    admin.robot.press("Ctrl+Return")
    admin.robot.wait_for(lambda: "LPO-backup-2026-11-23-2.lpodb" in page.bar.sentence)
    assert admin.context.preference("backup_folder") == str(folder)


def test_a_backup_that_is_stopped_leaves_no_file(admin: CounterWindow, tmp_path: Path) -> None:
    page = upkeep_of(admin)
    page.folder.setText(str(tmp_path))
    page.start()
    page.strip.cancelled.connect(lambda: None)
    page.strip._stop()
    admin.robot.wait_for(lambda: bool(page.bar.sentence))
    assert page.bar.sentence == terms("upkeep_page.backup_stopped", lang=Lang.FI)
    assert not list(tmp_path.glob("LPO-backup*"))
    assert page.button.isEnabled()


def test_the_check_tells_what_it_found(admin: CounterWindow, local_desk: Desk) -> None:
    page = upkeep_of(admin)
    page.check.setFocus()
    admin.robot.press("Space")
    admin.robot.wait_for(lambda: page.bar.sentence == terms("upkeep_page.all_well", lang=Lang.FI))
    shown = [label.text() for label in page.found if label.isVisible()]
    assert len(shown) == 6
    assert all(text.startswith("✓") for text in shown[:5])
    with local_desk.database.engine.execution_options(lpo_writes=True).begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM audit_body WHERE event_id = (SELECT min(event_id) FROM audit_body)"
        )
    page.start_check()
    admin.robot.wait_for(lambda: page.bar.sentence == terms("upkeep_page.faulty", lang=Lang.FI))
    assert [label.text()[0] for label in page.found[:5]] == ["✓", "✓", "✓", "✗", "✓"]
