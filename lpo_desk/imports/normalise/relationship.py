"""Codes of the old register for language, membership, billing, collection, permissions and bans."""

import re
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.dates import DateRefused, parse_legacy_date
from lpo_desk.domain.identifiers import IdentifierRefused, parse_iban, parse_ovt
from lpo_desk.domain.legacy import ImportReason
from lpo_desk.domain.party import BillingMethod, CollectionState, DirectoryState, PartyKind, PermissionState
from lpo_desk.imports.normalise.contact import nice_town
from lpo_desk.imports.row import Row
from lpo_desk.terms import Lang

YES_NO = {
    **dict.fromkeys(("k", "kyllä", "ja", "x", "1", "true"), True),
    **dict.fromkeys(("e", "ei", "nej", "n", "0", "false"), False),
}
"""Every way the old register's users wrote yes and no."""

LANGUAGES = {
    **dict.fromkeys(("fi", "suomi", "finska"), Lang.FI),
    **dict.fromkeys(("sv", "ruotsi", "svenska"), Lang.SV),
    **dict.fromkeys(("en", "englanti", "engelska"), Lang.EN),
}
_BILLING = {
    "paperi": BillingMethod.PAPER,
    "sähköposti": BillingMethod.EMAIL,
    "e-lasku": BillingMethod.CONSUMER_EINVOICE,
    "verkkolasku": BillingMethod.EINVOICE,
    "suoraveloitus": BillingMethod.DIRECT_PAYMENT,
    "suoramaksu": BillingMethod.DIRECT_PAYMENT,
}
_COLLECTION = {
    "ei": CollectionState.NONE,
    "muistutus": CollectionState.REMINDER,
    "maksusuunnitelma": CollectionState.PAYMENT_PLAN,
    "perinnässä": CollectionState.COLLECTION,
}
_MARKETING = {
    **{word: PermissionState.GIVEN if yes else PermissionState.REFUSED for word, yes in YES_NO.items()},
    "kielto": PermissionState.BANNED,
}
_DIRECTORY = {
    **{word: DirectoryState.BANNED if yes else DirectoryState.PUBLIC for word, yes in YES_NO.items()},
    "kielto": DirectoryState.BANNED,
    "salainen": DirectoryState.SECRET,
    "ei osoitetta": DirectoryState.NO_ADDRESS,
}
_ADDRESS = re.compile(r"(.+?)[,;]?\s+([0-9]{5})\s+(\D+)")


@dataclass(frozen=True, slots=True)
class Billing:
    """How the customer is billed; the address is the billing address."""

    method: BillingMethod | None
    einvoice_address: str
    operator: str
    street: str
    postcode: str
    town: str
    collection: CollectionState


@dataclass(frozen=True, slots=True)
class Permissions:
    """Field names as in LegacyCustomer."""

    marketing: PermissionState
    directory: DirectoryState
    protected: bool
    protected_until: date | None


def language(row: Row) -> Lang | None:
    return row.choice("Kieli", LANGUAGES, None, ImportReason.LANGUAGE_ODD)


def member(row: Row) -> bool:
    return row.choice("Jäsen", YES_NO, False, ImportReason.VALUE_ODD)


def billing(row: Row, kind: PartyKind) -> Billing:
    method = row.choice("Lasku", _BILLING, None, ImportReason.VALUE_ODD)
    if method is BillingMethod.CONSUMER_EINVOICE and kind is PartyKind.ORGANISATION:
        method = BillingMethod.EINVOICE  # "e-lasku" is said of both; the consumer's is for people only
    street, postcode, town = _billing_address(row)
    return Billing(
        method,
        _einvoice_address(row),
        row.line("Välittäjä", limit=35),
        street,
        postcode,
        town,
        row.choice("Perintä", _COLLECTION, CollectionState.NONE, ImportReason.VALUE_ODD),
    )


def permissions(row: Row, *, deceased: bool) -> Permissions:
    """Marketing to a deceased person stops at once (law.md section 5)."""
    marketing = row.choice("Suoramarkkinointi", _MARKETING, PermissionState.NOT_ASKED, ImportReason.VALUE_ODD)
    directory = row.choice("Luettelokielto", _DIRECTORY, DirectoryState.PUBLIC, ImportReason.VALUE_ODD)
    protected, until = _protection(row, "Turvakielto")
    if marketing is PermissionState.BANNED:
        row.fact("marketing_ban")
    if directory in (DirectoryState.BANNED, DirectoryState.SECRET):
        row.fact("directory_ban")
    if protected:
        row.fact("non_disclosure")
    return Permissions(PermissionState.BANNED if deceased else marketing, directory, protected, until)


def _protection(row: Row, column: str) -> tuple[bool, date | None]:
    """Protected for safety, and until when. Anything but a plain no protects: the mistake the other way costs more."""
    if row.blank(column):
        return False, None
    shown = row.shown(column).strip().casefold()
    if shown in YES_NO:
        return YES_NO[shown], None
    try:
        cell = row.cells[column]
        return True, parse_legacy_date(shown if isinstance(cell, str) else cell)
    except DateRefused:
        row.note(column, row.shown(column))
        row.warned(column, ImportReason.PROTECTION_UNCLEAR, row.shown(column))
        return True, None


def _einvoice_address(row: Row) -> str:
    """An OVT or a Finnish IBAN in its compact form; anything else is kept as it is and pointed at."""
    text = row.line("Verkkolaskuosoite", limit=35)
    if not text:
        return ""
    for parse in (parse_ovt, parse_iban):
        try:
            return parse(text)
        except IdentifierRefused:
            continue
    row.warned("Verkkolaskuosoite", ImportReason.EINVOICE_ODD, text)
    return text


def _billing_address(row: Row) -> tuple[str, str, str]:
    """ "Linnunrata 6, 07900 LOVIISA" -> street, postcode, town; one that cannot be parted is all street."""
    text = row.line("Laskutusosoite")
    found = _ADDRESS.fullmatch(text) if text else None
    return (found[1], found[2], nice_town(found[3])) if found else (text, "", "")
