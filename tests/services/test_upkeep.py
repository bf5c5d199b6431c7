"""Backups, restoring and the check of everything, on both databases where both can."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from lpo_desk.db import audit
from lpo_desk.db.errors import DatabaseExists, WrongPassword
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import AuditBody, AuditEvent, AuditSeal
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.party import PersonDetails
from lpo_desk.domain.upkeep import VerifyReport
from lpo_desk.services import accounts, registering, upkeep
from lpo_desk.services.accounts import SignedIn
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import PASSWORD, Desk


def check(desk: Desk) -> VerifyReport:
    with desk.database.reading(desk["admin"]) as unit:
        return upkeep.verify(unit)


def add_customer(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        registering.add_party(unit, NewParty(PersonDetails("Esimerkki", "Aino"), number="10000"))


def test_a_sound_database_is_told_sound(desk: Desk) -> None:
    add_customer(desk)
    with desk.database.unit(desk["admin"]) as unit:
        sealed = audit.seal(unit)
    report = check(desk)
    assert report.ok
    assert report.sealed == sealed > 0
    assert (report.tables["party"], report.unlisted) == (1, 0)
    whole = None if desk.database.is_server else True
    assert (report.pages, report.references) == (whole, whole)


def test_what_was_changed_behind_the_program_is_found(desk: Desk) -> None:
    add_customer(desk)
    with desk.database.unit(desk["admin"]) as unit:
        audit.seal(unit)
        first = unit.session.scalars(select(AuditBody.event_id).order_by(AuditBody.event_id)).first()
        unit.connection.execute(
            update(AuditBody).where(AuditBody.event_id == first).values(body={"x": [1, 2]})
        )
    assert check(desk).faults == ("audit",)
    with desk.database.unit(desk["admin"]) as unit:
        unit.connection.execute(delete(ListEntry))
    assert check(desk).faults == ("audit", "search")


def test_only_who_may_back_up_checks_and_backs_up(desk: Desk, tmp_path: Path) -> None:
    for name in ("maija", "leena", "jani", "esko"):
        with pytest.raises(Forbidden), desk.database.reading(desk[name]) as unit:
            upkeep.verify(unit)
    with desk.database.reading(desk["admin"]) as unit:
        clerk = accounts.named(unit, "maija")
    with pytest.raises(Forbidden):
        upkeep.backup(SignedIn(desk.opened, clerk), tmp_path / "b.lpodb")
    with desk.database.reading(desk["admin"]) as unit:
        denials = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.DENY)).all()
        assert [denial.account_name for denial in denials] == ["maija", "leena", "jani", "esko", "maija"]
    assert not list(tmp_path.glob("b.lpodb*"))


def test_a_server_is_not_backed_up_from_here(desk: Desk, tmp_path: Path) -> None:
    if not desk.database.is_server:
        assert upkeep.backup(desk.signed, tmp_path / "b.lpodb").file.exists()
        return
    with pytest.raises(upkeep.OnlyLocal):
        upkeep.backup(desk.signed, tmp_path / "b.lpodb")
    with pytest.raises(upkeep.OnlyLocal):
        upkeep.restore(tmp_path / "b.lpodb", desk.opened.location, "admin", PASSWORD)


def test_a_backup_is_logged_sealed_and_remembered(local_desk: Desk, tmp_path: Path) -> None:
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert upkeep.last_backup(unit) is None
    kept = upkeep.backup(local_desk.signed, tmp_path / "b.lpodb")
    with local_desk.database.reading(local_desk["maija"]) as unit:
        assert upkeep.last_backup(unit) == kept.made_at == local_desk.clock.now
        logged = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.BACKUP)).all()
        sealed = unit.session.scalars(select(AuditSeal.last_event_id)).all()
        assert len(logged) == 1
        assert logged[0].detail == str(kept.rows)
        assert max(sealed) >= logged[0].id


def test_a_backup_that_failed_is_not_remembered(local_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b.lpodb").write_bytes(b"precious")
    with pytest.raises(DatabaseExists):
        upkeep.backup(local_desk.signed, tmp_path / "b.lpodb")
    with pytest.raises(upkeep.NoFolder):
        upkeep.backup(local_desk.signed, tmp_path / "none" / "b.lpodb")
    with local_desk.database.reading(local_desk["admin"]) as unit:
        assert upkeep.last_backup(unit) is None
        assert not unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.BACKUP)).all()


def test_restoring_needs_the_right_inside_the_backup(make_local: Callable[[], Desk], tmp_path: Path) -> None:
    desk = make_local()
    add_customer(desk)
    source, target = tmp_path / "b.lpodb", tmp_path / "elsewhere" / "r.lpodb"
    made = upkeep.backup(desk.signed, source)
    digest = source.read_bytes()
    with pytest.raises(Forbidden):
        upkeep.restore(source, str(target), "maija", PASSWORD, clock=desk.clock)
    with pytest.raises(WrongPassword):
        upkeep.restore(source, str(target), "admin", "not the password at all", clock=desk.clock)
    assert not target.exists()

    kept = upkeep.restore(source, str(target), "admin", PASSWORD, clock=desk.clock)
    assert (kept.rows, kept.schema) == (made.rows, made.schema)
    assert source.read_bytes() == digest, "looking into a backup must not change it"
    signed = accounts.sign_in(str(target), "admin", PASSWORD, clock=desk.clock)
    with signed.opened.database.reading(signed.actor) as unit:
        assert upkeep.verify(unit).tables["party"] == 1
        assert unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.RESTORE)).one()
    signed.opened.close()


def test_a_backup_tells_how_far_it_is_and_can_be_stopped(local_desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    upkeep.backup(local_desk.signed, tmp_path / "b.lpodb", lambda done, of: told.append((done, of)))
    assert told
    assert told[-1][0] == told[-1][1] > 0

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upkeep.backup(local_desk.signed, tmp_path / "c.lpodb", stop)
    assert not list(tmp_path.glob("c.lpodb*"))
    with local_desk.database.reading(local_desk["admin"]) as unit:
        assert (
            len(unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.BACKUP)).all())
            == 1
        )


def test_a_check_can_be_stopped_between_its_parts(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    with desk.database.reading(desk["admin"]) as unit:
        upkeep.verify(unit, lambda done, of: told.append((done, of)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_each_day_has_its_backup_and_a_second_one_its_own_name(tmp_path: Path) -> None:
    day = date(2026, 11, 23)
    first = upkeep.backup_file(tmp_path, day)
    assert first == tmp_path / "LPO-backup-2026-11-23.lpodb"
    first.touch()
    assert upkeep.backup_file(tmp_path, day).name == "LPO-backup-2026-11-23-2.lpodb"
