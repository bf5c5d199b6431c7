"""Keeping the database safe: backups that were checked, restoring, and the check of everything in it.

A server is backed up by its own tools; its check leaves out what the server watches itself.
"""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func, select, text

from lpo_desk.db import audit, erasure_ledger, schema
from lpo_desk.db import backup as files
from lpo_desk.db.backup import Manifest, Progress
from lpo_desk.db.database import Database
from lpo_desk.db.erasure_ledger import LedgerDamaged
from lpo_desk.db.errors import DatabaseMissing
from lpo_desk.db.files import free_name
from lpo_desk.db.keys import KeyFile
from lpo_desk.db.local import local_engine
from lpo_desk.db.opening import Clock, is_url, keys_path, utc_now
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.system import Secret, Setting
from lpo_desk.db.unit import Forbidden, Unit, requires
from lpo_desk.domain.accounts import Right, actor_of
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.upkeep import Kept, VerifyReport
from lpo_desk.services import _replaying, accounts
from lpo_desk.services.accounts import FOUNDER, SignedIn

LAST_BACKUP = "last_backup"
"""Name of the setting that holds the instant of the last backup, as ISO 8601."""

_PARTS = 4  # of a check: pages, references, the audit, and all that is counted


class OnlyLocal(UserError):
    """Asked of a server what only a local file has."""

    key = "backup.only_local"


class NoLedger(UserError):
    """There is no ledger of erasures where one should be."""

    key = "backup.no_ledger"


class NoFolder(UserError):
    """The folder to write to is not there."""

    key = "backup.no_folder"


def backup_file(folder: Path, on: date) -> Path:
    """The name of a day's backup in a folder: `LPO-backup-2026-11-23.lpodb`, then `-2` and so on."""
    return free_name(folder / f"LPO-backup-{on.isoformat()}.lpodb")


def backup(signed: SignedIn, target: Path, progress: Progress | None = None) -> Kept:
    """Seal the audit, copy the open database to `target` and check the copy. Never overwrites.

    `progress` is told how many pages of how many are copied; what it raises ends the backup and leaves no file.
    Raises Forbidden, OnlyLocal, NoFolder, DatabaseExists, BackupDamaged, DatabaseFull and their kin.
    """
    opened, database = signed.opened, signed.opened.database
    with database.unit(signed.actor) as unit:
        unit.demand(Right.BACKUP)
        if opened.keys is None:
            raise OnlyLocal
        if not target.parent.is_dir():
            raise NoFolder(folder=str(target.parent))
        audit.seal(unit)
    with database.alone():
        manifest = files.write(
            database.engine,
            opened.data_key,
            opened.keys,
            target,
            at=database.clock(),
            progress=progress,
            ledger=database.ledger,
        )
    # Logged when it is done: a backup that failed must not look like one.
    with database.unit(signed.actor) as unit:
        unit.log(AuditKind.BACKUP, detail=str(_rows(manifest)))
        unit.session.merge(Setting(name=LAST_BACKUP, value=manifest.made_at))
        unit.session.flush()
        audit.seal(unit)
    return _kept(target, manifest)


def restore(source: Path, location: str, username: str, password: str, *, clock: Clock = utc_now) -> Kept:
    """Put a verified backup in the place of a local database; what stood there is kept beside it.

    Whoever was erased since the backup is erased again: the ledger stays where it is, and takes in what only the one
    beside the backup knows. Only somebody who may make backups, by the accounts inside the backup. Raises Forbidden,
    OnlyLocal, DatabaseMissing, BackupDamaged, LedgerDamaged, WrongPassword, UnknownAccount, DatabaseInUse, FolderRefused,
    DatabaseFull.
    """
    if is_url(location):
        raise OnlyLocal
    target = Path(location)
    ledger, copy = erasure_ledger.beside(target), erasure_ledger.beside(source)
    secret = _demand_inside(source, username, password, (ledger, copy))
    manifest = files.restore(source, target, username, password, at=clock())
    erasure_ledger.join(ledger, copy, secret)
    signed = accounts.sign_in(location, username, password, clock=clock)
    try:
        with signed.opened.database.unit(signed.actor) as unit:
            unit.log(AuditKind.RESTORE, detail=str(_rows(manifest)))
    finally:
        signed.opened.close()
    return _kept(target, manifest)


def erase_again(signed: SignedIn) -> int:
    """After a server was restored by its own tools: erase whoever was erased since that backup. Returns how many
    records. Raises Forbidden, NoLedger, LedgerDamaged."""
    database = signed.opened.database
    with database.reading(signed.actor) as unit:
        unit.demand(Right.BACKUP)
    if database.ledger is None or not database.ledger.exists():
        raise NoLedger
    return _replaying.complete(database, signed.actor)


@requires(Right.BACKUP)
def verify(unit: Unit, progress: Progress | None = None) -> VerifyReport:
    """Check pages, foreign keys, schema, the audit's chain, and that every party can be found.

    `progress` is told each finished part; what it raises ends the check.
    """
    told = progress or (lambda done, parts: None)
    connection = unit.connection
    local = connection.dialect.name == "sqlite"
    revision = schema.current(connection) or ""
    told(0, _PARTS)
    pages = connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok" if local else None
    told(1, _PARTS)
    references = connection.execute(text("PRAGMA foreign_key_check")).first() is None if local else None
    told(2, _PARTS)
    chain = audit.verify(unit)
    told(3, _PARTS)
    listed = select(ListEntry.party_id)
    # Who was merged into another is found as that other; of an erased record there is nothing to find.
    findable = Party.replaced_by_id.is_(None), Party.erased_on.is_(None)
    unlisted = select(func.count()).select_from(Party).where(Party.id.not_in(listed), *findable)
    return VerifyReport(
        ledger=_ledger_holds(unit),
        pages=pages,
        references=references,
        schema=revision,
        schema_known=revision == schema.HEAD,
        tables=files.count_rows(connection),
        events=chain.events,
        sealed=chain.sealed,
        broken_seals=len(chain.broken_seals),
        bad_bodies=len(chain.bad_bodies),
        unlisted=unit.session.scalar(unlisted) or 0,
    )


@requires(Right.SIGNED_IN)
def last_backup(unit: Unit) -> datetime | None:
    """The instant of the last backup made of this database, None where there is none yet."""
    written = unit.session.scalar(select(Setting.value).where(Setting.name == LAST_BACKUP))
    return datetime.fromisoformat(written).astimezone(UTC) if isinstance(written, str) else None


def _ledger_holds(unit: Unit) -> bool | None:
    """Whether the ledger outside tells the same as the one inside; None where nothing was ever erased."""
    inside = _replaying.keys(unit)
    if unit.ledger is None or not unit.ledger.exists():
        return False if inside else None
    try:
        outside = {line.key for line in erasure_ledger.read(unit.ledger, unit.secret("erasure"))}
    except LedgerDamaged:
        return False
    return inside == outside


def _demand_inside(source: Path, username: str, password: str, ledgers: tuple[Path, ...]) -> bytes:
    """The right to restore, read from the backup itself: the database to be replaced may be beyond reading. Gives the
    key of the ledgers, by which each must be sound before anything is replaced."""
    if not source.exists():
        raise DatabaseMissing(file=source.name)
    data_key = KeyFile.load(keys_path(source)).unlock(username, password)
    database = Database(local_engine(source, data_key, journal="DELETE"))
    try:
        with database.reading(FOUNDER) as unit:
            account = accounts.named(unit, username)
            secret = unit.session.scalar(select(Secret.value).where(Secret.name == "erasure")) or b""
    finally:
        database.close()
    if not account.enabled:
        raise accounts.UnknownAccount
    if not actor_of(account).may(Right.BACKUP):
        raise Forbidden(Right.BACKUP)
    for ledger in ledgers:
        erasure_ledger.read(ledger, secret)
    return secret


def _rows(manifest: Manifest) -> int:
    return sum(manifest.tables.values())


def _kept(file: Path, manifest: Manifest) -> Kept:
    made_at = datetime.fromisoformat(manifest.made_at)
    return Kept(file, made_at, manifest.schema, _rows(manifest), file.stat().st_size)
