"""The database's own refusal to change the data of a person whose processing is restricted (GDPR art. 18).

Every table with a column that points at the person (`info=subject()`) gets a trigger, so that no service, import or
statement typed by hand gets past it. Storage goes on; allowed are what protects the person, the case book, the logs and
the restriction itself. A revision that adds or rebuilds such a table calls `install` again: a test compares.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection, inspect, text

from lpo_desk.db.tables import Base
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.party import DirectoryState, PermissionState
from lpo_desk.domain.privacy import Subject
from lpo_desk.domain.restriction import RestrictionGround

RESTRICTED = "LP018"
"""Begins the message, and is the SQLSTATE, of a refused change; then follow the ground and the first day."""
NOT_TOLD = "LP183"
"""The same of a restriction that somebody wants to end, or delete, before the person was told (art. 18(3))."""

EXEMPT = {
    "account_party": "keeps a user from handling the person's matters",
    "draft": "half-typed work of a clerk, a request's among it; saved data only when a service takes it",
    "manual_record_party": "a paper lies where it lies; the case's own papers are logged while it is restricted",
    "processing_restriction": "the restriction itself: told and lifted, by triggers of its own",
    "read_event": "the read log",
    "request_case": "the case book: the person's rights go on (art. 18(2), legal claims)",
}
"""Tables that point at a person and take changes all the same, and why."""

_BANS = tuple(
    state.value for state in (PermissionState.BANNED, PermissionState.WITHDRAWN, PermissionState.REFUSED)
)
_UNLISTED = tuple(state.value for state in (DirectoryState.BANNED, DirectoryState.SECRET))

_PROTECTING = "NEW.field IN ('protected', 'protected_until')"
"""Where the end of a non-disclosure came from is kept beside it (FieldSource)."""

_INSERTS: Mapping[str, str] = MappingProxyType(
    {
        "field_source": _PROTECTING,
        "directory_listing": f"NEW.state IN {_UNLISTED}",
        "permission_event": f"NEW.state IN {_BANS}",
        "protection_note": "1 = 1",
    }
)
"""Rows that may be added because they protect: bans, withdrawals, non-disclosure."""

_SOURCE = ("source", "source_on", "source_by")
_UPDATES: Mapping[str, tuple[tuple[str, ...], str]] = MappingProxyType(
    {
        "field_source": (_SOURCE, _PROTECTING),
        "party": (("version",), "1 = 1"),
        "protection_note": (
            ("until", *_SOURCE),
            "(NEW.until IS NULL OR (OLD.until IS NOT NULL AND NEW.until >= OLD.until))",
        ),
        "service_number": (("sent_on", "sent_digest"), "NEW.sent_digest IS NULL"),
    }
)
"""Columns that may change, and when: the count of saves, a longer non-disclosure, and that the directory
service was told to remove a number."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table with the columns that point at a person."""

    table: str
    ends: tuple[str, ...]


def guarded() -> Iterator[Guarded]:
    """The tables that get a trigger, computed from the columns' declarations."""
    for table in Base.metadata.sorted_tables:
        ends = tuple(c.name for c in table.columns if isinstance(c.info.get("privacy"), Subject))
        if ends and table.name not in EXEMPT:
            yield Guarded(table.name, ends)


def install(connection: Connection) -> None:
    """Put the triggers of every table there is, in place of those there were."""
    tables = set(inspect(connection).get_table_names())
    make = _postgres if connection.dialect.name == "postgresql" else _sqlite
    yields = _yields(connection)
    for each in guarded():
        if each.table in tables:
            for statement in make(
                connection, each.table, each.ends, _allowed(connection, each.table), yields
            ):
                connection.execute(text(statement))
    for statement in _lifting(connection):
        connection.execute(text(statement))


def _allowed(connection: Connection, table: str) -> dict[str, str]:
    """Operation -> the condition under which it is allowed."""
    allowed = {}
    if table in _INSERTS:
        allowed["INSERT"] = _INSERTS[table]
    if table in _UPDATES:
        free, condition = _UPDATES[table]
        kept = [c["name"] for c in inspect(connection).get_columns(table) if c["name"] not in free]
        same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in kept)
        allowed["UPDATE"] = f"{condition} AND {same}"
    return allowed


def _yields(connection: Connection) -> str:
    """A restriction that holds while accuracy is contested waits for the correction of its own case: it lets through
    what is written between the decision and the mark that it was carried out, which are one transaction. No other does.
    """
    columns = {column["name"] for column in inspect(connection).get_columns("request_claim")}
    if "effected_at" not in columns:  # before revision 0003
        return ""
    postgres = connection.dialect.name == "postgresql"
    claims = f"{connection.dialect.default_schema_name}.request_claim" if postgres else "request_claim"
    granted = ", ".join(f"'{each.value}'" for each in (Resolution.FULFILLED, Resolution.PARTLY))
    return (
        f" AND NOT (r.ground = '{RestrictionGround.ACCURACY.value}' AND EXISTS (SELECT 1 "  # noqa: S608 - names from the code
        f"FROM {claims} AS c WHERE c.case_id = r.case_id AND c.\"right\" = '{RequestRight.RECTIFICATION.value}' "
        f"AND c.resolution IN ({granted}) AND c.effected_at IS NULL))"
    )


def _sqlite(
    connection: Connection, table: str, ends: tuple[str, ...], allowed: dict[str, str], yields: str
) -> Iterator[str]:
    for operation, images in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        people = ", ".join(f"{image}.{end}" for image in images for end in ends)
        found = (
            f"FROM processing_restriction AS r WHERE r.lifted_on IS NULL AND r.party_id IN ({people}){yields}"
        )
        unless = f" AND NOT ({allowed[operation]})" if operation in allowed else ""
        name = f"restricted_{table}_{operation.lower()}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} WHEN EXISTS (SELECT 1 {found}){unless} BEGIN "
            f"SELECT RAISE(ABORT, '{RESTRICTED} ' || (SELECT r.ground || ' ' || r.from_on {found} LIMIT 1)); END"
        )


def _postgres(
    connection: Connection, table: str, ends: tuple[str, ...], allowed: dict[str, str], yields: str
) -> Iterator[str]:
    """In an INSERT every OLD column is null, in a DELETE every NEW one (PostgreSQL manual, 41.10.1)."""
    schema = connection.dialect.default_schema_name
    people = ", ".join(f"{image}.{end}" for image in ("OLD", "NEW") for end in ends)
    cases = " OR ".join(f"(TG_OP = '{operation}' AND {when})" for operation, when in allowed.items())
    unless = f" AND NOT ({cases})" if cases else ""
    yield (
        f"CREATE OR REPLACE FUNCTION restricted_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "  # noqa: S608 - names from the code
        "DECLARE held record; BEGIN "
        f"SELECT r.ground, r.from_on INTO held FROM {schema}.processing_restriction AS r "
        f"WHERE r.lifted_on IS NULL AND r.party_id IN ({people}){yields} LIMIT 1; "
        f"IF FOUND{unless} THEN "
        f"RAISE EXCEPTION '{RESTRICTED} % %', held.ground, held.from_on USING ERRCODE = '{RESTRICTED}'; "
        "END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    yield f"DROP TRIGGER IF EXISTS restricted_{table} ON {table}"
    yield (
        f"CREATE TRIGGER restricted_{table} BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION restricted_{table}()"
    )


_ENDING = (
    "NEW.party_id <> OLD.party_id OR (OLD.lifted_on IS NULL AND NEW.lifted_on IS NOT NULL "
    "AND (OLD.told_on IS NULL OR OLD.told_on > NEW.lifted_on))"
)
"""A restriction moved to somebody else, or lifted before the person was told of it: by a statement before this one."""


def _lifting(connection: Connection) -> Iterator[str]:
    table, name = "processing_restriction", "restriction_ends"
    if connection.dialect.name == "postgresql":
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' AND OLD.lifted_on IS NULL OR TG_OP = 'UPDATE' AND ({_ENDING}) THEN "
            f"RAISE EXCEPTION '{NOT_TOLD}' USING ERRCODE = '{NOT_TOLD}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        return
    for operation, when in (("UPDATE", _ENDING), ("DELETE", "OLD.lifted_on IS NULL")):
        trigger = f"{name}_{operation.lower()}"
        yield f"DROP TRIGGER IF EXISTS {trigger}"
        yield (
            f"CREATE TRIGGER {trigger} BEFORE {operation} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{NOT_TOLD}'); END"
        )
