"""Fields of the kit on the screen: a list of choices shows all of them."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.ui.theme import Theme
from lpo_desk.ui.widgets.inputs import ComboBox
from tests.ui.robot import ClerkRobot


@pytest.mark.parametrize("count", [2, 3, 8])
def test_an_opened_list_cuts_no_choice(qtbot: QtBot, theme: Theme, count: int) -> None:
    window, box = QWidget(), ComboBox()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(box)
    box.set_choices([(number, f"Valinta {number}") for number in range(count)])
    robot = ClerkRobot(qtbot)
    robot.front(window)
    box.setFocus()
    for _ in range(2):  # the second time the list is made already, and of another height
        box.showPopup()
        robot.settle()
        view = box.view()
        rows = sum(view.visualRect(view.model().index(row, 0)).height() for row in range(count))
        assert view.viewport().height() >= rows
        box.hidePopup()
        robot.settle()
