"""An erasure that is killed at any moment is whole or has not happened; between ledger and commit it is completed."""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lpo_desk.db import erasure_ledger
from lpo_desk.db.backup import check_integrity
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import Party, PartyName
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.services import accounts, erasing, upkeep
from tests.conftest import CI
from tests.db.raw_pages import deciphered
from tests.fixtures_db import CHEAP, PASSWORD, Desk
from tests.services.marked import CASE, mark, order
from tests.services.people import opened
from tests.services.test_erasing_done import plan_of
from tests.services.test_no_trace import left, staying

KILLS = 12


@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_leaves_all_or_nothing(make_local: Callable[[], Desk], turn: int) -> None:
    """The first is killed exactly between ledger and commit, the others at any moment."""
    desk = make_local()
    marked = mark(desk)
    order(desk, marked.party_id)
    plan = plan_of(desk, marked.party_id)
    rows = _rows(desk, marked.party_id)
    ticket = opened(desk, marked.party_id, "jani")
    path, data_key = desk.opened.path, desk.opened.data_key
    assert path is not None
    desk.opened.close()

    def live() -> None:
        signed = accounts.sign_in(str(path), "jani", PASSWORD, cost=CHEAP, clock=desk.clock)
        os.write(writing, b"!")
        with signed.opened.database.unit(desk["jani"]) as unit:
            erasing.erase(unit, ticket, plan, CASE, prepared_by=desk["leena"].account_id)
            if turn == 0:
                unit.outside.append((lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: None))
        signal.pause()  # until it is killed

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            live()
        finally:
            os._exit(1)
    os.close(writing)
    assert os.read(reading, 1) == b"!"
    os.close(reading)
    if turn:
        # Not a wait for anything: the moment of the kill, before, within or after the commit.
        time.sleep(random.Random(turn if CI else None).uniform(0, 0.25))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)

    decided = _has_line(path)
    signed = accounts.sign_in(str(path), "admin", PASSWORD, cost=CHEAP, clock=desk.clock)
    after = Desk(signed, desk.clock, desk.actors)
    with signed.opened.database.engine.connect() as connection:
        assert check_integrity(connection)
    with after.database.reading(after["admin"]) as unit:
        erased = unit.session.get_one(Party, marked.party_id).erased_on is not None
        assert upkeep.verify(unit).faults == ()
        assert bool(unit.session.scalars(select(ErasureEntry.id)).all()) is erased
        assert (unit.session.scalar(select(func.count()).select_from(PartyName)) or 0) > 0
    if erased:
        assert decided
        signed.opened.close()
        assert left(marked.marks, deciphered(path, data_key)) == staying(marked.marks)
    else:
        assert not decided, "what was decided is completed at the next start"
        assert _rows(after, marked.party_id) == rows
        signed.opened.close()
    if turn == 0:
        assert erased


def _has_line(path: Path) -> bool:
    ledger = erasure_ledger.beside(path)
    return ledger.exists() and b"\n" in ledger.read_bytes()


def _rows(desk: Desk, party_id: int) -> dict[str, int]:
    """How many rows of each table are the person's."""
    found = {}
    with desk.database.reading(desk["admin"]) as unit:
        for table in Base.metadata.sorted_tables:
            if "party_id" in table.c and table.name not in ("audit_event", "read_event"):
                mine = select(func.count()).select_from(table).where(table.c.party_id == party_id)
                found[table.name] = unit.connection.scalar(mine) or 0
    return found
