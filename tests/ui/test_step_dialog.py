"""The wizard's frame: Enter, Ctrl+Enter, visited steps, no accidents."""

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.step_dialog import StepDialog, StepPage
from tests.ui.robot import ClerkRobot
from tests.ui.walk import assert_walkable, findings


class NamePage(StepPage):
    title = "customer.name"
    instruction = "ui.search_prompt"

    def __init__(self) -> None:
        super().__init__()
        self.ready = True
        self.times_entered = 0
        column = QVBoxLayout(self)
        label, self.line = QLabel("Nimi"), QLineEdit()
        label.setBuddy(self.line)
        self.delete = QPushButton("Poista")
        self.delete.setAutoDefault(False)
        self.deleted = list[bool]()
        self.delete.clicked.connect(lambda: self.deleted.append(True))
        for widget in (label, self.line, self.delete):
            column.addWidget(widget)
        column.addStretch(1)

    def entered(self) -> None:
        self.times_entered += 1

    def leave(self) -> bool:
        return self.ready


class Second(NamePage):
    title = "field.identity_method"
    instruction = ""


class Third(NamePage):
    title = "ui_menu.request"


class SkipsTheSecond:
    def next_step(self, now: int) -> int | None:
        return {0: 2}.get(now)


@pytest.fixture
def pages(language: Language) -> list[NamePage]:
    return [NamePage(), Second(), Third()]


@pytest.fixture
def dialog(qtbot: QtBot, pages: list[NamePage], language: Language) -> StepDialog:
    made = StepDialog("ui_command.new_request", pages, "common.save", language)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def robot(qtbot: QtBot, dialog: StepDialog) -> ClerkRobot:
    made = ClerkRobot(qtbot)
    made.front(dialog)
    return made


def test_enter_goes_on_and_the_last_page_commits(
    dialog: StepDialog, pages: list[NamePage], robot: ClerkRobot
) -> None:
    committed = list[int]()
    dialog.committed.connect(lambda: committed.append(dialog.now))
    assert robot.focus is pages[0].line
    robot.press("Return", "Return")
    assert dialog.now == 2
    assert robot.focus is pages[2].line
    assert committed == []
    robot.press("Ctrl+Return")
    assert committed == [2]
    assert dialog.isVisible(), "whoever saves closes it"
    assert [page.deleted for page in pages] == [[], [], []], "Enter pressed no other button"


def test_a_focused_button_takes_enter_itself(
    dialog: StepDialog, pages: list[NamePage], robot: ClerkRobot
) -> None:
    pages[0].delete.setFocus()
    robot.press("Return")
    assert pages[0].deleted == [True]
    assert dialog.now == 0


def test_a_page_that_is_not_ready_stays(dialog: StepDialog, pages: list[NamePage], robot: ClerkRobot) -> None:
    pages[0].ready = False
    robot.press("Return", "Ctrl+Return")
    assert dialog.now == 0


def test_visited_steps_can_be_gone_to(dialog: StepDialog, pages: list[NamePage], robot: ClerkRobot) -> None:
    robot.press("Ctrl+3")
    assert dialog.now == 0, "not visited yet"
    robot.press("Return", "Return", "Ctrl+1")
    assert dialog.now == 0
    robot.press("Ctrl+3")
    assert dialog.now == 2
    robot.click(dialog.back_button)
    assert dialog.now == 0, "back is where the clerk came from"
    assert pages[0].times_entered == 3


def test_a_flow_may_leave_pages_out(qtbot: QtBot, pages: list[NamePage], language: Language) -> None:
    dialog = StepDialog("ui_command.new_request", pages, "common.save", language, flow=SkipsTheSecond())
    qtbot.addWidget(dialog)
    robot = ClerkRobot(qtbot)
    robot.front(dialog)
    robot.press("Return")
    assert dialog.now == 2
    assert dialog.commit_button.isVisible()


def test_escape_closes_and_errors_are_told_on_the_dialog(dialog: StepDialog, robot: ClerkRobot) -> None:
    dialog.tell_error(UserError("ui.required"))
    assert "pakollinen" in dialog.bar.sentence
    robot.press("Esc")
    assert not dialog.isVisible()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_every_page_is_walkable(
    dialog: StepDialog, robot: ClerkRobot, language: Language, lang: Lang
) -> None:
    language.switch(lang)
    for _ in range(3):
        assert_walkable(dialog)
        robot.press("Return")
    assert dialog.windowTitle() == ("Uusi pyyntö" if lang is Lang.FI else "Ny begäran")


def test_the_walk_finds_what_is_wrong(dialog: StepDialog, pages: list[NamePage], robot: ClerkRobot) -> None:
    """The walk is only worth something if it sees."""
    pages[0].delete.setAutoDefault(True)
    bare = QLineEdit()
    bare.setFixedHeight(10)
    bare.setStyleSheet("min-height: 0; max-height: 10px;")
    layout = pages[0].layout()
    assert layout is not None
    layout.addWidget(bare)
    bare.show()
    found = "\n".join(findings(dialog))
    assert "autoDefault" in found
    assert "no accessible name" in found
    assert "smaller than" in found
