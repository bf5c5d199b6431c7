"""Finding customers: the list under the search box, of everybody while the box is empty.

Nobody is opened by looking at it (architecture.md rule 4).
"""

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.outline import Outline
from lpo_desk.domain.paper import PaperRefused, number_typed
from lpo_desk.domain.party import Flag, ListRow
from lpo_desk.domain.places import code_typed
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.search import LIMIT, QueryKind, read_query
from lpo_desk.ui.context import Context
from lpo_desk.ui.flags import statuses
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.windowed_model import PAGE, Deliver, WindowedModel
from lpo_desk.ui.page import SearchPage
from lpo_desk.ui.pages.result_list import result_list
from lpo_desk.ui.runner import tell
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.calm import Calm
from lpo_desk.ui.widgets.chips import ChipsDelegate
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar
from lpo_desk.ui.widgets.table import Table

if TYPE_CHECKING:
    from lpo_desk.services.search import Opening, SearchResult

_MOST_COPIED = 200
"""Rows copied at once: more would be a list, and lists are exports with a right of their own."""


class NoSuchCase(UserError):
    """A case number was typed or scanned that no case has."""

    key = "search.no_case"


class CustomersPage(SearchPage):
    """Results while typing, best first; the words typed stay in the box on top of the window.

    An answer that comes after the next question is dropped. Enter is remembered until the answer to what was typed is
    here, so that a fast typist opens what was meant and not what was found before. With nothing typed the list is the
    whole register in the order of names.
    """

    title = "search.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asked = ""
        self._answered: str | None = None
        self._found: SearchResult | None = None
        self._enter = self._down = False
        self._bar = MessageBar(context.language)
        self._summary, self._note = role_label("muted"), role_label("small")
        self._stale = False
        self._model = WindowedModel[ListRow](
            self._columns(), lambda row: row.party_id, context.language, self
        )
        self._table = self._make_table()
        self._calm = Calm(context.language)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._calm)
        self._stack.addWidget(self._table)
        self._lay_out()
        context.language.follow(self, self._describe)

    @property
    def table(self) -> Table:
        return self._table

    @property
    def bar(self) -> MessageBar:
        return self._bar

    @property
    def answered(self) -> str | None:
        """The text that the list answers; None before the first answer."""
        return self._answered

    @property
    def summary(self) -> str:
        """How many were found, as told above the list."""
        return self._summary.text()

    @property
    def said(self) -> str:
        """What stands in the middle of the page instead of a list."""
        return self._calm.heading if self._stack.currentWidget() is self._calm else ""

    # SearchPage

    def search(self, text: str) -> None:
        from lpo_desk.services import search

        self._asked = text
        self._enter = self._down = False
        self._bar.clear()
        if text:
            take = partial(self._take, text)
            self.context.read(self, lambda unit: search.find(unit, text), take, latest="search")
            if parse_qr_text(text):
                self._open_number(text, scanned=True)  # the whole code is there; no key need follow
        else:
            self._browse()

    def submit(self, text: str) -> None:
        if text != self._asked:
            self.search(text)
        if self._answered == text:
            self._open_meant()
        else:
            self._enter = True

    def focus_results(self) -> None:
        if self._answered != self._asked:
            self._down = True
        elif self._model.rowCount():
            if self._table.current_key() is None:
                self._table.go_to(0)
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Page

    def tell_error(self, error: UserError) -> None:
        self._bar.tell_error(error)

    def activated(self) -> None:
        if not self._asked and (self._stale or self._answered is None):
            self._browse()

    def changed(self, changes: Changes) -> None:
        if not self._asked:
            self._stale = self._stale or bool(changes.parties)
            if self._stale and self.isVisible():
                self._browse()
        elif changes.parties & {row.party_id for row in self._model.rows}:
            self._again()

    def focus_first(self) -> None:
        self.focus_results()

    # Answers

    def _again(self) -> None:
        from lpo_desk.services import search

        text = self._asked
        take = partial(self._take, text)
        self.context.read(self, lambda unit: search.find(unit, text), take, latest="search")

    def _take(self, text: str, found: "SearchResult") -> None:
        if text != self._asked:
            return
        new = self._answered != text
        self._answered, self._found = text, found
        self._model.set_rows(found.rows)
        self._table.horizontalHeader().setSectionsClickable(True)
        if new and found.rows:
            self._table.go_to(0)
        self._describe()
        if new and found.kind is QueryKind.HETU:
            self._log(found)
        if self._enter:
            self._enter = False
            self._open_meant()
        elif self._down:
            self._down = False
            self.focus_results()

    def _browse(self) -> None:
        """Everybody, with the keyboard on the line it is on if it is on one."""
        from lpo_desk.services import search

        self._stale = False
        here = self.party_id if self._model.windowed else None
        self.context.read(
            self, lambda unit: search.browse_all(unit, PAGE, here), self._take_all, latest="search"
        )

    def _take_all(self, opening: "Opening") -> None:
        from lpo_desk.services import search

        self._answered, self._found = "", search.BROWSED
        outline = opening.outline
        self._model.show_window(outline.count, partial(self._fetch, outline), opening.first, opening.rows)
        self._table.horizontalHeader().setSectionsClickable(False)
        self._table.horizontalHeader().setSortIndicatorShown(False)
        if outline.count:
            self._table.go_to(opening.line or 0)
        self._describe()
        if self._down:
            self._down = False
            self.focus_results()

    def _fetch(self, outline: Outline, first: int, count: int, deliver: Deliver[ListRow]) -> None:
        from lpo_desk.services import search

        def failed(error: Exception) -> None:
            tell(self, error)
            deliver(None)

        self.context.read(
            self, lambda unit: search.browse_lines(unit, outline, first, count), deliver, failed
        )

    def _log(self, found: "SearchResult") -> None:
        """A search by identity code tells whether somebody is a customer, so it leaves a trace of its own."""
        from lpo_desk.services import search

        self.context.write(self, lambda unit: search.log(unit, found))

    def _log_copy(self, rows: int) -> None:
        from lpo_desk.services import search

        self.context.write(self, lambda unit: search.log_copy(unit, rows))

    def _refuse_copy(self) -> None:
        self.context.message(Kind.WARNING, "search.copy_too_many", most=_MOST_COPIED)

    def _describe(self) -> None:
        """What the list is, in a line above it; in the middle of the page when there is none."""
        words, found = self.context.language.text, self._found
        rows = self._model.rowCount()
        self._stack.setCurrentWidget(self._table if rows else self._calm)
        if self._model.windowed and rows:
            self._summary.setText(words("search.browse", count=self.context.language.show(rows)))
        elif not self._asked or found is None:
            self._calm.say("search", "search.hint", "search.hint_text")
            self._summary.setText("")
        elif not rows:
            case = found.kind is QueryKind.CASE
            self._calm.say(
                "search", "search.nothing", "search.nothing_case" if case else "search.nothing_text"
            )
            self._summary.setText("")
        else:
            key = "search.more" if found.more else "search.count_one" if rows == 1 else "search.count"
            self._summary.setText(words(key, count=LIMIT if found.more else rows))
            announce(self._summary, self._summary.text())
        case_found = found is not None and found.kind is QueryKind.CASE
        self._note.setText(
            words("search.enter_case") if case_found else words("search.enter") if rows else ""
        )

    # Opening

    def _open_meant(self) -> None:
        """Enter in the box: the case or paper of a number, the only customer found, the one whose number it is, else the
        list."""
        found, nobody = self._found, not self._model.rowCount()
        a_case = found is not None and found.kind is QueryKind.CASE
        if a_case or (nobody and self._names_papers(self._asked)):
            self._open_number(self._asked)
        elif self._asked and (self._model.rowCount() == 1 or self._is_number_of_first()):
            self._open(self._model.key(0))
        else:
            self.focus_results()

    def _is_number_of_first(self) -> bool:
        first = self._model.row(0)
        return first is not None and first.number.casefold() == self._asked.casefold()

    @property
    def party_id(self) -> int | None:
        """The customer of the marked row: F8 takes in a request for the one the clerk looks at, not for nobody."""
        key = self._table.current_key()
        return key if isinstance(key, int) else None

    def _open(self, party_id: Hashable) -> None:
        if not isinstance(party_id, int) or self._found is None:
            return
        first, rows = self._model.stretch(self._table.currentIndex().row())
        ids = tuple(row.party_id for row in rows)
        result_list(self.context).keep(self._found, ids, first, self._model.rowCount())
        self.context.open_card(party_id, found=self._found)

    def _open_number(self, text: str, *, scanned: bool = False) -> None:
        """What has the number: a case, a paper of the log, or a place with its papers. A hand scanner's keyboard stays in
        the box: the Enter that may follow the code is for nothing else."""
        if not self._names_papers(text):
            self._open_case(read_query(text).terms[0])
        elif place := code_typed(text):
            self.context.find_papers(place, focus=not scanned)
        else:
            self._open_paper(number_typed(text), focus=not scanned)

    def _names_papers(self, text: str) -> bool:
        return self.context.may(Right.SEE_PAPERS) and bool(number_typed(text) or code_typed(text))

    def _open_paper(self, number: str, *, focus: bool) -> None:
        from lpo_desk.services import papers

        def show(record_id: int | None) -> None:
            if record_id is None:
                self.tell_error(PaperRefused())
            else:
                self.context.open_paper(record_id, focus=focus)

        self.context.read(self, lambda unit: papers.key_of(unit, number), show, latest="case")

    def _open_case(self, number: str) -> None:
        from lpo_desk.services import cases

        def show(case_id: int | None) -> None:
            if case_id is None:
                self.tell_error(NoSuchCase(number=number))
            else:
                self.context.open_case(case_id)

        self.context.read(self, lambda unit: cases.find_number(unit, number), show, latest="case")

    # Building

    def _columns(self) -> tuple[Column[ListRow], ...]:
        words = self.context.language.text

        def types(row: ListRow) -> str:
            return ", ".join(words(kind.term) for kind in row.types) or _unless_hidden(
                row, words(row.kind.term)
            )

        def flags(row: ListRow) -> str:
            return ", ".join(words(status.word) for status in statuses(row.flags))

        return (
            Column("search.number", lambda row: row.number, width=95),
            Column("customer.name", lambda row: row.name, width=170, stretch=True, hint=lambda row: row.name),
            Column("search.town", lambda row: row.town, width=120),
            Column("search.type", types, width=130),
            Column("search.flags", flags, width=225, hint=flags),
        )

    def _make_table(self) -> Table:
        language = self.context.language
        table = Table(
            "customers",
            self._model,
            language,
            title="search.results",
            empty="search.nothing",
            memory=self.context.memory,
        )
        flags = self._model.column_number("search.flags")
        table.setItemDelegateForColumn(flags, ChipsDelegate(language, lambda row: statuses(row.flags), table))
        table.opened.connect(self._open)
        table.copied.connect(self._log_copy)
        table.most_copied = _MOST_COPIED
        table.refused.connect(self._refuse_copy)
        self._model.outdated.connect(self._browse)
        return table

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        lines = QWidget()
        row = QHBoxLayout(lines)
        row.setContentsMargins(3, 0, 3, 0)
        row.addWidget(self._summary)
        row.addStretch(1)
        row.addWidget(self._note)
        column.addWidget(self._bar)
        column.addWidget(lines)
        column.addWidget(self._stack, 1)


def _unless_hidden(row: ListRow, text: str) -> str:
    """Of a protected person only number and shield are told."""
    return "" if Flag.PROTECTED in row.flags else text
