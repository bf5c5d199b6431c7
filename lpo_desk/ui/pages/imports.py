"""Bringing the old register in: choose the workbook, try it, import it, read what was refused."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Term
from lpo_desk.domain.legacy import ImportCancelled, LegacySheet
from lpo_desk.domain.reports import SheetTotals
from lpo_desk.exports.catalogue import IMPORT_REPORT
from lpo_desk.imports.run import ImportSummary, run
from lpo_desk.settings import version
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Align, Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.pages.sheet import FIELD_WIDTH, SheetPage, ask_path, button, open_outside, report_folder
from lpo_desk.ui.runner import Progress
from lpo_desk.ui.widgets.table import Table

COLUMNS = (
    Column[SheetTotals]("import_page.sheet", lambda total: Term(total.sheet.term), width=140, stretch=True),
    Column[SheetTotals]("import_page.rows", lambda total: total.rows, align=Align.RIGHT, width=100),
    Column[SheetTotals]("import_page.imported", lambda total: total.imported, align=Align.RIGHT, width=100),
    Column[SheetTotals]("import_page.unchanged", lambda total: total.unchanged, align=Align.RIGHT, width=100),
    Column[SheetTotals]("import_page.refused", lambda total: total.refused, align=Align.RIGHT, width=100),
    Column[SheetTotals]("import_page.blank", lambda total: total.blank, align=Align.RIGHT, width=100),
)
"""rows = imported + unchanged + refused + blank, on every line."""


class ImportPage(SheetPage):
    """A trial first (ticked): it does everything and saves nothing. The report workbook tells every value."""

    title = "import_page.title"
    about = "import_page.about"
    verb = "import_page.start"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self.file = QLineEdit()
        self.file.setMinimumWidth(FIELD_WIDTH)
        self.choose = button(language, "import_page.choose")
        self.choose.clicked.connect(self._choose_file)
        self.trial = QCheckBox()
        self.trial.setChecked(True)
        language.bind(self.trial.setText, "import_page.trial")
        self.trial.toggled.connect(lambda _: self._name_verb())
        language.follow(self, self._name_verb)
        self.model = RowModel(COLUMNS, lambda total: total.sheet, language)
        self.table = Table(
            "import", self.model, language, title="import_page.result", empty="import_page.nothing_yet"
        )
        self.table.setFixedHeight(self.table.sizeHint().height())
        self.add_field("import_page.file", self.file, self.choose)
        self.add(self.trial)
        self.add(self.table)

    def start(self) -> None:
        """Read, write all or nothing, and write the report, on the database thread."""
        path = Path(self.file.text().strip()).expanduser()
        if not self.file.text().strip() or not path.is_file():
            self.bar.tell(Kind.ERROR, "import_page.no_file")
            self.file.setFocus()
            return
        context, lang, dry_run = self.context, self.context.lang, self.trial.isChecked()
        folder = report_folder(context)

        def work(progress: Progress) -> tuple[ImportSummary, Path]:
            summary = run(
                context.database, context.actor, path, dry_run=dry_run, progress=progress, version=version()
            )
            target = folder / IMPORT_REPORT.file_name(summary.report, lang)
            return summary, IMPORT_REPORT.write(summary.report, lang, target, None)

        self.bar.clear()
        self.model.set_rows(())
        self.set_working(True)
        job = context.runner.run_long(
            self, work, self._done, self._failed, progress=self.strip.report, cancelled=self._stopped
        )
        self.strip.watch(job, "import_page.working")

    def may_close(self) -> bool:
        return self.button.isEnabled()

    def _name_verb(self) -> None:
        """The button says what it will do: a trial must not look like an import, nor an import like a trial."""
        verb = "import_page.start_trial" if self.trial.isChecked() else self.verb
        self.button.setText(self.context.language.text(verb))
        assign_window_mnemonics(self)

    def _done(self, result: tuple[ImportSummary, Path]) -> None:
        summary, report = result
        self._finish()
        self.model.set_rows(summary.report.totals)
        customers = summary.total(LegacySheet.CUSTOMERS)
        self.bar.tell(
            Kind.SUCCESS,
            "import_page.tried" if summary.report.dry_run else "import_page.done",
            (Choice("import_page.open_report", lambda: open_outside(self, report)),),
            imported=customers.imported,
            refused=customers.refused,
            unchanged=customers.unchanged,
            file=report.name,
        )

    def _failed(self, error: Exception) -> None:
        self._finish()
        if isinstance(error, ImportCancelled):
            self.bar.tell(Kind.INFO, "import.cancelled")
        elif isinstance(error, UserError):
            self.bar.tell_error(error)
        else:
            raise error

    def _stopped(self) -> None:
        self._finish()
        self.bar.tell(Kind.INFO, "import.cancelled")

    def _finish(self) -> None:
        self.strip.finish()
        self.set_working(False)

    def _choose_file(self) -> None:
        mode = QFileDialog.FileMode.ExistingFile
        ask_path(self, "import_page.file", self.file.text(), mode, self.file.setText, "Excel (*.xlsx)")
