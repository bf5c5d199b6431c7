"""A backup counts when it has been opened and checked; a restore loses nothing of what stood there."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from lpo_desk.db import backup, schema
from lpo_desk.db.backup import BackupDamaged, Manifest
from lpo_desk.db.errors import (
    DatabaseExists,
    DatabaseInUse,
    DatabaseMissing,
    DatabaseUnavailable,
    FolderRefused,
    KeysMissing,
    SchemaNewer,
    WrongPassword,
)
from lpo_desk.db.opening import keys_path, open_local
from lpo_desk.domain.accounts import Role
from lpo_desk.services import accounts
from tests.db.people import Someone, add
from tests.fixtures_db import CHEAP, PASSWORD, Desk

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def write(desk: Desk, target: Path) -> Manifest:
    assert desk.opened.keys is not None
    return backup.write(desk.database.engine, desk.opened.data_key, desk.opened.keys, target, at=AT)


def customers(path: Path) -> int:
    opened = open_local(path, "admin", PASSWORD, cost=CHEAP)
    try:
        with opened.database.engine.connect() as connection:
            assert backup.check_integrity(connection)
            return backup.count_rows(connection)["customer_account"]
    finally:
        opened.close()


def home(desk: Desk) -> Path:
    assert desk.opened.path is not None
    return desk.opened.path


@pytest.fixture
def busy(local_desk: Desk) -> Desk:
    with local_desk.database.unit(local_desk["maija"]) as unit:
        for n in range(40):
            add(unit, Someone("Öhman", f"Nimi{n}", str(10000 + n)))
    return local_desk


@pytest.fixture
def copy(busy: Desk, tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    target = tmp_path / "usb" / "desk-2026-11-23.lpodb"
    write(busy, target)
    return target


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_backup_of_an_open_database_is_three_files_and_opens(busy: Desk, copy: Path) -> None:
    assert names(copy.parent) == {copy.name, copy.name + ".keys", copy.name + ".manifest.json"}
    manifest = backup.read_manifest(copy)
    assert manifest is not None
    assert manifest.made_at == AT.isoformat()
    assert manifest.schema == schema.HEAD
    assert manifest.tables["customer_account"] == 40
    assert b"hman" not in copy.read_bytes()
    with busy.database.unit(busy["maija"]) as unit:  # the database goes on meanwhile
        add(unit, Someone("Lind", number="20000"))
    assert customers(copy) == 40


def test_a_restored_backup_is_what_was_backed_up_and_what_stood_there_is_kept(busy: Desk, copy: Path) -> None:
    with busy.database.unit(busy["maija"]) as unit:
        add(unit, Someone("Lind", number="20000"))
    busy.opened.close()
    told = backup.restore(copy, home(busy), "admin", PASSWORD, at=AT)
    assert told.tables["customer_account"] == 40
    assert customers(home(busy)) == 40
    kept = home(busy).with_name("desk-replaced-20261123093000.lpodb")
    assert customers(kept) == 41
    backup.restore(copy, home(busy), "admin", PASSWORD, at=AT)  # again, in the same second
    assert customers(kept) == 41
    assert customers(kept.with_name("desk-replaced-20261123093000-2.lpodb")) == 40
    assert not [name for name in names(home(busy).parent) if name.endswith(".part")]


def test_a_backup_is_restored_on_a_new_computer(busy: Desk, copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "computer" / "desk.lpodb"
    backup.restore(copy, target, "maija", PASSWORD, at=AT)
    signed = accounts.sign_in(str(target), "maija", PASSWORD, cost=CHEAP)
    assert signed.account.display_name == "Maija Virtanen"
    signed.opened.close()


def test_a_backup_never_overwrites(busy: Desk, copy: Path) -> None:
    for name in ("", ".keys", ".manifest.json"):
        target = copy.with_name("second.lpodb")
        standing = target.with_name(target.name + name)
        standing.write_bytes(b"mine")
        with pytest.raises(DatabaseExists) as refused:
            write(busy, target)
        assert standing.name in refused.value.sentence("fi")
        assert standing.read_bytes() == b"mine"
        standing.unlink()


def test_a_backup_that_fails_leaves_nothing(busy: Desk, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable):
        write(busy, tmp_path / "absent" / "desk.lpodb")
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "desk.lpodb.keys.part").mkdir()
    with pytest.raises(Exception):  # noqa: B017, PT011 - which one is the system's affair; what is left is tested
        write(busy, tmp_path / "usb" / "desk.lpodb")
    assert names(tmp_path / "usb") == {"desk.lpodb.keys.part"}


def change_one_byte(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x40]))


def truncate(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.truncate(at)


@pytest.mark.parametrize("with_manifest", [True, False])
@pytest.mark.parametrize("harm", [change_one_byte, truncate])
@pytest.mark.parametrize("place", ["first page", "middle", "end"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    busy: Desk, copy: Path, place: str, harm: Callable[[Path, int], None], with_manifest: bool
) -> None:
    """Every page of SQLCipher has its own authentication code, so damage shows even without the manifest."""
    size = copy.stat().st_size
    harm(copy, {"first page": 100, "middle": size // 2 + 7, "end": size - 100}[place])
    if not with_manifest:
        copy.with_name(copy.name + ".manifest.json").unlink()
    busy.opened.close()
    before, beside = home(busy).read_bytes(), names(home(busy).parent)
    with pytest.raises(BackupDamaged) as refused:
        backup.restore(copy, home(busy), "admin", PASSWORD, at=AT)
    assert copy.name in refused.value.sentence("fi")
    assert home(busy).read_bytes() == before
    assert names(home(busy).parent) == beside


def test_a_backup_whose_manifest_tells_of_other_rows_is_refused(busy: Desk, copy: Path) -> None:
    told = copy.with_name(copy.name + ".manifest.json")
    body = json.loads(told.read_text())
    body["tables"]["party"] += 1
    told.write_text(json.dumps(body))
    busy.opened.close()
    with pytest.raises(BackupDamaged):
        backup.restore(copy, home(busy), "admin", PASSWORD, at=AT)
    told.write_text("{")
    backup.restore(
        copy, home(busy), "admin", PASSWORD, at=AT
    )  # an unreadable manifest proves nothing either way


def test_a_backup_with_the_keys_of_another_database_is_refused(
    copy: Path, make_local: Callable[[], Desk], tmp_path: Path
) -> None:
    other = accounts.found(
        str(tmp_path / "other.lpodb"),
        accounts.NewAccount("admin", "A", frozenset({Role.ADMINISTRATOR})),
        PASSWORD,
        cost=CHEAP,
    )
    other.opened.close()
    keys_path(copy).write_bytes(keys_path(tmp_path / "other.lpodb").read_bytes())
    with pytest.raises(BackupDamaged):
        backup.restore(copy, tmp_path / "target" / "desk.lpodb", "admin", PASSWORD, at=AT)
    assert names(tmp_path / "target") <= {"desk.lpodb.lock"}


def test_a_backup_of_a_newer_program_is_refused(busy: Desk, tmp_path: Path) -> None:
    with busy.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = tmp_path / "newer.lpodb"
    write(busy, newer)
    with pytest.raises(SchemaNewer):
        backup.restore(newer, tmp_path / "target.lpodb", "admin", PASSWORD, at=AT)
    assert not (tmp_path / "target.lpodb").exists()


def test_a_restore_asks_for_a_password_of_the_backup(busy: Desk, copy: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.lpodb"
    with pytest.raises(WrongPassword):
        backup.restore(copy, target, "admin", PASSWORD + "x", at=AT)
    keys_path(copy).unlink()
    with pytest.raises(KeysMissing):
        backup.restore(copy, target, "admin", PASSWORD, at=AT)
    with pytest.raises(DatabaseMissing):
        backup.restore(copy.with_name("absent.lpodb"), target, "admin", PASSWORD, at=AT)
    with pytest.raises(FolderRefused):
        backup.restore(copy, tmp_path / "Dropbox" / "desk.lpodb", "admin", PASSWORD, at=AT)
    assert not target.exists()


RESTORE = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from lpo_desk.db import backup
from lpo_desk.db.errors import DatabaseInUse
try:
    backup.restore(Path(sys.argv[1]), Path(sys.argv[2]), "admin", sys.argv[3], at=datetime.now(UTC))
except DatabaseInUse:
    print("in use")
"""


def test_a_database_in_use_is_not_replaced(busy: Desk, copy: Path) -> None:
    with pytest.raises(DatabaseInUse):
        backup.restore(copy, home(busy), "admin", PASSWORD, at=AT)
    other = [sys.executable, "-c", RESTORE, str(copy), str(home(busy)), PASSWORD]
    assert subprocess.run(other, capture_output=True, text=True, check=True).stdout == "in use\n"
    with busy.database.unit(busy["maija"]) as unit:
        add(unit, Someone("Lind", number="20000"))
    busy.opened.close()
    assert customers(home(busy)) == 41
    assert not list(home(busy).parent.glob("*replaced*"))


def test_rows_that_point_nowhere_are_no_integrity(busy: Desk) -> None:
    with busy.database.engine.connect() as connection:
        assert backup.check_integrity(connection)
        connection.rollback()
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM party WHERE id = 1")
        assert not backup.check_integrity(connection)
