"""Who the customer is: kind and type, names, personal identity code or business ID, alive or not."""

import re
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.dates import DateRefused, parse_legacy_date
from lpo_desk.domain.identifiers import IdentifierRefused, parse_business_id, parse_hetu
from lpo_desk.domain.legacy import ImportReason
from lpo_desk.domain.party import CustomerType, PartyKind
from lpo_desk.imports.normalise import values
from lpo_desk.imports.row import Row

LAST, FIRST, COMPANY, TYPE, CODE = "Sukunimi", "Etunimet", "Yrityksen nimi", "Tyyppi", "Hetu/Y-tunnus"

_TYPES = {
    "h": CustomerType.PRIVATE,
    "henkilö": CustomerType.PRIVATE,
    "yksityinen": CustomerType.PRIVATE,
    "y": CustomerType.COMPANY,
    "yritys": CustomerType.COMPANY,
    "yhdistys": CustomerType.ASSOCIATION,
    "taloyhtiö": CustomerType.HOUSING_COMPANY,
    "kunta": CustomerType.PUBLIC_BODY,
    "julkinen": CustomerType.PUBLIC_BODY,
    "kuolinpesä": CustomerType.ESTATE,
}
_ESTATE = re.compile(r"(?<!\w)(kp|kuolinpesä|dbo|dödsbo)(?!\w)\.?", re.IGNORECASE)
_DEATH = re.compile(
    r"(?<!\w)(?:kuollut|kuoli|menehtynyt|avliden|avled|död)(?!\w)(?:\s+([0-9.\-]*[0-9]))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Identity:
    """The part of a customer that says who it is; field names as in LegacyCustomer."""

    kind: PartyKind
    types: tuple[CustomerType, ...]
    last_name: str
    first_names: str
    organisation_name: str
    hetu: str
    business_id: str


def nameless(row: Row) -> bool:
    """Whether no column holds a name: such a row cannot be imported."""
    return not any(row.tidy(row.shown(column)) for column in (LAST, FIRST, COMPANY))


def identity(row: Row) -> Identity:
    last, first = _name(row, LAST), _name(row, FIRST)
    company = row.line(COMPANY, spacing=ImportReason.NAME_SPACING)
    stated = row.choice(TYPE, _TYPES, None, ImportReason.TYPE_ODD)
    if estate := _estate(row, last, first, company, stated):
        return estate
    if company and (stated is not CustomerType.PRIVATE or not (last or first)):
        return _organisation(row, company, stated)
    return _person(row, last, first, stated)


def death(row: Row, column: str) -> tuple[bool, date | None]:
    """Whether the note says that the person has died, and when if it says so ("kuollut 3.4.2021")."""
    found = _DEATH.search(row.shown(column))
    if not found:
        return False, None
    try:
        died = parse_legacy_date(found[1]) if found[1] else None
    except DateRefused:
        row.left_out(column, ImportReason.DATE_INVALID, found[1])
        died = None
    row.changed(column, ImportReason.DECEASED_NOTE, died.isoformat() if died else "")
    return True, died


def _name(row: Row, column: str) -> str:
    """A name of a person; one written in capitals throughout gets its small letters back."""
    name = row.line(column, spacing=ImportReason.NAME_SPACING)
    if len(name) > 1 and name.isupper():
        name = capitalised(name)
        row.changed(column, ImportReason.NAME_SPACING, name)
    return name


def capitalised(text: str) -> str:
    """ "JÄRVINEN-ÅKE" -> "Järvinen-Åke"; unlike str.title it leaves "D'ARC" and digits in peace."""
    return re.sub(r"\w[\w'\u2019]*", lambda word: word[0][0].upper() + word[0][1:].lower(), text)


def _estate(row: Row, last: str, first: str, company: str, stated: CustomerType | None) -> Identity | None:
    """An estate, when a name or the type says so. Its name keeps the old register's own word: "Niemi Sven dbo"."""
    found = _ESTATE.search(f"{last} {company} {first}")
    if found is None and stated is not CustomerType.ESTATE:
        return None
    column = next(
        (name for name, text in ((LAST, last), (COMPANY, company), (FIRST, first)) if _ESTATE.search(text)),
        "",
    )
    word = (found or ["kuolinpesä"])[0]
    last, first = _without_estate(last), _without_estate(first)
    name = company or " ".join(part for part in (last, first, word) if part)
    if company and (last or first):
        row.note(COMPANY, company)
        name = " ".join(part for part in (last, first, word) if part)
    row.changed(column or TYPE, ImportReason.ESTATE, name)
    hetu, business_id = _codes(row)
    return Identity(PartyKind.ORGANISATION, (CustomerType.ESTATE,), last, first, name, hetu, business_id)


def _without_estate(name: str) -> str:
    return " ".join(_ESTATE.sub(" ", name).replace(" ,", ",").split()).strip(" ,")


def _organisation(row: Row, company: str, stated: CustomerType | None) -> Identity:
    if stated is CustomerType.PRIVATE:
        row.warned(TYPE, ImportReason.TYPE_MISMATCH, CustomerType.COMPANY.value)
        stated = CustomerType.COMPANY
    for column in (LAST, FIRST):
        _keep_stray_name(row, column)
    business_id = "" if row.blank(CODE) else _business_id(row)
    return Identity(
        PartyKind.ORGANISATION, (stated or CustomerType.COMPANY,), "", "", company, "", business_id
    )


def _person(row: Row, last: str, first: str, stated: CustomerType | None) -> Identity:
    if stated not in (None, CustomerType.PRIVATE):
        row.warned(TYPE, ImportReason.TYPE_MISMATCH, CustomerType.PRIVATE.value)
    _keep_stray_name(row, COMPANY)
    hetu, business_id = _codes(row)
    if row.blank(CODE):
        row.warned(CODE, ImportReason.HETU_MISSING, secret=True)
    return Identity(PartyKind.PERSON, (CustomerType.PRIVATE,), last, first, "", hetu, business_id)


def _keep_stray_name(row: Row, column: str) -> None:
    """A person's name on an organisation's row, or the other way round: kept as a note and pointed at."""
    if name := row.shown(column).strip():
        row.note(column, name)
        row.warned(column, ImportReason.NAME_MISMATCH, name)


def _codes(row: Row) -> tuple[str, str]:
    """The code of a person or estate: a personal identity code, else the business ID of a private trader."""
    if row.blank(CODE):
        return "", ""
    if _reads_as_business_id(row.shown(CODE)):  # too short for the other
        return "", _business_id(row)
    return values.hetu(row, CODE), ""


def _business_id(row: Row) -> str:
    shown = row.shown(CODE)
    try:
        found = parse_business_id(shown)
    except IdentifierRefused:
        # An organisation's row may hold its owner's personal identity code: secret then, but not the organisation's.
        row.left_out(CODE, ImportReason.BUSINESS_ID_INVALID, secret=_reads_as_hetu(shown))
        return ""
    if found != shown:
        row.changed(CODE, ImportReason.BUSINESS_ID_REFORMATTED, found)
    return found


def _reads_as_hetu(text: str) -> bool:
    try:
        parse_hetu(text)
    except IdentifierRefused:
        return False
    return True


def _reads_as_business_id(text: str) -> bool:
    try:
        parse_business_id(text)
    except IdentifierRefused:
        return False
    return True
