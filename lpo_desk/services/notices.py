"""What the shorter letters of a case say: to recipients, before a lifting, and the two that ask for more."""

from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.tables.requests import CaseEventRow, RecipientNotice, RequestCase, RequestClaim
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseDiary, CaseStatus
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.done import Correction, Erased, Rectified
from lpo_desk.domain.letters import Addressee
from lpo_desk.domain.notices import IdentityLetter, LiftingNotice, RecipientLetter, SpecifyLetter
from lpo_desk.domain.printed import Text
from lpo_desk.services import _done, _letters, accounts, diary
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, Term

_ALL_GIVEN = Term("letter.all_given")


@requires(Right.HANDLE_REQUEST)
def recipient(unit: Unit, notice_id: int, ticket: Ticket | None) -> RecipientLetter:
    """The letter to one recipient on the list of a claim (services/recipients.py): what changed, and nothing else.

    Raises LetterIncomplete where nothing was done yet.
    """
    row = unit.session.get_one(RecipientNotice, notice_id)
    case, _ = _letters.case(unit, row.case_id)
    claim = unit.session.get_one(RequestClaim, row.claim_id)
    corrections, what = _told(unit, case, claim)
    return RecipientLetter(
        addressee=Addressee(row.recipient, way=""),
        case_number=case.number,
        written_on=unit.today,
        right=claim.right,
        person=_letters.person(unit, case, ticket) or case.requester_name,
        signer=unit.actor.display_name,
        known_by=_customer_number(unit, case),
        disclosed_on=row.disclosed_on,
        corrections=corrections,
        what=what,
    )


@requires(Right.RESTRICT)
def lifting(
    unit: Unit, restriction_id: int, ticket: Ticket, on: date, reason: str
) -> tuple[LiftingNotice, Lang, int]:
    """The notice that a restriction of a case ends on a day, with the case's language and key (art. 18(3)).

    Raises StepRefused for a restriction that is not in force or belongs to no case, and LetterIncomplete without a
    reason or for a day gone by.
    """
    row = unit.session.get(ProcessingRestriction, restriction_id)
    if row is None or row.party_id != ticket.party_id or row.lifted_on is not None or row.case_id is None:
        raise StepRefused("restriction.not_in_force")
    case, _ = _letters.case(unit, row.case_id)
    person = _letters.person(unit, case, ticket)
    notice = LiftingNotice(
        addressee=_letters.addressee(unit, case, person),
        case_number=case.number,
        written_on=unit.today,
        lifted_on=on,
        reasons=(diary.words(reason),),
        signer=unit.actor.display_name,
        concerning=_letters.concerning(case, person),
    )
    return notice, case.reply_lang, case.id


@requires(Right.HANDLE_REQUEST)
def identity(unit: Unit, case_id: int, ticket: Ticket | None) -> tuple[IdentityLetter, Lang]:
    """The letter that asks for proof of identity, once the doubt has been entered. Raises StepRefused before."""
    case, _ = _letters.case(unit, case_id)
    if case.status is not CaseStatus.IDENTITY:
        raise StepRefused
    person = _letters.person(unit, case, ticket)
    letter = IdentityLetter(
        addressee=_letters.addressee(unit, case, person),
        case_number=case.number,
        written_on=unit.today,
        received_on=case.received_on,
        reasons=(_last_reason(unit, case_id, CaseDiary.IDENTITY_DOUBTED),),
        offices=accounts.offices(unit),
        signer=unit.actor.display_name,
        concerning=_letters.concerning(case, person),
    )
    return letter, case.reply_lang


@requires(Right.HANDLE_REQUEST)
def specify(unit: Unit, case_id: int, ticket: Ticket | None) -> tuple[SpecifyLetter, Lang]:
    """The letter that asks what is meant, once the question has been entered. Raises StepRefused before."""
    case, _ = _letters.case(unit, case_id)
    if case.status is not CaseStatus.CLARIFY:
        raise StepRefused
    person = _letters.person(unit, case, ticket)
    letter = SpecifyLetter(
        addressee=_letters.addressee(unit, case, person),
        case_number=case.number,
        written_on=unit.today,
        received_on=case.received_on,
        questions=(_last_reason(unit, case_id, CaseDiary.ASK_TO_SPECIFY),),
        signer=unit.actor.display_name,
        concerning=_letters.concerning(case, person),
    )
    return letter, case.reply_lang


def _told(
    unit: Unit, case: RequestCase, claim: RequestClaim
) -> tuple[tuple[Correction, ...], tuple[Text, ...]]:
    """What a recipient is told: the values that were corrected, or the groups that went; never why."""
    match _done.of_claim(unit, case, claim):
        case Rectified(corrections):
            made = tuple(line for line in corrections if not line.why_not)
            return made, (claim.scope,) if claim.scope and not made else ()
        case Erased(data):
            return (), data
        case None:
            return (), ()
        case _:
            return (), (_ALL_GIVEN,) if claim.right is RequestRight.RESTRICTION else ()


def _customer_number(unit: Unit, case: RequestCase) -> str:
    mine = select(CustomerAccount.number).where(CustomerAccount.party_id == case.party_id)
    return ", ".join(unit.session.scalars(mine.order_by(CustomerAccount.id)))


def _last_reason(unit: Unit, case_id: int, kind: CaseDiary) -> str:
    said = select(CaseEventRow.reason).where(CaseEventRow.case_id == case_id, CaseEventRow.kind == kind)
    return unit.session.scalar(said.order_by(CaseEventRow.id.desc()).limit(1)) or ""
