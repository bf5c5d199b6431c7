"""The scans that came: what waits is filed with its case or paper, or discarded; what was filed is looked at."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.scans import DiscardReason, ScanRefused, ScanRow, ScanState
from lpo_desk.scanning.codes import can_read
from lpo_desk.services import scans
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.scan_columns import SPARE, columns
from lpo_desk.ui.pages.scan_match import ScanMatch
from lpo_desk.ui.pages.scan_request import ask_who
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.scan_dialog import fetch_page
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.calm import Calm
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.scan_preview import ScanPreview
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.widgets.table import Table

_WAITING, _FILED = "waiting", "filed"
_SHORT = 6
_SIDE, _PREVIEW, _NARROW = 360, 260, 500


@dataclass(frozen=True)
class Discarding:
    reason: DiscardReason = DiscardReason.BLANK


class ScansPage(Page):
    """Typing looks for what the scan in front belongs to, Ctrl+Enter files it there and goes on to the next."""

    title = "scan_page.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._rows: tuple[ScanRow, ...] = ()
        self._place = 0
        self.bar = MessageBar(language)
        self.filter, self._filter_label = ComboBox(), role_label("label")
        self.model = RowModel[ScanRow](columns(language), lambda row: row.id, language, self)
        self.table = Table(
            "scans", self.model, language, title=self.title, empty="scan_page.empty", memory=context.memory
        )
        self.preview = ScanPreview(language)
        self.match = ScanMatch(context)
        self.save, self.request, self.discard = (
            button(language, f"scan_page.{verb}") for verb in ("save_next", "request", "discard")
        )
        self.save.setProperty("role", "primary")
        self.by_hand = role_label("muted")
        self.by_hand.setWordWrap(True)
        self.by_hand.setVisible(not can_read())
        language.bind(self.by_hand.setText, "scan_page.no_codes")
        self.calm = Calm(language)
        self._stack = QStackedWidget()
        self._lay_out()
        self.filter.activated.connect(lambda _: self._turn())
        self.table.current_changed.connect(lambda _: self._chosen())
        self.table.opened.connect(self._opened)
        self.preview.page_asked.connect(self._show_page)
        self.match.moved.connect(self._fit)
        self.match.chosen.connect(self.file_and_next)
        self.save.clicked.connect(self.file_and_next)
        self.request.clicked.connect(self.start_request)
        self.discard.clicked.connect(self.ask_discard)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.file_and_next)
        context.actions.claim("refresh", self, self.reload)
        context.actions.claim("new_request", self, self.start_request)
        context.actions.claim("find_in_list", self, self.match.box.focus_all)
        language.bind(self._filter_label.setText, "scan_page.show")
        language.bind(self.filter.setAccessibleName, "scan_page.show")
        language.follow(self, self._reword)
        self.reload()

    @property
    def rows(self) -> tuple[ScanRow, ...]:
        return self._rows

    @property
    def chosen(self) -> ScanRow | None:
        here = self.table.current_key()
        return next((row for row in self._rows if row.id == here), None)

    def reload(self) -> None:
        ask = scans.filed if self.filter.value() == _FILED else scans.inbox
        self.context.read(self, ask, self._take, latest="scans")

    def file_and_next(self) -> None:
        """File the scan of the row with the case or paper that is marked; the next one comes to the front."""
        row, target = self.chosen, self.match.target
        if row is None or target is None or not self.save.isEnabled():
            return

        def done(saved: ScanRow) -> None:
            self.match.clear()
            self.bar.tell(Kind.SUCCESS, "scan.filed", seconds=_SHORT, number=saved.home)
            (self.match.box if self.match.isVisible() else self.table).setFocus()

        self.save.setEnabled(False)
        self.context.write(
            self,
            lambda unit: scans.file(unit, row.id, case_id=target.case_id, record_id=target.record_id),
            done,
            self._refused,
        )

    def start_request(self) -> None:
        """A form without a case: who asks is looked up, and the wizard begins with the scan of the row. Without such a
        row it begins without one."""
        row = self.chosen
        if row is None or row.state is not ScanState.INBOX:
            self.context.start_request(None)
            return
        key = row.id
        ask_who(self.context, lambda party_id: self.context.start_request(party_id, scan_id=key))

    def ask_discard(self) -> None:
        row = self.chosen
        if row is None or not self.discard.isEnabled():
            return
        field = Field("reason", "scan_page.discard_reason", editors.choice(_reasons))
        sheet = CardSheet(
            self.context,
            "scan_page.discard_title",
            (field,),
            Discarding(),
            headline=self.context.language.text("scan_page.discard_text"),
            verb="scan_page.discard_verb",
            sourced=False,
        )

        def done(_: None) -> None:
            sheet.accept()
            self.bar.tell(Kind.SUCCESS, "scan.discarded", seconds=_SHORT)

        sheet.given.connect(
            lambda given, _: self.context.write(
                self, lambda unit: scans.discard(unit, row.id, given.reason), done, sheet.refuse
            )
        )
        sheet.open()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if "scan" in changes.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        waits = self.filter.value() == _WAITING and self._rows
        (self.match.box if waits else self.table if self._rows else self.filter).setFocus()

    def _give_room(self) -> None:
        narrow = self._side.width() < _NARROW
        for column in SPARE:
            self.table.setColumnHidden(self.model.column_number(column), narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _take(self, rows: tuple[ScanRow, ...]) -> None:
        before, empty = self._place, not self._rows
        self._rows = rows
        self.model.set_rows(rows)
        if rows and self.chosen is None:
            self.table.go_to(min(before, len(rows) - 1))
        self._stack.setCurrentIndex(1 if rows else 0)
        if not rows:
            self._say_empty()
            here = self.window().focusWidget()
            if here is not None and self.isAncestorOf(here):
                self.filter.setFocus()
        elif empty and self.filter.hasFocus():
            self.focus_first()
        self._fit()

    def _say_empty(self) -> None:
        if self.filter.value() == _FILED:
            self.calm.say("scan", "scan_page.none_filed", "scan_page.none_filed_text")
        elif self.context.settings.scan_folder:
            self.calm.say("success", "scan_page.empty", "scan_page.empty_text")
        else:
            self.calm.say("scan", "scan_page.empty", "scan_page.no_folder_text")

    def _turn(self) -> None:
        self._place = 0
        self.match.clear()
        self.reload()

    def _chosen(self) -> None:
        self._place = max(self.table.currentIndex().row(), 0)
        self.match.clear()
        row = self.chosen
        if row is None or row.state is ScanState.FILED:
            self.preview.say("scan_page.preview", "scan_page.enter_shows" if row else "scan_page.none_chosen")
        else:
            self._show_page(0)
        self._fit()

    def _opened(self, _: Hashable) -> None:
        """Enter: a filed one is looked at, which its person is told of; for one that waits, its match is typed."""
        row = self.chosen
        if row is not None and row.state is ScanState.FILED:
            self._show_page(0)
        else:
            self.match.box.setFocus()

    def _show_page(self, page: int) -> None:
        row = self.chosen
        if row is None:
            return
        if row.failure or row.media is None:
            self.preview.say(ScanState.FAILED.term, row.failure)
            return
        pages, key = row.pages or 1, row.id

        def show(image: QImage | None) -> None:
            if image is not None and self.table.current_key() == key:
                self.preview.show_page(image, page, pages)

        fetch_page(self.context, self, row, page, show, self._not_seen)

    def _not_seen(self, error: Exception) -> None:
        self.preview.say("scan_page.preview", "scan_page.not_seen")
        if isinstance(error, UserError):
            self.bar.tell_error(error)

    def _refused(self, error: Exception) -> None:
        self._fit()
        if isinstance(error, UserError):
            self.bar.tell_error(error)
        if isinstance(error, ScanRefused):
            self.reload()

    def _fit(self) -> None:
        row = self.chosen
        waits = row is not None and row.state is not ScanState.FILED
        readable = waits and row is not None and row.state is ScanState.INBOX
        here = self.window().focusWidget()
        going = (self.match, self.save, self.request) if not readable else ()
        if here is not None and any(part is here or part.isAncestorOf(here) for part in going):
            self.table.setFocus()  # before what the keyboard is on goes away
        self.match.setVisible(readable)
        self.save.setVisible(readable)
        self.request.setVisible(readable)
        self.save.setEnabled(readable and self.match.target is not None)
        self.discard.setVisible(waits)

    def _reword(self) -> None:
        words = self.context.language.text
        self.filter.set_choices([(_WAITING, words("scan_page.waiting")), (_FILED, words("scan_page.filed"))])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        self._filter_label.setBuddy(self.filter)
        for part in (self._filter_label, self.filter):
            head.addWidget(part)
        head.addStretch(1)
        for verb in (self.request, self.discard):
            head.addWidget(verb)
        side = QWidget()
        below = QVBoxLayout(side)
        below.setContentsMargins(0, 0, GAP, 0)
        below.setSpacing(GAP)
        below.addWidget(self.table, 1)
        below.addWidget(self.match, 1)
        below.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self._side = side
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(side)
        halves.addWidget(self.preview)
        side.setMinimumWidth(_SIDE)
        self.preview.setMinimumWidth(_PREVIEW)
        halves.setSizes([_SIDE, _SIDE])
        self._stack.addWidget(self.calm)
        halves.splitterMoved.connect(lambda *_: self._give_room())
        self._stack.addWidget(halves)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.by_hand)
        column.addWidget(self._stack, 1)


def _reasons() -> list[tuple[DiscardReason, str]]:
    return [(reason, reason.term) for reason in DiscardReason]
