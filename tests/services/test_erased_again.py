"""What a restored backup brings back is erased again, and nobody else is; a lost or forged ledger is told aloud."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from lpo_desk.db import erasure_ledger
from lpo_desk.db.erasure_ledger import LedgerDamaged
from lpo_desk.db.opening import keys_path
from lpo_desk.db.tables.register import CustomerAccount, Party, PartyName, PersonalIdentityCode
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import _replaying, accounts, merging, upkeep
from lpo_desk.services.upkeep import NoLedger
from tests.db.raw_pages import deciphered
from tests.fixtures_db import PASSWORD, Desk
from tests.services.marked import CAME, mark, order
from tests.services.people import MAIJA, add, audited, opened
from tests.services.test_erasing_done import FREE, erase, plan_of
from tests.services.test_no_trace import left, staying


def home(desk: Desk) -> Path:
    assert desk.opened.path is not None
    return desk.opened.path


def restored(desk: Desk, copy: Path, location: Path | None = None) -> Desk:
    """Restore a backup in the place of the database, or elsewhere, and open it."""
    desk.opened.close()
    place = location or home(desk)
    upkeep.restore(copy, str(place), "admin", PASSWORD, clock=desk.clock)
    return Desk(accounts.sign_in(str(place), "admin", PASSWORD, clock=desk.clock), desk.clock, desk.actors)


def names(desk: Desk) -> list[str]:
    with desk.database.reading(desk["jani"]) as unit:
        return sorted(unit.connection.scalars(select(PartyName.last_name)))


def backup(desk: Desk, folder: Path, name: str) -> Path:
    return upkeep.backup(desk.signed, folder / name).file


def test_no_trace_after_the_restore_of_an_older_backup(local_desk: Desk, tmp_path: Path) -> None:
    desk = local_desk
    marked = mark(desk)
    order(desk, marked.party_id)
    older = backup(desk, tmp_path, "older.lpodb")
    assert left(marked.marks, deciphered(older, desk.opened.data_key)) == marked.marks.keys()
    erase(desk, plan_of(desk, marked.party_id))
    again = restored(desk, older)
    try:
        content = deciphered(home(again), again.opened.data_key)
        assert left(marked.marks, content) == staying(marked.marks)
        assert "AKANtwinQ" not in content.decode("latin-1")
        with again.database.reading(again["admin"]) as unit:
            assert upkeep.verify(unit).ledger is True
            assert len(unit.session.scalars(select(ErasureEntry)).all()) == 2
    finally:
        again.opened.close()
    assert left(marked.marks, deciphered(home(desk), desk.opened.data_key)) == staying(marked.marks)


def test_a_backup_takes_its_ledger_along_to_another_machine(local_desk: Desk, tmp_path: Path) -> None:
    """The older backup is restored where nothing of the ledger is but what lies beside it."""
    desk, party = local_desk, add(local_desk, FREE)
    order(desk, party)
    older = backup(desk, tmp_path, "older.lpodb")
    erase(desk, plan_of(desk, party))
    newer = backup(desk, tmp_path, "newer.lpodb")
    assert erasure_ledger.beside(newer).exists()
    assert not erasure_ledger.beside(older).exists()
    erasure_ledger.beside(older).write_bytes(erasure_ledger.beside(newer).read_bytes())
    (tmp_path / "elsewhere").mkdir()
    again = restored(desk, older, tmp_path / "elsewhere" / "desk.lpodb")
    try:
        assert names(again) == []
        assert erasure_ledger.beside(home(again)).exists()
    finally:
        again.opened.close()


def test_a_newer_backup_erases_nothing_twice(local_desk: Desk, tmp_path: Path) -> None:
    desk, party = local_desk, add(local_desk, FREE)
    order(desk, party)
    erase(desk, plan_of(desk, party))
    newer = backup(desk, tmp_path, "newer.lpodb")
    before = len(audited(desk, party))
    again = restored(desk, newer)
    try:
        assert len(audited(again, party)) == before
        with again.database.reading(again["admin"]) as unit:
            assert len(unit.session.scalars(select(ErasureEntry)).all()) == 1
    finally:
        again.opened.close()


def test_another_person_of_the_same_internal_number_is_left_alone(local_desk: Desk, tmp_path: Path) -> None:
    """After a restore from before the person came, the next new customer gets the number."""
    desk = local_desk
    empty = backup(desk, tmp_path, "empty.lpodb")
    party = add(desk, FREE)
    order(desk, party)
    erase(desk, plan_of(desk, party))
    once = restored(desk, empty)
    with once.database.reading(once["admin"]) as unit:
        assert unit.session.scalars(select(ErasureEntry.party_key)).all() == [party]
    desk.clock.forward(days=1)
    assert add(once, replace(FREE, number="10999", hetu="")) == party, "the number is given again"
    copy = backup(once, tmp_path, "other.lpodb")
    # The entry is taken out of the copy's own table: the ledger alone must tell the two apart.
    with once.database.unit(once["admin"]) as unit:
        unit.connection.execute(delete(ErasureEntry))
    assert _replaying.complete(once.database, once["admin"]) == 0
    assert names(once) == ["Aalto"]
    again = restored(once, copy)
    try:
        assert names(again) == ["Aalto"]
    finally:
        again.opened.close()


def test_a_restriction_that_has_ended_since_does_not_bring_anybody_back(
    local_desk: Desk, tmp_path: Path
) -> None:
    desk, party = local_desk, add(local_desk, FREE)
    order(desk, party)
    with desk.database.unit(desk["admin"]) as unit:
        row = ProcessingRestriction(
            party_id=party, ground=RestrictionGround.ACCURACY, reason="x", from_on=date(2026, 11, 1), **CAME
        )
        unit.session.add(row)
    older = backup(desk, tmp_path, "older.lpodb")
    for values in ({"told_on": date(2026, 11, 20)}, {"lifted_on": date(2026, 11, 21)}):
        with desk.database.unit(desk["admin"]) as unit:
            unit.connection.execute(update(ProcessingRestriction).values(**values))
    erase(desk, plan_of(desk, party))
    again = restored(desk, older)
    try:
        assert names(again) == []
    finally:
        again.opened.close()


def test_those_who_were_merged_since_are_erased_one_by_one(local_desk: Desk, tmp_path: Path) -> None:
    desk = local_desk
    one, other = add(desk, FREE), add(desk, replace(FREE, number="10043", hetu=""))
    older = backup(desk, tmp_path, "older.lpodb")
    tickets = opened(desk, one, "leena"), opened(desk, other, "leena")
    versions = _versions(desk, one, other)
    with desk.database.unit(desk["leena"]) as unit:
        merging.merge(unit, *tickets, versions, ())
    order(desk, one)
    erase(desk, plan_of(desk, one))
    assert names(desk) == []
    again = restored(desk, older)
    try:
        assert names(again) == []
        with again.database.reading(again["jani"]) as unit:
            assert not unit.session.scalars(select(CustomerAccount.number)).all()
            assert not unit.session.scalars(select(PersonalIdentityCode.value)).all()
    finally:
        again.opened.close()


def _versions(desk: Desk, *parties: int) -> tuple[int, int]:
    with desk.database.engine.connect() as connection:
        first, second = (
            connection.scalar(select(Party.version).where(Party.id == party)) or 0 for party in parties
        )
    return first, second


@pytest.mark.parametrize("beside", ["the database", "the backup"])
def test_a_forged_ledger_stops_the_restore_before_anything_is_replaced(
    local_desk: Desk, tmp_path: Path, beside: str
) -> None:
    desk, party = local_desk, add(local_desk, FREE)
    order(desk, party)
    erase(desk, plan_of(desk, party))
    copy = backup(desk, tmp_path, "copy.lpodb")
    add(desk, MAIJA)
    desk.opened.close()
    ledger = erasure_ledger.beside(home(desk) if beside == "the database" else copy)
    ledger.write_bytes(ledger.read_bytes().replace(b'"party": 1', b'"party": 2'))
    with pytest.raises(LedgerDamaged):
        upkeep.restore(copy, str(home(desk)), "admin", PASSWORD, clock=desk.clock)
    assert keys_path(home(desk)).exists()
    signed = accounts.sign_in(str(home(desk)), "admin", PASSWORD, clock=desk.clock)
    now = Desk(signed, desk.clock, desk.actors)
    assert names(now) == ["Aalto"], "the customer of after the backup is there"
    with signed.opened.database.reading(signed.actor) as unit:
        assert upkeep.verify(unit).ledger is (beside == "the backup")
    signed.opened.close()


def test_a_lost_ledger_is_told(local_desk: Desk) -> None:
    desk, party = local_desk, add(local_desk, FREE)
    order(desk, party)

    def told() -> bool | None:
        with desk.database.reading(desk["admin"]) as unit:
            return upkeep.verify(unit).ledger

    assert told() is None
    erase(desk, plan_of(desk, party))
    assert told() is True
    assert desk.database.ledger is not None
    desk.database.ledger.unlink()
    assert told() is False


def test_a_server_is_erased_again_on_command(
    postgres_desk: Desk, tmp_path: Path, make_local: Callable[[], Desk]
) -> None:
    """Its own tools have restored it; here the rows are put back by hand."""
    desk = postgres_desk
    desk.database.ledger = tmp_path / "server.erasures"
    with pytest.raises(NoLedger):
        upkeep.erase_again(desk.signed)
    party = add(desk, FREE)
    order(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        made = unit.session.get_one(Party, party).created_at
    erase(desk, plan_of(desk, party))
    with desk.database.unit(desk["admin"]) as unit:
        unit.connection.execute(delete(ErasureEntry))
        unit.connection.execute(update(Party).values(erased_on=None, created_at=made))
        unit.session.add(PartyName(party_id=party, kind="current", last_name="Aalto", **CAME))
    assert upkeep.erase_again(desk.signed) == 1
    assert names(desk) == []
    assert upkeep.erase_again(desk.signed) == 0
    clerk = replace(desk.signed, account=replace(desk.signed.account, roles=frozenset()))
    with pytest.raises(Forbidden):
        upkeep.erase_again(clerk)
