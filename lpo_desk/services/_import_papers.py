"""Rows of Mapit -> the paper log: papers, whom they concern, places as a tree, where each paper is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.papers import (
    CustodyEvent,
    CustodyNow,
    ManualRecord,
    ManualRecordParty,
    PaperCounter,
    Place,
)
from lpo_desk.db.tables.register import CustomerNote
from lpo_desk.db.tables.system import Office
from lpo_desk.domain.custody import CustodyKind, Event, custody
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.legacy import ImportEffect, ImportReason, LegacyPaper, LegacySheet, Problem
from lpo_desk.domain.paper import RetentionClass, running_number
from lpo_desk.domain.places import SEPARATOR, kind_of_name, place_code
from lpo_desk.services._custody import counter_of
from lpo_desk.services._import_batch import Batch


class NoOffice(UserError):
    """Papers lie in an office, and the database has none."""

    key = "import.no_office"


class Papers:
    """Writes paper records; offices and places are looked up by name, new places made."""

    def __init__(self, batch: Batch, parties: Mapping[str, int]) -> None:
        self._batch, self._parties = batch, parties
        connection = batch.unit.connection
        self._offices: dict[str, int] = {}
        self._first_office = 0
        for row in connection.execute(select(Office.__table__).order_by(Office.id)):
            self._first_office = self._first_office or row.id
            self._offices |= dict.fromkeys(
                (row.code.casefold(), row.name_fi.casefold(), row.name_sv.casefold()), row.id
            )
        self._counters: dict[int, PaperCounter] = {}
        self._codes = {row.id: row.code for row in connection.execute(select(Office.__table__))}
        places = connection.execute(select(Place.office_id, Place.path, Place.id))
        self._places = {(office, path): key for office, path, key in places}

    def add(self, papers: Sequence[LegacyPaper]) -> list[Problem]:
        """Returns what found no place of its own. Raises NoOffice."""
        if not self._first_office:
            raise NoOffice
        problems: list[Problem] = []
        papers = [self._owned(paper, problems) for paper in papers]
        offices = [self._office(paper, problems) for paper in papers]
        self._make_places([(office, _path(paper)) for office, paper in zip(offices, papers, strict=True)])
        ids = self._batch.numbers(ManualRecord, len(papers))
        for paper, office, record_id in zip(papers, offices, ids, strict=True):
            self._record(record_id, office, paper)
            self._custody(record_id, office, self._places.get((office, _path(paper))), paper)
            problems += self._keep_notes(paper)
        return problems

    def _owned(self, paper: LegacyPaper, problems: list[Problem]) -> LegacyPaper:
        """The customer's own row may have been refused since the reading; the paper is on its shelf all the same."""
        number = paper.customer_number
        if not number or number in self._parties:
            return paper
        problems.append(_left_out(paper.row, "Asnro", number, ImportReason.UNKNOWN_CUSTOMER))
        return replace(paper, customer_number="")

    def _office(self, paper: LegacyPaper, problems: list[Problem]) -> int:
        """By name; failing that by the letter its number begins with, then the importing clerk's own."""
        named = self._offices.get(paper.office.casefold())
        if named is not None:
            return named
        if paper.office:
            problems.append(_left_out(paper.row, "Toimipiste", paper.office, ImportReason.VALUE_ODD))
        by_number = self._offices.get(paper.number.partition("-")[0].casefold())
        return by_number or self._batch.unit.actor.office_id or self._first_office

    def _make_places(self, wanted: Sequence[tuple[int, str]]) -> None:
        """The places that are new, each in the one that its path names before it."""
        new: dict[tuple[int, str], bool] = {}
        for office, path in dict.fromkeys(wanted):
            parts = path.split(SEPARATOR) if path else []
            for depth in range(1, len(parts) + 1):
                here = office, SEPARATOR.join(parts[:depth])
                if here not in self._places:
                    new[here] = new.get(here, False) or depth == len(parts)
        keys = self._batch.numbers(Place, len(new))
        self._places |= dict(zip(new, keys, strict=True))
        for (office, path), holds in new.items():
            outer, _, name = path.rpartition(SEPARATOR)
            counter = self._counter(office)
            counter.last_place += 1
            self._batch.add(
                Place,
                id=self._places[office, path],
                office_id=office,
                parent_id=self._places[office, outer] if outer else None,
                kind=kind_of_name(name, last=holds),
                name=name,
                code=place_code(self._codes[office], counter.last_place),
                path=path,
                access="",
                retired=False,
            )

    def _record(self, record_id: int, office: int, paper: LegacyPaper) -> None:
        """Kept to the end of the year in which the old register lets it be destroyed."""
        self._batch.add(
            ManualRecord,
            id=record_id,
            paper_number=paper.number,
            kind=paper.kind,
            title="",
            year=paper.year,
            retention=RetentionClass.OLD_REGISTER,
            retention_until=date(paper.destroy_year, 12, 31) if paper.destroy_year else None,
            hold_reason="",
            office_id=office,
            version=1,
        )
        running = running_number(paper.number, self._codes[office])
        if running is not None:
            counter = self._counter(office)
            counter.last_paper = max(counter.last_paper, running)
        if paper.customer_number:
            self._batch.add(
                ManualRecordParty, record_id=record_id, party_id=self._parties[paper.customer_number]
            )

    def _counter(self, office: int) -> PaperCounter:
        """Asked for once: it is locked until the commit."""
        if office not in self._counters:
            self._counters[office] = counter_of(self._batch.unit, office)
        return self._counters[office]

    def _custody(self, record_id: int, office: int, place_id: int | None, paper: LegacyPaper) -> None:
        """The old register has no days of custody: the log begins with the import."""
        at = self._batch.unit.at
        events = []
        if place_id is not None:
            events.append(Event(CustodyKind.PLACED, at, place_id=place_id, office_id=office))
        if paper.out_to:
            events.append(Event(CustodyKind.LENT, at, holder=paper.out_to, office_id=office))
        for event in events:
            self._batch.add(
                CustodyEvent,
                record_id=record_id,
                kind=event.kind,
                place_id=event.place_id,
                holder=event.holder,
                office_id=event.office_id,
                reason="",
                at=at,
                account_id=self._batch.unit.actor.account_id,
            )
        now = custody(events)
        self._batch.add(
            CustodyNow,
            record_id=record_id,
            state=now.state,
            home_id=now.home_id,
            place_id=now.place_id,
            holder=now.holder,
            office_id=office,
            since=now.since,
        )

    def _keep_notes(self, paper: LegacyPaper) -> list[Problem]:
        """Notes go to the customer; those of a paper that is nobody's only to the report."""
        if paper.customer_number:
            for text in paper.notes:
                party_id = self._parties[paper.customer_number]
                self._batch.add(CustomerNote, party_id=party_id, text=f"{paper.number}: {text}")
            return []
        return [_left_out(paper.row, "", text, ImportReason.UNKNOWN_COLUMN) for text in paper.notes]


def _path(paper: LegacyPaper) -> str:
    return "/".join(paper.place)


def _left_out(row: int, column: str, value: str, reason: ImportReason) -> Problem:
    return Problem(LegacySheet.PAPERS.title, row, column, value, reason, ImportEffect.LEFT_OUT)
