"""The planted duplicates of the legacy workbook: all are listed, all are merged, and the register is whole after."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from lpo_desk.db import audit, declared
from lpo_desk.db.tables.register import CustomerAccount, Party, PartyName
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.domain.audit import Purpose, RevealReason
from lpo_desk.domain.duplicates import Likeness, Pair
from lpo_desk.domain.party import NameKind
from lpo_desk.domain.text import words
from lpo_desk.imports.run import ImportSummary, run
from lpo_desk.services import _moves, customers, duplicates, merging
from tests.fixtures_db import Desk
from tests.services.fillings import keys_of

_MOVE_ALL = {
    "customer_account",
    "subscription",
    "interaction",
    "permission_event",
    "customer_note",
    "import_warning",
}


@pytest.fixture
def imported(shared: Path, local_desk: Desk) -> tuple[Desk, ImportSummary]:
    workbook = shared / "data" / "legacy_customers.xlsx"
    return local_desk, run(local_desk.database, local_desk["admin"], workbook, version="0")


def planted(desk: Desk, summary: ImportSummary) -> set[tuple[int, int]]:
    """In each group of the import report that shares a code: whoever has the name of an earlier one, with that one."""
    with desk.database.reading(desk["leena"]) as unit:
        of_name = PartyName.last_name, PartyName.first_names, PartyName.organisation_name
        rows = unit.connection.execute(
            select(CustomerAccount.number, CustomerAccount.party_id, *of_name)
            .join(PartyName, PartyName.party_id == CustomerAccount.party_id)
            .where(PartyName.kind == NameKind.CURRENT)
        )
        people = {row[0]: (row[1], " ".join(words(" ".join(row[2:])))) for row in rows}
    found = set()
    for group in summary.report.duplicates:
        first: dict[str, int] = {}
        for number in group.numbers:
            party_id, name = people[number]
            if name in first:
                found.add((first[name], party_id))
            else:
                first[name] = party_id
    return found


def pairs(desk: Desk) -> tuple[Pair, ...]:
    with desk.database.reading(desk["leena"]) as unit:
        return duplicates.pairs(unit)


def merge(desk: Desk, key: tuple[int, int]) -> None:
    leena = desk["leena"]
    with desk.database.unit(leena) as unit:
        tickets = customers.open(unit, key[0], Purpose.UPKEEP), customers.open(unit, key[1], Purpose.UPKEEP)
    with desk.database.unit(leena) as unit:  # one of the pairs is of a protected person
        for ticket in tickets:
            customers.reveal_protected(unit, ticket, RevealReason.CORRECTION)
    with desk.database.reading(leena) as unit:
        compared = merging.compare(unit, *tickets)
    survivor = compared.survivor
    other = compared.other(survivor)
    kept, gone = tickets if survivor is compared.first else tickets[::-1]
    with desk.database.unit(leena) as unit:
        versions = survivor.version, other.version
        merging.merge(unit, kept, gone, versions, compared.taken(survivor))


def test_the_planted_duplicates_are_listed_and_merged(
    imported: tuple[Desk, ImportSummary], shared: Path
) -> None:
    desk, summary = imported
    truth: dict[str, Any] = json.loads((shared / "data/legacy_customers.truth.json").read_text("utf-8"))
    wanted = planted(desk, summary)
    assert len(wanted) == truth["planted"]["same_person_twice"] == 63
    pairs(desk)  # statements are compiled once
    begun = time.thread_time()  # other tests may run beside this one
    listed = pairs(desk)
    assert time.thread_time() - begun < 1, "the list of 12,000 customers"
    found = {pair.key: pair for pair in listed}
    assert wanted <= found.keys()
    assert all(Likeness.HETU in found[key].reasons for key in wanted)
    with desk.database.reading(desk["leena"]) as unit:
        before = set(keys_of(unit))
    for key in sorted(wanted):
        merge(desk, key)
    assert not wanted & {pair.key for pair in pairs(desk)}
    with desk.database.reading(desk["leena"]) as unit:
        assert before <= set(keys_of(unit)), "no row is gone"
        merged = select(Party.id).where(Party.replaced_by_id.is_not(None))
        gone = set(unit.connection.scalars(merged))
        assert len(gone) == len(wanted)
        assert len({key for pair in wanted for key in pair} & gone) == len(wanted)
        listed_now = set(unit.connection.scalars(select(ListEntry.party_id)))
        assert not listed_now & gone
        assert listed_now | gone == set(unit.connection.scalars(select(Party.id)))
        for column in _moves.moving():
            stayed = select(func.count()).select_from(column.table).where(column.in_(merged))
            if column.table.name in _MOVE_ALL:
                assert unit.connection.scalar(stayed) == 0, column
        current = select(PartyName.party_id).where(PartyName.kind == NameKind.CURRENT)
        named = list(unit.connection.scalars(current.where(PartyName.party_id.in_(listed_now))))
        assert len(named) == len(set(named)), "one name at a time"
        assert audit.verify(unit).ok
        assert declared.unreachable() == set()
