"""What search reads is derived: changed piece by piece or all at once, it comes out the same."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from lpo_desk.db import search_index
from lpo_desk.db.restricted import restricted_parties
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import Address, ContactPoint, PartyName, ProtectionNote
from lpo_desk.db.tables.search import ListEntry, SearchTerm
from lpo_desk.db.tables.special import PartyRoad
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import DirectoryState, Flag, NameKind, PermissionState
from tests.db.people import Someone, add
from tests.fixtures_db import Desk

NAMES = st.sampled_from(["Öhman", "Ohman", "von Wright", "Åberg-Salo", "O'Brien", "Ćosić", "李", "", "A1"])
PEOPLE = st.builds(
    Someone,
    last_name=NAMES,
    first_names=NAMES,
    calling_name=NAMES,
    former=st.lists(NAMES, max_size=2).map(tuple),
    organisation=st.sampled_from(["", "", "Öhman Oy"]),
    business_id=st.sampled_from(["", "0129056-4"]),
    address=st.none() | st.tuples(NAMES, st.sampled_from(["07900", ""]), NAMES),
    phones=st.lists(st.sampled_from(["+358401888104", "+4670123456", "+35810080"]), max_size=2).map(tuple),
    emails=st.lists(st.sampled_from(["a@example.fi", "Å@example.fi"]), max_size=2).map(tuple),
    protected=st.booleans(),
    restricted=st.booleans(),
    marketing=st.lists(st.sampled_from(PermissionState), max_size=3).map(tuple),
    directory=st.lists(st.sampled_from(DirectoryState), max_size=2).map(tuple),
)


def derived(unit: Unit) -> tuple[set[tuple[object, ...]], ...]:
    """Everything but the places, which tell when a row was derived."""
    columns = (column for column in ListEntry.__table__.columns if column.name != "place")
    entries = {tuple(row) for row in unit.connection.execute(select(*columns))}
    terms = {tuple(row) for row in unit.connection.execute(select(SearchTerm.__table__))}
    roads = {tuple(row) for row in unit.connection.execute(select(PartyRoad.__table__))}
    return entries, terms, roads


def change(unit: Unit, party_id: int, what: str) -> None:
    """One of the changes that a clerk makes, with the refresh its service would make."""
    tables: dict[str, type[Base]] = {
        "address": Address,
        "contact": ContactPoint,
        "protection": ProtectionNote,
    }
    if what in tables:
        table = tables[what]
        unit.session.execute(delete(table).where(table.party_id == party_id))  # type: ignore[attr-defined]  # all three have it
    else:
        current = select(PartyName).where(PartyName.party_id == party_id, PartyName.kind == NameKind.CURRENT)
        unit.session.scalars(current).one().last_name = what
    search_index.refresh(unit, [party_id])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(PEOPLE, min_size=1, max_size=5),
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(["address", "contact", "protection", "Uusi"])),
        max_size=4,
    ),
)
def test_piece_by_piece_is_the_same_as_all_at_once(
    local_desk: Desk, people: list[Someone], changes: list[tuple[int, str]]
) -> None:
    with local_desk.database.reading(local_desk["maija"]) as unit:  # rolled back: each example begins empty
        ids = [add(unit, someone) for someone in people]
        for place, what in changes:
            if not people[place % len(ids)].restricted:  # the database refuses changes of those
                change(unit, ids[place % len(ids)], what)
        incremental = derived(unit)
        search_index.rebuild(unit)
        assert derived(unit) == incremental
        assert {row[0] for row in incremental[0]} == set(ids)


def test_both_databases_rebuild_what_they_refreshed(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        for number, protected in (("1", True), ("2", False)):
            add(unit, Someone("Åberg", "Aino", number, phones=("+358401888104",), protected=protected))
        incremental = derived(unit)
        search_index.rebuild(unit)
        assert derived(unit) == incremental


def test_an_ended_protection_is_noticed_at_the_next_sign_in(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        until = unit.today + timedelta(3)
        party_id = add(unit, Someone("Salminen", "Tuuli", "1", protected_until=until))
        always = add(unit, Someone("Salminen", "Tuure", "2", protected=True))
    flags = select(ListEntry.party_id).where(ListEntry.flags.contains(Flag.PROTECTED.value))
    desk.clock.forward(days=3)
    with desk.database.unit(desk["maija"]) as unit:
        assert search_index.refresh_expired(unit) == 0, "its last day still protects"
    desk.clock.forward(days=1)
    with desk.database.unit(desk["maija"]) as unit:
        assert search_index.refresh_expired(unit) == 1
        assert unit.connection.scalars(flags).all() == [always]
        name = unit.connection.scalar(select(ListEntry.name).where(ListEntry.party_id == party_id))
        assert name == "Salminen Tuuli"


def test_flags_of_the_list_come_from_their_causes(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add(
            unit,
            Someone(
                "Lind",
                number="1",
                marketing=(PermissionState.BANNED, PermissionState.REFUSED),
                directory=(DirectoryState.SECRET,),
            ),
        )
        flags = unit.connection.scalar(select(ListEntry.flags).where(ListEntry.party_id == party_id))
        assert flags == "directory_ban,marketing_ban"


def test_a_minor_comes_of_age_in_the_list_at_the_next_sign_in(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        add(unit, Someone("Lind", "Elsa", "1", born=date(2008, 11, 25)))
    minors = select(ListEntry.number).where(ListEntry.flags.contains(Flag.MINOR.value))
    for days, still in ((1, ["1"]), (1, [])):
        desk.clock.forward(days=days)
        with desk.database.unit(desk["maija"]) as unit:
            search_index.refresh_expired(unit)
            assert unit.connection.scalars(minors).all() == still


def test_whoever_is_restricted_is_in_the_list_with_the_flag_and_in_no_export(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        restricted = add(unit, Someone("Lind", "Elsa", "1", restricted=True))
        free = add(unit, Someone("Lind", "Emil", "2"))
        flagged = select(ListEntry.party_id).where(ListEntry.flags.contains(Flag.RESTRICTED.value))
        assert unit.connection.scalars(flagged).all() == [restricted]
        exported = select(ListEntry.party_id).where(ListEntry.party_id.not_in(restricted_parties()))
        assert unit.connection.scalars(exported).all() == [free]
