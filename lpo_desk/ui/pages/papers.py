"""The log of papers (ux.md S4): every paper of both offices, where it is, and what is done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.destroying import Hold
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.paper import PaperFilter, PaperPage, PaperRow
from lpo_desk.domain.paper_story import StoryLine
from lpo_desk.domain.paper_ties import TieLine
from lpo_desk.services import holds, paper_stories, paper_ties, papers
from lpo_desk.ui.context import Context
from lpo_desk.ui.mnemonics import assign_menu_mnemonics
from lpo_desk.ui.models.windowed_model import PAGE, Deliver, WindowedModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.paper_acts import PaperActs
from lpo_desk.ui.pages.paper_columns import SPARE, columns
from lpo_desk.ui.pages.paper_filter import PaperFilterRow
from lpo_desk.ui.pages.paper_moves import MOST, PaperMoves
from lpo_desk.ui.pages.paper_pane import PaperPane
from lpo_desk.ui.pages.paper_prints import PaperPrints
from lpo_desk.ui.pages.paper_sheet import Rooms, read_rooms
from lpo_desk.ui.runner import tell
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.calm import Calm
from lpo_desk.ui.widgets.command_bar import CommandBar
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar
from lpo_desk.ui.widgets.table import Table

_SPARING, _NARROW = 1000, 850  # effective pixels of the page
_NARROW_WIDTHS = {
    "papers_page.number": 85,
    "papers_page.person": 120,
    "papers_page.state": 170,
    "card.paper_place": 130,
}
"""Of its columns then, so that there is room for the title."""
_TABLES = frozenset({"custody_now", "manual_record", "manual_record_party", "place", "scan"})
Told = tuple[tuple[StoryLine, ...], Hold | None, TieLine | None]
"""A paper's story, what keeps it from being destroyed, and what it belongs to."""


class PapersPage(Page):
    """Enter offers what can be done with the chosen papers. The list is read page by page as it is scrolled to."""

    title = "papers_page.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._rooms, self._shown = Rooms((), ()), PaperFilter()
        self._wished: int | None = None
        self._begins = False
        self._width = max(_SPARING, _NARROW)
        self.bar, self.filter, self.pane = MessageBar(language), PaperFilterRow(context), PaperPane(context)
        self.moves = PaperMoves(context, self.chosen, lambda: self._rooms, self)
        self.acts = PaperActs(context, lambda: self.current, self.bar, self)
        self.prints = PaperPrints(self, self.chosen, self._office)
        made = columns(language, self._office, context.database.today)
        self.model = WindowedModel[PaperRow](made, lambda row: row.id, language, self)
        self.table = Table(
            "papers",
            self.model,
            language,
            title="papers_page.title",
            empty="papers_page.nothing",
            memory=context.memory,
        )
        self.calm, self._stack = Calm(language), QStackedWidget()
        self._lay_out()
        self._connect()
        self.pane.show_paper(None, ())

    def _connect(self) -> None:
        context, table = self.context, self.table
        table.horizontalHeader().setSectionsClickable(False)  # the newest first: its numbers are its order
        table.opened.connect(lambda _: self._offer())
        table.current_changed.connect(self._read_story)
        table.selectionModel().selectionChanged.connect(lambda *_: self._fit())
        table.set_menu(self._fill)
        table.most_copied = MOST
        table.copied.connect(lambda rows: context.write(self, lambda unit: papers.log_copy(unit, rows)))
        table.refused.connect(lambda: self.bar.tell(Kind.WARNING, "search.copy_too_many", most=MOST))
        self.model.outdated.connect(self.reload)
        self.model.arrived.connect(lambda *_: self._arrived())
        self.filter.changed.connect(self.reload)
        self.filter.moved_down.connect(self._go_down)
        self.moves.done.connect(self._moved)
        self.moves.refused.connect(self.tell_error)
        context.actions.claim("refresh", self, self.reload)
        context.actions.claim("find_in_list", self, self.filter.text.focus_all)
        if context.may(Right.MOVE_PAPERS):
            context.actions.claim("new_paper", self, self.new_paper)
            context.actions.claim("edit", self, self.acts.change, self.acts.why_not_change)
            context.actions.claim("undo_saved", self, self.acts.undo, self.acts.why_not_undo)
        context.language.follow(self, self._describe)

    # What is shown

    def chosen(self) -> Sequence[PaperRow]:
        """The papers that are marked; none when they are more than one event is entered for, or not here yet."""
        ranges = self.table.selectionModel().selection().toList()
        if not 0 < sum(one.height() for one in ranges) <= MOST:
            return ()
        numbers = sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})
        rows = [self.model.row(number) for number in numbers]
        return tuple(row for row in rows if row is not None) if None not in rows else ()

    @property
    def current(self) -> PaperRow | None:
        """The paper that the keyboard is on."""
        return self.model.row(self.table.currentIndex().row())

    def show_paper(self, record_id: int) -> None:
        """This paper, whatever the list was filtered by."""
        self.filter.choose()
        self._wished = record_id
        self.reload()

    def show_text(self, text: str) -> None:
        """What the text finds, whatever the list was filtered by."""
        self.filter.choose(text=text)
        self.reload()

    def show_state(self, state: PaperState | str, office_id: int | None) -> None:
        """The papers of an office that are so."""
        self.context.read(self, read_rooms, partial(self._choose, state, office_id), latest="paper_rooms")

    def _choose(self, state: PaperState | str, office_id: int | None, rooms: Rooms) -> None:
        self._take_rooms(rooms)
        self.filter.choose(office_id=office_id, state=state)
        self.reload()

    def reload(self) -> None:
        wanted = self.filter.wanted()
        here = self._wished or self.table.current_key()
        key = here if isinstance(here, int) else None

        def read(unit: Unit) -> tuple[Rooms, PaperPage]:
            return read_rooms(unit), papers.opening(unit, wanted, PAGE, key)

        self.context.read(self, read, partial(self._take, wanted), latest="papers")

    def _take(self, wanted: PaperFilter, found: tuple[Rooms, PaperPage]) -> None:
        rooms, page = found
        before, focus = self.table.currentIndex().row(), self.window().focusWidget()
        self._take_rooms(rooms)
        self._shown, self._wished = wanted, None
        self.model.show_window(page.count, partial(self._fetch, wanted), page.first, page.rows)
        if page.count:
            kept = min(max(before, 0), page.count - 1)
            self.table.go_to(page.line if page.line is not None else kept)
        self._describe()
        self._fit()
        self._read_story()
        if page.count and self._begins and focus is self.filter.text:
            self.table.setFocus()  # the page came to the front before its rows did
        elif not page.count and focus is self.table:
            self.filter.text.setFocus()  # the last paper has left the list
        self._begins = False

    def _take_rooms(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self.filter.offer(rooms.offices)

    def _fetch(self, wanted: PaperFilter, first: int, count: int, deliver: Deliver[PaperRow]) -> None:
        def failed(error: Exception) -> None:
            tell(self, error)
            deliver(None)

        def take(rows: tuple[PaperRow, ...]) -> None:
            deliver(rows if len(rows) == count else None)  # another desk took some away

        self.context.read(
            self, lambda unit: papers.find(unit, wanted, first=first, count=count), take, failed
        )

    def _read_story(self) -> None:
        row = self.current
        self.acts.tie = None
        if row is None:
            self.pane.show_paper(None, ())
            return
        key = row.id

        def read(unit: Unit) -> Told:
            story = paper_stories.story_of(unit, key)
            return story, holds.of_paper(unit, key), paper_ties.of_paper(unit, key)

        def show(found: Told) -> None:
            self.acts.tie = found[2]
            self.pane.show_paper(row, *found)
            self.acts.fit()

        self.context.read(self, read, show, latest="paper_story")

    def _arrived(self) -> None:
        """Lines that were scrolled to are here: the keyboard may be on one of them."""
        self._fit()
        if self.pane.isHidden():
            self._read_story()

    def _office(self, office_id: int | None) -> str:
        lang = self.context.lang
        return next((each.name(lang) for each in self._rooms.offices if each.id == office_id), "")

    def _describe(self) -> None:
        words, count = self.context.language.text, self.model.rowCount()
        self._stack.setCurrentWidget(self.table if count else self.calm)
        if self._shown == PaperFilter():
            self.calm.say("paper", "papers_page.empty", "papers_page.empty_text")
        else:
            self.calm.say("filter", "papers_page.nothing", "papers_page.nothing_text")
        chosen = sum(one.height() for one in self.table.selectionModel().selection().toList())
        key = "one" if count == 1 else "too_many" if chosen > MOST else "many" if chosen > 1 else "count"
        said = words(f"papers_page.summary_{key}", count=count, chosen=chosen, most=MOST) if count else ""
        if said != self.pane.summary.text():
            self.pane.summary.setText(said)
            announce(self.pane.summary, said)

    def _fit(self) -> None:
        if self.context.may(Right.MOVE_PAPERS):
            self.moves.fit()
        self.acts.fit()
        self.prints.fit()
        self.context.actions.refresh()
        self._describe()

    # What is done

    def new_paper(self) -> None:
        self.context.start_paper(None, lambda row: self.show_paper(row.id))

    def _offer(self) -> None:
        """The menu of what can be done, under the row."""
        menu = QMenu(self)
        self._fill(menu)
        assign_menu_mnemonics(menu)
        first = next((action for action in menu.actions() if action.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)
        under = self.table.visualRect(self.table.currentIndex()).bottomLeft() + QPoint(24, 0)
        menu.popup(self.table.viewport().mapToGlobal(under))

    def _fill(self, menu: QMenu) -> None:
        if self.context.may(Right.MOVE_PAPERS):
            menu.addActions(list(self.moves.actions.values()))
            menu.addSeparator()
            menu.addAction(self.acts.edit)
        menu.addActions([*self.acts.holds, self.acts.day])
        menu.addSeparator()
        menu.addActions([*self.acts.opens, self.prints.labels, self.prints.card])

    def _moved(self, kind: CustodyKind, count: int, there: int) -> None:
        row, words = self.current, self.context.language.text
        many = words("papers_page.summary_one") if count == 1 else words("paper_move.several", count=count)
        name = row.number if count == 1 and not there and row is not None else many
        said = [words(f"paper_moved.{kind.value}", papers=name)]
        if there:
            said.append(words("paper_move.there_one" if there == 1 else "paper_move.there", count=there))
        self.bar.tell_text(Kind.SUCCESS, " ".join(said))
        (self.table if self.model.rowCount() else self.filter.text).setFocus()

    # Page

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if changes.tables & _TABLES:
            self.reload()

    def activated(self) -> None:
        self.reload()

    def focus_first(self) -> None:
        self._begins = self.model.rowCount() == 0
        (self.filter.text if self._begins else self.table).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.fit_height(self.window().height())
        was, self._width = self._width, event.size().width()
        if (was < _SPARING) is not (self._width < _SPARING):
            for column in SPARE:
                self.table.setColumnHidden(self.model.column_number(column), self._width < _SPARING)
        if (was < _NARROW) is not (self._width < _NARROW):
            for column, width in _NARROW_WIDTHS.items():
                number = self.model.column_number(column)
                self.table.setColumnWidth(
                    number, width if self._width < _NARROW else self.model.columns[number].width
                )

    def _go_down(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        if self.context.may(Right.MOVE_PAPERS):
            entering = self.context.actions.action("new_paper")
            column.addWidget(CommandBar([entering, *self.moves.actions.values()], self.context.language))
        column.addWidget(self.filter)
        for page in (self.calm, self.table):
            self._stack.addWidget(page)
        column.addWidget(self._stack, 1)
        column.addWidget(self.pane)
