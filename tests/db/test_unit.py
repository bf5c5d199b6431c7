"""The unit of work on both databases: saved or not saved, never in between, and always told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import select

from lpo_desk.db import audit
from lpo_desk.db.errors import Conflict, Duplicate
from lpo_desk.db.tables.register import CustomerAccount, CustomerNote, Party, PersonalIdentityCode
from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Forbidden, NoTicket, Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.party import PartyKind, Source
from tests.fixtures_db import Desk


def add_party(unit: Unit, number: str = "") -> int:
    came = {"source": Source.SUBJECT, "source_on": unit.today}
    party = Party(kind=PartyKind.PERSON, created_at=unit.at, **came)
    unit.session.add(party)
    unit.session.flush()
    if number:
        unit.session.add(CustomerAccount(party_id=party.id, number=number, **came))
    return party.id


def test_a_unit_that_fails_leaves_nothing(desk: Desk) -> None:
    def fail() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            add_party(unit)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.scalars(select(Party)).all() == []


def test_a_reading_unit_writes_nothing(desk: Desk) -> None:
    with desk.database.reading(desk["maija"]) as unit:
        add_party(unit)
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.scalars(select(Party)).all() == []


def test_units_of_two_threads_wait_for_one_another(desk: Desk) -> None:
    """They once met in the one connection of a local file: "cannot start a transaction within a transaction"."""

    def add_some(_: int) -> None:
        for _ in range(20):
            with desk.database.unit(desk["maija"]) as unit:
                add_party(unit)
            with desk.database.reading(desk["maija"]) as unit:
                unit.session.scalars(select(Party.id)).all()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(add_some, range(3)))
    with desk.database.reading(desk["maija"]) as unit:
        assert len(unit.session.scalars(select(Party.id)).all()) == 60


def test_a_look_at_the_saves_waits_for_the_unit_of_another_thread(desk: Desk) -> None:
    """A look outside the turn ended the other's transaction: what it had written was gone, or its BEGIN failed."""
    ended = Event()

    def look() -> None:
        while not ended.is_set():
            desk.database.was_saved(uuid4())
            desk.database.is_marked_practice()
            desk.database.wipe_if_due()

    with ThreadPoolExecutor(1) as thread:
        looking = thread.submit(look)
        try:
            for _ in range(100):
                with desk.database.unit(desk["maija"]) as unit:
                    add_party(unit)
        finally:
            ended.set()
        looking.result()
    with desk.database.reading(desk["maija"]) as unit:
        assert len(unit.session.scalars(select(Party.id)).all()) == 100


def test_the_same_save_is_never_done_twice(desk: Desk) -> None:
    save = uuid4()
    with desk.database.unit(desk["maija"], save_id=save) as unit:
        add_party(unit)
    assert desk.database.was_saved(save)
    with pytest.raises(Duplicate), desk.database.unit(desk["maija"], save_id=save) as unit:
        add_party(unit)
    assert not desk.database.was_saved(uuid4())


def test_two_writers_of_one_party_conflict(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add_party(unit)
    with desk.database.unit(desk["maija"]) as unit:
        stale = unit.session.get_one(Party, party_id)
    with desk.database.unit(desk["kalle"]) as unit:
        unit.session.get_one(Party, party_id).language_note = "viro"

    def save_stale() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            unit.session.add(stale)
            stale.language_note = "saksa"

    with pytest.raises(Conflict):
        save_stale()


def test_a_taken_number_is_told_as_duplicate(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        add_party(unit, "10042")
    with pytest.raises(Duplicate), desk.database.unit(desk["maija"]) as unit:
        add_party(unit, "10042")


def test_a_right_that_lacks_is_refused_and_logged(desk: Desk) -> None:
    with pytest.raises(Forbidden) as refusal, desk.database.unit(desk["esko"]) as unit:
        unit.demand(Right.EDIT_CUSTOMER)
    assert "asiakas" in refusal.value.sentence("fi").lower()
    with desk.database.reading(desk["jani"]) as unit:
        denials = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.DENY)).all()
        assert [(row.account_name, row.detail) for row in denials] == [("esko", "edit_customer")]


def test_a_ticket_serves_only_later_units_of_its_owner_while_it_lives(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add_party(unit)
    with desk.database.unit(desk["maija"]) as unit:
        ticket = unit.issue_ticket(party_id, Purpose.COUNTER)
        with pytest.raises(NoTicket):
            unit.demand_ticket(ticket)
    with desk.database.reading(desk["maija"]) as unit:
        unit.demand_ticket(ticket)
    with desk.database.reading(desk["kalle"]) as unit, pytest.raises(NoTicket):
        unit.demand_ticket(ticket)
    desk.clock.forward(minutes=15)
    with desk.database.reading(desk["maija"]) as unit, pytest.raises(NoTicket):
        unit.demand_ticket(ticket)


def test_a_ticket_of_a_rolled_back_unit_opens_nothing(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add_party(unit)
    tickets = []

    def fail() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            tickets.append(unit.issue_ticket(party_id, Purpose.COUNTER))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with desk.database.reading(desk["maija"]) as unit, pytest.raises(NoTicket):
        unit.demand_ticket(tickets[0])


def test_every_change_is_audited_with_its_fields_and_without_the_identity_code(desk: Desk) -> None:
    with desk.database.unit(desk["maija"], Purpose.COUNTER) as unit:
        party_id = add_party(unit, "10042")
        unit.session.add(
            PersonalIdentityCode(
                party_id=party_id,
                value="010190-999P",
                lookup_hash=bytes(16),
                source=Source.SUBJECT,
                source_on=unit.today,
            )
        )
    with desk.database.unit(desk["kalle"]) as unit:
        unit.session.get_one(Party, party_id).language_note = "viro"
    with desk.database.reading(desk["jani"]) as unit:
        mine = select(AuditEvent).where(AuditEvent.party_id == party_id).order_by(AuditEvent.id)
        rows = unit.session.scalars(mine).all()
        bodies = [str(body) for body in unit.session.scalars(select(AuditBody.body))]
        assert [(row.account_name, row.kind, row.table_name) for row in rows] == [
            ("maija", AuditKind.INSERT, "party"),
            ("maija", AuditKind.INSERT, "customer_account"),
            ("maija", AuditKind.INSERT, "personal_identity_code"),
            ("kalle", AuditKind.UPDATE, "party"),
        ]
        assert "value" in rows[2].fields
        assert rows[3].fields == ["language_note"]
    assert not any("999P" in body for body in bodies)
    assert any("viro" in body for body in bodies)


def test_the_chain_shows_a_changed_row_a_changed_body_and_a_missing_row(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        add_party(unit, "10042")
    with desk.database.unit(desk["admin"]) as unit:
        assert audit.seal(unit) > 0
    with desk.database.reading(desk["admin"]) as unit:
        assert audit.verify(unit).ok
        event = unit.session.scalars(select(AuditEvent).where(AuditEvent.table_name == "party")).one()
        event.account_name = "joku"
        unit.session.flush()
        assert audit.verify(unit).broken_seals
    with desk.database.reading(desk["admin"]) as unit:
        body = unit.session.scalars(select(AuditBody)).first()
        assert body is not None
        unit.session.delete(body)
        unit.session.flush()
        assert audit.verify(unit).bad_bodies == (body.event_id,)


def test_what_changed_is_told_after_the_commit(desk: Desk) -> None:
    told: list[Changes] = []
    desk.database.committed = told.append
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add_party(unit)
        assert told == []
    assert [changes.parties for changes in told] == [frozenset({party_id})]


def test_a_code_typed_into_a_note_reaches_no_log(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add_party(unit)
        note = CustomerNote(
            party_id=party_id, text="soitti, 010190-999P", source=Source.SUBJECT, source_on=unit.today
        )
        unit.session.add(note)
    with desk.database.reading(desk["jani"]) as unit:
        bodies = [str(body) for body in unit.session.scalars(select(AuditBody.body))]
        assert any("soitti" in body for body in bodies)
        assert not any("999P" in body for body in bodies)
        assert audit.verify(unit).ok
