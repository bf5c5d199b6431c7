"""What the directory service must be told: a workbook of it, and the mark that it was sent."""

from pathlib import Path

from lpo_desk.domain.directory import DirectoryAct, DirectoryLine
from lpo_desk.domain.errors import UserError
from lpo_desk.exports.catalogue import DIRECTORY
from lpo_desk.services import directory
from lpo_desk.settings import version
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.focus import rest
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.pages.sheet import tell_made, write_workbook
from lpo_desk.ui.palette import Tone

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


class DirectoryPage(RowsPage[DirectoryLine]):
    """The list first, then the workbook, then the mark that it was sent: exactly what was seen is marked."""

    title = "directory_page.title"
    name = "directory"
    empty = "directory_page.empty"
    note = "directory_page.note"
    tables = frozenset({"service_number", "directory_listing", "subscription", "party_name", "address"})
    verbs = ("directory_page.make", "directory_page.mark")

    def __init__(self, context: Context) -> None:
        super().__init__(context, COLUMNS, lambda row: row.key)
        self.make, self.mark = self.buttons
        self.make.clicked.connect(self.export)
        self.mark.clicked.connect(self.mark_sent)
        self.reload()

    def reload(self) -> None:
        self.context.read(self, directory.due, self.show_rows, latest="directory")

    def fit(self) -> None:
        for shown in self.buttons:
            shown.setEnabled(bool(self.rows))

    def export(self) -> None:
        """Log the workbook with its rows, then write it into the folder of reports."""
        lines = self.rows
        self.bar.clear()
        rest(self.make, True)
        write_workbook(
            self,
            self.context,
            DIRECTORY,
            lambda unit: directory.export(unit, lines, version()),
            self._made,
            self._failed,
        )

    def mark_sent(self) -> None:
        """What is on the screen was told to the directory service; asked before, for nothing shows it again."""
        question = Question(
            "directory_page.mark",
            "directory_page.mark_note",
            "directory_page.mark_question",
            "directory_page.mark_do",
            (("count", len(self.rows)),),
        )
        lines = self.rows
        dialog = ConfirmDialog(question, self.context.language, self.context.window)
        dialog.confirmed.connect(
            lambda: self.context.write(self, lambda unit: directory.mark_sent(unit, lines), self._marked)
        )
        dialog.open()

    def _made(self, path: Path) -> None:
        rest(self.make, False)
        self.fit()
        tell_made(self, path)

    def _failed(self, error: Exception) -> None:
        rest(self.make, False)
        if not isinstance(error, UserError):
            raise error
        self.bar.tell_error(error)

    def _marked(self, count: int) -> None:
        self.bar.tell(Kind.SUCCESS, "directory_page.marked", count=count)
        self.reload()
