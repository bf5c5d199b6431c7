"""Restricting the processing of a person's data, and lifting it again (GDPR art. 18).

What a restriction refuses is refused by the database (db/restriction_triggers.py); what it leaves out of lists and
exports is db/restricted.py's to say. Here is only how it begins and ends.
"""

from datetime import date

from sqlalchemy import func, select

from lpo_desk.db import search_index
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseDiary
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.domain.restriction import Restriction, RestrictionGround, ToLift
from lpo_desk.domain.text import clean
from lpo_desk.services import diary


class RestrictionRefused(UserError):
    """What was entered cannot hold; `key` says why."""


@requires(Right.RESTRICT)
def restrict(
    unit: Unit, ticket: Ticket, ground: RestrictionGround, reason: str, case_number: str = ""
) -> int:
    """Restrict from now on; the mark is provisional until the officer has looked at it. Gives the restriction's id.

    Nothing but marks is written, so a protected person need not be revealed for it. Raises RestrictionRefused without a
    reason, for a ground that holds already and for a case that is not the person's.
    """
    _begin(unit, ticket)
    words = diary.words(reason)
    if not words:
        raise RestrictionRefused("restriction.reason_missing")
    in_force = (ProcessingRestriction.party_id == ticket.party_id, ProcessingRestriction.lifted_on.is_(None))
    held = unit.session.scalars(select(ProcessingRestriction.ground).where(*in_force))
    if ground in set(held):
        raise RestrictionRefused("restriction.ground_holds")
    row = ProcessingRestriction(
        party_id=ticket.party_id,
        ground=ground,
        case_id=_case(unit, ticket, case_number),
        reason=words,
        from_on=unit.today,
        source=Source.SUBJECT,
        source_on=unit.today,
        source_by=unit.actor.username,
    )
    unit.session.add(row)
    _finish(unit, ticket)
    return row.id


@requires(Right.TAKE_REQUEST)
def of_case(unit: Unit, case_id: int) -> tuple[Restriction, ...]:
    """Those of the case that are in force; their reasons are the officer's."""
    mine = (ProcessingRestriction.case_id == case_id, ProcessingRestriction.lifted_on.is_(None))
    rows = unit.session.scalars(select(ProcessingRestriction).where(*mine).order_by(ProcessingRestriction.id))
    why = unit.actor.may(Right.RESTRICT)
    return tuple(
        Restriction(
            row.id,
            row.ground,
            row.from_on,
            row.reason if why else "",
            told_on=row.told_on,
            lifting_on=row.lifting_on,
        )
        for row in rows
    )


@requires(Right.RESTRICT)
def to_lift(unit: Unit) -> tuple[ToLift, ...]:
    """Restrictions in force whose day of lifting has come, the oldest day first; closed cases hide none."""
    rows = unit.connection.execute(
        select(
            ProcessingRestriction.party_id,
            ProcessingRestriction.case_id,
            func.coalesce(RequestCase.number, ListEntry.number),
            ProcessingRestriction.lifting_on,
            ProcessingRestriction.told_on,
        )
        .outerjoin(RequestCase, RequestCase.id == ProcessingRestriction.case_id)
        .outerjoin(ListEntry, ListEntry.party_id == ProcessingRestriction.party_id)
        .where(ProcessingRestriction.lifted_on.is_(None), ProcessingRestriction.lifting_on <= unit.today)
        .order_by(ProcessingRestriction.lifting_on, ProcessingRestriction.id)
    )
    return tuple(
        ToLift(party_id, case_id, number or "", day, told is not None)
        for party_id, case_id, number, day, told in rows
        if day is not None  # the condition above, for the types
    )


@requires(Right.RESTRICT)
def promise(unit: Unit, restriction_id: int, on: date) -> None:
    """The day on which the person is told that the restriction will be lifted. Whoever was told of another is told
    anew. Raises RestrictionRefused for a restriction that is not in force."""
    row = unit.session.get(ProcessingRestriction, restriction_id)
    if row is None or row.lifted_on is not None:
        raise RestrictionRefused("restriction.not_in_force")
    _promise(row, on)


@requires(Right.RESTRICT)
def tell(unit: Unit, ticket: Ticket, restriction_id: int, on: date, lifting_on: date | None = None) -> None:
    """The person was told on this day that the restriction will be lifted; `lifting_on`: when, where that was said now.

    Raises RestrictionRefused for a day of telling that is before the restriction or has not come, and for a lifting
    before the telling.
    """
    _begin(unit, ticket)
    row = _row(unit, ticket, restriction_id)
    if not row.from_on <= on <= unit.today:
        raise RestrictionRefused("restriction.told_when", first=row.from_on, last=unit.today)
    if lifting_on is not None:
        if lifting_on < on:
            raise RestrictionRefused("restriction.lifting_when", first=on)
        _promise(row, lifting_on)
    row.told_on = on
    if row.case_id is not None:
        diary.note(unit, row.case_id, CaseDiary.LIFTING_TOLD)
    _finish(unit, ticket)


@requires(Right.RESTRICT)
def lift(unit: Unit, ticket: Ticket, restriction_id: int, *, early: bool = False) -> None:
    """End the restriction today. early: although the person was told of a later day.

    Raises RestrictionRefused before that day without it. The database raises LiftedUntold unless the person was told
    before (art. 18(3)).
    """
    _begin(unit, ticket)
    row = _row(unit, ticket, restriction_id)
    if row.lifting_on is not None and unit.today < row.lifting_on and not early:
        raise RestrictionRefused("restriction.before_day", date=row.lifting_on)
    row.lifted_on = unit.today
    if row.case_id is not None:
        diary.note(unit, row.case_id, CaseDiary.LIFTED)
    _finish(unit, ticket)


def _promise(row: ProcessingRestriction, on: date) -> None:
    if row.lifting_on != on:
        row.lifting_on, row.told_on = on, None


def _begin(unit: Unit, ticket: Ticket) -> None:
    """Check the ticket and lock the party: whoever saves it at the same time waits."""
    unit.demand_ticket(ticket)
    unit.purpose = unit.purpose or ticket.purpose
    unit.session.get_one(Party, ticket.party_id, with_for_update=True)


def _finish(unit: Unit, ticket: Ticket) -> None:
    unit.session.flush()
    unit.session.get_one(Party, ticket.party_id).version += 1
    search_index.refresh(unit, [ticket.party_id])


def _row(unit: Unit, ticket: Ticket, restriction_id: int) -> ProcessingRestriction:
    row = unit.session.get(ProcessingRestriction, restriction_id)
    if row is None or row.party_id != ticket.party_id or row.lifted_on is not None:
        raise RestrictionRefused("restriction.not_in_force")
    return row


def _case(unit: Unit, ticket: Ticket, number: str) -> int | None:
    number = clean(number, limit=40).upper()
    if not number:
        return None
    its = select(RequestCase.id).where(RequestCase.number == number, RequestCase.party_id == ticket.party_id)
    case_id = unit.session.scalar(its)
    if case_id is None:
        raise RestrictionRefused("restriction.no_such_case")
    return case_id
