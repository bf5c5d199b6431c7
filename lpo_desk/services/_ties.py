"""How the actor stands to a customer, and the refusal that follows for cases (law.md section 5)."""

from sqlalchemy import select

from lpo_desk.db.tables.special import AccountParty
from lpo_desk.db.unit import Unit
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.staff import StaffTie


class OwnCase(UserError):
    """A user would handle a matter of his own, or of somebody close to him."""

    def __init__(self, tie: StaffTie) -> None:
        super().__init__(f"own.case_refused_{tie.value}")
        self.tie = tie


def tie_of(unit: Unit, party_id: int) -> StaffTie | None:
    """The actor's own tie to a party."""
    mine = (AccountParty.account_id == unit.actor.account_id, AccountParty.party_id == party_id)
    return unit.connection.scalar(select(AccountParty.tie).where(*mine))


def is_colleague(unit: Unit, party_id: int) -> bool:
    """Whether the party is another user of the program."""
    others = (AccountParty.account_id != unit.actor.account_id, AccountParty.party_id == party_id)
    himself = select(AccountParty.party_id).where(*others, AccountParty.tie == StaffTie.SELF)
    return unit.connection.scalar(himself.limit(1)) is not None


def demand_stranger(unit: Unit, party_id: int | None) -> None:
    """Raises OwnCase where the party of a case is the actor or somebody close to him."""
    tie = tie_of(unit, party_id) if party_id is not None else None
    if tie is not None:
        raise OwnCase(tie)
