"""Sections of the customer card: what a form checks before it is saved, and what a save gives back.

Only fields that were changed are checked: what the old register left behind may be faulty and must not stand in the
way of a new phone number.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from lpo_desk.domain.dates import DateFault, DateRefused
from lpo_desk.domain.emails import parse_email
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import IdentifierRefused, parse_business_id, parse_iban, parse_ovt
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.merging import differing
from lpo_desk.domain.party import (
    BillingDetails,
    ContactDetails,
    CustomerType,
    OrganisationDetails,
    PermissionDetails,
    PersonDetails,
    Source,
    Sourced,
    Standing,
)
from lpo_desk.domain.permissions import CELLS, LIFTING
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.reference import check_operator, finnish_postcode, parse_country
from lpo_desk.domain.text import clean

EARLIEST = date(1850, 1, 1)
LONGEST_PROTECTION_YEARS = 5
"""A non-disclosure order is given for at most five years at first, then two at a time (law.md section 5)."""

Basic = PersonDetails | OrganisationDetails
Details = PersonDetails | OrganisationDetails | ContactDetails | BillingDetails | PermissionDetails
T = TypeVar("T", bound=Details)
Clean = Callable[[Any], Any]


class Section(Labelled):
    """Sections of the card that are edited and saved as one."""

    BASIC = "basic"
    CONTACT = "contact"
    BILLING = "billing"
    PERMISSIONS = "permissions"


@dataclass(frozen=True, slots=True)
class SavedSection(Generic[T]):
    """What a save changed: enough to take it back within the session.

    before, after: the section as it was and as it is now, others' changes included.
    changed: names of the fields this save changed; empty when there was nothing to save.
    merged: somebody else had changed other fields meanwhile.
    version: of the customer after the save. former: where the changed values had come from.
    undoable: False where taking back is not for the form to do: a ban stands until the person gives a permission.
    """

    section: Section
    before: T
    after: T
    changed: tuple[str, ...]
    version: int
    source: Source
    merged: bool
    former: Mapping[str, Sourced]
    undoable: bool = True


class FieldsRefused(UserError):
    """Fields of a form that cannot be saved as they are; the form shows each error beside its field."""

    key = "card.fields_refused"

    def __init__(self, errors: Mapping[str, UserError]) -> None:
        super().__init__(count=len(errors))
        self.errors = tuple(errors.items())


class ValueRefused(UserError):
    """One value of a form; the key says why."""


def clean_lines(**texts: tuple[str, int]) -> dict[str, str]:
    """One-line texts of a form, each with its limit, cleaned. Raises FieldsRefused for all that are refused."""
    values: dict[str, str] = {}
    errors: dict[str, UserError] = {}
    for name, (text, limit) in texts.items():
        try:
            values[name] = clean(text, limit=limit)
        except UserError as error:
            errors[name] = error
    if errors:
        raise FieldsRefused(errors)
    return values


def check_person(base: PersonDetails, mine: PersonDetails, today: date) -> PersonDetails:
    """Cleaned changes of a person's basic data. Raises FieldsRefused."""
    cleaners = _basic_cleaners(today) | {"types": _person_types}
    value, errors = _cleaned(base, mine, cleaners)
    if not (value.last_name or value.first_names):
        errors.setdefault("last_name", ValueRefused("card.name_missing"))
    born, died = value.date_of_birth, value.date_of_death
    if born and died and died < born:
        errors.setdefault("date_of_death", ValueRefused("card.death_before_birth"))
    return _accepted(value, errors)


def check_organisation(
    base: OrganisationDetails, mine: OrganisationDetails, today: date
) -> OrganisationDetails:
    """Cleaned changes of an organisation's or estate's basic data. Raises FieldsRefused."""
    cleaners = _basic_cleaners(today) | {"types": _organisation_types}
    value, errors = _cleaned(base, mine, cleaners)
    if not (value.organisation_name or (CustomerType.ESTATE in value.types and value.last_name)):
        errors.setdefault("organisation_name", ValueRefused("card.name_missing"))
    return _accepted(value, errors)


def check_contact(base: ContactDetails, mine: ContactDetails) -> ContactDetails:
    """Cleaned changes of the contact data. Raises FieldsRefused."""
    value, errors = _cleaned(base, mine, _CONTACT)
    if {"postcode", "country"} & set(differing(base, value)) and value.country == "FI":
        value = replace(value, postcode=finnish_postcode(value.postcode))
        if value.postcode and not _POSTCODE.fullmatch(value.postcode):
            errors.setdefault("postcode", ValueRefused("card.postcode_refused"))
    return _accepted(value, errors)


def check_billing(base: BillingDetails, mine: BillingDetails) -> BillingDetails:
    """Cleaned changes of the billing data. Raises FieldsRefused."""
    value, errors = _cleaned(base, mine, _BILLING)
    if {"billing_postcode", "billing_country"} & set(
        differing(base, value)
    ) and value.billing_country == "FI":
        value = replace(value, billing_postcode=finnish_postcode(value.billing_postcode))
        if value.billing_postcode and not _POSTCODE.fullmatch(value.billing_postcode):
            errors.setdefault("billing_postcode", ValueRefused("card.postcode_refused"))
    return _accepted(value, errors)


def check_permissions(
    base: PermissionDetails, mine: PermissionDetails, today: date, *, person: bool, deceased: bool
) -> PermissionDetails:
    """Changes of permissions and bans. Raises FieldsRefused.

    A ban is lifted by an explicit permission and by nothing else (law.md section 3); nothing is sold to the dead.
    Only natural persons have a non-disclosure order.
    """
    value = mine if mine.protected else replace(mine, protected_until=None)
    changed = differing(base, value)
    errors: dict[str, UserError] = {}
    for name in CELLS.keys() & set(changed):
        if deceased:
            errors[name] = ValueRefused("card.deceased_marketing")
        elif getattr(base, name) is Standing.BANNED and getattr(value, name) not in LIFTING:
            errors[name] = ValueRefused("card.ban_stands")
        elif getattr(value, name) is Standing.SOFT_OPT_IN and name not in SOFT_OPT_IN_FIELDS:
            errors[name] = ValueRefused("card.soft_opt_in_own_only")
    if "protected" in changed and value.protected and not person:
        errors["protected"] = ValueRefused("card.protection_persons_only")
    until = value.protected_until
    if until is not None and "protected_until" in changed:
        latest = date(today.year + LONGEST_PROTECTION_YEARS, 12, 31)
        if until < today:
            errors["protected_until"] = DateRefused(DateFault.TOO_EARLY, earliest=today)
        elif until > latest:
            errors["protected_until"] = DateRefused(DateFault.TOO_LATE, latest=latest)
    return _accepted(value, errors)


def is_undoable(before: Details, after: Details) -> bool:
    """Whether the former values may simply be saved again: not after a ban was entered."""
    if not isinstance(before, PermissionDetails) or not isinstance(after, PermissionDetails):
        return True
    return not any(
        getattr(after, name) is Standing.BANNED
        and getattr(before, name) is not Standing.BANNED
        and getattr(before, name) not in LIFTING
        for name in CELLS
    )


def in_order(types: Iterable[CustomerType]) -> tuple[CustomerType, ...]:
    """Each type once, in the order of the enumeration, so that equal sets are equal values."""
    chosen = set(types)
    return tuple(kind for kind in CustomerType if kind in chosen)


def _cleaned(base: T, mine: T, cleaners: Mapping[str, Clean]) -> tuple[T, dict[str, UserError]]:
    values: dict[str, Any] = {}
    errors: dict[str, UserError] = {}
    for name in differing(base, mine):
        cleaner = cleaners.get(name)
        if cleaner is None:
            continue
        try:
            values[name] = cleaner(getattr(mine, name))
        except UserError as error:
            errors[name] = error
    return replace(mine, **values), errors


def _accepted(value: T, errors: Mapping[str, UserError]) -> T:
    if errors:
        raise FieldsRefused(errors)
    return value


def _line(limit: int) -> Clean:
    return lambda text: clean(text, limit=limit)


def _or_empty(parse: Callable[[str], str], limit: int = 320) -> Clean:
    def cleaner(text: str) -> str:
        text = clean(text, limit=limit)
        return parse(text) if text else ""

    return cleaner


def _past(today: date) -> Clean:
    def cleaner(day: date | None) -> date | None:
        if day is not None and day < EARLIEST:
            raise DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)
        if day is not None and day > today:
            raise DateRefused(DateFault.TOO_LATE, latest=today)
        return day

    return cleaner


def _person_types(types: tuple[CustomerType, ...]) -> tuple[CustomerType, ...]:
    if not set(types) <= {CustomerType.PRIVATE, CustomerType.COMPANY} or CustomerType.PRIVATE not in types:
        raise ValueRefused("card.types_of_person")
    return in_order(types)


def _organisation_types(types: tuple[CustomerType, ...]) -> tuple[CustomerType, ...]:
    if not types or CustomerType.PRIVATE in types:
        raise ValueRefused("card.types_of_organisation")
    return in_order(types)


def _country(text: str) -> str:
    return parse_country(clean(text, limit=60) or "FI")


def _einvoice(text: str) -> str:
    """An OVT identifier or a Finnish account number, whichever it reads as."""
    for parse in (parse_ovt, parse_iban):
        try:
            return parse(text)
        except IdentifierRefused:
            continue
    raise ValueRefused("card.einvoice_refused")


def _basic_cleaners(today: date) -> dict[str, Clean]:
    return {
        "last_name": _line(100),
        "first_names": _line(100),
        "calling_name": _line(60),
        "organisation_name": _line(200),
        "language_note": _line(60),
        "member_number": _line(20),
        "business_id": _or_empty(parse_business_id),
        "customer_since": _past(today),
        "date_of_birth": _past(today),
        "date_of_death": _past(today),
    }


SOFT_OPT_IN_FIELDS = ("own_sms", "own_email")
"""Where a soft opt-in means something: our own electronic marketing (law.md section 3)."""
_POSTCODE = re.compile(r"[0-9]{5}")
_PHONE = _or_empty(lambda text: parse_phone(text).e164)
_EMAIL = _or_empty(parse_email)
_CONTACT: dict[str, Clean] = {
    "co": _line(100),
    "street": _line(200),
    "postcode": _line(20),
    "town": _line(100),
    "country": _country,
    "contact_address": _line(300),
    "phone": _PHONE,
    "phone_2": _PHONE,
    "phone_3": _PHONE,
    "email": _EMAIL,
    "email_2": _EMAIL,
}
_BILLING: dict[str, Clean] = {
    "einvoice_address": _or_empty(_einvoice),
    "operator": _or_empty(check_operator, 60),
    "email": _EMAIL,
    "billing_street": _line(200),
    "billing_postcode": _line(20),
    "billing_town": _line(100),
    "billing_country": _country,
    "iban": _or_empty(parse_iban),
}
