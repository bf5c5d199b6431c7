"""Records that may be of one and the same: found while a new one is typed, and listed for the office lead.

Nothing scans the register for one candidate: those that can be alike are looked up by the words that search finds them
by, and only they are compared. Nobody is opened by it: a candidate shows what a search shows (architecture.md rule 4).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from lpo_desk.db import search
from lpo_desk.db.tables.register import (
    BusinessId,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.special import NotSame
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.duplicates import (
    Candidate,
    Likeness,
    Pair,
    Traits,
    score,
)
from lpo_desk.domain.identifiers import parse_business_id, parse_hetu
from lpo_desk.domain.party import Flag, ListRow
from lpo_desk.domain.search import NAME_FIELDS, Field, QueryKind
from lpo_desk.domain.text import words
from lpo_desk.services._alike import having, holders_of_code, likeness, names_alike, rows, traits

SHOWN = 8
"""Candidates beside a form: more are no help to somebody who stands at the counter."""
_NAMES = (*NAME_FIELDS, Field.HIDDEN.value, Field.FORMER.value)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is known so far of a customer being entered. phone: E.164 or ""."""

    last_name: str = ""
    first_names: str = ""
    organisation_name: str = ""
    traits: Traits = field(default_factory=Traits)


@requires(Right.SEARCH)
def having_code(unit: Unit, text: str) -> tuple[ListRow, ...]:
    """Who has this personal identity code now, all eleven characters. Raises IdentifierRefused.

    Needs a writing unit: whether somebody is a customer is told by it, so it is logged as a search.
    """
    code = parse_hetu(text, today=unit.today)
    found = holders_of_code(unit, code.value)
    unit.log(AuditKind.SEARCH, detail=f"{QueryKind.HETU.value}:{len(found)}")
    return found


@requires(Right.SEARCH)
def having_business_id(unit: Unit, text: str) -> tuple[ListRow, ...]:
    """Whose business ID this is. Raises IdentifierRefused."""
    mine = BusinessId.value == parse_business_id(text)
    return rows(unit, unit.connection.scalars(select(BusinessId.party_id).where(mine)))


@requires(Right.SEARCH)
def similar(unit: Unit, sketch: Sketch) -> tuple[Candidate, ...]:
    """Those who may be the one being entered, the likeliest first: an equal name, and the birth date, a phone or the
    address besides. Of the protected those of that name and birth date, by number alone."""
    ids = set(_of_that_name(unit, sketch)) | set(_reached_so(unit, sketch.traits))
    listed = search.listed(unit, ids)
    found = []
    for party_id, told in traits(unit, ids).items():
        row = listed.get(party_id)
        if row is None:
            continue
        points, reasons = likeness(sketch.traits, told)
        if Flag.PROTECTED in row.flags:
            if Likeness.BIRTH_DATE in reasons:
                found.append(Candidate(row))
        elif reasons:
            found.append(Candidate(row, points, reasons))
    found.sort(key=lambda one: (-one.score, one.row.name, one.row.number))
    return tuple(found[:SHOWN])


@requires(Right.MERGE_CUSTOMERS)
def pairs(unit: Unit) -> tuple[Pair, ...]:
    """All pairs of the register that may be one, the likeliest first; without those that were found to be two.

    A person and an estate are two by their nature, whatever they share.
    """
    reasons: defaultdict[tuple[int, int], set[Likeness]] = defaultdict(set)
    for shared, likely in ((_sharing_code(), Likeness.HETU), (_sharing_business_id(), Likeness.BUSINESS_ID)):
        for row in unit.connection.execute(shared):
            reasons[row[0], row[1]].add(likely)
    _add_namesakes(unit, reasons)
    looked_at = select(NotSame.first_id, NotSame.second_id)
    for apart in unit.connection.execute(looked_at):
        reasons.pop((apart.first_id, apart.second_id), None)
    ids = {party_id for pair in reasons for party_id in pair}
    listed, told = search.listed(unit, ids), traits(unit, ids)
    found = []
    for (one, other), why in reasons.items():
        first, second = listed.get(one), listed.get(other)
        if first is None or second is None or first.kind is not second.kind:
            continue
        alike = names_alike(told[one].names, told[other].names)
        in_order = tuple(likely for likely in Likeness if likely in why)
        found.append(Pair(first, second, score(alike, in_order), in_order))
    found.sort(key=lambda pair: (-pair.score, pair.first.name, pair.key))
    return tuple(found)


@requires(Right.MERGE_CUSTOMERS)
def tell_apart(unit: Unit, one: int, other: int) -> None:
    """Remember that two records are of two; they are not listed again. Once is enough."""
    first, second = sorted((one, other))
    if unit.session.get(NotSame, (first, second)) is None:
        unit.session.add(
            NotSame(first_id=first, second_id=second, at=unit.at, account_id=unit.actor.account_id)
        )
        for party_id in (first, second):
            unit.touched(party_id=party_id, table="not_same")


@requires(Right.MERGE_CUSTOMERS)
def take_back_apart(unit: Unit, one: int, other: int) -> None:
    """Undo `tell_apart`."""
    row = unit.session.get(NotSame, tuple(sorted((one, other))))
    if row is not None:
        unit.session.delete(row)
        for party_id in (one, other):
            unit.touched(party_id=party_id, table="not_same")


# --- candidates, by what they must share


def _of_that_name(unit: Unit, sketch: Sketch) -> Iterator[int]:
    """The first word of the last name and of the first names (of an estate: of who died), and all words of an
    organisation's name."""
    last, first = words(sketch.last_name)[:1], words(sketch.first_names)[:1]
    for wanted in (words(sketch.organisation_name), last + first if last and first else []):
        if wanted:
            yield from unit.connection.scalars(having(wanted, _NAMES))


def _reached_so(unit: Unit, known: Traits) -> Iterator[int]:
    for phone in known.phones:
        yield from unit.connection.scalars(having([phone.lstrip("+")], (Field.PHONE.value,)))
    for address in known.addresses:
        yield from unit.connection.scalars(having(address.split(), (Field.ADDRESS.value,)))


# --- pairs of the whole register


def _sharing_code() -> Select[int, int]:
    one, other = aliased(PersonalIdentityCode), aliased(PersonalIdentityCode)
    same = other.lookup_hash == one.lookup_hash, one.party_id < other.party_id
    in_use = one.valid_to.is_(None), other.valid_to.is_(None)
    return select(one.party_id, other.party_id).where(*same, *in_use).distinct()


def _sharing_business_id() -> Select[int, int]:
    shared = select(BusinessId.value).group_by(BusinessId.value).having(func.count() > 1)
    one, other = aliased(BusinessId), aliased(BusinessId)
    same = other.value == one.value, one.party_id < other.party_id
    return select(one.party_id, other.party_id).where(*same, one.value.in_(shared)).distinct()


def _add_namesakes(unit: Unit, reasons: defaultdict[tuple[int, int], set[Likeness]]) -> None:
    """Those of the same folded name who also share the birth date, a phone or the address.

    The protected have no name in the list, so none of them is told by name."""
    folded = func.replace(
        func.replace(func.replace(ListEntry.sort_key, "{", "a"), "|", "a"), "}", "o"
    )  # domain.text.sort_key keeps å ä ö apart
    shared = select(folded).where(ListEntry.name != "").group_by(folded).having(func.count() > 1)
    namesakes = select(ListEntry.party_id, folded).where(folded.in_(shared))
    name_of: dict[int, str] = {row[0]: row[1] for row in unit.connection.execute(namesakes)}
    alike: defaultdict[tuple[str, Likeness, object], set[int]] = defaultdict(set)
    for party_id, told in traits(unit, name_of).items():
        name = name_of[party_id]
        if told.born is not None:
            alike[name, Likeness.BIRTH_DATE, told.born].add(party_id)
        for phone in told.phones:
            alike[name, Likeness.PHONE, phone].add(party_id)
        for address in told.addresses:
            alike[name, Likeness.ADDRESS, address].add(party_id)
    for (_, likely, _), ids in alike.items():
        for pair in combinations(sorted(ids), 2):
            reasons[pair].add(likely)
