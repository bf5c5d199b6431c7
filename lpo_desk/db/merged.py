"""Records that were merged into another: who stands for them, and what is still theirs."""

from sqlalchemy import ColumnElement, Select, or_, select

from lpo_desk.db.tables.register import Party
from lpo_desk.db.unit import Unit


def family(party_id: int | ColumnElement[int]) -> Select[int]:
    """The party and those that were merged into it. What did not move with a merge, since the survivor has its own,
    is data of the same person and told with it."""
    return select(Party.id).where(or_(Party.id == party_id, Party.replaced_by_id == party_id))


def survivor_of(unit: Unit, party_id: int) -> int:
    """Who stands for the party now: itself, unless it was merged. A merge leads all earlier ones on."""
    found = unit.connection.scalar(select(Party.replaced_by_id).where(Party.id == party_id))
    return party_id if found is None else found
