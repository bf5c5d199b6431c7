"""Counting a binder: a hand scanner types numbers into one field; what does not fit the log is set right below."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from lpo_desk.domain.inventory import Finding, FindingOutcome, InventoryRefused, InventoryRound
from lpo_desk.exports.catalogue import INVENTORY
from lpo_desk.services import inventory
from lpo_desk.settings import version
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.list_dialog import ListDialog
from lpo_desk.ui.pages.sheet import tell_made, write_workbook
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets.inputs import role_label

LOOK_MS = 3000
_LOOKS = {
    FindingOutcome.FOUND: (Mark.CHECK, Tone.OK),
    FindingOutcome.MISSING: (Mark.TRIANGLE, Tone.WARNING),
    FindingOutcome.MISPLACED: (Mark.ARROW, Tone.WARNING),
    FindingOutcome.UNKNOWN: (Mark.RING, Tone.WARNING),
}


def _status(row: Finding) -> Status:
    return Status(row.outcome.term, *_LOOKS[row.outcome])


class InventoryDialog(ListDialog):
    """Enter reads the number in the field. Ctrl+Enter ends the round; then Enter sets the line right that the keyboard
    is on. What a colleague reads at another computer comes by itself.

    Where a colleague has ended the round the keyboard stays in the field, which takes nothing any more: a hand scanner
    goes on typing, and each code ends with Enter.
    """

    def __init__(self, context: Context, place_id: int) -> None:
        language = context.language
        self.round: InventoryRound | None = None
        self._place_id = place_id
        columns = (
            Column[Finding]("papers_page.number", lambda row: row.number, width=110),
            Column[Finding]("inventory_page.outcome", lambda row: row.outcome, width=190, status=_status),
            Column[Finding]("field.paper_kind", lambda row: row.kind, width=275),
            Column[Finding]("inventory_page.believed", lambda row: row.believed, width=200, stretch=True),
            Column[Finding]("inventory_page.settled", lambda row: row.settled, width=175),
        )
        super().__init__(
            context,
            "inventory",
            "inventory_page.title",
            "inventory_page.empty",
            columns,
            lambda row: row.id,
        )
        self.number, label = QLineEdit(self), role_label("label")
        label.setBuddy(self.number)
        language.bind(label.setText, "inventory_page.number")
        language.bind(self.number.setAccessibleName, "inventory_page.number")
        self.head.addWidget(label)
        self.head.addWidget(self.number, 1)
        self.forget, self.end = self.add_verb("inventory_page.forget"), self.add_verb("inventory_page.end")
        self.correct = self.add_verb("inventory_page.correct")
        self.excel, self.pdf = self.add_verb("inventory_page.excel"), self.add_verb("inventory_page.pdf")
        acts = (self.take_back, self.finish, self.set_right, self.export, self.show_list)
        verbs = (self.forget, self.end, self.correct, self.excel, self.pdf)
        for verb, act in zip(verbs, acts, strict=True):
            verb.clicked.connect(act)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.finish)
        self.table.opened.connect(lambda _: self.set_right())
        self.table.current_changed.connect(lambda _: self._fit())
        self.timer = QTimer(self, interval=LOOK_MS)
        self.timer.timeout.connect(self.look)
        if context.database.is_server:  # a local file is one computer's
            self.timer.start()
        context.write(self, lambda unit: inventory.start(unit, place_id), self._take, self.failed)
        self.number.setFocus()

    @property
    def chosen(self) -> Finding | None:
        """The finding that the keyboard is on."""
        key = self.table.current_key()
        return next((row for row in self.model.rows if row.id == key), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.number.hasFocus():
            self.read()
        else:
            super().keyPressEvent(event)

    def read(self) -> None:
        """The number in the field; the next one may follow at once."""
        running, typed = self.round, self.number.text()
        if running is None or running.ended_at is not None:
            return
        self.number.clear()

        def refused(error: Exception) -> None:
            if not self.number.text():  # the next number may be on its way
                self.number.setText(typed)
                self.number.selectAll()
            self.failed(error)
            self._reload()  # a colleague who counts the same binder may have ended the round

        def seen(_: Finding) -> None:
            self.bar.clear()
            self._reload()

        self.context.write(self, lambda unit: inventory.see(unit, running.id, typed), seen, refused)

    def look(self) -> None:
        """What was read elsewhere meanwhile. While nothing was, the keyboard's line stays where it is."""
        running = self.round
        if running is None or running.ended_at is not None:
            self.timer.stop()
        elif self.isVisible():
            self.context.read(
                self, lambda unit: inventory.read(unit, running.id), self._look_taken, latest="inventory"
            )

    def take_back(self) -> None:
        found = self.chosen
        if found is not None and self._is_open:
            self.context.write(
                self, lambda unit: inventory.forget(unit, found.id), lambda _: self._reload(), self.failed
            )

    def finish(self) -> None:
        running = self.round
        if running is not None and running.ended_at is None:
            self.context.write(self, lambda unit: inventory.end(unit, running.id), self._ended, self.failed)

    def set_right(self) -> None:
        found = self.chosen
        if found is not None and found.corrigible and not self._is_open:
            self.context.write(self, lambda unit: inventory.correct(unit, found.id), self._take, self.failed)

    def export(self) -> None:
        """The discrepancies as a workbook in the folder of reports."""
        running = self.round
        if running is None:
            return
        self.bar.clear()
        key = running.id
        write_workbook(
            self,
            self.context,
            INVENTORY,
            lambda unit: inventory.report(unit, key, version()),
            lambda path: tell_made(self, path),
            self.failed,
        )

    def show_list(self) -> None:
        """The discrepancies on paper."""
        running = self.round
        if running is None:
            return
        lang, today = self.context.lang, self.context.database.today()

        def make() -> bytes:
            from lpo_desk.documents.inventory import discrepancy_list

            return discrepancy_list(running, lang, today)

        def show(pdf: bytes) -> None:
            show_papers(self.context, "", [Paper("inventory_list.heading", pdf)])

        self.context.runner.run(self, make, show, self.failed)

    @property
    def _is_open(self) -> bool:
        return self.round is not None and self.round.ended_at is None

    def _reload(self) -> None:
        running = self.round
        if running is not None:
            self.context.read(
                self, lambda unit: inventory.read(unit, running.id), self._take, latest="inventory"
            )

    def _look_taken(self, found: InventoryRound) -> None:
        before = self.round
        if found == before:
            return
        self._take(found)
        if before is not None and before.ended_at is None and found.ended_at is not None:
            self.failed(InventoryRefused())

    def _ended(self, found: InventoryRound) -> None:
        self._take(found)
        self.table.go_to(0)
        self.table.setFocus()
        self._fit()
        if not found.discrepancies:
            self.bar.tell(Kind.SUCCESS, "inventory_page.all_found", count=found.count(FindingOutcome.FOUND))

    def _take(self, found: InventoryRound) -> None:
        """While counting all that was read, the newest on top; afterwards what does not fit."""
        ended = self._is_open and found.ended_at is not None
        self.round = found
        here = self.chosen
        self.show_rows(found.findings if self._is_open else found.discrepancies)
        counting = self._is_open and not self.table.hasFocus()
        if counting or (here is not None and self.table.current_key() is None):
            self.table.go_to(0)
        if ended and not self.table.hasFocus():
            self.number.setFocus()  # not on a verb that takes the place of the one that goes
        self._fit()

    def _fit(self) -> None:
        found, language = self.round, self.context.language
        if found is None:
            return
        here, running = self.chosen, self._is_open
        self.number.setReadOnly(not running)
        self.number.setEnabled(running or self.number.hasFocus())
        for verb in (self.forget, self.end):
            verb.setVisible(running)
        for verb in (self.correct, self.excel, self.pdf):
            verb.setVisible(not running)
        self.forget.setEnabled(here is not None)
        self.correct.setEnabled(here is not None and here.corrigible)
        counts = {outcome.value: found.count(outcome) for outcome in FindingOutcome}
        self.note.setText(
            language.text(
                "inventory_page.counting" if running else "inventory_page.result",
                place=f"{found.place.code} {found.place.path}",
                expected=found.expected,
                **counts,
            )
        )
