"""Papers of a card, and where each is."""

from collections import defaultdict

from sqlalchemy import select

from lpo_desk.db.tables.papers import CustodyEvent, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import PaperLine
from lpo_desk.domain.custody import CustodyKind


def papers(unit: Unit, party_id: int) -> tuple[PaperLine, ...]:
    """The papers that name the party; where each lies or who has it, from its last event."""
    mine = select(ManualRecordParty.record_id).where(ManualRecordParty.party_id == party_id)
    where: dict[int, tuple[str, str]] = defaultdict(lambda: ("", ""))
    events = (
        select(CustodyEvent.record_id, CustodyEvent.kind, CustodyEvent.holder, Place.path)
        .outerjoin(Place, Place.id == CustodyEvent.place_id)
        .where(CustodyEvent.record_id.in_(mine))
        .order_by(CustodyEvent.at, CustodyEvent.id)
    )
    for event in unit.connection.execute(events):
        place, _ = where[event.record_id]
        lent = event.kind is CustodyKind.LENT
        where[event.record_id] = (event.path or place, event.holder if lent else "")
    records = (
        select(ManualRecord.__table__).where(ManualRecord.id.in_(mine)).order_by(ManualRecord.paper_number)
    )
    return tuple(
        PaperLine(row.paper_number, row.kind, row.year, *where[row.id], row.retention_until)
        for row in unit.connection.execute(records)
    )
