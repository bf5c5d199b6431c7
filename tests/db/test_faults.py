"""What the driver raises reaches nobody: it is told as a sentence, or as a bug without the values of the row."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from lpo_desk.db.database import Database
from lpo_desk.db.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    Duplicate,
)
from lpo_desk.db.faults import StatementFailed, told, told_of_system
from lpo_desk.db.local import connect
from lpo_desk.db.tables.register import CustomerAccount, PartyName
from lpo_desk.db.tables.system import Office
from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang
from tests.db.people import Someone, add
from tests.fixtures_db import Desk

SECRET = "Salakirjoitettu"


def fails(desk: Desk, statement: object, values: dict[str, object] | None = None) -> BaseException:
    with pytest.raises(Exception) as raised, desk.database.unit(desk["maija"]) as unit:  # noqa: PT011 - every kind is looked at
        unit.session.connection().execute(statement, values or {})  # type: ignore[call-overload]  # any statement
    return raised.value


def test_a_taken_value_is_a_duplicate(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        add(unit, Someone(SECRET, number="10042"))
    error = fails(desk, insert(Office), {"code": "L", "name_fi": SECRET, "name_sv": SECRET})
    assert isinstance(error, Duplicate)


def test_a_row_that_breaks_a_rule_is_a_bug_and_names_no_value(desk: Desk) -> None:
    lacking = fails(
        desk,
        text("INSERT INTO office (code, name_fi) VALUES (:code, :name)"),
        {"code": SECRET, "name": SECRET},
    )
    nowhere = fails(
        desk,
        text("INSERT INTO party_type (party_id, type) VALUES (:party, :type)"),
        {"party": 987654321, "type": SECRET},
    )
    for error in (lacking, nowhere):
        assert isinstance(error, StatementFailed), error
        assert SECRET not in str(error)
        assert "987654321" not in str(error)
        assert error.__cause__ is None
        assert error.__suppress_context__


def test_a_wrong_statement_is_a_bug_and_no_lost_connection(desk: Desk) -> None:
    error = fails(desk, text("SELECT * FROM there_is_no_such_table"))
    assert isinstance(error, StatementFailed)
    assert "there_is_no_such_table" in str(error)


def test_after_a_fault_the_next_unit_works(desk: Desk) -> None:
    for _ in range(3):
        fails(desk, text("SELECT * FROM there_is_no_such_table"))
        with desk.database.unit(desk["maija"]) as unit:
            add(unit, Someone("Lind"))
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.query(PartyName).count() == 3


def test_another_writer_of_the_file_is_waited_for_and_then_told(local_desk: Desk) -> None:
    """No second LPO Desk can be here, but a tool of the administrator can."""
    assert local_desk.opened.path is not None
    other = connect(local_desk.opened.path, local_desk.opened.data_key)
    with local_desk.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy), local_desk.database.unit(local_desk["maija"]):
        pass
    other.execute("ROLLBACK")
    other.close()
    with local_desk.database.unit(local_desk["maija"]) as unit:
        add(unit, Someone("Lind"))


@pytest.mark.parametrize("desk", ["postgres"], indirect=True)
def test_a_row_locked_too_long_on_the_server_is_told(desk: Desk) -> None:
    other = Database(desk.database.engine)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.query(Office).filter_by(code="L").one().street = "Linnunrata 7"
        unit.session.flush()

        def meanwhile() -> None:
            with other.unit(desk["kalle"]) as second:
                second.session.execute(text("SET LOCAL lock_timeout = '50ms'"))
                second.session.query(Office).filter_by(code="L").one().street = "Linnunrata 8"

        with pytest.raises(DatabaseBusy):
            meanwhile()


def test_a_full_database_is_told_and_keeps_what_it_had(local_desk: Desk) -> None:
    """SQLite's own limit of pages gives the error of a full disk; a really full one is in faults/."""
    with local_desk.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    saved = 0

    def fill() -> None:
        nonlocal saved
        while True:
            with local_desk.database.unit(local_desk["maija"]) as unit:
                add(unit, Someone("Lind", "x" * 400, str(saved)))
            saved += 1

    with pytest.raises(DatabaseFull):
        fill()
    with local_desk.database.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages * 8}")
    with local_desk.database.unit(local_desk["maija"]) as unit:
        assert unit.session.query(CustomerAccount).count() == saved
        add(unit, Someone("Lind", number="last"))


def test_a_page_that_was_changed_on_the_disk_is_told_as_damage(make_local: Callable[[], Desk]) -> None:
    desk = make_local()
    with desk.database.unit(desk["maija"]) as unit:
        for n in range(60):
            add(unit, Someone("Lind", "x" * 300, str(n)))
    path: Path | None = desk.opened.path
    assert path is not None
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'party_name'"
        ).scalar_one()
        size = int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())  # SQLCipher answers in text
    desk.opened.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size + 200)
        file.write(b"\x55" * 16)
    from lpo_desk.services import accounts
    from tests.fixtures_db import CHEAP, PASSWORD

    signed = accounts.sign_in(str(path), "maija", PASSWORD, cost=CHEAP)
    with pytest.raises(DatabaseDamaged), signed.opened.database.reading(signed.actor) as unit:
        unit.session.query(PartyName).all()
    signed.opened.close()


class ServerError(Exception):
    """As psycopg's: with the state the server gave, or none where the link was lost before."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(f"DETAIL: Key (name)=({SECRET})")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("23505", Duplicate),
        ("40P01", DatabaseBusy),
        ("53100", DatabaseFull),
        ("25006", DatabaseReadOnly),
        ("XX001", DatabaseDamaged),
        ("57P01", DatabaseUnavailable),
        ("08006", DatabaseUnavailable),
        (None, DatabaseUnavailable),
    ],
)
def test_states_of_the_server_have_their_sentences(state: str | None, kind: type[UserError]) -> None:
    error = told(OperationalError("SELECT 1", None, ServerError(state)))
    assert type(error) is kind
    assert isinstance(error, UserError)
    assert all(SECRET not in error.sentence(lang) for lang in Lang)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(28, "No space left on device"), DatabaseFull),
        (PermissionError(13, "Permission denied"), DatabaseReadOnly),
        (OSError(30, "Read-only file system"), DatabaseReadOnly),
        (FileNotFoundError(2, "No such file"), DatabaseUnavailable),
    ],
)
def test_errors_of_files_have_their_sentences(error: OSError, kind: type[UserError]) -> None:
    assert type(told_of_system(error)) is kind
