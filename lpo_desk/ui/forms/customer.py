"""The fields of the customer card's sections, in the order they are tabbed through."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.emails import parse_email
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import format_iban, parse_business_id, parse_iban
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import (
    BillingDetails,
    BillingMethod,
    Channel,
    ContactDetails,
    CustomerType,
    DirectoryState,
    PartyKind,
)
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.reference import (
    check_operator,
    country_name,
    operator_name,
    parse_country,
    town_after,
    town_names,
)
from lpo_desk.domain.sections import Section, in_order
from lpo_desk.terms import Lang
from lpo_desk.ui.forms.permissions import permission_cells
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import Editor, ManyEditor, TextEditor
from lpo_desk.ui.widgets.section_form import Field, Fills

Pairs = Sequence[tuple[Hashable, str]]
Today = Callable[[], date]
CustomersLanguage = Callable[[], Lang | None]

TYPES = {
    PartyKind.PERSON: (CustomerType.PRIVATE, CustomerType.COMPANY),
    PartyKind.ORGANISATION: tuple(kind for kind in CustomerType if kind is not CustomerType.PRIVATE),
}


class TypesEditor(ManyEditor):
    """Customer types as a tuple in the order of the enumeration, as the domain keeps them."""

    def value(self) -> object:
        chosen = super().value()
        return in_order(chosen) if isinstance(chosen, frozenset) else ()


class CountryEditor(TextEditor):
    """A country's code, read and written as its name in the language of the screen; empty is Finland."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(
            parent,
            limit=60,
            parse=parse_country,
            write=lambda code: country_name(str(code), language.lang),
            empty="FI",
        )


def fields(
    section: Section, kind: PartyKind, today: Today, speaks: CustomersLanguage, *, estate: bool = False
) -> tuple[Field, ...]:
    """What a section asks of a person or an organisation; of an `estate` also who died.

    `speaks` tells the customer's language, in which places are named.
    """
    match section:
        case Section.BASIC:
            return _person(today) if kind is PartyKind.PERSON else _organisation(today, estate=estate)
        case Section.CONTACT:
            return _contact(speaks)
        case Section.BILLING:
            return _billing(speaks)
        case Section.PERMISSIONS:
            return _permissions(kind, today)


def written_phone(value: object) -> str:
    """A stored number as people here write it."""
    try:
        return parse_phone(str(value)).national if value else ""
    except UserError:
        return str(value)


def _person(today: Today) -> tuple[Field, ...]:
    return (
        Field("last_name", "field.last_name", editors.text(100)),
        Field("first_names", "field.first_names", editors.text(100)),
        Field("calling_name", "field.calling_name", editors.text(60)),
        _LANGUAGE,
        Field("date_of_birth", "field.date_of_birth", editors.day(today)),
        Field("date_of_death", "field.date_of_death", editors.day(today)),
        *_relationship(PartyKind.PERSON, today),
        _BUSINESS_ID,
        _LANGUAGE_NOTE,
    )


def _organisation(today: Today, *, estate: bool) -> tuple[Field, ...]:
    deceased = (
        Field("last_name", "card.estate_last_name", editors.text(100)),
        Field("first_names", "card.estate_first_names", editors.text(100)),
        Field("date_of_birth", "card.estate_born", editors.day(today)),
        Field("date_of_death", "field.date_of_death", editors.day(today)),
    )
    return (
        Field("organisation_name", "field.organisation_name", editors.text(200)),
        _BUSINESS_ID,
        _LANGUAGE,
        *_relationship(PartyKind.ORGANISATION, today),
        _LANGUAGE_NOTE,
        *(deceased if estate else ()),
    )


def _relationship(kind: PartyKind, today: Today) -> tuple[Field, ...]:
    def types(language: Language, parent: QWidget) -> Editor:
        return TypesEditor(language, parent, lambda: [(each, each.term) for each in TYPES[kind]])

    return (
        Field("types", "field.customer_type", types),
        Field("member", "card.member", editors.check()),
        Field("member_number", "field.member_number", editors.text(20)),
        Field("customer_since", "field.customer_since", editors.day(today)),
    )


def _permissions(kind: PartyKind, today: Today) -> tuple[Field, ...]:
    common = (
        *permission_cells(person=kind is PartyKind.PERSON),
        Field("directory", "field.directory_state", editors.choice(_members(DirectoryState))),
    )
    if kind is not PartyKind.PERSON:
        return common
    return (
        *common,
        Field("protected", "protection.security_ban", editors.check()),
        Field("protected_until", "field.protected_until", editors.day(today)),
    )


def _members(kind: type[Labelled], *, unknown: bool = False) -> Callable[[], Pairs]:
    nothing: Pairs = [(None, "card.unknown")] if unknown else []
    return lambda: [*nothing, *((member, member.term) for member in kind)]


def languages() -> Pairs:
    """What a customer may speak, unknown first."""
    return [(None, "card.unknown"), *((lang, f"language.{lang.value}") for lang in Lang)]


def _contact(speaks: CustomersLanguage) -> tuple[Field, ...]:
    def town(before: ContactDetails, now: ContactDetails) -> str:
        if now.country != "FI":
            return now.town
        return town_after(before.postcode, now.postcode, now.town, speaks())

    return (
        Field("street", "field.street", editors.text(200)),
        Field("postcode", "field.postcode", postcode_editor, fills=Fills("town", town)),
        Field("town", "field.town", editors.text(100)),
        Field("co", "field.co", editors.text(100)),
        Field("country", "field.country", CountryEditor),
        Field("contact_address", "address.contact", editors.text(300)),
        phone_field("phone"),
        Field("email", "card.email", editors.text(254, parse=parse_email)),
        phone_field("phone_2"),
        Field("email_2", "card.email_2", editors.text(254, parse=parse_email)),
        phone_field("phone_3"),
        Field(
            "preferred_channel", "field.preferred_channel", editors.choice(_members(Channel, unknown=True))
        ),
    )


def _billing(speaks: CustomersLanguage) -> tuple[Field, ...]:
    def town(before: BillingDetails, now: BillingDetails) -> str:
        if now.billing_country != "FI":
            return now.billing_town
        return town_after(before.billing_postcode, now.billing_postcode, now.billing_town, speaks())

    return (
        Field("method", "field.billing_method", editors.choice(_members(BillingMethod, unknown=True))),
        Field("einvoice_address", "field.einvoice_address", editors.text(60)),
        Field("operator", "field.einvoice_operator", _OPERATOR),
        Field("billing_street", "card.billing_street", editors.text(200)),
        Field(
            "billing_postcode", "card.billing_postcode", postcode_editor, fills=Fills("billing_town", town)
        ),
        Field("billing_town", "card.billing_town", editors.text(100)),
        Field("billing_country", "card.billing_country", CountryEditor),
        Field("email", "field.billing_email", editors.text(254, parse=parse_email)),
        Field("iban", "field.iban", editors.text(42, parse=parse_iban, write=_grouped_iban)),
    )


def _with_towns(postcode: object) -> str:
    """`07900 Loviisa / Lovisa`: where the two names differ, whoever reads the card sees both."""
    names = town_names(str(postcode))
    return f"{postcode} {names[0]} / {names[1]}" if names and names[0] != names[1] else str(postcode)


def _grouped_iban(value: object) -> str:
    return format_iban(str(value)) if value else ""


def _named_operator(code: object) -> str:
    name = operator_name(str(code))
    return f"{code} ({name})" if name else str(code)


def phone_field(name: str) -> Field:
    """A phone, kept as E.164; a short or strange one is warned about."""
    editor = editors.text(60, parse=lambda text: parse_phone(text).e164, write=written_phone)
    return Field(name, f"card.{name}", editor, warn=_phone_warning)


def _phone_warning(value: object) -> str | None:
    warning = parse_phone(str(value)).warning if value else None
    return f"phone.warning_{warning.value}" if warning else None


_LANGUAGE = Field("language", "field.language", editors.choice(languages))
_LANGUAGE_NOTE = Field("language_note", "field.language_note", editors.text(60))
_BUSINESS_ID = Field("business_id", "field.business_id", editors.text(20, parse=parse_business_id))
postcode_editor = editors.text(20, read=_with_towns)
_OPERATOR = editors.text(60, parse=check_operator, read=_named_operator)
