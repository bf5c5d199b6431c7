"""What the officer does with a case: identity, gathering, review, decision, reply, handover.

Every step is one row of `TRANSITIONS` (domain/case.py); a step that may not happen there raises StepRefused,
whoever asks and from whichever screen.
"""

from datetime import date

from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.tables.requests import (
    Authority,
    Document,
    GatherTask,
    Handover,
    RequestCase,
    RequestClaim,
)
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import (
    OPEN,
    CaseDiary,
    CaseEvent,
    CaseStatus,
    Decision,
    DocumentKind,
    GatherPlace,
    HandoverMethod,
    IdentityMethod,
    LateReason,
    Requester,
    after,
    possible,
)
from lpo_desk.domain.claims import NEEDS_REASONS, Resolution
from lpo_desk.domain.deadlines import ClockKind, due
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.extract import ReviewLine
from lpo_desk.domain.letters import GIVES_DATA
from lpo_desk.formats import helsinki
from lpo_desk.services import _post, _review, _ties, cases, diary


class StepRefused(UserError):
    """The step does not follow from where the case stands, or its guard does not hold; `key` says which."""

    key = "request.step_refused"


@requires(Right.HANDLE_REQUEST)
def take(unit: Unit, case_id: int) -> None:
    """Make the actor the handler of an open case."""
    case = _case(unit, case_id)
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
    case = _case(unit, case_id)
    status = case.status
    _step(unit, case, CaseEvent.IDENTITY_OK if status is CaseStatus.RECEIVED else CaseEvent.PROOF_ARRIVED)
    _authority(unit, case, authority)
    diary.check_identity(unit, case_id, method)
    if status is CaseStatus.IDENTITY:
        diary.tick(unit, case_id, ClockKind.RESUMED, unit.today)
    diary.ask_all_places(unit, case_id)


@requires(Right.HANDLE_REQUEST)
def doubt_identity(unit: Unit, case_id: int, reason: str) -> None:
    """More is asked because of a stated, reasonable doubt (art. 12(6)); the clock stands from today."""
    words = _reason(reason)
    _step(unit, _case(unit, case_id), CaseEvent.IDENTITY_DOUBTED, words)
    diary.tick(unit, case_id, ClockKind.SUSPENDED, unit.today, words)


@requires(Right.HANDLE_REQUEST)
def no_proof(unit: Unit, case_id: int, reason: str) -> None:
    """Nothing came: the case goes to decision, proposed as not identified. Never closed by itself."""
    words = _reason(reason)
    _step(unit, _case(unit, case_id), CaseEvent.NO_PROOF, words)
    diary.tick(unit, case_id, ClockKind.RESUMED, unit.today, words)


@requires(Right.HANDLE_REQUEST)
def ask_to_specify(unit: Unit, case_id: int, question: str) -> None:
    """The person is asked what is meant; the clock keeps running (peers.md 4.2)."""
    _step(unit, _case(unit, case_id), CaseEvent.ASK_TO_SPECIFY, _reason(question))


@requires(Right.HANDLE_REQUEST)
def specified(unit: Unit, case_id: int, answer: str) -> None:
    _step(unit, _case(unit, case_id), CaseEvent.ANSWERED, _reason(answer))


@requires(Right.HANDLE_REQUEST)
def answer_place(unit: Unit, case_id: int, place: GatherPlace, found: int, note: str = "") -> None:
    """What a place holds: `found` pieces, 0 for "looked, found nothing"."""
    case = _case(unit, case_id)
    if case.status not in (CaseStatus.GATHER, CaseStatus.CLARIFY) or found < 0:
        raise StepRefused
    task = unit.session.scalars(
        select(GatherTask).where(GatherTask.case_id == case_id, GatherTask.place == place)
    ).one()
    task.found, task.note = found, diary.words(note)
    task.answered_at, task.answered_by = unit.at, unit.actor.account_id


@requires(Right.HANDLE_REQUEST)
def finish_gathering(unit: Unit, case_id: int) -> None:
    """Raises StepRefused while a place has not answered."""
    _step(unit, _case(unit, case_id), CaseEvent.GATHERED)
    answered = select(GatherTask.place).where(
        GatherTask.case_id == case_id, GatherTask.answered_at.is_not(None)
    )
    if set(GatherPlace) - set(unit.session.scalars(answered)):
        raise StepRefused("request.places_unanswered")


@requires(Right.HANDLE_REQUEST)
def finish_review(
    unit: Unit, case_id: int, left_out: tuple[str, ...], seen: tuple[ReviewLine, ...] | None = None
) -> None:
    """The material was looked through; `left_out` are the keys of values about others (art. 15(4)).

    seen: the lines as they stood on the screen, where time has passed since; a digest of them is kept, so that no
    text that came later goes out unseen.
    """
    case, claim = _case(unit, case_id), _claim(unit, case_id)
    _step(unit, case, CaseEvent.REVIEWED)
    claim.left_out = list(dict.fromkeys(left_out))
    if case.party_id is not None:
        if seen is None:
            seen = _review.lines(unit, case.party_id)
        claim.reviewed = _review.digest(unit, case_id, seen)


@requires(Right.HANDLE_REQUEST)
def send_back(unit: Unit, case_id: int, reason: str) -> None:
    """One step back, with a reason; a decision taken before is void with it."""
    case = _case(unit, case_id)
    _step(unit, case, CaseEvent.SEND_BACK, _reason(reason))
    if case.status is CaseStatus.DECIDE:
        claim = _claim(unit, case_id)
        claim.resolution, claim.decided_at, claim.decided_by = None, None, None


@requires(Right.DECIDE_REQUEST)
def decide(unit: Unit, case_id: int, decision: Decision) -> None:
    """Decide the claim. A refusal, a part refusal and "not identified" need their reasons (art. 12(4)).

    Data are given, and said not to be held, only to somebody identified who is in the register or was found nowhere;
    and given only while the reviewed texts are still all that there are.
    """
    case, claim = _case(unit, case_id), _claim(unit, case_id)
    _step(unit, case, CaseEvent.DECIDED)
    reasons, withheld = diary.words(decision.reasons), diary.words(decision.withheld)
    _demand_grounds(unit, case, decision.resolution)
    if decision.resolution in GIVES_DATA and not _review.is_current(unit, case, claim):
        raise StepRefused("request.review_outdated")
    if decision.resolution is Resolution.FULFILLED and (claim.left_out or withheld):
        raise StepRefused("request.something_left_out")
    if decision.resolution in NEEDS_REASONS and not (reasons and decision.grounds):
        raise StepRefused("request.reasons_missing")
    claim.resolution = decision.resolution
    claim.grounds = [ground.value for ground in decision.grounds]
    claim.reasons = reasons
    claim.withheld = withheld
    claim.decided_at, claim.decided_by = unit.at, unit.actor.account_id


@requires(Right.HANDLE_REQUEST)
def extend(unit: Unit, case_id: int, reason: str) -> None:
    """Three months from the original request, told with reasons inside the first month (art. 12(3)).

    Raises ClockRefused for a second extension and for one that comes too late.
    """
    words = _reason(reason)
    case = _case(unit, case_id)
    if case.status is CaseStatus.CLOSED:
        raise StepRefused
    diary.tick(unit, case_id, ClockKind.EXTENDED, unit.today, words)
    diary.note(unit, case_id, CaseDiary.EXTENDED, words)


@requires(Right.HAND_OVER)
def hand_over(
    unit: Unit,
    case_id: int,
    method: HandoverMethod,
    *,
    on: date,
    identity: IdentityMethod | None = None,
    late_reason: LateReason | None = None,
) -> None:
    """The reply reached the person: the clock stops on that day and the case is closed.

    At the counter identity is seen again. Raises StepRefused without the archived reply (and extract, where
    data are given), for a day in the future or before the decision, and for a late reply without its reason.
    """
    case, claim = _case(unit, case_id), _claim(unit, case_id)
    cases.demand_office(unit, case)
    _step(unit, case, CaseEvent.HANDED_OVER)
    _demand_papers(unit, case_id, claim)
    if on > unit.today or (claim.decided_at is not None and on < helsinki(claim.decided_at).date()):
        raise StepRefused("request.handover_day_wrong")
    if method is HandoverMethod.POST:
        _demand_address(unit, case)
    check = None
    if method is HandoverMethod.COUNTER:
        if identity is None or identity is IdentityMethod.NOT_VERIFIED:
            raise StepRefused("request.identity_at_handover")
        check = diary.check_identity(unit, case_id, identity, at_handover=True)
    unit.session.add(
        Handover(
            case_id=case_id,
            method=method,
            on_date=on,
            identity_check_id=check,
            account_id=unit.actor.account_id,
        )
    )
    _stop(unit, case, on, late_reason)


@requires(Right.HANDLE_REQUEST)
def withdraw(unit: Unit, case_id: int, reason: str) -> None:
    """The person took the request back."""
    words = _reason(reason)
    case, claim = _case(unit, case_id), _claim(unit, case_id)
    _step(unit, case, CaseEvent.WITHDRAWN, words)
    claim.resolution, claim.decided_at, claim.decided_by = (
        Resolution.WITHDRAWN,
        unit.at,
        unit.actor.account_id,
    )
    _stop(unit, case, unit.today, None, may_be_late=True)


def _stop(
    unit: Unit, case: RequestCase, on: date, late_reason: LateReason | None, *, may_be_late: bool = False
) -> None:
    diary.tick(unit, case.id, ClockKind.STOPPED, on)
    state = due(diary.clocks(unit, [case.id])[case.id], unit.today)
    if state.late and late_reason is None and not may_be_late:
        raise StepRefused("request.late_reason_missing")
    case.closed_on, case.late_reason = on, late_reason if state.late else None
    if case.party_id is not None:
        search_index.refresh(unit, [case.party_id])


def _demand_papers(unit: Unit, case_id: int, claim: RequestClaim) -> None:
    needed = {DocumentKind.REPLY}
    if claim.resolution in GIVES_DATA:
        needed.add(DocumentKind.EXTRACT)
    made = select(Document.kind).where(Document.case_id == case_id, Document.made_at >= claim.decided_at)
    if claim.decided_at is None or not needed <= set(unit.session.scalars(made)):
        raise StepRefused("request.reply_missing")


def _step(unit: Unit, case: RequestCase, event: CaseEvent, reason: str = "") -> None:
    status = after(case.status, event)
    if status is None or event not in possible(case.status, identified=diary.is_identified(unit, case.id)):
        raise StepRefused
    case.status = status
    diary.note(unit, case.id, CaseDiary(event.value), reason)
    unit.session.flush()


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


def _demand_address(unit: Unit, case: RequestCase) -> None:
    """A protected person's letter goes to the contact address or is handed over at the counter (law.md section 5)."""
    person = case.party_id if case.requester is Requester.SELF else None
    if person is None or not _post.protected(unit, person):
        return
    if not _post.lines(unit, person, case.reply_lang):
        raise StepRefused("request.no_post_to_protected")


def _demand_grounds(unit: Unit, case: RequestCase, resolution: Resolution) -> None:
    """Refuse an outcome that the case itself contradicts."""
    if resolution is Resolution.WITHDRAWN:
        raise StepRefused
    if resolution not in (GIVES_DATA | {Resolution.NOTHING_HELD}):
        return
    if not diary.is_identified(unit, case.id):
        raise StepRefused("request.not_identified")
    if resolution in GIVES_DATA and case.party_id is None:
        raise StepRefused("request.no_customer_to_extract")
    found = select(GatherTask.id).where(GatherTask.case_id == case.id, GatherTask.found > 0).limit(1)
    if resolution is Resolution.NOTHING_HELD and unit.session.scalar(found) is not None:
        raise StepRefused("request.something_found")


def _case(unit: Unit, case_id: int) -> RequestCase:
    """The case, locked until the unit ends: its events lie in tables of their own and must not cross.

    Raises OwnCase where it is the actor's own, or of somebody close to him.
    """
    case = unit.session.get_one(RequestCase, case_id, with_for_update=True)
    _ties.demand_stranger(unit, case.party_id)
    return case


def _claim(unit: Unit, case_id: int) -> RequestClaim:
    return unit.session.scalars(select(RequestClaim).where(RequestClaim.case_id == case_id)).one()


def _reason(words: str) -> str:
    kept = diary.words(words)
    if not kept:
        raise StepRefused("request.reason_missing")
    return kept
