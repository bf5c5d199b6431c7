"""Connections: the lines into properties, who has them and whether the owners of the properties agreed."""

from sqlalchemy import select

from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.services import Connection
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merging import three_way
from lpo_desk.domain.party import Source
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.subscribing import (
    ConnectionDetails,
    check_connection,
    connection_number,
    parse_connection_number,
)
from lpo_desk.services._opened import begin, came, conflict, finish


class NoConnection(UserError):
    """The connection is not there, or another customer has it."""

    key = "service.no_such_connection"


@requires(Right.EDIT_CUSTOMER)
def add(unit: Unit, ticket: Ticket, details: ConnectionDetails, source: Source) -> int:
    """A connection that the opened customer has; it is given its number. Gives its id. Raises FieldsRefused."""
    held = begin(unit, ticket)
    checked = check_connection(ConnectionDetails(), details, unit.today, held.party.lang)
    _demand_owner(unit, checked.owner_id)
    (key,) = unit.numbers(Connection.__tablename__, 1)
    row = Connection(id=key, party_id=ticket.party_id, number=connection_number(key), **came(unit, source))
    _put(row, checked)
    unit.session.add(row)
    unit.session.flush()
    finish(unit, held)
    return row.id


@requires(Right.EDIT_CUSTOMER)
def change(
    unit: Unit,
    ticket: Ticket,
    connection_id: int,
    base: ConnectionDetails,
    mine: ConnectionDetails,
    source: Source,
) -> None:
    """Save what was changed of a connection of the opened customer. Raises FieldsRefused, Conflict, NoConnection."""
    held = begin(unit, ticket)
    row = unit.session.get(Connection, connection_id, populate_existing=True)
    if row is None or row.party_id != ticket.party_id:
        raise NoConnection
    checked = check_connection(base, mine, unit.today, held.party.lang)
    theirs = _details(row)
    merge = three_way(base, checked, theirs)
    if merge.conflicts:
        raise conflict(unit, ticket.party_id, merge.conflicts, base, checked, theirs)
    if not merge.changed:
        return
    _demand_owner(unit, merge.value.owner_id)
    _put(row, merge.value)
    for column, value in came(unit, source).items():
        setattr(row, column, value)
    finish(unit, held)


@requires(Right.EDIT_CUSTOMER)
def numbered(unit: Unit, text: str) -> int:
    """The id of the connection of a number as it is typed. Raises ValueRefused. Tells nothing of whose it is."""
    number = parse_connection_number(text)
    found = unit.connection.scalar(select(Connection.id).where(Connection.number == number))
    if found is None:
        raise ValueRefused("service.no_such_connection")
    return found


def _demand_owner(unit: Unit, owner_id: int | None) -> None:
    if owner_id is not None and unit.session.get(Party, owner_id) is None:
        raise FieldsRefused({"owner_id": ValueRefused("card.no_customer")})


def _details(row: Connection) -> ConnectionDetails:
    return ConnectionDetails(row.street, row.postcode, row.town, row.owner_id, row.consent, row.consent_on)


def _put(row: Connection, details: ConnectionDetails) -> None:
    row.street, row.postcode, row.town = details.street, details.postcode, details.town
    row.owner_id, row.consent, row.consent_on = details.owner_id, details.consent, details.consent_on
