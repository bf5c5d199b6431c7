"""The plan of an erasure inside the step of its decision: what goes, what stays until when and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import Claim
from lpo_desk.domain.erasure import ErasurePlan, PlannedGroup
from lpo_desk.services import deciding
from lpo_desk.ui.focus import rest
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.widgets.inputs import role_label


class PlanBox(QWidget):
    """One person looks at the plan and prepares it with the button; another decides on it (law.md 1.3).

    `shown` comes when the plan has been read, `prepared` when the plan that is shown was kept.
    """

    shown = Signal()
    prepared = Signal()

    def __init__(self, panel: StepPanel, claim: Claim) -> None:
        super().__init__(panel)
        self._panel, self._claim = panel, claim
        self._plan: ErasurePlan | None = None
        self.lines, self.who = role_label("text", self), role_label("muted", self)
        for label in (self.lines, self.who):
            label.setWordWrap(True)
        self.prepare = panel.button("case_page.plan_prepare", self._prepare)
        self.prepare.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.lines, self.who):
            column.addWidget(widget)
        column.addWidget(self.prepare, 0, Qt.AlignmentFlag.AlignLeft)
        panel.context.language.follow(self, self._reword)
        self._read()

    def _read(self) -> None:
        context, case_id, claim_id = self._panel.context, self._panel.case_id, self._claim.id

        def read(ticket: Ticket | None) -> ErasurePlan | None:
            if ticket is None:
                return None
            with context.database.reading(context.actor) as unit:
                return deciding.plan(unit, case_id, claim_id, ticket)

        self._panel.desk.with_ticket(read, self._show)

    def _show(self, plan: ErasurePlan | None) -> None:
        self._plan = plan
        rest(self.prepare, plan is None or not plan.going)
        self._reword()
        self.shown.emit()

    def _prepare(self) -> None:
        plan = self._plan
        if plan is None:
            return
        case_id, claim_id = self._panel.case_id, self._claim.id
        self._panel.desk.step(
            lambda unit: deciding.prepare(unit, case_id, claim_id, plan.digest),
            lambda _: self.prepared.emit(),
        )

    def _reword(self) -> None:
        words, who, plan = self._panel.context.language.text, self._claim.prepared_by, self._plan
        groups = plan.groups if plan else ()
        self.lines.setText("\n".join(self._line(group) for group in groups if group.values))
        if plan is not None and not plan.going:
            self.who.setText(words("case_page.plan_nothing_goes"))
        elif who:
            self.who.setText(words("case_page.plan_by", who=who))
        else:
            self.who.setText(words("case_page.plan_by_nobody"))

    def _line(self, group: PlannedGroup) -> str:
        words, show = self._panel.context.language.text, self._panel.context.language.show
        name, why = show(group.category), show(group.why)
        if group.goes:
            return words("case_page.plan_goes", name=name, count=group.values)
        if group.until is None:
            return words("case_page.plan_stays", name=name, count=group.values, why=why)
        return words("case_page.plan_until", name=name, count=group.values, until=group.until, why=why)


class PreparePanel(StepPanel):
    """For whoever does not decide: the plan may be prepared, so that another can decide on it."""

    title = "case_page.plan_title"
    note = "case_page.plan_note"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        claim = case.undecided
        if claim is None:
            return
        self.box = PlanBox(self, claim)
        self.box.shown.connect(lambda: self.box.prepare.setFocus(Qt.FocusReason.OtherFocusReason))
        self.box.prepared.connect(lambda: self.finished.emit("case_page.done_prepared"))
        self.column.addWidget(self.box)
        self.column.addStretch(1)
