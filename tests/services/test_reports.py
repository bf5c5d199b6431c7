"""The month's figures against a book of cases made by hand, and no identity in any of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.register import ContactPoint, Party
from lpo_desk.db.tables.relationship import DirectoryListing
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.accounts import NoOffice
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.case import CaseStatus, HandoverMethod, IdentityMethod, IntakeChannel, LateReason
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.paper import PaperKind, RetentionClass
from lpo_desk.domain.party import ContactKind, CustomerType, DirectoryState, PermissionState, Source
from lpo_desk.domain.reports import CustomerCount, Month, MonthlyReport
from lpo_desk.services import accounts, casework, closing, customers, deciding, reports
from lpo_desk.terms import Lang
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.services.case_steps import ON_THE_FILE, REFUSED, archive_reply, bring, customer, do, register

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
CAME: dict[str, Any] = {"source": Source.SUBJECT, "source_on": date(2026, 10, 1)}


def on(desk: Desk, month: int, day: int) -> None:
    desk.clock.now = datetime(2026, month, day, 9, 0, tzinfo=UTC)


def report(desk: Desk, month: Month, who: str = "esko", office: str = "") -> MonthlyReport:
    with desk.database.reading(desk[who]) as unit:
        return reports.monthly(unit, month, version="1.0", office=office)


@pytest.fixture
def book(desk: Desk) -> Desk:
    """Loviisa: one answered late, one extended and open, one withdrawn. Porvoo: one refused in time.

    L-1 received 1.9., handed over 8.10. (due 1.10.). L-2 received 20.10., extended 2.11. L-3 received 5.10., withdrawn
    6.10. P-1 received 12.10., refused and posted 10.11. (due 12.11.).
    """
    on(desk, 9, 1)
    matti = customer(desk, Someone("Virtanen", "Matti", "10042"))
    first = register(desk, matti, received_on=date(2026, 9, 1), reply_lang=Lang.SV).case_id
    on(desk, 10, 5)
    third = register(desk, matti, received_on=date(2026, 10, 5), channel=IntakeChannel.EMAIL).case_id
    on(desk, 10, 6)
    do(desk, closing.withdraw, third, "Ei tarvitsekaan.")
    on(desk, 10, 8)
    bring(desk, first, CaseStatus.REPLY)
    archive_reply(desk, first)
    late = LateReason.WORKLOAD
    do(desk, closing.hand_over, first, HandoverMethod.POST, on=date(2026, 10, 8), late_reason=late)
    on(desk, 10, 12)
    identity = {"identity": IdentityMethod.PASSPORT, "identity_matches": False}
    porvoo = register(desk, matti, "kalle", received_on=date(2026, 10, 12), **identity).case_id
    on(desk, 10, 20)
    second = register(desk, matti, received_on=date(2026, 10, 20)).case_id
    on(desk, 11, 2)
    do(desk, casework.extend, second, "Papereita on paljon.")
    on(desk, 11, 10)
    bring(desk, porvoo, CaseStatus.DECIDE)
    do(desk, deciding.decide, porvoo, REFUSED)
    archive_reply(desk, porvoo)
    do(desk, closing.hand_over, porvoo, HandoverMethod.POST, on=date(2026, 11, 10))
    on(desk, 11, 23)
    return desk


def test_the_figures_are_those_of_the_book(book: Desk) -> None:
    october = report(book, OCTOBER).figures()
    assert (october.received, october.closed, october.open, october.overdue) == (3, 2, 2, 0)
    assert (october.on_time, october.median_days, october.max_days) == (0.5, 19.0, 37)
    november = report(book, NOVEMBER).figures()
    assert (november.received, november.closed, november.open, november.extended) == (0, 1, 1, 1)
    assert (november.on_time, november.max_days) == (1.0, 29)


def test_each_case_of_the_book_is_told_truly(book: Desk) -> None:
    rows = {row.number: row for row in report(book, OCTOBER).cases}
    assert rows.keys() == {"L-2026-0001", "L-2026-0002", "L-2026-0003", "P-2026-0001"}
    first = rows["L-2026-0001"]
    assert (first.due, first.closed, first.language) == (date(2026, 10, 1), date(2026, 10, 8), Lang.SV)
    assert (first.resolution, first.late_reason) == (Resolution.FULFILLED, LateReason.WORKLOAD)
    assert (first.rights, first.identity) == ((RequestRight.ACCESS,), IdentityMethod.PASSPORT)
    second = rows["L-2026-0003"]
    assert (second.due, second.extended, second.closed) == (date(2027, 1, 20), True, None)
    withdrawn = rows["L-2026-0002"]
    assert (withdrawn.channel, withdrawn.resolution) == (IntakeChannel.EMAIL, Resolution.WITHDRAWN)
    assert withdrawn.identity is None
    # the first document did not match, the officer accepted the second
    assert rows["P-2026-0001"].identity is IdentityMethod.PASSPORT


@ON_THE_FILE
def test_an_undecided_case_shows_no_outcome(book: Desk) -> None:
    """A decision that was not handed over yet is not told as one."""
    case = register(book, None, requester_name="K").case_id
    bring(book, case, CaseStatus.DECIDE)
    do(book, deciding.decide, case, REFUSED)
    (row,) = [row for row in report(book, NOVEMBER).cases if row.number == "L-2026-0004"]
    assert (row.resolution, row.closed) == (None, None)


@ON_THE_FILE
def test_one_office_or_both(book: Desk) -> None:
    porvoo = report(book, OCTOBER, office="P")
    assert {row.number for row in porvoo.cases} == {"P-2026-0001"}
    assert ([office.code for office in porvoo.offices], porvoo.all_offices) == (["P"], False)
    assert [office.code for office, _ in porvoo.register.paper_records] == ["P"]
    with pytest.raises(NoOffice) as refusal:
        report(book, OCTOBER, office="X")
    assert "L, P" in refusal.value.sentence("fi")
    both = report(book, OCTOBER)
    assert ([office.code for office in both.offices], both.all_offices) == (["L", "P"], True)


@ON_THE_FILE
def test_the_month_that_runs_is_told_up_to_today(book: Desk) -> None:
    assert report(book, NOVEMBER).as_of == date(2026, 11, 23)
    assert report(book, OCTOBER).as_of is None
    assert report(book, NOVEMBER).origin.office is not None


@ON_THE_FILE
@pytest.mark.parametrize("who", ["leena", "jani", "esko", "admin"])
def test_no_identity_reaches_a_report(desk: Desk, who: str) -> None:
    party = customer(
        desk, Someone("Virtanen", "Matti", "10042", hetu="010190-999P", phones=("+358400000123",))
    )
    register(desk, party, scope="Kanarialintu", requester_name="Kanarialintu")
    told = str(report(desk, NOVEMBER, who))
    for secret in ("Virtanen", "Matti", "10042", "010190", "0000123", "Kanarialintu"):
        assert secret not in told


def test_the_register_is_counted(desk: Desk) -> None:
    on(desk, 10, 1)
    with desk.database.unit(desk["maija"]) as unit:
        old = add(unit, Someone("Virtanen", "Matti", "10042", marketing=(PermissionState.BANNED,)))
        both = frozenset({CustomerType.PRIVATE, CustomerType.COMPANY})
        untouched = add(unit, Someone("Salo", "Aino", "10043", types=both))
        add(unit, Someone("Lahti", "Liisa"))  # a contact person, no customer
        for number, office in (("1", 1), ("2", 1), ("3", 2)):
            unit.session.add(
                ManualRecord(
                    paper_number=number,
                    kind=next(iter(PaperKind)),
                    retention=RetentionClass.GENERAL,
                    office_id=office,
                    **CAME,
                )
            )
    on(desk, 11, 3)
    with desk.database.unit(desk["maija"]) as unit:
        new = add(unit, Someone("Aho", "Eeva", "10044", protected=True))
        point = ContactPoint(party_id=old, kind=ContactKind.PHONE, value="+358400000123", **CAME)
        unit.session.add(point)
        unit.session.get_one(Party, old).lang = Lang.SV
    on(desk, 11, 4)
    register(desk, untouched, received_on=date(2026, 11, 4))  # its form is a paper
    with desk.database.unit(desk["maija"]) as unit:
        customers.open(unit, new, Purpose.COUNTER)
    figures = report(desk, NOVEMBER).register
    assert (figures.new, figures.changed) == (1, 1)
    assert (figures.marketing_bans, figures.protected) == (1, 1)
    assert [(office.code, count) for office, count in figures.paper_records] == [("L", 3), ("P", 1)]
    assert set(figures.customers) == {
        CustomerCount(CustomerType.PRIVATE, Lang.SV, 1),
        CustomerCount(CustomerType.PRIVATE, None, 2),
        CustomerCount(CustomerType.COMPANY, None, 1),
    }
    october = report(desk, OCTOBER).register
    assert (october.new, october.changed) == (3, 0)


def test_bans_of_protected_people_are_counted_too(desk: Desk) -> None:
    """Their line in the search list says that they are protected, and no more."""
    banned = (PermissionState.GIVEN, PermissionState.BANNED)
    with desk.database.unit(desk["maija"]) as unit:
        for number, protected in enumerate((True, True, False)):
            party = add(unit, Someone("Aho", "Eeva", f"1004{number}", protected=protected, marketing=banned))
            unit.session.add(DirectoryListing(party_id=party, state=DirectoryState.SECRET, **CAME))
            search_index.refresh(unit, [party])
        add(unit, Someone("Aho", "Iida", "10049", protected=True))
    figures = report(desk, NOVEMBER).register
    assert (figures.protected, figures.marketing_bans, figures.directory_bans) == (3, 3, 3)


def test_a_phone_added_or_taken_away_is_a_change(desk: Desk) -> None:
    on(desk, 10, 1)
    with desk.database.unit(desk["maija"]) as unit:
        people = [
            add(unit, Someone("Salo", str(turn), str(turn), phones=("+358400000123",))) for turn in range(3)
        ]
    on(desk, 11, 3)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(
            ContactPoint(party_id=people[0], kind=ContactKind.EMAIL, value="a@example.fi", **CAME)
        )
        unit.session.delete(unit.session.query(ContactPoint).filter_by(party_id=people[1]).one())
    assert report(desk, NOVEMBER).register.changed == 2


def test_the_helsinki_day_decides_the_month(desk: Desk) -> None:
    desk.clock.now = datetime(2026, 10, 31, 22, 30, tzinfo=UTC)  # 1.11. 0.30
    customer(desk)
    assert report(desk, OCTOBER).register.new == 0
    assert report(desk, NOVEMBER).register.new == 1


@ON_THE_FILE
def test_an_export_leaves_a_trace(desk: Desk) -> None:
    with desk.database.unit(desk["esko"]) as unit:
        reports.log_export(unit, "monthly", 42)
        assert accounts.offices(unit)
    with desk.database.reading(desk["jani"]) as unit:
        (row,) = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.EXPORT))
        assert (row.account_name, row.table_name, row.detail) == ("esko", "monthly", "42")
