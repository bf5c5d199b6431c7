"""The unit of work: one user action, one transaction (architecture.md rule 3)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from lpo_desk.db import audit
from lpo_desk.db.tables.system import ReadEvent, Secret
from lpo_desk.domain.accounts import Actor, Right
from lpo_desk.domain.audit import AuditKind, Purpose, Ticket
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source

TICKET_LIFE = timedelta(minutes=15)

P = ParamSpec("P")
R = TypeVar("R")


class Forbidden(UserError):
    """The signed-in account lacks a right. Logged as a denial by the database that ran the unit."""

    key = "rights.denied"

    def __init__(self, right: Right) -> None:
        super().__init__(right=right)
        self.right = right


class NoTicket(UserError):
    """Details were asked of someone who was not opened, or too long ago."""

    key = "customer.no_ticket"


class Unit:
    """One transaction in the name of an actor. Made by `Database.unit` and by nothing else.

    session: rows live in it and nowhere else. at: the instant of the unit, UTC. today: its Helsinki date.
    save_id: the id of a writing unit, None for one that only reads. source: where the values that are being saved come
    from; the audit keeps it with each changed row. ledger: the file of erasures outside the database.
    outside: what is done outside the database, last of all before the commit, and what takes it back should that fail.
    leaves_no_trace: what the unit takes out must not lie on in the write-ahead log either.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        at: datetime,
        today: date,
        save_id: UUID | None,
        purpose: Purpose | None,
    ) -> None:
        self.session = session
        self.actor = actor
        self.at = at
        self.today = today
        self.save_id = save_id
        self.purpose = purpose
        self.source: Source | None = None
        self.ledger: Path | None = None
        self.outside: list[tuple[Callable[[], None], Callable[[], None]]] = []
        self.leaves_no_trace = False
        self._parties: set[int] = set()
        self._cases: set[int] = set()
        self._tables: set[str] = set()
        session.info["unit"] = self

    @property
    def connection(self) -> Connection:
        return self.session.connection()

    def demand(self, right: Right) -> None:
        """Raises Forbidden unless the actor has the right."""
        if not self.actor.may(right):
            raise Forbidden(right)

    def log(
        self,
        kind: AuditKind,
        *,
        table: str = "",
        key: object = "",
        party_id: int | None = None,
        case_id: int | None = None,
        purpose: Purpose | None = None,
        fields: tuple[str, ...] = (),
        detail: str = "",
    ) -> None:
        """Write an audit row for an act that is not a change of a row. `detail` holds a code or a count, no value."""
        entry = audit.Entry(
            kind, table, str(key), party_id, case_id, fields, {}, detail, purpose or self.purpose
        )
        audit.write(self.session, [entry], self)

    def touched(self, *, party_id: int | None = None, case_id: int | None = None, table: str = "") -> None:
        """Tell the open pages of a change that no audited row shows."""
        if party_id is not None:
            self._parties.add(party_id)
        if case_id is not None:
            self._cases.add(case_id)
        if table:
            self._tables.add(table)

    @property
    def changes(self) -> Changes:
        return Changes(frozenset(self._parties), frozenset(self._cases), frozenset(self._tables))

    def secret(self, name: str) -> bytes:
        """Key material of the register (tables/system.py, Secret)."""
        return self.session.execute(select(Secret.value).where(Secret.name == name)).scalar_one()

    def issue_ticket(self, party_id: int, purpose: Purpose, case_id: int | None = None) -> Ticket:
        """Log an opening. The ticket serves later units only: a reading that could be rolled back is no reading."""
        assert self.save_id is not None, "a ticket needs a writing unit"  # noqa: S101 - a bug, not a user's error
        row = ReadEvent(
            party_id=party_id,
            at=self.at,
            purpose=purpose,
            expires_at=self.at + TICKET_LIFE,
            account_id=self.actor.account_id,
            case_id=case_id,
            save_id=self.save_id,
        )
        self.session.add(row)
        self.session.flush()
        return Ticket(row.id, party_id, purpose, row.at, row.expires_at, case_id)

    def demand_ticket(self, ticket: Ticket) -> None:
        """Raises NoTicket unless this actor's ticket was committed by an earlier unit and still lives."""
        found = self.session.execute(
            select(ReadEvent.id).where(
                ReadEvent.id == ticket.id,
                ReadEvent.party_id == ticket.party_id,
                ReadEvent.account_id == self.actor.account_id,
                ReadEvent.expires_at > self.at,
                ReadEvent.save_id != self.save_id if self.save_id is not None else text("1 = 1"),
            )
        ).scalar_one_or_none()
        if found is None:
            raise NoTicket

    def numbers(self, table: str, count: int) -> range | list[int]:
        """Fresh primary keys for a bulk insert of `count` rows."""
        if count == 0:
            return range(0)
        if self.connection.dialect.name == "postgresql":
            sequence = func.nextval(func.pg_get_serial_sequence(table, "id"))
            return list(self.connection.scalars(select(sequence).select_from(func.generate_series(1, count))))
        # The write lock is held, so nobody else numbers rows meanwhile.
        last = self.connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one()  # noqa: S608 - a table's name from the code
        return range(last + 1, last + 1 + count)


def requires(
    right: Right,
) -> Callable[[Callable[Concatenate[Unit, P], R]], Callable[Concatenate[Unit, P], R]]:
    """Name the right a public service function needs; checked before anything of it runs (rule 7)."""

    def mark(function: Callable[Concatenate[Unit, P], R]) -> Callable[Concatenate[Unit, P], R]:
        @wraps(function)
        def guarded(unit: Unit, /, *args: P.args, **kwargs: P.kwargs) -> R:
            unit.demand(right)
            return function(unit, *args, **kwargs)

        guarded.__right__ = right  # type: ignore[attr-defined]  # read by the rule test
        return guarded

    return mark
