"""The right side of a case: where it stands on its way, the step in front, its verb, and the steps aside."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.ui.focus import keep_in_sight, rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_menu_mnemonics
from lpo_desk.ui.pages.case_next import Aside
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import restyle, role_label

_GROWING = 1000  # against the one share of the empty space below
_SIGNS = {"done": "✓", "now": "▸", "ahead": "○"}
_ROLES = {"done": "ok", "now": "now", "ahead": "muted"}


class StepBlock(QWidget):
    """What stands below the step in front, whichever it is."""

    def stops(self) -> Sequence[QWidget]:
        """Where Tab goes in it, in its order."""
        raise NotImplementedError


class StepFrame(QFrame):
    """`aside` carries the name of a step aside that was pressed."""

    aside = Signal(str)

    def __init__(self, language: Language, blocks: Sequence[StepBlock] = ()) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._language = language
        self._blocks = tuple(blocks)
        self.panel: StepPanel | None = None
        self._trail: tuple[tuple[str, str], ...] = ()
        self._offered: tuple[Aside, ...] = ()
        self._asides: dict[str, QAction] = {}
        self._way = FlowLayout(gap=9)
        self._menu, self.others = QMenu(self), QPushButton()
        self._menu.aboutToShow.connect(lambda: assign_menu_mnemonics(self._menu))
        self.others.setMenu(self._menu)
        self.others.setAutoDefault(True)
        self.others.hide()
        self._title, self._note = role_label("heading"), role_label("muted")
        for label in (self._title, self._note):
            label.setWordWrap(True)
        inside = QWidget()
        self._content = QVBoxLayout(inside)
        self._content.setContentsMargins(0, 0, 9, 0)
        self._content.setSpacing(9)
        self._content.addWidget(self._title)
        self._content.addWidget(self._note)
        self._place = self._content.count()
        for block in self._blocks:
            self._content.addWidget(block)
        self._content.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        keep_in_sight(self._area)
        self.verb, self._keys = QPushButton(), role_label("small")
        self.verb.setAutoDefault(True)
        self.verb.setProperty("role", "primary")
        self.verb.setProperty(NO_KEY, True)  # Ctrl+Enter is its key
        self.setMinimumWidth(380)
        self._lay_out()
        self.verb.hide()
        self.others.setProperty(NO_KEY, True)
        language.bind(self.others.setText, "case_page.others")
        language.bind(self.setAccessibleName, "case_page.next_step")
        language.follow(self, self._reword)

    @property
    def asides(self) -> dict[str, QAction]:
        """The steps aside by their name."""
        return dict(self._asides)

    def show_panel(self, panel: StepPanel) -> None:
        """Another step in front; the one before goes away."""
        if self.panel is not None:
            self._content.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
        self.panel = panel
        self._content.insertWidget(self._place, panel, _GROWING if panel.grows else 0)
        panel.show()  # now, so that the keyboard can go to it
        stops = [stop for block in self._blocks for stop in block.stops()]
        _tab_after(panel, (*stops, self.others, self.verb))
        self._area.verticalScrollBar().setValue(0)
        self.verb.setVisible(bool(panel.verb))
        self._keys.setVisible(bool(panel.verb))
        self._reword()

    def show_trail(self, trail: tuple[tuple[str, str], ...]) -> None:
        self._trail = trail
        self._reword_trail()

    def show_asides(self, offered: Sequence[Aside]) -> None:
        if tuple(offered) != self._offered:
            self._offered = tuple(offered)
            self._make_asides()

    def set_busy(self, busy: bool) -> None:
        for button in (self.verb, self.others):
            rest(button, busy)

    def keep_focus_in_sight(self) -> None:
        """What was read again has moved the lines: scroll after the layout to where the keyboard is."""
        QTimer.singleShot(0, self, self._show_focus)

    def fallback(self) -> QWidget | None:
        """Where the keyboard waits when the step has nothing to answer."""
        return self.verb if self.verb.isVisibleTo(self) else None

    def _show_focus(self) -> None:
        here = QApplication.focusWidget()
        if here is not None and self._area.isAncestorOf(here):
            self._area.ensureWidgetVisible(here, 24, 24)

    def _make_asides(self) -> None:
        for former in self._asides.values():
            self._menu.removeAction(former)
            former.deleteLater()
        self._asides = {aside.name: self._action(aside) for aside in self._offered}
        self.others.setVisible(bool(self._offered))

    def _action(self, aside: Aside) -> QAction:
        action = QAction(self._menu)
        action.triggered.connect(lambda: self.aside.emit(aside.name))
        self._language.bind(action.setText, aside.term)
        self._menu.addAction(action)
        return action

    def _reword(self) -> None:
        words, panel = self._language.text, self.panel
        self._keys.setText(QKeySequence("Ctrl+Enter").toString(QKeySequence.SequenceFormat.NativeText))
        self._reword_trail()
        if panel is not None:
            self._title.setText(panel.heading())
            self._note.setText(words(panel.note))
            self.verb.setText(words(panel.verb) if panel.verb else "")

    def _reword_trail(self) -> None:
        _empty(self._way)
        for term, state in self._trail:
            label: QLabel = role_label(_ROLES[state], self)
            name = self._language.text(term)
            label.setText(f"{_SIGNS[state]} {name}")
            label.setAccessibleName(f"{name}, {self._language.text(f'ui.step_{state}')}")
            font = label.font()
            font.setBold(state == "now")
            label.setFont(font)
            restyle(label)
            self._way.addWidget(label)
            label.show()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(9)
        foot.addWidget(self.others)
        foot.addStretch(1)
        foot.addWidget(self._keys)
        foot.addWidget(self.verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 11, 14, 11)
        column.setSpacing(9)
        column.addLayout(self._way)
        line = QFrame()
        line.setProperty("role", "line")
        column.addWidget(line)
        column.addWidget(self._area, 1)
        column.addLayout(foot)


def _tab_after(place: QWidget, widgets: Sequence[QWidget]) -> None:
    """Tab goes from the last field of the place, which is newer, to these; not around the whole window first."""
    last, following = place, place.nextInFocusChain()
    while following is not None and place.isAncestorOf(following):
        if following.focusPolicy() & Qt.FocusPolicy.TabFocus and following.focusProxy() is None:
            last = following  # Qt leaves an order alone that begins with a widget without focus
        following = following.nextInFocusChain()
    for widget in widgets:
        QWidget.setTabOrder(last, widget)
        last = widget


def _empty(layout: FlowLayout) -> None:
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
