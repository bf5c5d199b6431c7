"""Whether a paper can belong to a case, a contract or a right to act. Apart from what writes papers: nothing that looks
at cases deletes rows."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.register import PartyRelation
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.unit import Unit
from lpo_desk.domain.paper import PaperRefused
from lpo_desk.domain.paper_ties import PaperTie, TieKind


def demand_theirs(unit: Unit, tie: PaperTie, people: Collection[int]) -> None:
    """Raises PaperRefused for what is not there, or is of nobody whom the paper concerns."""
    ask, relation = unit.connection.execute, (PartyRelation.party_id, PartyRelation.other_id)
    found: Any
    match tie.kind:
        case TieKind.CASE:
            found = ask(select(RequestCase.party_id).where(RequestCase.id == tie.key)).first()
        case TieKind.CONTRACT:
            found = ask(select(Subscription.party_id).where(Subscription.id == tie.key)).first()
        case TieKind.AUTHORITY:
            found = ask(select(*relation).where(PartyRelation.id == tie.key)).first()
    if found is None or not {None, *people} & set(found):
        raise PaperRefused("paper.tie_of_others")
