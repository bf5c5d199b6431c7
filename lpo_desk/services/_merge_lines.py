"""The history's lines of merges: told on the record that stayed, and after an undo on both."""

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from lpo_desk.db.tables.special import PartyMerge
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import HistoryKind, HistoryLine


def merge_lines(unit: Unit, party_id: int) -> list[HistoryLine]:
    who, undoer = aliased(Account), aliased(Account)
    mine = or_(PartyMerge.survivor_id == party_id, PartyMerge.merged_id == party_id)
    statement = (
        select(
            PartyMerge.at,
            PartyMerge.survivor_id,
            PartyMerge.undone_at,
            who.username.label("who"),
            undoer.username.label("undoer"),
        )
        .outerjoin(who, who.id == PartyMerge.account_id)
        .outerjoin(undoer, undoer.id == PartyMerge.undone_by)
        .where(mine)
    )
    found = []
    for row in unit.connection.execute(statement):
        key = "history.merged_here" if row.survivor_id == party_id else "history.merged_away"
        found.append(HistoryLine(row.at, HistoryKind.CHANGE, key, row.who or "", translate=True))
        if row.undone_at is not None:
            undone = "history.merge_undone"
            found.append(
                HistoryLine(row.undone_at, HistoryKind.CHANGE, undone, row.undoer or "", translate=True)
            )
    return found
