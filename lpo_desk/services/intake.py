"""Taking a request in: from the wizard's page to a numbered case with a running clock."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lpo_desk.db import search_index
from lpo_desk.db.tables.requests import (
    Authority,
    CaseCounter,
    RequestCase,
    RequestClaim,
)
from lpo_desk.db.tables.system import AuditEvent, Office
from lpo_desk.db.unit import NoTicket, Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Ticket
from lpo_desk.domain.case import OPEN, CaseDiary, CaseStatus, IdentityMethod, Intake, Registered, Requester
from lpo_desk.domain.claims import RequestRight, with_restriction
from lpo_desk.domain.deadlines import ClockKind, due
from lpo_desk.domain.errors import UserError
from lpo_desk.services import _case_paper, _claims, _effects, _ties, diary, drafts, gathering

_NEEDS_ITEMS = frozenset({RequestRight.RECTIFICATION, RequestRight.ERASURE})
NAME = 200
"""Characters of a name or of the name of a paper."""


class IntakeRefused(UserError):
    """The intake lacks something without which no clock can run; `field` is where to mend it."""

    def __init__(self, key: str, field: str) -> None:
        super().__init__(key)
        self.field = field


@requires(Right.TAKE_REQUEST)
def register(
    unit: Unit, intake: Intake, ticket: Ticket | None = None, draft_key: UUID | None = None
) -> Registered:
    """Number the request and start its clock on the day it reached any office (GDPR art. 12(3)).

    A missing signature, form, mention of the register or authority never stops a request (law.md 0.1): the officer
    asks for what is needed. A known customer needs an open ticket. One's own request, or a relative's, is taken in by a
    colleague, as of the day it came. A restriction ticked beside another claim becomes one of its own. What came on
    paper is entered into the log of papers with it. Raises IntakeRefused, NoTicket, OwnCase, ScanRefused.
    """
    if intake.party_id is not None:
        _demand(unit, ticket, intake.party_id)
        _ties.demand_stranger(unit, intake.party_id)
    intake = _checked(unit, intake)
    assert intake.received_on is not None  # noqa: S101 - _checked saw to it
    case = _case(unit, intake)
    unit.session.add(case)
    unit.session.flush()
    for asked in intake.claims:
        _claims.write(unit, case.id, asked)
    diary.note(unit, case.id, CaseDiary.REGISTERED)
    diary.tick(unit, case.id, ClockKind.STARTED, intake.received_on)
    _effects.at_intake(unit, case, ticket)
    _case_paper.enter(unit, case, intake)
    _identity(unit, case, intake)
    if _claims.resolution(unit, case.id) is not None:
        _close_at_once(unit, case)
    if draft_key is not None:
        drafts.drop(unit, draft_key)
    if case.party_id is not None:
        search_index.refresh(unit, [case.party_id])
    return _registered(unit, case)


@requires(Right.TAKE_REQUEST)
def registered_by(unit: Unit, save_id: UUID) -> Registered | None:
    """The case that the actor's save of this id registered; None where that save was never committed.

    Asked by the wizard whose save got no answer: a request is never registered twice (architecture.md rule 3).
    """
    made = select(AuditEvent.row_key).where(
        AuditEvent.save_id == save_id,
        AuditEvent.account_id == unit.actor.account_id,
        AuditEvent.table_name == RequestCase.__tablename__,
        AuditEvent.kind == AuditKind.INSERT,
    )
    key = unit.session.scalar(made)
    case = unit.session.get(RequestCase, int(key)) if key is not None else None
    return _registered(unit, case) if case is not None else None


@requires(Right.TAKE_REQUEST)
def open_requests(
    unit: Unit, ticket: Ticket, rights: Collection[RequestRight]
) -> tuple[tuple[int, str], ...]:
    """Keys and numbers of the customer's open cases asking one of these: a warning that refuses nothing."""
    unit.demand_ticket(ticket)
    rows = unit.session.execute(
        select(RequestCase.id, RequestCase.number)
        .where(
            RequestCase.party_id == ticket.party_id,
            RequestCase.status.in_(OPEN),
            RequestCase.id.in_(select(RequestClaim.case_id).where(RequestClaim.right.in_(rights))),
        )
        .order_by(RequestCase.id)
    )
    return tuple((case_id, number) for case_id, number in rows)


def _registered(unit: Unit, case: RequestCase) -> Registered:
    state = due(diary.clocks(unit, [case.id])[case.id], unit.today)
    return Registered(case.id, case.number, state, _case_paper.of(unit, case.id))


def _demand(unit: Unit, ticket: Ticket | None, party_id: int) -> None:
    if ticket is None or ticket.party_id != party_id:
        raise NoTicket
    unit.demand_ticket(ticket)


def _checked(unit: Unit, intake: Intake) -> Intake:
    office_id = intake.office_id or unit.actor.office_id
    if office_id is None:
        raise IntakeRefused("request.office_missing", "office_id")
    if intake.received_on is None:
        raise IntakeRefused("request.received_missing", "received_on")
    if intake.received_on > unit.today:
        raise IntakeRefused("request.received_in_future", "received_on")
    if intake.signed_on is not None and intake.signed_on > unit.today:
        raise IntakeRefused("request.signed_in_future", "signed_on")
    if intake.party_id is None and not intake.requester_name.strip():
        raise IntakeRefused("request.person_missing", "requester_name")
    _check_claims(intake)
    return replace(
        intake,
        claims=with_restriction(intake.claims),
        office_id=office_id,
        requester_name=diary.words(intake.requester_name, limit=NAME, multiline=False),
        authority_document=diary.words(intake.authority_document, limit=NAME, multiline=False),
        authority_scope=diary.words(intake.authority_scope, limit=NAME, multiline=False),
    )


def _check_claims(intake: Intake) -> None:
    """One claim for each right, and what a right cannot be understood without."""
    rights = [asked.right for asked in intake.claims]
    if not rights or len(rights) != len(set(rights)):
        raise IntakeRefused("request.claims_missing", "claims")
    for asked in intake.claims:
        if asked.right in _NEEDS_ITEMS and not asked.items and not asked.scope.strip():
            raise IntakeRefused("request.items_missing", "claims")
        if asked.right is RequestRight.RESTRICTION and asked.restriction_ground is None:
            raise IntakeRefused("request.ground_missing", "claims")


def _close_at_once(unit: Unit, case: RequestCase) -> None:
    """What holds from the moment it is asked needs no decision and no queue (art. 21(3)): the case is for the record."""
    case.status = CaseStatus.CLOSED
    diary.note(unit, case.id, CaseDiary.DECIDED)
    diary.tick(unit, case.id, ClockKind.STOPPED, unit.today)
    case.closed_on = unit.today
    _case_paper.keep_from_closing(unit, case)


def _case(unit: Unit, intake: Intake) -> RequestCase:
    assert intake.office_id is not None  # noqa: S101 - _checked saw to it
    return RequestCase(
        number=_next_number(unit, intake.office_id),
        party_id=intake.party_id,
        office_id=intake.office_id,
        status=CaseStatus.RECEIVED,
        requester=intake.requester,
        requester_name=intake.requester_name,
        channel=intake.channel,
        received_on=intake.received_on,
        signed_on=intake.signed_on,
        entered_at=unit.at,
        entered_by=unit.actor.account_id,
        signed=intake.signed,
        names_register=intake.names_register,
        delivered_to_office=intake.delivered_to_office,
        pages=intake.pages,
        reply_form=intake.reply_form,
        reply_lang=intake.reply_lang,
    )


def _next_number(unit: Unit, office_id: int) -> str:
    """`L-2026-0042`: gapless for each office and year of entry, from a row locked until the commit."""
    year = unit.today.year
    mine = select(CaseCounter).where(CaseCounter.office_id == office_id, CaseCounter.year == year)
    counter = unit.session.scalar(mine.with_for_update())
    if counter is None:
        counter = _new_counter(unit, office_id, year) or unit.session.scalars(mine.with_for_update()).one()
    counter.last += 1
    code = unit.session.scalars(select(Office.code).where(Office.id == office_id)).one()
    return f"{code}-{year}-{counter.last:04}"


def _new_counter(unit: Unit, office_id: int, year: int) -> CaseCounter | None:
    """The year's first row; None where another clerk made it at the same moment."""
    counter = CaseCounter(office_id=office_id, year=year, last=0)
    try:
        with unit.session.begin_nested():
            unit.session.add(counter)
    except IntegrityError:
        return None
    return counter


def _identity(unit: Unit, case: RequestCase, intake: Intake) -> None:
    """Record what was seen. Identity seen and no authority to judge: gathering begins at once."""
    if intake.requester is not Requester.SELF and intake.authority_document:
        unit.session.add(
            Authority(
                case_id=case.id,
                document=intake.authority_document,
                scope=intake.authority_scope,
                until=intake.authority_until,
                at=unit.at,
                account_id=unit.actor.account_id,
            )
        )
    if intake.identity is None:
        return
    diary.check_identity(unit, case.id, intake.identity, matches=intake.identity_matches)
    seen = intake.identity is not IdentityMethod.NOT_VERIFIED and intake.identity_matches
    if seen and intake.requester is Requester.SELF and intake.party_id is not None:
        case.status = CaseStatus.GATHER
        diary.note(unit, case.id, CaseDiary.IDENTITY_OK)
        if _claims.resolution(unit, case.id) is None:  # what was done at once needs nothing gathered
            gathering.ask_all(unit, case.id)
        _effects.on_identity(unit, case)
