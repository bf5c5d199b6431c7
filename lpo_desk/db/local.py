"""The encrypted local file: SQLCipher through SQLAlchemy."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

from lpo_desk.db.errors import DatabaseDamaged, DatabaseMissing
from lpo_desk.db.faults import told_of_file

_CACHE, _MORE_CACHE = 32_000, 160_000
"""Of pages, in KiB."""
PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 5000",
    f"PRAGMA cache_size = -{_CACHE}",
    "PRAGMA temp_store = MEMORY",
)
"""reliability.md 0.4-0.5, 2.5: a save that was acknowledged survives a power cut only with WAL and FULL.
`temp_store`: sorting spills would otherwise lie on the disk unencrypted."""


def connect(path: Path, data_key: bytes, *, create: bool = False, journal: str = "WAL") -> Any:  # noqa: ANN401 - the driver has no types
    """A connection of the driver with the key given and the pragmas set. `journal`: DELETE for a copy in one file.

    Raises DatabaseMissing without the file (unless `create`), DatabaseDamaged where the key does not open it or it is
    empty (SQLite would make a new, empty register of it), DatabaseReadOnly, DatabaseBusy and DatabaseUnavailable.
    """
    if not create:
        if not path.exists():
            raise DatabaseMissing(file=path.name)
        if path.stat().st_size == 0:
            raise DatabaseDamaged
    connection = None
    try:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        # The raw key needs no key derivation, so opening costs nothing beyond reading the first page.
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute(f"PRAGMA journal_mode = {journal}")
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except sqlcipher.Error as error:
        if connection is not None:
            connection.close()
        raise told_of_file(error) from None
    return connection


def local_engine(path: Path, data_key: bytes, *, create: bool = False, journal: str = "WAL") -> Engine:
    """One connection, used by one thread at a time: the database thread, or the command line's only one."""
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, data_key, create=create, journal=journal),
        poolclass=StaticPool,
        hide_parameters=True,  # parameters of a failed statement are personal data and would reach the log
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its Connection
    # A writing unit takes the write lock first: read-then-write with a deferred BEGIN fails under
    # contention where IMMEDIATE waits (performance.md, traps).
    writes = connection.get_execution_options().get("lpo_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def hurry(engine: Engine) -> None:
    """Do not wait for the disk at each commit: for a file under construction, thrown away if the power fails."""
    connection = engine.raw_connection()
    try:
        driver = connection.driver_connection
        assert driver is not None  # noqa: S101 - an open connection has its driver's
        driver.execute("PRAGMA synchronous = OFF")
    finally:
        connection.close()


@contextmanager
def more_cache(connection: Connection) -> Iterator[None]:
    """For work that writes all over a local file: each page that does not fit is encrypted and read again each time."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_MORE_CACHE}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE}")
        connection.exec_driver_sql("PRAGMA shrink_memory")
