"""The main window: what each role sees, tabs, keys, messages, leaving; with small pages of the test's own in the tabs."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from lpo_desk import settings
from lpo_desk.app import Program
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import DraftKind
from lpo_desk.domain.changes import Changes
from lpo_desk.services import accounts, drafts
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang, terms
from lpo_desk.ui import places
from lpo_desk.ui.command_palette import CommandPalette
from lpo_desk.ui.context import Context
from lpo_desk.ui.crash import ErrorDialog
from lpo_desk.ui.key_help import About, KeyHelp
from lpo_desk.ui.log import FILE, start_log, stop_log
from lpo_desk.ui.main_window import MainWindow
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.page import Page
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.settings_dialog import SettingsDialog
from lpo_desk.ui.widgets.message_bar import Kind
from tests.fixtures_db import CHEAP, PASSWORD, Desk
from tests.rules.sources import modules
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.robot import PATIENCE_MS, ClerkRobot
from tests.ui.walk import assert_walkable


class NotePage(Page):
    """A page with one field, which refuses to be closed while `busy`."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__(context)
        self.name = name
        self.busy = False
        self.kept = 0
        self.seen: list[Changes] = []
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.textEdited.connect(lambda _: self.renamed.emit())
        QVBoxLayout(self).addWidget(self.field)

    @property
    def tab_text(self) -> str:
        return self.name

    @property
    def unsaved(self) -> bool:
        return bool(self.field.text())

    def may_close(self) -> bool:
        return not self.busy

    def keep(self) -> None:
        self.kept += 1

    def changed(self, changes: Changes) -> None:
        self.seen.append(changes)


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: object) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:  # type: ignore[arg-type]  # the Language fixture
        yield made


def note(window: MainWindow, number: int, name: str) -> NotePage:
    page = window.open_tab(("card", number), lambda: NotePage(window.context, name))
    assert isinstance(page, NotePage)
    return page


def dialog_of(window: MainWindow, kind: type[QDialog]) -> QDialog:
    return next(child for child in window.findChildren(kind) if child.isVisible())


def menus(window: MainWindow) -> list[str]:
    return [without_mnemonic(action.text()) for action in window.menuBar().actions() if action.isVisible()]


ROLES = {
    "maija": ["today", "customers", "requests", "papers", "warnings", "scans", "places"],
    "leena": [
        "today",
        "customers",
        "requests",
        "papers",
        "duplicates",
        "warnings",
        "reports",
        "scans",
        "places",
        "destruction",
        "directory",
        "products",
    ],
    "jani": [
        "today",
        "customers",
        "requests",
        "papers",
        "reports",
        "scans",
        "places",
        "destruction",
        "processors",
        "staff_ties",
        "letter_texts",
        "retention",
    ],
    "esko": ["today", "reports"],
    "admin": ["today", "reports", "products", "imports", "users", "upkeep"],
}


@pytest.mark.parametrize("username", ROLES)
def test_a_role_sees_its_places_and_no_others(
    qtbot: QtBot, local_desk: Desk, language: object, username: str
) -> None:
    with counter(qtbot, local_desk, username, language) as made:  # type: ignore[arg-type]  # the Language fixture
        window = made.window
        assert [place.key for place in places.visible_places(window.context)] == ROLES[username]
        assert window.sidebar.count() == len(ROLES[username])
        assert window.top.search.isVisible() == ("customers" in ROLES[username])
        assert ("Asiakas" in menus(window)) == ("customers" in ROLES[username])
        assert ("Raportit" in menus(window)) == ("reports" in ROLES[username])
        assert window.show_place("imports" if username != "admin" else "customers") is None
        assert_walkable(window)


def test_no_menu_offers_what_cannot_be_done_anywhere(clerk: CounterWindow) -> None:
    hidden = [
        entry.command.id
        for entry in clerk.window.commands.entries()
        if not clerk.window.commands.action(entry.command.id).isVisible()
    ]
    assert "exports" in hidden
    assert not {"papers", "new_paper", "scans"} & set(hidden)


def test_the_keyboard_begins_in_the_search_box(clerk: CounterWindow) -> None:
    assert clerk.robot.focus is clerk.window.top.search
    clerk.robot.press("F6")
    assert clerk.robot.focus is not clerk.window.top.search
    clerk.robot.press("Ctrl+E")
    assert clerk.robot.focus is clerk.window.top.search


def test_everything_is_said_again_in_the_other_language(clerk: CounterWindow) -> None:
    window = clerk.window
    window.top.language_switch.button(Lang.SV).click()
    clerk.robot.settle()
    assert menus(window)[0] == "Arkiv"
    assert window.tabs.strip.tabText(0) == "Skrivbord"
    assert window.status.backup.text() == "Ingen säkerhetskopia ännu"
    assert_walkable(window)
    with clerk.context.database.reading(clerk.context.actor) as unit:
        assert accounts.named(unit, "maija").lang is Lang.SV


def test_tabs_open_once_and_go_around(clerk: CounterWindow) -> None:
    window, robot = clerk.window, clerk.robot
    first, second = note(window, 1, "Aalto"), note(window, 2, "Berg")
    assert note(window, 1, "Aalto") is first
    assert window.tabs.current is first
    robot.press("Ctrl+Tab")
    assert window.tabs.current is second
    robot.press("Ctrl+Tab")
    assert window.tabs.strip.currentIndex() == 0
    robot.press("Ctrl+Shift+Tab", "Ctrl+W")
    assert window.tabs.opened == (first,)
    assert window.windowTitle() == "LPO Desk"


def test_a_place_is_no_tab_to_close(clerk: CounterWindow) -> None:
    assert not clerk.window.commands.action("close_tab").isEnabled()
    clerk.robot.press("Ctrl+W")
    assert clerk.window.tabs.strip.count() == 1


def test_a_dot_tells_of_what_is_not_saved(clerk: CounterWindow) -> None:
    page = note(clerk.window, 1, "Aalto & pojat")
    assert clerk.window.tabs.strip.tabText(1) == "Aalto && pojat"
    clerk.robot.type("x")
    assert page.unsaved
    assert clerk.window.tabs.strip.tabText(1).startswith("● ")
    assert "tallentamat" in clerk.window.tabs.strip.accessibleTabName(1)


def test_a_page_that_refuses_stays(clerk: CounterWindow) -> None:
    page = note(clerk.window, 1, "Aalto")
    page.busy = True
    clerk.robot.press("Ctrl+W")
    assert clerk.window.tabs.opened == (page,)
    clerk.window.show_place("today")
    clerk.window.close()
    assert clerk.window.isVisible()
    assert clerk.window.tabs.current is page


def test_leaving_keeps_drafts_and_waits_for_the_database(clerk: CounterWindow) -> None:
    page = note(clerk.window, 1, "Aalto")
    page.busy = False
    clerk.window.close()
    clerk.robot.wait_for(clerk.window.isHidden)
    assert page.kept == 1
    with clerk.context.database.reading(clerk.context.actor) as unit:
        assert "window" in accounts.preferences(unit)


def test_every_page_hears_of_what_was_saved(clerk: CounterWindow) -> None:
    page = note(clerk.window, 1, "Aalto")
    clerk.window.show_place("today")
    clerk.context.write(page, lambda unit: unit.touched(party_id=7))
    clerk.robot.wait_for(lambda: bool(page.seen))
    assert page.seen[-1].parties == {7}


def test_a_read_that_is_refused_is_told_in_the_bar(clerk: CounterWindow) -> None:
    page = note(clerk.window, 1, "Aalto")
    clerk.context.read(page, accounts.preferences, lambda _: None)
    clerk.robot.settle()
    assert clerk.said == ""

    def refuse(_: object) -> None:
        raise accounts.UnknownAccount

    clerk.context.read(page, refuse, lambda _: None)
    clerk.robot.settle()
    assert clerk.said == terms("login.no_account", lang=Lang.FI)
    assert_walkable(clerk.window)


def test_the_purpose_is_one_key(clerk: CounterWindow) -> None:
    chosen: list[Purpose] = []
    clerk.window.ask_purpose(chosen.append)
    dialog = dialog_of(clerk.window, PurposeDialog)
    clerk.robot.front(dialog)
    assert_walkable(dialog)
    clerk.robot.press("2")
    clerk.context.last_purpose = Purpose.BILLING
    clerk.window.ask_purpose(chosen.append)
    clerk.robot.front(dialog_of(clerk.window, PurposeDialog))
    clerk.robot.press("Return")
    clerk.window.ask_purpose(chosen.append)
    clerk.robot.front(dialog_of(clerk.window, PurposeDialog))
    clerk.robot.press("Esc")
    assert chosen == [Purpose.PHONE, Purpose.BILLING]


@pytest.mark.parametrize("word", ["lukitse", "lås", "lock screen"])
def test_the_palette_finds_a_command_by_its_name_in_any_language(clerk: CounterWindow, word: str) -> None:
    locked: list[bool] = []
    clerk.window.locked.connect(lambda: locked.append(True))
    clerk.robot.press("Ctrl+K")
    dialog = dialog_of(clerk.window, CommandPalette)
    clerk.robot.front(dialog)
    assert_walkable(dialog)
    clerk.robot.type(word)
    clerk.robot.press("Return")
    assert locked == [True]


def test_the_palette_says_why_not(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+K")
    dialog = dialog_of(clerk.window, CommandPalette)
    assert isinstance(dialog, CommandPalette)
    clerk.robot.front(dialog)
    clerk.robot.type("sulje välilehti")
    assert terms("main.no_tab", lang=Lang.FI) in dialog.list.item(0).text()
    clerk.robot.press("Return")
    assert dialog.isVisible()
    clerk.robot.press("Esc")
    assert not dialog.isVisible()


def test_the_palette_says_when_there_is_no_such_command(clerk: CounterWindow) -> None:
    clerk.robot.press("Ctrl+K")
    dialog = dialog_of(clerk.window, CommandPalette)
    assert isinstance(dialog, CommandPalette)
    clerk.robot.front(dialog)
    clerk.robot.type("zzzzzz")
    assert dialog.list.item(0).text() == terms("main.palette_nothing", lang=Lang.FI)
    clerk.robot.press("Return")
    assert dialog.isVisible()


def test_the_first_window_has_room_for_its_title_bar(clerk: CounterWindow) -> None:
    window = MainWindow(clerk.context.signed, clerk.runner, clerk.window.language, Settings(), {})
    assert window.height() + 40 <= max(window.screen().availableGeometry().height(), 520 + 40)
    assert window.width() <= max(window.screen().availableGeometry().width(), 900)
    window.deleteLater()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_keys_that_are_valid_here_are_listed(clerk: CounterWindow, lang: Lang) -> None:
    clerk.window.language.switch(lang)
    clerk.robot.press("F1")
    dialog = dialog_of(clerk.window, KeyHelp)
    assert isinstance(dialog, KeyHelp)
    model = dialog.table.model()
    listed = [model.index(row, 1).data() for row in range(model.rowCount())]
    in_menu_order = [terms(f"ui_command.{command}", lang=lang) for command in ("search", "lock", "help")]
    assert [name for name in listed if name in in_menu_order] == in_menu_order
    assert terms("ui_command.close_tab", lang=lang) not in listed
    assert_walkable(dialog)


def test_about_says_what_is_not_promised(clerk: CounterWindow) -> None:
    clerk.window.show_about()
    dialog = dialog_of(clerk.window, About)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert settings.version() in said
    assert terms("main.about_limits", lang=Lang.FI) in said


def test_masking_is_a_switch(clerk: CounterWindow) -> None:
    heard: list[bool] = []
    clerk.context.mask_changed.connect(heard.append)
    clerk.robot.press("Ctrl+Shift+M")
    assert clerk.said == terms("main.masked", lang=Lang.FI)
    clerk.robot.press("Ctrl+Shift+M")
    assert heard == [True, False]
    assert clerk.said == ""


def test_messages_stand_in_the_windows_bar(clerk: CounterWindow) -> None:
    clerk.context.message(Kind.SUCCESS, "login.changed")
    assert clerk.said == terms("login.changed", lang=Lang.FI)
    assert clerk.window.bar.kind is Kind.SUCCESS


def test_drafts_of_requests_are_offered_at_the_start(clerk: CounterWindow) -> None:
    from uuid import uuid4

    today = clerk.window.tabs.current
    clerk.context.write(clerk.window, lambda unit: drafts.save(unit, uuid4(), DraftKind.REQUEST, {"page": 1}))
    clerk.robot.wait_for(lambda: bool(today.drafts.lines))  # type: ignore[union-attr]  # the start page
    assert "Pyyntö" in today.drafts.lines[0].text()  # type: ignore[union-attr]  # the start page


def test_customers_opened_are_offered_again(clerk: CounterWindow) -> None:
    note(clerk.window, 1, "Aalto & pojat")
    clerk.window.go_to("today")
    today = clerk.window.tabs.current
    assert [without_mnemonic(line.text()) for line in today.recent.lines] == ["Aalto & pojat"]  # type: ignore[union-attr]  # the start page


def test_a_password_is_changed_and_the_old_one_no_longer_opens(clerk: CounterWindow) -> None:
    from lpo_desk.ui.change_password import ChangePassword

    clerk.window.change_password()
    dialog = dialog_of(clerk.window, ChangePassword)
    assert isinstance(dialog, ChangePassword)
    clerk.robot.front(dialog)
    assert_walkable(dialog)
    dialog.old.edit.setText("wrong")
    for field in (dialog.new.first, dialog.new.again):
        field.edit.setText("uusi-salasana-neljä-sanaa")
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: dialog.old.problem.isVisible())
    dialog.old.edit.setText(PASSWORD)
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: bool(clerk.said))
    accounts.unlock(clerk.context.signed, "uusi-salasana-neljä-sanaa")
    with pytest.raises(Exception, match=r"login\.wrong"):
        accounts.unlock(clerk.context.signed, PASSWORD)


def test_settings_are_kept_for_machine_and_person(program: Program, qtbot: QtBot, closed_desk: Path) -> None:
    window = enter(program, qtbot, closed_desk)
    window.show_settings()
    dialog = dialog_of(window, SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    assert_walkable(dialog)
    dialog.minutes.setValue(3)
    dialog.look.set_value("dark")
    dialog.commit.click()
    qtbot.waitUntil(lambda: program.runner.idle, timeout=PATIENCE_MS)
    assert settings.load().idle_minutes == 3
    assert program.theme.palette.dark
    with window.context.database.reading(window.context.actor) as unit:
        assert accounts.preferences(unit)["look"] == "dark"


def enter(program: Program, qtbot: QtBot, database: Path, username: str = "maija") -> MainWindow:
    from lpo_desk.ui.login import begin_session

    signed = accounts.sign_in(str(database), username, PASSWORD, cost=CHEAP)
    program.open_window(begin_session(signed))
    window = program.window
    assert isinstance(window, MainWindow)
    ClerkRobot(qtbot, program.runner).front(window)
    qtbot.waitUntil(lambda: program.runner.idle, timeout=PATIENCE_MS)
    return window


def test_a_bug_is_told_once_and_logged_without_what_was_typed(
    program: Program, qtbot: QtBot, closed_desk: Path, tmp_path: Path
) -> None:
    window = enter(program, qtbot, closed_desk)
    page = note(window, 1, "Aalto")
    handler = start_log(tmp_path)

    def stumble() -> None:
        raise ValueError("Virtanen Maija 131052-952X 040 000 0123")

    for _ in range(2):
        try:
            stumble()
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    stop_log(handler)
    dialogs = [shown for shown in window.findChildren(ErrorDialog) if shown.isVisible()]
    assert len(dialogs) == 1
    assert page.kept == 1
    assert "ValueError" in dialogs[0].report
    assert_walkable(dialogs[0])
    dialogs[0].copy_button.click()
    written = (tmp_path / FILE).read_text(encoding="utf-8")
    for text in (written, dialogs[0].report, QApplication.clipboard().text()):
        assert "stumble" in text
        assert "Virtanen" not in text
        assert "952X" not in text
    assert written.count('"ValueError"') == 2
    program.errors.shown.clear()


def test_idle_desk_locks_itself(program: Program, qtbot: QtBot, closed_desk: Path) -> None:
    program.settings = Settings(idle_minutes=1)
    window = enter(program, qtbot, closed_desk)
    program.idle.set_seconds(0.2)
    QTest.keyClick(window.top.search, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: program.locked is not None, timeout=PATIENCE_MS)
    assert window.isHidden()


def test_the_geometry_comes_back(
    qapp: QApplication, program: Program, qtbot: QtBot, closed_desk: Path
) -> None:
    window = enter(program, qtbot, closed_desk)
    window.resize(900, 700)  # the off-screen platform's screen is narrow
    window.close()
    qtbot.waitUntil(window.isHidden, timeout=PATIENCE_MS)
    again = Program(qapp, Settings(), theme=program.theme)
    other = enter(again, qtbot, closed_desk)
    assert other.size().toTuple() == (900, 700)
    again.end()
    again.language.switch(Lang.EN)


@pytest.mark.parametrize(
    ("username", "place"), [(who, place) for who, seen in ROLES.items() for place in seen]
)
def test_every_place_opens_for_those_who_see_it(
    qtbot: QtBot, local_desk: Desk, language: object, username: str, place: str
) -> None:
    with counter(qtbot, local_desk, username, language) as made:  # type: ignore[arg-type]  # the Language fixture
        made.window.resize(900, 520)
        made.window.go_to(place)
        made.robot.settle()
        page = made.window.tabs.current
        assert page is not None
        assert page.isVisible()
        assert page.tab_text == terms(page.title, lang=Lang.FI)
        assert made.said == ""
        assert_walkable(made.window)


def test_everything_the_menus_show_is_done_by_somebody(clerk: CounterWindow) -> None:
    """A command that no module claims would be a dead item: grey for ever."""
    sources = "\n".join(
        module.text for module in modules() if module.layer == "ui" and module.path.name != "keymap.py"
    )
    shown = [
        entry.command.id
        for entry in clerk.window.commands.entries()
        if clerk.window.commands.action(entry.command.id).isVisible()
    ]
    dead = [
        command for command in shown if f'"{command}"' not in sources and not command.startswith("section_")
    ]
    assert not dead
