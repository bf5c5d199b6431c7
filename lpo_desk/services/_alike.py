"""How records are compared, and the look-ups that find those worth comparing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from lpo_desk.db import search
from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables.register import Address, ContactPoint, Party, PartyName, PersonalIdentityCode
from lpo_desk.db.tables.search import SearchTerm
from lpo_desk.db.unit import Unit
from lpo_desk.domain.dates import holds
from lpo_desk.domain.duplicates import ALIKE, CERTAIN, Likeness, Traits, address_of, score
from lpo_desk.domain.party import AddressKind, ContactKind, ListRow
from lpo_desk.domain.text import words

_CHUNK = 500
_BLOCK = 60
"""Parties compared for one look-up: whom so many others share it with, it does not tell apart."""


def holders_of_code(unit: Unit, code: str) -> tuple[ListRow, ...]:
    sought = lookup_hash(unit.secret("hetu"), code)
    mine = PersonalIdentityCode.lookup_hash == sought, PersonalIdentityCode.valid_to.is_(None)
    return rows(unit, unit.connection.scalars(select(PersonalIdentityCode.party_id).where(*mine)))


def names_alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How alike the most alike two of the names are, 0 to 100. The words may be in any order, and one first name of
    several is enough."""
    return round(max((_alike(a, b) for a in one for b in other), default=0))


def likeness(one: Traits, other: Traits) -> tuple[int, tuple[Likeness, ...]]:
    """The score and the reasons for which two may be one; no reasons where the names differ."""
    alike = names_alike(one.names, other.names)
    if alike < ALIKE:
        return 0, ()
    reasons = []
    if one.born is not None and one.born == other.born:
        reasons.append(Likeness.BIRTH_DATE)
    if one.phones & other.phones:
        reasons.append(Likeness.PHONE)
    if one.addresses & other.addresses:
        reasons.append(Likeness.ADDRESS)
    return score(alike, reasons), tuple(reasons)


def _alike(one: str, other: str) -> float:
    mine, theirs = words(one), words(other)
    if not mine or not theirs:
        return 0
    common = set(mine) & set(theirs)
    if len(common) >= 2 and common in (set(mine), set(theirs)):
        return CERTAIN
    return fuzz.ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))


def rows(unit: Unit, ids: Iterable[int]) -> tuple[ListRow, ...]:
    found = search.listed(unit, set(ids)).values()
    return tuple(sorted(found, key=lambda row: (row.number, row.party_id)))


def having(terms: Sequence[str], fields: Sequence[str]) -> Select[int]:
    """Parties that have every one of the words in these fields; the longest word, which fewest have, is looked up."""
    first, *others = sorted(set(terms), key=len, reverse=True)
    statement = select(SearchTerm.party_id).where(SearchTerm.term == first, SearchTerm.field.in_(fields))
    for word in others:
        other = aliased(SearchTerm)
        same = other.party_id == SearchTerm.party_id, other.term == word, other.field.in_(fields)
        statement = statement.where(exists().where(*same))
    return statement.order_by(SearchTerm.party_id).limit(_BLOCK)


def traits(unit: Unit, ids: Collection[int]) -> dict[int, Traits]:
    """What the parties can be told alike by, one query a table for every few hundred of them."""
    found: dict[int, Traits] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        found |= _traits(unit, ordered[start : start + _CHUNK])
    return found


def _traits(unit: Unit, ids: Sequence[int]) -> dict[int, Traits]:
    run = unit.connection.execute
    born = {
        row.id: row.date_of_birth
        for row in run(select(Party.id, Party.date_of_birth).where(Party.id.in_(ids)))
    }
    names: defaultdict[int, list[str]] = defaultdict(list)
    of_name = PartyName.party_id, PartyName.last_name, PartyName.first_names, PartyName.organisation_name
    for row in run(select(*of_name).where(PartyName.party_id.in_(ids))):
        names[row.party_id].append(row.organisation_name or f"{row.last_name} {row.first_names}")
    phones: defaultdict[int, set[str]] = defaultdict(set)
    mine = ContactPoint.party_id.in_(ids), ContactPoint.kind == ContactKind.PHONE
    for point in run(select(ContactPoint.party_id, ContactPoint.value).where(*mine)):
        phones[point.party_id].add(point.value)
    addresses: defaultdict[int, set[str]] = defaultdict(set)
    of_address = Address.party_id, Address.street, Address.postcode, Address.valid_from, Address.valid_to
    postal = Address.party_id.in_(ids), Address.kind == AddressKind.POSTAL
    for at in run(select(*of_address).where(*postal)):
        if holds(at.valid_from, at.valid_to, unit.today) and (address := address_of(at.street, at.postcode)):
            addresses[at.party_id].add(address)
    return {
        key: Traits(tuple(names[key]), day, frozenset(phones[key]), frozenset(addresses[key]))
        for key, day in born.items()
    }
