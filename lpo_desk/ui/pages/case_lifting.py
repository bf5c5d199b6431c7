"""The restriction of a case: the person is told that it ends, and then it is lifted (GDPR art. 18(3))."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lpo_desk.db.unit import Unit
from lpo_desk.documents.casework import issue_lifting_notice
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseFile, DocumentKind
from lpo_desk.domain.lifting import proposed
from lpo_desk.domain.restriction import Restriction
from lpo_desk.services import restrictions
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.models.columns import Mark, Status
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_frame import StepBlock
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question, Reason, ReasonDialog
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.status import ChipRow


class LiftingBlock(StepBlock):
    """The restriction that comes first, with what is to be done about it next; others follow when it is lifted.

    `finished` carries the term key of what has happened.
    """

    finished = Signal(str)

    def __init__(self, desk: CaseDesk) -> None:
        super().__init__()
        self._desk = desk
        self._case: CaseFile | None = None
        self.says, self.chips = role_label("text"), ChipRow(desk.context.language)
        self.says.setWordWrap(True)
        self.notice = self._button("case_lifting.notice", lambda: self._do(self._ask_notice))
        self.told = self._button("case_lifting.told", lambda: self._do(self._ask_told))
        self.lift = self._button("case_lifting.lift", lambda: self._do(self._ask_lift))
        self._keys = QWidget()
        self._lay_out()
        desk.context.language.follow(self, self._reword)
        self.hide()

    @property
    def restriction(self) -> Restriction | None:
        """The one to be dealt with: one that is proposed for lifting before the others."""
        case = self._case
        if case is None:
            return None
        return min(case.restrictions, key=lambda each: not proposed(case, each), default=None)

    def stops(self) -> tuple[QWidget, ...]:
        return (self.notice, self.told, self.lift)

    def show_case(self, case: CaseFile) -> None:
        self._case = case
        self.setVisible(self.restriction is not None)
        self._reword()

    def go_on(self) -> None:
        """The next step: the notice, that the person was told, the lifting."""
        restriction, case = self.restriction, self._case
        if restriction is None or case is None:
            return
        if restriction.told_on is not None:
            self._do(self._ask_lift)
        elif any(line.kind is DocumentKind.LIFTING_NOTICE for line in case.documents):
            self._do(self._ask_told)
        else:
            self._do(self._ask_notice)

    def _do(self, ask: Callable[[CaseFile, Restriction], object]) -> None:
        if self._case is not None and self.restriction is not None and not self._desk.busy:
            ask(self._case, self.restriction)

    def _ask_notice(self, case: CaseFile, restriction: Restriction) -> None:
        question = Question(
            "case_lifting.notice",
            f"case_lifting.ask_notice_{case.intake.reply_lang.value}",
            "case_lifting.why",
            "case_lifting.verb_notice",
            day="case_lifting.ends_on",
            day_faults=frozenset({"letter.lifting_too_late"}),
            start=restriction.lifting_on,
        )
        context = self._desk.context
        dialog = self._sheet(question)

        def issue(ticket: Ticket | None, reason: Reason) -> bytes:
            assert ticket is not None  # noqa: S101 - a restriction is somebody's
            assert reason.on is not None  # noqa: S101 - the field is required
            return issue_lifting_notice(
                context.database, context.actor, restriction.id, ticket, reason.on, reason.words
            )

        def made(pdf: bytes) -> None:
            dialog.accept()
            self.finished.emit("case_lifting.done_notice")
            show_papers(context, case.row.number, [Paper(DocumentKind.LIFTING_NOTICE.term, pdf)])

        def give(reason: Reason) -> None:
            self._desk.with_ticket(lambda ticket: issue(ticket, reason), made, dialog.refuse)

        dialog.given.connect(give)
        dialog.open()

    def _ask_told(self, _: CaseFile, restriction: Restriction) -> None:
        question = Question(
            "case_lifting.told",
            "case_lifting.ask_told",
            "",
            "case_lifting.verb_told",
            day="restriction.told_day",
        )
        dialog = self._sheet(question)

        def tell(unit: Unit, ticket: Ticket | None, reason: Reason) -> None:
            assert ticket is not None  # noqa: S101 - a restriction is somebody's
            assert reason.on is not None  # noqa: S101 - the field is required
            restrictions.tell(unit, ticket, restriction.id, reason.on)

        def done(_: None) -> None:
            dialog.accept()
            self.finished.emit("restriction.was_told")

        dialog.given.connect(
            lambda reason: self._desk.step_opened(
                lambda unit, ticket: tell(unit, ticket, reason), done, dialog.refuse
            )
        )
        dialog.open()

    def _ask_lift(self, case: CaseFile, restriction: Restriction) -> None:
        early = restriction.before_its_day(self._desk.context.database.today())
        question = Question(
            "case_lifting.lift",
            f"case_lifting.confirm_note{'_early' if early else ''}",
            f"case_lifting.confirm{'_early' if early else ''}",
            "case_lifting.verb_lift",
            (
                ("number", case.row.number),
                ("ground", restriction.ground),
                ("told", restriction.told_on),
                ("date", restriction.lifting_on or ""),
            ),
        )

        def lift(unit: Unit, ticket: Ticket | None) -> None:
            assert ticket is not None  # noqa: S101 - a restriction is somebody's
            restrictions.lift(unit, ticket, restriction.id, early=early)

        dialog = ConfirmDialog(question, self._desk.context.language, self.window())
        dialog.confirmed.connect(
            lambda: self._desk.step_opened(lift, lambda _: self.finished.emit("restriction.was_lifted"))
        )
        dialog.open()

    def _sheet(self, question: Question) -> ReasonDialog:
        context = self._desk.context
        return ReasonDialog(question, context.language, self.window(), context.database.today)

    def _reword(self) -> None:
        restriction, case, context = self.restriction, self._case, self._desk.context
        if restriction is None or case is None:
            return
        told = restriction.told_on
        self.says.setText(
            context.language.text("case_lifting.holds", ground=restriction.ground, since=restriction.from_on)
        )
        if told is not None:
            chips = [Status("case_lifting.was_told", Mark.CHECK, Tone.OK, (("date", told),))]
        elif restriction.lifting_on is not None:
            chips = [Status("case_lifting.not_told", Mark.RING, Tone.MUTED)]
        elif proposed(case, restriction):
            chips = [Status("case_lifting.proposed", Mark.TRIANGLE, Tone.WARNING)]
        else:
            chips = []
        if restriction.lifting_on is not None:
            chips.append(_day(restriction.lifting_on, context.database.today()))
        self.chips.set_statuses(chips)
        self.chips.setVisible(bool(chips))
        self._keys.setVisible(case.own is None and context.may(Right.RESTRICT))
        for button in (self.notice, self.told):
            button.setVisible(told is None)
        self.lift.setVisible(told is not None)

    def _button(self, term: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(True)
        button.setProperty(NO_KEY, True)
        button.clicked.connect(lambda: act())
        self._desk.context.language.bind(button.setText, term)
        return button

    def _lay_out(self) -> None:
        title = role_label("heading")
        self._desk.context.language.bind(title.setText, "case_lifting.title")
        row = FlowLayout(self._keys, gap=7)
        for button in (self.notice, self.told, self.lift):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 0)
        column.setSpacing(7)
        for widget in (title, self.says, self.chips, self._keys):
            column.addWidget(widget)


def _day(on: date, today: date) -> Status:
    """The day that the person is told, and whether it has come."""
    values = (("date", on),)
    if on > today:
        return Status("case_lifting.ends", Mark.RING, Tone.MUTED, values)
    return Status("case_lifting.day_came", Mark.TRIANGLE, Tone.WARNING, values)
