"""What stands on the two forms before they are signed: the offices, and of a customer what the card holds."""

from dataclasses import replace

from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import Requester
from lpo_desk.domain.forms import Claims, FormContent, OfficePart, Person
from lpo_desk.domain.party import PartyKind
from lpo_desk.domain.phones import parse_phone
from lpo_desk.services import _done, _held, _letters, _post, accounts, cases
from lpo_desk.services._held import Held
from lpo_desk.terms import Lang


@requires(Right.TAKE_REQUEST)
def blank(unit: Unit) -> FormContent:
    """A form to lay on the counter."""
    return FormContent(accounts.offices(unit), unit.today)


@requires(Right.TAKE_REQUEST)
def prefilled(unit: Unit, ticket: Ticket, lang: Lang, claims: Claims | None = None) -> FormContent:
    """A form with what the card knows of the person, to be signed at the counter. Raises NoTicket.

    No personal identity code (TietosuojaL 29 § 4 mom.), and of a protected person no address, telephone or e-mail: the
    paper lies on a counter.
    """
    unit.demand_ticket(ticket)
    held = Held(unit, ticket.party_id)
    return FormContent(
        accounts.offices(unit),
        unit.today,
        person=_person(unit, held, lang),
        claims=claims or Claims(),
        reply_lang=held.party.lang,
    )


@requires(Right.TAKE_REQUEST)
def of_case(unit: Unit, case_id: int, ticket: Ticket | None, lang: Lang) -> FormContent:
    """The form of a registered case, to be signed at the counter: the person, what is asked, and the office's part.

    What the register holds now is on it only where identity was seen. Raises StepRefused without the ticket of a known
    person, Forbidden for a clerk of another office.
    """
    case, claims = _letters.case(unit, case_id)
    cases.demand_office(unit, case)
    name = _letters.person(unit, case, ticket) or case.requester_name
    identity = _letters.identity_seen(unit, case_id)
    known = case.party_id is not None and identity is not None
    person = _person(unit, Held(unit, case.party_id), lang) if known and case.party_id else Person(name)
    if case.requester is not Requester.SELF:
        person = replace(person, representative=case.requester_name, capacity=case.requester)
    offices = accounts.offices(unit)
    code = next(office.code for office in offices if office.id == case.office_id)
    received_by = unit.session.get_one(Account, case.entered_by).display_name
    return FormContent(
        offices,
        unit.today,
        case.number,
        person,
        _done.asked(unit, claims, with_present=identity is not None),
        case.reply_form,
        case.reply_lang,
        OfficePart(received_by, case.received_on, code, identity),
    )


def _person(unit: Unit, held: Held, lang: Lang) -> Person:
    named = held.name
    name = (named.organisation_name or f"{named.first_names} {named.last_name}".strip()) if named else ""
    numbers = ", ".join(row.number for row in held.of(CustomerAccount))
    born = held.party.date_of_birth if held.party.kind is PartyKind.PERSON else None
    if _post.protected(unit, held.party_id):
        return Person(name, born, numbers)
    contact = _held.contact(held)
    address = _post.lines(unit, held.party_id, lang)
    phone = parse_phone(contact.phone).national if contact.phone else ""
    return Person(name, born, numbers, address, phone, contact.email)
