"""The schema's version: creating it, bringing an older one up, refusing a newer one."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from lpo_desk.db.errors import SchemaNewer

HEAD = "0004"
"""The newest revision of migrations/versions; a rule test keeps it true. Known here so that start needs no Alembic."""

KNOWN = frozenset({"0004", "0003", "0002", "0001"})


def current(connection: Connection) -> str | None:
    """The revision of the open database, None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def needs_migration(connection: Connection) -> bool:
    """Raises SchemaNewer where a newer program has been here."""
    revision = current(connection)
    if revision is not None and revision not in KNOWN:
        raise SchemaNewer(theirs=revision, ours=HEAD)
    return revision != HEAD


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision in one transaction: killed at any moment it is the old one or the new one."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    scripts = Path(__file__).parent / "migrations"
    config.set_main_option(
        "script_location", str(scripts).replace("%", "%%")
    )  # ConfigParser fills in %(names)s
    with engine.connect().execution_options(lpo_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
