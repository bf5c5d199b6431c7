"""What stands on the two forms before they are signed: the offices, and of a customer what the card holds."""

from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.forms import Claims, FormContent, Person
from lpo_desk.domain.party import PartyKind
from lpo_desk.domain.phones import parse_phone
from lpo_desk.services import _held, _post, accounts
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
