"""What the papers of a case say: receipt, notice of extension, reply. documents/ prints them."""

from lpo_desk.db.tables.requests import RequestCase, RequestClaim
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseStatus, Requester
from lpo_desk.domain.claims import KINDS, RecipientState, RefusalGround, RequestRight
from lpo_desk.domain.deadlines import ClockKind, deadline, due
from lpo_desk.domain.done import Done, Kept, Ported, Stopped
from lpo_desk.domain.extract import LeftOut
from lpo_desk.domain.letters import (
    GRANTS,
    Answer,
    Complaint,
    Enclosure,
    ExtensionNotice,
    Receipt,
    Remedy,
    ReplyLetter,
)
from lpo_desk.organisation import organisation
from lpo_desk.services import _done, _letters, cases, diary, erasing, extract, recipients
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, Term


@requires(Right.TAKE_REQUEST)
def receipt(unit: Unit, case_id: int, ticket: Ticket | None) -> tuple[Receipt, Lang]:
    """The receipt handed over at once. A known person needs an open ticket, and is named only if identity was seen."""
    case, claims = _letters.case(unit, case_id)
    person = _letters.person(unit, case, ticket)
    cases.demand_office(unit, case)
    identity = _letters.identity_seen(unit, case_id)
    state = due(diary.clocks(unit, [case_id])[case_id], unit.today)
    answered = state.stopped is not None
    paper = Receipt(
        case_number=case.number,
        given_on=unit.today,
        requester=(person if identity is not None else "") or ("" if case.party_id else case.requester_name),
        office=_letters.office(unit, case),
        received_on=case.received_on,
        channel=case.channel,
        rights=tuple(claim.right for claim in claims),
        due_on=None if answered else state.deadline.legal,
        due_reasons=() if answered else state.deadline.reasons,
        identity=identity,
        notes=tuple(Term(key) for key in cases.read(unit, case_id).marks_missing),
        representative="" if case.requester is Requester.SELF else case.requester_name,
        reply_wish=None if answered else case.reply_form,
        scope=_scope(claims),
        claims=_done.asked(unit, claims, with_present=identity is not None),
        may_stay=_may_stay(unit, claims, ticket) if identity is not None else (),
        restricted=_done.is_restricted(unit, case),
        done=_at_once(unit, case, claims, identified=identity is not None),
    )
    return paper, case.reply_lang


def _scope(claims: list[RequestClaim]) -> str | None:
    """How the person limited the request. The grounds of an objection limit nothing and are told with it."""
    limits = (claim.scope for claim in claims if claim.right is not RequestRight.OBJECTION)
    return "\n".join(filter(None, limits)) or None


def _at_once(
    unit: Unit, case: RequestCase, claims: list[RequestClaim], *, identified: bool
) -> tuple[tuple[RequestRight, Done], ...]:
    """What held from the moment it was asked. Which consents there were is told only to whom they are known to be of."""
    told = []
    for claim in claims:
        done = _done.of_claim(unit, case, claim) if KINDS[claim.right].immediate else None
        if isinstance(done, Stopped):
            told.append((claim.right, done if identified else Stopped(done.on)))
    return tuple(told)


def _may_stay(unit: Unit, claims: list[RequestClaim], ticket: Ticket | None) -> tuple[Kept, ...]:
    """Of what is to be erased, what law or a running service keeps as things stand today."""
    wanted = _done.groups(unit, [claim for claim in claims if claim.right is RequestRight.ERASURE])
    if ticket is None or not wanted:
        return ()
    staying = erasing.plan(unit, ticket, wanted).staying
    return tuple(Kept(group.category, group.why, group.until) for group in staying)


@requires(Right.DECIDE_REQUEST)
def reply(
    unit: Unit,
    case_id: int,
    ticket: Ticket | None,
    extract_pages: int | None,
    ported: Ported | None = None,
) -> tuple[ReplyLetter, Lang]:
    """The reply to a decided case. `extract_pages`: of the enclosed extract, None where no data are given. `ported`: what
    the portable copy that goes with it holds.

    Raises StepRefused before the decision and once the case is closed, and LetterIncomplete for a refusal without
    its blocks and for something granted that was not done yet.
    """
    case, claims = _letters.case(unit, case_id)
    if any(claim.resolution is None for claim in claims):
        raise StepRefused("request.not_decided")
    if case.status is not CaseStatus.REPLY:
        raise StepRefused
    person = _letters.person(unit, case, ticket)
    answers = tuple(_answer(unit, case, claim, ticket, ported) for claim in claims)
    gives = any(answer.gives_access for answer in answers)
    remedies = any(answer.may_be_contested for answer in answers)
    enclosure = Enclosure(Term("document_kind.extract"), extract_pages, informs=True)
    letter = ReplyLetter(
        addressee=_letters.addressee(unit, case, person),
        case_number=case.number,
        written_on=unit.today,
        received_on=case.received_on,
        answers=answers,
        signer=unit.actor.display_name,
        enclosures=(enclosure,) if gives else (),
        complaint=Complaint(organisation().authority) if remedies else None,
        remedy=Remedy() if remedies else None,
        concerning=_letters.concerning(case, person),
    )
    return letter, case.reply_lang


def _answer(
    unit: Unit, case: RequestCase, claim: RequestClaim, ticket: Ticket | None, ported: Ported | None
) -> Answer:
    assert claim.resolution is not None  # noqa: S101 - reply saw to it
    grounds = tuple(RefusalGround(ground) for ground in claim.grounds)
    gives = claim.right is RequestRight.ACCESS and claim.resolution in GRANTS
    left_out = extract.build(unit, ticket, claim.case_id).left_out if gives and ticket is not None else ()
    if claim.withheld:
        left_out += (LeftOut(claim.withheld, Term(f"letter.ground_{grounds[0].value}") if grounds else ""),)
    told = [
        line.recipient
        for line in recipients.of_case(unit, case.id)
        if line.state is RecipientState.TOLD and line.claim_id == claim.id
    ]
    return Answer(
        claim.right,
        claim.resolution,
        paragraphs=_done.in_words(unit, claim),
        reasons=(claim.reasons,) if claim.reasons else (),
        grounds=grounds,
        left_out=left_out,
        done=ported if claim.right is RequestRight.PORTABILITY else _done.of_claim(unit, case, claim),
        told=tuple(told),
        still=_done.still_restricted(unit, case, claim, unit.today),
    )


@requires(Right.HANDLE_REQUEST)
def extension(unit: Unit, case_id: int, ticket: Ticket | None) -> tuple[ExtensionNotice, Lang]:
    """The notice of an extension that has been entered. Raises StepRefused where there is none."""
    case, _ = _letters.case(unit, case_id)
    events = diary.clocks(unit, [case_id])[case_id]
    told = next((event for event in events if event.kind is ClockKind.EXTENDED), None)
    if told is None:
        raise StepRefused("request.not_extended")
    state = due(events, unit.today)
    person = _letters.person(unit, case, ticket)
    notice = ExtensionNotice(
        addressee=_letters.addressee(unit, case, person),
        case_number=case.number,
        written_on=told.on,
        received_on=case.received_on,
        first_due=max(deadline(case.received_on).legal, state.deadline.last_notice_day),
        due_on=state.deadline.legal,
        reasons=(told.reason,),
        signer=unit.actor.display_name,
        concerning=_letters.concerning(case, person),
    )
    return notice, case.reply_lang
