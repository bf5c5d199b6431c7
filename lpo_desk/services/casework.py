"""What the officer does with a case: identity, gathering, review, decision, reply, handover.

Every step is one row of `TRANSITIONS` (domain/case.py); a step that may not happen there raises StepRefused,
whoever asks and from whichever screen.
"""

from sqlalchemy import select

from lpo_desk.db.tables.requests import Authority, GatherTask, RequestCase
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import (
    OPEN,
    CaseDiary,
    CaseEvent,
    CaseStatus,
    IdentityMethod,
    Requester,
)
from lpo_desk.domain.claims import KINDS
from lpo_desk.domain.deadlines import ClockKind
from lpo_desk.domain.extract import ReviewLine
from lpo_desk.services import _claims, _effects, _review, _steps, diary, gathering
from lpo_desk.services._steps import StepRefused


@requires(Right.HANDLE_REQUEST)
def take(unit: Unit, case_id: int) -> None:
    """Make the actor the handler of an open case."""
    case = _steps.case(unit, case_id)
    if case.status not in OPEN:
        raise StepRefused
    case.handler_id = unit.actor.account_id
    diary.note(unit, case_id, CaseDiary.TAKEN)


@requires(Right.HANDLE_REQUEST)
def confirm_identity(unit: Unit, case_id: int, method: IdentityMethod, authority: str = "") -> None:
    """Identity (and the representative's authority) accepted; a suspended clock goes on today.

    authority: the paper that lets a representative act, where it was not seen at intake. Raises StepRefused
    for a representative without one.
    """
    if method is IdentityMethod.NOT_VERIFIED:
        raise StepRefused("request.identity_method_missing")
    case = _steps.case(unit, case_id)
    status = case.status
    _steps.step(
        unit, case, CaseEvent.IDENTITY_OK if status is CaseStatus.RECEIVED else CaseEvent.PROOF_ARRIVED
    )
    _authority(unit, case, authority)
    diary.check_identity(unit, case_id, method)
    if status is CaseStatus.IDENTITY:
        diary.tick(unit, case_id, ClockKind.RESUMED, unit.today)
    gathering.ask_all(unit, case_id)
    _effects.on_identity(unit, case)


@requires(Right.HANDLE_REQUEST)
def doubt_identity(unit: Unit, case_id: int, reason: str) -> None:
    """More is asked because of a stated, reasonable doubt (art. 12(6)); the clock stands from today."""
    words = _steps.reason(reason)
    _steps.step(unit, _steps.case(unit, case_id), CaseEvent.IDENTITY_DOUBTED, words)
    diary.tick(unit, case_id, ClockKind.SUSPENDED, unit.today, words)


@requires(Right.HANDLE_REQUEST)
def no_proof(unit: Unit, case_id: int, reason: str) -> None:
    """Nothing came: the case goes to decision, proposed as not identified. Never closed by itself."""
    words = _steps.reason(reason)
    _steps.step(unit, _steps.case(unit, case_id), CaseEvent.NO_PROOF, words)
    diary.tick(unit, case_id, ClockKind.RESUMED, unit.today, words)


@requires(Right.HANDLE_REQUEST)
def ask_to_specify(unit: Unit, case_id: int, question: str) -> None:
    """The person is asked what is meant; the clock keeps running (peers.md 4.2)."""
    _steps.step(unit, _steps.case(unit, case_id), CaseEvent.ASK_TO_SPECIFY, _steps.reason(question))


@requires(Right.HANDLE_REQUEST)
def specified(unit: Unit, case_id: int, answer: str) -> None:
    _steps.step(unit, _steps.case(unit, case_id), CaseEvent.ANSWERED, _steps.reason(answer))


@requires(Right.HANDLE_REQUEST)
def finish_gathering(unit: Unit, case_id: int) -> None:
    """Raises StepRefused while a place has not answered."""
    _steps.step(unit, _steps.case(unit, case_id), CaseEvent.GATHERED)
    if gathering.unanswered(unit, case_id):
        raise StepRefused("request.places_unanswered")


@requires(Right.HANDLE_REQUEST)
def finish_review(
    unit: Unit, case_id: int, left_out: tuple[str, ...], seen: tuple[ReviewLine, ...] | None = None
) -> None:
    """The material was looked through; `left_out` are the keys of values about others (art. 15(4)).

    seen: the lines as they stood on the screen, where time has passed since; a digest of them is kept, so that no
    text that came later goes out unseen.
    """
    case = _steps.case(unit, case_id)
    _steps.step(unit, case, CaseEvent.REVIEWED)
    _demand_second_person(unit, case)
    if case.party_id is not None and seen is None:
        seen = _review.lines(unit, case.party_id)
    for claim in _claims.rows(unit, case_id):
        claim.reviewed_by = unit.actor.account_id
        if KINDS[claim.right].gives_data:
            claim.left_out = list(dict.fromkeys(left_out))
            claim.reviewed = _review.digest(unit, case_id, seen) if seen is not None else None
    if _claims.resolution(unit, case_id) is not None:  # opened again, and all of it was carried out before
        _steps.step(unit, case, CaseEvent.DECIDED)


@requires(Right.HANDLE_REQUEST)
def send_back(unit: Unit, case_id: int, reason: str) -> None:
    """One step back, with a reason; a decision taken before is void with it. Where all was carried out nothing is left to
    decide: then back to the review, from where the answer is made again."""
    case, words = _steps.case(unit, case_id), _steps.reason(reason)
    _steps.step(unit, case, CaseEvent.SEND_BACK, words)
    if case.status is CaseStatus.DECIDE:
        for claim in _claims.rows(unit, case_id):
            if claim.effected_at is None:  # what was carried out stays done
                claim.resolution, claim.decided_at, claim.decided_by = None, None, None
        if _claims.resolution(unit, case_id) is not None:
            _steps.step(unit, case, CaseEvent.SEND_BACK, words)


@requires(Right.HANDLE_REQUEST)
def extend(unit: Unit, case_id: int, reason: str) -> None:
    """Three months from the original request, told with reasons inside the first month (art. 12(3)).

    Raises ClockRefused for a second extension and for one that comes too late.
    """
    words = _steps.reason(reason)
    case = _steps.case(unit, case_id)
    if case.status is CaseStatus.CLOSED:
        raise StepRefused
    diary.tick(unit, case_id, ClockKind.EXTENDED, unit.today, words)
    diary.note(unit, case_id, CaseDiary.EXTENDED, words)


def _authority(unit: Unit, case: RequestCase, document: str) -> None:
    """Record the representative's paper, where it is new. Raises StepRefused where there is none at all."""
    if case.requester is Requester.SELF:
        return
    seen = diary.words(document, limit=200, multiline=False)
    if seen:
        account = unit.actor.account_id
        unit.session.add(Authority(case_id=case.id, document=seen, scope="", at=unit.at, account_id=account))
    elif unit.session.scalar(select(Authority.id).where(Authority.case_id == case.id).limit(1)) is None:
        raise StepRefused("request.authority_missing")


def _demand_second_person(unit: Unit, case: RequestCase) -> None:
    """Who took the request in and gathered for it does not review his own gathering (peers.md 4.2)."""
    me = unit.actor.account_id
    mine = select(GatherTask.id).where(GatherTask.case_id == case.id, GatherTask.answered_by == me).limit(1)
    if case.entered_by == me and unit.session.scalar(mine) is not None:
        raise StepRefused("request.second_person")
