"""Scans on both databases: filed by their code or by hand, duplicates linked, failures kept in sight, views logged."""

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import AuditEvent, ReadEvent
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.scans import (
    DiscardReason,
    Reading,
    ScanFailure,
    ScanFile,
    ScanMedia,
    ScanRefused,
    ScanRow,
    ScanState,
)
from lpo_desk.services import papers, scan_targets, scans
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.services.case_steps import customer, register
from tests.services.test_papers import paper


def came(desk: Desk, content: bytes = b"one", *numbers: str, failure: ScanFailure | None = None) -> ScanRow:
    """A file in the folder of Maija's office, read by somebody who found these codes."""
    reading = Reading(ScanMedia.PDF, None if failure else 1, numbers, failure)
    with desk.database.unit(desk["maija"]) as unit:
        return scans.take_in(unit, unit.actor.office_id or 0, ScanFile.of(content), reading)


def waiting(desk: Desk, who: str = "maija") -> list[int]:
    with desk.database.reading(desk[who]) as unit:
        return [row.id for row in scans.inbox(unit)]


def test_a_papers_code_files_the_scan_by_itself(desk: Desk) -> None:
    known = paper(desk)
    row = came(desk, b"scan", known.number)
    assert (row.state, row.home, row.code) == (ScanState.FILED, known.number, known.number)
    assert waiting(desk) == []
    with desk.database.reading(desk["maija"]) as unit:
        assert papers.get(unit, known.id).scanned
        assert unit.session.get_one(Scan, row.id).filed_by is None


def test_a_cases_code_files_the_scan_with_the_case(desk: Desk) -> None:
    case_id = register(desk, customer(desk)).case_id
    with desk.database.reading(desk["maija"]) as unit:
        number = unit.session.get_one(RequestCase, case_id).number
    assert came(desk, b"scan", number).home == number


def test_what_names_nothing_of_ours_or_two_things_waits(desk: Desk) -> None:
    one, other = paper(desk), paper(desk)
    rows = [
        came(desk, b"0"),
        came(desk, b"1", "L-99999"),
        came(desk, b"2", "L-K0001"),
        came(desk, b"3", one.number, other.number),
        came(desk, b"4", one.number, failure=ScanFailure.UNREADABLE),
    ]
    assert [row.state for row in rows] == [ScanState.INBOX] * 4 + [ScanState.FAILED]
    assert waiting(desk) == [row.id for row in rows]
    assert rows[4].failure == "scan_failure.unreadable"


def test_the_same_bytes_are_linked_and_not_refused(desk: Desk) -> None:
    first, again, third = came(desk), came(desk), came(desk)
    assert (first.first, again.first, third.first) == (None, first.id, first.id)
    assert waiting(desk) == [first.id, again.id, third.id]


def test_a_file_too_large_is_told_of_and_not_kept(desk: Desk) -> None:
    reading = Reading(failure=ScanFailure.TOO_LARGE)
    with desk.database.unit(desk["maija"]) as unit:
        row = scans.take_in(unit, unit.actor.office_id or 0, ScanFile(None, 10**9, b"x" * 32), reading)
    assert (row.state, row.size) == (ScanState.FAILED, 10**9)
    with pytest.raises(ScanRefused), desk.database.unit(desk["maija"]) as unit:
        scans.content(unit, row.id)


def test_a_scan_is_filed_by_hand_once(desk: Desk) -> None:
    known, row = paper(desk), came(desk)
    with desk.database.unit(desk["maija"]) as unit:
        assert scans.file(unit, row.id, record_id=known.id).home == known.number
    with pytest.raises(ScanRefused), desk.database.unit(desk["maija"]) as unit:
        scans.file(unit, row.id, record_id=known.id)
    with desk.database.reading(desk["maija"]) as unit:
        assert [line.home for line in scans.filed(unit)] == [known.number]


def test_what_could_not_be_read_is_discarded_and_never_filed(desk: Desk) -> None:
    known, row = paper(desk), came(desk, failure=ScanFailure.UNREADABLE)
    with pytest.raises(ScanRefused), desk.database.unit(desk["maija"]) as unit:
        scans.file(unit, row.id, record_id=known.id)
    with desk.database.unit(desk["maija"]) as unit:
        scans.discard(unit, row.id, DiscardReason.SCANNED_AGAIN)
    assert waiting(desk) == []
    with desk.database.reading(desk["maija"]) as unit:
        kept = unit.session.get_one(Scan, row.id)
        assert (kept.state, kept.content) == (ScanState.DISCARDED, None)
        told = select(AuditEvent.detail).where(
            AuditEvent.table_name == "scan", AuditEvent.kind == AuditKind.DELETE
        )
        assert unit.session.scalars(told).all() == ["scanned_again"]
    assert came(desk).first is None, "one that was discarded is no first"


def test_an_office_sees_its_own_inbox(desk: Desk) -> None:
    row = came(desk)
    assert waiting(desk, "maija") == [row.id]
    assert waiting(desk, "kalle") == []


def test_looking_at_a_filed_scan_is_a_look_up_of_the_papers_person(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        person = add(unit, Someone("Öhman", "Maija", "10043"))
    known = paper(desk, people=(person,))
    row = came(desk, b"the very bytes", known.number)
    with desk.database.unit(desk["maija"]) as unit:
        assert scans.content(unit, row.id) == b"the very bytes"
    with desk.database.reading(desk["maija"]) as unit:
        looked = unit.session.scalars(select(ReadEvent).where(ReadEvent.party_id == person)).all()
        assert [each.purpose for each in looked] == [Purpose.CORRESPONDENCE]
    alone = came(desk, b"nobody's yet")
    with desk.database.unit(desk["maija"]) as unit:
        assert scans.content(unit, alone.id) == b"nobody's yet"
    with desk.database.reading(desk["maija"]) as unit:
        assert len(unit.session.scalars(select(ReadEvent.id)).all()) == 1


def test_targets_are_found_by_number_code_and_name(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        person = add(unit, Someone("Öhman", "Maija", "10043"))
    known = paper(desk, people=(person,))
    paper(desk)
    case_id = register(desk, customer(desk)).case_id
    with desk.database.reading(desk["maija"]) as unit:
        number = unit.session.get_one(RequestCase, case_id).number
        assert [each.number for each in scan_targets.find(unit, known.number)] == [known.number]
        assert [each.number for each in scan_targets.find(unit, "öhm mai")] == [known.number]
        (found,) = scan_targets.find(unit, number.lower())
        assert (found.case_id, found.record_id) == (case_id, None)
        assert scan_targets.find(unit, "  ") == ()
        assert scan_targets.find(unit, "nobody at all") == ()
