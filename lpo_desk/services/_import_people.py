"""People who come in with somebody else's row: contact persons of organisations and named users of subscriptions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables.register import (
    ContactPoint,
    Party,
    PartyName,
    PartyRelation,
    PersonalIdentityCode,
)
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.legacy import LegacyContactPerson, LegacyPhone, LegacySubscription
from lpo_desk.domain.party import ContactKind, NameKind, PartyKind, RelationKind
from lpo_desk.domain.text import words
from lpo_desk.services._import_batch import Batch

_PARTICLES = frozenset({"von", "af", "de", "van", "der", "zu"})


def split_name(text: str) -> tuple[str, str]:
    """Last and first names of "Carl Gustaf von Essen" or "von Essen, Carl Gustaf"; one word is a last name."""
    last, comma, first = text.partition(",")
    if comma:
        return last.strip(), first.strip()
    parts = text.split()
    cut = max(len(parts) - 1, 0)
    while cut > 1 and parts[cut - 1].casefold() in _PARTICLES:
        cut -= 1
    return " ".join(parts[cut:]), " ".join(parts[:cut])


def add_name(
    batch: Batch, party_id: int, last_name: str, first_names: str, organisation_name: str = ""
) -> None:
    batch.add(
        PartyName,
        party_id=party_id,
        kind=NameKind.CURRENT,
        last_name=last_name,
        first_names=first_names,
        organisation_name=organisation_name,
    )


def add_contacts(batch: Batch, party_id: int, phones: Iterable[LegacyPhone], emails: Iterable[str]) -> None:
    """The order of the old register is kept: its first of each kind is the preferred one."""
    for kind, found in (
        (ContactKind.PHONE, [phone.e164 for phone in phones]),
        (ContactKind.EMAIL, list(emails)),
    ):
        for position, value in enumerate(found):
            batch.add(ContactPoint, party_id=party_id, kind=kind, value=value, position=position)


def add_code(batch: Batch, key: bytes, party_id: int, hetu: str) -> None:
    batch.add(PersonalIdentityCode, party_id=party_id, value=hetu, lookup_hash=lookup_hash(key, hetu))


def add_relation(
    batch: Batch,
    party_id: int,
    kind: RelationKind,
    other_id: int,
    *,
    subscription_id: int | None = None,
    task: str = "",
) -> None:
    """`party_id` is the KIND of `other_id`."""
    batch.add(
        PartyRelation,
        party_id=party_id,
        kind=kind,
        other_id=other_id,
        subscription_id=subscription_id,
        task=task,
    )


def add_contact_person(batch: Batch, party_id: int, other_id: int, person: LegacyContactPerson) -> None:
    """A party of its own, even without a name: a telephone number alone is also somebody's."""
    batch.add_party(party_id, PartyKind.PERSON)
    if person.name:
        add_name(batch, party_id, *split_name(person.name))
    add_contacts(batch, party_id, person.phones, person.emails)
    add_relation(batch, party_id, RelationKind.CONTACT_PERSON, other_id, task=person.task)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the register who holds the code; `names`: the folded words of the name."""

    party_id: int
    kind: PartyKind
    names: frozenset[str]


class Users:
    """Named users of subscriptions: found by personal identity code, else made, once each.

    Without a code two users are one when they have the same name and use subscriptions of the same owner.
    """

    def __init__(self, batch: Batch, key: bytes) -> None:
        self._batch, self._key = batch, key
        self._unnamed: dict[tuple[int, str], int] = {}

    def resolve(self, lines: Sequence[tuple[int, LegacySubscription]]) -> dict[int, tuple[int, bool]]:
        """Row -> the user's party, and whether the register knows that person by another name.

        lines: (owner's party, subscription), each with a named user. New people are written at once.
        """
        known = self._known({line.user_hetu for _, line in lines if line.user_hetu})
        found: dict[int, tuple[int, bool]] = {}
        made: dict[tuple[int, str] | str, list[int]] = {}
        for owner, line in lines:
            if holders := known.get(line.user_hetu):
                holder = _likeliest(holders, line.user_name)
                found[line.row] = holder.party_id, not _same_name(holder, line.user_name)
            elif not line.user_hetu and (at := (owner, line.user_name.casefold())) in self._unnamed:
                found[line.row] = self._unnamed[at], False
            else:
                made.setdefault(line.user_hetu or (owner, line.user_name.casefold()), []).append(line.row)
        by_row = {line.row: line for _, line in lines}
        ids = self._batch.numbers(Party, len(made))
        for (who, rows), party_id in zip(made.items(), ids, strict=True):
            self._make(party_id, by_row[rows[0]])
            if isinstance(who, tuple):
                self._unnamed[who] = party_id
            found |= dict.fromkeys(rows, (party_id, False))
        return found

    def _make(self, party_id: int, line: LegacySubscription) -> None:
        batch = self._batch
        born = parse_hetu(line.user_hetu).born if line.user_hetu else None
        batch.add_party(party_id, PartyKind.PERSON, born=born)
        if line.user_name:
            add_name(batch, party_id, *split_name(line.user_name))
        if line.user_hetu:
            add_code(batch, self._key, party_id, line.user_hetu)

    def _known(self, codes: set[str]) -> dict[str, list[Known]]:
        """Holders of each code, in the order they came into the register."""
        by_hash = {lookup_hash(self._key, code): code for code in codes}
        if not by_hash:
            return {}
        statement = (
            select(
                PersonalIdentityCode.lookup_hash,
                Party.id,
                Party.kind,
                PartyName.last_name,
                PartyName.first_names,
            )
            .join(Party, Party.id == PersonalIdentityCode.party_id)
            .outerjoin(PartyName, (PartyName.party_id == Party.id) & (PartyName.kind == NameKind.CURRENT))
            .where(PersonalIdentityCode.lookup_hash.in_(by_hash), PersonalIdentityCode.valid_to.is_(None))
            .order_by(Party.id)
        )
        found: defaultdict[str, list[Known]] = defaultdict(list)
        for digest, party_id, kind, last, first in self._batch.unit.connection.execute(statement):
            names = frozenset(words(f"{last or ''} {first or ''}"))
            found[by_hash[bytes(digest)]].append(Known(party_id, kind, names))
        return found


def _likeliest(holders: Sequence[Known], name: str) -> Known:
    """Of several holders of one code: one of that name, then a person before an estate, then the first."""
    return min(holders, key=lambda known: (not _same_name(known, name), known.kind is not PartyKind.PERSON))


def _same_name(known: Known, name: str) -> bool:
    """A user is often written with one of several first names only. No name contradicts nobody."""
    return set(words(name)) <= known.names
