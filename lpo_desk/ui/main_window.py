"""The one window: navigation at the left, search on top, tabs in the middle, what is so below."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui import places
from lpo_desk.ui.actions import Actions
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Panes, pressed
from lpo_desk.ui.language import Language
from lpo_desk.ui.page import Page, SearchPage
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.scan_watch import ScanWatch
from lpo_desk.ui.status_line import StatusLine
from lpo_desk.ui.stripe import PracticeStripe
from lpo_desk.ui.tabs import Key, Tabs
from lpo_desk.ui.theme import theme
from lpo_desk.ui.top_bar import TopBar
from lpo_desk.ui.update_watch import UpdateState, UpdateWatch
from lpo_desk.ui.widgets.message_bar import Choice, Kind, MessageBar
from lpo_desk.ui.widgets.sidebar import Sidebar, SidebarItem
from lpo_desk.ui.window_commands import claim_commands, hide_useless

if TYPE_CHECKING:
    from lpo_desk.services.accounts import SignedIn

LEAST = (900, 520)
_FIRST_SIZE = (1366, 768)
_TITLE_BAR = 40  # at most; a window sized without it has its status line below the edge of a small screen
_GEOMETRY = "window"


class MainWindow(QMainWindow):
    """Shows pages; what they do, they do themselves through their Context.

    `locked` comes for Ctrl+L, `settled` with settings of the machine that were changed, `closed` when the window has
    gone and everything was saved.
    """

    locked = Signal()
    settled = Signal(object)
    closed = Signal()

    def __init__(
        self,
        signed: "SignedIn",
        runner: Runner,
        language: Language,
        settings: Settings,
        preferences: Mapping[str, object],
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.language = language
        self.runner = runner
        self._leaving = False
        self.commands = Actions(self, language, theme())
        self.context = Context(signed, runner, language, settings, self.commands, self, preferences, self)
        self.top = TopBar(language)
        self.bar = MessageBar(language)
        self.tabs = Tabs(language)
        self.sidebar = self._sidebar()
        self.scans = ScanWatch(self.context, self)
        self.updates = UpdateWatch(self.context, self)
        self.status = StatusLine(self.context, self.scans)
        self.panes = Panes(self)
        self._lay_out()
        self._connect()
        claim_commands(self)
        self.commands.fill_menu_bar(self.menuBar())
        self._fill_user_menu()
        hide_useless(self)
        language.bind(self.setWindowTitle, "app.name")  # and never a customer's name: taskbars are public
        self.setMinimumSize(*LEAST)
        self._restore_geometry()
        self.go_to(places.START)
        self._ask_for_own_password()
        if signed.opened.before is not None:
            self._once_read(self._tell_of_upgrade)

    # What the context asks for

    def tell(
        self, kind: Kind, key: str, choices: Sequence[Choice], seconds: int, values: Mapping[str, object]
    ) -> None:
        self.bar.tell(kind, key, choices, seconds=seconds, **values)

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def show_place(self, place: str) -> Page | None:
        found = next((known for known in places.visible_places(self.context) if known.key == place), None)
        if found is None:
            return None
        page = self.tabs.show_place(place, lambda: found.make(self.context))
        if self.sidebar.current() != place:
            blocked = self.sidebar.blockSignals(True)
            self.sidebar.choose(place)
            self.sidebar.blockSignals(blocked)
        return page

    def open_tab(self, key: Key, make: Callable[[], Page]) -> Page:
        page = self.tabs.open(key, make)
        kind, number = key
        if kind == "card":
            self._note_recent(number, page)
            page.renamed.connect(lambda: self._note_recent(number, page))
        page.focus_first()
        return page

    def find_tab(self, key: Key) -> Page | None:
        return self.tabs.tab(key)

    def front(self, page: Page) -> None:
        self.tabs.front(page)
        page.focus_first()

    def close_page(self, page: Page) -> bool:
        return self.tabs.close_page(page)

    def ask_purpose(self, chosen: Callable[[Purpose], object]) -> None:
        dialog = PurposeDialog(self.language, self.context.last_purpose, self)
        dialog.chosen.connect(chosen)
        dialog.open()

    def widget(self) -> QWidget:
        return self

    def open_number(self, number: str) -> None:
        """The case of a link that was followed."""
        from lpo_desk.services import cases
        from lpo_desk.ui.pages.search import NoSuchCase

        def show(case_id: int | None) -> None:
            if case_id is None:
                self.tell_error(NoSuchCase(number=number))
            else:
                self.context.open_case(case_id)

        self.context.read(self, lambda unit: cases.find_number(unit, number), show, latest="link")

    # What the commands do

    @property
    def party_id(self) -> int | None:
        """The customer in front, if there is one."""
        return self.tabs.current.party_id if self.tabs.current else None

    def go_to(self, place: str) -> None:
        """Show a place and put the keyboard there; the start page has it in the search box."""
        page = self.show_place(place)
        if place in (places.START, places.SEARCH) and self.top.search.isVisibleTo(self):
            self.focus_search()
        elif page is not None:
            page.focus_first()

    def focus_search(self) -> None:
        self.top.search.focus_all()

    def close_tab(self) -> None:
        if self.tabs.current is not None:
            self.tabs.close_page(self.tabs.current)

    def no_tab(self) -> str | None:
        """Why Ctrl+W has nothing to close."""
        return None if self.tabs.current in self.tabs.opened else "main.no_tab"

    def show_palette(self) -> None:
        from lpo_desk.ui.command_palette import CommandPalette

        CommandPalette(self.commands, self.language, self).open()

    def show_keys(self) -> None:
        from lpo_desk.ui.key_help import KeyHelp

        KeyHelp(self.commands, self.language, self).open()

    def show_about(self) -> None:
        from lpo_desk.ui.key_help import About

        About(self.language, self.updates, self).open()

    def show_update(self) -> None:
        from lpo_desk.ui.key_help import UpdateSheet

        UpdateSheet(self.language, self.updates, self).open()

    def show_settings(self) -> None:
        from lpo_desk.ui.settings_dialog import SettingsDialog

        SettingsDialog(self.context, self._settle, self).open()

    def change_password(self) -> None:
        from lpo_desk.ui.change_password import ChangePassword

        ChangePassword(self.context, self).open()

    def show_own_records(self) -> None:
        from lpo_desk.ui.own_records import OwnRecords

        OwnRecords(self.context, self).open()

    # Leaving

    def keep(self) -> None:
        """Have every page and every wizard save its draft."""
        from lpo_desk.ui.widgets.step_dialog import StepDialog

        for page in self.tabs.pages:
            page.keep()
        for dialog in self.findChildren(StepDialog):
            dialog.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Away only when every page agrees and what was to be saved is saved."""
        if not self._leaving:
            for page in self.tabs.pages:
                if not page.may_close():
                    self.tabs.front(page)
                    event.ignore()
                    return
            self._leaving = True
            self.keep()
            self.context.remember(_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode())
        if not self.runner.idle:
            event.ignore()
            self.runner.busy.connect(lambda busy: None if busy else self.close())
            return
        self.scans.stop()
        self.updates.stop()
        event.accept()
        self.closed.emit()

    # Building

    def _sidebar(self) -> Sidebar:
        items = [SidebarItem(p.key, p.term, p.icon) for p in places.visible_places(self.context)]
        return Sidebar(items, self.language, title="main.navigation")

    def _lay_out(self) -> None:
        middle, right = QWidget(), QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.top, self.bar):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        whole = QVBoxLayout(middle)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        if self.context.database.practice:
            whole.addWidget(PracticeStripe(self.language))
        whole.addLayout(row, 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self.show_place)
        self.sidebar.entered.connect(self.go_to)
        self.tabs.moved.connect(self._moved)
        self.runner.changed.connect(self._changed)
        self.updates.told.connect(lambda: self._once_read(self._tell_of_update))
        self.top.language_switch.chosen.connect(self._remember_language)
        search = self.top.search
        search.setVisible(self.context.may(Right.SEARCH))
        search.takes_codes = True
        search.asked.connect(lambda text: self._search_page().search(text))
        search.submitted.connect(lambda text: self._search_page().submit(text))
        search.moved_down.connect(lambda: self._search_page().focus_results())
        for pane in (self.sidebar, search, self.tabs.stack):  # the strip has Ctrl+Tab
            self.panes.add(pane)

    def _fill_user_menu(self) -> None:
        self.top.user.setText(self.context.account.display_name)
        self.top.user.setAccessibleName(self.context.account.display_name)
        menu = self.top.user.menu()
        password = QAction(self)
        password.triggered.connect(self.change_password)
        self.language.bind(password.setText, "login.change_title")
        menu.addAction(password)
        own = QAction(self)
        own.triggered.connect(self.show_own_records)
        self.language.bind(own.setText, "own.menu")
        menu.addAction(own)
        self.commands.fill_menu(menu, ("lock", "settings", "quit"))

    def _search_page(self) -> SearchPage:
        page = self.show_place(places.SEARCH)
        assert isinstance(page, SearchPage)  # noqa: S101 - the box is hidden from those without the place
        return page

    def _moved(self, page: Page) -> None:
        self.commands.activate(self, *page.claimants())
        page.activated()

    def _changed(self, changes: Changes) -> None:
        self.status.changed(changes)
        for page in self.tabs.pages:
            page.changed(changes)

    def _note_recent(self, party_id: int, page: Page) -> None:
        self.context.recent.pop(party_id, None)
        self.context.recent[party_id] = page.tab_text
        for oldest in list(self.context.recent)[: -places.RECENT]:
            del self.context.recent[oldest]

    def _remember_language(self, lang: Lang) -> None:
        from lpo_desk.services import accounts

        self.context.write(self, lambda unit: accounts.set_language(unit, lang))

    def _settle(self, settings: Settings, look: str) -> None:
        from lpo_desk.ui.settings_dialog import LOOK

        self.context.settings = settings
        self.scans.begin()
        self.context.remember(LOOK, look)
        self.settled.emit(settings)

    def _ask_for_own_password(self) -> None:
        """Somebody else knows a password that was given."""
        from lpo_desk.services.accounts import GIVEN

        if self.context.preference(GIVEN):
            self.context.message(
                Kind.WARNING, "user.change_given", Choice("login.change_title", self.change_password)
            )

    def _once_read(self, say: Callable[[], None]) -> None:
        """Say it when nothing else stands in the bar."""
        if self.bar.sentence:
            again = Qt.ConnectionType.SingleShotConnection
            self.bar.closed.connect(lambda: self._once_read(say), again)
        else:
            say()

    def _tell_of_upgrade(self) -> None:
        """Once: another user who signs in on top is not told."""
        opened = self.context.signed.opened
        if opened.before is not None:
            self.tell(Kind.SUCCESS, "database.upgraded", (), 0, {"file": opened.before.name})
            opened.before = None

    def _tell_of_update(self) -> None:
        """A place that is away is told in the sheet About alone."""
        if self.updates.state is UpdateState.NEWER:
            said = self.updates.sentence
            self.tell(Kind.INFO, said.key, [Choice("update.show", self.show_update)], 0, said.values)
        elif self.updates.error is not None:
            self.tell_error(self.updates.error)

    def _restore_geometry(self) -> None:
        kept = self.context.preference(_GEOMETRY)
        fits = isinstance(kept, str) and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))
        if not fits:
            room = self.screen().availableGeometry().size()
            width, height = _FIRST_SIZE
            self.resize(min(width, room.width()), min(height, room.height() - _TITLE_BAR))
