"""What the directory service must be told: a workbook of it, and the mark that it was sent."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lpo_desk.domain.changes import Changes
from lpo_desk.domain.directory import DirectoryAct, DirectoryLine
from lpo_desk.domain.errors import UserError
from lpo_desk.exports.catalogue import DIRECTORY
from lpo_desk.services import directory
from lpo_desk.settings import version
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.pages.sheet import button, open_outside, report_folder
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.runner import Progress
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.table import Table

_TABLES = frozenset({"service_number", "directory_listing", "subscription", "party_name", "address"})
_LOOKS = {
    DirectoryAct.PUBLISH: (Mark.CHECK, Tone.OK),
    DirectoryAct.REMOVE: (Mark.SQUARE, Tone.WARNING),
}
COLUMNS = (
    Column[DirectoryLine](
        "directory_list.act", lambda row: None, width=115,
        status=lambda row: Status(row.act.term, *_LOOKS[row.act]),
    ),
    Column[DirectoryLine]("directory_list.number", lambda row: written_phone(row.number), width=125),
    Column[DirectoryLine]("directory_list.name", lambda row: row.name, width=180, stretch=True),
    Column[DirectoryLine]("directory_list.street", lambda row: row.street, width=150),
    Column[DirectoryLine]("directory_list.town", lambda row: f"{row.postcode} {row.town}".strip(), width=125),
)  # fmt: skip


class DirectoryPage(Page):
    """The list first, then the workbook, then the mark that it was sent: exactly what was seen is marked."""

    title = "directory_page.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._lines: tuple[DirectoryLine, ...] = ()
        self.bar = MessageBar(language)
        self.make, self.mark = (
            button(language, "directory_page.make"),
            button(language, "directory_page.mark"),
        )
        self.model = RowModel[DirectoryLine](COLUMNS, lambda row: row.key, language, self)
        self.table = Table(
            "directory",
            self.model,
            language,
            title="directory_page.title",
            empty="directory_page.empty",
            memory=context.memory,
        )
        self._lay_out()
        self.make.clicked.connect(self.export)
        self.mark.clicked.connect(self.mark_sent)
        context.actions.claim("refresh", self, self.reload)
        self.reload()

    def reload(self) -> None:
        self.context.read(self, directory.due, self._show, latest="directory")

    def export(self) -> None:
        """Log the workbook with its rows, then write it into the folder of reports."""
        context, lines, lang = self.context, self._lines, self.context.lang
        folder = report_folder(context)

        def write(progress: Progress) -> Path:
            with context.database.unit(context.actor) as unit:
                found = directory.export(unit, lines, version())
            return DIRECTORY.write(found, lang, folder / DIRECTORY.file_name(found, lang), progress)

        self.bar.clear()
        self.make.setEnabled(False)
        context.runner.run_long(self, write, self._made, self._failed)

    def mark_sent(self) -> None:
        """What is on the screen was told to the directory service; asked before, for nothing shows it again."""
        question = Question(
            "directory_page.mark",
            "directory_page.mark_note",
            "directory_page.mark_question",
            "directory_page.mark_do",
            (("count", len(self._lines)),),
        )
        lines = self._lines
        dialog = ConfirmDialog(question, self.context.language, self.context.window)
        dialog.confirmed.connect(
            lambda: self.context.write(self, lambda unit: directory.mark_sent(unit, lines), self._marked)
        )
        dialog.open()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if changes.tables & _TABLES:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, lines: Sequence[DirectoryLine]) -> None:
        self._lines = tuple(lines)
        self.model.set_rows(self._lines)
        if self._lines and self.table.current_key() is None:
            self.table.go_to(0)
        for shown in (self.make, self.mark):
            shown.setEnabled(bool(self._lines))

    def _made(self, path: Path) -> None:
        self.make.setEnabled(bool(self._lines))
        self.bar.tell(
            Kind.SUCCESS,
            "reports_page.made",
            (
                Choice("reports_page.open", lambda: open_outside(self, path)),
                Choice("reports_page.show_folder", lambda: open_outside(self, path.parent)),
            ),
            file=path.name,
        )

    def _failed(self, error: Exception) -> None:
        self.make.setEnabled(True)
        if not isinstance(error, UserError):
            raise error
        self.bar.tell_error(error)

    def _marked(self, count: int) -> None:
        self.bar.tell(Kind.SUCCESS, "directory_page.marked", count=count)
        self.reload()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        for shown in (self.make, self.mark):
            head.addWidget(shown)
        head.addStretch(1)
        note = role_label("muted")
        note.setWordWrap(True)
        self.context.language.bind(note.setText, "directory_page.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(note)
