"""Drafts: what was acknowledged survives whatever ends the program, and nobody else sees it."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from lpo_desk.db.opening import keys_path
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.accounts import actor_of
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.case import DiscardReason, Draft, DraftKind, Intake
from lpo_desk.domain.intake_form import to_json
from lpo_desk.services import accounts, drafts, intake
from lpo_desk.services.drafts import DraftOfAnother
from tests.fixtures_db import CHEAP, PASSWORD, Desk
from tests.services.case_steps import asked, customer

KEY = UUID("00000000-0000-4000-8000-000000000001")


def save(desk: Desk, who: str, data: dict[str, object], key: UUID = KEY, **more: int) -> int:
    with desk.database.unit(desk[who]) as unit:
        return drafts.save(unit, key, DraftKind.REQUEST, data, **more)


def mine(desk: Desk, who: str) -> tuple[Draft, ...]:
    with desk.database.reading(desk[who]) as unit:
        return drafts.mine(unit)


def test_saving_again_replaces(desk: Desk) -> None:
    party = customer(desk)
    first = save(desk, "maija", {"scope": "Las"})
    desk.clock.forward(seconds=2)
    again = save(desk, "maija", {"scope": "Laskut – ”kaikki”", "signed": True}, party_id=party, page=2)
    assert again == first
    (draft,) = mine(desk, "maija")
    data = {"scope": "Laskut – ”kaikki”", "signed": True}
    assert draft == Draft(first, KEY, DraftKind.REQUEST, party, 2, data, desk.clock())


def test_a_clerk_sees_and_touches_only_his_own(desk: Desk) -> None:
    save(desk, "maija", {"a": 1})
    assert mine(desk, "kalle") == ()
    with pytest.raises(DraftOfAnother) as refusal:
        save(desk, "kalle", {"a": 2})
    assert refusal.value.sentence("fi")
    with desk.database.unit(desk["kalle"]) as unit:
        drafts.discard(unit, KEY, DiscardReason.MISTAKE)
    with desk.database.unit(desk["kalle"]) as unit:
        drafts.drop(unit, KEY)
    assert [draft.data for draft in mine(desk, "maija")] == [{"a": 1}]


def test_the_newest_comes_first(desk: Desk) -> None:
    for turn in range(3):
        save(desk, "maija", {"turn": turn}, uuid4())
        desk.clock.forward(minutes=1)
    assert [draft.data["turn"] for draft in mine(desk, "maija")] == [2, 1, 0]


@pytest.mark.parametrize("reason", DiscardReason)
def test_discarding_is_logged_with_its_reason(local_desk: Desk, reason: DiscardReason) -> None:
    desk = local_desk
    party = customer(desk)
    row = save(desk, "maija", {"a": 1}, party_id=party)
    with desk.database.unit(desk["maija"]) as unit:
        drafts.discard(unit, KEY, reason)
    assert mine(desk, "maija") == ()
    with desk.database.reading(desk["jani"]) as unit:
        (event,) = unit.session.scalars(select(AuditEvent).where(AuditEvent.table_name == "draft"))
        told = (event.kind, event.detail, event.party_id, event.row_key, event.account_name)
        assert told == (AuditKind.DELETE, reason.value, party, str(row), "maija")


@pytest.mark.parametrize("reason", DiscardReason)
def test_a_request_whose_signed_form_was_left_is_not_discarded(desk: Desk, reason: DiscardReason) -> None:
    """It is registered, and may then end as withdrawn or moved; a tick by mistake is taken off first."""
    party = customer(desk)
    save(desk, "maija", to_json(Intake(party, signed=True)), party_id=party)
    with pytest.raises(drafts.FormLeft), desk.database.unit(desk["maija"]) as unit:
        drafts.discard(unit, KEY, reason)
    assert len(mine(desk, "maija")) == 1
    save(desk, "maija", to_json(Intake(party, signed=False)), party_id=party)
    with desk.database.unit(desk["maija"]) as unit:
        drafts.discard(unit, KEY, reason)
    assert mine(desk, "maija") == ()


def test_registering_takes_the_draft_away_or_leaves_it_whole(desk: Desk) -> None:
    save(desk, "maija", {"a": 1})

    def fail() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            intake.register(unit, asked(None, requester_name="K"), draft_key=KEY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(mine(desk, "maija")) == 1
    with desk.database.unit(desk["maija"]) as unit:
        intake.register(unit, asked(None, requester_name="K"), draft_key=KEY)
    assert mine(desk, "maija") == ()


CHILD = """
import sys
from uuid import UUID
from lpo_desk.domain.accounts import actor_of
from lpo_desk.domain.case import DraftKind
from lpo_desk.services import accounts, drafts

signed = accounts.sign_in(sys.argv[1], "admin", sys.argv[2])
database = signed.opened.database
with database.reading(signed.actor) as unit:
    maija = actor_of(accounts.named(unit, "maija"))
for turn in range(100_000):
    with database.unit(maija) as unit:
        drafts.save(unit, UUID(sys.argv[3]), DraftKind.REQUEST, {"turn": turn, "scope": "x" * turn})
    print(turn, flush=True)
"""


@pytest.fixture(params=["sqlite", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a furnished database lies that nobody has open."""
    if request.param == "postgres":
        yield request.getfixturevalue("furnished_postgres_url")
        return
    template: Path = request.getfixturevalue("local_template")
    path = tmp_path / "desk.lpodb"
    shutil.copy(template, path)
    shutil.copy(keys_path(template), keys_path(path))
    yield str(path)


@pytest.mark.parametrize("saves", [1, 7])
def test_the_last_acknowledged_draft_survives_a_kill(location: str, saves: int) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, location, PASSWORD, str(KEY)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for _ in range(saves):
        assert child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    told = child.stdout.read().split()  # acknowledged before the signal came
    child.wait()
    child.stdout.close()
    last = max([saves - 1, *map(int, told)])
    signed = accounts.sign_in(location, "admin", PASSWORD, cost=CHEAP)
    try:
        with signed.opened.database.reading(signed.actor) as unit:
            maija = actor_of(accounts.named(unit, "maija"))
        with signed.opened.database.reading(maija) as unit:
            (draft,) = drafts.mine(unit)
    finally:
        signed.opened.close()
    # What was saved but not yet told may be there, too; half of one may not.
    assert draft.data["turn"] in (last, last + 1)
    assert draft.data["scope"] == "x" * int(str(draft.data["turn"]))
