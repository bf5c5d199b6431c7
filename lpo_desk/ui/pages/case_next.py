"""Which step comes next in a case, and which may be taken aside from it: asked of the case, not of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from lpo_desk.domain.accounts import Actor, Right
from lpo_desk.domain.case import OPEN, CaseDiary, CaseEvent, CaseFile, CaseRow, CaseStatus, DocumentKind
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_gather import GatherPanel
from lpo_desk.ui.pages.case_identity import ClarifyPanel, ClosedPanel, IdentityPanel, OwnPanel, WaitPanel
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.pages.case_plan import PreparePanel
from lpo_desk.ui.pages.case_reply import panel_of_reply, reply_made
from lpo_desk.ui.pages.case_review import ReviewPanel

_PANELS: dict[CaseStatus, type[StepPanel]] = {
    CaseStatus.RECEIVED: IdentityPanel,
    CaseStatus.IDENTITY: IdentityPanel,
    CaseStatus.CLARIFY: ClarifyPanel,
    CaseStatus.GATHER: GatherPanel,
    CaseStatus.REVIEW: ReviewPanel,
    CaseStatus.DECIDE: DecidePanel,
}

TRAIL = (
    ("case_page.step_identity", frozenset({CaseStatus.RECEIVED, CaseStatus.IDENTITY})),
    ("case_page.step_gather", frozenset({CaseStatus.GATHER, CaseStatus.CLARIFY})),
    ("case_page.step_review", frozenset({CaseStatus.REVIEW})),
    ("case_page.step_decide", frozenset({CaseStatus.DECIDE})),
    ("case_page.step_reply", frozenset({CaseStatus.REPLY})),
)
"""The steps in their order, and the states in which each is the one to be done."""


@dataclass(frozen=True)
class Aside:
    """A step beside the way: `name` is its command, `case_page.aside_<name>` its button."""

    name: str

    @property
    def term(self) -> str:
        return f"case_page.aside_{self.name}"


_EVENTS = {
    CaseEvent.IDENTITY_DOUBTED: "doubt",
    CaseEvent.NO_PROOF: "no_proof",
    CaseEvent.ASK_TO_SPECIFY: "specify",
    CaseEvent.SEND_BACK: "send_back",
}
_ENDS = {
    CaseEvent.MARKED_DUPLICATE: "duplicate",
    CaseEvent.MOVED: "move",
    CaseEvent.WITHDRAWN: "withdraw",
}
_LETTERS = {CaseStatus.IDENTITY: "identity_letter", CaseStatus.CLARIFY: "specify_letter"}
"""What can be sent to the person while an answer is waited for."""
_ALWAYS = ("complain", "note", "evidence")
"""What is done in any state: lines of the diary, and all papers for the authority."""


def panel_of(case: CaseFile, desk: CaseDesk) -> type[StepPanel]:
    """The step that is to be done now by who is looking."""
    if case.own is not None:
        return OwnPanel
    if case.row.status is CaseStatus.CLOSED:
        return ClosedPanel
    if case.row.status is CaseStatus.REPLY:
        return panel_of_reply(case, desk) or WaitPanel
    claim = case.undecided if case.row.status is CaseStatus.DECIDE else None
    if claim is not None and claim.kind.second_person and not desk.context.may(Right.DECIDE_REQUEST):
        return PreparePanel
    needed = Right.DECIDE_REQUEST if case.row.status is CaseStatus.DECIDE else Right.HANDLE_REQUEST
    return _PANELS[case.row.status] if desk.context.may(needed) else WaitPanel


def asides_of(case: CaseFile, actor: Actor) -> tuple[Aside, ...]:
    """What else may be done with the case now, the most usual first."""
    if case.own is not None:
        return ()
    if case.row.status not in OPEN:
        return _after_closing(case, actor)
    unsigned = not case.intake.signed and any(claim.kind.form for claim in case.claims)
    forms = ["forms"] if unsigned else []
    if not actor.may(Right.HANDLE_REQUEST):
        return tuple(Aside(name) for name in forms)
    names = [] if case.row.handler == actor.display_name else ["take"]
    if case.row.status is CaseStatus.DECIDE and CaseEvent.PROOF_ARRIVED in case.allowed:
        names.append("proof")
    names += [name for event, name in _EVENTS.items() if event in case.allowed]
    if case.row.status is CaseStatus.REPLY and reply_made(case) and actor.may(Right.DECIDE_REQUEST):
        names.append("reply_again")
    if case.may_extend:
        names.append("extend")
    elif case.row.due.extended and DocumentKind.EXTENSION not in {line.kind for line in case.documents}:
        names.append("extension_notice")
    names += [name for status, name in _LETTERS.items() if status is case.row.status] + forms
    names += [name for event, name in _ENDS.items() if event in case.allowed]
    names += _restricting(case, actor)
    return tuple(Aside(name) for name in (*names, *_ALWAYS))


def _after_closing(case: CaseFile, actor: Actor) -> tuple[Aside, ...]:
    """What may be done with a closed case: it comes back from the post, is reopened, or something is noted."""
    names = _lifting(case, actor)
    sent = CaseDiary.HANDED_OVER in {line.what for line in case.timeline}
    if CaseEvent.RETURNED in case.allowed and sent and actor.may(Right.HAND_OVER):
        names.append("returned")
    if CaseEvent.REOPENED in case.allowed and actor.may(Right.DECIDE_REQUEST):
        names.append("reopen")
    if actor.may(Right.HANDLE_REQUEST):
        names += _ALWAYS
    return tuple(Aside(name) for name in names)


def _restricting(case: CaseFile, actor: Actor) -> list[str]:
    """While the case is open: lifting what there is, and restricting on a ground that it has not brought yet."""
    held = {each.ground for each in case.restrictions}
    known = case.row.party_id is not None and actor.may(Right.RESTRICT)
    return _lifting(case, actor) + (["restrict"] if known and held < set(RestrictionGround) else [])


def _lifting(case: CaseFile, actor: Actor) -> list[str]:
    return ["lift"] if case.restrictions and actor.may(Right.RESTRICT) else []


def trail_of(case: CaseFile) -> tuple[tuple[str, str], ...]:
    """(term of the step, "done" | "now" | "ahead") for each step on the way."""
    here = next((n for n, (_, states) in enumerate(TRAIL) if case.row.status in states), len(TRAIL))
    return tuple(
        (term, "done" if place < here else "now" if place == here else "ahead")
        for place, (term, _) in enumerate(TRAIL)
    )


def following(rows: Sequence[CaseRow], case: CaseRow) -> CaseRow | None:
    """The open case that comes after this one in the queue's order; None at its end."""
    after = (case.due.deadline.legal, case.number)
    later = (row for row in rows if (row.due.deadline.legal, row.number) > after)
    return min(later, key=lambda row: (row.due.deadline.legal, row.number), default=None)


def before(rows: Sequence[CaseRow], case: CaseRow) -> CaseRow | None:
    """The open case that comes before this one in the queue's order; None at its beginning."""
    here = (case.due.deadline.legal, case.number)
    earlier = (row for row in rows if (row.due.deadline.legal, row.number) < here)
    return max(earlier, key=lambda row: (row.due.deadline.legal, row.number), default=None)
