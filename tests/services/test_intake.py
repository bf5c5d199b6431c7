"""Taking requests in: never refused for a form's sake, numbered without gaps, due when the law says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from lpo_desk.db.database import Database
from lpo_desk.db.errors import DatabaseBusy
from lpo_desk.db.tables import requests
from lpo_desk.db.tables.requests import CaseCounter, RequestCase
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import AuditBody, AuditEvent, Office
from lpo_desk.db.unit import NoTicket, Unit
from lpo_desk.domain.accounts import Actor, actor_of
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import (
    CaseDiary,
    CaseStatus,
    GatherPlace,
    IdentityMethod,
    Intake,
    IntakeChannel,
    Requester,
)
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.text import TextRefused
from lpo_desk.services import accounts, cases, casework, customers, intake
from lpo_desk.services.intake import IntakeRefused
from tests.db.people import Someone
from tests.fixtures_db import PASSWORD, Clock, Desk
from tests.rules.sources import modules
from tests.services.case_steps import (
    CASE_TABLES,
    MATTI,
    ON_THE_FILE,
    asked,
    customer,
    do,
    everything,
    opened,
    register,
)

# --- numbers


def numbers(desk: Desk) -> list[str]:
    with desk.database.reading(desk["jani"]) as unit:
        return list(unit.session.scalars(select(RequestCase.number).order_by(RequestCase.id)))


def unknown(name: str = "Kaisa Koski", **changes: Any) -> Intake:  # noqa: ANN401 - fields of Intake
    return asked(None, requester_name=name, **changes)


def test_numbers_of_each_office_and_year_have_no_gaps(desk: Desk) -> None:
    desk.clock.now = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)  # 23.30 in Helsinki
    given = [register(desk, None, who, requester_name="K").number for who in ("maija", "kalle", "maija")]
    desk.clock.forward(hours=1)  # 1.1.2027 in Helsinki, still 2026 in UTC
    given += [register(desk, None, who, requester_name="K").number for who in ("maija", "kalle", "leena")]
    assert given == ["L-2026-0001", "P-2026-0001", "L-2026-0002", "L-2027-0001", "P-2027-0001", "L-2027-0002"]


@ON_THE_FILE
def test_the_year_is_that_of_entry_and_the_clock_starts_on_receipt(desk: Desk) -> None:
    desk.clock.now = datetime(2027, 1, 2, 8, 0, tzinfo=UTC)
    made = register(desk, None, requester_name="K", received_on=date(2026, 12, 1))
    assert made.number == "L-2027-0001"
    assert made.due.deadline.legal == date(2027, 1, 4)


def test_a_registration_that_fails_leaves_no_gap(desk: Desk) -> None:
    def fail() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            intake.register(unit, unknown())
            raise ZeroDivisionError

    register(desk, None, requester_name="K")
    with pytest.raises(ZeroDivisionError):
        fail()
    with pytest.raises(TextRefused):
        register(desk, None, requester_name="K", scope="x" * 5000)
    register(desk, None, requester_name="K")
    assert numbers(desk) == ["L-2026-0001", "L-2026-0002"]


def test_several_requests_may_be_numbered_in_one_unit(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        made = [intake.register(unit, unknown()).number for _ in range(3)]
    assert made == ["L-2026-0001", "L-2026-0002", "L-2026-0003"]


@ON_THE_FILE
@pytest.mark.parametrize(("last", "number"), [(41, "L-2026-0042"), (9999, "L-2026-10000")])
def test_a_number_has_four_digits_at_least(desk: Desk, last: int, number: str) -> None:
    register(desk, None, requester_name="K")
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.execute(update(CaseCounter).values(last=last))
    assert register(desk, None, requester_name="K").number == number


@contextmanager
def clerks(url: str, count: int) -> Iterator[list[tuple[Database, Actor]]]:
    """Databases of clerks who work at the same time, each with a connection of his own."""
    signed = [accounts.sign_in(url, "admin", PASSWORD, clock=Clock()) for _ in range(count)]
    try:
        with signed[0].opened.database.reading(signed[0].actor) as unit:
            maija = actor_of(accounts.named(unit, "maija"))
        yield [(each.opened.database, maija) for each in signed]
    finally:
        for each in signed:
            each.opened.close()


def test_clerks_who_register_at_once_get_numbers_without_gaps(furnished_postgres_url: str) -> None:
    """The year's first case too, where nobody has a row to lock yet; every fourth registration is given up."""
    made: list[str] = []
    failed: list[BaseException] = []

    def work(database: Database, actor: Actor, start: threading.Barrier) -> None:
        start.wait()
        for turn in range(12):
            try:
                with database.unit(actor) as unit:
                    number = intake.register(unit, unknown(f"K {turn}")).number
                    if turn % 4 == 0:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue
            except DatabaseBusy as error:
                failed.append(error)
            else:
                made.append(number)

    with clerks(furnished_postgres_url, 4) as databases:
        start = threading.Barrier(len(databases))
        threads = [threading.Thread(target=work, args=(*each, start)) for each in databases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert not failed
    assert sorted(made) == [f"L-2026-{number:04}" for number in range(1, 37)]


# --- nothing stops a request


@ON_THE_FILE
@pytest.mark.parametrize("channel", IntakeChannel)
def test_no_form_no_signature_no_office_no_identity_stops_nobody(desk: Desk, channel: IntakeChannel) -> None:
    party = customer(desk)
    for signed, names, delivered in product([True, False], repeat=3):
        for identity in (None, IdentityMethod.NOT_VERIFIED, IdentityMethod.OTHER):
            made = register(
                desk,
                party,
                channel=channel,
                signed=signed,
                names_register=names,
                delivered_to_office=delivered,
                identity=identity,
            )
            with desk.database.reading(desk["maija"]) as unit:
                file = cases.read(unit, made.case_id)
            assert file.row.status is CaseStatus.RECEIVED
            assert len(file.marks_missing) == [signed, names, delivered].count(False)
            assert file.intake.channel is channel
            assert file.intake.identity is identity


@ON_THE_FILE
@pytest.mark.parametrize("requester", [each for each in Requester if each is not Requester.SELF])
def test_a_representative_without_papers_is_taken_in(desk: Desk, requester: Requester) -> None:
    made = register(desk, customer(desk), requester=requester, requester_name="Liisa Lahti")
    with desk.database.reading(desk["maija"]) as unit:
        file = cases.read(unit, made.case_id)
    assert file.row.status is CaseStatus.RECEIVED
    assert "request.mark_missing_authority" in file.marks_missing
    assert file.intake.requester_name == "Liisa Lahti"


@ON_THE_FILE
def test_an_authority_that_had_run_out_is_told_and_stops_nothing(desk: Desk) -> None:
    made = register(
        desk,
        customer(desk),
        requester=Requester.ATTORNEY,
        requester_name="Liisa Lahti",
        authority_document="Valtakirja 1.2.2024",
        authority_until=date(2026, 11, 22),
        identity=IdentityMethod.PASSPORT,
        identity_matches=True,
    )
    assert marks(desk, made.case_id) == {"request.mark_authority_expired"}
    do(desk, casework.confirm_identity, made.case_id, IdentityMethod.PASSPORT, "Valtakirja 23.11.2026")
    assert marks(desk, made.case_id) == set(), "the paper seen last counts"


def marks(desk: Desk, case_id: int) -> set[str]:
    """What the case's authority lacks."""
    with desk.database.reading(desk["maija"]) as unit:
        found = cases.read(unit, case_id).marks_missing
    return {key for key in found if "authority" in key}


def test_a_save_whose_answer_was_lost_is_asked_for_by_its_id(desk: Desk) -> None:
    """Only who made it is told, and only what was committed."""
    party, save = customer(desk), uuid4()
    ticket = opened(desk, party, "maija")
    with desk.database.unit(desk["maija"], save_id=save) as unit:
        made = intake.register(unit, asked(party), ticket)
    register(desk, party)
    lost = uuid4()
    with pytest.raises(IntakeRefused), desk.database.unit(desk["maija"], save_id=lost) as unit:
        _twice(unit, asked(party), ticket)
    with desk.database.reading(desk["maija"]) as unit:
        assert intake.registered_by(unit, save) == made
        assert intake.registered_by(unit, lost) is None
    with desk.database.reading(desk["kalle"]) as unit:
        assert intake.registered_by(unit, save) is None


def _twice(unit: Unit, wanted: Intake, ticket: Ticket) -> None:
    """A case that is registered, and a refusal that takes it back."""
    intake.register(unit, wanted, ticket)
    intake.register(unit, replace(wanted, received_on=None), ticket)


def test_somebody_the_register_does_not_know_is_taken_in(desk: Desk) -> None:
    made = register(desk, None, requester_name="Kaisa Koski", channel=IntakeChannel.PHONE)
    with desk.database.reading(desk["maija"]) as unit:
        row = cases.read(unit, made.case_id).row
    assert (row.person, row.party_id) == ("Kaisa Koski", None)


def test_everything_taken_in_is_read_back(desk: Desk) -> None:
    wanted = asked(
        customer(desk),
        scope="Laskut\nvuosilta 2020-2024",
        requester=Requester.GUARDIAN,
        requester_name="Liisa Lahti",
        authority_document="Määräys 3.2.2025",
        authority_scope="talous",
        authority_until=date(2030, 1, 1),
        channel=IntakeChannel.POST,
        signed_on=date(2026, 11, 20),
        received_on=date(2026, 11, 21),
        signed=True,
        names_register=True,
        identity=IdentityMethod.PASSPORT,
        identity_matches=True,
        pages=2,
    )
    ticket = opened(desk, wanted.party_id or 0, "maija")
    with desk.database.unit(desk["maija"]) as unit:
        made = intake.register(unit, wanted, ticket)
    with desk.database.reading(desk["maija"]) as unit:
        file = cases.read(unit, made.case_id)
    office = desk["maija"].office_id
    assert file.intake == Intake(
        **{name: getattr(wanted, name) for name in Intake.__slots__} | {"office_id": office}
    )
    assert (file.entered_by, file.entered_at) == ("Maija Virtanen", desk.clock())


@ON_THE_FILE
@pytest.mark.parametrize(
    ("field", "key", "changes"),
    [
        ("received_on", "request.received_missing", {"received_on": None}),
        ("received_on", "request.received_in_future", {"received_on": date(2026, 11, 24)}),
        ("signed_on", "request.signed_in_future", {"signed_on": date(2026, 11, 24)}),
        ("requester_name", "request.person_missing", {"requester_name": " \u00a0"}),
    ],
)
def test_only_what_no_clock_can_run_without_is_asked_for(
    desk: Desk, field: str, key: str, changes: dict[str, Any]
) -> None:
    before = everything(desk)
    with pytest.raises(IntakeRefused) as refusal:
        register(desk, None, **{"requester_name": "K", **changes})
    assert (refusal.value.field, refusal.value.key) == (field, key)
    assert refusal.value.sentence("sv")
    assert everything(desk) == before


@ON_THE_FILE
def test_an_actor_without_an_office_names_it(desk: Desk) -> None:
    nobody = Actor(desk["maija"].account_id, "maija", "Maija", desk["maija"].roles, None)
    with pytest.raises(IntakeRefused) as refusal, desk.database.unit(nobody) as unit:
        intake.register(unit, unknown())
    assert refusal.value.field == "office_id"
    with desk.database.unit(nobody) as unit:
        porvoo = unit.session.scalars(select(Office.id).where(Office.code == "P")).one()
        assert intake.register(unit, unknown(office_id=porvoo)).number == "P-2026-0001"


def test_a_known_customer_is_taken_in_under_his_own_ticket_only(desk: Desk) -> None:
    matti, liisa = customer(desk), customer(desk, Someone("Lahti", "Liisa", "10050"))
    ticket = opened(desk, liisa, "maija")
    for wrong in (None, ticket):
        with pytest.raises(NoTicket), desk.database.unit(desk["maija"]) as unit:
            intake.register(unit, asked(matti), wrong)
    with pytest.raises(NoTicket), desk.database.unit(desk["maija"]) as unit:
        intake.register(unit, asked(matti), customers.open(unit, matti, Purpose.REQUEST))
    assert numbers(desk) == []


def test_a_save_whose_answer_was_lost_is_asked_about(desk: Desk) -> None:
    done, never = uuid4(), uuid4()
    with desk.database.unit(desk["maija"], save_id=done) as unit:
        made = intake.register(unit, unknown())
    with desk.database.reading(desk["maija"]) as unit:
        assert intake.registered_by(unit, done) == made
        assert intake.registered_by(unit, never) is None
    with desk.database.reading(desk["kalle"]) as unit:
        assert intake.registered_by(unit, done) is None


# --- identity


@ON_THE_FILE
@pytest.mark.parametrize(
    "method", [each for each in IdentityMethod if each is not IdentityMethod.NOT_VERIFIED]
)
def test_identity_seen_at_the_counter_begins_the_gathering(desk: Desk, method: IdentityMethod) -> None:
    made = register(desk, customer(desk), identity=method, identity_matches=True)
    with desk.database.reading(desk["jani"]) as unit:
        file = cases.read(unit, made.case_id)
    assert file.row.status is CaseStatus.GATHER
    assert file.identity_ok
    assert [line.place for line in file.gather] == list(GatherPlace)
    assert [line.what for line in file.timeline] == [CaseDiary.REGISTERED, CaseDiary.IDENTITY_OK]


@ON_THE_FILE
def test_a_document_that_does_not_match_proves_nothing(desk: Desk) -> None:
    made = register(desk, customer(desk), identity=IdentityMethod.PASSPORT, identity_matches=False)
    with desk.database.reading(desk["jani"]) as unit:
        file = cases.read(unit, made.case_id)
    assert file.row.status is CaseStatus.RECEIVED
    assert not file.identity_ok


# --- days

LAW = [
    ("2026-03-05", "2026-04-07", "2026-06-05"),
    ("2026-08-31", "2026-09-30", "2026-11-30"),
    ("2026-01-31", "2026-03-02", "2026-04-30"),
    ("2028-01-30", "2028-02-29", "2028-05-02"),
    ("2026-11-06", "2026-12-07", "2027-02-08"),
    ("2026-12-01", "2027-01-04", "2027-03-01"),
    ("2026-11-24", "2026-12-24", "2027-02-24"),
    ("2026-05-19", "2026-06-19", "2026-08-19"),
    ("2026-11-26", "2026-12-28", "2027-02-26"),
    ("2027-02-28", "2027-03-30", "2027-05-28"),
]
"""law.md 1.1: received, legal day of one month, legal day when extended."""


def test_due_days_are_those_of_the_law(desk: Desk) -> None:
    for received, legal, extended in LAW:
        day = date.fromisoformat(received)
        desk.clock.now = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        made = register(desk, None, requester_name="K", received_on=day)
        assert made.due.deadline.legal == date.fromisoformat(legal), received
        with desk.database.unit(desk["jani"]) as unit:
            casework.extend(unit, made.case_id, "Syy.")
        with desk.database.reading(desk["jani"]) as unit:
            assert cases.read(unit, made.case_id).row.due.deadline.legal == date.fromisoformat(extended)


@ON_THE_FILE
def test_a_request_that_lay_about_is_due_from_its_receipt(desk: Desk) -> None:
    made = register(desk, None, requester_name="K", received_on=date(2026, 10, 1))
    assert made.due.overdue
    assert made.due.deadline.legal == date(2026, 11, 2)


# --- warnings, traces, and keeping


def test_open_requests_of_the_same_customer_are_told(desk: Desk) -> None:
    matti, liisa = customer(desk), customer(desk, Someone("Lahti", "Liisa", "10050"))
    first, other = register(desk, matti), register(desk, liisa)
    ticket = opened(desk, matti, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        assert intake.open_requests(unit, ticket, [RequestRight.ACCESS]) == ((first.case_id, first.number),)
    assert other.number not in (first.number,)
    with desk.database.reading(desk["kalle"]) as unit, pytest.raises(NoTicket):
        intake.open_requests(unit, ticket, [RequestRight.ACCESS])


def test_the_customer_is_flagged(desk: Desk) -> None:
    party = customer(desk)
    register(desk, party)
    with desk.database.reading(desk["maija"]) as unit:
        flags = unit.session.scalars(select(ListEntry.flags).where(ListEntry.party_id == party)).one()
    assert "open_request" in flags.split(",")


def test_an_identity_code_typed_anywhere_is_not_kept(desk: Desk) -> None:
    """Neither in the case nor in the audit (architecture.md rule 8)."""
    code = MATTI.hetu
    made = register(
        desk,
        customer(desk),
        scope=f"Kaikki, {code.lower()}; myös {code[:7]} {code[7:]}",
        requester=Requester.ATTORNEY,
        requester_name=f"Liisa Lahti {code}",
        authority_document=f"Valtakirja ({code})",
        authority_scope=code,
    )
    with desk.database.reading(desk["jani"]) as unit:
        kept = str(cases.read(unit, made.case_id)) + str(
            list(unit.session.scalars(select(AuditBody.body)))
            + list(unit.session.scalars(select(AuditEvent.detail)))
        )
    assert "010190-****" in kept
    assert "999p" not in kept.lower()


def test_no_case_can_be_deleted(desk: Desk) -> None:
    """The service has no way to, and the database refuses it as well."""
    made = register(desk, customer(desk))
    with pytest.raises(Exception, match=r"(?i)foreign|23503"), desk.database.unit(desk["admin"]) as unit:
        unit.session.execute(delete(RequestCase).where(RequestCase.id == made.case_id))
    assert numbers(desk) == [made.number]


def test_no_code_deletes_from_the_case_book() -> None:
    names = {model.__name__ for model in CASE_TABLES} | {"RequestCase"}
    assert names <= set(vars(requests))
    guilty = [
        module.place
        for module in modules()
        if any(f"delete({name}" in module.text for name in names)
        or (
            module.layer == "services"
            and "requests import" in module.text
            and "session.delete(" in module.text
        )
    ]
    assert not guilty
