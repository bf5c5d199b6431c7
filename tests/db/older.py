"""A real register of an older schema: an encrypted file with its keys, an administrator and a clerk."""

from pathlib import Path

from sqlalchemy import text

from lpo_desk.db import schema
from lpo_desk.db.keys import KeyFile
from lpo_desk.db.local import local_engine
from lpo_desk.db.opening import keys_path
from tests.fixtures_db import CHEAP, PASSWORD

ROLES = {"admin": "administrator", "maija": "clerk", "leo": "manager", "former": "administrator"}
"""`former` is disabled."""


def make(path: Path, revision: str = "0001", *, practice: bool = False) -> Path:
    keys, key, _ = KeyFile.create(keys_path(path), "admin", PASSWORD, CHEAP)
    for username in ROLES:
        keys.set_password(username, PASSWORD, key, CHEAP)
    engine = local_engine(path, key, create=True)
    schema.migrate(engine, revision)
    with engine.connect().execution_options(lpo_writes=True) as connection, connection.begin():
        connection.execute(
            text(
                "INSERT INTO office (id, code, name_fi, name_sv, street, postcode, town_fi, town_sv)"
                " VALUES (1, 'L', 'Loviisa', 'Lovisa', '', '', '', '')"
            )
        )
        for number, (username, role) in enumerate(ROLES.items(), 1):
            connection.execute(
                text(
                    "INSERT INTO account (id, username, display_name, office_id, lang, enabled, created_at, preferences)"
                    " VALUES (:id, :name, :name, 1, 'fi', :enabled, '2026-11-01 08:00:00', '{}')"
                ),
                {"id": number, "name": username, "enabled": username != "former"},
            )
            connection.execute(
                text("INSERT INTO account_role VALUES (:id, :role)"), {"id": number, "role": role}
            )
        if practice:
            connection.execute(text("INSERT INTO setting VALUES ('practice', 'true')"))
    engine.dispose()
    keys.save()
    return path


def revision_of(path: Path) -> str | None:
    """What the file says, opened as it is: nothing is brought up."""
    engine = local_engine(path, KeyFile.load(keys_path(path)).unlock("admin", PASSWORD))
    try:
        with engine.connect() as connection:
            return schema.current(connection)
    finally:
        engine.dispose()
