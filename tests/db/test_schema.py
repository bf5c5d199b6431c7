"""The schema: made by its migrations, brought up whole or not at all, refused when newer."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from lpo_desk.db import schema
from lpo_desk.db.backup import check_integrity, count_rows
from lpo_desk.db.errors import DatabaseDamaged, SchemaNewer
from lpo_desk.db.opening import open_local, open_server
from lpo_desk.db.tables import Base
from tests.db import next_release
from tests.db.people import Someone, add
from tests.fixtures_db import CHEAP, PASSWORD, Desk


def test_the_migrations_make_exactly_what_the_tables_declare(desk: Desk) -> None:
    with desk.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert schema.current(connection) == schema.HEAD
        assert not schema.needs_migration(connection)


def test_migrating_again_changes_nothing(desk: Desk) -> None:
    desk.database.prepare()
    desk.database.prepare()
    with desk.database.reading(desk["maija"]) as unit:
        assert len(unit.secret("hetu")) == 32


def test_a_folder_with_a_percent_sign_is_no_trouble(tmp_path: Path) -> None:
    """The path of the migrations goes through ConfigParser, to which `%(` means something."""
    root = next_release.make(tmp_path / "100%(x)s")
    done = next_release.open_with(root, str(tmp_path / "absent.lpodb"), "maija", PASSWORD)
    assert "DatabaseMissing" in done.stderr


@pytest.fixture(scope="module")
def next_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return next_release.make(tmp_path_factory.mktemp("next%(release)s"))


@pytest.fixture
def old_file(make_local: Callable[[], Desk]) -> Path:
    """A file of this release with a customer in it, closed."""
    desk = make_local()
    with desk.database.unit(desk["maija"]) as unit:
        add(unit, Someone("Öhman", "Maija", "10042"))
    desk.opened.close()
    assert desk.opened.path is not None
    return desk.opened.path


def backups_of(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}-before-{next_release.HEAD}-*{path.suffix}"))


def customers(path: Path) -> int:
    opened = open_local(path, "admin", PASSWORD, cost=CHEAP)
    try:
        with opened.database.engine.connect() as connection:
            assert check_integrity(connection)
            assert schema.current(connection) == schema.HEAD
            return count_rows(connection)["customer_account"]
    finally:
        opened.close()


def test_an_older_file_is_backed_up_and_brought_up_and_then_refused_by_the_older_program(
    next_root: Path, old_file: Path
) -> None:
    done = next_release.open_with(next_root, str(old_file), "admin", PASSWORD)
    assert done.stdout.split() == [next_release.HEAD, "3000"], done.stderr
    (backup,) = backups_of(old_file)
    assert customers(backup) == 1, "the copy is of the schema before, and opens with the same password"
    with pytest.raises(SchemaNewer) as refused:
        open_local(old_file, "admin", PASSWORD)
    assert next_release.HEAD in refused.value.sentence("fi")
    again = next_release.open_with(next_root, str(old_file), "admin", PASSWORD)
    assert again.stdout.split() == [next_release.HEAD, "3000"]
    assert len(backups_of(old_file)) == 1, "nothing to bring up, nothing to back up"


@pytest.mark.parametrize("moment", ["table", "rows", "end"])
def test_a_migration_killed_at_any_moment_leaves_the_old_schema(
    next_root: Path, old_file: Path, moment: str
) -> None:
    killed = next_release.open_with(next_root, str(old_file), "admin", PASSWORD, die_at=moment)
    assert killed.returncode == -signal.SIGKILL
    assert customers(old_file) == 1
    done = next_release.open_with(next_root, str(old_file), "admin", PASSWORD)
    assert done.stdout.split() == [next_release.HEAD, "3000"], done.stderr


def test_a_migration_that_fails_leaves_the_old_schema(next_root: Path, old_file: Path) -> None:
    failed = next_release.open_with(next_root, str(old_file), "admin", PASSWORD, die_at="error")
    assert failed.returncode == 1
    assert customers(old_file) == 1


def test_on_the_server_it_is_all_or_nothing_too(next_root: Path, furnished_postgres_url: str) -> None:
    url = furnished_postgres_url
    for moment in ("rows", "error"):
        assert next_release.open_with(next_root, url, "admin", PASSWORD, die_at=moment).returncode != 0
        opened = open_server(url, "admin", PASSWORD)
        with opened.database.engine.connect() as connection:
            assert connection.scalar(text("SELECT to_regclass('next_thing')")) is None
        opened.close()
    done = next_release.open_with(next_root, url, "admin", PASSWORD)
    assert done.stdout.split() == [next_release.HEAD, "3000"], done.stderr
    with pytest.raises(SchemaNewer):
        open_server(url, "admin", PASSWORD)


def test_a_file_without_tables_is_damage(old_file: Path) -> None:
    opened = open_local(old_file, "admin", PASSWORD, cost=CHEAP)
    with opened.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    opened.close()
    with pytest.raises(DatabaseDamaged):
        open_local(old_file, "admin", PASSWORD)
