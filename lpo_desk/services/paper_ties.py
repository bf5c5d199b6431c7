"""What a paper can belong to, and what it belongs to. A person's contracts and rights to act are told under a ticket."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from lpo_desk.db.tables.register import PartyRelation
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.labels import Term
from lpo_desk.domain.paper_ties import PaperTie, TieKind, TieLine
from lpo_desk.services._paper_rows import row_of, tie_of
from lpo_desk.services._reveals import is_masked

_CASES = select(RequestCase.id, RequestCase.number, RequestCase.party_id, RequestCase.closed_on)
_CONTRACTS = select(Subscription.id, Subscription.number, Subscription.party_id, Subscription.ends_on)
_AUTHORITIES = select(
    PartyRelation.id, PartyRelation.kind, PartyRelation.other_id, PartyRelation.valid_to
).where(PartyRelation.authority.is_not(None))


@requires(Right.MOVE_PAPERS)
def cases_of(unit: Unit, party_ids: Collection[int]) -> tuple[TieLine, ...]:
    """The cases of these people, the newest first. A clerk is shown those of the own office alone."""
    wanted = _CASES.where(RequestCase.party_id.in_(party_ids)).order_by(RequestCase.id.desc())
    if not unit.actor.may(Right.HANDLE_REQUEST):
        wanted = wanted.where(RequestCase.office_id == unit.actor.office_id)
    return tuple(_case(row) for row in unit.connection.execute(wanted))


@requires(Right.MOVE_PAPERS)
def of_customer(unit: Unit, ticket: Ticket) -> tuple[TieLine, ...]:
    """The contracts of an opened customer, and the rights to act from him or for him. Raises NoTicket.

    Nothing of a protected person whose details were not revealed.
    """
    unit.demand_ticket(ticket)
    if is_masked(unit, ticket):
        return ()
    party_id = ticket.party_id
    mine = _CONTRACTS.where(Subscription.party_id == party_id).order_by(
        Subscription.state, Subscription.number
    )
    ends = or_(PartyRelation.party_id == party_id, PartyRelation.other_id == party_id)
    return (
        *(_contract(row, unit.today) for row in unit.connection.execute(mine)),
        *(
            _authority(row, unit.today)
            for row in unit.connection.execute(_AUTHORITIES.where(ends).order_by(PartyRelation.id))
        ),
    )


@requires(Right.SEE_PAPERS)
def of_paper(unit: Unit, record_id: int) -> TieLine | None:
    """What the paper belongs to. Raises PaperRefused."""
    tie = tie_of(row_of(unit, record_id))
    if tie is None:
        return None
    ask = unit.connection.execute
    match tie.kind:
        case TieKind.CASE:
            return _case(ask(_CASES.where(RequestCase.id == tie.key)).one())
        case TieKind.CONTRACT:
            return _contract(ask(_CONTRACTS.where(Subscription.id == tie.key)).one(), unit.today)
        case TieKind.AUTHORITY:
            return _authority(ask(_AUTHORITIES.where(PartyRelation.id == tie.key)).one(), unit.today)


def _case(row: Any) -> TieLine:  # noqa: ANN401 - a row of _CASES
    return TieLine(PaperTie(TieKind.CASE, row.id), row.number, row.party_id, row.closed_on)


def _contract(row: Any, today: date) -> TieLine:  # noqa: ANN401 - a row of _CONTRACTS
    tie = PaperTie(TieKind.CONTRACT, row.id)
    return TieLine(tie, row.number, row.party_id, _past(row.ends_on, today))


def _authority(row: Any, today: date) -> TieLine:  # noqa: ANN401 - a row of _AUTHORITIES
    tie = PaperTie(TieKind.AUTHORITY, row.id)
    return TieLine(tie, Term(row.kind.term), row.other_id, _past(row.valid_to, today))


def _past(day: date | None, today: date) -> date | None:
    return day if day is not None and day <= today else None
