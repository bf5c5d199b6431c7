"""A link that was followed: its case opens in the program that runs, once somebody is signed in and not before."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.app import Program
from lpo_desk.domain.case import Intake
from lpo_desk.services import accounts, intake
from lpo_desk.services.accounts import SignedIn
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.login import Login, begin_session
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.pages.case import CasePage
from tests.fixtures_db import CHEAP, PASSWORD
from tests.ui.robot import ClerkRobot

UNKNOWN = "L-2026-9999"


@pytest.fixture
def robot(program: Program, qtbot: QtBot) -> ClerkRobot:
    return ClerkRobot(qtbot, program.runner)


@pytest.fixture
def number(closed_desk: Path) -> str:
    """A case of the database, which nobody has open."""
    signed = sign_in(closed_desk)
    try:
        with signed.opened.database.unit(signed.actor) as unit:
            asked = Intake(None, requester_name="Kaino Kysyjä", received_on=date(2026, 11, 23))
            return intake.register(unit, asked, None).number
    finally:
        signed.opened.close()


def sign_in(path: Path) -> SignedIn:
    return accounts.sign_in(str(path), "maija", PASSWORD, cost=CHEAP)


def enter(program: Program, robot: ClerkRobot, path: Path) -> MainWindow:
    program.open_window(begin_session(sign_in(path)))
    assert isinstance(program.window, MainWindow)
    robot.front(program.window)
    robot.settle()
    return program.window


def test_the_case_of_a_link_comes_to_the_front(
    program: Program, robot: ClerkRobot, closed_desk: Path, number: str
) -> None:
    window = enter(program, robot, closed_desk)
    program.wake(number)
    robot.wait_for(lambda: isinstance(window.tabs.current, CasePage))


def test_a_link_waits_for_the_sign_in(
    program: Program, robot: ClerkRobot, closed_desk: Path, number: str
) -> None:
    program.sign_in(str(closed_desk), practice=False)
    program.wake(number)
    assert isinstance(program.window, Login)
    window = enter(program, robot, closed_desk)
    robot.wait_for(lambda: isinstance(window.tabs.current, CasePage))
    assert program.awaited == ""


def test_a_locked_desk_opens_nothing(
    program: Program, robot: ClerkRobot, closed_desk: Path, number: str
) -> None:
    window = enter(program, robot, closed_desk)
    program.lock()
    assert program.locked is not None
    program.wake(number)
    robot.settle()
    assert not isinstance(window.tabs.current, CasePage)
    robot.front(program.locked)
    robot.type(PASSWORD)
    robot.press("Return")
    robot.wait_for(lambda: isinstance(window.tabs.current, CasePage))


def test_a_number_that_no_case_has_is_told(program: Program, robot: ClerkRobot, closed_desk: Path) -> None:
    window = enter(program, robot, closed_desk)
    program.wake(UNKNOWN)
    robot.wait_for(window.bar.isVisible)
    assert window.bar.sentence == terms("search.no_case", lang=Lang.FI, number=UNKNOWN)


def test_a_second_start_changes_nothing_but_the_front(
    program: Program, robot: ClerkRobot, closed_desk: Path
) -> None:
    window = enter(program, robot, closed_desk)
    before = window.tabs.current
    program.wake("")
    robot.settle()
    assert window.tabs.current is before
    assert program.awaited == ""
