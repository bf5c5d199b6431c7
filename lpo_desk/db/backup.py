"""Backup and restore of the local file: a backup counts only after it has been opened and checked.

A backup is three files: the encrypted database, its wrapped keys (`.keys`) and a manifest (`.manifest.json`) with the
schema, the row counts, the head of the audit chain and the SHA-256 of the database. Copying the file of an open
database is no backup: 17 of 20 such copies were broken (reliability.md section 4).
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text

from lpo_desk.db import schema
from lpo_desk.db.errors import DatabaseDamaged, DatabaseExists, DatabaseMissing
from lpo_desk.db.files import WriterLock, refuse_shared_folder, sync_folder, write_whole
from lpo_desk.db.keys import KeyFile
from lpo_desk.db.local import connect, local_engine
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.system import AuditSeal

_PAGES_AT_A_TIME = 4096


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


def write(engine: Engine, data_key: bytes, keys: KeyFile, target: Path, *, at: datetime) -> Manifest:
    """Back up an open database to `target` and verify the copy. Never overwrites; leaves no part behind on failure.

    Raises DatabaseExists, FolderRefused is not raised: backups belong on other disks.
    """
    if target.exists():
        raise DatabaseExists(file=target.name)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _copy(engine, data_key, part)
        manifest = _check(part, data_key, at)
        _beside(target, ".keys").write_bytes(keys.path.read_bytes())
        write_whole(_beside(target, ".manifest.json"), json.dumps(asdict(manifest), indent=1).encode())
        part.replace(target)
        sync_folder(target.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return manifest


def restore(source: Path, target: Path, username: str, password: str, *, at: datetime) -> Manifest:
    """Put a verified backup in the place of `target`; what stood there is kept beside it under another name.

    Raises DatabaseMissing, BackupDamaged, WrongPassword, DatabaseInUse, FolderRefused.
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
    part.write_bytes(source.read_bytes())
    try:
        manifest = _check(part, data_key, at)
        if told is not None and told.tables != manifest.tables:
            raise BackupDamaged(file=source.name)
        lock = WriterLock(target)
        lock.acquire()
        try:
            _set_aside(target, at)
            write_whole(_beside(target, ".keys"), _beside(source, ".keys").read_bytes())
            part.replace(target)
            sync_folder(target.parent)
        finally:
            lock.release()
    finally:
        part.unlink(missing_ok=True)
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


def _copy(engine: Engine, data_key: bytes, part: Path) -> None:
    copy = connect(part, data_key, create=True, journal="DELETE")
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - an open connection has its driver's
            driver.backup(copy, pages=_PAGES_AT_A_TIME)
        # One file: no write-ahead log may be needed to read the copy.
        copy.execute("PRAGMA journal_mode = DELETE")
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
    aside = target.with_name(f"{target.stem}-replaced-{at:%Y%m%d%H%M%S}{target.suffix}")
    for suffix in ("", "-wal", "-shm", ".keys"):
        standing = _beside(target, suffix)
        if standing.exists():
            standing.replace(_beside(aside, suffix))


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
