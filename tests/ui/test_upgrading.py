"""What a clerk and an administrator see of a database of an older version."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.app import Program
from lpo_desk.db import schema
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.login import Login
from lpo_desk.ui.main_window import MainWindow
from tests.db import older
from tests.fixtures_db import PASSWORD
from tests.ui.robot import ClerkRobot


@pytest.fixture
def robot(program: Program, qtbot: QtBot) -> ClerkRobot:
    return ClerkRobot(qtbot, program.runner)


def test_a_clerk_waits_and_an_administrator_is_told_of_the_backup(
    program: Program, robot: ClerkRobot, tmp_path: Path
) -> None:
    path = older.make(tmp_path / "desk.lpodb")
    program.begin(database=str(path))
    login = program.window
    assert isinstance(login, Login)
    robot.front(login)
    robot.wait_for(lambda: login.username.edit.completer() is not None)
    robot.type("maija")
    robot.press("Tab")
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: login.bar.sentence != "")
    said = terms("database.schema_older", lang=Lang.FI, theirs=min(schema.KNOWN), ours=schema.HEAD)
    assert login.bar.sentence == said
    robot.wait_for(login.enter.isEnabled)

    login.username.edit.setText("admin")
    robot.press("Return")
    robot.wait_for(lambda: isinstance(program.window, MainWindow))
    window = program.window
    assert isinstance(window, MainWindow)
    (copy,) = path.parent.glob(f"desk-before-{schema.HEAD}-*.lpodb")
    assert window.bar.sentence == terms("database.upgraded", lang=Lang.FI, file=copy.name)
    assert window.context.signed.opened.before is None, "it is told once"
