"""The first start: a real database is founded, the key is shown once, the window opens."""

import socket
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QRadioButton
from pytestqt.qtbot import QtBot
from sqlalchemy import make_url

from lpo_desk import settings
from lpo_desk.app import Program
from lpo_desk.db import opening
from lpo_desk.db.keys import KdfCost
from lpo_desk.domain.accounts import Role
from lpo_desk.services import accounts
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.first_start import FirstStart, Page, Way
from lpo_desk.ui.login import Login
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.mnemonics import mnemonic
from tests.fixtures_db import CHEAP, PASSWORD
from tests.postgres import Cluster
from tests.ui.robot import ClerkRobot
from tests.ui.walk import assert_walkable, findings


@pytest.fixture(autouse=True)
def _cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window founds with the full cost of argon2id; a test need not wait for it."""
    monkeypatch.setattr(opening, "KdfCost", lambda: CHEAP)
    assert isinstance(CHEAP, KdfCost)


@pytest.fixture
def robot(program: Program, qtbot: QtBot) -> ClerkRobot:
    return ClerkRobot(qtbot, program.runner)


@pytest.fixture
def window(program: Program, robot: ClerkRobot) -> FirstStart:
    program.begin()
    assert isinstance(program.window, FirstStart)
    robot.front(program.window)
    return program.window


def fill(window: FirstStart, folder: Path, password: str = PASSWORD) -> None:
    form = window.form
    form.folder.edit.setText(str(folder))
    form.name.edit.setText("Anna Ranta")
    form.username.edit.setText("anna")
    for field in (form.password.first, form.password.again):
        field.edit.setText(password)


def to_form(window: FirstStart) -> None:
    window.ways.choose(Way.NEW)
    window.go_on.click()


def test_practising_is_proposed(window: FirstStart) -> None:
    assert window.ways.way is Way.PRACTICE
    assert window.go_on.isDefault()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_every_page_is_walkable(
    program: Program, window: FirstStart, robot: ClerkRobot, tmp_path: Path, lang: Lang
) -> None:
    window.switch.button(lang).click()
    assert window.heading.text() == terms("first_start.begin", lang=lang)
    assert_walkable(window)
    to_form(window)
    assert_walkable(window)
    fill(window, tmp_path / "new")
    window.go_on.click()
    robot.wait_for(lambda: bool(window.key_page.shown.text()))
    assert_walkable(window)
    window.key_page.tick.setChecked(True)
    window.go_on.click()
    assert isinstance(program.window, MainWindow)


def test_every_button_in_sight_has_its_letter(window: FirstStart) -> None:
    assert all(mnemonic(button.text()) for button in window.ways.findChildren(QRadioButton))
    to_form(window)
    assert mnemonic(window.go_on.text())


def test_a_new_database_opens_once_its_key_is_safe(
    program: Program, window: FirstStart, robot: ClerkRobot, tmp_path: Path
) -> None:
    to_form(window)
    fill(window, tmp_path / "new")
    window.form.roles[Role.DPO].setChecked(True)
    window.go_on.click()
    robot.wait_for(lambda: bool(window.key_page.shown.text()))
    key = window.key_page.shown.text()
    window.key_page.copy_button.click()
    assert QGuiApplication.clipboard().text() == key
    assert key in window.key_page.sheet()

    window.go_on.click()
    assert window.bar.sentence == terms("first_start.tick_first", lang=Lang.FI)
    window.key_page.tick.setChecked(True)
    window.go_on.click()
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    context = program.window.context
    assert context.account.roles == {Role.ADMINISTRATOR, Role.CLERK, Role.DPO}
    assert context.account.office is not None
    assert context.account.office.name_sv == "Lovisa"
    assert not context.database.practice
    path = tmp_path / "new" / "lpo-desk.lpodb"
    assert settings.load().database == str(path)
    program.session = None
    context.signed.opened.close()
    accounts.recover(str(path), key, "anna", "toinen-salasana-neljä-sanaa").opened.close()


def test_what_is_wrong_stands_beside_its_field(window: FirstStart, robot: ClerkRobot, tmp_path: Path) -> None:
    to_form(window)
    fill(window, tmp_path / "new", "lyhyt")
    window.go_on.click()
    assert window.form.password.first.problem.isVisible()
    fill(window, tmp_path / "new")
    window.form.username.edit.setText("åsa")
    window.go_on.click()
    robot.wait_for(lambda: window.form.username.problem.isVisible())
    assert window.form.username.problem.text() == terms("account.username_refused", lang=Lang.FI)
    assert not (tmp_path / "new").exists()


def test_a_database_is_never_overwritten(window: FirstStart, robot: ClerkRobot, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "lpo-desk.lpodb").write_bytes(b"somebody's")
    to_form(window)
    fill(window, tmp_path / "new")
    window.go_on.click()
    robot.wait_for(lambda: window.form.folder.problem.isVisible())
    assert (tmp_path / "new" / "lpo-desk.lpodb").read_bytes() == b"somebody's"


def test_two_offices_need_two_letters(window: FirstStart, tmp_path: Path) -> None:
    to_form(window)
    fill(window, tmp_path / "new")
    for row in window.form.offices.rows:
        row[0].setText("L")
    window.go_on.click()
    assert window.form.offices.problem.isVisible()


def test_leaving_without_the_key_must_be_meant(
    program: Program, window: FirstStart, robot: ClerkRobot, tmp_path: Path
) -> None:
    to_form(window)
    fill(window, tmp_path / "new")
    window.go_on.click()
    robot.wait_for(lambda: bool(window.key_page.shown.text()))
    window.close()
    assert window.isVisible()
    assert window.bar.sentence == terms("first_start.key_not_safe", lang=Lang.FI)
    window.bar.buttons[0].click()
    robot.wait_for(window.isHidden)


def test_a_server_is_tried_connected_to_and_signed_in_to_by_keyboard(
    program: Program, window: FirstStart, robot: ClerkRobot, furnished_postgres_url: str
) -> None:
    server = make_url(furnished_postgres_url)
    form = window.server
    robot.press("Down", "Down", "Down", "Return")
    assert form.host.edit.hasFocus()
    assert not list(findings(window))
    robot.type(f"127.0.0.1:{server.port}")
    robot.press("Tab")
    assert form.database.edit.hasFocus()
    robot.type(server.database or "")
    robot.press("Tab", "Tab", "Tab")
    assert form.test.hasFocus()
    robot.press("Return")
    assert form.told.text() == terms("server.answers", lang=Lang.FI)
    assert form.told.isVisible()
    assert form.test.hasFocus()
    assert not list(findings(window))
    robot.press("Tab", "Tab")
    assert window.go_on.hasFocus()
    robot.press("Return")
    login = program.window
    assert isinstance(login, Login)
    robot.front(login)
    robot.type("admin")
    robot.press("Tab")
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    assert program.window.context.database.is_server
    assert settings.load().database == furnished_postgres_url.replace("+psycopg", "")


@pytest.mark.parametrize("verb", ["test", "go_on"])
def test_what_is_wrong_with_a_server_is_told_beside_its_field(
    window: FirstStart, robot: ClerkRobot, tmp_path: Path, verb: str
) -> None:
    window.ways.choose(Way.SERVER)
    window.go_on.click()
    form = window.server
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # and nobody listens
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        for host, database, certificate, entry, key in (
            ("", "lpo_desk", "", form.host, "server.host_refused"),
            ("a b", "lpo_desk", "", form.host, "server.host_refused"),
            (place, "", "", form.database, "server.database_refused"),
            (place, "lpo_desk", str(tmp_path / "no.pem"), form.certificate, "server.certificate_missing"),
            (place, "lpo_desk", "", form.host, "database.server_not_reached"),
        ):
            for field, typed in zip(
                (form.host, form.database, form.certificate), (host, database, certificate), strict=True
            ):
                field.edit.setText(typed)
                field.forgive()
            (form.test if verb == "test" else window.go_on).click()
            robot.wait_for(lambda entry=entry: entry.problem.isVisible())  # type: ignore[misc]  # bound here
            place_of = {"host": "127.0.0.1", "port": int(place.rpartition(":")[2])}
            values = place_of if key == "database.server_not_reached" else {}
            assert entry.problem.text() == terms(key, lang=Lang.FI, **values)
            assert entry.edit.hasFocus()
            assert form.test.isEnabled()
            assert not form.told.isVisible()
            robot.wait_for(lambda: not list(findings(window)))


def test_going_back_while_a_server_is_asked_stays_there(
    program: Program, window: FirstStart, robot: ClerkRobot, postgres_cluster: Cluster
) -> None:
    window.ways.choose(Way.SERVER)
    window.go_on.click()
    window.server.host.edit.setText(f"127.0.0.1:{postgres_cluster.port}")
    window.go_on.click()
    window.go_on.click()  # twice asks once
    window.back.click()
    robot.settle()
    assert program.window is window
    assert window.page is Page.WAYS


def test_a_file_that_is_there_is_opened(
    program: Program, window: FirstStart, closed_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The system's own file dialog cannot be worked from a test.
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(closed_desk), ""))
    window.ways.choose(Way.EXISTING)
    window.go_on.click()
    assert isinstance(program.window, Login)
    assert program.window.location == str(closed_desk)


@pytest.mark.slow
def test_the_practice_database_is_made_and_opened(
    program: Program, window: FirstStart, robot: ClerkRobot, qtbot: QtBot
) -> None:
    window.go_on.click()
    qtbot.waitUntil(lambda: isinstance(program.window, Login), timeout=600_000)
    login = program.window
    assert isinstance(login, Login)
    robot.front(login)
    robot.wait_for(login.users.isVisible)
    robot.wait_for(lambda: not list(findings(login)))  # the window grows
    assert_walkable(login)
    login.users.buttons[0].click()
    login.enter.click()
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    assert isinstance(program.window, MainWindow)
    assert program.window.context.database.practice
    assert program.theme.practice
    assert settings.load().database == ""


def test_the_office_of_the_computer_is_proposed(program: Program) -> None:
    settings.save_machine(settings.Settings(office="P"))
    program.ask_which()
    assert isinstance(program.window, FirstStart)
    assert program.window.form.office.value() == "P"
