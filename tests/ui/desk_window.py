"""The main window over a furnished database, as a page test and a journey need it: whose window, at which size."""

from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from lpo_desk.domain.accounts import Account
from lpo_desk.services import accounts
from lpo_desk.services.accounts import SignedIn
from lpo_desk.settings import Settings
from lpo_desk.ui.context import Context
from lpo_desk.ui.language import Language
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.runner import Runner
from tests.fixtures_db import Desk
from tests.ui.robot import ClerkRobot


class CounterWindow:
    """A window of one user with a clerk's hands. Ends with its window closed; the database stays open."""

    def __init__(
        self,
        qtbot: QtBot,
        desk: Desk,
        username: str,
        language: Language,
        runner: Runner,
        settings: Settings | None = None,
    ) -> None:
        self.runner = runner
        self.language = language
        signed = SignedIn(desk.opened, account_of(desk, username))
        self.window = MainWindow(signed, runner, language, settings or Settings(), {})
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.robot = ClerkRobot(qtbot, runner)
        self.robot.front(self.window)
        self.robot.settle()

    @property
    def context(self) -> Context:
        return self.window.context

    @property
    def said(self) -> str:
        """What the bar of the window says."""
        return self.window.bar.sentence


def account_of(desk: Desk, username: str) -> Account:
    with desk.database.reading(desk["admin"]) as unit:
        return accounts.named(unit, username)


@contextmanager
def counter(
    qtbot: QtBot, desk: Desk, username: str, language: Language, settings: Settings | None = None
) -> Iterator[CounterWindow]:
    runner = Runner()
    try:
        yield CounterWindow(qtbot, desk, username, language, runner, settings)
    finally:
        runner.close()
