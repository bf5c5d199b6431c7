"""Many rows at once: each is there, whole, however many statements they were put in by."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lpo_desk.db import bulk
from lpo_desk.db.tables.register import CustomerNote, Party
from lpo_desk.domain.party import PartyKind
from tests.fixtures_db import Desk


@pytest.mark.parametrize("count", [0, 1, 39, 40, 41, 80, 123])
def test_as_many_rows_as_were_given(desk: Desk, count: int) -> None:
    born = [date(1950, 1, 1) + timedelta(days=number // 3) if number % 5 else None for number in range(count)]
    kinds = [PartyKind.ORGANISATION if number % 7 == 0 else PartyKind.PERSON for number in range(count)]
    with desk.database.unit(desk["maija"]) as unit:
        ids = list(unit.numbers("party", count))
        came = {"created_at": unit.at, "source": "own_systems", "source_on": unit.today}
        rows = [
            {"id": party_id, "kind": kind, "date_of_birth": day}
            for party_id, kind, day in zip(ids, kinds, born, strict=True)
        ]
        bulk.insert(unit.connection, Party, rows, came)
        notes = [{"party_id": party_id, "text": f"{party_id} \u00e4"} for party_id in ids]
        del came["created_at"]
        bulk.insert(unit.connection, CustomerNote, notes, came)
    with desk.database.reading(desk["maija"]) as unit:
        found = unit.connection.execute(
            select(Party.kind, Party.date_of_birth, Party.version, CustomerNote.text)
            .join(CustomerNote, CustomerNote.party_id == Party.id)
            .where(Party.id.in_(ids))
            .order_by(Party.id)
        ).all()
    told = [
        (kind, day, 1, f"{party_id} \u00e4") for kind, day, party_id in zip(kinds, born, ids, strict=True)
    ]
    assert [tuple(row) for row in found] == told
