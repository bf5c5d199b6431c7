"""Steps beside the way: taking, doubting, asking, extending, sending back; how a case ends otherwise; what is noted."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lpo_desk.db.unit import Unit
from lpo_desk.documents.casework import issue_extension, issue_identity_letter, issue_specify_letter
from lpo_desk.documents.counter import forms_of_case
from lpo_desk.documents.evidence import issue_evidence
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseFile, DocumentKind
from lpo_desk.domain.deadlines import extended
from lpo_desk.domain.leaving import Destination
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.scanning.pages import as_pdf
from lpo_desk.services import casework, closing, restrictions
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_restriction import RestrictDialog
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_reason import Question, Reason, ReasonDialog
from lpo_desk.ui.paper_dialog import Paper, show_papers

Act = Callable[[Unit, int, str], None]
ActOn = Callable[[Unit, int, date, str], None]

_REASONED: dict[str, Act] = {
    "doubt": casework.doubt_identity,
    "no_proof": casework.no_proof,
    "specify": casework.ask_to_specify,
    "send_back": casework.send_back,
    "withdraw": closing.withdraw,
    "duplicate": closing.mark_duplicate,
    "move": closing.move,
    "reopen": closing.reopen,
    "complain": closing.complain,
    "note": closing.add_note,
    "extend": casework.extend,
}

_DATED: dict[str, tuple[ActOn, frozenset[str]]] = {
    "returned": (closing.returned, frozenset({"request.returned_day_wrong"})),
}
"""Steps that ask for their day too, and what is said beside it where the day is wrong."""


Issue = Callable[[Context, int, Ticket | None], bytes]

_PAPERS: dict[str, tuple[Issue, str]] = {
    "extension_notice": (
        lambda context, case_id, ticket: issue_extension(context.database, context.actor, case_id, ticket),
        DocumentKind.EXTENSION.term,
    ),
    "identity_letter": (
        lambda context, case_id, ticket: issue_identity_letter(
            context.database, context.actor, case_id, ticket
        ),
        DocumentKind.IDENTITY_LETTER.term,
    ),
    "specify_letter": (
        lambda context, case_id, ticket: issue_specify_letter(
            context.database, context.actor, case_id, ticket
        ),
        DocumentKind.SPECIFY_LETTER.term,
    ),
    "evidence": (
        lambda context, case_id, ticket: issue_evidence(
            context.database, context.actor, case_id, ticket, context.lang, as_pdf
        ),
        "case_page.evidence",
    ),
}
"""Papers that are made beside the way: how, and what they are called."""
_GOES = {"evidence": Destination.AUTHORITY}
"""Those that never go to the person."""


class CaseAsides(QObject):
    """`finished` carries the term key of what has happened; `panel_asked` the name of a step to show instead."""

    finished = Signal(str)
    panel_asked = Signal(str)

    def __init__(self, desk: CaseDesk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def do(self, name: str, case: CaseFile) -> None:
        """The step of that name (case_next.asides_of)."""
        if name in _REASONED or name in _DATED:
            self.ask(name, case)
        elif name == "take":
            self._take(case)
        elif name in _PAPERS:
            self._issue(name, case)
        elif name == "restrict":
            self._restrict(case)
        elif name == "forms":
            self._print_forms(case)
        else:
            self.panel_asked.emit(name)

    def ask(self, name: str, case: CaseFile) -> ReasonDialog:
        """Ask for the reason, then do the step with it; a refusal is told in the same sheet."""
        context, act, case_id = self._desk.context, _acts(name), case.row.case_id
        today = context.database.today
        dialog = ReasonDialog(_question(name, case), context.language, self._page.window(), today)

        def give(reason: Reason) -> None:
            self._desk.step(lambda unit: act(unit, case_id, reason), done, dialog.refuse)

        def done(_: None) -> None:
            dialog.accept()
            self.finished.emit(f"case_page.done_{name}")
            if name == "extend":
                self._issue("extension_notice", case)

        dialog.given.connect(give)
        dialog.open()
        return dialog

    def _take(self, case: CaseFile) -> None:
        case_id = case.row.case_id
        if not case.row.handler:  # the desk takes a case along that nobody handles
            self._desk.step(lambda _: None, lambda _: self.finished.emit("case_page.done_take"))
            return
        self._desk.step(
            lambda unit: casework.take(unit, case_id), lambda _: self.finished.emit("case_page.done_take")
        )

    def _print_forms(self, case: CaseFile) -> None:
        """The form with the case's number, to be signed."""
        context, case_id, number = self._desk.context, case.row.case_id, case.row.number
        self._desk.with_ticket(
            lambda ticket: forms_of_case(context.database, context.actor, case_id, ticket),
            lambda papers: show_papers(context, number, [Paper(kind.term, pdf) for kind, pdf in papers]),
        )

    def _restrict(self, case: CaseFile) -> None:
        """The sheet of the card, for this case."""

        def write(ground: RestrictionGround, reason: str, number: str) -> None:
            self._desk.step_opened(
                lambda unit, ticket: _restrict(unit, ticket, ground, reason, number), done, dialog.refuse
            )

        def done(_: object) -> None:
            dialog.accept()
            self.finished.emit("restriction.was_restricted")

        held = {each.ground for each in case.restrictions}
        dialog = RestrictDialog(self._desk.context, held, [case.row.number], write, of_case=True)
        dialog.open()

    def _issue(self, name: str, case: CaseFile) -> None:
        """Make a paper and show it."""
        context, case_id = self._desk.context, case.row.case_id
        issue, title = _PAPERS[name]
        self._desk.with_ticket(
            lambda ticket: issue(context, case_id, ticket),
            lambda pdf: show_papers(context, case.row.number, [Paper(title, pdf, _GOES.get(name))]),
        )


def _restrict(unit: Unit, ticket: Ticket | None, ground: RestrictionGround, reason: str, number: str) -> None:
    assert ticket is not None  # noqa: S101 - the step is there for a known person only
    restrictions.restrict(unit, ticket, ground, reason, number)


def _acts(name: str) -> Callable[[Unit, int, Reason], None]:
    """What the step of that name does with what was given."""

    def act(unit: Unit, case_id: int, reason: Reason) -> None:
        if name in _REASONED:
            _REASONED[name](unit, case_id, reason.words)
        else:
            assert reason.on is not None  # noqa: S101 - the field is required
            _DATED[name][0](unit, case_id, reason.on, reason.words)

    return act


def _question(name: str, case: CaseFile) -> Question:
    """Terms of the sheet; the words of some go to the person, so the note says in which language to write."""
    values: tuple[tuple[str, object], ...] = (("number", case.row.number),)
    if name == "extend":
        line = case.row.due.deadline
        values += (
            ("new", extended(case.row.received_on).legal),
            ("last", line.last_notice_day),
            ("received", case.row.received_on),
        )
    return Question(
        f"case_page.aside_{name}",
        f"case_page.ask_{name}_{case.intake.reply_lang.value}"
        if name == "extend"
        else f"case_page.ask_{name}",
        f"case_page.label_{name}",
        f"case_page.verb_{name}",
        values,
        day=f"case_page.day_{name}" if name in _DATED else "",
        day_faults=_DATED[name][1] if name in _DATED else frozenset(),
    )
