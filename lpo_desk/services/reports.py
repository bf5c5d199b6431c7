"""What the management's reports are made of: counts and cases without identities."""

from collections import Counter
from datetime import UTC, date, datetime, time
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lpo_desk.db import declared, search_index
from lpo_desk.db.database import HELSINKI
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.register import CustomerAccount, Party, PartyType
from lpo_desk.db.tables.requests import IdentityCheck, RequestCase
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Office, Right, demand_office
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.case import IdentityMethod
from lpo_desk.domain.claims import outcome
from lpo_desk.domain.deadlines import ClockEvent, due
from lpo_desk.domain.party import Flag
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.reports import (
    CaseBookRow,
    CustomerCount,
    Month,
    MonthlyReport,
    Origin,
    RegisterFigures,
)
from lpo_desk.services import _claims, _figures, accounts, diary


@requires(Right.SEE_REPORTS)
def monthly(unit: Unit, month: Month, *, version: str, office: str = "") -> MonthlyReport:
    """The month of one office (its code) or of all. Case figures only where the office is one of several.

    Raises NoOffice for a code that no office has.
    """
    all_offices = accounts.offices(unit)
    if office:
        demand_office(office, all_offices)
    offices = tuple(each for each in all_offices if office in ("", each.code))
    own = next((each for each in all_offices if each.id == unit.actor.office_id), None)
    return MonthlyReport(
        month=month,
        origin=Origin(unit.at, unit.actor.display_name, own, version),
        offices=offices,
        cases=_cases(unit, offices),
        register=_register(unit, month, offices),
        counted=tuple(_figures.counted(unit)),
        all_offices=offices == all_offices,
        as_of=unit.today if unit.today <= month.last else None,
    )


@requires(Right.SEE_REPORTS)
def log_export(unit: Unit, name: str, rows: int) -> None:
    """Leave a trace of a workbook that left the program (writing unit)."""
    unit.log(AuditKind.EXPORT, table=name, detail=str(rows))


def _cases(unit: Unit, offices: tuple[Office, ...]) -> tuple[CaseBookRow, ...]:
    by_id = {office.id: office for office in offices}
    rows = unit.connection.execute(
        select(
            RequestCase.id,
            RequestCase.number,
            RequestCase.office_id,
            RequestCase.channel,
            RequestCase.reply_lang,
            RequestCase.received_on,
            RequestCase.closed_on,
            RequestCase.late_reason,
        )
        .where(RequestCase.office_id.in_(by_id))
        .order_by(RequestCase.received_on, RequestCase.number)
    ).all()
    keys = [row.id for row in rows]
    clocks, asked = diary.clocks(unit, keys), _claims.rights(unit, keys)
    seen = _identities(unit)
    return tuple(
        CaseBookRow(
            number=row.number,
            office=by_id[row.office_id],
            rights=tuple(dict.fromkeys(right for right, _ in asked[row.id])),
            channel=row.channel,
            identity=seen.get(row.id),
            language=row.reply_lang,
            received=row.received_on,
            due=_legal(clocks[row.id], unit.today),
            extended=due(clocks[row.id], unit.today).extended,
            closed=row.closed_on,
            resolution=outcome([each for _, each in asked[row.id]]) if row.closed_on else None,
            late_reason=row.late_reason,
        )
        for row in rows
    )


def _legal(events: list[ClockEvent], today: date) -> date:
    return due(events, today).deadline.legal


def _identities(unit: Unit) -> dict[int, IdentityMethod]:
    """How identity was first seen in each case; not verified where what was seen did not match."""
    checks = select(IdentityCheck.case_id, IdentityCheck.method, IdentityCheck.matches)
    seen: dict[int, IdentityMethod] = {}
    for row in unit.connection.execute(checks.order_by(IdentityCheck.id)):
        method = row.method if row.matches else IdentityMethod.NOT_VERIFIED
        if seen.get(row.case_id, IdentityMethod.NOT_VERIFIED) is IdentityMethod.NOT_VERIFIED:
            seen[row.case_id] = method
    return seen


def _register(unit: Unit, month: Month, offices: tuple[Office, ...]) -> RegisterFigures:
    flags = _flags(unit)
    first, after = _instant(month.first), _instant(month.plus(1).first)
    made = Party.created_at >= first, Party.created_at < after, Party.erased_on.is_(None)
    new = select(func.count()).select_from(Party).where(*made)
    return RegisterFigures(
        customers=_customers(unit),
        new=unit.session.scalar(new) or 0,
        changed=_changed(unit, first, after),
        marketing_bans=flags[Flag.MARKETING_BAN],
        directory_bans=flags[Flag.DIRECTORY_BAN],
        protected=flags[Flag.PROTECTED],
        paper_records=_papers(unit, offices),
    )


def _flags(unit: Unit) -> Counter[Flag]:
    """How many have each flag. What else a protected person has is counted from the causes: no list tells it."""
    counts, protected = Counter[Flag](), []
    flagged = select(ListEntry.party_id, ListEntry.flags).where(ListEntry.flags != "")
    for party_id, names in unit.connection.execute(flagged):
        if names == Flag.PROTECTED.value:
            protected.append(party_id)
        else:
            counts.update(Flag(name) for name in names.split(","))
    for flags in search_index.flags(unit, protected):
        counts.update(flags)
    return counts


def _changed(unit: Unit, first: datetime, after: datetime) -> int:
    """How many customers were changed; what is added or taken away counts, the save that entered them does not."""
    entry = aliased(AuditEvent)
    entered = select(entry.id).where(
        entry.party_id == AuditEvent.party_id,
        entry.save_id == AuditEvent.save_id,
        entry.table_name == Party.__tablename__,
        entry.kind == AuditKind.INSERT,
    )
    changed = select(func.count(AuditEvent.party_id.distinct())).where(
        AuditEvent.kind.in_([AuditKind.INSERT, AuditKind.UPDATE, AuditKind.DELETE]),
        AuditEvent.table_name.in_(_register_tables()),
        AuditEvent.at >= first,
        AuditEvent.at < after,
        ~entered.exists(),
    )
    return unit.session.scalar(changed) or 0


@cache
def _register_tables() -> frozenset[str]:
    """Tables whose changes are changes of a customer: not his requests and papers, nor a warning dealt with."""
    others = (Category.REQUEST, Category.PAPER)
    return frozenset(
        table.name
        for table, end, _ in declared.roads()
        if next(declared.own(table, end))[1].category not in others and table.name != "import_warning"
    )


def _customers(unit: Unit) -> tuple[CustomerCount, ...]:
    """Those with a customer number, by type and language; a party of two types counts in both."""
    rows = unit.connection.execute(
        select(PartyType.type, Party.lang, func.count().label("n"))
        .join(Party, Party.id == PartyType.party_id)
        .where(Party.id.in_(select(CustomerAccount.party_id)))
        .group_by(PartyType.type, Party.lang)
    )
    return tuple(CustomerCount(row.type, row.lang, row.n) for row in rows)


def _papers(unit: Unit, offices: tuple[Office, ...]) -> tuple[tuple[Office, int], ...]:
    rows = unit.connection.execute(
        select(ManualRecord.office_id, func.count().label("n")).group_by(ManualRecord.office_id)
    )
    counts = {row.office_id: row.n for row in rows}
    return tuple((office, counts.get(office.id, 0)) for office in offices)


def _instant(day: date) -> datetime:
    """The beginning of a Helsinki day."""
    return datetime.combine(day, time.min, HELSINKI).astimezone(UTC)
