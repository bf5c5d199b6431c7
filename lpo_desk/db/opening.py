"""Creating and opening databases: a local encrypted file or a server, and who may sign in."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from lpo_desk import settings
from lpo_desk.db import backup, erasure_ledger, schema
from lpo_desk.db.database import Database
from lpo_desk.db.errors import DatabaseDamaged, DatabaseExists, DatabaseMissing, SchemaOlder, ServerRefused
from lpo_desk.db.faults import told
from lpo_desk.db.files import WriterLock, free_name, refuse_shared_folder
from lpo_desk.db.keys import KdfCost, KeyFile
from lpo_desk.db.local import local_engine
from lpo_desk.db.server import server_engine

Clock = Callable[[], datetime]
MayUpgrade = Callable[[Connection], bool]
"""Whether whoever opens an older file may have its schema brought up; asked of the file as it is."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def is_url(location: str) -> bool:
    return location.startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def keys_path(path: Path) -> Path:
    return path.with_name(path.name + ".keys")


@dataclass(slots=True)
class Opened:
    """An open database with what belongs to it. `recovery_key` is set once, by creation of a local file.

    before: the verified copy that was made because the schema was older and has been brought up just now.
    """

    database: Database
    location: str
    path: Path | None = None
    keys: KeyFile | None = None
    data_key: bytes = field(default=b"", repr=False)
    lock: WriterLock | None = None
    cost: KdfCost = field(default_factory=KdfCost)
    recovery_key: str = field(default="", repr=False)
    before: Path | None = None

    def close(self) -> None:
        self.database.close()
        if self.lock is not None:
            self.lock.release()


def create_local(
    path: Path,
    username: str,
    password: str,
    *,
    cost: KdfCost | None = None,
    clock: Clock = utc_now,
    practice: bool = False,
) -> Opened:
    """A new encrypted file with its tables, for a first user. Raises DatabaseExists, FolderRefused."""
    refuse_shared_folder(path)
    if path.exists() or keys_path(path).exists():
        raise DatabaseExists(file=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(path)
    lock.acquire()
    database = None
    try:
        used = cost or KdfCost()
        keys, data_key, recovery_key = KeyFile.create(keys_path(path), username, password, used)
        ledger = erasure_ledger.beside(path)
        database = Database(
            local_engine(path, data_key, create=True), clock=clock, practice=practice, ledger=ledger
        )
        database.prepare()
        keys.save()
    except BaseException as error:
        if database is not None:
            database.close()
        discard_local(path)
        lock.release()
        if isinstance(error, DBAPIError):
            raise told(error) from None
        raise
    return Opened(database, str(path), path, keys, data_key, lock, used, recovery_key)


def discard_local(path: Path) -> None:
    """Remove a database whose making failed: half of one would be refused as existing the next time."""
    for part in (
        path,
        keys_path(path),
        path.with_name(path.name + "-wal"),
        path.with_name(path.name + "-shm"),
    ):
        part.unlink(missing_ok=True)


def open_local(
    path: Path,
    username: str,
    password: str,
    *,
    clock: Clock = utc_now,
    cost: KdfCost | None = None,
    may_upgrade: MayUpgrade | None = None,
) -> Opened:
    """Open a file with a user's password; an older schema is backed up and brought up first.

    `may_upgrade` is asked about real registers; a practice database is brought up by anybody. Raises DatabaseMissing,
    WrongPassword, KeysMissing, DatabaseInUse, FolderRefused, DatabaseDamaged, SchemaNewer, SchemaOlder.
    """
    _refuse_absent(path)
    keys = KeyFile.load(keys_path(path))
    return _open_with_key(path, keys, keys.unlock(username, password), clock, cost, may_upgrade)


def recover_local(
    path: Path, recovery_key: str, *, clock: Clock = utc_now, cost: KdfCost | None = None
) -> Opened:
    """Open with the printed recovery key, so that a user can be given a new password.

    Raises WrongRecoveryKey and what `open_local` raises.
    """
    _refuse_absent(path)
    keys = KeyFile.load(keys_path(path))
    return _open_with_key(path, keys, keys.unlock_with_recovery(recovery_key), clock, cost)


def open_server(
    url: str, username: str, password: str, *, clock: Clock = utc_now, create: bool = False
) -> Opened:
    """Sign in to a server with one's own login role. `create` makes the tables in an empty database."""
    database = Database(server_engine(url, username, password), clock=clock)
    database.ledger = _ledger_of(database)
    try:
        with database.engine.connect() as connection:
            behind = schema.needs_migration(connection)
        if behind and not create:
            raise DatabaseMissing(file=database.engine.url.database or "")
        if create:
            database.prepare()
    except OperationalError:
        database.close()
        raise ServerRefused from None
    except BaseException:
        database.close()
        raise
    return Opened(database, url)


def open_database(
    location: str,
    username: str,
    password: str,
    *,
    clock: Clock = utc_now,
    cost: KdfCost | None = None,
    may_upgrade: MayUpgrade | None = None,
) -> Opened:
    """A path or a URL: whichever it is."""
    if is_url(location):
        return open_server(location, username, password, clock=clock)
    return open_local(Path(location), username, password, clock=clock, cost=cost, may_upgrade=may_upgrade)


def _ledger_of(database: Database) -> Path | None:
    """A server's ledger of erasures lies in the folder that the machine's settings name."""
    folder = settings.load().erasure_folder
    return erasure_ledger.beside(Path(folder) / (database.engine.url.database or "")) if folder else None


def _refuse_absent(path: Path) -> None:
    refuse_shared_folder(path)
    if not path.exists():
        raise DatabaseMissing(file=path.name)


def _open_with_key(
    path: Path,
    keys: KeyFile,
    data_key: bytes,
    clock: Clock,
    cost: KdfCost | None,
    may_upgrade: MayUpgrade | None = None,
) -> Opened:
    lock = WriterLock(path)
    lock.acquire()
    database = before = None
    try:
        database = Database(local_engine(path, data_key), clock=clock, ledger=erasure_ledger.beside(path))
        with database.engine.connect() as connection:
            behind = schema.needs_migration(connection)
            theirs = schema.current(connection)
            if theirs is None:
                raise DatabaseDamaged  # its tables are made before its keys are saved, so they are never missing
            allowed = may_upgrade is None or not behind or may_upgrade(connection)
        if behind:
            if not allowed and not database.is_marked_practice():
                raise SchemaOlder(theirs=theirs, ours=schema.HEAD)
            copy = path.with_name(f"{path.stem}-before-{schema.HEAD}-{clock():%Y%m%d%H%M%S}{path.suffix}")
            before = free_name(copy)
            backup.write(database.engine, data_key, keys, before, at=clock(), ledger=database.ledger)
            schema.migrate(database.engine)
        database.make_secrets()
        database.practice = database.is_marked_practice()
    except BaseException as error:
        if database is not None:
            with suppress(Exception):  # the first error is the one to tell
                database.close()
        lock.release()
        if isinstance(error, DBAPIError):
            raise told(error) from None
        raise
    return Opened(database, str(path), path, keys, data_key, lock, cost or KdfCost(), before=before)
