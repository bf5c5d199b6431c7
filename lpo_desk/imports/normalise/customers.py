"""A row of Asiakkaat -> LegacyCustomer."""

from lpo_desk.domain.legacy import ImportReason, LegacyCustomer
from lpo_desk.domain.party import PartyKind
from lpo_desk.imports.normalise import contact, identity, relationship, values
from lpo_desk.imports.row import Row

PAYER, NOTE = "Maksaja asnro", "Huomautus"


def refusal(row: Row, number: str, taken: set[str]) -> ImportReason | None:
    """Why the row cannot be imported. An accepted row takes its number; a refused one leaves it free."""
    if not number:
        return ImportReason.NUMBER_MISSING
    if identity.nameless(row):
        return ImportReason.NAME_MISSING
    if number in taken:
        return ImportReason.NUMBER_TAKEN
    taken.add(number)
    return None


def customer(row: Row, number: str) -> LegacyCustomer:
    """The customer as far as its own row tells; whether its payer exists is known only after the last row."""
    who = identity.identity(row)
    deceased, deceased_on = (False, None) if _is_company(who) else identity.death(row, NOTE)
    billing = relationship.billing(row, who.kind)
    permissions = relationship.permissions(row, deceased=deceased)
    street, postcode, town = (
        row.line("Lähiosoite"),
        values.postcode(row, "Postinro"),
        contact.town(row, "Postitoimipaikka"),
    )
    phones = contact.phones(row, "Puhelin", "Matkapuhelin")
    emails = contact.emails(row, "Sähköposti")
    language, member = relationship.language(row), relationship.member(row)
    member_number, since = values.code(row, "Jäsennro"), values.day(row, "Asiakas alkaen")
    payer_number = values.code(row, PAYER)
    contact_person = contact.contact_person(row)
    row.prose(NOTE)
    row.keep_unknown()
    return LegacyCustomer(
        row=row.number,
        number=number,
        kind=who.kind,
        types=who.types,
        last_name=who.last_name,
        first_names=who.first_names,
        organisation_name=who.organisation_name,
        hetu=who.hetu,
        business_id=who.business_id,
        street=street,
        postcode=postcode,
        town=town,
        phones=phones,
        emails=emails,
        language=language,
        member=member,
        member_number=member_number,
        customer_since=since,
        billing_method=billing.method,
        einvoice_address=billing.einvoice_address,
        operator=billing.operator,
        billing_street=billing.street,
        billing_postcode=billing.postcode,
        billing_town=billing.town,
        payer_number=payer_number,
        marketing=permissions.marketing,
        directory=permissions.directory,
        protected=permissions.protected,
        protected_until=permissions.protected_until,
        collection=billing.collection,
        contact_person=contact_person,
        deceased=deceased,
        deceased_on=deceased_on,
        notes=tuple(row.notes),
        canonical=row.canonical(),
    )


def _is_company(who: identity.Identity) -> bool:
    """An organisation that is no estate: a note of a death speaks of somebody else."""
    return who.kind is PartyKind.ORGANISATION and not who.last_name and not who.first_names
