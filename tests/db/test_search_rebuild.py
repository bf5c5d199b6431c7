"""All rows derived again, part by part: the same as each party alone, and all of them or none."""

import os
import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from lpo_desk.db import search_index, search_sets
from lpo_desk.db.backup import check_integrity
from lpo_desk.db.opening import open_local
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import Party, PartyName
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.search import ListEntry, SearchGap, SearchSet, SearchTerm
from lpo_desk.db.tables.services import Connection
from lpo_desk.db.tables.special import PartyRoad
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import Source, SubscriptionState
from lpo_desk.domain.products import OwnerConsent
from lpo_desk.services import accounts
from tests.conftest import CI
from tests.db.people import Someone, add
from tests.faults.killing import killed
from tests.fixtures_db import CHEAP, PASSWORD, Desk

DERIVED: tuple[type[Base], ...] = (ListEntry, SearchTerm, SearchSet, SearchGap, PartyRoad)
KILLS = 6


def derived(unit: Unit) -> dict[str, list[Any]]:
    """Every row of every derived table, but what tells one making of the sets from the next."""
    found = {}
    for table in DERIVED:
        rows = unit.connection.execute(select(table.__table__).order_by(*table.__table__.primary_key))
        found[table.__tablename__] = [tuple(row) for row in rows if row[0] != search_sets.EDITION]
    return found


def settle(unit: Unit, count: int) -> list[int]:
    """So many people: protected, merged, erased and served elsewhere among them, and words that very many have."""
    rng = random.Random(3)
    came = {"source": Source.SUBJECT, "source_on": unit.today}
    ids = []
    for number in range(count):
        someone = Someone(
            rng.choice(("Öhman", "Ohman", "Lind", "Lindén", "")),
            rng.choice(("Anna", "Anna Maria", "Åke Anna")),
            str(90_000 - number) if number % 11 else "",
            calling_name=rng.choice(("", "Ann")),
            organisation=rng.choice(("",) * 9 + ("As Oy Öhman",)),
            former=("Sten",) if number % 5 == 0 else (),
            address=(f"Mannerheiminkatu {number % 9}", "07900", "Loviisa"),
            phones=(f"+35840188{number:04}",),
            emails=(f"a{number % 40}@example.fi",),
            protected=number % 17 == 0,
            protected_until=unit.today + timedelta(number % 3 - 1) if number % 19 == 0 else None,
        )
        ids.append(add(unit, someone, derive=False))
    for merged, survivor in ((1, 2), (2, 40), (-1, 0), (7, 7 + count // 2)):
        replaced = update(Party).where(Party.id == ids[merged]).values(replaced_by_id=ids[survivor])
        unit.session.execute(replaced)
    unit.session.execute(update(Party).where(Party.id == ids[5]).values(erased_on=unit.today))
    unit.session.execute(delete(PartyName).where(PartyName.party_id == ids[5]))
    for owner, tenant in ((10, 60), (17, 61), (60, 10)):  # the owner that is number 17 is protected
        place = {"street": "Brandensteininkatu 7", "postcode": "07900", "town": "Loviisa"}
        line = Connection(
            party_id=ids[owner], number=f"K-{owner}", consent=OwnerConsent.NOT_NEEDED, **place, **came
        )
        unit.session.add(line)
        unit.session.flush()
        service = {"number": f"L{owner}", "product": "Kuitu", "state": SubscriptionState.ACTIVE}
        unit.session.add(Subscription(party_id=ids[tenant], connection_id=line.id, **service, **came))
    unit.session.flush()
    return ids


def spoil(unit: Unit, ids: list[int]) -> None:
    """As rows of an older edition are: there, of another form, some missing and some of nobody."""
    connection = unit.connection
    connection.execute(update(ListEntry).values(name="older", terms="", place=None))
    connection.execute(delete(SearchTerm).where(SearchTerm.party_id.in_(ids[::3])))
    connection.execute(delete(ListEntry).where(ListEntry.party_id.in_(ids[::4])))
    connection.execute(delete(PartyRoad).where(PartyRoad.party_id.in_(ids[::5])))
    old = [{"field": field, "term": f"older{n}", "party_id": ids[n]} for field in "Aaz" for n in range(30)]
    connection.execute(insert(SearchTerm), old)
    connection.execute(delete(SearchSet))
    connection.execute(insert(SearchSet), [{"key": "2", "bits": b""}, {"key": "aolder", "bits": b"x"}])
    connection.execute(insert(SearchGap), {"place": 3})


class Interrupted(Exception):
    pass


def interrupt(desk: Desk, derives: Callable[[Unit], None]) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        derives(unit)
        raise Interrupted


def test_parts_of_any_size_derive_what_each_party_alone_derives(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        ids = settle(unit, 200)
        for party_id in ids:
            search_index.refresh(unit, [party_id])
        search_sets.remake(unit)
        alone = derived(unit)
        assert {"aanna", "nanna", "a07900", "wanna"} <= {row[0] for row in alone["search_set"]}
        assert len(alone["list_entry"]) == 200 - 5, "who was merged away or erased has none"
        for at_once in (1, 7, 2000):
            spoil(unit, ids)
            assert derived(unit) != alone
            search_index.rebuild(unit, at_once)
            assert derived(unit) == alone, at_once
        search_index.rebuild(unit, 7)
        assert derived(unit) == alone, "where nothing differs"


def test_an_empty_register_has_rows_of_nobody(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        search_index.rebuild(unit)
        assert search_sets.is_made(unit)
        assert not any(derived(unit).values())
        search_sets.remake(unit)
        assert not any(derived(unit).values())


def test_derived_halfway_is_not_derived_at_all(desk: Desk) -> None:
    """Whatever ends the unit: the next sign-in finds that all is to be done, and does it."""
    with desk.database.unit(desk["maija"]) as unit:
        ids = settle(unit, 70)
        search_index.rebuild(unit)
        whole = derived(unit)
    with desk.database.unit(desk["maija"]) as unit:
        spoil(unit, ids)
        before = derived(unit)
    with pytest.raises(Interrupted):
        interrupt(desk, search_index.rebuild)
    with desk.database.unit(desk["maija"]) as unit:
        assert derived(unit) == before
        assert not search_sets.is_made(unit)
        search_index.keep_up(unit)
        assert derived(unit) == whole
        search_index.refresh(unit, [add(unit, Someone("Ek", "Eva", "5"))])
        loose = derived(unit)
    with pytest.raises(Interrupted):
        interrupt(desk, search_sets.remake)
    with desk.database.unit(desk["maija"]) as unit:
        assert derived(unit) == loose


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_leaves_all_or_nothing_and_the_next_sign_in_derives_all(
    make_local: Callable[[], Desk], turn: int
) -> None:
    desk = make_local()
    with desk.database.unit(desk["maija"]) as unit:
        ids = settle(unit, 70)
        search_index.rebuild(unit)
        whole = derived(unit)
    with desk.database.unit(desk["maija"]) as unit:
        spoil(unit, ids)
        before = derived(unit)
    path = desk.opened.path
    assert path is not None
    desk.opened.close()

    def child(writing: int) -> None:
        os.write(writing, b"begins\n")
        accounts.sign_in(str(path), "maija", PASSWORD, cost=CHEAP, clock=desk.clock)
        os.write(writing, b"signed in\n")
        time.sleep(3600)  # until it is killed

    # Not a wait for anything: the moment of the kill, before, within or after the commit.
    told, was_killed = killed(child, random.Random(turn if CI else None).uniform(0, 1))
    assert was_killed
    opened = open_local(path, "maija", PASSWORD)
    with opened.database.reading(desk["maija"]) as unit:
        assert check_integrity(unit.connection)
        found = derived(unit)
        assert found == (whole if search_sets.is_made(unit) else before)
        assert search_sets.is_made(unit) or "signed in" not in told
    opened.close()
    signed = accounts.sign_in(str(path), "maija", PASSWORD, cost=CHEAP, clock=desk.clock)
    with signed.opened.database.reading(desk["maija"]) as unit:
        assert derived(unit) == whole
    signed.opened.close()
