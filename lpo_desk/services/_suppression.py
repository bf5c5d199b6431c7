"""Marketing bans that outlive their record: keyed hashes of how somebody can be reached, with nothing that leads to him.

Whoever forbids something is remembered by every road to him, and again when he gets a new one. Whoever comes into the
register by such a road is banned by itself, unless he has said yes on that day or later: an explicit permission lifts a
ban, and the hash goes with it. The rows are written past the session, so that no audit row ties them to a save.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select

from lpo_desk.db import bulk
from lpo_desk.db.roads import digest, key
from lpo_desk.db.tables.register import Address, ContactPoint, Party, PartyName
from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.tables.special import SuppressionEntry
from lpo_desk.db.tables.system import Setting
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import Channel, ContactKind, NameKind, PermissionState, Sender, Source, Standing
from lpo_desk.domain.permissions import CELLS, CHANNELS, LIFTING, Said, latest
from lpo_desk.domain.suppression import Reach
from lpo_desk.terms import Lang, terms

Ban = tuple[Sender, Channel]
_SAID = select(
    PermissionEvent.party_id,
    PermissionEvent.sender,
    PermissionEvent.channel,
    PermissionEvent.state,
    PermissionEvent.basis,
    PermissionEvent.on_date,
    PermissionEvent.source_on,
).order_by(PermissionEvent.id)
_CHUNK = 500
_REMEMBERED = "bans_remembered"
"""The setting that says that the bans from before the list are on it."""


def sentence(lang: Lang | None) -> str:
    """The reason that the event of a ban found here carries, in the person's language."""
    return terms("permission.suppressed", lang=lang or Lang.FI)


def keep_in_step(unit: Unit, party_id: int, *, ask: bool = True) -> None:
    """After anything of a party was saved: ban whom the list knows, then remember by every road what is banned.

    Called by whatever enters a party or changes its name, its ways to be reached or its permissions, in the same unit.
    `ask`: whether the list is asked, as whenever a road may be new; else only what the party itself said is kept.
    """
    unit.session.flush()
    secret = key(unit)
    entries = _entries(unit, [digest(secret, road) for road in reaches(unit, [party_id])[party_id].roads])
    if ask:
        _heed(unit, party_id, entries)
    unit.session.flush()
    _forget(unit, party_id, entries)
    remember(unit, party_id)


def remember(unit: Unit, party_id: int) -> None:
    """Write what is missing of the party's standing bans. Before an erasure this makes sure that nothing is lost."""
    bans = _bans(_events(unit, party_id))
    if not bans:
        return
    secret = key(unit)
    roads = {digest(secret, road): road[0] for road in reaches(unit, [party_id])[party_id].roads}
    there = {(bytes(row.digest), row.sender, row.channel) for row in _entries(unit, roads)}
    rows = [
        {"digest": code, "kind": kind, "sender": sender, "channel": channel, "since": since or unit.today}
        for code, kind in roads.items()
        for (sender, channel), since in bans.items()
        if (code, sender, channel) not in there
    ]
    if rows:
        unit.connection.execute(insert(SuppressionEntry), rows)


def remember_all(unit: Unit) -> None:
    """Once in the life of a register, at a sign-in: remember the bans that are older than the list.

    The list came with schema 0002. A migration has no key to hash with, so it is the first sign-in after it that does.
    """
    if unit.session.get(Setting, _REMEMBERED) is not None:
        return
    unit.session.add(Setting(name=_REMEMBERED, value=True))
    banned = select(PermissionEvent.party_id).where(PermissionEvent.state == PermissionState.BANNED)
    events: dict[int, list[tuple[Said, date | None]]] = defaultdict(list)
    for row in unit.connection.execute(_SAID.where(PermissionEvent.party_id.in_(banned))):
        events[row.party_id].append(_event(row))
    entry, secret, found = SuppressionEntry, key(unit), reaches(unit, events)
    there = {
        (bytes(row.digest), row.sender, row.channel)
        for row in unit.connection.execute(select(entry.digest, entry.sender, entry.channel))
    }
    rows = []
    for party_id, said in events.items():
        bans = _bans(said)
        for road in found[party_id].roads if bans else ():
            code = digest(secret, road)
            for (sender, channel), since in bans.items():
                if (code, sender, channel) not in there:
                    there.add((code, sender, channel))
                    rows.append(
                        {
                            "digest": code,
                            "kind": road[0],
                            "sender": sender,
                            "channel": channel,
                            "since": since or unit.today,
                        }
                    )
    bulk.insert(unit.connection, SuppressionEntry, rows)


def reaches(unit: Unit, party_ids: Collection[int]) -> dict[int, Reach]:
    """How each of these parties can be reached now."""
    found: dict[int, Reach] = defaultdict(Reach)
    ids = sorted(party_ids)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        names = select(
            PartyName.party_id, PartyName.last_name, PartyName.first_names, PartyName.organisation_name
        ).where(PartyName.party_id.in_(chunk), PartyName.kind == NameKind.CURRENT)
        for row in unit.connection.execute(names.order_by(PartyName.id)):
            reach = found[row.party_id]
            reach.last_name, reach.first_names = row.last_name, row.first_names
            reach.organisation_name = row.organisation_name
        points = select(ContactPoint.party_id, ContactPoint.kind, ContactPoint.value)
        for party_id, kind, value in unit.connection.execute(points.where(ContactPoint.party_id.in_(chunk))):
            reach = found[party_id]
            (reach.phones if kind is ContactKind.PHONE else reach.emails).append(value)
        places = select(Address.party_id, Address.street, Address.postcode)
        places = places.where(Address.party_id.in_(chunk), Address.valid_to.is_(None))
        for party_id, street, postcode in unit.connection.execute(places):
            found[party_id].places.append((street, postcode))
    return found


def _entries(unit: Unit, digests: Iterable[bytes]) -> list[Any]:
    wanted = list(digests)
    if not wanted:
        return []
    rows = select(SuppressionEntry.__table__).where(SuppressionEntry.digest.in_(wanted))
    return list(unit.connection.execute(rows.order_by(SuppressionEntry.id)))


def _events(unit: Unit, party_id: int) -> list[tuple[Said, date | None]]:
    return [_event(row) for row in unit.connection.execute(_SAID.where(PermissionEvent.party_id == party_id))]


def _event(row: Any) -> tuple[Said, date | None]:  # noqa: ANN401 - a row of _SAID
    # A ban without a day holds at the latest since it was entered; a permission without one proves nothing.
    entered = row.source_on if row.state is PermissionState.BANNED else None
    return Said(row.sender, row.channel, row.state, row.basis), row.on_date or entered


def _bans(events: list[tuple[Said, date | None]]) -> dict[Ban, date | None]:
    """The bans in force with their day; a sender whose every channel is banned counts as one."""
    said = [event for event, _ in events]
    days = dict(events)
    found: dict[Ban, date | None] = {}
    for sender in Sender:
        holding = {channel: latest(said, sender, channel) for channel in CHANNELS}
        banned = {
            channel: days[event]
            for channel, event in holding.items()
            if event is not None and event.standing is Standing.BANNED
        }
        if len(banned) == len(CHANNELS):
            known = [day for day in banned.values() if day is not None]
            found[sender, Channel.ALL] = min(known, default=None)
        else:
            found |= {(sender, channel): day for channel, day in banned.items()}
    return found


def _heed(unit: Unit, party_id: int, entries: Iterable[Any]) -> None:
    """Append the bans that the entries tell of, each once."""
    events = _events(unit, party_id)
    wanted = {(row.sender, row.channel): row.since for row in entries}
    missing = [
        ban for ban, since in wanted.items() if any(_unheeded(events, cell, since) for cell in _cells(ban))
    ]
    lang = unit.connection.scalar(select(Party.lang).where(Party.id == party_id)) if missing else None
    for sender, channel in sorted(missing, key=lambda ban: (ban[0].value, ban[1].value)):
        unit.session.add(
            PermissionEvent(
                party_id=party_id,
                sender=sender,
                channel=channel,
                state=PermissionState.BANNED,
                on_date=unit.today,
                reason=sentence(lang),
                source=Source.OWN_SYSTEMS,
                source_on=unit.today,
                source_by=unit.actor.username,
            )
        )


def _cells(ban: Ban) -> list[Ban]:
    sender, channel = ban
    return [cell for cell in CELLS.values() if cell[0] is sender and channel in (Channel.ALL, cell[1])]


def _unheeded(events: list[tuple[Said, date | None]], cell: Ban, since: date) -> bool:
    """Whether the cell is not banned, nor allowed by the person's own word since then."""
    days = dict(events)
    holds = latest([event for event, _ in events], *cell)
    if holds is None:
        return True
    if holds.standing in LIFTING:
        said_on = days[holds]
        return said_on is None or said_on < since
    return holds.standing is not Standing.BANNED


def _forget(unit: Unit, party_id: int, entries: Iterable[Any]) -> None:
    """Take out what the party itself has lifted: entries of the days of its own bans. Another who shares a road with it
    is remembered again."""
    events = _events(unit, party_id)
    bans = _bans(events)
    own_days = {(said.sender, day) for said, day in events if said.standing is Standing.BANNED}
    gone = [
        row.id
        for row in entries
        if (row.sender, row.channel) not in bans and (row.sender, row.since) in own_days
    ]
    if gone:
        unit.connection.execute(delete(SuppressionEntry).where(SuppressionEntry.id.in_(gone)))
        for other in _sharing(unit, party_id):
            remember(unit, other)


def _sharing(unit: Unit, party_id: int) -> set[int]:
    """Others who are reached by a road of this party, or live at its address."""
    mine = reaches(unit, [party_id])[party_id]
    found = set(
        unit.connection.scalars(
            select(ContactPoint.party_id).where(ContactPoint.value.in_([*mine.phones, *mine.emails]))
        )
    )
    places: list[ColumnElement[bool]] = [
        (Address.street == street) & (Address.postcode == postcode)
        for street, postcode in mine.places
        if street
    ]
    if places:
        found |= set(unit.connection.scalars(select(Address.party_id).where(or_(*places))))
    return found - {party_id}
