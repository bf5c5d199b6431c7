"""Next steps before and beside the work itself: whose request it is, and waiting for an answer."""

from dataclasses import dataclass

from lpo_desk.domain.case import CaseFile, CaseStatus, IdentityMethod, Requester
from lpo_desk.services import casework
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.widgets.editors import Choices, notes, text
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.radios import radios


@dataclass(frozen=True)
class Seen:
    method: IdentityMethod | None
    authority: str = ""


@dataclass(frozen=True)
class Answered:
    words: str = ""


def methods() -> Choices:
    """The ways in which identity can be seen; "could not be verified" is none."""
    return lambda: [(way, way.term) for way in IdentityMethod if way is not IdentityMethod.NOT_VERIFIED]


class IdentityPanel(StepPanel):
    """Identity, and a representative's authority, is accepted. What was seen at the counter is filled in already."""

    title = "case_page.identity_title"
    note = "case_page.identity_note"
    verb = "case_page.identity_verb"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        if case.row.status is not CaseStatus.RECEIVED:
            self.title, self.note = "case_page.proof_title", "case_page.proof_note"
        intake = case.intake
        fields = [Field("method", "request_wizard.identity", radios(methods(), 2), required=True)]
        if intake.requester is not Requester.SELF:
            fields.append(Field("authority", "request_wizard.authority_document", text(200), required=True))
        seen = intake.identity if intake.identity is not IdentityMethod.NOT_VERIFIED else None
        self._form = self.form(fields, Seen(seen, intake.authority_document))

    def act(self) -> None:
        if not self._form.commit():
            return
        seen = self._form.value()
        assert seen.method is not None  # noqa: S101 - the field is required
        method, case_id = seen.method, self.case_id
        authority = seen.authority if seen.authority != self.case.intake.authority_document else ""
        places = {"request.identity_method_missing": "method", "request.authority_missing": "authority"}
        self.desk.step(
            lambda unit: casework.confirm_identity(unit, case_id, method, authority),
            self.ends("case_page.done_identity"),
            self.shows(self._form, places),
        )


class ClarifyPanel(StepPanel):
    """The person was asked what is meant; the clock runs on."""

    title = "case_page.clarify_title"
    note = "case_page.clarify_note"
    verb = "case_page.clarify_verb"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        self._form = self.form(
            [Field("words", "case_page.clarify_answer", notes(4000, 4), required=True)], Answered()
        )

    def act(self) -> None:
        if not self._form.commit():
            return
        words, case_id = self._form.value().words, self.case_id
        self.desk.step(
            lambda unit: casework.specified(unit, case_id, words),
            self.ends("case_page.done_answered"),
            self.shows(self._form, {"request.reason_missing": "words"}),
        )


class WaitPanel(StepPanel):
    """What a clerk sees of a case that the data protection officer works on."""

    title = "case_page.wait_title"
    note = "case_page.wait_note"


class OwnPanel(StepPanel):
    """The user's own case, or of somebody close to him: he sees why there is nothing to press (law.md section 5)."""

    title = "case_page.own_title"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        assert case.own is not None  # noqa: S101 - case_next chose this panel by it
        self.note = f"own.case_refused_{case.own.value}"


class ClosedPanel(StepPanel):
    """Nothing more to do here: on to the next of the queue."""

    title = "case_page.closed_title"
    note = "case_page.closed_note"
    verb = "case_page.next_verb"
