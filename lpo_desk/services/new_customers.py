"""A new customer: checked as the card checks, written in one unit, and opened by it."""

from dataclasses import replace

from sqlalchemy import func, select

from lpo_desk.db.tables.register import BusinessId, CustomerAccount, ForeignId
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import parse_business_id, parse_hetu
from lpo_desk.domain.new_customer import AlreadyCustomer, NewCustomer, NewOrganisation, NewPerson
from lpo_desk.domain.party import (
    ContactDetails,
    OrganisationDetails,
    PersonDetails,
    RelationKind,
    Source,
)
from lpo_desk.domain.reference import parse_country
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines
from lpo_desk.domain.text import clean
from lpo_desk.services import customers, duplicates
from lpo_desk.services._alike import holders_of_code
from lpo_desk.services.registering import NewParty, add_party, add_relation

_LONGEST_NUMBER = 9
"""Longer ones in the old register are telephone numbers and slips, not the last of a series."""
_BATCH = 200
_CONTACT = "contact_"


@requires(Right.EDIT_CUSTOMER)
def next_number(unit: Unit) -> str:
    """The customer number after the highest one, to be proposed; what is not all digits does not count."""
    number = CustomerAccount.number
    downwards = (
        select(number)
        .where(func.length(number) <= _LONGEST_NUMBER)
        .order_by(func.length(number).desc(), number.desc())
    )
    # A few rows are read of the whole order: numbers of letters come in between, seldom many.
    with unit.connection.scalars(downwards.execution_options(yield_per=_BATCH)) as numbers:
        highest = next((text for text in numbers if text.isascii() and text.isdigit()), "0")
    return str(int(highest) + 1)


@requires(Right.EDIT_CUSTOMER)
def add(unit: Unit, new: NewCustomer, purpose: Purpose, source: Source = Source.SUBJECT) -> Ticket:
    """Add the customer and open the new card. An empty number is the next free one.

    Raises AlreadyCustomer where the code is somebody's, and FieldsRefused by the names of `new`.
    """
    errors: dict[str, UserError] = {}
    _demand_new(unit, new, errors)
    number = _number(unit, new.number, errors)
    party_id = _add(unit, new, number, source, errors)
    if isinstance(new, NewOrganisation) and _contact_person(new):
        _add_contact_person(unit, new, party_id, source, errors)
    if errors or party_id is None:
        raise FieldsRefused(errors)  # and the unit takes back what was written
    return customers.open(unit, party_id, purpose)


def _demand_new(unit: Unit, new: NewCustomer, errors: dict[str, UserError]) -> None:
    try:
        if isinstance(new, NewPerson) and new.hetu:
            code = parse_hetu(new.hetu, today=unit.today)
            if rows := holders_of_code(unit, code.value):
                raise AlreadyCustomer("new_customer.code_taken", rows)
        if isinstance(new, NewOrganisation) and new.business_id:
            value = parse_business_id(new.business_id)
            if unit.session.scalar(select(BusinessId.id).where(BusinessId.value == value).limit(1)):
                raise AlreadyCustomer(
                    "new_customer.business_id_taken", duplicates.having_business_id(unit, value)
                )
    except AlreadyCustomer:
        raise
    except UserError as error:
        errors["hetu" if isinstance(new, NewPerson) else "business_id"] = error


def _number(unit: Unit, typed: str, errors: dict[str, UserError]) -> str:
    try:
        number = clean(typed, limit=20) or next_number(unit)
    except UserError as error:
        errors["number"] = error
        return ""
    if unit.session.scalar(select(CustomerAccount.id).where(CustomerAccount.number == number)):
        errors["number"] = ValueRefused("new_customer.number_taken")
    return number


def _add(
    unit: Unit, new: NewCustomer, number: str, source: Source, errors: dict[str, UserError]
) -> int | None:
    contact = ContactDetails(
        street=new.street,
        postcode=new.postcode,
        town=new.town,
        country=new.country,
        phone=new.phone,
        email=new.email,
    )
    basic: PersonDetails | OrganisationDetails
    if isinstance(new, NewPerson):
        basic = PersonDetails(
            last_name=new.last_name,
            first_names=new.first_names,
            language=new.language,
            types=new.types,
            member=new.member,
            customer_since=unit.today,
            date_of_birth=new.date_of_birth,
        )
    else:
        basic = OrganisationDetails(
            organisation_name=new.organisation_name,
            business_id=new.business_id,
            language=new.language,
            types=new.types,
            member=new.member,
            customer_since=unit.today,
            last_name=new.last_name,
            first_names=new.first_names,
            date_of_birth=new.date_of_birth,
            date_of_death=new.date_of_death,
        )
    hetu = new.hetu if isinstance(new, NewPerson) and "hetu" not in errors else ""
    if hetu and isinstance(basic, PersonDetails):
        basic = replace(basic, date_of_birth=parse_hetu(hetu).born)
    # With errors already known the rest is still looked at, so that all of them are told at once.
    checked = NewParty(basic, number=number or "-", hetu=hetu, contact=contact, source=source)
    try:
        party_id = add_party(unit, checked)
        if isinstance(new, NewPerson):
            _add_foreign_id(unit, new, party_id, source)
    except FieldsRefused as refused:
        errors.update(refused.errors)
        return None
    return party_id


def _add_foreign_id(unit: Unit, new: NewPerson, party_id: int, source: Source) -> None:
    texts = clean_lines(foreign_id=(new.foreign_id, 40), foreign_country=(new.foreign_country, 60))
    if not texts["foreign_id"]:
        return
    try:
        country = parse_country(texts["foreign_country"]) if texts["foreign_country"] else ""
    except UserError as error:
        raise FieldsRefused({"foreign_country": error}) from None
    unit.session.add(
        ForeignId(
            party_id=party_id,
            value=texts["foreign_id"],
            country=country,
            source=source,
            source_on=unit.today,
            source_by=unit.actor.username,
        )
    )


def _contact_person(new: NewOrganisation) -> bool:
    return bool(new.contact_last_name or new.contact_first_names or new.contact_phone or new.contact_email)


def _add_contact_person(
    unit: Unit, new: NewOrganisation, party_id: int | None, source: Source, errors: dict[str, UserError]
) -> None:
    """A party of its own: its data are its own, whoever it speaks for."""
    person = NewParty(
        PersonDetails(
            last_name=new.contact_last_name, first_names=new.contact_first_names, language=new.language
        ),
        contact=ContactDetails(phone=new.contact_phone, email=new.contact_email),
        source=source,
    )
    try:
        task = clean_lines(task=(new.contact_task, 100))["task"]
        person_id = add_party(unit, person)
        if party_id is not None:
            add_relation(unit, person_id, RelationKind.CONTACT_PERSON, party_id, source=source, task=task)
    except FieldsRefused as refused:
        errors.update({_CONTACT + name: error for name, error in refused.errors})
