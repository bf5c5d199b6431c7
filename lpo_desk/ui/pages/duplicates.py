"""Possible duplicates, for the office lead: the pairs at the left, the two records side by side at the right."""

from collections.abc import Hashable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose, RevealReason, Ticket
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.duplicates import Pair
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merge import Comparison, Merged, MergeField, MergeLine, Record
from lpo_desk.domain.party import Flag
from lpo_desk.services import customers, duplicates, merging
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.focus import rest
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_reason import RevealDialog
from lpo_desk.ui.pages.duplicates_lists import merge_columns, pair_columns
from lpo_desk.ui.pages.duplicates_side import Side, SidePane
from lpo_desk.ui.pages.merge_dialog import MergeDialog
from lpo_desk.ui.runner import tell
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.calm import Calm
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table

OPEN_AFTER_MS = 250
"""A pair is opened, which is logged, when the keyboard rests on it."""
_WIDE = 900
_LEFT = 430
Tickets = tuple[Ticket, Ticket]


class DuplicatesPage(Page):
    """Enter or Ctrl+Enter merges the pair, Del tells it apart, F12 goes on. What was merged can be undone from here."""

    title = "duplicates.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pairs: tuple[Pair, ...] = ()
        self._tickets: Tickets | None = None
        self._shown: Comparison | None = None
        self._last: Merged | None = None
        self._merge_wished = False
        language = context.language
        self.bar, self._side_bar = MessageBar(language), MessageBar(language)
        self._summary = role_label("muted")
        self.filter, self._filter_label = ComboBox(), role_label("label")
        self._model = RowModel[Pair](pair_columns(language), lambda pair: pair.key, language, self)
        self._merges = RowModel[MergeLine](merge_columns(language), lambda m: m.merged.id, language, self)
        self.table = self._table("duplicates", self._model, "duplicates.title", "duplicates.none")
        self.merges = self._table("merges", self._merges, "duplicates.merged", "duplicates.none_merged")
        self.calm, self._lists = Calm(language), QStackedWidget()
        self.side = Side(language)
        self.merge_button, self.apart_button, self.undo_button = (QPushButton() for _ in range(3))
        self._timer = QTimer(self, singleShot=True, interval=OPEN_AFTER_MS)
        self._lay_out()
        self._connect()

    # Page

    def activated(self) -> None:
        self.reload()

    def changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.parties:
            self.reload()

    def focus_first(self) -> None:
        self._list().setFocus()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    @property
    def comparison(self) -> Comparison | None:
        """What is shown side by side."""
        return self._shown

    def reload(self) -> None:
        if self.filter.value() == "merged":
            self.context.read(self, merging.undoable, self._take_merges, latest="duplicates")
        else:
            self.context.read(self, duplicates.pairs, self._take, latest="duplicates")

    def _list(self) -> Table:
        return self.merges if self.filter.value() == "merged" else self.table

    def _take(self, pairs: tuple[Pair, ...]) -> None:
        place = max(self.table.currentIndex().row(), 0)
        before = self.table.current_key()
        within = self.table.hasFocus() or self.calm.hasFocus()
        self._pairs = pairs
        self._model.set_rows(pairs)
        if (pairs and self.table.current_key() != before) or (pairs and before is None):
            self.table.go_to(min(place, len(pairs) - 1))  # the next one, where the settled one was
        self._show_list(self.table if pairs else self.calm)
        if not pairs:
            self.calm.say("success", "duplicates.none", "duplicates.none_text")
            self._clear_side()
        elif within:
            self.table.setFocus()
        self._describe()

    def _take_merges(self, lines: tuple[MergeLine, ...]) -> None:
        self._merges.set_rows(lines)
        if lines and self.merges.current_key() is None:
            self.merges.go_to(0)
        self._show_list(self.merges if lines else self.calm)
        if not lines:
            self.calm.say("info", "duplicates.none_merged", "duplicates.none_merged_text")
        self._clear_side()
        self._describe()

    def _show_list(self, widget: QWidget) -> None:
        self._lists.setCurrentWidget(widget)
        pairs, merged = widget is self.table, widget is self.merges
        self.merge_button.setVisible(pairs)
        self.apart_button.setVisible(pairs)
        self.undo_button.setVisible(merged)
        self._right.setVisible(pairs or merged)

    def _describe(self) -> None:
        merged = self.filter.value() == "merged"
        count = self._merges.rowCount() if merged else len(self._pairs)
        key = (
            "duplicates.count_merged"
            if merged
            else "duplicates.count_one"
            if count == 1
            else "duplicates.count"
        )
        said = self.context.language.text(key, count=count)
        if said != self._summary.text():
            self._summary.setText(said)
            announce(self._summary, said)

    # The pair in front

    def _pair(self) -> Pair | None:
        key = self.table.current_key()
        return next((pair for pair in self._pairs if pair.key == key), None)

    def _moved(self, _: object) -> None:
        self._clear_side()
        self._timer.start()

    def _clear_side(self) -> None:
        self._timer.stop()
        self._tickets = self._shown = None
        self._merge_wished = False
        self._side_bar.clear()
        self.side.show_comparison(None)
        rest(self.merge_button, True)

    def _open_pair(self) -> None:
        """Open both, which is logged, and show them."""
        pair = self._pair()
        if pair is None or not self.isVisible():
            return

        def opened(unit: Unit) -> Tickets:
            first, second = (customers.open(unit, key, Purpose.UPKEEP) for key in pair.key)
            return first, second

        self.context.write(self, opened, lambda tickets: self._compare(pair, tickets), purpose=Purpose.UPKEEP)

    def _compare(self, pair: Pair, tickets: Tickets) -> None:
        if self._pair() != pair:
            return
        self._tickets = tickets

        def failed(error: Exception) -> None:
            if isinstance(error, UserError) and error.key == "card.details_hidden":
                choice = Choice("card.reveal_button", lambda: self._reveal(pair, tickets))
                self._side_bar.tell(Kind.INFO, "duplicates.protected", (choice,))
            else:
                tell(self, error)

        self.context.read(
            self,
            lambda unit: merging.compare(unit, *tickets),
            lambda comparison: self._show(pair, comparison),
            failed,
            latest="compare",
        )

    def _show(self, pair: Pair, comparison: Comparison) -> None:
        if self._pair() != pair:
            return
        self._shown = comparison
        self.side.show_comparison(comparison)
        rest(self.merge_button, comparison.refusal is not None)
        if comparison.refusal is not None:
            self._side_bar.tell_error(comparison.refusal)
        elif self._merge_wished:
            self._merge_wished = False
            self.merge()

    def _reveal(self, pair: Pair, tickets: Tickets) -> None:
        hidden = [
            t
            for t, row in zip(tickets, (pair.first, pair.second), strict=True)
            if Flag.PROTECTED in row.flags
        ]

        def log(reason: RevealReason) -> None:
            def act(unit: Unit) -> None:
                for ticket in hidden:
                    customers.reveal_protected(unit, ticket, reason)

            self.context.write(self, act, lambda _: self._compare(pair, tickets))

        dialog = RevealDialog(self.context.language, "card.reveal_details", self.context.window)
        dialog.chosen.connect(log)
        dialog.open()

    # What is decided

    def merge(self) -> None:
        """Ask what stays; a pair that is still being read is asked about when it is here."""
        comparison, tickets = self._shown, self._tickets
        if comparison is None or tickets is None:
            self._merge_wished = self._pair() is not None
            if self._timer.isActive():
                self._timer.stop()
                self._open_pair()
            return
        if comparison.refusal is not None:
            return
        dialog = MergeDialog(comparison, self.context.language, self.context.window)
        dialog.agreed.connect(
            lambda survivor, taken: self._merge(dialog, comparison, tickets, survivor, taken)
        )
        dialog.open()

    def _merge(
        self,
        dialog: MergeDialog,
        comparison: Comparison,
        tickets: Tickets,
        survivor: Record,
        taken: frozenset[MergeField],
    ) -> None:
        first = survivor is comparison.first
        kept, gone = tickets if first else tickets[::-1]
        versions = survivor.version, comparison.other(survivor).version

        def done(merged: Merged) -> None:
            self._last = merged
            dialog.accept()
            self.bar.tell(Kind.SUCCESS, "merge.done", (Choice("card.undo", self.undo_last),), seconds=30)
            self.context.actions.refresh()
            self._list().setFocus()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                dialog.tell_error(error)
            else:
                tell(self, error)

        self.context.write(
            self,
            lambda unit: merging.merge(unit, kept, gone, versions, taken),
            done,
            failed,
            purpose=Purpose.UPKEEP,
        )

    def tell_apart(self) -> None:
        pair = self._pair()
        if pair is None or self._list() is not self.table:
            return
        one, other = pair.key
        take_back = Choice(
            "card.undo",
            lambda: self.context.write(self, lambda unit: duplicates.take_back_apart(unit, one, other)),
        )
        self.context.write(
            self,
            lambda unit: duplicates.tell_apart(unit, one, other),
            lambda _: self.bar.tell(Kind.SUCCESS, "duplicates.told_apart", (take_back,), seconds=30),
        )

    def undo_last(self) -> None:
        if self._last is not None:
            self._undo(self._last.id)

    def undo_chosen(self) -> None:
        key = self.merges.current_key()
        if isinstance(key, int):
            self._undo(key)

    def _undo(self, merge_id: int) -> None:
        def done(_: Merged) -> None:
            self._last = None
            self.bar.tell(Kind.INFO, "duplicates.undone", seconds=10)
            self.context.actions.refresh()

        self.context.write(self, lambda unit: merging.undo(unit, merge_id), done)

    def _opened(self, _: Hashable) -> None:
        if self._list() is self.merges:
            self.undo_chosen()
        else:
            self.merge()

    # Building

    def _table(self, name: str, model: RowModel, title: str, empty: str) -> Table:  # type: ignore[type-arg]  # either list
        return Table(name, model, self.context.language, title=title, empty=empty, memory=self.context.memory)

    def _connect(self) -> None:
        self.filter.activated.connect(lambda _: self.reload())
        self.table.current_changed.connect(self._moved)
        for table in (self.table, self.merges):
            table.opened.connect(self._opened)
        self._timer.timeout.connect(self._open_pair)
        self.merge_button.clicked.connect(self.merge)
        self.apart_button.clicked.connect(self.tell_apart)
        self.undo_button.clicked.connect(self.undo_chosen)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, lambda: self._opened(None))
        apart = QShortcut(QKeySequence("Del"), self.table, self.tell_apart)
        apart.setContext(Qt.ShortcutContext.WidgetShortcut)
        claim = self.context.actions.claim
        claim("refresh", self, self.reload)
        claim("find_in_list", self, self.filter.setFocus)
        claim(
            "undo_saved", self, self.undo_last, lambda: None if self._last else "duplicates.nothing_to_undo"
        )
        claim("next_record", self, lambda: self._list().step(1))
        claim("previous_record", self, lambda: self._list().step(-1))
        self.context.language.follow(self, self._reword)

    def _reword(self) -> None:
        words = self.context.language.text
        self.filter.set_choices(
            [("pairs", words("duplicates.pairs")), ("merged", words("duplicates.merged"))]
        )
        self._describe()

    def _lay_out(self) -> None:
        bind = self.context.language.bind
        bind(self._filter_label.setText, "queue.show")
        bind(self.filter.setAccessibleName, "queue.show")
        for button, term in (
            (self.merge_button, "duplicates.merge"),
            (self.apart_button, "duplicates.apart"),
            (self.undo_button, "duplicates.undo"),
        ):
            button.setAutoDefault(False)
            bind(button.setText, term)
        self.merge_button.setProperty("role", "primary")
        self.merge_button.setToolTip("Enter")
        self.apart_button.setToolTip("Del")
        head = QHBoxLayout()
        head.setSpacing(GAP)
        self._filter_label.setBuddy(self.filter)
        head.addWidget(self._filter_label)
        head.addWidget(self.filter)
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._summary, 1)
        for widget in (self.calm, self.table, self.merges):
            self._lists.addWidget(widget)
        buttons = (self.merge_button, self.apart_button, self.undo_button)
        self._right = SidePane(buttons, self._side_bar, self.side)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(MARGIN)
        self._split.addWidget(self._lists, 1)
        self._split.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addLayout(self._split, 1)
        self.merge_button.setEnabled(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one below the other."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self._split.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
