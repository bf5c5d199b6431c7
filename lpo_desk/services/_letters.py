"""What all letters of a case share: the case, the person's name, whom the letter is for."""

from collections.abc import Mapping

from sqlalchemy import select

from lpo_desk.db.tables.register import PartyName
from lpo_desk.db.tables.requests import IdentityCheck, RequestCase, RequestClaim
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import IdentityMethod, ReplyForm, Requester
from lpo_desk.domain.letters import BY_HAND, BY_MAIL, Addressee
from lpo_desk.domain.party import NameKind
from lpo_desk.domain.printed import Text
from lpo_desk.services import _claims, _post, _ties
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang


def case(unit: Unit, case_id: int) -> tuple[RequestCase, list[RequestClaim]]:
    """The case and its claims. Raises OwnCase where it is the actor's own, or of somebody close to him."""
    found = unit.session.get_one(RequestCase, case_id)
    _ties.demand_stranger(unit, found.party_id)
    return found, _claims.rows(unit, case_id)


def identity_seen(unit: Unit, case_id: int) -> IdentityMethod | None:
    """The kind of document that was seen first and is the person's."""
    seen = select(IdentityCheck.method).where(
        IdentityCheck.case_id == case_id,
        IdentityCheck.matches,
        IdentityCheck.method != IdentityMethod.NOT_VERIFIED,
    )
    return unit.session.scalar(seen.order_by(IdentityCheck.id).limit(1))


def person(unit: Unit, case: RequestCase, ticket: Ticket | None) -> str:
    """The data subject's name as a letter writes it; "" for somebody the register does not know."""
    if case.party_id is None:
        return ""
    if ticket is None or ticket.party_id != case.party_id:
        raise StepRefused("customer.no_ticket")
    unit.demand_ticket(ticket)
    row = unit.session.scalars(
        select(PartyName).where(PartyName.party_id == case.party_id, PartyName.kind == NameKind.CURRENT)
    ).one_or_none()
    if row is None:  # erased: the case knows whom it must answer
        return case.reply_address.partition("\n")[0]
    return row.organisation_name or f"{row.first_names} {row.last_name}".strip()


_WAYS: Mapping[ReplyForm, Text] = {
    ReplyForm.PAPER_COUNTER: BY_HAND,
    ReplyForm.PAPER_POST: "",
    ReplyForm.SECURE_MAIL: BY_MAIL,
}
"""How a letter without postal lines reaches its reader; of one by post it says nothing."""


def addressee(unit: Unit, case: RequestCase, person: str) -> Addressee:
    """To the representative where there is one; by post only to an address that may be used. That of a representative,
    or of somebody whom the register does not know, is written on the envelope."""
    elsewhere = _WAYS[case.reply_form]
    if case.requester is not Requester.SELF and case.requester_name:
        return Addressee(case.requester_name, way=elsewhere)
    name = person or case.requester_name
    if case.reply_form is not ReplyForm.PAPER_POST or case.party_id is None:
        return Addressee(name, way=elsewhere)
    lines = _post.lines(unit, case.party_id, case.reply_lang)
    return Addressee(name, lines or tuple(case.reply_address.splitlines()[1:]))


def keep_addressee(unit: Unit, case: RequestCase, ticket: Ticket) -> None:
    """Before an erasure: to whom and where the answer goes stays with the case, as long as the case."""
    name = person(unit, case, ticket)
    lines = _post.lines(unit, ticket.party_id, case.reply_lang)
    case.reply_address = "\n".join((name, *(lines if case.reply_form is ReplyForm.PAPER_POST else ())))


def concerning(case: RequestCase, person: str) -> str:
    """The data subject, where the letter goes to somebody else."""
    return person if case.requester is not Requester.SELF else ""


def office(unit: Unit, case: RequestCase) -> Text:
    """The name of the office in the language of the reply."""
    row = unit.session.get_one(Office, case.office_id)
    return row.name_sv if case.reply_lang is Lang.SV else row.name_fi
