"""What the papers of a case say: receipt, notice of extension, reply. documents/ prints them."""

from sqlalchemy import select

from lpo_desk.db.tables.register import PartyName
from lpo_desk.db.tables.requests import IdentityCheck, RequestCase, RequestClaim
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseStatus, IdentityMethod, ReplyForm, Requester
from lpo_desk.domain.claims import RefusalGround, RequestRight
from lpo_desk.domain.deadlines import ClockKind, deadline, due
from lpo_desk.domain.extract import LeftOut
from lpo_desk.domain.letters import (
    GRANTS,
    Addressee,
    Answer,
    Complaint,
    Enclosure,
    ExtensionNotice,
    Receipt,
    Remedy,
    ReplyLetter,
)
from lpo_desk.domain.party import NameKind
from lpo_desk.domain.printed import Text
from lpo_desk.organisation import organisation
from lpo_desk.services import _claims, _post, _ties, cases, diary, extract
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, Term


@requires(Right.TAKE_REQUEST)
def receipt(unit: Unit, case_id: int, ticket: Ticket | None) -> tuple[Receipt, Lang]:
    """The receipt handed over at once. A known person needs an open ticket."""
    case, claims = _case(unit, case_id)
    person = _person(unit, case, ticket)
    cases.demand_office(unit, case)
    state = due(diary.clocks(unit, [case_id])[case_id], unit.today)
    paper = Receipt(
        case_number=case.number,
        given_on=unit.today,
        requester=person or case.requester_name,
        office=_office(unit, case),
        received_on=case.received_on,
        channel=case.channel,
        rights=tuple(claim.right for claim in claims),
        due_on=state.deadline.legal,
        due_reasons=state.deadline.reasons,
        identity=_identity_seen(unit, case_id),
        notes=tuple(Term(key) for key in cases.read(unit, case_id).marks_missing),
        representative="" if case.requester is Requester.SELF else case.requester_name,
        reply_wish=case.reply_form,
        scope="\n".join(claim.scope for claim in claims if claim.scope) or None,
    )
    return paper, case.reply_lang


@requires(Right.DECIDE_REQUEST)
def reply(
    unit: Unit, case_id: int, ticket: Ticket | None, extract_pages: int | None
) -> tuple[ReplyLetter, Lang]:
    """The reply to a decided case. `extract_pages`: of the enclosed extract, None where no data are given.

    Raises StepRefused before the decision and once the case is closed, and LetterIncomplete for a refusal without
    its blocks.
    """
    case, claims = _case(unit, case_id)
    if any(claim.resolution is None for claim in claims):
        raise StepRefused("request.not_decided")
    if case.status is not CaseStatus.REPLY:
        raise StepRefused
    person = _person(unit, case, ticket)
    answers = tuple(_answer(unit, claim, ticket) for claim in claims)
    gives = any(answer.gives_access for answer in answers)
    remedies = any(answer.needs_remedies for answer in answers)
    enclosure = Enclosure(Term("document_kind.extract"), extract_pages, informs=True)
    letter = ReplyLetter(
        addressee=_addressee(unit, case, person),
        case_number=case.number,
        written_on=unit.today,
        received_on=case.received_on,
        answers=answers,
        signer=unit.actor.display_name,
        enclosures=(enclosure,) if gives else (),
        complaint=Complaint(organisation().authority) if remedies else None,
        remedy=Remedy() if remedies else None,
        concerning=_concerning(case, person),
    )
    return letter, case.reply_lang


def _answer(unit: Unit, claim: RequestClaim, ticket: Ticket | None) -> Answer:
    assert claim.resolution is not None  # noqa: S101 - reply saw to it
    grounds = tuple(RefusalGround(ground) for ground in claim.grounds)
    gives = claim.right is RequestRight.ACCESS and claim.resolution in GRANTS
    left_out = extract.build(unit, ticket, claim.case_id).left_out if gives and ticket is not None else ()
    if claim.withheld:
        left_out += (LeftOut(claim.withheld, Term(f"letter.ground_{grounds[0].value}") if grounds else ""),)
    return Answer(
        claim.right,
        claim.resolution,
        reasons=(claim.reasons,) if claim.reasons else (),
        grounds=grounds,
        left_out=left_out,
    )


@requires(Right.HANDLE_REQUEST)
def extension(unit: Unit, case_id: int, ticket: Ticket | None) -> tuple[ExtensionNotice, Lang]:
    """The notice of an extension that has been entered. Raises StepRefused where there is none."""
    case, _ = _case(unit, case_id)
    events = diary.clocks(unit, [case_id])[case_id]
    told = next((event for event in events if event.kind is ClockKind.EXTENDED), None)
    if told is None:
        raise StepRefused("request.not_extended")
    state = due(events, unit.today)
    person = _person(unit, case, ticket)
    notice = ExtensionNotice(
        addressee=_addressee(unit, case, person),
        case_number=case.number,
        written_on=told.on,
        received_on=case.received_on,
        first_due=max(deadline(case.received_on).legal, state.deadline.last_notice_day),
        due_on=state.deadline.legal,
        reasons=(told.reason,),
        signer=unit.actor.display_name,
        concerning=_concerning(case, person),
    )
    return notice, case.reply_lang


def _case(unit: Unit, case_id: int) -> tuple[RequestCase, list[RequestClaim]]:
    case = unit.session.get_one(RequestCase, case_id)
    _ties.demand_stranger(unit, case.party_id)
    return case, _claims.rows(unit, case_id)


def _identity_seen(unit: Unit, case_id: int) -> IdentityMethod | None:
    """The kind of document that was seen first and is the person's."""
    seen = select(IdentityCheck.method).where(
        IdentityCheck.case_id == case_id,
        IdentityCheck.matches,
        IdentityCheck.method != IdentityMethod.NOT_VERIFIED,
    )
    return unit.session.scalar(seen.order_by(IdentityCheck.id).limit(1))


def _person(unit: Unit, case: RequestCase, ticket: Ticket | None) -> str:
    """The data subject's name as a letter writes it; "" for somebody the register does not know."""
    if case.party_id is None:
        return ""
    if ticket is None or ticket.party_id != case.party_id:
        raise StepRefused("customer.no_ticket")
    unit.demand_ticket(ticket)
    row = unit.session.scalars(
        select(PartyName).where(PartyName.party_id == case.party_id, PartyName.kind == NameKind.CURRENT)
    ).one()
    return row.organisation_name or f"{row.first_names} {row.last_name}".strip()


def _addressee(unit: Unit, case: RequestCase, person: str) -> Addressee:
    """To the representative where there is one; by post only to an address that may be used."""
    if case.requester is not Requester.SELF and case.requester_name:
        return Addressee(case.requester_name)
    name = person or case.requester_name
    if case.reply_form is not ReplyForm.PAPER_POST or case.party_id is None:
        return Addressee(name)
    return Addressee(name, _post.lines(unit, case.party_id, case.reply_lang))


def _concerning(case: RequestCase, person: str) -> str:
    return person if case.requester is not Requester.SELF else ""


def _office(unit: Unit, case: RequestCase) -> Text:
    row = unit.session.get_one(Office, case.office_id)
    return row.name_sv if case.reply_lang is Lang.SV else row.name_fi
