"""Changing what is written of a paper."""

from lpo_desk.db import own_record
from lpo_desk.db.errors import Conflict, FieldConflict
from lpo_desk.db.tables.papers import CustodyNow
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.custody import CustodyRefused, PaperState
from lpo_desk.domain.merging import three_way
from lpo_desk.domain.paper import PaperDetails, PaperRefused, PaperRow, RetentionClass, check_paper
from lpo_desk.services import papers
from lpo_desk.services._clerks import clerks
from lpo_desk.services._paper_rows import name, people_of, row_of, tie_of, write
from lpo_desk.services._paper_saves import saves
from lpo_desk.services._paper_ties import demand_theirs


@requires(Right.SEE_PAPERS)
def details_of(unit: Unit, record_id: int) -> PaperDetails:
    """What a form is filled with. Raises PaperRefused."""
    row = row_of(unit, record_id)
    return PaperDetails(
        row.kind,
        row.title,
        row.dated_on,
        row.pages,
        people_of(unit, record_id),
        row.retention,
        row.retained_from,
        tie_of(row),
    )


@requires(Right.MOVE_PAPERS)
def revise(unit: Unit, record_id: int, base: PaperDetails, mine: PaperDetails) -> PaperRow:
    """Change what is written of a paper. base: what the clerk saw; what somebody else changed meanwhile stays.

    Raises FieldsRefused, PaperRefused, CustodyRefused of a destroyed paper, OwnRecord, and Conflict where somebody else
    has changed the same field to something else.
    """
    row = row_of(unit, record_id, locked=True)
    now = unit.session.get(CustodyNow, record_id)
    if now is not None and now.state is PaperState.DESTROYED:
        raise CustodyRefused("custody.not_destroyed")
    theirs = details_of(unit, record_id)
    merge = three_way(base, mine, theirs)
    if merge.conflicts:
        raise _conflict(unit, record_id, merge.conflicts, base, mine, theirs)
    if theirs.retention is RetentionClass.ERASURE and _time(merge.value) != _time(theirs):
        raise PaperRefused("paper.erasure_ordered")
    value = check_paper(merge.value, unit.today, keeps_old=merge.value.retention is theirs.retention)
    own_record.demand_other(unit, {*theirs.people, *value.people})
    if value.tie is not None and (value.tie, value.people) != (theirs.tie, theirs.people):
        demand_theirs(unit, value.tie, value.people)
    write(row, value)
    name(unit, record_id, value.people)
    unit.session.flush()
    return papers.get(unit, record_id)


def _time(details: PaperDetails) -> tuple[object, object]:
    return details.retention, details.retained_from


def _conflict(
    unit: Unit, record_id: int, fields: tuple[str, ...], base: object, mine: object, theirs: object
) -> Conflict:
    """Who was quicker, and when, comes from the audit."""
    told = saves(unit, record_id)
    last = told[-1][0] if told else None
    return Conflict(
        tuple(FieldConflict(f, getattr(base, f), getattr(mine, f), getattr(theirs, f)) for f in fields),
        who=clerks(unit).get(last.account_name, last.account_name) if last else "",
        at=last.at if last else None,
    )
