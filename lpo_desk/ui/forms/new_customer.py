"""The fields of the new customer's sheet, in the order they are tabbed through (ux.md section 3, row 2)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.emails import parse_email
from lpo_desk.domain.identifiers import parse_business_id, parse_hetu
from lpo_desk.domain.party import PartyKind
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.reference import country_name, parse_country
from lpo_desk.terms import Lang
from lpo_desk.ui.forms.customer import TYPES, Today, TypesEditor, written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import Editor, MakesEditor, TextEditor
from lpo_desk.ui.widgets.section_form import Field

ESTATE = ("last_name", "first_names", "date_of_birth", "date_of_death")
"""Fields of an organisation that are asked of estates only."""


def person_fields(today: Today) -> tuple[Field, ...]:
    return (
        Field("last_name", "field.last_name", editors.text(100)),
        Field("first_names", "field.first_names", editors.text(100)),
        Field(
            "hetu", "field.hetu", editors.text(40, parse=lambda text: parse_hetu(text, today=today()).value)
        ),
        _language(),
        *_reach(),
        Field("types", "field.customer_type", _types(PartyKind.PERSON)),
        Field("date_of_birth", "field.date_of_birth", editors.day(today)),
        Field("country", "field.country", _country("FI")),
        Field("foreign_id", "field.foreign_id", editors.text(40)),
        Field("foreign_country", "new_customer.foreign_country", _country("")),
    )


def organisation_fields(today: Today) -> tuple[Field, ...]:
    return (
        Field("organisation_name", "field.organisation_name", editors.text(200)),
        Field("business_id", "field.business_id", editors.text(20, parse=parse_business_id)),
        Field("types", "field.customer_type", _types(PartyKind.ORGANISATION)),
        Field("last_name", "card.estate_last_name", editors.text(100)),
        Field("first_names", "card.estate_first_names", editors.text(100)),
        Field("date_of_birth", "card.estate_born", editors.day(today)),
        Field("date_of_death", "field.date_of_death", editors.day(today)),
        _language(),
        *_reach(),
        Field("country", "field.country", _country("FI")),
        Field("contact_last_name", "new_customer.contact_last_name", editors.text(100)),
        Field("contact_first_names", "new_customer.contact_first_names", editors.text(100)),
        Field("contact_task", "new_customer.contact_task", editors.text(100)),
        Field("contact_phone", "new_customer.contact_phone", _phone()),
        Field("contact_email", "new_customer.contact_email", editors.text(254, parse=parse_email)),
    )


def _reach() -> tuple[Field, ...]:
    return (
        Field("street", "field.street", editors.text(200)),
        Field("postcode", "field.postcode", editors.text(20)),
        Field("town", "field.town", editors.text(100)),
        Field("phone", "card.phone", _phone()),
        Field("email", "card.email", editors.text(254, parse=parse_email)),
        Field("number", "field.customer_number", editors.text(20)),
        Field("member", "card.member", editors.check()),
    )


def _language() -> Field:
    def offered() -> Sequence[tuple[Lang | None, str]]:
        return [(None, "card.unknown"), *((lang, f"language.{lang.value}") for lang in Lang)]

    return Field("language", "field.language", editors.choice(offered))


def _phone() -> MakesEditor:
    return editors.text(60, parse=lambda text: parse_phone(text).e164, write=written_phone)


def _types(kind: PartyKind) -> MakesEditor:
    def make(language: Language, parent: QWidget) -> Editor:
        return TypesEditor(language, parent, lambda: [(each, each.term) for each in TYPES[kind]])

    return make


def _country(empty: str) -> MakesEditor:
    def make(language: Language, parent: QWidget) -> Editor:
        return TextEditor(
            parent,
            limit=60,
            parse=parse_country,
            write=lambda code: country_name(str(code), language.lang) if code else "",
            empty=empty,
        )

    return make
