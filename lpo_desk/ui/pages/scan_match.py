"""The box in which is typed what a scan belongs to, and what it can mean."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.scans import Target
from lpo_desk.services import scan_targets
from lpo_desk.ui.context import Context
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.stylesheet import GAP
from lpo_desk.ui.widgets.search_box import SearchBox
from lpo_desk.ui.widgets.table import Table

_NARROW = 480


class ScanMatch(QWidget):
    """`moved` comes when another case or paper is marked, or none; `chosen` for Enter where it is plain which is meant:
    on a row of the list, or in the box with one row."""

    moved = Signal()
    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[Target, ...] = ()
        self._asked = ""
        self._enter = False
        self.box = SearchBox(context.language, "scan_page.match_prompt")
        self.model = RowModel[Target](_columns(), lambda row: row.key, context.language, self)
        self.list = Table(
            "scan_targets",
            self.model,
            context.language,
            title="scan_page.match_title",
            empty="scan_page.match_empty",
            memory=context.memory,
        )
        self._narrow = False
        self.box.asked.connect(self._ask)
        self.box.submitted.connect(lambda _: self._submit())
        self.box.moved_down.connect(self._down)
        self.list.current_changed.connect(lambda _: self.moved.emit())
        self.list.opened.connect(lambda _: self.chosen.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)

    @property
    def target(self) -> Target | None:
        """What is marked, once the list answers what is typed."""
        if self.box.text().strip() != self._asked:
            return None
        here = self.list.current_key()
        return next((row for row in self._rows if row.key == here), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        if narrow is not self._narrow:
            self._narrow = narrow
            self.list.setColumnHidden(self.model.column_number("scan_page.target_title"), narrow)

    def clear(self) -> None:
        self._enter = False
        self.box.clear()
        self._take("", ())

    def _ask(self, text: str) -> None:
        self._enter = False
        self._context.read(
            self,
            lambda unit: scan_targets.find(unit, text),
            lambda rows: self._take(text, rows),
            latest="targets",
        )

    def _take(self, text: str, rows: tuple[Target, ...]) -> None:
        self._asked, self._rows = text, rows
        self.model.set_rows(rows)
        if rows:
            self.list.go_to(0)
        self.moved.emit()
        if self._enter:
            self._submit()

    def _submit(self) -> None:
        """Enter may come before the answer: then it counts when that is there."""
        self._enter = self.box.text().strip() != self._asked
        if self._enter or not self._rows:
            return
        if len(self._rows) == 1:
            self.chosen.emit()
        else:
            self._down()

    def _down(self) -> None:
        if self._rows:
            self.list.setFocus()


def _columns() -> tuple[Column[Target], ...]:
    return (
        Column("scan_page.target_number", lambda row: row.number, width=108),
        Column("scan_page.target_kind", lambda row: row.kind, width=110),
        Column("scan_page.target_title", lambda row: row.title, width=120, stretch=True),
        Column("scan_page.target_person", lambda row: row.person, width=90, stretch=True),
    )
