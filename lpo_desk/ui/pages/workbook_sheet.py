"""Sheets that end in a workbook: the folder it goes to, the making of it, and the word where it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.pages.sheet import FIELD_WIDTH, SheetPage, ask_path, button, report_folder, tell_made
from lpo_desk.ui.runner import Progress


class WorkbookPage(SheetPage):
    """A page adds the `folder` field where it wants it, and `start` ends in `make_workbook`."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.folder = QLineEdit(str(report_folder(context)))
        self.folder.setMinimumWidth(FIELD_WIDTH)
        self.change = button(context.language, "reports_page.change_folder")
        self.change.clicked.connect(self._choose_folder)

    def chosen_folder(self) -> Path | None:
        """None, once it is told, where there is no such folder."""
        folder = Path(self.folder.text().strip()).expanduser()
        if folder.is_dir():
            return folder
        self.bar.tell(Kind.ERROR, "reports_page.no_folder")
        self.folder.setFocus()
        return None

    def make_workbook(self, make: Callable[[Progress], Path]) -> None:
        """Make it on the database thread; progress and cancelling in the strip, then where the file is."""
        self.bar.clear()
        self.set_working(True)
        job = self.context.runner.run_long(
            self, make, self._made, self._failed, progress=self.strip.report, cancelled=self._stopped
        )
        self.strip.watch(job, "reports_page.making")

    def _made(self, path: Path) -> None:
        self._finish()
        tell_made(self, path)

    def _failed(self, error: Exception) -> None:
        self._finish()
        if not isinstance(error, UserError):
            raise error
        self.bar.tell_error(error)

    def _stopped(self) -> None:
        self._finish()
        self.bar.tell(Kind.INFO, "reports_page.stopped")

    def _finish(self) -> None:
        self.strip.finish()
        self.set_working(False)

    def _choose_folder(self) -> None:
        mode = QFileDialog.FileMode.Directory
        ask_path(self, "reports_page.folder", self.folder.text(), mode, self.folder.setText)
