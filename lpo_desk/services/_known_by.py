"""What a record that was erased would be known by if it came back: keyed hashes of which none tells who it was."""

import hmac
from collections.abc import Iterable
from datetime import date
from enum import Enum

from sqlalchemy import select

from lpo_desk.db.tables.register import (
    BusinessId,
    CustomerAccount,
    ForeignId,
    Party,
    PartyName,
    PersonalIdentityCode,
)
from lpo_desk.db.unit import Unit
from lpo_desk.domain.text import words

_SIZE = 16  # octets of a hash


class Mark(Enum):
    """Kinds of what is hashed, so that a number is never taken for a code."""

    HETU = "hetu"
    BUSINESS_ID = "business_id"
    FOREIGN_ID = "foreign_id"
    NUMBER = "number"
    BORN = "born"
    MADE = "made"


def digests(unit: Unit, members: Iterable[int]) -> frozenset[str]:
    """Of the identifiers, the customer numbers and the name with the day of birth; and of the row itself, which is the
    same in every backup: its key and the instant it was made."""
    secret, ids = unit.secret("erasure"), list(members)
    found: set[str] = set()
    for mark, table, column in (
        (Mark.HETU, PersonalIdentityCode, PersonalIdentityCode.value),
        (Mark.BUSINESS_ID, BusinessId, BusinessId.value),
        (Mark.FOREIGN_ID, ForeignId, ForeignId.value),
        (Mark.NUMBER, CustomerAccount, CustomerAccount.number),
    ):
        rows = unit.connection.scalars(select(column).where(table.party_id.in_(ids)))
        found |= {digest(secret, mark, value) for value in rows if value}
    named = select(PartyName.last_name, PartyName.first_names, Party.date_of_birth).join(
        Party, Party.id == PartyName.party_id
    )
    for last, first, born in unit.connection.execute(named.where(Party.id.in_(ids))):
        if text := born_as(last, first, born):
            found.add(digest(secret, Mark.BORN, text))
    made = select(Party.id, Party.created_at).where(Party.id.in_(ids), Party.erased_on.is_(None))
    found |= {
        digest(secret, Mark.MADE, f"{row.id} {row.created_at.isoformat()}")
        for row in unit.connection.execute(made)
    }
    return frozenset(found)


def digest(secret: bytes, mark: Mark, text: str) -> str:
    return hmac.digest(secret, f"{mark.value}\0{text}".encode(), "sha256")[:_SIZE].hex()


def born_as(last_name: str, first_names: str, born: date | None) -> str:
    """A last name, the first of the first names and the day of birth; "" where one is missing."""
    names = (*words(last_name), *words(first_names)[:1])
    return f"{' '.join(names)}|{born.isoformat()}" if born and words(last_name) and words(first_names) else ""
