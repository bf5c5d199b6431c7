"""The practice database: fictional people, alive, the same for a seed, and never half made."""

import dataclasses
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from lpo_desk.db import erasure_ledger
from lpo_desk.db.database import Database
from lpo_desk.db.errors import DatabaseExists
from lpo_desk.db.opening import keys_path
from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.register import (
    BusinessId,
    ContactPoint,
    CustomerAccount,
    Party,
    PartyName,
    PartyRelation,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.requests import Document, GatherTask
from lpo_desk.db.tables.rights import Disclosure, ErasureEntry, Processor
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import AuditEvent, ReadEvent
from lpo_desk.documents.casework import issue_reply
from lpo_desk.documents.forms import inspection_form
from lpo_desk.domain.accounts import Right, Role, actor_of
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.case import CaseRow, CaseStatus
from lpo_desk.domain.claims import RecipientState, RequestRight, Resolution
from lpo_desk.domain.deadlines import Urgency
from lpo_desk.domain.destroying import ListState
from lpo_desk.domain.identifiers import parse_business_id, parse_hetu
from lpo_desk.domain.legacy import ParsedRegister
from lpo_desk.domain.party import CustomerType, Flag, PartyKind, RelationKind
from lpo_desk.domain.passwords import check_password
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.reports import Month
from lpo_desk.domain.scans import Reading, ScanMedia, ScanState
from lpo_desk.practice import CUSTOMERS, PASSWORD, USERS, Made, PracticeCancelled, build
from lpo_desk.practice.old_register import old_register
from lpo_desk.practice.people import People
from lpo_desk.scanning import read as read_scan
from lpo_desk.scanning.preview import preview
from lpo_desk.services import (
    accounts,
    cases,
    customers,
    deciding,
    destroying,
    duplicates,
    gathering,
    holds,
    recipients,
    reports,
    restrictions,
    scans,
    search,
    upkeep,
)
from lpo_desk.services.accounts import SignedIn
from lpo_desk.terms import Lang, terms
from tests.command_line import Shell
from tests.documents.reading import text

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""A Monday, 11.30 in Helsinki."""


@dataclass(frozen=True)
class Practice:
    made: Made
    signed: SignedIn

    @property
    def database(self) -> Database:
        return self.signed.opened.database


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """The practice database of the usual size, opened by the officer on the day it was made."""
    path = tmp_path_factory.mktemp("practice") / "p.lpodb"
    made = build(path, print_reply=issue_reply, print_form=inspection_form, clock=lambda: NOW)
    signed = accounts.sign_in(str(path), "jani", PASSWORD, clock=lambda: NOW)
    yield Practice(made, signed)
    signed.opened.close()


@pytest.fixture(scope="module")
def queue(practice: Practice) -> tuple[CaseRow, ...]:
    with practice.database.reading(practice.signed.actor) as unit:
        return cases.queue(unit, open_only=False)


def test_somebody_was_written_down_twice(practice: Practice) -> None:
    lead = dataclasses.replace(practice.signed.actor, roles=frozenset({Role.OFFICE_LEAD}))
    with practice.database.reading(lead) as unit:
        pairs = duplicates.pairs(unit)
    assert ("Ekholm Tor Viking", "Ekholm Tor Viking") in [
        (pair.first.name, pair.second.name) for pair in pairs
    ]


def test_it_says_what_it_made(practice: Practice) -> None:
    made = practice.made
    assert made.customers == CUSTOMERS
    assert made.persons + made.organisations == CUSTOMERS
    assert 280 <= made.persons <= 320
    assert 30 <= made.organisations <= 60
    with practice.database.reading(practice.signed.actor) as unit:
        assert unit.session.scalar(select(func.count()).select_from(CustomerAccount)) == made.customers
        assert unit.session.scalar(select(func.count()).select_from(ManualRecord)) == made.papers
        assert len(cases.queue(unit, open_only=False)) == made.cases


def test_it_stays_a_practice_database_when_opened_again(practice: Practice) -> None:
    assert practice.database.practice


def test_nobody_in_it_exists(practice: Practice) -> None:
    """Identity codes that are given to no one, numbers of no subscriber, addresses of no mailbox."""
    with practice.database.reading(practice.signed.actor) as unit:
        codes = unit.session.scalars(select(PersonalIdentityCode.value)).all()
        businesses = unit.session.scalars(select(BusinessId.value)).all()
        contacts = unit.session.scalars(select(ContactPoint.value)).all()
    assert len(codes) > 250
    assert len(set(codes)) == len(codes)
    assert all(parse_hetu(code, today=NOW.date()).temporary for code in codes)
    assert len(businesses) > 25
    assert all(parse_business_id(code) == code and code > "9000000" for code in businesses)
    for value in contacts:
        if "@" in value:
            assert value.endswith("@example.fi")
        else:
            assert value.startswith("+35840000")
            assert parse_phone(value).e164 == value


def test_every_kind_of_customer_is_met(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        rows = [row for flag in "aeiouyåäö" for row in search.find(unit, flag).rows]
        parties = unit.session.execute(select(Party.kind, Party.lang, Party.date_of_death)).all()
        names = unit.session.scalars(select(PartyName.organisation_name)).all()
        relations = Counter(unit.session.scalars(select(PartyRelation.kind)))
        offices = Counter(unit.session.scalars(select(ManualRecord.office_id)))
        warnings = unit.session.scalar(select(func.count()).select_from(ImportWarning)) or 0
        month = reports.monthly(unit, Month(2026, 10), version="test")
    assert rows
    assert {Lang.FI, Lang.SV} <= {party.lang for party in parties}
    assert any(party.date_of_death for party in parties if party.kind is PartyKind.PERSON)
    assert any("kuolinpesä" in name or "dödsbo" in name for name in names)
    assert set(relations) == set(RelationKind)
    assert len(offices) == 2
    assert min(offices.values()) > 20
    assert warnings > 5
    assert month.register.protected > 0
    assert month.register.marketing_bans > 10
    assert {line.type for line in month.register.customers} == set(CustomerType)


def test_the_desk_has_requests_of_every_state_and_colour(queue: tuple[CaseRow, ...]) -> None:
    on_desk = [row for row in queue if row.status is not CaseStatus.CLOSED]
    assert {row.status for row in on_desk} == set(CaseStatus) - {CaseStatus.DRAFT, CaseStatus.CLOSED}
    assert {row.urgency for row in queue} == set(Urgency)
    assert any(row.due.deadline.legal == NOW.date() for row in on_desk)
    assert any(row.due.extended for row in on_desk)
    assert any(row.due.suspended for row in on_desk)
    closed = [row for row in queue if row.status is CaseStatus.CLOSED]
    assert {row.resolution for row in closed} == set(Resolution)
    assert any(row.due.late for row in closed)
    assert {row.office for row in queue} == {"L", "P"}
    assert {right for row in queue for right in row.rights} == set(RequestRight) - {
        RequestRight.CONSENT_WITHDRAWAL  # a marketing objection shows what holds at once
    }


def test_the_charts_of_a_year_have_something_to_show(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        trend = reports.monthly(unit, Month(2026, 11), version="test").trend()
    assert sum(month.received > 0 for month in trend) >= 10
    assert sum(month.closed > 0 for month in trend) >= 10
    assert any(month.late for month in trend)


def test_closed_requests_keep_their_papers(practice: Practice, queue: tuple[CaseRow, ...]) -> None:
    """Printed by the program itself, so they open in the viewer."""
    granted = (Resolution.FULFILLED, Resolution.PARTLY)
    gave = {row.case_id for row in queue if row.resolution in granted and RequestRight.ACCESS in row.rights}
    with practice.database.reading(practice.signed.actor) as unit:
        papers = unit.session.execute(select(Document.case_id, Document.content)).all()
    assert gave <= {paper.case_id for paper in papers}
    assert all(paper.content.startswith(b"%PDF-") for paper in papers)


def test_an_erasure_waits_with_data_to_erase_and_another_is_carried_out(
    practice: Practice, queue: tuple[CaseRow, ...]
) -> None:
    erasures = [row for row in queue if row.rights == (RequestRight.ERASURE,)]
    waiting = next(row for row in erasures if row.status is CaseStatus.DECIDE)
    done = next(row for row in erasures if row.status is CaseStatus.CLOSED)
    with practice.database.unit(practice.signed.actor) as unit:
        assert waiting.party_id is not None
        ticket = customers.open(unit, waiting.party_id, Purpose.REQUEST)
    with practice.database.reading(practice.signed.actor) as unit:
        (claim,) = cases.read(unit, waiting.case_id).claims
        plan = deciding.plan(unit, waiting.case_id, claim.id, ticket)
        assert {group.category for group in plan.going} == {Category.HISTORY, Category.MARKETING}
        assert [group.category for group in plan.staying] == [Category.BILLING]
        assert claim.prepared_by, "somebody else has looked at the plan"
        entry = unit.session.scalars(select(ErasureEntry)).one()
        assert (entry.party_key, entry.case_number) == (done.party_id, done.number)
        assert unit.session.get_one(Party, done.party_id).erased_on is not None
        assert done.resolution is Resolution.FULFILLED
        told = recipients.of_case(unit, done.case_id)
        assert {line.state for line in told} == {RecipientState.TOLD, RecipientState.OPEN}
        assert any(line.number == done.number for line in recipients.outstanding(unit))
    assert erasure_ledger.beside(practice.made.path).exists(), "the ledger came along to its place"


def test_a_restriction_is_in_force_that_could_be_lifted_and_places_are_late(
    practice: Practice, queue: tuple[CaseRow, ...]
) -> None:
    closed = {row.case_id for row in queue if row.status is CaseStatus.CLOSED}
    with practice.database.reading(practice.signed.actor) as unit:
        in_force = unit.session.scalars(
            select(ProcessingRestriction.case_id).where(ProcessingRestriction.lifted_on.is_(None))
        )
        assert closed & set(in_force), "decided: it ends when the person has been told"
        assert any(each.told for each in restrictions.to_lift(unit)), "the day that was told has come"
        assert gathering.late(unit)


def test_its_past_lies_in_the_past(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        instants = unit.session.scalars(select(AuditEvent.at).order_by(AuditEvent.id)).all()
        openings = unit.session.scalars(select(ReadEvent.at)).all()
        edited = unit.session.scalar(
            select(func.count()).select_from(AuditEvent).where(AuditEvent.kind == AuditKind.UPDATE)
        )
    assert list(instants) == sorted(instants)
    assert max(instants) <= NOW
    assert len({instant.month for instant in openings}) == 12
    assert len(openings) > 150
    assert (edited or 0) > 30


def test_everything_in_it_holds(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        admin = actor_of(accounts.named(unit, "admin"))
    with practice.database.reading(admin) as unit:
        report = upkeep.verify(unit)
    assert report.ok, report.faults


def test_all_roles_have_a_user_and_the_password_would_pass() -> None:
    assert {role for user in USERS for role in user.roles} == set(Role)
    assert {user.office for user in USERS} == {"L", "P"}
    for user in USERS:
        check_password(PASSWORD, user.username)


# --- again, and elsewhere


def content(path: Path) -> list[object]:
    """What a person would see of a register: lists, codes, requests."""
    signed = accounts.sign_in(str(path), "jani", PASSWORD, clock=lambda: NOW)
    with signed.opened.database.reading(signed.actor) as unit:
        found: list[object] = [
            tuple(row) for row in unit.session.execute(select(PartyName.last_name, PartyName.first_names))
        ]
        found += unit.session.scalars(select(PersonalIdentityCode.value))
        found += [tuple(row) for row in unit.session.execute(select(ReadEvent.at, ReadEvent.party_id))]
        found += [
            (row.number, row.received_on, row.status, row.person)
            for row in cases.queue(unit, open_only=False)
        ]
    signed.opened.close()
    return found


def small(path: Path, seed: int, now: datetime = NOW) -> list[object]:
    build(
        path, print_reply=issue_reply, print_form=inspection_form, customers=40, seed=seed, clock=lambda: now
    )
    return content(path)


@pytest.fixture(scope="module")
def third(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """A small one of seed 3, to be copied, and what a person would see of it."""
    path = tmp_path_factory.mktemp("third") / "p.lpodb"
    return path, small(path, 3)


def test_the_same_seed_makes_the_same_people(third: tuple[Path, list[object]], tmp_path: Path) -> None:
    assert small(tmp_path / "b.lpodb", 3) == third[1]
    assert made_up(4) != made_up(3) == made_up(3)


def made_up(seed: int) -> ParsedRegister:
    return old_register(People(Random(seed), NOW.date()), 40)


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2027, 3, 28), date(2028, 2, 29), date(2026, 12, 25)])
def test_it_can_be_made_on_any_day(tmp_path: Path, day: date) -> None:
    """Holidays, the change to summer time, leap days."""
    now = datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)
    assert small(tmp_path / "p.lpodb", 1, now)


def test_many_customers_go_in_quickly(tmp_path: Path) -> None:
    began = time.process_time()
    made = build(
        tmp_path / "p.lpodb", print_reply=issue_reply, print_form=inspection_form, customers=5000, seed=2
    )
    assert made.customers == 5000
    assert time.process_time() - began < 60
    signed = accounts.sign_in(str(made.path), "maija", PASSWORD)
    with signed.opened.database.reading(signed.actor) as unit:
        assert search.find(unit, "14000").rows[0].number == "14000"
        assert signed.actor.may(Right.SEARCH)
        assert not {Flag.PROTECTED} & search.find(unit, "ohman").rows[0].flags
    signed.opened.close()


# --- the place


def test_it_never_takes_the_place_of_a_real_database(tmp_path: Path) -> None:
    real = tmp_path / "real.lpodb"
    admin = accounts.NewAccount("admin", "Anna", frozenset({Role.ADMINISTRATOR}), "L")
    accounts.found(str(real), admin, "mansikka-veneet-rannalla").opened.close()
    before = real.read_bytes(), keys_path(real).read_bytes()
    for replace in (False, True):
        with pytest.raises(DatabaseExists):
            build(real, print_reply=issue_reply, print_form=inspection_form, customers=20, replace=replace)
    # even one that happens to have the public password
    same = tmp_path / "same.lpodb"
    accounts.found(str(same), admin, PASSWORD).opened.close()
    with pytest.raises(DatabaseExists):
        build(same, print_reply=issue_reply, print_form=inspection_form, customers=20, replace=True)
    assert (real.read_bytes(), keys_path(real).read_bytes()) == before


def test_a_practice_database_is_replaced_only_when_asked(
    third: tuple[Path, list[object]], tmp_path: Path
) -> None:
    path = tmp_path / "p.lpodb"
    made, first = third
    shutil.copy(made, path)
    shutil.copy(keys_path(made), keys_path(path))
    with pytest.raises(DatabaseExists):
        build(path, print_reply=issue_reply, print_form=inspection_form, customers=40)
    assert content(path) == first
    build(path, print_reply=issue_reply, print_form=inspection_form, customers=40, seed=9, replace=True)
    assert content(path) != first


def test_stopped_it_leaves_nothing(tmp_path: Path) -> None:
    done: list[int] = []

    def progress(now: int, total: int) -> None:
        done.append(100 * now // total)

    with pytest.raises(PracticeCancelled):
        build(
            tmp_path / "p.lpodb",
            print_reply=issue_reply,
            print_form=inspection_form,
            customers=40,
            progress=progress,
            cancelled=lambda: bool(done) and done[-1] >= 60,
        )
    assert done == sorted(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_it_leaves_no_half_database(tmp_path: Path) -> None:
    shell, path = Shell(tmp_path), tmp_path / "p.lpodb"
    for after in (0.3, 1.5):
        process = started(shell, path)
        time.sleep(after)
        process.kill()
        process.communicate()
        assert not path.exists(), "it was quicker"
        who = ["--user", "admin", "--password-file", shell.secret(PASSWORD)]
        shell("verify", "--database", path, *who).refused("p.lpodb")
        assert len(workshops(path)) == 1, "what an earlier one left is swept away"
    again = shell("practice", "--customers", 20, "--database", path)
    assert again.code == 0, again
    assert not list(tmp_path.glob(".practice-*")), "what the killed one left is swept away"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    shell, path = Shell(tmp_path), tmp_path / "p.lpodb"
    process = started(shell, path)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert not path.exists()
    assert not list(tmp_path.glob(".practice-*"))


def started(shell: Shell, path: Path) -> subprocess.Popen[bytes]:
    """A maker at work: its own workshop is there."""
    before = workshops(path)
    process = shell.start("practice", "--customers", 100, "--database", path)
    deadline = time.monotonic() + 60
    while workshops(path) <= before:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


def workshops(path: Path) -> set[Path]:
    return set(path.parent.glob(".practice-*/*.lpodb"))


def test_processors_are_asked_and_data_were_given_out(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        asked = select(Processor.name).join(GatherTask, GatherTask.processor_id == Processor.id)
        assert len(set(unit.session.scalars(asked))) >= 2
        given = unit.session.scalars(select(Disclosure)).all()
        assert len({row.party_id for row in given}) >= 3
        assert all(row.on_date <= NOW.date() for row in given)


def test_the_inbox_of_scans_has_work_and_shows_what_codes_have_filed(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        waiting, filed = scans.inbox(unit), scans.filed(unit)
    assert [row.state for row in waiting] == [ScanState.INBOX, ScanState.FAILED, ScanState.INBOX]
    assert len({row.home for row in filed}) == 2
    with practice.database.unit(practice.signed.actor) as unit:
        content, form = scans.content(unit, waiting[0].id), scans.content(unit, waiting[2].id)
    assert preview(content, ScanMedia.PDF, 0) is not None
    assert read_scan(form) == Reading(ScanMedia.PDF, waiting[2].pages), (
        "nobody has registered it: it has no code"
    )
    assert any(terms("form.access_heading", lang=lang) in text(form) for lang in (Lang.FI, Lang.SV))


def test_papers_were_destroyed_by_a_list_and_another_list_waits(practice: Practice) -> None:
    with practice.database.reading(practice.signed.actor) as unit:
        waiting, executed = destroying.all_lists(unit)
        assert (waiting.state, executed.state) == (ListState.PROPOSED, ListState.EXECUTED)
        assert executed.destroyed > 0
        assert len(holds.held(unit)) == 1
