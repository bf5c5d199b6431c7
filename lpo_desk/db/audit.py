"""The audit: one row for every change of every row, written by the session itself, so nobody can forget it.

Rows name who, when, why, what kind, which table, row and fields. Before and after lie apart in `audit_body` and may be
redacted: the row keeps a salted SHA-256 of them. A change of a row that is data of two people is written for each of
them. Seals chain the rows with an HMAC (reliability.md section 5).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import delete, event, func, insert, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from lpo_desk.db.tables.base import Base
from lpo_desk.db.tables.system import AuditBody, AuditEvent, AuditSeal
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.masking import hide_codes
from lpo_desk.domain.privacy import Personal, Subject

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit

NOT_AUDITED = frozenset(
    {"audit_event", "audit_body", "audit_seal", "save", "read_event", "draft", "case_counter", "import_row"}
    | {"custody_now", "paper_counter"}
    | {"list_entry", "search_term", "search_set", "search_gap", "party_road", "secret"}
)
"""Logs, counters and derived tables; drafts are not saved data yet; key material must not reach a log."""

_SEAL_BATCH = 1000
_WHOSE = (AuditEvent.table_name, AuditEvent.party_id, AuditEvent.case_id)
_Whose = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One audit row to be written. `body`: field -> [before, after]."""

    kind: AuditKind
    table: str
    key: str
    party_id: int | None
    case_id: int | None
    fields: tuple[str, ...]
    body: dict[str, list[Any]]
    detail: str = ""
    purpose: Purpose | None = None


def write(session: Session, entries: list[Entry], unit: "Unit") -> None:
    """Write audit rows and their bodies in the unit's transaction."""
    rows, bodies = [], []
    for entry in entries:
        salt = secrets.token_bytes(16)
        rows.append(
            {
                "at": unit.at,
                "account_id": unit.actor.account_id or None,
                "account_name": unit.actor.username,
                "kind": entry.kind,
                "table_name": entry.table,
                "row_key": entry.key,
                "party_id": entry.party_id,
                "case_id": entry.case_id,
                "purpose": entry.purpose,
                "save_id": unit.save_id,
                "fields": list(entry.fields),
                "detail": entry.detail,
                "salt": salt,
                "digest": _digest(salt, entry.body),
            }
        )
        bodies.append(entry.body)
    statement = insert(AuditEvent).returning(AuditEvent.id, sort_by_parameter_order=True)
    ids = session.connection().scalars(statement, rows).all()
    kept = [{"event_id": key, "body": body} for key, body in zip(ids, bodies, strict=True) if body]
    if kept:
        session.connection().execute(insert(AuditBody), kept)


def listen(factory: type[Session]) -> None:
    """Make every session of the class audit what it flushes."""
    event.listen(factory, "after_flush", _after_flush)


def _after_flush(session: Session, context: UOWTransaction) -> None:
    unit: Unit = session.info["unit"]
    entries = []
    for kind, rows in (
        (AuditKind.INSERT, session.new),
        (AuditKind.UPDATE, session.dirty),
        (AuditKind.DELETE, session.deleted),
    ):
        for row in rows:
            entry = _entry(kind, row, unit)
            if entry is not None:
                entries += [entry, *_to_other_ends(entry, row)]
    if entries:
        write(session, entries, unit)


def _entry(kind: AuditKind, row: Base, unit: "Unit") -> Entry | None:
    state = inspect(row)
    table = type(row).__tablename__
    if table in NOT_AUDITED:
        return None
    fields, body = _changed(kind, row)
    if kind is AuditKind.UPDATE and not fields:
        return None
    key = ":".join(str(part) for part in state.mapper.primary_key_from_instance(row))
    party_id = row.id if table == "party" else getattr(row, "party_id", None)  # type: ignore[attr-defined]  # Party has an id
    case_id = row.id if table == "request_case" else getattr(row, "case_id", None)  # type: ignore[attr-defined]
    unit.touched(party_id=party_id, case_id=case_id, table=table)
    source = unit.source.value if unit.source else ""
    return Entry(kind, table, key, party_id, case_id, tuple(fields), body, source, unit.purpose)


def _to_other_ends(entry: Entry, row: Base) -> Iterator[Entry]:
    """The same change for each other person the row is data of: every field by name, the values that are his own."""
    for name, end in _other_ends(type(row)):
        party_id = getattr(row, name)
        if party_id is not None and party_id != entry.party_id:
            body = {field: values for field, values in entry.body.items() if field in (end.shows or ())}
            yield replace(entry, party_id=party_id, body=body)


@cache
def _other_ends(kind: type[Base]) -> tuple[tuple[str, Subject], ...]:
    """Columns that point at another person than `party_id` does, and tell what of the row is his data."""
    ends = [(column.key, column.info.get("privacy")) for column in kind.__table__.columns]
    return tuple((name, end) for name, end in ends if isinstance(end, Subject) and end.shows is not None)


def _changed(kind: AuditKind, row: Base) -> tuple[list[str], dict[str, list[Any]]]:
    fields: list[str] = []
    body: dict[str, list[Any]] = {}
    state = inspect(row)
    for name, in_body in _audited(type(row)):
        before, after = _before_after(kind, state.attrs[name])
        if before == after:
            continue
        fields.append(name)
        if in_body:
            body[name] = [_plain(before), _plain(after)]
    return fields, body


def _before_after(kind: AuditKind, attribute: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any column's value
    if kind is AuditKind.INSERT:
        return None, attribute.value
    if kind is AuditKind.DELETE:
        return attribute.value, None
    history = attribute.history
    if not history.has_changes():
        return None, None
    return (history.deleted[0] if history.deleted else None), (history.added[0] if history.added else None)


@cache
def _audited(kind: type[Base]) -> tuple[tuple[str, bool], ...]:
    """Attribute names of a table and whether their values may lie in a body: no secrets, no files, no bookkeeping."""
    columns = [(attribute.key, attribute.columns[0]) for attribute in inspect(kind).column_attrs]
    staff = not any(isinstance(column.info.get("privacy"), Personal) for _, column in columns)
    audited = []
    for name, column in columns:
        privacy = column.info.get("privacy")
        if name == "version" or column.primary_key or column.type.python_type is bytes:
            continue
        allowed = staff or (isinstance(privacy, Personal) and not privacy.secret)
        audited.append((name, allowed))
    return tuple(audited)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    # A code typed into a note must not reach a log either (rule 8).
    return hide_codes(value) if isinstance(value, str) else value


def _digest(salt: bytes, body: dict[str, Any]) -> bytes:
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(salt + text.encode()).digest()


_SEALED = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.account_id,
    AuditEvent.account_name,
    AuditEvent.kind,
    AuditEvent.table_name,
    AuditEvent.row_key,
    AuditEvent.party_id,
    AuditEvent.case_id,
    AuditEvent.purpose,
    AuditEvent.fields,
    AuditEvent.detail,
    AuditEvent.digest,
)


def seal(unit: "Unit") -> int:
    """Chain all rows not sealed yet. Returns how many were."""
    session = unit.session
    if unit.connection.dialect.name == "postgresql":
        # Rows of units still open have lower numbers than rows already committed: wait for them, and for other seals.
        unit.connection.exec_driver_sql("LOCK TABLE audit_event IN SHARE ROW EXCLUSIVE MODE")
    last = session.execute(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1)).scalar_one_or_none()
    after_id, link = (last.last_event_id, last.digest) if last else (0, b"")
    newest = session.scalar(select(func.max(AuditEvent.id))) or 0
    link, count = _chain(session, unit.secret("seal"), link, after_id, newest)
    if count:
        session.add(AuditSeal(at=unit.at, last_event_id=newest, events=count, digest=link))
    return count


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the audit found. `broken_seals` and `bad_bodies` hold row ids."""

    events: int
    sealed: int
    broken_seals: tuple[int, ...]
    bad_bodies: tuple[int, ...]

    @property
    def ok(self) -> bool:
        return not self.broken_seals and not self.bad_bodies


def verify(unit: "Unit") -> ChainReport:
    """Recompute every seal and every body's digest. A body that an erasure has redacted is not missed."""
    session = unit.session
    key, link, after_id, sealed = unit.secret("seal"), b"", 0, 0
    broken = []
    for row in session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        computed, count = _chain(session, key, link, after_id, row.last_event_id)
        if not hmac.compare_digest(computed, row.digest) or count != row.events:
            broken.append(row.id)
        link, after_id, sealed = row.digest, row.last_event_id, sealed + count
    bad = _bad_bodies(session)
    events = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    return ChainReport(events, sealed, tuple(broken), bad)


def _chain(session: Session, key: bytes, link: bytes, after_id: int, to_id: int) -> tuple[bytes, int]:
    rows = session.connection().execute(
        select(*_SEALED).where(AuditEvent.id > after_id, AuditEvent.id <= to_id).order_by(AuditEvent.id)
    )
    count = 0
    for row in rows.yield_per(_SEAL_BATCH):
        text = json.dumps([_plain(v) for v in row[:-1]], ensure_ascii=False, separators=(",", ":"))
        link = hmac.digest(key, link + text.encode() + row.digest, "sha256")
        count += 1
    return link, count


def redact(unit: "Unit", events: Collection[int]) -> int:
    """Take out the bodies of these rows. Each kind of them leaves a row of its own, by which `verify` knows that they
    were redacted and not lost. Returns how many bodies there were."""
    ids, count = sorted(events), 0
    reasons: set[_Whose] = set()
    for start in range(0, len(ids), _SEAL_BATCH):
        chunk = ids[start : start + _SEAL_BATCH]
        there = unit.connection.execute(select(*_WHOSE).join(AuditBody).where(AuditEvent.id.in_(chunk))).all()
        reasons |= {(row.table_name, row.party_id, row.case_id) for row in there}
        count += len(there)
        unit.connection.execute(delete(AuditBody).where(AuditBody.event_id.in_(chunk)))
    for table, party_id, case_id in sorted(reasons, key=repr):
        unit.log(AuditKind.ERASE, table=table, party_id=party_id, case_id=case_id, detail="bodies")
    return count


def _bad_bodies(session: Session) -> tuple[int, ...]:
    redacted: dict[_Whose, int] = {}
    erasing = select(*_WHOSE, func.max(AuditEvent.id).label("last")).where(AuditEvent.kind == AuditKind.ERASE)
    for row in session.connection().execute(erasing.group_by(*_WHOSE)):
        redacted[row.table_name, row.party_id, row.case_id] = row.last
    statement = (
        select(AuditEvent.id, AuditEvent.salt, AuditEvent.digest, AuditBody.body, *_WHOSE)
        .outerjoin(AuditBody, AuditBody.event_id == AuditEvent.id)
        .order_by(AuditEvent.id)
    )
    rows = session.connection().execute(statement).yield_per(_SEAL_BATCH)
    return tuple(
        row.id
        for row in rows
        if not hmac.compare_digest(_digest(row.salt, row.body or {}), row.digest)
        and (row.body or row.id > redacted.get((row.table_name, row.party_id, row.case_id), 0))
    )
