"""The tab strip: first the place of the navigation, then the opened cards and cases."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import renew_mnemonics
from lpo_desk.ui.page import Page
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme

Key = tuple[str, int]
_DOT = "● "


class Tabs(QWidget):
    """`moved` carries the page that has come to the front."""

    moved = Signal(object)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._places: dict[str, Page] = {}
        self._opened: list[tuple[Key, Page]] = []
        self._place: Page | None = None
        self.strip = QTabBar()
        self.strip.setExpanding(False)
        self.strip.setDrawBase(False)
        self.strip.setUsesScrollButtons(True)
        self.strip.setElideMode(Qt.TextElideMode.ElideRight)
        self.strip.currentChanged.connect(self._show)
        self.stack = QStackedWidget()
        self.stack.setProperty("surface", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.stack, 1)
        language.bind(self.strip.setAccessibleName, "main.tabs")
        language.follow(self, self._reword)

    @property
    def current(self) -> Page | None:
        page = self.stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def pages(self) -> tuple[Page, ...]:
        """Every page that was made: places and tabs."""
        return (*self._places.values(), *(page for _, page in self._opened))

    @property
    def opened(self) -> tuple[Page, ...]:
        """The cards and cases, in the order of their tabs."""
        return tuple(page for _, page in self._opened)

    def show_place(self, key: str, make: Callable[[], Page]) -> Page:
        """Bring a place of the navigation to the first tab; it is made once."""
        if key not in self._places:
            self._places[key] = self._adopt(make())
        self._place = self._places[key]
        if self.strip.count() == 0:
            self.strip.addTab("")
        self._name(0, self._place)
        if self.strip.currentIndex() == 0:
            self._show(0)
        else:
            self.strip.setCurrentIndex(0)
        return self._place

    def open(self, key: Key, make: Callable[[], Page]) -> Page:
        """The tab of this key, made if there is none, in front."""
        found = self.tab(key)
        if found is None:
            found = self._adopt(make())
            self._opened.append((key, found))
            index = self.strip.addTab(found.tab_text)
            self.strip.setTabButton(index, QTabBar.ButtonPosition.RightSide, self._close_button(found))
            self._name(index, found)
        self.front(found)
        return found

    def tab(self, key: Key) -> Page | None:
        return next((page for known, page in self._opened if known == key), None)

    def front(self, page: Page) -> None:
        if page in self.opened:
            self.strip.setCurrentIndex(self.opened.index(page) + 1)

    def close_page(self, page: Page) -> bool:
        """Close a card or case, if it agrees; a place stays. Returns whether it went."""
        if page not in self.opened or not page.may_close():
            return False
        index = self.opened.index(page)
        del self._opened[index]
        self.strip.removeTab(index + 1)
        self._part(page)
        return True

    def step(self, distance: int) -> None:
        """The next tab or the one before, around the end."""
        if self.strip.count():
            self.strip.setCurrentIndex((self.strip.currentIndex() + distance) % self.strip.count())

    def clear(self) -> None:
        """Away with everything, when another user signs in. Whoever calls has had the drafts kept."""
        blocked = self.strip.blockSignals(True)
        while self.strip.count():
            self.strip.removeTab(0)
        self.strip.blockSignals(blocked)
        for page in self.pages:
            self._part(page)
        self._places, self._opened, self._place = {}, [], None

    def _show(self, index: int) -> None:
        page = self._place if index == 0 else self._opened[index - 1][1] if index > 0 else None
        if page is not None:
            self.stack.setCurrentWidget(page)
            self.moved.emit(page)

    def _adopt(self, page: Page) -> Page:
        page.renamed.connect(self._reword)
        self.stack.addWidget(page)
        renew_mnemonics(page)  # now that the menu bar is above it
        return page

    def _part(self, page: Page) -> None:
        self.stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def _reword(self) -> None:
        for index, page in enumerate([self._place, *self.opened] if self._place else []):
            if page is not None and index < self.strip.count():
                self._name(index, page)

    def _name(self, index: int, page: Page) -> None:
        text = page.tab_text.replace("&", "&&")  # a company's "&" is no access key
        self.strip.setTabText(index, _DOT + text if page.unsaved else text)
        self.strip.setTabToolTip(index, page.tab_text)
        spoken = self._language.text("main.tab_unsaved", name=page.tab_text) if page.unsaved else ""
        self.strip.setAccessibleTabName(index, spoken or page.tab_text)
        page.setAccessibleName(page.tab_text)

    def _close_button(self, page: Page) -> QToolButton:
        button = QToolButton(self.strip)
        button.setProperty("role", "icon")
        button.setFixedSize(24, 24)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+W does the same
        button.clicked.connect(lambda: self.close_page(page))
        self._language.bind(button.setAccessibleName, "ui_command.close_tab")
        self._language.bind(button.setToolTip, "ui_command.close_tab")
        theme().dress(button, "close", Tone.MUTED)
        return button
