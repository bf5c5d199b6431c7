"""What is done with the one paper that the keyboard is on: changed, held, and what belongs to it opened."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperRow
from lpo_desk.domain.paper_ties import TieKind, TieLine
from lpo_desk.services import scans
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.pages.paper_change import Changed, begin_change, take_back, undo_refused
from lpo_desk.ui.pages.paper_columns import titled
from lpo_desk.ui.pages.paper_day import PaperDaySheet
from lpo_desk.ui.pages.paper_holds import ask_hold, ask_release
from lpo_desk.ui.scan_dialog import show_scans
from lpo_desk.ui.widgets.message_bar import UNDO_SECONDS, MessageBar


class PaperActs(QObject):
    """Actions for the menu of the log. current: the paper; bar: where is told what was done.

    `tie` is set by the page: what the paper belongs to.
    """

    def __init__(
        self, context: Context, current: Callable[[], PaperRow | None], bar: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._current, self._bar = context, current, bar
        self._last: Changed | None = None
        self.tie: TieLine | None = None
        self.edit = QAction(self)
        self.edit.triggered.connect(self.change)
        context.language.follow(self, self._name_edit)
        self.hold = self._action("destruction_page.hold", self._hold)
        self.release = self._action("destruction_page.release", self._release)
        self.day = self._action("papers_page.on_day", self._ask_day)
        self.customer = self._action("papers_page.open_customer", self._open_customer)
        self.tied = self._action("papers_page.open_case", self._open_tied)
        self.scan = self._action("papers_page.show_scan", self._show_scan)
        holds = context.may(Right.HOLD_PAPERS)
        self.holds = (self.hold, self.release) if holds else ()
        self.opens = (self.customer, self.tied, self.scan)

    def fit(self) -> None:
        """Only what is possible with the paper can be pressed."""
        row = self._current()
        there = row is not None and row.custody.state is not PaperState.DESTROYED
        self.edit.setEnabled(there)
        self.day.setEnabled(row is not None)
        held = row is not None and row.held
        for action, now in (
            (self.hold, there and not held),
            (self.release, held),
            (self.customer, row is not None and row.party_id is not None),
            (self.tied, self.tie is not None),
            (self.scan, row is not None and row.scanned),
        ):
            action.setEnabled(now)
            action.setVisible(now)  # a menu of all would be higher than a small screen
        kind = self.tie.tie.kind if self.tie is not None else TieKind.CASE
        self._context.language.bind(self.tied.setText, f"papers_page.open_{kind.value}")
        self.scan.setEnabled(row is not None and row.scanned)

    def change(self) -> None:
        """What is written of the paper; one that is gone says why not."""
        row = self._current()
        if row is not None and self.why_not_change() is None:
            begin_change(self._context, row.id, self._changed)

    def why_not_change(self) -> str | None:
        row = self._current()
        if row is None:
            return "papers_page.none_chosen"
        return "custody.not_destroyed" if row.custody.state is PaperState.DESTROYED else None

    def undo(self) -> None:
        """What was changed last as it was before."""
        last, self._last = self._last, None
        if last is None:
            return
        self._context.actions.refresh()

        def undone(_: object) -> None:
            self._bar.tell(
                Kind.INFO, "papers_page.change_undone", papers=last.row.number, seconds=UNDO_SECONDS
            )

        def failed(error: Exception) -> None:
            self._bar.tell_error(undo_refused(error))

        self._context.write(self, lambda unit: take_back(unit, last), undone, failed)

    def why_not_undo(self) -> str | None:
        return None if self._last is not None else "papers_page.nothing_to_undo"

    def _changed(self, changed: Changed) -> None:
        self._last = changed
        self._bar.tell(
            Kind.SUCCESS,
            "papers_page.changed",
            (Choice("card.undo", self.undo),),
            papers=changed.row.number,
            seconds=UNDO_SECONDS,
        )
        self._context.actions.refresh()

    def _hold(self) -> None:
        self._ask(ask_hold, "papers_page.held_now")

    def _release(self) -> None:
        self._ask(ask_release, "papers_page.released_now")

    def _ask(self, ask: Callable[..., None], said: str) -> None:
        row = self._current()
        if row is None:
            return
        headline = f"{row.number}  {titled(row, self._context.language)}"
        ask(
            self._context,
            self,
            lambda: self._bar.tell(Kind.SUCCESS, said, papers=row.number),
            chosen=(row.id, headline),
        )

    def _ask_day(self) -> None:
        row = self._current()
        if row is not None:
            PaperDaySheet(self._context, row).open()

    def _open_customer(self) -> None:
        row = self._current()
        if row is not None and row.party_id is not None:
            self._context.open_card(row.party_id)

    def _open_tied(self) -> None:
        """The case, or the card that the contract or the right to act stands on."""
        line = self.tie
        if line is None:
            return
        if line.tie.kind is TieKind.CASE:
            self._context.open_case(line.tie.key)
        elif line.party_id is not None:
            self._context.open_card(line.party_id)

    def _show_scan(self) -> None:
        row = self._current()
        if row is not None and row.scanned:
            key = row.id
            self._context.read(
                self, lambda unit: scans.of_paper(unit, key), partial(show_scans, self._context)
            )

    def _name_edit(self) -> None:
        """With its key, which is the window's own command on other pages."""
        keys = (
            self._context.actions.action("edit").shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        )
        self.edit.setText(f"{self._context.language.text('papers_page.change')}\t{keys}")

    def _action(self, term: str, call: Callable[[], object]) -> QAction:
        action = QAction(self)
        self._context.language.bind(action.setText, term)
        action.triggered.connect(lambda: call())
        return action
