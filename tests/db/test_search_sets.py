"""Words that very many have: nobody who has them all is missed, and the order is that of ranking everybody."""

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import delete, func, select, update

from lpo_desk.db import search, search_index, search_sets
from lpo_desk.db.tables.register import Address, PartyName
from lpo_desk.db.tables.search import ListEntry, SearchGap, SearchSet
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import ListRow, NameKind
from lpo_desk.domain.search import LIMIT, WORD_FIELDS, rank, read_query, written_rows
from tests.db.people import Someone, add
from tests.fixtures_db import Desk

LAST = ("Öhman", "Ohman", "Öhmann", "Lind", "Lindström", "Linden", "Virtanen", "Ek", "O'Brien", "Müller")
FIRST = ("Anna", "Anna Maria", "Åke", "Aake", "Maria Anna", "Eka", "Linda", "Öhman Ohman", "Liisa")
TOWNS = ("Loviisa", "Lovisa", "Porvoo", "Borgå")
STREETS = ("Annankatu 1", "Lindgatan 12", "Kuja 3 A 1")
TYPED = (
    *("a", "ö", "l", "lin", "lind", "linda", "Öhman", "ohman", "öhma", "ek", "anna", "åke", "aake", "nobody"),
    *("anna ohman", "Öhman anna", "lind anna", "anna lovisa", "ek a", "a o l", "maria anna", "müller anna"),
    *(
        "lind linda",
        "ohman öhman",
        "öhman ohman",
        "12 lind",
        "a 1",
        "lo a",
        "o'brien",
        "brien",
        "muller",
        "an an",
    ),
    *("yhtiö", "as oy öhman", "oy", "1"),
)


def crowd(unit: Unit, count: int) -> list[int]:
    """People with few names among them, so that every word is common."""
    rng = Random(7)
    found = []
    for number in range(count):
        organisation = f"As Oy {rng.choice(LAST)} yhtiö" if rng.random() < 0.08 else ""
        someone = Someone(
            rng.choice(LAST),
            rng.choice(FIRST),
            str(100000 + number),
            organisation=organisation,
            address=(rng.choice(STREETS), "07900", rng.choice(TOWNS)),
            protected=rng.random() < 0.03,
            former=("Lindh",) if rng.random() < 0.02 else (),
        )
        found.append(add(unit, someone, derive=False))
    return found


def expected(unit: Unit, typed: str) -> list[int]:
    """Everybody looked at and ranked, one by one."""
    query = read_query(typed)
    found = []
    for row in unit.connection.execute(select(ListEntry)).mappings():
        terms = [term for letter, term in written_rows(row["terms"]) if letter in WORD_FIELDS]
        if all(any(term.startswith(word) for term in terms) for word in query.terms):
            order = rank(row["name"], query.typed), row["sort_key"], row["number"], row["party_id"]
            found.append((order, row["party_id"]))
    return [party_id for _, party_id in sorted(found)]


def assert_all_found(unit: Unit) -> None:
    for typed in TYPED:
        rows, more = search.find(unit, read_query(typed))
        wanted = expected(unit, typed)
        assert [row.party_id for row in rows] == wanted[:LIMIT], typed
        assert more == (len(wanted) > LIMIT), typed


@pytest.fixture
def unit(desk: Desk) -> Iterator[Unit]:
    with desk.database.unit(desk["maija"]) as unit:
        yield unit


def rename(unit: Unit, party_id: int, last: str) -> None:
    moved = update(PartyName).where(PartyName.party_id == party_id, PartyName.kind == NameKind.CURRENT)
    unit.session.execute(moved.values(last_name=last, organisation_name=""))


def test_common_words_find_whom_looking_at_everybody_finds(unit: Unit) -> None:
    ids = crowd(unit, 700)
    search_index.rebuild(unit)
    sets = set(unit.connection.scalars(select(SearchSet.key)))
    assert {"aanna", "alovisa", "wohman", "nlind"} <= sets, "the words of this test are common ones"
    assert_all_found(unit)
    for party_id in ids[::9]:
        rename(unit, party_id, "Åkerlund" if party_id % 2 else "Anna")
    for party_id in ids[::7]:
        unit.session.execute(
            update(Address).where(Address.party_id == party_id).values(street="Annankatu 12", town="Lovisa")
        )
    search_index.refresh(unit, ids[::9] + ids[::7])
    new = [
        add(unit, Someone("Lind", "Anna", str(900000 + n), address=("Kuja 1", "07900", "Lovisa")))
        for n in range(9)
    ]
    assert len(new) == 9
    assert_all_found(unit)
    loose = unit.connection.scalar(
        select(func.count()).select_from(ListEntry).where(ListEntry.place.is_(None))
    )
    assert loose, "those who changed have no place until the sets are made again"
    search_sets.remake(unit)
    assert_all_found(unit)


def test_the_only_one_who_has_both_common_words_is_found_however_far_he_stands(unit: Unit) -> None:
    for number in range(400):
        add(
            unit,
            Someone("Aalto", "Anna", f"1{number:04}", address=("Kuja 1", "06100", "Porvoo")),
            derive=False,
        )
        add(
            unit,
            Someone("Lahti", "Erik", f"2{number:04}", address=("Kuja 1", "07900", "Lovisa")),
            derive=False,
        )
    only = add(unit, Someone("Östman", "Anna", "30000", address=("Kuja 1", "07900", "Lovisa")), derive=False)
    search_index.rebuild(unit)
    for typed in ("anna lovisa", "lovisa anna", "an lov", "a l"):
        rows, _ = search.find(unit, read_query(typed))
        assert only in [row.party_id for row in rows], typed
    assert [row.party_id for row in search.find(unit, read_query("anna lovisa"))[0]] == [only]


def test_a_place_is_kept_by_who_is_found_as_before(unit: Unit) -> None:
    ids = crowd(unit, 5)
    search_index.rebuild(unit)
    before = places(unit)
    assert set(before.values()) == {0, 1, 2, 3, 4}
    search_index.refresh(unit, ids)
    assert places(unit) == before
    rename(unit, ids[2], "Uusi")
    search_index.refresh(unit, ids)
    assert places(unit) == before | {ids[2]: None}
    assert unit.connection.scalars(select(SearchGap.place)).all() == [before[ids[2]]]


def places(unit: Unit) -> dict[int, int | None]:
    rows = unit.connection.execute(select(ListEntry.party_id, ListEntry.place))
    return {party_id: place for party_id, place in rows}


def test_the_sets_are_made_again_when_many_have_no_place(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        search_index.rebuild(unit)
        crowd_ids = crowd(unit, 301)
        search_index.refresh(unit, crowd_ids[:300])
        assert not search_sets.is_due(unit)
        search_index.refresh(unit, crowd_ids)
        assert search_sets.is_due(unit)
        search_index.keep_up(unit)
        assert not search_sets.is_due(unit)
        assert None not in places(unit).values()


def test_rows_of_an_older_form_are_derived_again(unit: Unit) -> None:
    party_id = add(unit, Someone("Öhman", "Maija", "10002"), derive=False)
    unit.connection.execute(delete(SearchSet))
    search_index.keep_up(unit)
    rows: list[ListRow] = search.find(unit, read_query("öhman"))[0]
    assert [row.party_id for row in rows] == [party_id]
