"""The evidence of a case for the supervisory authority: dates, checks, clock, decisions, handover, diary and papers.

Clerks are left out: the controller answers for what was done, and who did it is in the audit.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import ManualRecord
from lpo_desk.db.tables.requests import (
    Authority,
    CaseEventRow,
    ClockEventRow,
    Document,
    Handover,
    IdentityCheck,
    RequestCase,
    RequestClaim,
)
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Ticket
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RefusalGround
from lpo_desk.domain.deadlines import due
from lpo_desk.domain.evidence import Evidence, EvidenceSection
from lpo_desk.domain.extract import Fact, Facts, Row, Table
from lpo_desk.domain.printed import Cell
from lpo_desk.domain.scans import ScanMedia, ScanState
from lpo_desk.services import _claims, _letters, cases, diary, recipients
from lpo_desk.terms import Term

_FILES = frozenset({DocumentKind.PORTABLE_JSON, DocumentKind.PORTABLE_CSV})
"""Papers that are no pages; the cover names them with their checksum."""


@requires(Right.HANDLE_REQUEST)
def build(unit: Unit, case_id: int, ticket: Ticket | None) -> Evidence:
    """What the cover says. A known person needs an open ticket. Raises StepRefused without it, OwnCase."""
    case, claims = _letters.case(unit, case_id)
    sections = [
        EvidenceSection("evidence.case", (_facts(_of_case(unit, case, ticket)),)),
        EvidenceSection("evidence.identity", _identity(unit, case_id)),
        EvidenceSection("evidence.clock", (_clock(unit, case_id),)),
        *(EvidenceSection(claim.right, _claim(unit, claim)) for claim in claims),
        EvidenceSection("evidence.recipients", (_recipients(unit, case_id),)),
        EvidenceSection("evidence.handover", _handovers(unit, case_id)),
        EvidenceSection("evidence.diary", (_diary(unit, case_id),)),
        EvidenceSection("evidence.papers", (_papers(unit, case_id),)),
    ]
    pages = select(Document.id).where(Document.case_id == case_id, Document.kind.not_in(_FILES))
    keys = tuple(unit.session.scalars(pages.order_by(Document.id)))
    scans = len(unit.session.scalars(_scans(Scan.id, case_id)).all())
    return Evidence(case.number, unit.today, tuple(sections), keys, scans)


@requires(Right.HANDLE_REQUEST)
def take(unit: Unit, case_id: int) -> tuple[tuple[bytes, ScanMedia], ...]:
    """What was scanned of the case, its signed form above all, then its archived papers in the order they were made;
    that they leave the program is logged."""
    assert unit.save_id is not None, "the log needs a writing unit"  # noqa: S101 - a bug, not a user's error
    case, _ = _letters.case(unit, case_id)
    mine = select(Document.content).where(Document.case_id == case_id, Document.kind.not_in(_FILES))
    papers = [(content, ScanMedia.PDF) for content in unit.session.scalars(mine.order_by(Document.id))]
    scans = [
        (scan.content, scan.media)
        for scan in unit.session.scalars(_scans(Scan, case_id))
        if scan.content is not None and scan.media is not None
    ]
    unit.log(
        AuditKind.EXPORT,
        table="document",
        key=case_id,
        party_id=case.party_id,
        case_id=case_id,
        detail=f"evidence:{len(scans) + len(papers)}",
    )
    return (*scans, *papers)


def _scans(what: Any, case_id: int) -> Select[Any]:  # noqa: ANN401 - the table or a column of it
    """Those of the case itself and of its papers in the log; of one scanned twice the first."""
    papers = select(ManualRecord.id).where(ManualRecord.case_id == case_id)
    its = or_(Scan.case_id == case_id, Scan.record_id.in_(papers))
    whole = (Scan.state == ScanState.FILED, Scan.duplicate_of_id.is_(None), Scan.content.is_not(None))
    return select(what).where(its, *whole).order_by(Scan.id)


def _of_case(unit: Unit, case: RequestCase, ticket: Ticket | None) -> list[tuple[str, Cell]]:
    state = due(diary.clocks(unit, [case.id])[case.id], unit.today)
    paper = unit.session.scalars(
        select(Authority).where(Authority.case_id == case.id).order_by(Authority.id.desc()).limit(1)
    ).first()
    missing = [Term(key) for key in cases.read(unit, case.id).marks_missing]
    facts: list[tuple[str, Cell]] = [
        ("evidence.person", _letters.person(unit, case, ticket) or case.requester_name),
        ("field.requester", case.requester),
        ("authority.representative", _letters.concerning(case, case.requester_name)),
        ("field.authority_document", paper.document if paper else ""),
        ("office.office", _letters.office(unit, case)),
        ("request.received_date", case.received_on),
        ("request.received_channel", case.channel),
        ("evidence.entered_at", case.entered_at),
        ("evidence.signed_on", case.signed_on),
        ("request.status", case.status),
        ("evidence.due", state.deadline.legal),
        ("evidence.late_reason", case.late_reason),
    ]
    told = [(label, value) for label, value in facts if value not in (None, "")]
    return [*told, *(("evidence.lacked", mark) for mark in missing)]


def _identity(unit: Unit, case_id: int) -> tuple[Table]:
    """No document number is known, so none can be told (law.md 1.2)."""
    rows = unit.session.scalars(
        select(IdentityCheck).where(IdentityCheck.case_id == case_id).order_by(IdentityCheck.id)
    )
    at = {True: Term("evidence.at_handover"), False: Term("evidence.at_request")}
    return (
        Table(
            ("field.date", "evidence.when_checked", "field.identity_method", "field.identity_matches"),
            tuple(Row((row.at, at[row.at_handover], row.method, row.matches)) for row in rows),
        ),
    )


def _clock(unit: Unit, case_id: int) -> Table:
    rows = unit.session.scalars(
        select(ClockEventRow).where(ClockEventRow.case_id == case_id).order_by(ClockEventRow.id)
    )
    return Table(
        ("field.date", "field.clock_kind", "field.reason"),
        tuple(Row((row.on_date, Term(f"clock.{row.kind.value}"), row.reason)) for row in rows),
    )


def _claim(unit: Unit, claim: RequestClaim) -> tuple[Facts | Table, ...]:
    facts: list[tuple[str, Cell]] = [
        ("field.scope", claim.scope),
        ("field.erasure_ground", claim.erasure_ground),
        ("field.restriction_ground", claim.restriction_ground),
        ("field.resolution", claim.resolution),
        ("field.decided_at", claim.decided_at),
        ("field.effected_at", claim.effected_at),
        ("field.reasons", claim.reasons),
        ("field.withheld", claim.withheld),
        *(
            ("letter.grounds_heading", Term(f"letter.ground_{RefusalGround(each).value}"))
            for each in claim.grounds
        ),
    ]
    items = Table(
        (
            "field.claim_datum",
            "field.value_before",
            "field.claim_wanted",
            "field.reason",
            "field.claim_accepted",
        ),
        tuple(
            Row((item.datum, item.present, item.wanted, item.reason, item.accepted))
            for item in _claims.items(unit, claim.id)
        ),
    )
    return _facts([(label, value) for label, value in facts if value not in (None, "")]), items


def _recipients(unit: Unit, case_id: int) -> Table:
    return Table(
        ("field.recipient", "field.disclosed_on", "field.recipient_state", "field.date", "field.reason"),
        tuple(
            Row((line.recipient, line.disclosed_on, line.state, line.on_date, line.reason))
            for line in recipients.of_case(unit, case_id)
        ),
    )


def _handovers(unit: Unit, case_id: int) -> tuple[Table, Table]:
    """How the answer went, and what exactly."""
    rows = unit.session.scalars(
        select(Handover).where(Handover.case_id == case_id).order_by(Handover.id)
    ).all()
    ways = Table(
        (
            "field.date",
            "field.handover_method",
            "field.file_medium",
            "field.receipt_signed",
            "field.returned_on",
        ),
        tuple(Row((row.on_date, row.method, row.medium, row.signed, row.returned_on)) for row in rows),
    )
    files = Table(
        ("field.date", "field.document_kind", "letter.checksum"),
        tuple(Row((row.on_date, DocumentKind(kind), digest)) for row in rows for kind, digest in row.files),
    )
    return ways, files


def _diary(unit: Unit, case_id: int) -> Table:
    rows = unit.session.scalars(
        select(CaseEventRow).where(CaseEventRow.case_id == case_id).order_by(CaseEventRow.id)
    )
    return Table(
        ("field.date", "field.case_event", "field.reason"),
        tuple(Row((row.at, row.kind, row.reason)) for row in rows),
    )


def _papers(unit: Unit, case_id: int) -> Table:
    rows = unit.connection.execute(
        select(Document.kind, Document.made_at, Document.digest)
        .where(Document.case_id == case_id)
        .order_by(Document.id)
    )
    scans = unit.session.scalars(_scans(Scan, case_id))
    return Table(
        ("field.document_kind", "field.made_at", "letter.checksum"),
        (
            *(Row((Term("evidence.scan"), scan.arrived_at, scan.digest.hex())) for scan in scans),
            *(Row((row.kind, row.made_at, row.digest.hex())) for row in rows),
        ),
    )


def _facts(lines: Sequence[tuple[str, Cell]]) -> Facts:
    return Facts(tuple(Fact(label, value) for label, value in lines))
