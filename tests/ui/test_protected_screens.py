"""What a screen gives away of a protected person beside the card: the copied list, the start page, the tabs."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from lpo_desk.domain.case import DraftKind
from lpo_desk.services import drafts
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.search import CustomersPage
from lpo_desk.ui.pages.today import TodayPage
from tests.fixtures_db import Desk
from tests.services.people import PROTECTED, add
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.test_roles import open_card

HIDDEN = ("Kätkö", "Salla", "Piilokuja", "06150", "0000909", "000 0909", "salla@")


@pytest.fixture
def hidden(local_desk: Desk) -> int:
    return add(local_desk, PROTECTED)


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, hidden: int, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def silent(told: str) -> bool:
    return not [word for word in HIDDEN if word in told]


def test_a_copied_row_is_the_number_alone(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+E")
    clerk.window.go_to("customers")
    page = clerk.window.tabs.current
    assert isinstance(page, CustomersPage)
    clerk.robot.wait_for(lambda: page.table.model().rowCount() == 1 and page.answered == "")
    page.table.setFocus()
    page.table.go_to(0)
    page.table.selectAll()
    clerk.robot.press("Ctrl+C")
    copied = QGuiApplication.clipboard().text()
    assert PROTECTED.number in copied
    assert silent(copied), copied


def texts(clerk: CounterWindow) -> list[str]:
    """What the window shows on labels and buttons."""
    labels, buttons = clerk.window.findChildren(QLabel), clerk.window.findChildren(QAbstractButton)
    parts: list[QLabel | QAbstractButton] = [*labels, *buttons]
    return [part.text() for part in parts if part.isVisibleTo(clerk.window)]


def test_the_start_page_tells_a_draft_and_an_opened_customer_without_them(
    clerk: CounterWindow, local_desk: Desk, hidden: int
) -> None:
    """Neither what was typed into a draft nor the name of the card that was opened last."""
    with local_desk.database.unit(local_desk["maija"]) as unit:
        typed = {"street": "Piilokuja 9", "phone": "+358400000909", "name": "Kätkö Salla"}
        drafts.save(unit, uuid4(), DraftKind.REQUEST, typed, party_id=hidden)
    open_card(clerk, hidden)
    clerk.window.show_place("today")
    today = clerk.window.tabs.current
    assert isinstance(today, TodayPage)
    clerk.robot.wait_for(lambda: bool(today.drafts.lines))
    assert today.recent.lines, "the card that was opened is offered again"
    clerk.robot.wait_for(lambda: any("Pyyntö" in line for line in texts(clerk)))
    shown = texts(clerk)
    told = "\n".join([*shown, clerk.window.windowTitle()])
    assert silent(told), told
