"""Opening a customer, and the acts on an opened one that are logged by themselves: revealing and settling.

Whatever shows a secret is done in two units: the first commits the log row, the second reads with the proof of it.
So nothing that was rolled back, or never saved, has shown anything.
"""

from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from lpo_desk.db import search_index
from lpo_desk.db.merged import survivor_of
from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.register import Party, PersonalIdentityCode
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Purpose, Reveal, RevealReason, Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.services import _reveals
from lpo_desk.services._reveals import CODE, PROTECTED, demand_details, demand_proof
from lpo_desk.services.search import SearchResult

T = TypeVar("T")


class NoCustomer(UserError):
    """The customer does not exist (any more)."""

    key = "card.no_customer"


class NoCode(UserError):
    """The customer has no personal identity code."""

    key = "card.no_code"


@requires(Right.OPEN_CUSTOMER)
def open(
    unit: Unit,
    party_id: int,
    purpose: Purpose,
    case_id: int | None = None,
    *,
    found: SearchResult | None = None,
) -> Ticket:
    """Log that somebody is opened, and why. The ticket serves units after this one has committed.

    found: the search that led here; its kind and number of hits are logged. A protected person may be opened by everyone
    who opens customers; the details stay masked until `reveal_protected`. Who was merged into another is opened as that
    other: the ticket says whom. Raises NoCustomer.
    """
    party_id = survivor_of(unit, party_id)
    if unit.session.get(Party, party_id) is None:
        raise NoCustomer
    if found is not None:
        unit.log(AuditKind.SEARCH, party_id=party_id, case_id=case_id, purpose=purpose, detail=found.trace)
    return unit.issue_ticket(party_id, purpose, case_id)


@requires(Right.OPEN_PROTECTED)
def reveal_protected(unit: Unit, ticket: Ticket, reason: RevealReason) -> None:
    """Log that a protected person's details are shown, and why. `cards.read` shows them in later units of the ticket."""
    unit.demand_ticket(ticket)
    _reveals.log(unit, ticket, PROTECTED, reason)


@requires(Right.REVEAL_HETU)
def request_reveal(unit: Unit, ticket: Ticket, reason: RevealReason) -> Reveal:
    """Log that the personal identity code is shown, and why. `reveal_hetu` shows it, in a later unit.

    Raises NoCode, and DetailsHidden of a protected person whose details were not revealed.
    """
    unit.demand_ticket(ticket)
    demand_details(unit, ticket)
    if unit.session.scalar(_current(PersonalIdentityCode.id, ticket.party_id)) is None:
        raise NoCode
    return _reveals.log(unit, ticket, CODE, reason)


@requires(Right.REVEAL_HETU)
def reveal_hetu(unit: Unit, reveal: Reveal) -> str:
    """The personal identity code. Raises NotRevealed unless an earlier unit committed the reason, and NoTicket."""
    unit.demand_ticket(reveal.ticket)
    demand_details(unit, reveal.ticket)
    demand_proof(unit, reveal, CODE)
    code = unit.session.scalar(_current(PersonalIdentityCode.value, reveal.ticket.party_id))
    if code is None:
        raise NoCode
    return code


@requires(Right.EDIT_CUSTOMER)
def settle_warning(unit: Unit, ticket: Ticket, warning_id: int) -> None:
    """Mark a value that the import left out as dealt with. One that is settled already, or another's, is left alone."""
    unit.demand_ticket(ticket)
    demand_details(unit, ticket)
    warning = unit.session.get(ImportWarning, warning_id)
    if warning is None or warning.party_id != ticket.party_id or warning.settled_at is not None:
        return
    unit.purpose = unit.purpose or ticket.purpose
    warning.settled_at = unit.at
    unit.session.get_one(Party, ticket.party_id).version += 1
    search_index.refresh(unit, [ticket.party_id])


def _current(column: InstrumentedAttribute[T], party_id: int) -> Select[T]:
    """A column of the code that is in use now."""
    mine = PersonalIdentityCode.party_id == party_id
    newest = PersonalIdentityCode.id.desc()
    return select(column).where(mine, PersonalIdentityCode.valid_to.is_(None)).order_by(newest).limit(1)
