"""Hands for the log of papers and its sheets: for the tests of the pages and the journeys."""

from typing import Any

from PySide6.QtWidgets import QApplication

from lpo_desk.ui.command_palette import CommandPalette
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.papers import PapersPage
from tests.ui.case_hands import back, dialog
from tests.ui.desk_window import CounterWindow


def log(who: CounterWindow) -> PapersPage:
    """By the palette, as somebody does who knows no key for it."""
    who.robot.press("Ctrl+K")
    dialog(who, CommandPalette)
    who.robot.type(who.language.text("ui_command.papers"))
    who.robot.press("Return")
    back(who)
    return log_in_front(who)


def log_in_front(who: CounterWindow) -> PapersPage:
    """The log once its papers and the story of the first are there."""
    who.robot.wait_for(lambda: isinstance(who.window.tabs.current, PapersPage))
    page = who.window.tabs.current
    assert isinstance(page, PapersPage)
    who.robot.wait_for(lambda: page.model.rowCount() > 0 and page.pane.model.rowCount() > 0)
    return page


def to(who: CounterWindow, sheet: CardSheet[Any], name: str) -> None:
    """Tab to the field."""
    widget = sheet.form.row(name).editor.widget
    for _ in range(20):
        here = QApplication.focusWidget()
        if here is not None and (here is widget or widget.isAncestorOf(here)):
            return
        who.robot.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")
