"""The one window: navigation at the left, search on top, tabs in the middle, what is so below."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.settings import Settings
from lpo_desk.ui import places
from lpo_desk.ui.actions import Actions
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Panes
from lpo_desk.ui.language import Language
from lpo_desk.ui.page import Page, SearchPage
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.runner import Runner
from lpo_desk.ui.tabs import Tabs
from lpo_desk.ui.theme import theme
from lpo_desk.ui.top_bar import TopBar
from lpo_desk.ui.widgets.message_bar import Choice, Kind, MessageBar
from lpo_desk.ui.widgets.sidebar import Sidebar, SidebarItem

if TYPE_CHECKING:
    from lpo_desk.services.accounts import SignedIn

LEAST = (900, 520)


class MainWindow(QMainWindow):
    """Shows pages; what they do, they do themselves through their Context."""

    def __init__(
        self,
        signed: "SignedIn",
        runner: Runner,
        language: Language,
        settings: Settings,
        preferences: Mapping[str, object],
    ) -> None:
        super().__init__()
        self.language = language
        self.runner = runner
        self.actions_of = Actions(self, language, theme())
        self.context = Context(signed, runner, language, settings, self.actions_of, self, preferences, self)
        self.top = TopBar(language)
        self.bar = MessageBar(language)
        self.tabs = Tabs(language)
        self.sidebar = self._sidebar()
        self.panes = Panes(self)
        self._lay_out()
        self._connect()
        self.actions_of.fill_menu_bar(self.menuBar())
        self.setMinimumSize(*LEAST)
        self.show_place("today")

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
        page = self.tabs.show_place(place, lambda: places.page(self.context, found))
        if self.sidebar.current() != place:
            blocked = self.sidebar.blockSignals(True)
            self.sidebar.choose(place)
            self.sidebar.blockSignals(blocked)
        return page

    def open_tab(self, key: tuple[str, int], make: Callable[[], Page]) -> Page:
        page = self.tabs.open(key, make)
        page.focus_first()
        return page

    def find_tab(self, key: tuple[str, int]) -> Page | None:
        return self.tabs.tab(key)

    def front(self, page: Page) -> None:
        self.tabs.front(page)

    def ask_purpose(self, chosen: Callable[[Purpose], object]) -> None:
        dialog = PurposeDialog(self.language, self.context.last_purpose, self)
        dialog.chosen.connect(chosen)
        dialog.open()

    def widget(self) -> QWidget:
        return self

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
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(right, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self.show_place)
        self.tabs.moved.connect(self._moved)
        self.runner.changed.connect(self._changed)
        search = self.top.search
        search.setVisible(self.context.may(Right.SEARCH))
        search.asked.connect(lambda text: self._search_page().search(text))
        search.submitted.connect(lambda text: self._search_page().submit(text))
        search.moved_down.connect(lambda: self._search_page().focus_results())
        for pane in (self.sidebar, search, self.tabs):
            self.panes.add(pane)

    def _search_page(self) -> SearchPage:
        page = self.show_place("customers")
        assert isinstance(page, SearchPage)  # noqa: S101 - the box is hidden from those without the place
        return page

    def _moved(self, page: Page) -> None:
        self.actions_of.activate(self, *page.claimants())
        page.activated()

    def _changed(self, changes: Changes) -> None:
        for page in self.tabs.pages:
            page.changed(changes)
