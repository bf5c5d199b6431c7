"""Lists of papers to be destroyed: proposed, approved by another, executed with a witness; their certificates."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.destroying import (
    MAY,
    DestructionMethod,
    DestructionRecord,
    DestructionRow,
    ItemVerdict,
    ListAct,
    ListState,
)
from lpo_desk.domain.errors import UserError
from lpo_desk.exports.catalogue import DESTRUCTION
from lpo_desk.services import destroying
from lpo_desk.settings import version
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.pages.destruction_dialogs import DueDialog, HoldsDialog, PapersDialog
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.pages.sheet import tell_made, write_workbook
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.section_form import Field

_LOOKS = {
    ListState.PROPOSED: (Mark.RING, Tone.WARNING),
    ListState.WAITING: (Mark.DISC, Tone.MUTED),
    ListState.READY: (Mark.TRIANGLE, Tone.WARNING),
    ListState.EXECUTED: (Mark.CHECK, Tone.OK),
    ListState.CANCELLED: (Mark.SQUARE, Tone.MUTED),
}


@dataclass(frozen=True)
class Executing:
    """What is asked before papers are gone. witness: the account's key."""

    number: str = ""
    method: DestructionMethod = DestructionMethod.SHREDDED
    witness: int | None = None


class DestructionPage(RowsPage[DestructionRow]):
    """Enter shows the papers of the list, Insert proposes a new one."""

    title = "destruction_page.title"
    name = "destruction"
    empty = "destruction_page.empty"
    note = "destruction_page.note"
    tables = frozenset({"destruction_list", "destruction_item", "manual_record", "custody_now"})
    verbs = (
        "destruction_page.propose",
        "destruction_page.approve",
        "destruction_page.execute",
        "destruction_page.cancel",
        "destruction_page.certificate",
        "destruction_page.excel",
        "destruction_page.holds",
    )

    spare = ("office.office", "destruction_page.proposed_by")  # the list's number begins with its office

    def __init__(self, context: Context) -> None:
        lang = context.language
        columns = (
            Column[DestructionRow]("certificate.number", lambda row: row.number, width=112),
            Column[DestructionRow]("office.office", lambda row: row.office.name(lang.lang), width=130),
            Column[DestructionRow](
                "destruction_list.state", lambda row: row.state.value, width=210, stretch=True, status=_state
            ),
            Column[DestructionRow]("destruction_page.papers", lambda row: row.papers, width=68),
            Column[DestructionRow]("certificate.proposed", lambda row: row.proposed_on, width=92),
            Column[DestructionRow]("destruction_page.proposed_by", lambda row: row.proposed_by, width=112),
            Column[DestructionRow]("destruction_page.earliest", lambda row: row.not_before, width=92),
            Column[DestructionRow]("certificate.executed", lambda row: row.executed_on, width=92),
        )
        super().__init__(context, columns, lambda row: row.id)
        acts = (
            self.propose,
            self.approve,
            self.execute,
            self.cancel,
            self.show_certificate,
            self.export,
            self.show_holds,
        )
        for shown, act in zip(self.buttons, acts, strict=True):
            shown.clicked.connect(act)
        self.buttons[-1].setVisible(context.may(Right.HOLD_PAPERS))
        self.table.opened.connect(lambda _: self.show_list())

    def reload(self) -> None:
        self.context.read(self, destroying.all_lists, self.show_rows, latest="destruction")

    def fit(self) -> None:
        row = self.chosen
        _, approve, execute, cancel, certificate, excel, _ = self.buttons
        for shown, act in ((approve, ListAct.APPROVE), (execute, ListAct.EXECUTE), (cancel, ListAct.CANCEL)):
            shown.setEnabled(row is not None and row.state in MAY[act])
        certificate.setEnabled(row is not None and row.state is ListState.EXECUTED)
        excel.setEnabled(row is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.propose()
        else:
            super().keyPressEvent(event)

    def propose(self) -> None:
        dialog = DueDialog(self.context)
        dialog.proposed.connect(lambda row: self._tell("destruction_page.proposed", row, count=row.papers))
        dialog.open()

    def show_list(self) -> None:
        row = self.chosen
        if row is not None:
            self.context.read(
                self,
                lambda unit: destroying.record(unit, row.id),
                lambda record: PapersDialog(self.context, record).open(),
            )

    def approve(self) -> None:
        self._confirm("approve", destroying.approve)

    def cancel(self) -> None:
        self._confirm("cancel", destroying.cancel)

    def execute(self) -> None:
        """Asks for the list's own number, so that nobody destroys another list than he means."""
        row = self.chosen
        if row is not None:
            self.context.read(self, destroying.witnesses, lambda staff: self._ask_execution(row, staff))

    def show_certificate(self) -> None:
        row = self.chosen
        if row is not None:
            self._show_certificate(row.id)

    def export(self) -> None:
        """Log the workbook with the number of its papers, then write it into the folder of reports."""
        row = self.chosen
        if row is None:
            return
        self.bar.clear()
        write_workbook(
            self,
            self.context,
            DESTRUCTION,
            lambda unit: destroying.export(unit, row.id, version()),
            lambda path: tell_made(self, path),
            self._failed,
        )

    def show_holds(self) -> None:
        HoldsDialog(self.context).open()

    def _confirm(self, act: str, do: Callable[[Unit, int], DestructionRow]) -> None:
        """act: the part of the terms that ask and tell of it."""
        row = self.chosen
        if row is None:
            return
        question = Question(
            f"destruction_page.{act}_title",
            f"destruction_page.{act}_note",
            f"destruction_page.{act}_question",
            f"destruction_page.{act}_do",
            (("number", row.number), ("count", row.papers)),
        )
        dialog = ConfirmDialog(question, self.context.language, self.context.window)
        dialog.confirmed.connect(
            lambda: self.context.write(
                self,
                lambda unit: do(unit, row.id),
                lambda now: self._tell(f"destruction_page.{act}_done", now, on=now.not_before),
            )
        )
        dialog.open()

    def _ask_execution(self, row: DestructionRow, staff: tuple[tuple[int, str], ...]) -> None:
        def right_number(typed: str) -> None:
            if typed.strip().upper() != row.number:
                raise UserError("destruction_page.number_differs", number=row.number)

        fields = (
            Field(
                "number", "destruction_page.type_number", editors.text(20), required=True, check=right_number
            ),
            Field("method", "certificate.method", editors.choice(_methods)),
            Field(
                "witness", "certificate.witness", editors.named(lambda: [(None, ""), *staff]), required=True
            ),
        )
        headline = self.context.language.text(
            "destruction_page.execute_question", number=row.number, count=row.papers
        )
        sheet: CardSheet[Executing] = CardSheet(
            self.context,
            "destruction_page.execute_title",
            fields,
            Executing(),
            headline=headline,
            verb="destruction_page.execute_do",
            sourced=False,
        )

        def done(record: DestructionRecord) -> None:
            sheet.accept()
            left = len(record.of(ItemVerdict.LEFT_OUT))
            self._tell("destruction_page.execute_done", record.row, count=record.row.destroyed, left=left)
            self._show_certificate(row.id)

        sheet.given.connect(
            lambda given, _: self.context.write(
                self,
                lambda unit: destroying.execute(unit, row.id, given.method, given.witness),
                done,
                sheet.refuse,
            )
        )
        sheet.open()

    def _show_certificate(self, list_id: int) -> None:
        """The archived certificate; made and archived first where it was not yet."""
        database, actor, lang = self.context.database, self.context.actor, self.context.lang

        def make() -> bytes:
            from lpo_desk.documents.destruction import destruction_certificate

            with database.reading(actor) as unit:
                kept, record = destroying.certificate(unit, list_id), destroying.record(unit, list_id)
            if kept is not None:
                return kept
            pdf = destruction_certificate(record, lang)
            with database.unit(actor) as unit:
                return destroying.archive_certificate(unit, list_id, pdf)

        def show(pdf: bytes) -> None:
            show_papers(self.context, "", [Paper("certificate.heading", pdf)])

        self.context.runner.run(self, make, show)

    def _tell(self, key: str, row: DestructionRow, **values: object) -> None:
        self.bar.tell(Kind.SUCCESS, key, (), seconds=0, number=row.number, **values)
        self.go_to(row)
        self.reload()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.bar.tell_error(error)


def _state(row: DestructionRow) -> Status:
    return Status(row.state.term, *_LOOKS[row.state])


def _methods() -> list[tuple[DestructionMethod, str]]:
    return [(method, method.term) for method in DestructionMethod]
