"""Keeping the database safe: when it was last backed up, a backup now, and a check of everything in it."""

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.upkeep import Kept, VerifyReport
from lpo_desk.formats import format_size
from lpo_desk.services import upkeep
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.focus import rest
from lpo_desk.ui.pages.sheet import FIELD_WIDTH, SheetPage, ask_path, button, open_outside
from lpo_desk.ui.runner import Progress
from lpo_desk.ui.widgets.inputs import restyle, role_label

FOLDER = "backup_folder"
"""Name of the user's preference."""
OLD = timedelta(days=7)
"""After this a backup is told as old: the advice is one a day (docs/operations.md)."""


class UpkeepPage(SheetPage):
    """Ctrl+Enter backs up into the folder. One thing runs at a time."""

    title = "upkeep_page.title"
    about = "upkeep_page.about"
    verb = "upkeep_page.back_up"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._report: VerifyReport | None = None
        self._made_at: datetime | None = None
        self._read = False
        self.last, note = role_label("muted"), role_label("small")
        self.folder = QLineEdit(str(context.preference(FOLDER, "")))
        self.folder.setMinimumWidth(FIELD_WIDTH)
        self.change = button(language, "upkeep_page.choose")
        self.change.clicked.connect(self._choose_folder)
        self.check = button(language, "upkeep_page.check")
        self.check.clicked.connect(self.start_check)
        self.found = [role_label("text") for _ in range(6)]
        self.body.addWidget(self.last)
        self.add_field("upkeep_page.folder", self.folder, self.change)
        self.add_facts((note,))
        self.buttons.insertWidget(1, self.check)
        QWidget.setTabOrder(self.button, self.check)
        for label in self.found:
            label.setWordWrap(True)
            label.hide()
            self.below.addWidget(label)
        language.bind(note.setText, "upkeep_page.other_disk")
        language.follow(self, self._reword)
        self._ask()

    def start(self) -> None:
        """Copy, open the copy, check it: on the database thread."""
        folder = Path(self.folder.text().strip()).expanduser()
        if not self.folder.text().strip() or not folder.is_dir():
            self.bar.tell(Kind.ERROR, "upkeep_page.no_folder")
            self.folder.setFocus()
            return
        context = self.context
        context.remember(FOLDER, str(folder))
        signed, today = context.signed, context.database.today()

        def make(progress: Progress) -> Kept:
            return upkeep.backup(signed, upkeep.backup_file(folder, today), progress)

        self._begin()
        job = context.runner.run_long(
            self,
            make,
            self._made,
            self._failed,
            progress=self.strip.report,
            cancelled=lambda: self._stopped("upkeep_page.backup_stopped"),
        )
        self.strip.watch(job, "upkeep_page.backing_up")

    def start_check(self) -> None:
        """Check the open database, part by part."""
        context = self.context
        database, actor = context.database, context.actor

        def look(progress: Progress) -> VerifyReport:
            with database.reading(actor) as unit:
                return upkeep.verify(unit, progress)

        self._begin()
        self._show(None)
        job = context.runner.run_long(
            self,
            look,
            self._checked,
            self._failed,
            progress=self.strip.report,
            cancelled=lambda: self._stopped("upkeep_page.check_stopped"),
        )
        self.strip.watch(job, "upkeep_page.checking")

    def set_working(self, working: bool) -> None:
        super().set_working(working)
        rest(self.check, working)

    def changed(self, changes: Changes) -> None:
        if "setting" in changes.tables:
            self._ask()

    def may_close(self) -> bool:
        return self.button.isEnabled()

    def _made(self, kept: Kept) -> None:
        self._finish()
        self.bar.tell(
            Kind.SUCCESS,
            "upkeep_page.made",
            (Choice("reports_page.show_folder", lambda: open_outside(self, kept.file.parent)),),
            file=str(kept.file),
            rows=kept.rows,
            size=format_size(kept.size, self.context.lang),
        )

    def _checked(self, report: VerifyReport) -> None:
        self._finish()
        self._show(report)
        if report.ok:
            self.bar.tell(Kind.SUCCESS, "upkeep_page.all_well")
        else:
            self.bar.tell(Kind.ERROR, "upkeep_page.faulty")

    def _failed(self, error: Exception) -> None:
        self._finish()
        if not isinstance(error, UserError):
            raise error
        self.bar.tell_error(error)

    def _stopped(self, key: str) -> None:
        self._finish()
        self.bar.tell(Kind.INFO, key)

    def _begin(self) -> None:
        self.bar.clear()
        self.set_working(True)

    def _finish(self) -> None:
        self.strip.finish()
        self.set_working(False)

    def _ask(self) -> None:
        self.context.read(self, upkeep.last_backup, self._take, latest="backup")

    def _take(self, at: datetime | None) -> None:
        self._made_at, self._read = at, True
        self._reword()

    def _show(self, report: VerifyReport | None) -> None:
        self._report = report
        self._reword()

    def _reword(self) -> None:
        self._tell_last()
        said = sentences(self._report) if self._report is not None else ()
        words = self.context.language.text
        for place, label in enumerate(self.found):
            label.setVisible(place < len(said))
            if place < len(said):
                key, fine = said[place]
                label.setText(words(key, **self._counts()))
                label.setProperty("role", "text" if fine else "error")
                restyle(label)

    def _counts(self) -> dict[str, object]:
        report = self._report
        if report is None:
            return {}
        return {
            "rows": sum(report.tables.values()),
            "events": report.events,
            "sealed": report.sealed,
            "broken": report.broken_seals,
            "bad": report.bad_bodies,
            "unlisted": report.unlisted,
            "revision": report.schema or "–",
        }

    def _tell_last(self) -> None:
        if not self._read:
            return
        made = self._made_at
        old = made is None or self.context.database.clock() - made > OLD
        words = self.context.language.text
        told = words("upkeep_page.last", at=made) if made else words("upkeep_page.never")
        self.last.setText(f"▲ {told}" if old else told)
        self.last.setProperty("role", "warning" if old else "muted")
        restyle(self.last)

    def _choose_folder(self) -> None:
        folder = self.folder.text().strip()
        mode = QFileDialog.FileMode.Directory
        ask_path(self, "upkeep_page.folder", folder, mode, self.folder.setText)


def sentences(report: VerifyReport) -> tuple[tuple[str, bool], ...]:
    """What a check found, as term keys, and whether each is well."""
    parts = {
        "pages": report.pages,
        "references": report.references,
        "schema": report.schema_known,
        "audit": not (report.broken_seals or report.bad_bodies),
        "search": not report.unlisted,
        "ledger": report.ledger,
    }
    told = [
        (f"upkeep_page.{name}_{'well' if fine else 'faulty'}", fine)
        for name, fine in parts.items()
        if fine is not None  # a server watches its own pages and references; nothing may have been erased yet
    ]
    return (*told, ("upkeep_page.counts", True))
