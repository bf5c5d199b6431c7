"""Below the log's list: what the chosen paper is, in one line, and everything that happened to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lpo_desk.domain.destroying import Hold
from lpo_desk.domain.paper import PaperRow
from lpo_desk.domain.paper_story import StoryLine
from lpo_desk.domain.paper_ties import TieLine
from lpo_desk.ui.context import Context
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.pages.paper_columns import story_columns, tie_name, titled, who
from lpo_desk.ui.stylesheet import ROW
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.table import Table

_LINES = 4
_LOW = 640  # effective pixels of the window, below which the story has one line at a time


class PaperPane(QWidget):
    """The newest event stands first. `summary` belongs to the list above."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._row: PaperRow | None = None
        self._hold: Hold | None = None
        self._tie: TieLine | None = None
        language = context.language
        self.line: QLabel = role_label("heading")
        self.kept, self.summary = role_label("muted"), role_label("muted")
        for label in (self.line, self.kept):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.model = RowModel[tuple[int, StoryLine]](
            story_columns(language), lambda row: row[0], language, self
        )
        self.table = Table(
            "paper_story",
            self.model,
            language,
            title="papers_page.story",
            empty="papers_page.no_story",
            memory=context.memory,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(self.line, 1)
        head.addWidget(self.summary)
        column.addLayout(head)
        for part in (self.kept, self.table):
            column.addWidget(part)
        language.follow(self, self._describe)

    def show_paper(
        self,
        row: PaperRow | None,
        story: Sequence[StoryLine],
        hold: Hold | None = None,
        tie: TieLine | None = None,
    ) -> None:
        """None where no paper is chosen. hold: what keeps it from being destroyed. tie: what it belongs to."""
        self._row, self._hold, self._tie = row, hold, tie
        self._describe()
        self.model.set_rows(list(enumerate(story))[::-1])
        self.setVisible(row is not None)

    def fit_height(self, window_height: int) -> None:
        low = window_height < _LOW
        lines = 1 if low else _LINES
        self.kept.setHidden(low)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + lines * ROW + 2 * self.table.frameWidth() + 2)

    def _describe(self) -> None:
        row, language = self._row, self._context.language
        if row is None:
            return
        words = language.text
        parts = (
            titled(row, language),
            words("papers_page.pages", count=row.pages) if row.pages else "",
            who(row, language),
            tie_name(self._tie, language) if self._tie is not None else "",
            words("papers_page.belongs", place=row.home)
            if row.home and (row.custody.misplaced or not row.path)
            else "",
            words("papers_page.held") if row.held else "",
        )
        self.line.setText(f"{row.number}  " + " · ".join(filter(None, parts)))
        key = "paper_sheet.kept_open" if row.kept.until is None else "paper_sheet.kept_until"
        said = words(key, until=row.kept.until, why=language.show(row.kept.why))
        hold = self._hold
        if hold is not None:
            held = words("papers_page.held_by", on=hold.since, name=hold.by, reason=hold.reason.rstrip("."))
            said = f"{held} {said}"
        self.kept.setText(said)
        self.line.setToolTip(said)
