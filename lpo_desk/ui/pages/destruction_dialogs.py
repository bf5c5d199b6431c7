"""Windows over the page of destruction: what is due, what is on a list, which papers are held."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.destroying import (
    DestructionItem,
    DestructionRecord,
    DestructionRow,
    DuePaper,
    Hold,
    ItemVerdict,
)
from lpo_desk.services import accounts, destroying, holds
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import rest
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.list_dialog import ListDialog
from lpo_desk.ui.pages.paper_holds import ask_hold, ask_release
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets.inputs import ComboBox, role_label


class DueDialog(ListDialog):
    """What may be destroyed: all of it chosen at first. Ctrl+Enter proposes; `proposed` carries the new list."""

    proposed = Signal(object)

    def __init__(self, context: Context) -> None:
        self._rows: tuple[DuePaper, ...] = ()
        self._out: set[int] = set()
        columns = (
            Column[DuePaper](
                "destruction_page.choice", lambda row: row.why_not, width=200, status=self._state
            ),
            Column[DuePaper]("papers_page.number", lambda row: row.paper.number, width=84),
            Column[DuePaper]("field.paper_kind", lambda row: row.paper.kind, width=275),
            Column[DuePaper]("field.paper_title", lambda row: row.paper.title, width=100, stretch=True),
            Column[DuePaper](
                "field.year",
                lambda row: str(row.paper.day.year) if row.paper.day else "",
                width=52,
            ),
            Column[DuePaper]("papers_page.kept", lambda row: row.paper.kept.until, width=96),
            Column[DuePaper]("places_page.path", lambda row: row.paper.path, width=150),
        )
        super().__init__(
            context,
            "destruction_due",
            "destruction_page.due_title",
            "destruction_page.due_empty",
            columns,
            lambda row: row.paper.id,
        )
        self.office = ComboBox(self)
        label = role_label("label", self)
        label.setBuddy(self.office)
        for told in (label, self.office):
            self.head.addWidget(told)
        self.head.addStretch(1)
        context.language.bind(label.setText, "office.office")
        context.language.bind(self.office.setAccessibleName, "office.office")
        self.why = role_label("text")
        self.why.setWordWrap(True)
        self.layout().insertWidget(self.layout().count() - 1, self.why)  # type: ignore[union-attr]  # it has one
        self.verb = self.add_verb("destruction_page.propose_do")
        self.verb.setProperty("role", "primary")
        self.verb.clicked.connect(self.propose)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.propose)
        self.office.currentIndexChanged.connect(lambda _: self.reload())
        self.table.toggled.connect(self.toggle)
        self.table.opened.connect(lambda _: self.toggle())
        self.table.current_changed.connect(lambda _: self._tell_why())
        context.read(self, accounts.offices, self._show_offices)

    @property
    def chosen(self) -> tuple[int, ...]:
        return tuple(
            row.paper.id for row in self._rows if row.why_not is None and row.paper.id not in self._out
        )

    def reload(self) -> None:
        office = self.office.value()
        if isinstance(office, int):
            self.context.read(
                self, lambda unit: destroying.due(unit, office), self._show, self.failed, latest="due"
            )

    def toggle(self) -> None:
        """Take the paper of the row out of the proposal, or in again; what may not go stays out."""
        key = self.table.current_key()
        row = next((each for each in self._rows if each.paper.id == key), None)
        if row is not None and row.why_not is None:
            self._out ^= {row.paper.id}
            self.model.set_rows(self._rows)
            self._fit()

    def propose(self) -> None:
        if not self.verb.isEnabled():
            return
        rest(self.verb, True)
        chosen = self.chosen

        def done(row: DestructionRow) -> None:
            self.accept()
            self.proposed.emit(row)

        def failed(error: Exception) -> None:
            self.reload()
            self.failed(error)

        self.context.write(self, lambda unit: destroying.propose(unit, chosen), done, failed)

    def _show_offices(self, offices: tuple[Office, ...]) -> None:
        lang = self.context.lang
        self.office.set_choices([(office.id, office.name(lang)) for office in offices])
        own = self.context.actor.office_id
        if own is not None and own != self.office.value():
            self.office.set_value(own)  # which reads
        else:
            self.reload()

    def _show(self, rows: tuple[DuePaper, ...]) -> None:
        self._rows, self._out = rows, set()
        self.show_rows(rows)
        self._fit()

    def _fit(self) -> None:
        rest(self.verb, not self.chosen)
        self.context.language.bind(
            self.note.setText,
            "destruction_page.due_note",
            count=len(self.chosen),
            papers=len(self._rows),
        )
        self._tell_why()

    def _tell_why(self) -> None:
        """Why the paper of the row was kept until its day."""
        key = self.table.current_key()
        row = next((each for each in self._rows if each.paper.id == key), None)
        words = self.context.language.show(row.paper.kept.why) if row else ""
        self.why.setText(self.context.language.text("destruction_page.kept_why", why=words) if words else "")

    def _state(self, row: DuePaper) -> Status:
        if row.why_not is not None:
            return Status(row.why_not.term, Mark.TRIANGLE, Tone.WARNING)
        if row.paper.id in self._out:
            return Status("destruction_page.taken_out", Mark.RING, Tone.MUTED)
        return Status("destruction_page.chosen", Mark.CHECK, Tone.OK)


class PapersDialog(ListDialog):
    """The papers of a list: what becomes of each and, while the list is open, what would be left out today."""

    def __init__(self, context: Context, record: DestructionRecord) -> None:
        columns = (
            Column[DestructionItem]("field.paper_number", lambda item: item.number, width=100),
            Column[DestructionItem]("field.paper_kind", lambda item: item.kind, width=200, stretch=True),
            Column[DestructionItem]("field.year", lambda item: str(item.year) if item.year else "", width=60),
            Column[DestructionItem](
                "destruction_list.verdict", lambda item: item.verdict, width=130, status=_verdict
            ),
            Column[DestructionItem]("destruction_list.why", lambda item: item.why, width=280),
        )
        super().__init__(
            context,
            "destruction_papers",
            "destruction_list.title",
            "destruction_page.papers_empty",
            columns,
            lambda row: row.record_id,
        )
        self._row = record.row
        context.language.follow(self, self._describe)
        self.show_rows(record.items)

    def _describe(self) -> None:
        """Who has done what with the list, and when."""
        row, words = self._row, self.context.language.text
        said = [
            words(
                "destruction_page.papers_note",
                number=row.number,
                count=row.papers,
                name=row.proposed_by,
                on=row.proposed_on,
            )
        ]
        if row.approved_on is not None:
            said.append(
                words(
                    "destruction_page.papers_approved",
                    name=row.approved_by,
                    on=row.approved_on,
                    earliest=row.not_before,
                )
            )
        if row.executed_on is not None and row.method is not None:
            said.append(
                words(
                    "destruction_page.papers_executed",
                    name=row.executed_by,
                    on=row.executed_on,
                    witness=row.witness,
                    method=words(row.method.term),
                )
            )
        if row.cancelled_on is not None:
            said.append(
                words("destruction_page.papers_cancelled", name=row.cancelled_by, on=row.cancelled_on)
            )
        self.note.setText(" ".join(said))


class HoldsDialog(ListDialog):
    """The papers that may not be destroyed whatever their time: one added with Insert, one released with Delete."""

    def __init__(self, context: Context) -> None:
        columns = (
            Column[Hold]("field.paper_number", lambda row: row.number, width=100),
            Column[Hold]("field.paper_kind", lambda row: row.kind, width=130),
            Column[Hold]("field.hold_reason", lambda row: row.reason, width=240, stretch=True),
            Column[Hold]("destruction_page.held_since", lambda row: row.since, width=100),
            Column[Hold]("destruction_page.held_by", lambda row: row.by, width=130),
        )
        super().__init__(
            context,
            "holds",
            "destruction_page.holds_title",
            "destruction_page.holds_empty",
            columns,
            lambda row: row.record_id,
        )
        context.language.bind(self.note.setText, "destruction_page.holds_note")
        self.add = self.add_verb("destruction_page.hold")
        self.release = self.add_verb("destruction_page.release")
        self.add.clicked.connect(self.add_hold)
        self.release.clicked.connect(self.release_hold)
        QShortcut(QKeySequence("Insert"), self, self.add_hold)
        QShortcut(QKeySequence("Delete"), self, self.release_hold)
        self.table.current_changed.connect(lambda _: self._fit())
        self._fit()
        self.reload()

    def reload(self) -> None:
        self.context.read(self, holds.held, self._show, self.failed, latest="holds")

    def add_hold(self) -> None:
        ask_hold(self.context, self, self.reload)

    def release_hold(self) -> None:
        key = self.table.current_key()
        if isinstance(key, int):
            row = next(row for row in self.model.rows if row.record_id == key)
            ask_release(self.context, self, self.reload, (key, row.number))

    def _show(self, rows: tuple[Hold, ...]) -> None:
        self.show_rows(rows)
        self._fit()

    def _fit(self) -> None:
        self.release.setEnabled(self.table.current_key() is not None)


def _verdict(item: DestructionItem) -> Status:
    match item.verdict:
        case ItemVerdict.DESTROYED:
            return Status(item.verdict.term, Mark.SQUARE, Tone.MUTED)
        case ItemVerdict.LEFT_OUT:
            return Status(item.verdict.term, Mark.RING, Tone.WARNING)
        case ItemVerdict.DESTROY if item.why is not None:
            return Status("destruction_page.would_stay", Mark.TRIANGLE, Tone.WARNING)
        case _:
            return Status(item.verdict.term, Mark.CHECK, Tone.OK)
