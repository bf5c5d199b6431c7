"""A ban outlives its record: whoever comes back by a known road is banned again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from lpo_desk.db.database import SECRETS, Database
from lpo_desk.db.roads import digest, key
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.tables.special import SuppressionEntry
from lpo_desk.db.tables.system import AuditEvent, Secret
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.legacy import LegacyPhone
from lpo_desk.domain.party import (
    Channel,
    ContactDetails,
    PermissionDetails,
    PermissionState,
    PersonDetails,
    Sender,
    Source,
    Standing,
)
from lpo_desk.domain.permissions import CELLS, SuppressionKind, Told, Way, column
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.suppression import Reach
from lpo_desk.services import cards, importing, permissions, restrictions, sections
from lpo_desk.services._bans import bans_of, keep_bans
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import Desk
from tests.registers import customer, register
from tests.services.people import MAIJA, add, card, fresh, opened

TOLD = Told(Way.PHONE)


def standings(desk: Desk, party_id: int) -> dict[str, Standing]:
    now = fresh(desk, party_id).permissions
    return {name: getattr(now, name) for name in CELLS}


def ban(desk: Desk, party_id: int) -> Ticket:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        permissions.ban_everything(unit, ticket, TOLD)
    return ticket


def permit(desk: Desk, party_id: int, **changes: Any) -> None:  # noqa: ANN401 - fields of the section
    ticket = opened(desk, party_id)
    base = card(desk, ticket).permissions
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_permissions(unit, ticket, base, replace(base, **changes), Source.SUBJECT, TOLD)


def entries(desk: Desk) -> list[tuple[SuppressionKind, Sender, Channel]]:
    with desk.database.reading(desk["maija"]) as unit:
        rows = unit.session.scalars(select(SuppressionEntry).order_by(SuppressionEntry.id))
        return [(row.kind, row.sender, row.channel) for row in rows]


def erase(desk: Desk, party_id: int) -> None:
    """Nothing of the party is left, as after an erasure."""
    with desk.database.unit(desk["admin"]) as unit:
        for table in reversed(Base.metadata.sorted_tables):
            for name in ("party_id", "other_id"):
                if name in table.c and not table.name.startswith("audit"):
                    unit.connection.execute(delete(table).where(table.c[name] == party_id))
        party = Base.metadata.tables["party"]
        unit.connection.execute(delete(party).where(party.c.id == party_id))


def test_a_ban_is_remembered_by_every_road_and_by_no_key(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    assert entries(desk) == []
    ban(desk, party_id)
    found = entries(desk)
    kinds = [kind for kind, sender, _ in found if sender is Sender.OWN]
    assert sorted(kind.value for kind in kinds) == ["email", "name_and_address", "phone", "phone"]
    assert {channel for _, _, channel in found} == {Channel.ALL}
    assert len(found) == 12
    with desk.database.reading(desk["jani"]) as unit:
        told = (
            select(func.count()).select_from(AuditEvent).where(AuditEvent.table_name == "suppression_entry")
        )
        assert unit.session.scalar(told) == 0, "no audit row leads from an entry to a save"
    assert not {"party_id", "account_id"} & set(SuppressionEntry.__table__.c.keys())


@pytest.mark.parametrize(
    "road",
    [
        ContactDetails(phone="040 000 0101"),
        ContactDetails(phone_3="+358 19 000102"),
        ContactDetails(email="Maija.Aalto@example.fi"),
        ContactDetails(street="linnunrata 12 a 3", postcode="07900", town="Lovisa"),
    ],
)
def test_whoever_comes_back_after_an_erasure_is_banned(desk: Desk, road: ContactDetails) -> None:
    party_id = add(desk, MAIJA)
    ban(desk, party_id)
    erase(desk, party_id)
    desk.clock.forward(days=400)
    again = add(desk, NewParty(PersonDetails("Aalto", "Maija"), "10999", contact=road))
    assert set(standings(desk, again).values()) == {Standing.BANNED}
    with desk.database.reading(desk["maija"]) as unit:
        reasons = set(unit.session.scalars(select(PermissionEvent.reason)))
    assert len(reasons) == 1
    assert reasons.pop()


def test_an_import_brings_nobody_back_unbanned(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ban(desk, party_id)
    erase(desk, party_id)
    mine = customer(
        "7",
        last_name="Aalto",
        first_names="Maija Helena",
        phones=(LegacyPhone("+358400000101", "0400000101"),),
        marketing=PermissionState.GIVEN,
    )
    other = customer("8", last_name="Salo", first_names="Eino", marketing=PermissionState.GIVEN)
    with desk.database.unit(desk["admin"]) as unit:
        importing.write(unit, register([mine, other]), b"1" * 32)
    with desk.database.reading(desk["maija"]) as unit:
        found = unit.session.execute(
            select(PermissionEvent.party_id, PermissionEvent.state, PermissionEvent.way).order_by(
                PermissionEvent.party_id, PermissionEvent.id
            )
        ).all()
    first, second = min(row.party_id for row in found), max(row.party_id for row in found)
    assert [row.state for row in found if row.party_id == second] == [PermissionState.GIVEN]
    assert {row.way for row in found} == {Way.OLD_REGISTER}
    assert set(standings(desk, first).values()) == {Standing.BANNED}


def test_a_ban_of_the_old_register_is_remembered_but_binds_nobody_else_in_it(desk: Desk) -> None:
    shared = (LegacyPhone("+358400000101", "0400000101"),)
    banned = customer("7", last_name="Aalto", phones=shared, marketing=PermissionState.BANNED)
    spouse = customer("8", last_name="Salo", phones=shared, marketing=PermissionState.GIVEN)
    with desk.database.unit(desk["admin"]) as unit:
        importing.write(unit, register([banned, spouse]), b"1" * 32)
    assert (SuppressionKind.PHONE, Sender.OWN, Channel.ALL) in entries(desk)
    with desk.database.reading(desk["maija"]) as unit:
        states = unit.session.scalars(select(PermissionEvent.state).order_by(PermissionEvent.id)).all()
    assert sorted(state.value for state in states) == ["banned", "given"]


def test_new_roads_of_a_banned_person_are_remembered_too(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ticket = ban(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        base = cards.read(unit, ticket).contact
        moved = replace(base, email_2="maija@example.fi", street="Kauppakatu 7")
        sections.save_contact(unit, ticket, base, moved, Source.SUBJECT)
    erase(desk, party_id)
    again = add(
        desk, NewParty(PersonDetails("Aalto", "M."), contact=ContactDetails(email="maija@example.fi"))
    )
    assert set(standings(desk, again).values()) == {Standing.BANNED}


def test_a_known_road_given_later_bans_too(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ban(desk, party_id)
    other = add(desk, NewParty(PersonDetails("Salo", "Eino"), "10998"))
    assert set(standings(desk, other).values()) == {Standing.NOT_ASKED}
    ticket = opened(desk, other)
    with desk.database.unit(desk["maija"]) as unit:
        base = cards.read(unit, ticket).contact
        sections.save_contact(unit, ticket, base, replace(base, phone="+358400000101"), Source.SUBJECT)
    assert set(standings(desk, other).values()) == {Standing.BANNED}


def test_the_persons_own_word_lifts_the_ban_and_takes_its_hash_out(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ban(desk, party_id)
    desk.clock.forward(days=1)
    permit(desk, party_id, own_email=Standing.CONSENT)
    own = {channel for _, sender, channel in entries(desk) if sender is Sender.OWN}
    assert own == {Channel.POST, Channel.PHONE, Channel.SMS}
    assert standings(desk, party_id)["own_email"] is Standing.CONSENT
    permit(desk, party_id, **dict.fromkeys(CELLS, Standing.CONSENT))
    assert entries(desk) == []


def test_what_one_lifts_stays_for_another_at_the_same_number(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    ban(desk, maija)
    eino = add(
        desk, NewParty(PersonDetails("Aalto", "Eino"), "10997", contact=ContactDetails(phone="040 000 0101"))
    )
    permit(desk, eino, **dict.fromkeys(CELLS, Standing.CONSENT))
    assert set(standings(desk, maija).values()) == {Standing.BANNED}
    secret_road = (SuppressionKind.PHONE, Sender.OWN, Channel.ALL)
    assert secret_road in entries(desk)


def test_a_permission_given_by_whoever_is_entered_anew_stands(desk: Desk) -> None:
    """What he says now is later than what is remembered of him."""
    party_id = add(desk, MAIJA)
    ban(desk, party_id)
    erase(desk, party_id)
    desk.clock.now += timedelta(days=30)
    new = replace(MAIJA, permissions=PermissionDetails(**column(Sender.OWN, Standing.CONSENT)), told=TOLD)
    found = standings(desk, add(desk, new))
    assert {value for name, value in found.items() if name.startswith("own")} == {Standing.CONSENT}
    assert {value for name, value in found.items() if not name.startswith("own")} == {Standing.BANNED}


def test_a_merge_keeps_what_either_record_forbade(desk: Desk) -> None:
    """The other record's permission is the later event, and would lift the ban if nothing were done."""
    banned = add(desk, NewParty(PersonDetails("Aalto", "Maija"), "1"))
    ban(desk, banned)
    given = add(desk, NewParty(PersonDetails("Aalto", "Maija"), "2"))
    permit(desk, given, own_email=Standing.CONSENT)
    with desk.database.unit(desk["leena"]) as unit:
        both = bans_of(unit, [banned, given])
        for event in unit.session.scalars(select(PermissionEvent).where(PermissionEvent.party_id == given)):
            event.party_id = banned
        made = keep_bans(unit, banned, both, "Yhdistetty")
        assert len(made) == 1
    assert set(standings(desk, banned).values()) == {Standing.BANNED}


def test_a_digest_needs_the_key_and_tells_kinds_apart(desk: Desk) -> None:
    with desk.database.reading(desk["maija"]) as unit:
        secret = key(unit)
    assert len(digest(secret, (SuppressionKind.PHONE, "x"))) == 16
    assert digest(secret, (SuppressionKind.PHONE, "x")) != digest(secret, (SuppressionKind.EMAIL, "x"))
    assert digest(secret, (SuppressionKind.PHONE, "x")) != digest(b"other", (SuppressionKind.PHONE, "x"))


def test_roads_are_equal_however_they_are_written() -> None:
    one = Reach("Öhman", "Åke Johan", phones=["+358400000101"], places=[("Storgatan 3 A", "06100")])
    other = Reach("ÖHMAN", "Åke", phones=["0400 000 101"], places=[("storgatan 3 a", "06100")])
    assert one.roads == other.roads
    assert Reach(phones=["-"]).roads == {(SuppressionKind.PHONE, "-")}
    assert Reach("Öhman", places=[("", "06100")]).roads == frozenset()


def test_an_older_database_gets_its_key(local_desk: Desk) -> None:
    database: Database = local_desk.database
    with database.unit(local_desk["admin"]) as unit:
        unit.connection.execute(delete(Secret).where(Secret.name == "suppression"))
        kept = unit.secret("hetu")
    assert not database.make_secrets()
    with database.reading(local_desk["admin"]) as unit:
        assert len(unit.secret("suppression")) == 32
        assert unit.secret("hetu") == kept
        assert set(unit.session.scalars(select(Secret.name))) == set(SECRETS)


def test_a_save_that_reaches_nobody_anew_asks_nothing_of_the_list(desk: Desk) -> None:
    """Two of one file share a number, one is banned: what the other says of something else does not ban him."""
    shared = (LegacyPhone("+358400000101", "0400000101"),)
    banned = customer("7", last_name="Aalto", phones=shared, marketing=PermissionState.BANNED)
    spouse = customer("8", last_name="Salo", phones=shared)
    with desk.database.unit(desk["admin"]) as unit:
        importing.write(unit, register([banned, spouse]), b"1" * 32)
    with desk.database.reading(desk["maija"]) as unit:
        ids = unit.session.scalars(select(Base.metadata.tables["party"].c.id)).all()
    permit(desk, max(ids), own_email=Standing.REFUSED)
    found = standings(desk, max(ids))
    assert found["own_email"] is Standing.REFUSED
    assert Standing.BANNED not in found.values()


def test_a_restricted_person_may_forbid(desk: Desk) -> None:
    """What protects the person goes on while the processing is restricted (GDPR art. 18(2))."""
    party_id = add(desk, MAIJA)
    ticket = opened(desk, party_id, by="jani")
    with desk.database.unit(desk["jani"]) as unit:
        restrictions.restrict(unit, ticket, RestrictionGround.ACCURACY, "Osoite on kiistetty")
    ban(desk, party_id)
    assert set(standings(desk, party_id).values()) == {Standing.BANNED}
    assert entries(desk)
