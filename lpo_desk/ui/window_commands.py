"""The commands that count everywhere in the window, and what a role never sees."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from lpo_desk.domain.accounts import Right
from lpo_desk.ui import places
from lpo_desk.ui.keymap import COMMANDS, Menu
from lpo_desk.ui.widgets.message_bar import Kind

if TYPE_CHECKING:
    from lpo_desk.ui.main_window import MainWindow

_OF_PLACES = frozenset({Menu.CUSTOMER, Menu.REQUEST, Menu.PAPER, Menu.REPORTS})
"""Commands of these menus are shown with the place that has them; those of the other menus always."""

_NEW = "new_customer"
_NEW_PAPER = "new_paper"
_RESTRICTION = "restriction"


def claim_commands(window: "MainWindow") -> None:
    """What the window itself does. Called once."""
    context, tabs = window.context, window.tabs
    claims: dict[str, Callable[[], object]] = {
        "search": window.focus_search,
        "close_tab": window.close_tab,
        "next_tab": lambda: tabs.step(1),
        "previous_tab": lambda: tabs.step(-1),
        "next_pane": window.panes.next,
        "previous_pane": window.panes.previous,
        "palette": window.show_palette,
        "help": window.show_keys,
        "about": window.show_about,
        "settings": window.show_settings,
        "lock": window.locked.emit,
        "quit": window.close,
        "mask": lambda: _mask(window),
        "new_request": lambda: context.start_request(window.party_id),
        "counter_papers": lambda: context.print_counter_papers(window.party_id),
    }
    if context.may(Right.EDIT_CUSTOMER):
        claims[_NEW] = context.start_customer
    if context.may(Right.MOVE_PAPERS):
        claims[_NEW_PAPER] = lambda: context.start_paper(window.party_id)
    for place in places.visible_places(context):
        for command in place.goes_here:
            claims[command] = partial(window.go_to, place.key)
    for command, call in claims.items():
        window.commands.claim(command, window, call, window.no_tab if command == "close_tab" else None)


def hide_useless(window: "MainWindow") -> None:
    """Away with commands that the user's role can never use, and with menus that have none left (ux.md 2.1)."""
    visible = places.visible_places(window.context)
    usable = {command for place in visible for command in (*place.goes_here, *place.commands)}
    if window.context.may(Right.EDIT_CUSTOMER):
        usable.add(_NEW)
    if window.context.may(Right.MOVE_PAPERS):
        usable.add(_NEW_PAPER)
    if window.context.may(Right.RESTRICT):
        usable.add(_RESTRICTION)
    for command in COMMANDS:
        if command.menu in _OF_PLACES:
            window.commands.action(command.id).setVisible(command.id in usable)
    window.commands.action("search").setVisible(any(place.key == places.SEARCH for place in visible))
    for entry in window.menuBar().actions():
        menu = entry.menu()
        if isinstance(menu, QMenu):
            entry.setVisible(
                any(action.isVisible() and not action.isSeparator() for action in menu.actions())
            )


def _mask(window: "MainWindow") -> None:
    context = window.context
    context.mask(not context.masked)
    if context.masked:
        context.message(Kind.INFO, "main.masked")
    else:
        window.bar.clear()
