"""The filter of the log of papers, as one query of their keys."""

import re

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all
from sqlalchemy.orm import aliased

from lpo_desk.db.tables.papers import CustodyNow, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.search import SearchTerm
from lpo_desk.db.unit import Unit
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperFilter
from lpo_desk.domain.places import SEPARATOR, code_typed
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.search import NAME_FIELDS
from lpo_desk.domain.text import scrub, words

_LONGEST = 200
_NUMBER = re.compile(r"[A-Z]{1,3}-\d*")
_OFFICE = re.compile(r"[A-Z]{1,3}")
_LAST = "\U0010ffff"
_FEW = 2000
"""Keys that a text may leave to be asked for by name: then whatever else is asked reads those papers alone."""
_other = aliased(ManualRecord)


def chosen(unit: Unit, wanted: PaperFilter) -> Select[int]:
    """The keys of the papers that the filter leaves. Where they are is asked of its own index alone, and the papers
    themselves are read only for what is written on them."""
    text, _ = scrub(wanted.text, limit=_LONGEST)
    place = code_typed(text)
    written, where = _conditions(wanted), _custody_conditions(wanted)
    if place:
        where.append(_in_place(place))
    elif text:
        written.append(_fits(unit, parse_qr_text(text) or text))
    if not where:
        return select(ManualRecord.id).where(*written)
    found = select(CustodyNow.record_id).where(*where)
    if written:
        found = found.join(ManualRecord, ManualRecord.id == CustodyNow.record_id).where(*written)
    return found


def _conditions(wanted: PaperFilter) -> list[ColumnElement[bool]]:
    """Of what is written on a paper, and whom it concerns."""
    found: list[ColumnElement[bool]] = []
    if wanted.kinds:
        found.append(ManualRecord.kind.in_(wanted.kinds))
    if wanted.party_id is not None:
        mine = select(ManualRecordParty.record_id).where(ManualRecordParty.party_id == wanted.party_id)
        found.append(ManualRecord.id.in_(mine))
    if wanted.case_id is not None:
        found.append(ManualRecord.case_id == wanted.case_id)
    if wanted.due_by is not None:
        found.append(ManualRecord.retention_until <= wanted.due_by)
    return found


def _custody_conditions(wanted: PaperFilter) -> list[ColumnElement[bool]]:
    """Of the row that tells where a paper is."""
    found: list[ColumnElement[bool]] = []
    if wanted.office_id is not None:
        found.append(CustodyNow.office_id == wanted.office_id)
    if wanted.states:
        found.append(CustodyNow.state.in_(wanted.states))
    if wanted.place_ids:
        found.append(_lies_or_belongs(wanted.place_ids))
    if wanted.home_id is not None:
        found.append(CustodyNow.home_id == wanted.home_id)
    if wanted.late_on is not None:  # the state has an index, and only who is out is late
        found += [CustodyNow.state == PaperState.OUT, CustodyNow.due_on < wanted.late_on]
    return found


def _in_place(code: str) -> ColumnElement[bool]:
    """In the place that has the code on its label, or in anything that stands in it."""
    it = select(Place.office_id, Place.path).where(Place.code == code).subquery()
    inside = select(Place.id).join(it, it.c.office_id == Place.office_id)
    below = func.substr(Place.path, 1, func.length(it.c.path) + 1) == it.c.path + SEPARATOR
    return _lies_or_belongs(inside.where(or_(Place.path == it.c.path, below)))


def _lies_or_belongs(places: Select[int] | frozenset[int]) -> ColumnElement[bool]:
    """Lies in one of the places, or lies nowhere and belongs in one."""
    return or_(
        CustodyNow.place_id.in_(places), CustodyNow.place_id.is_(None) & CustodyNow.home_id.in_(places)
    )


def _fits(unit: Unit, text: str) -> ColumnElement[bool]:
    """Begins the paper's number, is part of its title, or every word of it begins a word of a name. What is written like
    a number is nothing else, so that its index answers.

    Few papers are named by their keys. Many are told one by one as the list is read, which soon has a page of them.
    """
    number = text.upper()
    if _NUMBER.fullmatch(number):
        return _numbered(ManualRecord, number)
    begins, people = _OFFICE.fullmatch(number) is not None, _named(text)
    arms = [select(_other.id).where(_titled(unit, _other, text)), *people]
    if begins:
        arms.append(select(_other.id).where(_numbered(_other, number)))
    every = union_all(*arms).subquery()
    found = unit.connection.scalars(select(every.c.id).limit(_FEW + 1)).all()
    if len(found) <= _FEW:
        return ManualRecord.id.in_(set(found))
    told = [_titled(unit, ManualRecord, text), *(ManualRecord.id.in_(theirs) for theirs in people)]
    return or_(*told, _numbered(ManualRecord, number)) if begins else or_(*told)


def _numbered(record: type[ManualRecord], number: str) -> ColumnElement[bool]:
    return record.paper_number.between(number, number + _LAST)


def _titled(unit: Unit, record: type[ManualRecord], text: str) -> ColumnElement[bool]:
    if unit.connection.dialect.name != "sqlite":
        return record.title.icontains(text, autoescape=True)
    # its LIKE and lower() know no case but that of a to z
    spellings = {text, text.lower(), text.upper(), text.title()} if not text.isascii() else {text}
    return or_(*(record.title.contains(one, autoescape=True) for one in sorted(spellings)))


def _named(text: str) -> list[Select[int]]:
    """The papers of the people whom all words of the text name; none of a text without words."""
    named = [
        select(SearchTerm.party_id).where(
            SearchTerm.field.in_(NAME_FIELDS),
            SearchTerm.term >= word,
            SearchTerm.term < word + _LAST,
        )
        for word in words(text)
    ]
    theirs = (ManualRecordParty.party_id.in_(word) for word in named)
    return [select(ManualRecordParty.record_id).where(*theirs)] if named else []
