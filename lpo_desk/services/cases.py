"""Reading cases: the officer's queue, the case page, the archived papers."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select

from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.requests import (
    Authority,
    CaseEventRow,
    Document,
    GatherTask,
    Handover,
    IdentityCheck,
    RequestCase,
)
from lpo_desk.db.tables.rights import Processor
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import Account, Office
from lpo_desk.db.unit import Forbidden, Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import (
    OPEN,
    CaseFile,
    CaseRow,
    CaseStatus,
    DocumentKind,
    DocumentLine,
    GatherLine,
    HandoverLine,
    Intake,
    TimelineLine,
)
from lpo_desk.domain.claims import Claim, outcome
from lpo_desk.domain.deadlines import due
from lpo_desk.domain.gathering import waiting
from lpo_desk.domain.letters import COPIES
from lpo_desk.domain.marks import missing_marks
from lpo_desk.domain.transitions import possible
from lpo_desk.services import (
    _archive,
    _case_paper,
    _claims,
    _scans,
    _ties,
    accounts,
    diary,
    gathering,
    paper_tasks,
    recipients,
    restrictions,
)
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang

_ROWS = (
    select(
        RequestCase.id,
        RequestCase.number,
        RequestCase.party_id,
        ListEntry.name.label("listed"),
        ListEntry.number.label("customer"),
        RequestCase.requester_name,
        Office.code.label("office"),
        RequestCase.office_id,
        RequestCase.received_on,
        RequestCase.status,
        Account.display_name.label("handler"),
    )
    .join(Office, Office.id == RequestCase.office_id)
    .outerjoin(ListEntry, ListEntry.party_id == RequestCase.party_id)
    .outerjoin(Account, Account.id == RequestCase.handler_id)
)


@requires(Right.TAKE_REQUEST)
def queue(unit: Unit, *, open_only: bool = True) -> tuple[CaseRow, ...]:
    """The cases the actor may see, the most urgent first. Clerks see their own office's.

    Whoever gathers is told of the places that are late with their answers, whoever lifts restrictions of those whose
    day has come.
    """
    statement = _ROWS.where(RequestCase.status.in_(OPEN)) if open_only else _ROWS
    if not unit.actor.may(Right.HANDLE_REQUEST):
        statement = statement.where(RequestCase.office_id == unit.actor.office_id)
    rows = _case_rows(unit, unit.connection.execute(statement).all())
    if unit.actor.may(Right.HANDLE_REQUEST):
        late = Counter(task.case_id for task in gathering.late(unit))
        rows = [replace(row, late_places=late[row.case_id]) for row in rows]
    if unit.actor.may(Right.RESTRICT):
        days = {each.case_id: each.lifting_on for each in reversed(restrictions.to_lift(unit))}
        rows = [replace(row, lifting_on=days.get(row.case_id)) for row in rows]
    return tuple(
        sorted(rows, key=lambda row: (row.status is CaseStatus.CLOSED, row.due.deadline.legal, row.number))
    )


@requires(Right.TAKE_REQUEST)
def of_party(unit: Unit, party_id: int) -> tuple[CaseRow, ...]:
    """The cases of one customer, newest first; numbers, days and states, no details."""
    statement = _ROWS.where(RequestCase.party_id == party_id).order_by(RequestCase.id.desc())
    return tuple(_case_rows(unit, unit.connection.execute(statement).all()))


@requires(Right.TAKE_REQUEST)
def read(unit: Unit, case_id: int) -> CaseFile:
    """Everything of one case. A clerk may read those of the own office, and what he took in for the other."""
    case = unit.session.get_one(RequestCase, case_id)
    demand_office(unit, case)
    (row,) = _case_rows(unit, unit.connection.execute(_ROWS.where(RequestCase.id == case_id)).all())
    names = _staff(unit)
    identified = diary.is_identified(unit, case_id)
    claims = _claims.read(unit, case_id, names)
    intake = _intake(unit, case, claims)
    other = unit.session.get(RequestCase, case.duplicate_of_id) if case.duplicate_of_id else None
    return CaseFile(
        row=row,
        office=next(office for office in accounts.offices(unit) if office.id == case.office_id),
        version=case.version,
        intake=intake,
        entered_at=case.entered_at,
        entered_by=names.get(case.entered_by, ""),
        identity_ok=identified,
        gather=_gather(unit, case_id, names),
        documents=_documents(unit, case_id),
        timeline=_timeline(unit, case_id, names),
        claims=claims,
        marks_missing=missing_marks(intake),
        allowed=possible(case.status, identified=identified),
        may_extend=not row.due.extended
        and case.status in OPEN
        and unit.today <= row.due.deadline.last_notice_day,
        duplicate_of=other.number if other else "",
        own=_ties.tie_of(unit, case.party_id) if case.party_id is not None else None,
        recipients=recipients.of_case(unit, case_id),
        paper_tasks=paper_tasks.of_case(unit, case_id),
        restrictions=restrictions.of_case(unit, case_id),
        scans=_scans.rows(unit, Scan.case_id == case_id),
        filed=_case_paper.of(unit, case_id),
        handovers=_handovers(unit, case_id, names),
    )


@requires(Right.TAKE_REQUEST)
def find_number(unit: Unit, number: str) -> int | None:
    """The case of a number as written on paper, in any case."""
    return unit.session.scalar(select(RequestCase.id).where(RequestCase.number == number.strip().upper()))


@requires(Right.TAKE_REQUEST)
def archive(
    unit: Unit,
    case_id: int,
    kind: DocumentKind,
    lang: Lang,
    content: bytes,
    text_version: int | None = None,
) -> int:
    """Keep a paper byte for byte as it leaves the house. A clerk makes receipts only.

    text_version: of the wording that the paper was made with, None for one whose words nobody can change.
    """
    if kind is not DocumentKind.RECEIPT:
        unit.demand(Right.HANDLE_REQUEST)
    _ties.demand_stranger(unit, unit.session.get_one(RequestCase, case_id).party_id)
    row = Document(
        case_id=case_id,
        kind=kind,
        lang=lang,
        made_at=unit.at,
        account_id=unit.actor.account_id,
        digest=hashlib.sha256(content).digest(),
        text_version=text_version,
        content=content,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


@requires(Right.TAKE_REQUEST)
def document(unit: Unit, document_id: int) -> bytes:
    """An archived paper, to show or print again. Reading it is logged, and told to the customer as a look-up.

    Raises StepRefused for a portable copy, which is no page: `releasing.take_file` lets it out.
    """
    row = unit.session.get_one(Document, document_id)
    if row.kind in COPIES.values():
        raise StepRefused
    case = unit.session.get_one(RequestCase, row.case_id)
    demand_office(unit, case)
    return _archive.take(unit, row, case)


@requires(Right.TAKE_REQUEST)
def demand_office(unit: Unit, case: RequestCase) -> None:
    """Raises Forbidden for a clerk of another office than the case's, unless he took it in himself."""
    own = case.office_id == unit.actor.office_id or case.entered_by == unit.actor.account_id
    if not own and not unit.actor.may(Right.HANDLE_REQUEST):
        raise Forbidden(Right.HANDLE_REQUEST)


def _case_rows(unit: Unit, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[CaseRow]:
    keys = [row.id for row in rows]
    clocks, asked = diary.clocks(unit, keys), _claims.rights(unit, keys)
    found = []
    for row in rows:
        state, claims = due(clocks[row.id], unit.today), asked[row.id]
        found.append(
            CaseRow(
                row.id,
                row.number,
                tuple(dict.fromkeys(right for right, _ in claims)),
                row.party_id,
                row.listed or row.customer or row.requester_name,
                row.office,
                row.received_on,
                state,
                state.urgency,
                row.status,
                outcome([resolution for _, resolution in claims]),
                row.handler or "",
            )
        )
    return found


def _intake(unit: Unit, case: RequestCase, claims: tuple[Claim, ...]) -> Intake:
    """As taken in; the authority is the latest seen, for it may be shown later."""
    authorities = select(Authority).where(Authority.case_id == case.id).order_by(Authority.id.desc())
    authority = unit.session.scalar(authorities.limit(1))
    at_intake = (IdentityCheck.case_id == case.id, IdentityCheck.at == case.entered_at)
    check = unit.session.scalar(select(IdentityCheck).where(*at_intake).limit(1))
    return Intake(
        party_id=case.party_id,
        claims=tuple(claim.asked for claim in claims),
        requester=case.requester,
        requester_name=case.requester_name,
        authority_document=authority.document if authority else "",
        authority_scope=authority.scope if authority else "",
        authority_until=authority.until if authority else None,
        office_id=case.office_id,
        channel=case.channel,
        received_on=case.received_on,
        signed_on=case.signed_on,
        signed=case.signed,
        names_register=case.names_register,
        delivered_to_office=case.delivered_to_office,
        identity=check.method if check else None,
        identity_matches=check.matches if check else False,
        reply_form=case.reply_form,
        reply_lang=case.reply_lang,
        pages=case.pages,
    )


def _gather(unit: Unit, case_id: int, names: dict[int, str]) -> tuple[GatherLine, ...]:
    rows = unit.session.execute(
        select(GatherTask, Processor.name)
        .outerjoin(Processor, Processor.id == GatherTask.processor_id)
        .where(GatherTask.case_id == case_id)
        .order_by(GatherTask.id)
    )
    found = []
    for row, processor in rows:
        since, waited = None, 0
        if row.answered_at is None and row.asked_at is not None:
            since, waited = waiting(row.chased_at or row.asked_at, unit.today)
        found.append(
            GatherLine(
                row.id,
                row.place,
                row.found,
                row.note,
                names.get(row.answered_by or 0, ""),
                row.answered_at,
                processor or "",
                row.asked_at,
                row.chased_at,
                since,
                waited,
            )
        )
    return tuple(found)


def _documents(unit: Unit, case_id: int) -> tuple[DocumentLine, ...]:
    rows = unit.connection.execute(
        select(
            Document.id,
            Document.kind,
            Document.lang,
            Document.made_at,
            Document.digest,
            Document.printed_at.is_not(None).label("printed"),
            Document.saved_at.is_not(None).label("saved"),
        )
        .where(Document.case_id == case_id)
        .order_by(Document.id)
    )
    return tuple(
        DocumentLine(row.id, row.kind, row.lang, row.made_at, row.digest.hex(), row.printed, row.saved)
        for row in rows
    )


def _handovers(unit: Unit, case_id: int, names: dict[int, str]) -> tuple[HandoverLine, ...]:
    rows = unit.session.scalars(select(Handover).where(Handover.case_id == case_id).order_by(Handover.id))
    return tuple(
        HandoverLine(
            row.method,
            row.on_date,
            names.get(row.account_id, ""),
            row.returned_on,
            row.medium,
            tuple((DocumentKind(kind), digest) for kind, digest in row.files),
        )
        for row in rows
    )


def _timeline(unit: Unit, case_id: int, names: dict[int, str]) -> tuple[TimelineLine, ...]:
    rows: Iterable[CaseEventRow] = unit.session.scalars(
        select(CaseEventRow).where(CaseEventRow.case_id == case_id).order_by(CaseEventRow.id)
    )
    return tuple(TimelineLine(row.at, row.kind, names.get(row.account_id, ""), row.reason) for row in rows)


def _staff(unit: Unit) -> dict[int, str]:
    return {
        row.id: row.display_name for row in unit.connection.execute(select(Account.id, Account.display_name))
    }
