"""Backup and restore of the local file: a backup counts only after it has been opened and checked.

A backup is three files: the encrypted database, its wrapped keys (`.keys`) and a manifest (`.manifest.json`) with the
schema, the row counts, the head of the audit chain and the SHA-256 of the database; and, where anything was erased, the
ledger of erasures (`.erasures`). Copying the file of an open database is no backup: 17 of 20 such copies were broken
(reliability.md section 4).
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from lpo_desk.db import erasure_ledger, schema
from lpo_desk.db.errors import DatabaseDamaged, DatabaseExists, DatabaseMissing, SchemaNewer
from lpo_desk.db.faults import told_of_file, told_of_system
from lpo_desk.db.files import WriterLock, free_name, refuse_shared_folder, sync_folder, write_whole
from lpo_desk.db.keys import KeyFile
from lpo_desk.db.local import connect, local_engine
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.system import AuditSeal

_PAGES_AT_A_TIME = 4096

Progress = Callable[[int, int], object]
"""Told how much of how much is done."""


class BackupDamaged(DatabaseDamaged):
    key = "database.backup_damaged"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `tables`: rows by table."""

    made_at: str
    schema: str
    tables: dict[str, int]
    seal: str
    sha256: str


def write(
    engine: Engine,
    data_key: bytes,
    keys: KeyFile,
    target: Path,
    *,
    at: datetime,
    progress: Progress | None = None,
    ledger: Path | None = None,
) -> Manifest:
    """Back up an open database to `target` and verify the copy. Never overwrites; leaves no part behind on failure.

    ledger: of erasures, of which a copy goes with it. `progress` is told how many pages of how many are copied; what it
    raises ends the backup.

    Raises DatabaseExists, DatabaseFull, DatabaseReadOnly, DatabaseUnavailable. Any folder will do: backups belong on
    other disks.
    """
    copied = erasure_ledger.beside(target)
    files = (target, _beside(target, ".keys"), _beside(target, ".manifest.json"), copied)
    for file in files:
        if file.exists():
            raise DatabaseExists(file=file.name)
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        _copy(engine, data_key, part, progress)
        manifest = _check(part, data_key, at)
        write_whole(_beside(target, ".keys"), keys.path.read_bytes())
        if ledger is not None and ledger.exists():
            write_whole(copied, ledger.read_bytes())
        write_whole(_beside(target, ".manifest.json"), json.dumps(asdict(manifest), indent=1).encode())
        part.replace(target)  # last: where the file stands, all three do
        sync_folder(target.parent)
    except BaseException as error:
        for file in (part, *files):
            with suppress(OSError):
                file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise told_of_system(error) from None
        raise
    return manifest


def restore(source: Path, target: Path, username: str, password: str, *, at: datetime) -> Manifest:
    """Put a verified backup in the place of `target`; what stood there is kept beside it under another name.

    Raises DatabaseMissing, BackupDamaged, SchemaNewer, WrongPassword, DatabaseInUse, FolderRefused, DatabaseFull.
    """
    refuse_shared_folder(target)
    if not source.exists():
        raise DatabaseMissing(file=source.name)
    keys = KeyFile.load(_beside(source, ".keys"))
    data_key = keys.unlock(username, password)
    told = read_manifest(source)
    if told is not None and told.sha256 != _sha256(source):
        raise BackupDamaged(file=source.name)
    part = target.with_name(target.name + ".part")
    lock = WriterLock(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    lock.acquire()
    try:
        _copy_file(source, part)
        manifest = _checked(part, data_key, at, source)
        if told is not None and told.tables != manifest.tables:
            raise BackupDamaged(file=source.name)
        _set_aside(target, at)
        write_whole(_beside(target, ".keys"), _beside(source, ".keys").read_bytes())
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise told_of_system(error) from None
    finally:
        part.unlink(missing_ok=True)
        lock.release()
    return manifest


def read_manifest(backup_file: Path) -> Manifest | None:
    """The manifest beside a backup, None where it is missing or unreadable."""
    try:
        raw: dict[str, Any] = json.loads(_beside(backup_file, ".manifest.json").read_text(encoding="utf-8"))
        return Manifest(**raw)
    except (OSError, ValueError, TypeError):
        return None


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows by table, of the tables this program knows."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
    }


def check_integrity(connection: Connection) -> bool:
    """SQLite's own check of pages, indexes and foreign keys."""
    fine = connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    return fine and connection.execute(text("PRAGMA foreign_key_check")).first() is None


def _checked(part: Path, data_key: bytes, at: datetime, source: Path) -> Manifest:
    """What `part` holds, told as damage of `source` where it cannot be read. Raises SchemaNewer, BackupDamaged."""
    try:
        manifest = _check(part, data_key, at)
    except (DBAPIError, DatabaseDamaged):
        raise BackupDamaged(file=source.name) from None
    if manifest.schema not in schema.KNOWN:
        raise SchemaNewer(theirs=manifest.schema, ours=schema.HEAD)
    return manifest


def _copy_file(source: Path, part: Path) -> None:
    with source.open("rb") as reading, part.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _copy(engine: Engine, data_key: bytes, part: Path, progress: Progress | None) -> None:
    def copied(_: int, left: int, pages: int) -> None:
        if progress is not None:
            progress(pages - left, pages)

    copy = connect(part, data_key, create=True, journal="DELETE")
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - an open connection has its driver's
            driver.backup(copy, pages=_PAGES_AT_A_TIME, progress=copied)
        # One file: no write-ahead log may be needed to read the copy.
        copy.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher.Error as error:
        raise told_of_file(error) from None
    finally:
        copy.close()


def _check(path: Path, data_key: bytes, at: datetime) -> Manifest:
    engine = local_engine(path, data_key, journal="DELETE")
    try:
        with engine.connect() as connection:
            if not check_integrity(connection):
                raise BackupDamaged(file=path.name)
            revision = schema.current(connection) or ""
            newest = select(AuditSeal.digest).order_by(AuditSeal.id.desc()).limit(1)
            seal = connection.execute(newest).scalar_one_or_none() if revision == schema.HEAD else None
            tables = count_rows(connection) if revision == schema.HEAD else {}
    finally:
        engine.dispose()
    return Manifest(at.isoformat(), revision, tables, seal.hex() if seal else "", _sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _set_aside(target: Path, at: datetime) -> None:
    """Keep what stood there: a restore of the wrong file must be undoable."""
    aside = free_name(target.with_name(f"{target.stem}-replaced-{at:%Y%m%d%H%M%S}{target.suffix}"))
    for suffix in ("", "-wal", "-shm", ".keys"):
        standing = _beside(target, suffix)
        if standing.exists():
            standing.replace(_beside(aside, suffix))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
