"""What the steps of the tour share: who plays, what is written down, and the case that is worked on."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit

from lpo_desk.practice import PASSWORD
from lpo_desk.terms import Lang
from lpo_desk.ui.command_palette import CommandPalette
from lpo_desk.ui.lock import LockWindow
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.tour.clerk import Clerk, NotSeen
from lpo_desk.ui.tour.record import Paper, Record

WINDOW = (1366, 768)
"""The least screen that the program is made for (ux.md 1.2)."""
_NUMBER = re.compile(r"[A-Z]-\d{4}-\d{4,}")


@dataclass
class Day:
    """`number`: the case that was registered at the counter, once it was."""

    clerk: Clerk
    record: Record
    number: str = ""

    @property
    def lang(self) -> Lang:
        return self.record.lang


@dataclass(frozen=True)
class Step:
    """`name` names the picture."""

    name: str
    do: Callable[[Day], None]


def case_number(text: str) -> str:
    """The case number in a text on the screen. Raises NotSeen where there is none."""
    found = _NUMBER.search(text)
    if found is None:
        raise NotSeen("no case number is told")
    return found.group()


def enter(day: Day) -> None:
    """Press Enter on a filled login and arrive at the start page, in the language of the tour."""
    clerk = day.clerk
    before = clerk.program.window
    clerk.press("Return")
    clerk.wait_for(
        "the main window",
        lambda: (
            isinstance(clerk.program.window, MainWindow)
            and clerk.program.window is not before
            and clerk.program.locked is None
        ),
    )
    window = clerk.window
    window.resize(*WINDOW)
    if clerk.program.language.lang is not day.lang:
        clerk.click(window.top.language_switch.button(day.lang))
    clerk.press("Ctrl+E")


def change_user(day: Day, username: str) -> None:
    """Lock the desk and let somebody else fill in name and password."""
    clerk = day.clerk
    clerk.press("Ctrl+L")
    locked = clerk.dialog(LockWindow)
    clerk.push("lock.change_user")
    clerk.wait_for("the field of the name", locked.username.isVisible)
    clerk.tab_to(locked.username.edit, "Shift+Tab")
    clerk.press("Ctrl+A")
    clerk.write(username)
    clerk.tab_to(locked.password.edit)
    clerk.write(PASSWORD, secret=True)


def go_to(day: Day, term: str) -> None:
    """To a place by the first word of its name, in the navigation: a space would press what has the keyboard."""
    clerk = day.clerk
    clerk.tab_to(clerk.window.sidebar)
    clerk.write(clerk.words(term).split()[0])


def command(day: Day, term: str) -> None:
    """A command by its name in the palette (Ctrl+K)."""
    clerk = day.clerk
    clerk.press("Ctrl+K")
    palette = clerk.dialog(CommandPalette)
    clerk.write(clerk.words(term))
    clerk.wait_for("the command", lambda: palette.list.count() > 0)
    clerk.press("Return")


def save_paper(day: Day, file: str, kind: str, lang: Lang) -> None:
    """Save the paper in front under the name, through the dialog that asks where."""
    clerk = day.clerk
    target: Path = day.record.out / file
    clerk.dialog(PaperDialog)
    clerk.push("paper_dialog.save")
    chooser = clerk.dialog(QFileDialog)
    line = chooser.findChild(QLineEdit)
    if line is None:
        raise NotSeen("no field for a file's name")
    clerk.tab_to(line)
    clerk.press("Ctrl+A")
    clerk.write(str(target))
    for _ in range(2):
        if clerk.front is chooser:  # the first Enter may have closed the list of names that begin like this
            clerk.press("Return")
    clerk.wait_for(file, target.exists)
    day.record.papers.append(Paper(file, kind, lang.value))
