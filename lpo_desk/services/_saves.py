"""What was saved together: the audit's rows with their bodies, save by save."""

from typing import Any

from sqlalchemy import Row, Select, select

from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Unit

Save = list[Row[Any]]


def audited() -> Select[Any]:
    """Rows of the audit, to be narrowed and ordered by who asks."""
    return select(
        AuditEvent.at,
        AuditEvent.account_name,
        AuditEvent.kind,
        AuditEvent.table_name,
        AuditEvent.row_key,
        AuditEvent.save_id,
        AuditEvent.fields,
        AuditEvent.detail,
        AuditBody.body,
    ).outerjoin(AuditBody, AuditBody.event_id == AuditEvent.id)


def by_save(unit: Unit, statement: Select[Any]) -> list[Save]:
    """The saves in the order in which their first row comes, the rows of each in theirs."""
    found: dict[object, Save] = {}
    for row in unit.connection.execute(statement):
        found.setdefault(row.save_id, []).append(row)
    return list(found.values())
