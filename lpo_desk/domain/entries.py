"""What a customer may have several of: each an entry of its own, added, corrected and taken away by itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from lpo_desk.domain.dates import DateFault, DateRefused, holds
from lpo_desk.domain.emails import parse_email
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import AddressKind, ContactKind, InteractionKind, Sourced
from lpo_desk.domain.permissions import Way
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.reference import finnish_postcode, parse_country
from lpo_desk.domain.sections import EARLIEST, FieldsRefused, ValueRefused
from lpo_desk.domain.text import clean

NOTE_LENGTH = 4000
_POSTCODE = re.compile("[0-9]{5}")


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """An address of any kind. Its first and last day count; without a last day it holds until another takes over."""

    kind: AddressKind = AddressKind.VISITING
    street: str = ""
    postcode: str = ""
    town: str = ""
    co: str = ""
    country: str = "FI"
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """A customer number, with the relationship and the membership that belong to it."""

    number: str = ""
    since: date | None = None
    member: bool = False
    member_number: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a person had; the days are None where nobody knows them."""

    last_name: str = ""
    first_names: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def name(self) -> str:
        """As lists write it."""
        return " ".join(part for part in (self.last_name, self.first_names) if part)


@dataclass(frozen=True, slots=True)
class FormerOrganisationName:
    """A name that an organisation had, or another form of an estate's."""

    organisation_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def name(self) -> str:
        return self.organisation_name


@dataclass(frozen=True, slots=True)
class ForeignEntry:
    """An identifier given abroad; `country` is an ISO 3166 code, "" when unknown."""

    value: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One more phone (E.164) or e-mail than the form has fields for."""

    value: str = ""

    @property
    def kind(self) -> ContactKind:
        return ContactKind.EMAIL if "@" in self.value else ContactKind.PHONE


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """Free words about the customer."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An event of the relationship. `number`: of the offer, order or contract; `subscription`: the number of one."""

    kind: InteractionKind = InteractionKind.CONTACT
    on_date: date | None = None
    way: Way | None = None
    number: str = ""
    subscription: str = ""
    text: str = ""


Former = FormerName | FormerOrganisationName
Entry = Former | AddressEntry | NumberEntry | ForeignEntry | ContactEntry | NoteEntry | HistoryEntry
E = TypeVar("E", bound=Entry)
Clean = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class EntryLine(Generic[E]):
    """An entry as the card lists it. `mine`: this user may correct it (a history entry: one's own, of today)."""

    id: int
    value: E
    came: Sourced
    mine: bool = True


class AddressState(Labelled):
    """How an address stands to today."""

    PRESENT = "present"
    UPCOMING = "upcoming"
    FORMER = "former"

    @classmethod
    def of(cls, entry: AddressEntry, today: date) -> "AddressState":
        if holds(entry.valid_from, entry.valid_to, today):
            return cls.PRESENT
        return cls.UPCOMING if entry.valid_from is not None and entry.valid_from > today else cls.FORMER


def check_entry(entry: E, today: date) -> E:
    """The entry with its texts cleaned. Raises FieldsRefused."""
    values: dict[str, Any] = {}
    errors: dict[str, UserError] = {}
    for name, cleaner in _CLEANERS[type(entry)].items():
        try:
            values[name] = cleaner(getattr(entry, name))
        except UserError as error:
            errors[name] = error
    cleaned: E = replace(entry, **values)
    errors = {**_faults(cleaned, today), **errors}
    if errors:
        raise FieldsRefused(errors)
    return cleaned


def _faults(entry: Entry, today: date) -> Mapping[str, UserError]:
    match entry:
        case AddressEntry():
            return _address_faults(entry)
        case FormerName(last_name="", first_names=""):
            return {"last_name": ValueRefused("entries.former_name_missing")}
        case FormerOrganisationName(organisation_name=""):
            return {"organisation_name": ValueRefused("entries.former_name_missing")}
        case FormerName() | FormerOrganisationName():
            return _former_faults(entry, today)
        case NumberEntry():
            missing = {} if entry.number else {"number": ValueRefused("entries.number_missing")}
            return {**missing, **_past("since", entry.since, today)}
        case ForeignEntry() | ContactEntry():
            return {} if entry.value else {"value": ValueRefused("entries.value_missing")}
        case NoteEntry():
            return {} if entry.text else {"text": ValueRefused("entries.text_missing")}
        case HistoryEntry():
            missing = {} if entry.text or entry.number else {"text": ValueRefused("entries.text_missing")}
            return {**missing, **_past("on_date", entry.on_date, today)}


def _address_faults(entry: AddressEntry) -> Mapping[str, UserError]:
    errors: dict[str, UserError] = {}
    if not (entry.street or entry.postcode or entry.town):
        errors["street"] = ValueRefused("entries.address_missing")
    code = entry.postcode
    if (
        entry.country == "FI" and code and not _POSTCODE.fullmatch(code)
    ):  # isdecimal would let Arabic digits in
        errors["postcode"] = ValueRefused("card.postcode_refused")
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        errors["valid_to"] = ValueRefused("entries.ends_before_it_begins")
    return errors


def _former_faults(entry: Former, today: date) -> Mapping[str, UserError]:
    first, last = entry.valid_from, entry.valid_to
    if first is not None and last is not None and last < first:
        return {"valid_to": ValueRefused("entries.name_ends_before_it_begins")}
    return {**_past("valid_from", first, today), **_past("valid_to", last, today)}


def _past(name: str, day: date | None, today: date) -> Mapping[str, UserError]:
    if day is not None and day < EARLIEST:
        return {name: DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)}
    if day is not None and day > today:
        return {name: DateRefused(DateFault.TOO_LATE, latest=today)}
    return {}


def _line(limit: int) -> Clean:
    return lambda text: clean(text, limit=limit)


def _words(text: str) -> str:
    return clean(text, limit=NOTE_LENGTH, multiline=True)


def _contact(text: str) -> str:
    """A phone or an e-mail, whichever it reads as."""
    text = clean(text, limit=320)
    if "@" in text:
        return parse_email(text)
    return parse_phone(text).e164 if text else ""


_CLEANERS: Mapping[type[Any], Mapping[str, Clean]] = {
    AddressEntry: {
        "street": _line(200),
        "postcode": lambda text: finnish_postcode(clean(text, limit=20)),
        "town": _line(100),
        "co": _line(100),
        "country": lambda text: parse_country(clean(text, limit=60) or "FI"),
    },
    FormerName: {"last_name": _line(100), "first_names": _line(100)},
    FormerOrganisationName: {"organisation_name": _line(200)},
    NumberEntry: {"number": _line(20), "member_number": _line(20)},
    ForeignEntry: {
        "value": _line(40),
        "country": lambda text: parse_country(text) if clean(text, limit=60) else "",
    },
    ContactEntry: {"value": _contact},
    NoteEntry: {"text": _words},
    HistoryEntry: {"number": _line(40), "subscription": _line(40), "text": _words},
}
