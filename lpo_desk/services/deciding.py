"""The decision on each claim of a case, with what it changes in the register, in one transaction."""

from sqlalchemy import select

from lpo_desk.db.tables.requests import GatherTask, RequestCase, RequestClaim
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseDiary, CaseEvent, CaseStatus
from lpo_desk.domain.claims import KINDS, NEEDS_REASONS, Decision, RequestRight, Resolution
from lpo_desk.domain.erasure import ErasurePlan
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.transitions import possible
from lpo_desk.services import _claims, _done, _effects, _review, _steps, cases, diary, erasing
from lpo_desk.services._steps import StepRefused


@requires(Right.DECIDE_REQUEST)
def decide(
    unit: Unit, case_id: int, decision: Decision, claim_id: int | None = None, ticket: Ticket | None = None
) -> None:
    """Decide a claim, the next one without `claim_id`; the last decision makes the case ready for its reply.

    A refusal, a part refusal and "not identified" need their reasons (art. 12(4)). Data are given, and said not to be
    held, only to somebody identified who is in the register or was found nowhere; and given only while the reviewed
    texts are still all that there are. What a granted claim changes is changed in the same transaction: where that
    fails, the claim stays undecided. `ticket`: of the person, where something is changed.
    """
    case, claim = _steps.case(unit, case_id), _claims.row(unit, case_id, claim_id)
    if claim is None:
        raise StepRefused
    _demand_turn(unit, case, claim)
    reasons, withheld = diary.words(decision.reasons), diary.words(decision.withheld)
    _demand_grounds(unit, case, claim, decision.resolution)
    gives = KINDS[claim.right].gives_data and decision.resolution in GRANTS
    if gives and not _review.is_current(unit, case, claim):
        raise StepRefused("request.review_outdated")
    if gives and decision.resolution is Resolution.FULFILLED and (claim.left_out or withheld):
        raise StepRefused("request.something_left_out")
    if decision.resolution in NEEDS_REASONS and not (reasons and decision.grounds):
        raise StepRefused("request.reasons_missing")
    _demand_some(unit, claim, decision)
    claim.resolution = decision.resolution
    claim.grounds = [ground.value for ground in decision.grounds]
    claim.reasons = reasons
    claim.withheld = withheld
    claim.decided_at, claim.decided_by = unit.at, unit.actor.account_id
    _effects.on_decision(unit, case, claim, decision, ticket)
    if all(each.resolution is not None for each in _claims.rows(unit, case_id)):
        _steps.step(unit, case, CaseEvent.DECIDED)
    else:
        diary.note(unit, case_id, CaseDiary.DECIDED)
        case.version += 1


@requires(Right.TAKE_REQUEST)
def plan(unit: Unit, case_id: int, claim_id: int, ticket: Ticket) -> ErasurePlan:
    """What an erasure of what the claim names would take today, and what would stay. Raises NoTicket, StepRefused."""
    cases.demand_office(unit, unit.session.get_one(RequestCase, case_id))
    claim = _claims.row(unit, case_id, claim_id)
    if claim is None or claim.right is not RequestRight.ERASURE:
        raise StepRefused
    return erasing.plan(unit, ticket, _done.groups(unit, [claim]) or None)


@requires(Right.TAKE_REQUEST)
def prepare(unit: Unit, case_id: int, claim_id: int, plan: bytes) -> None:
    """Keep the digest of the erasure plan that was looked at; somebody else decides on it. A clerk of the case's office
    may be the one of the two, so that a single officer can erase.

    Raises StepRefused for a claim that needs no second person, and once it is decided.
    """
    case, claim = _steps.case(unit, case_id), _claims.row(unit, case_id, claim_id)
    cases.demand_office(unit, case)
    if claim is None or claim.resolution is not None or not KINDS[claim.right].second_person:
        raise StepRefused
    if case.status not in (CaseStatus.REVIEW, CaseStatus.DECIDE):
        raise StepRefused
    claim.plan, claim.prepared_by = plan, unit.actor.account_id


def _demand_turn(unit: Unit, case: RequestCase, claim: RequestClaim) -> None:
    identified = diary.is_identified(unit, case.id)
    if CaseEvent.DECIDED not in possible(case.status, identified=identified) or claim.resolution is not None:
        raise StepRefused


def _demand_some(unit: Unit, claim: RequestClaim, decision: Decision) -> None:
    """A rectification granted in part says which of its values are granted: some, and not all."""
    if claim.right is not RequestRight.RECTIFICATION or decision.resolution is not Resolution.PARTLY:
        return
    items = {item.id for item in _claims.items(unit, claim.id)}
    if items and not (decision.accepted and decision.accepted < items):
        raise StepRefused("request.items_all_or_none")


def _demand_grounds(unit: Unit, case: RequestCase, claim: RequestClaim, resolution: Resolution) -> None:
    """Refuse an outcome that the case itself contradicts."""
    allowed = {*KINDS[claim.right].outcomes, Resolution.NOT_IDENTIFIED, Resolution.REFUSED}
    if resolution not in allowed:
        raise StepRefused
    if resolution not in (GRANTS | {Resolution.NOTHING_HELD}):
        return
    if not diary.is_identified(unit, case.id):
        raise StepRefused("request.not_identified")
    if resolution in GRANTS and case.party_id is None:
        raise StepRefused("request.no_customer_to_extract")
    found = select(GatherTask.id).where(GatherTask.case_id == case.id, GatherTask.found > 0).limit(1)
    if resolution is Resolution.NOTHING_HELD and unit.session.scalar(found) is not None:
        raise StepRefused("request.something_found")
