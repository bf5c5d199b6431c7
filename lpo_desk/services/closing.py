"""How a case ends: handed over, withdrawn, moved, answered by another; and how it is taken up again."""

from datetime import date, datetime

from sqlalchemy import func, select

from lpo_desk.db.tables.requests import Document, Handover, RequestCase
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import (
    OPEN,
    CaseDiary,
    CaseEvent,
    DocumentKind,
    FileMedium,
    HandoverMethod,
    IdentityMethod,
    LateReason,
    Requester,
)
from lpo_desk.domain.claims import Resolution
from lpo_desk.domain.deadlines import ClockKind, due
from lpo_desk.domain.letters import COPIES, papers
from lpo_desk.formats import helsinki
from lpo_desk.services import (
    _case_paper,
    _claims,
    _done,
    _post,
    _steps,
    cases,
    diary,
    gathering,
    paper_tasks,
)
from lpo_desk.services._steps import StepRefused

SEEN_AGAIN = frozenset({HandoverMethod.COUNTER, HandoverMethod.ORAL})
"""Ways in which the person stands before the clerk, whose identity is seen again (art. 12(1))."""
BY_POST = frozenset({HandoverMethod.POST, HandoverMethod.REGISTERED_POST})


@requires(Right.HAND_OVER)
def hand_over(
    unit: Unit,
    case_id: int,
    method: HandoverMethod,
    *,
    on: date,
    identity: IdentityMethod | None = None,
    signed: bool = False,
    late_reason: LateReason | None = None,
    medium: FileMedium | None = None,
) -> None:
    """The reply reached the person: the clock stops on that day and the case is closed.

    At the counter identity is seen again; signed: the person signed for it. medium: on what a portable copy was given
    that did not go by mail. What went is kept by its checksums. Raises StepRefused without the archived reply and what
    goes with it, for a day in the future or before the decision, for a late reply without its reason, for a file
    without its medium or that was never saved outside the program, and while a paper is left as it was that the
    decision concerns.
    """
    case = _steps.case(unit, case_id)
    cases.demand_office(unit, case)
    _steps.step(unit, case, CaseEvent.HANDED_OVER)
    decided, sent = _demand_papers(unit, case_id)
    if paper_tasks.open_for(unit, case_id):
        raise StepRefused("request.papers_left")
    if on > unit.today or on < helsinki(decided).date():
        raise StepRefused("request.handover_day_wrong")
    if method in BY_POST:
        _demand_address(unit, case)
    by_mail = method is HandoverMethod.SECURE_MAIL
    files = [each for each in sent if by_mail or each.kind in COPIES.values()]
    if files and not by_mail and medium is None:
        raise StepRefused("request.medium_missing")
    inside = next((each.kind for each in files if each.saved_at is None), None)
    if inside is not None:
        raise StepRefused("request.file_not_saved", file=inside)
    check = None
    if method in SEEN_AGAIN:
        if identity is None or identity is IdentityMethod.NOT_VERIFIED:
            raise StepRefused("request.identity_at_handover")
        check = diary.check_identity(unit, case_id, identity, at_handover=True)
    unit.session.add(
        Handover(
            case_id=case_id,
            method=method,
            on_date=on,
            identity_check_id=check,
            signed=signed,
            medium=medium if files and not by_mail else None,
            files=[[each.kind.value, each.digest.hex()] for each in sent],
            account_id=unit.actor.account_id,
        )
    )
    _tell_of_lifting(unit, case, on)
    _stop(unit, case, on, late_reason)


@requires(Right.HANDLE_REQUEST)
def withdraw(unit: Unit, case_id: int, reason: str) -> None:
    """The person took the request back."""
    words = _steps.reason(reason)
    case = _steps.case(unit, case_id)
    _steps.step(unit, case, CaseEvent.WITHDRAWN, words)
    _end_claims(unit, case_id, Resolution.WITHDRAWN)
    _stop(unit, case, unit.today, None, may_be_late=True)


@requires(Right.HANDLE_REQUEST)
def mark_duplicate(unit: Unit, case_id: int, number: str, reason: str = "") -> None:
    """The same person asks the same in another open case, which answers both. Never done by the program itself.

    Raises StepRefused unless that case is open, of the same person, identified in both, and asks all that this one
    asks: a new reason or period is no duplicate.
    """
    case = _steps.case(unit, case_id)
    _steps.step(unit, case, CaseEvent.MARKED_DUPLICATE, diary.words(reason) or number.strip().upper())
    other = unit.session.scalar(select(RequestCase).where(RequestCase.number == number.strip().upper()))
    if other is None or other.id == case_id or other.status not in OPEN:
        raise StepRefused("request.duplicate_not_open")
    same = case.party_id is not None and case.party_id == other.party_id
    if not same or not diary.is_identified(unit, other.id):
        raise StepRefused("request.duplicate_of_another")
    asked, there = (
        {(row.right, row.scope) for row in _claims.rows(unit, each)} for each in (case_id, other.id)
    )
    if not asked <= there:
        raise StepRefused("request.duplicate_asks_more")
    case.duplicate_of_id = other.id
    diary.note(unit, other.id, CaseDiary.NOTE, case.number)
    _end_claims(unit, case_id, Resolution.DUPLICATE)
    _stop(unit, case, unit.today, None, may_be_late=True)


@requires(Right.HANDLE_REQUEST)
def move(unit: Unit, case_id: int, reason: str) -> None:
    """What was asked is ordinary service after all, and was done there: the words say how."""
    words = _steps.reason(reason)
    case = _steps.case(unit, case_id)
    _steps.step(unit, case, CaseEvent.MOVED, words)
    _end_claims(unit, case_id, Resolution.MOVED)
    _stop(unit, case, unit.today, None, may_be_late=True)


@requires(Right.DECIDE_REQUEST)
def reopen(unit: Unit, case_id: int, reason: str) -> None:
    """Handle a closed case again. A new month runs from today; what was carried out stays done, and the papers of the
    former outcome stay in the archive. What was not carried out is decided anew."""
    words = _steps.reason(reason)
    case = _steps.case(unit, case_id)
    _steps.step(unit, case, CaseEvent.REOPENED, words)
    diary.tick(unit, case_id, ClockKind.REOPENED, unit.today, words)
    for claim in _claims.rows(unit, case_id):
        if claim.effected_at is None:
            claim.resolution, claim.decided_at, claim.decided_by = None, None, None
    case.closed_on = case.late_reason = case.duplicate_of_id = None
    _case_paper.keep_from_closing(unit, case)
    if diary.is_identified(unit, case_id):
        gathering.ask_all(unit, case_id)  # what was closed at once has asked nobody
    _steps.refresh(unit, case)


@requires(Right.HAND_OVER)
def returned(unit: Unit, case_id: int, on: date, reason: str) -> None:
    """What was posted came back: the reply is to be handed over in another way. The clock stays stopped: the answer was
    given in time or late on the day it was posted. Raises StepRefused where nothing was sent, and for a day before the
    sending or to come."""
    words = _steps.reason(reason)
    case = _steps.case(unit, case_id)
    cases.demand_office(unit, case)
    sent = select(Handover).where(Handover.case_id == case_id).order_by(Handover.id.desc()).limit(1)
    last = unit.session.scalar(sent)
    if last is None or last.method in SEEN_AGAIN or last.returned_on is not None:
        raise StepRefused("request.nothing_was_sent")
    if not last.on_date <= on <= unit.today:
        raise StepRefused("request.returned_day_wrong", first=last.on_date, last=unit.today)
    _steps.step(unit, case, CaseEvent.RETURNED, words)
    last.returned_on, last.note = on, words
    for row in _told_of(unit, case, last.on_date):
        if row.told_on == last.on_date:
            row.told_on = None  # nobody has read it
    _steps.refresh(unit, case)


@requires(Right.HANDLE_REQUEST)
def complain(unit: Unit, case_id: int, words: str) -> None:
    """Note against the case that the person complained to the authority, or what the authority asks."""
    diary.note(unit, _steps.case(unit, case_id).id, CaseDiary.COMPLAINT, _steps.reason(words))


@requires(Right.TAKE_REQUEST)
def add_note(unit: Unit, case_id: int, words: str) -> None:
    """A line in the diary of a case, in any state."""
    case = _steps.case(unit, case_id)
    cases.demand_office(unit, case)
    diary.note(unit, case_id, CaseDiary.NOTE, _steps.reason(words))


def _end_claims(unit: Unit, case_id: int, resolution: Resolution) -> None:
    """What was not carried out is dropped."""
    for claim in _claims.rows(unit, case_id):
        if claim.effected_at is None:
            claim.resolution, claim.decided_at = resolution, unit.at
            claim.decided_by = unit.actor.account_id


def _stop(
    unit: Unit, case: RequestCase, on: date, late_reason: LateReason | None, *, may_be_late: bool = False
) -> None:
    if due(diary.clocks(unit, [case.id])[case.id], unit.today).stopped is None:
        diary.tick(unit, case.id, ClockKind.STOPPED, on)
    state = due(diary.clocks(unit, [case.id])[case.id], unit.today)
    if state.late and not (late_reason or case.late_reason or may_be_late):
        raise StepRefused("request.late_reason_missing")
    case.closed_on, case.late_reason = on, (late_reason or case.late_reason) if state.late else None
    _case_paper.keep_from_closing(unit, case)
    _steps.refresh(unit, case)


def _tell_of_lifting(unit: Unit, case: RequestCase, on: date) -> None:
    """The reply has told of the day on which a restriction is lifted (art. 18(3))."""
    for row in _told_of(unit, case, on):
        if row.told_on is None:
            row.told_on = on
            diary.note(unit, case.id, CaseDiary.LIFTING_TOLD)


def _told_of(unit: Unit, case: RequestCase, on: date) -> list[ProcessingRestriction]:
    """The restrictions of whose lifting the reply that went on this day tells."""
    written = select(func.max(Document.made_at)).where(
        Document.case_id == case.id, Document.kind == DocumentKind.REPLY
    )
    made = unit.session.scalar(written)
    day = helsinki(made).date() if made else on
    found = []
    for claim in _claims.rows(unit, case.id):
        still, row = _done.still_restricted(unit, case, claim, day), _done.brought(unit, case, claim)
        if still is not None and still.lifting_on is not None and row is not None and row not in found:
            found.append(row)
    return found


def _demand_papers(unit: Unit, case_id: int) -> tuple[datetime, list[Document]]:
    """When the last claim was decided, and reply and enclosures made after it, the newest of each.
    Raises StepRefused unless all were made."""
    claims = _claims.rows(unit, case_id)
    decided = max((claim.decided_at for claim in claims if claim.decided_at is not None), default=None)
    if decided is None:
        raise StepRefused("request.reply_missing")
    made = select(Document).where(Document.case_id == case_id, Document.made_at >= decided)
    newest = {row.kind: row for row in unit.session.scalars(made.order_by(Document.id))}
    needed = papers((claim.right, claim.resolution, claim.copy_format) for claim in claims)
    if not needed <= newest.keys():
        raise StepRefused("request.reply_missing")
    return decided, [newest[kind] for kind in DocumentKind if kind in needed]


def _demand_address(unit: Unit, case: RequestCase) -> None:
    """A protected person's letter goes to the contact address or is handed over at the counter (law.md section 5)."""
    person = case.party_id if case.requester is Requester.SELF else None
    if person is None or not _post.protected(unit, person):
        return
    if not _post.lines(unit, person, case.reply_lang):
        raise StepRefused("request.no_post_to_protected")
