"""After an erasure nothing of the person is on the disk but what the plan said stays; and neighbours are untouched."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from lpo_desk.db import audit
from lpo_desk.db.tables import Base
from lpo_desk.domain.erasure import Erased, ErasurePlan
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.services import erasing, upkeep
from tests.db.raw_pages import deciphered
from tests.fixtures_db import Desk
from tests.services.marked import Person, mark, order, rows_of
from tests.services.people import MAIJA, add, opened


def plan_of(desk: Desk, party_id: int, categories: frozenset[Category] | None = None) -> ErasurePlan:
    ticket = opened(desk, party_id, "leena")
    with desk.database.reading(desk["leena"]) as unit:
        return erasing.plan(unit, ticket, categories)


def erase(desk: Desk, party_id: int, plan: ErasurePlan, case: str) -> Erased:
    ticket = opened(desk, party_id, "jani")
    with desk.database.unit(desk["jani"]) as unit:
        return erasing.erase(unit, ticket, plan, case, prepared_by=desk["leena"].account_id)


def on_disk(desk: Desk) -> bytes:
    """The file with its log while the program runs."""
    assert desk.opened.path is not None
    return deciphered(desk.opened.path, desk.opened.data_key)


def in_tables(desk: Desk) -> bytes:
    """Every value of every table, of a server too."""
    parts = []
    with desk.database.reading(desk["jani"]) as unit:
        for table in Base.metadata.sorted_tables:
            for row in unit.connection.execute(select(table)):
                parts.append(" ".join(str(value) for value in row))
    return "\n".join(parts).encode()


def left(marks: Mapping[str, str], content: bytes) -> set[str]:
    return {place for place, text in marks.items() if text.encode() in content}


def staying(marks: Iterable[str]) -> set[str]:
    """Papers lie in their folder until they are destroyed; an old case leaves its number and days."""
    book = {"request_case.number", "request_case.received_on", "request_case.entered_at"}
    return {place for place in marks if place.startswith("manual_record.") or place in book}


@pytest.fixture
def marked(desk: Desk, tmp_path: Path) -> Person:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"
    return mark(desk)


def test_the_marks_are_there_before(desk: Desk, marked: Person) -> None:
    """The test is of worth only if every mark can be found."""
    content = in_tables(desk)
    assert left(marked.marks, content) == marked.marks.keys()
    assert len(marked.marks) > 100
    if not desk.database.is_server:
        assert left(marked.marks, on_disk(desk)) == marked.marks.keys()


def test_no_trace_is_left(desk: Desk, marked: Person, tmp_path: Path) -> None:
    case = order(desk, marked.party_id)
    plan = plan_of(desk, marked.party_id)
    assert {(group.category, group.retention) for group in plan.staying} >= {
        (Category.PAPER, Retention.PAPER),
        (Category.REQUEST, Retention.CASE),
    }
    alike = add(desk, replace(MAIJA, number="10043", hetu=""))
    before = rows_of(desk, (alike,))
    done = erase(desk, marked.party_id, plan, case)
    assert done.bodies > 2
    assert left(marked.marks, in_tables(desk)) == staying(marked.marks)
    # What the one was to the other is gone from both: the roles, and the canaries' number of the other's service.
    shared = {
        name for name in marked.neighbours if name.split(".")[0] in ("party_relation", "service_number")
    }
    assert left(marked.neighbours, in_tables(desk)) >= marked.neighbours.keys() - shared
    assert rows_of(desk, (alike,)) == before
    if desk.database.is_server:
        return
    assert left(marked.marks, on_disk(desk)) == staying(marked.marks), "the open file and its log"
    assert left(marked.neighbours, on_disk(desk)) >= marked.neighbours.keys() - shared
    kept = upkeep.backup(desk.signed, tmp_path / "fresh.lpodb")
    assert left(marked.marks, deciphered(kept.file, desk.opened.data_key)) == staying(marked.marks)
    assert desk.opened.path is not None
    desk.opened.close()
    assert left(marked.marks, deciphered(desk.opened.path, desk.opened.data_key)) == staying(marked.marks)


def test_the_chain_of_the_audit_holds_after_redaction(desk: Desk, marked: Person) -> None:
    with desk.database.unit(desk["admin"]) as unit:
        audit.seal(unit)
    case = order(desk, marked.party_id)
    erase(desk, marked.party_id, plan_of(desk, marked.party_id), case)
    with desk.database.unit(desk["admin"]) as unit:
        audit.seal(unit)
    with desk.database.reading(desk["admin"]) as unit:
        report = upkeep.verify(unit)
    assert report.faults == ()
