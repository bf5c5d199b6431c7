"""Who has changed what is written of a paper: told from the audit, as on a customer's card."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import literal_column, or_

from lpo_desk.db.tables import Base
from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, ManualRecordParty
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import AuditKind, Change
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper_story import StoryKind, StoryLine
from lpo_desk.services import papers
from lpo_desk.services._changes import as_typed
from lpo_desk.services._clerks import clerks
from lpo_desk.services._saves import Save, audited, by_save

_RECORD, _PEOPLE = ManualRecord.__tablename__, ManualRecordParty.__tablename__
_AFTER_COLON = ";"
"""The character after the colon: a key that begins with `12:` lies before `12;`."""
_PERSON = "papers_page.person"
_TIES = dict.fromkeys(("case_id", "subscription_id", "relation_id"), "paper_sheet.tie")


def change_lines(unit: Unit, record_id: int) -> list[StoryLine]:
    """One line for each save that changed what is written of a paper, or its hold; not that it was entered.

    Of a destroyed paper nobody is named.
    """
    names, lines = clerks(unit), list[StoryLine]()
    now = unit.session.get(CustodyNow, record_id)
    gone = now is not None and now.state is PaperState.DESTROYED
    for rows in saves(unit, record_id):
        if any(row.table_name == _RECORD and row.kind is AuditKind.INSERT for row in rows):
            continue
        changes = tuple(_changes(unit, rows, tells_people=not gone))
        first = rows[0]
        who = names.get(first.account_name, first.account_name)
        hold = [change for change in changes if change.field == "field.hold_reason"]
        if hold:  # its reason; a release writes its own over it before it empties it
            kind = StoryKind.RELEASED if len(hold) > 1 else StoryKind.HELD
            reason = hold[0].after
            lines.append(StoryLine(first.at, kind, reason=str(reason) if reason else "", who=who))
        others = tuple(change for change in changes if change not in hold)
        if others:
            lines.append(StoryLine(first.at, StoryKind.CHANGED, who=who, changes=others))
    return lines


def saves(unit: Unit, record_id: int) -> list[Save]:
    """The audit's rows of a paper and of whom it concerns, save by save, the oldest first."""
    key = AuditEvent.row_key
    statement = (
        audited()
        .where(
            AuditEvent.table_name.in_([literal_column(f"'{table}'") for table in (_RECORD, _PEOPLE)]),
            or_(key == str(record_id), (key >= f"{record_id}:") & (key < f"{record_id}{_AFTER_COLON}")),
            AuditEvent.kind.in_((AuditKind.INSERT, AuditKind.UPDATE, AuditKind.DELETE)),
        )
        .order_by(AuditEvent.id)
    )
    return by_save(unit, statement)


def _changes(unit: Unit, rows: Save, *, tells_people: bool) -> list[Change]:
    """What a save changed, each person by the name that lists have."""
    found: list[Change] = []
    people: dict[int, AuditKind] = {}
    for row in rows:
        if row.table_name == _PEOPLE:
            people[int(row.row_key.partition(":")[2])] = row.kind
        else:
            found += _of_paper(row.fields, row.body or {})
    names = papers.named(unit, people) if tells_people else {}
    for party_id, kind in people.items():
        who = names.get(party_id)
        came = kind is AuditKind.INSERT
        found.append(Change(_PERSON, None if came else who, who if came else None))
    return found


def _of_paper(fields: list[str], body: Mapping[str, Any]) -> list[Change]:
    """Of the columns that are data of the paper, not how it is kept."""
    columns = Base.metadata.tables[_RECORD].columns
    found = []
    for each in fields:
        label = _TIES.get(each) or getattr(columns[each].info.get("privacy"), "label", "")
        if label:
            before, after = (as_typed(columns[each], value) for value in body.get(each, (None, None)))
            found.append(Change(label, before or None, after or None))
    return list(dict.fromkeys(found))  # another kind of tie empties one column and fills another
