"""The fields of the entries of a card: what each dialog asks, in the order it is tabbed through."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.entries import (
    NOTE_LENGTH,
    AddressEntry,
    ContactEntry,
    Entry,
    ForeignEntry,
    FormerName,
    FormerOrganisationName,
    HistoryEntry,
    NoteEntry,
    NumberEntry,
)
from lpo_desk.domain.party import AddressKind, InteractionKind
from lpo_desk.domain.permissions import Way
from lpo_desk.domain.reference import country_name, parse_country, town_after
from lpo_desk.ui.forms.customer import CustomersLanguage, Today, written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import ChoiceEditor, Editor, TextEditor
from lpo_desk.ui.widgets.section_form import Field, Fills

Named = Callable[[Language], Sequence[tuple[Hashable, str]]]

NAMES: dict[type[Entry], str] = {
    FormerName: "former",
    FormerOrganisationName: "former",
    AddressEntry: "address",
    NumberEntry: "number",
    ForeignEntry: "foreign",
    ContactEntry: "contact",
    NoteEntry: "note",
    HistoryEntry: "history",
}
"""How the terms call each kind of entry."""


class _NamedChoice(ChoiceEditor):
    """A choice whose texts are made here, not taken from the catalogue one by one."""

    def __init__(self, language: Language, parent: QWidget, named: Named) -> None:
        self._named = named
        super().__init__(language, parent, lambda: ())

    def offer(self) -> None:
        self._combo.set_choices(self._named(self._language))


def entry_fields(
    kind: type[Entry], today: Today, speaks: CustomersLanguage, subscriptions: Sequence[str]
) -> tuple[Field, ...]:
    """What is asked of an entry. `speaks` tells the customer's language; `subscriptions` are his numbers."""
    if kind is AddressEntry:
        return _address(today, speaks)
    if kind is HistoryEntry:
        return _history(today, subscriptions)
    if kind in (FormerName, FormerOrganisationName):
        return _former(kind, today)
    if kind is NumberEntry:
        return (
            Field("number", "field.customer_number", editors.text(20), required=True),
            Field("since", "field.customer_since", editors.day(today)),
            Field("member", "card.member", editors.check()),
            Field("member_number", "field.member_number", editors.text(20)),
        )
    if kind is ForeignEntry:
        return (
            Field("value", "field.foreign_id", editors.text(40), required=True),
            Field("country", "field.country", _country("")),
        )
    if kind is ContactEntry:
        return (Field("value", "entries.phone_or_email", editors.text(254, write=_written), required=True),)
    return (Field("text", "field.note", editors.notes(NOTE_LENGTH, lines=5), required=True, wide=True),)


def _address(today: Today, speaks: CustomersLanguage) -> tuple[Field, ...]:
    def town(before: AddressEntry, now: AddressEntry) -> str:
        if now.country != "FI":
            return now.town
        return town_after(before.postcode, now.postcode, now.town, speaks())

    return (
        Field("kind", "field.address_kind", _numbered(AddressKind)),
        Field("street", "field.street", editors.text(200)),
        Field("postcode", "field.postcode", editors.text(20), fills=Fills("town", town)),
        Field("town", "field.town", editors.text(100)),
        Field("co", "field.co", editors.text(100)),
        Field("country", "field.country", _country("FI")),
        Field("valid_from", "field.valid_from", editors.day(today)),
        Field("valid_to", "field.valid_to", editors.day(today)),
    )


def _former(kind: type[Entry], today: Today) -> tuple[Field, ...]:
    days = (
        Field("valid_from", "field.valid_from", editors.day(today)),
        Field("valid_to", "field.valid_to", editors.day(today)),
    )
    if kind is FormerOrganisationName:
        name = Field(
            "organisation_name", "field.organisation_name", editors.text(200), required=True, wide=True
        )
        return (name, *days)
    return (
        Field("last_name", "field.last_name", editors.text(100)),
        Field("first_names", "field.first_names", editors.text(100)),
        *days,
    )


def _history(today: Today, subscriptions: Sequence[str]) -> tuple[Field, ...]:
    def ways(language: Language) -> Sequence[tuple[Hashable, str]]:
        told = [way for way in Way if way is not Way.OLD_REGISTER]
        return [(None, language.text("card.unknown")), *((way, language.text(way.term)) for way in told)]

    def numbers(language: Language) -> Sequence[tuple[Hashable, str]]:
        return [("", language.text("entries.no_subscription")), *((each, each) for each in subscriptions)]

    return (
        Field("kind", "field.interaction_kind", _numbered(InteractionKind)),
        Field("text", "field.description", editors.notes(NOTE_LENGTH, lines=4), wide=True),
        Field("way", "field.way", _named(ways)),
        Field("on_date", "field.date", editors.day(today)),
        Field("number", "field.document_number", editors.text(40)),
        Field("subscription", "field.subscription_number", _named(numbers)),
    )


def _numbered(kind: type[AddressKind] | type[InteractionKind]) -> "editors.MakesEditor":
    """Each choice begins with its digit, so that the digit chooses it."""
    return _named(
        lambda language: [
            (member, f"{number} {language.text(member.term)}") for number, member in enumerate(kind, 1)
        ]
    )


def _named(named: Named) -> "editors.MakesEditor":
    def make(language: Language, parent: QWidget) -> Editor:
        return _NamedChoice(language, parent, named)

    return make


def _country(empty: str) -> "editors.MakesEditor":
    """A country by its code or name; `empty` is what an empty field means."""

    def make(language: Language, parent: QWidget) -> Editor:
        return TextEditor(
            parent,
            limit=60,
            parse=parse_country,
            write=lambda code: country_name(str(code), language.lang) if code else "",
            empty=empty,
        )

    return make


def _written(value: object) -> str:
    return written_phone(value) if str(value).startswith("+") else str(value)
