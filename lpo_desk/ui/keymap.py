"""Every command of the window with its keys: the table of ux.md 2.3.

Only keys that mean nothing in a text field are used, and only those the Windows guide leaves free: no Alt+letter, no
Ctrl+Alt (AltGr), none of the characters that need AltGr on Nordic keyboards. A test keeps that.
"""

import enum
from dataclasses import dataclass


class Menu(enum.Enum):
    """The menus of the menu bar in their order."""

    FILE = "file"
    EDIT = "edit"
    CUSTOMER = "customer"
    REQUEST = "request"
    PAPER = "paper"
    REPORTS = "reports"
    VIEW = "view"
    HELP = "help"

    @property
    def term(self) -> str:
        return f"ui_menu.{self.value}"


@dataclass(frozen=True)
class Command:
    """Something a clerk can do. Its name is `ui_command.<id>`; `ui_words.<id>` are other words it is looked for by."""

    id: str
    menu: Menu
    keys: tuple[str, ...] = ()  # in QKeySequence's portable writing; the first is shown in the menu
    icon: str = ""
    group: int = 0  # a line stands between groups in the menu

    @property
    def term(self) -> str:
        return f"ui_command.{self.id}"

    @property
    def words(self) -> str:
        return f"ui_words.{self.id}"


SECTIONS = 7

COMMANDS: tuple[Command, ...] = (
    Command("search", Menu.EDIT, ("Ctrl+E", "F3"), "search"),
    Command("find_in_list", Menu.EDIT, ("Ctrl+F",), "filter"),
    Command("edit", Menu.EDIT, ("F2",), "edit", 1),
    Command("undo_saved", Menu.EDIT, ("Ctrl+Shift+U",), "undo", 1),
    Command("save", Menu.FILE, ("Ctrl+S",), "save"),
    Command("close_tab", Menu.FILE, ("Ctrl+W", "Ctrl+F4"), "close", 1),
    Command("lock", Menu.FILE, ("Ctrl+L",), "lock", 2),
    Command("settings", Menu.FILE, (), "administration", 2),
    Command("quit", Menu.FILE, (), "logout", 3),
    Command("new_customer", Menu.CUSTOMER, ("Ctrl+N",), "customer"),
    Command("customers", Menu.CUSTOMER, (), "customers"),
    Command("marketing", Menu.CUSTOMER, ("Ctrl+M",), "marketing", 1),
    Command("history", Menu.CUSTOMER, ("Ctrl+Shift+H",), "history", 1),
    Command("sources", Menu.CUSTOMER, ("Ctrl+T",), "info", 1),
    Command("restriction", Menu.CUSTOMER, (), "pause", 2),
    Command("new_request", Menu.REQUEST, ("F8",), "requests"),
    Command("requests", Menu.REQUEST, (), "requests"),
    Command("counter_papers", Menu.REQUEST, (), "print", 1),
    Command("new_paper", Menu.PAPER, ("F7",), "paper"),
    Command("papers", Menu.PAPER, (), "paper"),
    Command("scans", Menu.PAPER, ("F9",), "scan"),
    Command("places", Menu.PAPER, (), "folder", 1),
    Command("destruction", Menu.PAPER, (), "delete", 1),
    Command("exports", Menu.REPORTS, ("Ctrl+Shift+E",), "export"),
    Command("today", Menu.VIEW, ("Ctrl+J",), "desk"),
    Command("palette", Menu.VIEW, ("Ctrl+K",), "palette"),
    Command("mask", Menu.VIEW, ("Ctrl+Shift+M",), "hide", 1),
    Command("refresh", Menu.VIEW, ("F5",), "refresh", 1),
    Command("next_tab", Menu.VIEW, ("Ctrl+Tab",), "", 2),
    Command("previous_tab", Menu.VIEW, ("Ctrl+Shift+Tab",), "", 2),
    Command("next_record", Menu.VIEW, ("F12",), "chevron-right", 2),
    Command("previous_record", Menu.VIEW, ("Shift+F12",), "chevron-left", 2),
    Command("next_pane", Menu.VIEW, ("F6",), "", 2),
    Command("previous_pane", Menu.VIEW, ("Shift+F6",), "", 2),
    *(Command(f"section_{n}", Menu.VIEW, (f"Ctrl+{n}",), "", 3) for n in range(1, SECTIONS + 1)),
    Command("help", Menu.HELP, ("F1",), "help"),
    Command("about", Menu.HELP, (), "info", 1),
)


@dataclass(frozen=True)
class WidgetKey:
    """A key that the focused widget handles itself; listed on the key page, never a shortcut of the window."""

    term: str
    keys: tuple[str, ...]


WIDGET_KEYS: tuple[WidgetKey, ...] = (
    WidgetKey("ui_key.commit", ("Ctrl+Return",)),
    WidgetKey("ui_key.undo_field", ("Esc",)),
    WidgetKey("ui_key.leave_section", ("Esc", "Esc")),
    WidgetKey("ui_key.open_row", ("Return",)),
    WidgetKey("ui_key.select_row", ("Space",)),
    WidgetKey("ui_key.select_all", ("Ctrl+A",)),
    WidgetKey("ui_key.copy_rows", ("Ctrl+C",)),
    WidgetKey("ui_key.date_today", ("T",)),
    WidgetKey("ui_key.date_day", ("+", "-")),
    WidgetKey("ui_key.date_month", ("PgUp", "PgDown")),
)

BY_ID = {command.id: command for command in COMMANDS}
