"""What a clerk writes of a paper, as rows: its own, and those of the people whom it concerns."""

from collections.abc import Iterable

from sqlalchemy import select

from lpo_desk.db import own_record, search_index
from lpo_desk.db.tables.papers import ManualRecord, ManualRecordParty
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.system import Office
from lpo_desk.db.unit import Unit
from lpo_desk.domain.custody import CustodyKind, Event
from lpo_desk.domain.paper import PaperDetails, PaperRefused, RetentionClass, kept, paper_number
from lpo_desk.domain.paper_ties import PaperTie, TieKind
from lpo_desk.domain.party import Source
from lpo_desk.services import _custody

_TIES = {
    TieKind.CASE: "case_id",
    TieKind.CONTRACT: "subscription_id",
    TieKind.AUTHORITY: "relation_id",
}


def add(unit: Unit, office: Office, details: PaperDetails, place_id: int | None = None) -> ManualRecord:
    """A new paper of checked details with the office's next number. Raises CustodyRefused, PaperRefused."""
    counter = _custody.counter_of(unit, office.id)
    counter.last_paper += 1
    row = ManualRecord(
        paper_number=paper_number(office.code, counter.last_paper),
        office_id=office.id,
        source=Source.SUBJECT,
        source_on=unit.today,
        source_by=unit.actor.username,
    )
    write(row, details)
    unit.session.add(row)
    unit.session.flush()
    name(unit, row.id, details.people)
    _custody.append(unit, row.id, Event(CustodyKind.ENTERED, unit.at, office_id=office.id))
    if place_id is not None:
        _custody.append(unit, row.id, Event(CustodyKind.PLACED, unit.at, place_id=place_id))
    return row


def row_of(unit: Unit, record_id: int, *, locked: bool = False) -> ManualRecord:
    """Raises PaperRefused."""
    row = unit.session.get(ManualRecord, record_id, with_for_update=locked, populate_existing=locked)
    if row is None:
        raise PaperRefused
    return row


def people_of(unit: Unit, record_id: int) -> tuple[int, ...]:
    """Keys of those the paper concerns, in their order."""
    mine = select(ManualRecordParty.party_id).where(ManualRecordParty.record_id == record_id)
    return tuple(unit.session.scalars(mine.order_by(ManualRecordParty.party_id)))


def tie_of(row: ManualRecord) -> PaperTie | None:
    """What the paper belongs to."""
    keys = ((kind, getattr(row, column)) for kind, column in _TIES.items())
    return next((PaperTie(kind, key) for kind, key in keys if key is not None), None)


def write(row: ManualRecord, details: PaperDetails) -> None:
    row.kind, row.title = details.kind, details.title
    row.dated_on, row.pages = details.dated_on, details.pages
    row.retention, row.retained_from = details.retention, details.retained_from
    for kind, column in _TIES.items():
        setattr(row, column, details.tie.key if details.tie and details.tie.kind is kind else None)
    if details.retention is not RetentionClass.OLD_REGISTER:
        row.retention_until = kept(details.retention, details.retained_from, None).until


def name(unit: Unit, record_id: int, people: Iterable[int]) -> None:
    """Whom the paper concerns: those added and taken away, each audited as a change of that person's.

    Raises PaperRefused for somebody who is not in the register, OwnRecord where the actor himself comes or goes.
    """
    links = select(ManualRecordParty).where(ManualRecordParty.record_id == record_id)
    now = {link.party_id: link for link in unit.session.scalars(links)}
    wanted = set(people)
    known = set(unit.connection.scalars(select(Party.id).where(Party.id.in_(wanted))))
    if known != wanted:
        raise PaperRefused("paper.no_such_person")
    own_record.demand_other(unit, wanted ^ now.keys())
    for party_id in wanted - now.keys():
        unit.session.add(ManualRecordParty(record_id=record_id, party_id=party_id))
    for party_id in now.keys() - wanted:
        unit.session.delete(now[party_id])
    unit.session.flush()
    search_index.refresh(unit, sorted(wanted ^ now.keys()))
