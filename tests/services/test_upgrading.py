"""A database of another version of the program: newer is refused untouched, older is an administrator's to bring up."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from lpo_desk.db import schema
from lpo_desk.db.backup import check_integrity
from lpo_desk.db.errors import SchemaNewer, SchemaOlder, WrongPassword
from lpo_desk.db.opening import open_local
from lpo_desk.domain.errors import UserError
from lpo_desk.services import accounts
from lpo_desk.services.accounts import UnknownAccount
from lpo_desk.terms import Lang
from tests.db import older
from tests.fixtures_db import CHEAP, PASSWORD, Clock

OLDER = sorted(schema.KNOWN - {schema.HEAD})


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def beside(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir() if file.suffix != ".lock"}


@pytest.mark.parametrize("revision", OLDER)
@pytest.mark.parametrize("username", ["maija", "leo", "former"])
def test_others_than_administrators_are_asked_to_wait_and_nothing_is_touched(
    tmp_path: Path, revision: str, username: str
) -> None:
    path = older.make(tmp_path / "desk.lpodb", revision)
    before, files = digest(path), beside(path)
    with pytest.raises(SchemaOlder) as refused:
        accounts.sign_in(str(path), username, PASSWORD, cost=CHEAP)
    for lang in Lang:
        assert revision in refused.value.sentence(lang)
        assert schema.HEAD in refused.value.sentence(lang)
    assert digest(path) == before
    assert beside(path) == files, "no backup is made for somebody who may not go on"
    assert older.revision_of(path) == revision


@pytest.mark.parametrize("revision", OLDER)
def test_an_administrator_brings_it_up_after_a_verified_backup(tmp_path: Path, revision: str) -> None:
    path = older.make(tmp_path / "desk.lpodb", revision)
    signed = accounts.sign_in(str(path), "Admin", PASSWORD, cost=CHEAP)
    try:
        copy = signed.opened.before
        with signed.opened.database.engine.connect() as connection:
            assert schema.current(connection) == schema.HEAD
            assert check_integrity(connection)
    finally:
        signed.opened.close()
    assert copy is not None
    assert older.revision_of(copy) == revision, "the copy is of the schema before, and its password opens it"
    assert copy.with_name(copy.name + ".manifest.json").exists(), "it was opened and checked"
    clerk = accounts.sign_in(str(path), "maija", PASSWORD, cost=CHEAP)
    assert clerk.opened.before is None
    clerk.opened.close()
    again = accounts.sign_in(str(path), "admin", PASSWORD, cost=CHEAP)
    assert again.opened.before is None, "there is nothing to bring up"
    again.opened.close()


def test_without_the_backup_it_is_not_brought_up(tmp_path: Path) -> None:
    """A folder stands where the backup is to be written: as a full disk, it cannot be."""
    path = older.make(tmp_path / "desk.lpodb")
    clock = Clock()
    copy = path.with_name(f"desk-before-{schema.HEAD}-{clock():%Y%m%d%H%M%S}.lpodb")
    copy.with_name(copy.name + ".part").mkdir()
    before = digest(path)
    with pytest.raises(UserError):
        accounts.sign_in(str(path), "admin", PASSWORD, clock=clock, cost=CHEAP)
    assert digest(path) == before
    assert older.revision_of(path) == min(schema.KNOWN)


def test_a_wrong_password_is_told_as_one(tmp_path: Path) -> None:
    path = older.make(tmp_path / "desk.lpodb")
    with pytest.raises(WrongPassword):
        accounts.sign_in(str(path), "maija", "väärä salasana", cost=CHEAP)


def test_a_practice_database_is_anybodys_to_bring_up(tmp_path: Path) -> None:
    path = older.make(tmp_path / "harjoitus.lpodb", practice=True)
    signed = accounts.sign_in(str(path), "maija", PASSWORD, cost=CHEAP)
    assert signed.opened.before is not None
    signed.opened.close()


def test_a_disabled_user_stays_out_of_one_brought_up(tmp_path: Path) -> None:
    path = older.make(tmp_path / "desk.lpodb")
    accounts.sign_in(str(path), "admin", PASSWORD, cost=CHEAP).opened.close()
    with pytest.raises(UnknownAccount):
        accounts.sign_in(str(path), "former", PASSWORD, cost=CHEAP)


@pytest.mark.parametrize("username", ["maija", "admin"])
def test_a_newer_database_is_refused_with_both_versions_and_nothing_is_touched(
    tmp_path: Path, username: str
) -> None:
    path = older.make(tmp_path / "desk.lpodb")
    opened = open_local(path, "admin", PASSWORD, cost=CHEAP)
    with (
        opened.database.engine.connect().execution_options(lpo_writes=True) as connection,
        connection.begin(),
    ):
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    before, files = digest(path), beside(path)
    with pytest.raises(SchemaNewer) as refused:
        accounts.sign_in(str(path), username, PASSWORD, cost=CHEAP)
    for lang in Lang:
        assert "9999" in refused.value.sentence(lang)
        assert schema.HEAD in refused.value.sentence(lang)
    assert digest(path) == before
    assert beside(path) == files
    assert older.revision_of(path) == "9999"
