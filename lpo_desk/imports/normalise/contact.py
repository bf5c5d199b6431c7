"""How the customer is reached: post town, telephone numbers, e-mail addresses, the organisation's contact person."""

import re
from functools import lru_cache

from lpo_desk.domain.emails import EmailRefused, parse_email, split_emails
from lpo_desk.domain.legacy import ImportReason, LegacyContactPerson, LegacyPhone
from lpo_desk.domain.phones import PhoneRefused, parse_phone, split_phones
from lpo_desk.imports.normalise.identity import capitalised
from lpo_desk.imports.row import Row

_WRITTEN_AT = re.compile(r"\s*[(\[]\s*(?:at|ät)\s*[)\]]\s*", re.IGNORECASE)


# Mobile numbers and the landlines of area 19 as most of the old register writes them.
_PLAIN_NUMBER = re.compile(r"(?:0|\+358)((?:4[0-8]|50)[0-9]{5,8}|19[1-8][0-9]{4,5})")


def town(row: Row, column: str) -> str:
    """The post town with a capital first letter; the old register shouts (PERNAJAN VANHAKYLÄ)."""
    return nice_town(row.line(column))


@lru_cache(1024)
def nice_town(text: str) -> str:
    """Later words are common nouns in the towns of the region: saha, vanhakylä, såg."""
    if not text.isupper():
        return text
    first, *rest = text.split(" ")
    return " ".join([capitalised(first), *(part.lower() for part in rest)])


def phones(row: Row, *columns: str) -> tuple[LegacyPhone, ...]:
    """All numbers of the columns in their order, each once."""
    found: dict[str, LegacyPhone] = {}
    for column in columns:
        for phone in _phones_of(row, column):
            found.setdefault(phone.e164, phone)
    return tuple(found.values())


def _phones_of(row: Row, column: str) -> list[LegacyPhone]:
    if row.blank(column):
        return []
    shown = row.shown(column)
    if plain := plain_number(shown):
        return [LegacyPhone(plain, row.tidy(shown))]
    found = []
    parts = split_phones(shown) or [shown]
    for part in parts:
        try:
            phone = parse_phone(part)
        except PhoneRefused:
            row.left_out(column, ImportReason.PHONE_INVALID, part)
            continue
        if phone.warning:
            row.warned(column, ImportReason.PHONE_ODD, phone.e164)
        found.append(LegacyPhone(phone.e164, row.tidy(part)))
    if len(parts) > 1:
        row.changed(column, ImportReason.PHONE_TWO, ", ".join(phone.e164 for phone in found))
    return found


def plain_number(text: str) -> str:
    """E.164 of a number that the plan surely has, else nothing: spares the long way for nearly all of them.

    A test holds it to `parse_phone`'s own answers.
    """
    found = _PLAIN_NUMBER.fullmatch(text.replace(" ", "").replace("-", ""))
    return f"+358{found[1]}" if found and text[0] in "0+" else ""


def emails(row: Row, column: str) -> tuple[str, ...]:
    """All addresses of the cell. Several in one and "maija(at)example.fi" count as changed, the rest is left out."""
    if row.blank(column):
        return ()
    shown = row.shown(column)
    found: dict[str, None] = {}
    parts = split_emails(_WRITTEN_AT.sub("@", shown)) or [shown]
    refused = []
    for part in parts:
        try:
            found[parse_email(part)] = None
        except EmailRefused:
            refused.append(part)
    if refused:
        row.left_out(column, ImportReason.EMAIL_ODD, " ".join(refused) if found else None)
    elif ", ".join(found) != shown and (len(parts) > 1 or "@" not in shown):
        row.changed(column, ImportReason.EMAIL_ODD, ", ".join(found))
    return tuple(found)


def contact_person(row: Row) -> LegacyContactPerson | None:
    """The one whom an organisation names. Without a name its number or address still counts."""
    name = row.line("Yhteyshenkilö", spacing=ImportReason.NAME_SPACING)
    numbers, addresses = phones(row, "Yht. puhelin"), emails(row, "Yht. sähköposti")
    task = row.line("Yht. tehtävä")
    if not (name or numbers or addresses or task):
        return None
    return LegacyContactPerson(name, numbers, addresses, task)
