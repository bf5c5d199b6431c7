"""Papers of a card, and where each is."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import PaperLine
from lpo_desk.domain.custody import PaperState

_PRESENT, _HOME = aliased(Place), aliased(Place)


_MINE = select(ManualRecordParty.record_id).where(ManualRecordParty.party_id == bindparam("party_id"))
_PAPERS = (
    select(
        ManualRecord.__table__,
        CustodyNow.state,
        CustodyNow.holder,
        _PRESENT.path.label("path"),
        _HOME.path.label("home"),
    )
    .outerjoin(CustodyNow, CustodyNow.record_id == ManualRecord.id)
    .outerjoin(_PRESENT, _PRESENT.id == CustodyNow.place_id)
    .outerjoin(_HOME, _HOME.id == CustodyNow.home_id)
    .where(ManualRecord.id.in_(_MINE))
    .order_by(ManualRecord.paper_number)
)


def papers(unit: Unit, party_id: int) -> tuple[PaperLine, ...]:
    """The papers that name the party: where each lies, or belongs while it lies nowhere, and who has it."""
    return tuple(
        PaperLine(
            row.id,
            row.paper_number,
            row.kind,
            row.title,
            row.year if row.dated_on is None else row.dated_on.year,
            row.path or row.home or "",
            row.state or PaperState.UNPLACED,
            row.holder or "",
            row.retention_until,
        )
        for row in unit.connection.execute(_PAPERS, {"party_id": party_id})
    )
