"""One open database: the only place that begins, commits, rolls back and translates the driver's errors."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from lpo_desk.db import audit, own_record, schema
from lpo_desk.db.errors import Conflict, DatabaseUnavailable
from lpo_desk.db.faults import told
from lpo_desk.db.tables.system import Save, Secret, Setting
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.changes import Changes

HELSINKI = ZoneInfo("Europe/Helsinki")
SECRETS = ("erasure", "hetu", "import", "review", "seal", "suppression")
WIPING = "wiping"
"""The setting that tells that an erasure was committed and the file is not written anew yet."""

PRACTICE = "practice"
"""Name of the setting that marks a database of fictional people for as long as it lives."""


class _Session(Session):
    """The program's own session class, so that the audit and the guard listen to it and to nothing else."""


audit.listen(_Session)
own_record.listen(_Session)


class Database:
    """Hands out units. One thread uses it at a time (ui/runner.py, or the command line): a local file has one
    connection, so a second thread waits for the end of the unit.

    clock: gives the instant of each unit in UTC; tests give their own.
    practice: whether its people are fictional; marked in the database by `prepare`, read again at opening.
    ledger: the file that erasures are written to, outside the database (db/erasure_ledger.py).
    committed: called after each unit that changed something, in the thread that ran it.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        practice: bool = False,
        ledger: Path | None = None,
    ) -> None:
        self.engine = engine
        self.ledger = ledger
        self.clock = clock
        self.practice = practice
        self.committed: Callable[[Changes], None] | None = None
        self._turn = nullcontext() if self.is_server else RLock()
        self._sessions = sessionmaker(engine, class_=_Session, expire_on_commit=False)
        self._writing = sessionmaker(
            engine.execution_options(lpo_writes=True), class_=_Session, expire_on_commit=False
        )

    @property
    def is_server(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    def today(self) -> date:
        """The Helsinki date now; the window's date fields count from it."""
        return self.clock().astimezone(HELSINKI).date()

    def prepare(self) -> None:
        """Create the tables and the register's own keys in an empty database."""
        schema.migrate(self.engine)
        if self.make_secrets() and self.practice:
            with self._writing.begin() as session:
                session.connection().execute(insert(Setting), {"name": PRACTICE, "value": True})

    def make_secrets(self) -> bool:
        """Add the register's keys that are missing: all of them in a new database, in an older one those that came
        later. Whether there were none."""
        with self._turn, self._writing.begin() as session:
            there = set(session.scalars(select(Secret.name)))
            rows = [{"name": name, "value": secrets.token_bytes(32)} for name in SECRETS if name not in there]
            if rows:
                session.connection().execute(insert(Secret), rows)
        return not there

    def is_marked_practice(self) -> bool:
        """Whether the file was made as a practice database."""
        with self._turn, self._sessions() as session, _translated(session):
            return session.scalar(select(Setting.value).where(Setting.name == PRACTICE)) is True

    @contextmanager
    def unit(
        self, actor: Actor, purpose: Purpose | None = None, *, save_id: UUID | None = None
    ) -> Iterator[Unit]:
        """One writing transaction: commits at the end of the block, rolls back on any exception.

        A save whose commit lost its reply is looked up by `save_id` and counts as done when it is there.
        Raises Conflict, Duplicate, DatabaseBusy, DatabaseUnavailable and their kin.
        """
        save = save_id or uuid4()
        with self._turn:
            session = self._writing()
            try:
                with _translated(session):
                    unit = self._unit(session, actor, save, purpose)
                    session.connection().execute(
                        insert(Save), {"id": save, "at": unit.at, "account_id": actor.account_id or None}
                    )
                    yield unit
                    if unit.leaves_no_trace and not self.is_server:
                        _mark_wiping(session)
                    self._commit(session, save, unit)
            except Forbidden as denial:
                session.rollback()
                self._log_denial(actor, denial)
                raise
            finally:
                session.close()
            if unit.leaves_no_trace:
                self.wipe()
        if self.committed is not None and unit.changes != Changes():
            self.committed(unit.changes)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Unit]:
        """One transaction that only reads; what it would write is thrown away."""
        with self._turn:
            session = self._sessions()
            try:
                with _translated(session):
                    yield self._unit(session, actor, None, None)
            except Forbidden as denial:
                session.rollback()
                self._log_denial(actor, denial)
                raise
            finally:
                session.rollback()
                session.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While something works on the local file itself no unit of another thread begins: there is one connection."""
        with self._turn:
            yield

    def was_saved(self, save_id: UUID) -> bool:
        """Whether the writing unit of this id was committed."""
        with self._turn, self._sessions() as session, _translated(session):
            return session.scalar(select(Save.id).where(Save.id == save_id)) is not None

    def close(self) -> None:
        self.engine.dispose()

    def _unit(self, session: Session, actor: Actor, save_id: UUID | None, purpose: Purpose | None) -> Unit:
        at = self.clock()
        unit = Unit(session, actor, at, at.astimezone(HELSINKI).date(), save_id, purpose)
        unit.ledger = self.ledger
        return unit

    def _commit(self, session: Session, save_id: UUID, unit: Unit) -> None:
        if not unit.outside:
            self._commit_inside(session, save_id)
            return
        session.flush()
        done: list[Callable[[], None]] = []
        try:
            for act, take_back in unit.outside:
                act()
                done.append(take_back)
            self._commit_inside(session, save_id)
        except BaseException:
            for take_back in reversed(done):
                take_back()
            raise

    def wipe(self) -> None:
        """Write a local file anew after an erasure, and empty its write-ahead log, which holds the pages as they were.

        `secure_delete` overwrites what is deleted, not the copies that rows leave when pages are balanced. The mark
        that it is due goes last: whatever ends the program in between, the next sign-in does it (`wipe_if_due`).
        """
        if self.is_server:
            return
        with self._turn:
            self._write_anew()
            with self._writing.begin() as session:
                session.connection().execute(delete(Setting).where(Setting.name == WIPING))

    def _write_anew(self) -> None:
        connection = self.engine.raw_connection()
        try:
            driver = connection.driver_connection
            assert driver is not None  # noqa: S101 - an open connection has its driver's
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def wipe_if_due(self) -> None:
        """Finish what an erasure had begun when the program ended."""
        with self._turn, self._sessions() as session, _translated(session):
            due = session.get(Setting, WIPING) is not None
        if due:
            self.wipe()

    def _commit_inside(self, session: Session, save_id: UUID) -> None:
        try:
            session.commit()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            session.close()
            if not self.was_saved(save_id):
                raise DatabaseUnavailable from error

    def _log_denial(self, actor: Actor, denial: Forbidden) -> None:
        """The refused unit is rolled back, so its denial is written by one of its own."""
        with self.unit(actor) as unit:
            unit.log(AuditKind.DENY, detail=denial.right.value)


def _mark_wiping(session: Session) -> None:
    connection = session.connection()
    connection.execute(delete(Setting).where(Setting.name == WIPING))
    connection.execute(insert(Setting), {"name": WIPING, "value": True})


@contextmanager
def _translated(session: Session) -> Iterator[None]:
    """Turn what the driver raises into sentences, without the statement or its values."""
    try:
        yield
    except StaleDataError:
        session.rollback()
        raise Conflict from None
    except DBAPIError as error:
        session.rollback()
        raise told(error) from None
    except BaseException:
        session.rollback()
        raise
