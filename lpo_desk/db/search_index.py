"""Filling the derived tables: what search reads, and by which roads the suppression list would know somebody."""

from collections.abc import Collection, Iterator
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, tuple_

from lpo_desk.db import bulk, roads, search_sets
from lpo_desk.db.local import more_cache
from lpo_desk.db.search_sources import Gathered, gather, merged_into, served_by
from lpo_desk.db.sorting import Kept, Posting, Sorter, clear, compared
from lpo_desk.db.tables.register import Address, Party, ProtectionNote
from lpo_desk.db.tables.search import ListEntry, SearchGap, SearchSet, SearchTerm
from lpo_desk.db.tables.system import Setting
from lpo_desk.db.unit import Unit
from lpo_desk.domain.flags import is_minor, is_protected
from lpo_desk.domain.party import Flag, PartyKind
from lpo_desk.domain.search import Findable, parted, written_rows, written_terms
from lpo_desk.domain.text import sort_key

_NAMELESS, _PROTECTED = "~", "~~"
"""Sort keys of those whom lists name by their number alone: after every letter."""
_CHUNK = 500
"""Parties read at once; SQLite and PostgreSQL both take far more bound values than this."""

_AT_ONCE = 2_000
"""Parties derived at once when all are."""

Term = tuple[str, str, int]
"""Field, term and party, in the order of the index."""

_SEEN = "addresses_derived_on"
"""The setting that says up to which day addresses that begin or end by themselves were followed."""

_BEFORE = select(ListEntry.party_id, ListEntry.sort_key, ListEntry.number, ListEntry.place, ListEntry.terms)
_TERM_GONE = delete(SearchTerm).where(
    SearchTerm.field == bindparam("field_"),
    SearchTerm.term == bindparam("term_"),
    SearchTerm.party_id == bindparam("id_"),
)

_INDEX = (SearchTerm.field, SearchTerm.term, SearchTerm.party_id)
_TERMS = (
    select(*_INDEX)
    .where(tuple_(*_INDEX) > tuple_(bindparam("field"), bindparam("term"), bindparam("party_id")))
    .order_by(*_INDEX)
    .limit(bindparam("limit"))
)


def refresh(unit: Unit, party_ids: Collection[int]) -> None:
    """Derive the rows of these parties again, in the unit that changed them."""
    unit.session.flush()
    into = merged_into(unit, party_ids)
    served = unit.connection.scalars(served_by(party_ids)) if party_ids else ()
    ids = sorted({*party_ids, *into, *into.values(), *served})
    for start in range(0, len(ids), _CHUNK):
        _replace(unit, ids[start : start + _CHUNK])


def _replace(unit: Unit, ids: list[int]) -> None:
    """One who is found by the same words and stands where they stood keeps their place in the sets."""
    connection = unit.connection
    before = {row.party_id: row for row in connection.execute(_BEFORE.where(ListEntry.party_id.in_(ids)))}
    entries, new = {}, set()
    gathered = gather(unit, ids)
    for party_id, party in gathered.items():
        terms = written_terms(_findable(party))
        entries[party_id] = _entry(party_id, party, terms)
        new |= {(letter, term, party_id) for letter, term in written_rows(terms)}
    old, left = set(), set()
    for party_id, row in before.items():
        entry = entries.get(party_id)
        if entry and all(entry[name] == getattr(row, name) for name in ("sort_key", "number", "terms")):
            entry["place"] = row.place
        elif row.place is not None:
            left.add(row.place)
        old |= {(letter, term, party_id) for letter, term in written_rows(row.terms)}
    connection.execute(delete(ListEntry).where(ListEntry.party_id.in_(ids)))
    _delete_terms(unit, sorted(old - new))
    bulk.insert(connection, SearchGap, [{"place": place} for place in sorted(left)])
    bulk.insert(connection, ListEntry, list(entries.values()))
    _insert_terms(unit, sorted(new - old))
    roads.replace(unit, ids, {party_id: party.reach for party_id, party in gathered.items()})


def rebuild(unit: Unit, at_once: int = _AT_ONCE) -> None:
    """Derive all rows again: after a bulk import or a change of their form, in the same transaction.

    `at_once`: the parties that are derived at once. Memory does not grow with the register: what is derived is put
    away until the order of everybody is known (sorting.py).
    """
    unit.session.flush()
    with more_cache(unit.connection):
        _rebuild(unit, at_once)


def _rebuild(unit: Unit, at_once: int) -> None:
    unit.connection.execute(delete(ListEntry))
    unit.connection.execute(delete(SearchSet))
    lowest, highest = unit.connection.execute(select(func.min(Party.id), func.max(Party.id))).one()
    everybody = range(lowest or 0, (highest or -1) + 1)
    parts = [everybody[start : start + at_once] for start in range(0, len(everybody), at_once)]
    terms, order = Sorter(unit, "terms", at_once), Sorter(unit, "order", at_once)
    entries = Kept(unit, "entries")
    for part in parts:
        entries.put(part.start, _derive(unit, part, terms, order))
    places = search_sets.Numbered(everybody)
    for place, party_id in enumerate(_numbers(order)):
        places[party_id] = place
    for part in parts:
        _write_entries(unit, entries.take(part.start), places)
    for came, gone in compared(_rows(terms), _there(unit, at_once)):
        _delete_terms(unit, gone)
        _insert_terms(unit, came)
    search_sets.write(unit, lambda field: _of_field(terms, field), places)
    clear(unit)


def _of_field(terms: Sorter, field: str) -> Iterator[list[Posting]]:
    for postings in terms.take(field, field + search_sets.BEYOND):
        yield [(word[1:], ids) for word, ids in postings]


def _rows(terms: Sorter) -> Iterator[list[Term]]:
    for postings in terms.take():
        yield [(word[0], word[1:], party_id) for word, ids in postings for party_id in ids]


def _there(unit: Unit, at_once: int) -> Iterator[list[Term]]:
    """The terms of before. What is written meanwhile stands before what was read."""
    after = {"field": "", "term": "", "party_id": 0, "limit": 5 * at_once}
    while rows := unit.connection.execute(_TERMS, after).all():
        yield [(row.field, row.term, row.party_id) for row in rows]
        after |= {"field": rows[-1].field, "term": rows[-1].term, "party_id": rows[-1].party_id}


def _derive(unit: Unit, part: range, terms: Sorter, order: Sorter) -> list[dict[str, Any]]:
    gathered = gather(unit, part)
    entries = []
    for party_id, party in sorted(gathered.items(), key=itemgetter(0)):
        found = written_terms(_findable(party))
        entry = _entry(party_id, party, found)
        entries.append(entry | {"kind": entry["kind"].value})
        terms.add(parted(found), party_id)
        order.add([f"{entry['sort_key']}\0{entry['number']}"], party_id)
    roads.replace(unit, part, {party_id: party.reach for party_id, party in gathered.items()})
    return entries


def _write_entries(unit: Unit, entries: list[dict[str, Any]], places: search_sets.Numbered) -> None:
    for entry in entries:
        entry |= {"kind": PartyKind(entry["kind"]), "place": places[entry["party_id"]]}
    entries.sort(key=itemgetter("place"))  # as two of their indexes lie
    bulk.insert(unit.connection, ListEntry, entries)


def _numbers(order: Sorter) -> Iterator[int]:
    for postings in order.take():
        for _, ids in postings:
            yield from ids


def keep_up(unit: Unit) -> None:
    """What a day's first sign-in finds to do: derive all rows after a change of their form, or make the sets again."""
    if not search_sets.is_made(unit):
        rebuild(unit)
    elif search_sets.is_due(unit):
        search_sets.remake(unit)


def refresh_expired(unit: Unit) -> int:
    """Refresh those whose non-disclosure ended, who came of age, or whose address began or ended by itself, since
    their rows were derived. Returns how many."""
    flagged = ListEntry.flags != ""  # so that the index of those who have any answers
    protected = select(ListEntry.party_id).where(flagged, ListEntry.flags.contains(Flag.PROTECTED.value))
    notes = select(ProtectionNote.party_id, ProtectionNote.until, ProtectionNote.ended_on)
    still = {
        row.party_id
        for row in unit.connection.execute(notes)
        if is_protected(row.until, row.ended_on, unit.today)
    }
    expired = set(unit.connection.scalars(protected)) - still
    young = (
        select(ListEntry.party_id, Party.date_of_birth)
        .join(Party, Party.id == ListEntry.party_id)
        .where(flagged, ListEntry.flags.contains(Flag.MINOR.value))
    )
    expired |= {
        row.party_id for row in unit.connection.execute(young) if not is_minor(row.date_of_birth, unit.today)
    }
    expired |= _moved(unit)
    refresh(unit, expired)
    return len(expired)


def _moved(unit: Unit) -> set[int]:
    """Parties with an address whose first day has come, or whose last has gone, since this was last asked."""
    setting = unit.session.get(Setting, _SEEN)
    if setting is not None and setting.value >= unit.today.isoformat():
        return set()
    begun, over = Address.valid_from <= unit.today, Address.valid_to < unit.today
    if setting is not None:
        seen = date.fromisoformat(setting.value)
        begun, over = begun & (Address.valid_from > seen), over & (Address.valid_to >= seen)
        setting.value = unit.today.isoformat()
        moved = select(Address.party_id).where(or_(begun, over))
    else:
        unit.session.add(Setting(name=_SEEN, value=unit.today.isoformat()))
        moved = select(Address.party_id).where(begun & (Address.valid_from > Address.source_on) | over)
    return set(unit.connection.scalars(moved))


def flags(unit: Unit, party_ids: Collection[int]) -> Iterator[frozenset[Flag]]:
    """All flags of each of these parties, from their causes: a protected person's list entry holds one only."""
    ids = sorted(party_ids)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for party in gather(unit, chunk).values():
            yield party.flags


def _delete_terms(unit: Unit, terms: list[Term]) -> None:
    if terms:
        names = ("field_", "term_", "id_")
        unit.connection.execute(_TERM_GONE, [dict(zip(names, one, strict=True)) for one in terms])


def _insert_terms(unit: Unit, terms: list[Term]) -> None:
    """Insert them, sorted: the index is then appended to instead of being searched for each row."""
    if terms:
        columns = dict(zip(("field", "term", "party_id"), zip(*terms, strict=True), strict=True))
        bulk.insert_columns(unit.connection, SearchTerm, columns)


def _entry(party_id: int, party: Gathered, terms: str) -> dict[str, Any]:
    flags = {Flag.PROTECTED} if party.protected else party.flags
    return {
        "party_id": party_id,
        "number": party.numbers[0] if party.numbers else "",
        "name": "" if party.protected else party.name,
        "town": "" if party.protected else party.town,
        "kind": party.kind,
        "types": "" if party.protected else ",".join(sorted(kind.value for kind in party.types)),
        "flags": ",".join(sorted(flag.value for flag in flags)),
        "sort_key": _PROTECTED if party.protected else sort_key(party.name) or _NAMELESS,
        "place": None,
        "terms": terms,
    }


def _findable(party: Gathered) -> Findable:
    identifiers = (*party.numbers, *party.others)
    if party.protected:
        return Findable(hidden_name=party.name, calling_name=party.calling, identifiers=identifiers)
    return Findable(
        name=party.name,
        calling_name=party.calling,
        former_names=tuple(party.former),
        addresses=tuple(party.addresses),
        phones=tuple(party.phones),
        emails=tuple(party.emails),
        identifiers=identifiers,
    )
