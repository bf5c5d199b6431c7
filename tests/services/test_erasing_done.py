"""Carrying an erasure out: who may, when not, what is left, and what the ledger keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from lpo_desk.db import erasure_ledger
from lpo_desk.db.erasure_ledger import LedgerDamaged
from lpo_desk.db.tables.register import Party, PartyName
from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.tables.special import AccountParty, ProcessingRestriction, SuppressionEntry
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.erasure import Erased, ErasurePlan, ErasureRefused
from lpo_desk.domain.party import BillingDetails, Channel, PermissionState, Sender
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.reports import Month
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.staff import StaffTie
from lpo_desk.services import cards, cases, erasing, reports, search, upkeep
from lpo_desk.services._ties import OwnCase
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.marked import CAME, CASE, order
from tests.services.people import MAIJA, add, opened

FREE = replace(MAIJA, billing=BillingDetails())


@pytest.fixture(autouse=True)
def _has_a_ledger(desk: Desk, tmp_path: Path) -> None:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"


@pytest.fixture
def party(desk: Desk) -> int:
    party = add(desk, FREE)
    order(desk, party)
    return party


def plan_of(desk: Desk, party: int, categories: frozenset[Category] | None = None) -> ErasurePlan:
    ticket = opened(desk, party, "leena")
    with desk.database.reading(desk["leena"]) as unit:
        return erasing.plan(unit, ticket, categories)


def erase(
    desk: Desk,
    plan: ErasurePlan,
    *,
    by: str = "jani",
    prepared_by: str = "leena",
    case: str = CASE,
    before: Callable[[Unit], object] = lambda unit: None,
) -> Erased:
    ticket = opened(desk, plan.party_id, by)
    with desk.database.unit(desk[by]) as unit:
        before(unit)
        return erasing.erase(unit, ticket, plan, case, prepared_by=desk[prepared_by].account_id)


def refused(desk: Desk, plan: ErasurePlan, key: str, case: str = CASE, prepared_by: str = "leena") -> None:
    with pytest.raises(ErasureRefused) as refusal:
        erase(desk, plan, case=case, prepared_by=prepared_by)
    assert refusal.value.key == key
    for lang in Lang:
        assert refusal.value.sentence(lang)
    assert not ledger(desk)
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.connection.scalar(select(PartyName.last_name)) == "Aalto"


def ledger(desk: Desk) -> tuple[erasure_ledger.Line, ...]:
    assert desk.database.ledger is not None
    with desk.database.reading(desk["jani"]) as unit:
        return erasure_ledger.read(desk.database.ledger, unit.secret("erasure"))


def put(desk: Desk, *rows: object) -> None:
    with desk.database.unit(desk["admin"]) as unit:
        unit.session.add_all(rows)


# --- who, and when not


def test_who_prepared_it_does_not_confirm_it(desk: Desk, party: int) -> None:
    refused(desk, plan_of(desk, party), "erasure.same_person", prepared_by="jani")


def test_only_the_officer_erases(desk: Desk, party: int) -> None:
    plan = plan_of(desk, party)
    for name in ("maija", "leena", "admin"):
        ticket = opened(desk, party, "maija")
        with pytest.raises(Forbidden), desk.database.unit(desk[name]) as unit:
            erasing.erase(unit, ticket, plan, CASE, prepared_by=desk["jani"].account_id)


def test_nobody_erases_himself_or_his_own(desk: Desk, party: int) -> None:
    plan = plan_of(desk, party)
    for tie in StaffTie:
        put(desk, tied := AccountParty(account_id=desk["jani"].account_id, party_id=party, tie=tie))
        with pytest.raises(OwnCase):
            erase(desk, plan_of(desk, party))
        with desk.database.unit(desk["admin"]) as unit:
            unit.session.delete(tied)
    assert erase(desk, plan).rows


def test_it_needs_its_case(desk: Desk, party: int) -> None:
    refused(desk, plan_of(desk, party), "erasure.no_case", case="L-2026-0777")


def test_what_has_changed_since_it_was_shown_is_looked_at_again(desk: Desk, party: int) -> None:
    plan = plan_of(desk, party)
    put(desk, PartyName(party_id=party, kind=_kind(desk, party), last_name="Uusi", **CAME))
    with pytest.raises(ErasureRefused) as refusal:
        erase(desk, plan)
    assert refusal.value.key == "erasure.changed"
    assert erase(desk, plan_of(desk, party)).rows


def _kind(desk: Desk, party: int) -> object:
    with desk.database.reading(desk["jani"]) as unit:
        return unit.session.scalars(select(PartyName.kind)).first()


def test_another_persons_plan_is_no_plan(desk: Desk, party: int) -> None:
    other = add(desk, replace(FREE, number="10043", hetu=""))
    plan = replace(plan_of(desk, other), party_id=party)
    refused(desk, plan, "erasure.changed")


@pytest.mark.parametrize("ground", list(RestrictionGround))
def test_a_restriction_in_force_comes_first(desk: Desk, party: int, ground: RestrictionGround) -> None:
    plan = plan_of(desk, party)
    put(
        desk,
        ProcessingRestriction(party_id=party, ground=ground, reason="x", from_on=date(2026, 11, 20), **CAME),
    )
    key = "needed_for_claims" if ground is RestrictionGround.CLAIMS else "restricted"
    refused(desk, plan, f"erasure.{key}")


def test_where_nothing_goes_nothing_is_done(desk: Desk, party: int) -> None:
    refused(desk, plan_of(desk, party, frozenset({Category.LOOKUP})), "erasure.nothing_goes")


def test_without_a_place_for_the_ledger_nothing_is_erased(desk: Desk, party: int) -> None:
    plan, place = plan_of(desk, party), desk.database.ledger
    desk.database.ledger = None
    with pytest.raises(ErasureRefused) as refusal:
        erase(desk, plan)
    assert refusal.value.key == "erasure.no_ledger"
    desk.database.ledger = place
    assert not ledger(desk)


# --- what is left


def test_the_record_is_found_by_nobody_and_its_case_goes_on(desk: Desk, party: int) -> None:
    erase(desk, plan_of(desk, party))
    with desk.database.reading(desk["jani"]) as unit:
        assert search.find(unit, "Aalto").rows == ()
        (case,) = cases.queue(unit)
        assert (case.number, case.party_id) == (CASE, party)
        stub = unit.session.get_one(Party, party)
        assert (stub.erased_on, stub.lang, stub.date_of_birth) == (unit.today, None, None)
    ticket = opened(desk, party, "jani")
    with desk.database.reading(desk["jani"]) as unit:
        assert cards.read(unit, ticket)
    with desk.database.reading(desk["admin"]) as unit:
        assert upkeep.verify(unit).ok


def test_a_ban_is_heeded_when_the_person_comes_back(desk: Desk, party: int) -> None:
    put(
        desk,
        PermissionEvent(
            party_id=party, sender=Sender.OWN, channel=Channel.ALL, state=PermissionState.BANNED, **CAME
        ),
    )
    assert erase(desk, plan_of(desk, party)).suppressed
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.session.scalars(select(SuppressionEntry.id)).all()
        assert not unit.session.scalars(select(PermissionEvent.id)).all()
    again = add(desk, FREE)
    with desk.database.reading(desk["jani"]) as unit:
        states = unit.session.scalars(
            select(PermissionEvent.state).where(PermissionEvent.party_id == again)
        ).all()
        assert PermissionState.BANNED in states


def test_only_what_was_asked_for_goes(desk: Desk, party: int) -> None:
    done = erase(desk, plan_of(desk, party, frozenset({Category.CONTACT})))
    assert {name for name, _ in done.rows} == {"address", "contact_point"}
    with desk.database.reading(desk["jani"]) as unit:
        assert [row.name for row in search.find(unit, "Aalto").rows] == ["Aalto Maija Helena"]
        assert search.find(unit, "Linnunrata").rows == ()


def test_it_is_no_new_customer_of_the_month(desk: Desk, party: int) -> None:
    def new() -> int:
        with desk.database.reading(desk["esko"]) as unit:
            return reports.monthly(unit, Month(2026, 11), version="1").register.new

    assert new() == 1
    erase(desk, plan_of(desk, party))
    assert new() == 0


def test_erasing_again_finds_nothing(desk: Desk, party: int) -> None:
    erase(desk, plan_of(desk, party))
    again = plan_of(desk, party)
    with pytest.raises(ErasureRefused) as refusal:
        erase(desk, again)
    assert refusal.value.key == "erasure.nothing_goes"


# --- the ledger


def test_the_ledger_tells_what_went_and_nothing_of_whom(desk: Desk, party: int) -> None:
    plan = plan_of(desk, party)
    erase(desk, plan)
    (line,) = ledger(desk)
    assert (line.party, line.case_number) == (party, CASE)
    assert (line.account, line.second) == (desk["jani"].account_id, desk["leena"].account_id)
    assert ("basic", "customer") in line.erased
    assert {(category, retention) for category, retention, _ in line.kept} == {
        (group.category.value, group.retention.value) for group in plan.staying
    }
    assert desk.database.ledger is not None
    text = desk.database.ledger.read_text(encoding="utf-8")
    for value in ("Aalto", "Maija", "10042", "131052", "1952", "Linnunrata", "example.fi"):
        assert value not in text
    with desk.database.reading(desk["jani"]) as unit:
        entry = unit.session.scalars(select(ErasureEntry)).one()
        assert (entry.party_key, entry.plan["key"], entry.digests) == (party, line.key, list(line.digests))


def test_the_ledger_is_on_the_disk_before_the_erasing_commits(desk: Desk, party: int) -> None:
    """A later failure of the same unit takes nothing out, and the line is taken back."""
    plan = plan_of(desk, party)
    ticket = opened(desk, party, "jani")
    seen: list[int] = []

    def look() -> None:
        seen.append(len(ledger(desk)) if desk.database.is_server else _lines(desk))
        raise RuntimeError("the disk is full")

    def run() -> None:
        with desk.database.unit(desk["jani"]) as unit:
            erasing.erase(unit, ticket, plan, CASE, prepared_by=desk["leena"].account_id)
            unit.outside.append((look, lambda: None))

    with pytest.raises(RuntimeError):
        run()
    assert seen == [1]
    assert ledger(desk) == ()
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.connection.scalar(select(PartyName.last_name)) == "Aalto"


def _lines(desk: Desk) -> int:
    """Without opening the database, whose one connection is in use."""
    assert desk.database.ledger is not None
    return len(desk.database.ledger.read_bytes().splitlines())


def test_a_damaged_ledger_stops_erasing(desk: Desk, party: int) -> None:
    assert desk.database.ledger is not None
    desk.database.ledger.write_bytes(b"{}\n")
    with pytest.raises(LedgerDamaged):
        erase(desk, plan_of(desk, party))
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.connection.scalar(select(PartyName.last_name)) == "Aalto"
