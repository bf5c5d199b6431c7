"""Users of the program who are customers: what each tells of himself, and what the officer oversees."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.special import AccountParty
from lpo_desk.db.tables.system import Account, ReadEvent
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.staff import StaffTie, TieLine, TieLookUp
from lpo_desk.domain.text import clean

_LINES = (
    select(
        AccountParty.account_id,
        AccountParty.party_id,
        Account.display_name.label("user"),
        ListEntry.number,
        AccountParty.tie,
    )
    .join(Account, Account.id == AccountParty.account_id)
    .join(ListEntry, ListEntry.party_id == AccountParty.party_id)
    .order_by(Account.display_name, ListEntry.number)
)


class NoSuchNumber(UserError):
    """No customer has the number."""

    key = "own.no_such_number"


class TieRefused(UserError):
    """The tie is there already, or the actor may not take it away; `key` says which."""


@requires(Right.SIGNED_IN)
def declare(unit: Unit, number: str, tie: StaffTie) -> None:
    """The actor tells a customer number to be his own, or of somebody close to him. Raises NoSuchNumber, TieRefused."""
    owner = select(CustomerAccount.party_id).where(CustomerAccount.number == clean(number, limit=20))
    party_id = unit.connection.scalar(owner)
    if party_id is None:
        raise NoSuchNumber
    key = (unit.actor.account_id, party_id)
    if unit.session.get(AccountParty, key) is not None:
        raise TieRefused("own.tie_known")
    unit.session.add(AccountParty(account_id=key[0], party_id=party_id, tie=tie))


@requires(Right.SIGNED_IN)
def mine(unit: Unit) -> tuple[TieLine, ...]:
    """What the actor has told."""
    own = _LINES.where(AccountParty.account_id == unit.actor.account_id)
    return tuple(TieLine(*row) for row in unit.connection.execute(own))


@requires(Right.SEE_LOOKUPS)
def of_staff(unit: Unit) -> tuple[TieLine, ...]:
    """All ties of all users, by user."""
    return tuple(TieLine(*row) for row in unit.connection.execute(_LINES))


@requires(Right.SEE_LOOKUPS)
def remove(unit: Unit, account_id: int, party_id: int) -> None:
    """Take a tie away that does not hold (any more). Nobody frees himself: raises TieRefused for the actor's own."""
    if account_id == unit.actor.account_id:
        raise TieRefused("own.tie_own")
    row = unit.session.get(AccountParty, (account_id, party_id))
    if row is not None:
        unit.session.delete(row)


@requires(Right.SEE_LOOKUPS)
def look_ups(unit: Unit, since: datetime) -> tuple[TieLookUp, ...]:
    """Openings of records of the staff and of those close to them, by any of the staff, newest first.

    One's own and a relative's are told with the tie; a colleague's with the colleague's name.
    """
    reader, subject, own = aliased(Account), aliased(Account), aliased(AccountParty)
    other = aliased(AccountParty)
    statement = (
        select(
            ReadEvent.at,
            reader.display_name.label("user"),
            ReadEvent.party_id,
            ListEntry.number,
            ReadEvent.purpose,
            own.tie,
            subject.display_name.label("colleague"),
        )
        .join(reader, reader.id == ReadEvent.account_id)
        .join(ListEntry, ListEntry.party_id == ReadEvent.party_id)
        .outerjoin(own, and_(own.account_id == ReadEvent.account_id, own.party_id == ReadEvent.party_id))
        .outerjoin(
            other,
            and_(
                other.party_id == ReadEvent.party_id,
                other.account_id != ReadEvent.account_id,
                other.tie == StaffTie.SELF,
            ),
        )
        .outerjoin(subject, subject.id == other.account_id)
        .where(ReadEvent.at >= since)
        .where(own.tie.is_not(None) | other.account_id.is_not(None))
        .order_by(ReadEvent.at.desc(), ReadEvent.id.desc())
    )
    return tuple(
        TieLookUp(row.at, row.user, row.party_id, row.number, row.purpose, row.tie, row.colleague or "")
        for row in unit.connection.execute(statement)
    )
