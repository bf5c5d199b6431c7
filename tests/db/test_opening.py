"""Making and opening local files: encrypted, locked, never overwritten, never half made."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, text

from lpo_desk.db.database import SECRETS, Database
from lpo_desk.db.errors import (
    DatabaseDamaged,
    DatabaseExists,
    DatabaseInUse,
    DatabaseMissing,
    FolderRefused,
    KeysMissing,
    ServerRefused,
    WrongPassword,
    WrongRecoveryKey,
)
from lpo_desk.db.local import connect, local_engine
from lpo_desk.db.opening import (
    create_local,
    is_url,
    keys_path,
    open_database,
    open_local,
    open_server,
    recover_local,
)
from lpo_desk.db.tables.system import Secret
from tests.fixtures_db import CHEAP, PASSWORD, Clock, Desk


def make(path: Path) -> str:
    """A new file with its tables, closed again; returns its recovery key."""
    opened = create_local(path, "maija", PASSWORD, cost=CHEAP, clock=Clock())
    opened.close()
    return opened.recovery_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.lpodb"


def test_a_made_file_opens_with_its_password(path: Path) -> None:
    recovery = make(path)
    opened = open_local(path, "maija", PASSWORD, cost=CHEAP)
    with opened.database.engine.connect() as connection:
        assert set(connection.scalars(select(Secret.name))) == set(SECRETS)
        assert connection.scalar(select(func.min(func.length(Secret.value)))) == 32
    assert opened.recovery_key == ""
    assert len(recovery.replace("-", "")) == 32
    opened.close()


def test_nothing_in_the_file_can_be_read(path: Path) -> None:
    make(path)
    content = path.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"party" not in content
    assert b"CREATE TABLE" not in content
    other = path.with_name("other.lpodb")
    make(other)
    assert other.read_bytes()[:16] != content[:16], "the salt in the header is random"


def test_a_wrong_key_does_not_open_the_file(path: Path) -> None:
    make(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseDamaged):
        connect(path, bytes(32))
    assert path.read_bytes() == before


def test_a_wrong_password_opens_nothing_and_leaves_no_lock(path: Path) -> None:
    make(path)
    for username, password in (("maija", "x" * 20), ("kalle", PASSWORD)):
        with pytest.raises(WrongPassword):
            open_local(path, username, password)
    open_local(path, "maija", PASSWORD).close()


def test_the_recovery_key_opens_the_file_and_changes_nothing(path: Path) -> None:
    recovery = make(path)
    with pytest.raises(WrongRecoveryKey):
        recover_local(path, recovery[::-1])
    opened = recover_local(path, recovery)
    assert opened.keys is not None
    assert opened.keys.unlock("maija", PASSWORD) == opened.data_key
    opened.close()
    open_local(path, "maija", PASSWORD).close()


def test_without_the_key_file_nothing_opens(path: Path) -> None:
    make(path)
    keys_path(path).unlink()
    with pytest.raises(KeysMissing):
        open_local(path, "maija", PASSWORD)
    with pytest.raises(DatabaseExists):
        make(path)


def test_an_absent_file_is_told_and_not_made(path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        open_database(str(path), "maija", PASSWORD)
    assert list(path.parent.iterdir()) == []


def test_a_file_is_never_made_over_another(path: Path) -> None:
    make(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseExists):
        make(path)
    assert path.read_bytes() == before
    path.unlink()
    with pytest.raises(DatabaseExists):
        make(path)  # its keys are still there: they may belong to a file that was only moved away


def test_an_emptied_file_is_damage_and_no_new_register(path: Path) -> None:
    """SQLite takes a file of no bytes for a new database; the program must not."""
    make(path)
    path.write_bytes(b"")
    with pytest.raises(DatabaseDamaged):
        open_local(path, "maija", PASSWORD)
    assert path.read_bytes() == b""


@pytest.mark.parametrize("length", [1000, 4096, 40_000])
def test_a_truncated_file_is_told_as_damage(path: Path, length: int) -> None:
    make(path)
    with path.open("r+b") as file:
        file.truncate(length)
    with pytest.raises(DatabaseDamaged):
        open_local(path, "maija", PASSWORD)


def test_a_making_that_fails_leaves_nothing(path: Path) -> None:
    (path.parent / "desk.lpodb.keys.part").mkdir()  # the key file cannot be written
    with pytest.raises(Exception):  # noqa: B017, PT011 - which one is the system's affair; what is left is tested
        make(path)
    assert not path.exists()
    assert not keys_path(path).exists()
    (path.parent / "desk.lpodb.keys.part").rmdir()
    make(path)


def test_a_shared_folder_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    for act in (make, lambda path: open_local(path, "maija", PASSWORD)):
        with pytest.raises(FolderRefused):
            act(tmp_path / "OneDrive - LPOnet" / "desk.lpodb")
    assert list(tmp_path.iterdir()) == []


SECOND = """
import sys
from pathlib import Path
from lpo_desk.db.errors import DatabaseInUse
from lpo_desk.db.opening import open_local
try:
    open_local(Path(sys.argv[1]), "maija", sys.argv[2])
except DatabaseInUse as refused:
    print(refused.sentence("fi"))
"""


def test_a_second_program_is_kept_out(path: Path) -> None:
    opened = create_local(path, "maija", PASSWORD, cost=CHEAP)
    with pytest.raises(DatabaseInUse):
        open_local(path, "maija", PASSWORD)
    second = [sys.executable, "-c", SECOND, str(path), PASSWORD]
    told = subprocess.run(second, capture_output=True, text=True, check=True).stdout
    assert "toisessa" in told
    opened.close()
    open_local(path, "maija", PASSWORD).close()


PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
    "cache_size": -32000,
    "temp_store": 2,
}


def test_the_pragmas_are_on(local_desk: Desk) -> None:
    with local_desk.database.engine.connect() as connection:
        read = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in PRAGMAS}
        version = tuple(int(n) for n in str(connection.scalar(text("SELECT sqlite_version()"))).split("."))
        assert connection.scalar(text("PRAGMA cipher_version")), "SQLCipher, not plain SQLite"
    assert read == PRAGMAS
    assert version >= (3, 51, 3), "WAL files could be corrupted before (reliability.md)"


def test_what_is_being_written_lies_nowhere_in_the_clear(
    local_desk: Desk, make_local: Callable[[], Desk]
) -> None:
    from tests.db.people import Someone, add

    with local_desk.database.unit(local_desk["maija"]) as unit:
        add(unit, Someone("Salakirjoitettu", "Ääkkönen", "10042"))
    assert local_desk.opened.path is not None
    for file in local_desk.opened.path.parent.iterdir():
        content = file.read_bytes()
        assert b"Salakirjoitettu" not in content, file.name
        assert "Ääkkönen".encode() not in content, file.name


def test_an_engine_of_an_absent_file_makes_none(tmp_path: Path) -> None:
    engine = local_engine(tmp_path / "absent.lpodb", bytes(32))
    with pytest.raises(DatabaseMissing):
        engine.connect()
    assert not (tmp_path / "absent.lpodb").exists()


def test_a_location_is_a_path_or_an_address() -> None:
    assert is_url("postgresql://server/lpo")
    assert not is_url("C:\\Users\\maija\\desk.lpodb")


def test_a_server_refuses_a_wrong_password_and_an_unknown_user(furnished_postgres_url: str) -> None:
    for username, password in (("admin", "x" * 20), ("ghost", PASSWORD)):
        with pytest.raises(ServerRefused):
            open_server(furnished_postgres_url, username, password)


def test_a_server_that_does_not_answer_is_told(furnished_postgres_url: str) -> None:
    nobody = make_url(furnished_postgres_url).set(port=1).render_as_string()
    with pytest.raises(ServerRefused):
        open_server(nobody, "admin", PASSWORD)


def test_an_empty_server_database_is_not_filled_unasked(postgres_url: str) -> None:
    url = make_url(postgres_url)
    bare = url.set(username=None, password=None).render_as_string()
    with pytest.raises(DatabaseMissing) as missing:
        open_server(bare, url.username or "", url.password or "")
    assert (url.database or "?") in missing.value.sentence("sv")
    opened = open_server(bare, url.username or "", url.password or "", create=True)
    assert isinstance(opened.database, Database)
    assert opened.database.is_server
    opened.close()
    open_server(bare, url.username or "", url.password or "").close()
