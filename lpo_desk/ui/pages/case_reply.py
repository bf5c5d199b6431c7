"""Last steps: the papers of the answer, and their way to the person."""

from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import (
    CaseDiary,
    CaseFile,
    DocumentKind,
    DocumentLine,
    FileMedium,
    HandoverMethod,
    IdentityMethod,
    LateReason,
    ReplyForm,
)
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.letters import COPIES, papers
from lpo_desk.services import closing
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_facts import SHOWN
from lpo_desk.ui.pages.case_identity import methods
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.replies import issue_whole_reply
from lpo_desk.ui.widgets.editors import check, choice, day
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.radios import radios

_ON_PAPER = frozenset({HandoverMethod.COUNTER, HandoverMethod.POST, HandoverMethod.REGISTERED_POST})
_WAY = {
    ReplyForm.PAPER_COUNTER: HandoverMethod.COUNTER,
    ReplyForm.PAPER_POST: HandoverMethod.POST,
    ReplyForm.SECURE_MAIL: HandoverMethod.SECURE_MAIL,
}
"""What is proposed first: as the person wished."""


@dataclass(frozen=True)
class HandedOver:
    method: HandoverMethod
    on: date | None
    identity: IdentityMethod | None = None
    late_reason: LateReason | None = None
    signed: bool = False
    medium: FileMedium | None = None


def decided_at(case: CaseFile) -> datetime | None:
    """The instant of the decision that stands."""
    return next((line.at for line in reversed(case.timeline) if line.what is CaseDiary.DECIDED), None)


def reply_made(case: CaseFile) -> bool:
    """Whether the papers of the decision that stands have been made."""
    since = decided_at(case)
    if since is None:
        return False
    needed = papers((each.asked.right, each.resolution, each.asked.copy_format) for each in case.claims)
    return needed <= {line.kind for line in case.documents if line.made_at >= since}


def going_of(case: CaseFile) -> list[DocumentLine]:
    """The papers and files that go to the person, the newest of each."""
    needed = papers((each.asked.right, each.resolution, each.asked.copy_format) for each in case.claims)
    newest = {line.kind: line for line in case.documents if line.kind in needed}
    return [newest[kind] for kind in DocumentKind if kind in newest]


class ReplyPanel(StepPanel):
    """Letter and extract are made, archived and shown to be printed, in one press."""

    title = "case_page.reply_title"
    note = "case_page.reply_note"
    verb = "case_page.reply_verb"

    def act(self) -> None:
        context, case_id, number = self.context, self.case_id, self.case.row.number

        def made(papers: dict[DocumentKind, bytes]) -> None:
            self.finished.emit("case_page.done_reply")
            shown = [kind for kind in (DocumentKind.REPLY, DocumentKind.EXTRACT) if kind in papers]
            show_papers(context, number, [Paper(kind.term, papers[kind]) for kind in shown])

        self.desk.with_ticket(
            lambda ticket: issue_whole_reply(context.database, context.actor, case_id, ticket), made
        )


class HandoverPanel(StepPanel):
    """The day the answer reached the person stops the clock. At the counter identity is seen again."""

    title = "case_page.handover_title"
    note = "case_page.handover_note"
    verb = "case_page.handover_verb"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        start = HandedOver(_WAY[case.intake.reply_form], desk.context.database.today())
        self._form = self.form(
            [
                Field(
                    "method",
                    "case_page.handover_method",
                    radios(lambda: [(way, f"case_page.method_{way.value}") for way in HandoverMethod]),
                ),
                Field("identity", "field.identity_method", radios(methods(), 2)),
                Field("signed", "case_page.signed_for", check()),
                Field(
                    "medium", "field.file_medium", radios(lambda: [(one, one.term) for one in FileMedium], 3)
                ),
                Field("on", "case_page.handover_on", day(desk.context.database.today), required=True),
                Field(
                    "late_reason",
                    "case_page.late_reason",
                    choice(lambda: [(None, "case_page.choose"), *((one, one.term) for one in LateReason)]),
                ),
            ],
            start,
        )
        self._outside, self._files = role_label("warning", self), role_label("muted", self)
        for label in (self._outside, self._files):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.save = self.button("case_page.save_files", lambda: self.files_asked.emit(self._go_as_files()))
        self.column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        desk.context.language.follow(self, self._follow)
        for name in ("method", "on"):
            self._form.row(name).editor.edited.connect(self._follow)

    def refresh(self, case: CaseFile) -> None:
        super().refresh(case)
        self._tell_outside()
        if all(line.saved for line in self._go_as_files()):
            self._form.row("method").say("", error=True)  # what was missing there is no longer

    def act(self) -> None:
        if not self._form.commit():
            return
        told = self._form.value()
        assert told.on is not None  # noqa: S101 - the field is required
        on, case_id = told.on, self.case_id
        identity = told.identity if told.method in closing.SEEN_AGAIN else None
        signed = told.signed and told.method is HandoverMethod.COUNTER
        late = told.late_reason if self._late(on) else None
        places = {
            "request.handover_day_wrong": "on",
            "clock.refused_out_of_order": "on",
            "request.identity_at_handover": "identity",
            "request.late_reason_missing": "late_reason",
            "request.no_post_to_protected": "method",
            "request.medium_missing": "medium",
            "request.file_not_saved": "method",
        }
        self.desk.step(
            lambda unit: closing.hand_over(
                unit,
                case_id,
                told.method,
                on=on,
                identity=identity,
                signed=signed,
                late_reason=late,
                medium=told.medium,
            ),
            self.ends("case_page.done_handed_over"),
            self.shows(self._form, places),
        )

    def _late(self, on: date) -> bool:
        return on > self.case.row.due.deadline.legal

    def _follow(self) -> None:
        method = self._form.typed("method")
        self._form.row("identity").setVisible(method in closing.SEEN_AGAIN)
        self._form.row("signed").setVisible(method is HandoverMethod.COUNTER)
        self._tell_outside()
        try:
            on = self._form.typed("on")
        except UserError:
            return
        self._form.row("late_reason").setVisible(isinstance(on, date) and self._late(on))

    def _go_as_files(self) -> list[DocumentLine]:
        """Everything by mail; by hand or post what is no paper."""
        by_mail = self._form.typed("method") is HandoverMethod.SECURE_MAIL
        return [line for line in going_of(self.case) if by_mail or line.kind in COPIES.values()]

    def _tell_outside(self) -> None:
        """What the clerk does outside, and with which files; a letter that nobody has printed is told, not asked for."""
        words, files = self.context.language.text, self._go_as_files()
        by_mail = self._form.typed("method") is HandoverMethod.SECURE_MAIL
        self._form.row("medium").setVisible(bool(files) and not by_mail)
        told = ["case_page.outside_mail" if by_mail else "case_page.outside_file"] if files else []
        papers = [line for line in going_of(self.case) if line not in files]
        if self._form.typed("method") in _ON_PAPER and not all(line.printed or line.saved for line in papers):
            told.append("case_page.not_printed")
        self._outside.setText("\n".join(f"▲ {words(key)}" for key in told))
        self._files.setText("\n".join(self._file(line) for line in files))
        self._outside.setVisible(bool(told))
        for widget in (self._files, self.save):
            widget.setVisible(bool(files))

    def _file(self, line: DocumentLine) -> str:
        words = self.context.language.text
        state = words("case_page.is_saved" if line.saved else "case_page.not_saved")
        return words("case_page.file_sum_state", file=line.kind, sum=line.sha256[:SHOWN], state=state)


def panel_of_reply(case: CaseFile, desk: CaseDesk) -> type[StepPanel] | None:
    """What there is to do with a decided case, for who is looking; None when it is somebody else's turn."""
    if reply_made(case):
        return HandoverPanel if desk.context.may(Right.HAND_OVER) else None
    return ReplyPanel if desk.context.may(Right.DECIDE_REQUEST) else None
