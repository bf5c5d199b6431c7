"""What is left of a paper that was destroyed. Apart from what looks at cases: nothing here could delete from them."""

from sqlalchemy import delete, or_, select, update

from lpo_desk.db import audit, search_index
from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import ManualRecord, ManualRecordParty
from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Unit


def destroy_record(unit: Unit, record_id: int) -> None:
    """What is left of a destroyed paper: its number, kind and year, how long it was kept, and its events.

    Title, days, people, ties and scans go, from the change log too, so that no person has the paper any more.
    """
    row = unit.session.get_one(ManualRecord, record_id)
    if row.dated_on is not None:
        row.year = row.dated_on.year
    row.title, row.dated_on, row.pages, row.retained_from = "", None, None, None
    row.case_id = row.subscription_id = row.relation_id = None
    links = list(
        unit.session.scalars(select(ManualRecordParty).where(ManualRecordParty.record_id == record_id))
    )
    people = sorted(link.party_id for link in links)
    for link in links:
        unit.session.delete(link)
    scans = select(Scan.id).where(Scan.record_id == record_id)
    unit.connection.execute(update(Scan).where(Scan.duplicate_of_id.in_(scans)).values(duplicate_of_id=None))
    if unit.connection.execute(delete(Scan).where(Scan.record_id == record_id)).rowcount:
        unit.touched(table="scan")
    unit.session.flush()
    told = (
        select(AuditEvent.id)
        .join(AuditBody, AuditBody.event_id == AuditEvent.id)
        .where(
            or_(
                (AuditEvent.table_name == "manual_record") & (AuditEvent.row_key == str(record_id)),
                (AuditEvent.table_name == "manual_record_party")
                & AuditEvent.row_key.startswith(f"{record_id}:", autoescape=True),
            )
        )
    )
    audit.redact(unit, set(unit.connection.scalars(told)))
    search_index.refresh(unit, people)
