"""A person whose every value is found nowhere else, in every place that an erasure must reach, and a look-alike."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, Table, select

from lpo_desk.db import search_index
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import CustomerNote, Party, PartyName
from lpo_desk.db.tables.requests import ClockEventRow, Document, RequestCase, RequestClaim
from lpo_desk.db.tables.special import PartyMerge
from lpo_desk.db.tables.system import DraftRow
from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import CaseStatus, DocumentKind, DraftKind, IntakeChannel, ReplyForm, Requester
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.deadlines import ClockKind
from lpo_desk.domain.party import NameKind, Source
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.canaries import HETU, Canaries

CASE = "L-2026-0001"
CAME = {"source": Source.SUBJECT, "source_on": date(2026, 11, 23), "source_by": "maija"}
DAYS_FROM = date(1901, 1, 1)


@dataclass
class Marked(Canaries):
    """Remembers the values of A and B as the file has them, by column."""

    marks: dict[str, dict[str, str]] = field(default_factory=lambda: {"A": {}, "B": {}})

    def _canary(self, column: Column[Any], owner: str, other: str) -> tuple[Any, str]:
        value, printed = super()._canary(column, owner, other)
        name = f"{column.table.name}.{column.name}"
        if isinstance(value, datetime | date):
            self.marks[owner][name] = value.strftime("%Y-%m-%d")
        elif isinstance(value, str):
            self.marks[owner][name] = value
        return value, printed

    def _insert(self, table: Table, owner: str, other: str) -> None:
        if table.name != "party_merge":  # of the canaries' own, whose two are different people
            super()._insert(table, owner, other)


@dataclass
class Person:
    """Who is to be erased, and the neighbour; `marks`: texts that lie somewhere in the database, by place."""

    party_id: int
    neighbour_id: int
    twin_id: int
    marks: dict[str, str]
    neighbours: dict[str, str]


def mark(desk: Desk) -> Person:
    """Fill the register with two people and all that the session, the change log, merges and drafts hold of them."""
    with desk.database.unit(desk["maija"]) as unit:
        birds = Marked(unit)
        birds.fill()
        party, neighbour = birds.parties["A"], birds.parties["B"]
        marks, others = birds.marks["A"], birds.marks["B"]
        twin = Party(
            kind=unit.session.get_one(Party, party).kind, created_at=unit.at, replaced_by_id=party, **CAME
        )
        unit.session.add(twin)
        unit.session.flush()
        for owner, who, found in (("A", party, marks), ("B", neighbour, others)):
            _more(unit, owner, who, found)
        unit.session.add(PartyName(party_id=twin.id, kind=NameKind.CURRENT, last_name="AKANtwinQ", **CAME))
        marks["twin"] = "AKANtwinQ"
        merge = PartyMerge(
            survivor_id=party,
            merged_id=twin.id,
            at=unit.at,
            account_id=1,
            survivor_version=1,
            merged_version=1,
            moved={"party_name": {"taken_out": [{"last_name": "AKANmovedQ"}]}},
        )
        unit.session.add(merge)
        marks["party_merge.moved"] = "AKANmovedQ"
        unit.session.flush()
        search_index.rebuild(unit)
        search_index.refresh(unit, [party, neighbour])
    with desk.database.unit(desk["maija"]) as unit:
        # A change and its undoing: both values lie in the change log, one of them nowhere else.
        name = unit.session.scalars(
            select(PartyName).where(PartyName.party_id == party).order_by(PartyName.id)
        ).first()
        assert name is not None
        was, name.last_name = name.last_name, "AKANmisspeltQ"
        unit.session.flush()
        name.last_name = was
        marks["audit_body"] = "AKANmisspeltQ"
    assert marks["personal_identity_code.value"] == HETU["A"]
    return Person(party, neighbour, twin.id, marks, others)


def order(desk: Desk, party_id: int, *, number: str = CASE) -> str:
    """The case that asks for the erasure; gives its number."""
    with desk.database.unit(desk["maija"]) as unit:
        case = RequestCase(
            number=number,
            party_id=party_id,
            office_id=1,
            status=CaseStatus.DECIDE,
            requester=Requester.SELF,
            channel=IntakeChannel.COUNTER,
            received_on=date(2026, 11, 20),
            entered_at=unit.at,
            entered_by=unit.actor.account_id,
            signed=True,
            names_register=True,
            delivered_to_office=True,
            reply_form=ReplyForm.PAPER_POST,
            reply_lang=Lang.FI,
        )
        unit.session.add(case)
        unit.session.flush()
        unit.session.add(RequestClaim(case_id=case.id, right=RequestRight.ERASURE))
        at = unit.today - timedelta(days=3)
        clock = ClockEventRow(
            case_id=case.id, kind=ClockKind.STARTED, on_date=at, at=unit.at, account_id=case.entered_by
        )
        unit.session.add(clock)
    return number


def _more(unit: Unit, owner: str, party_id: int, marks: dict[str, str]) -> None:
    """What the canaries do not fill: drafts, archived papers, and a row that went through the session."""
    case_id = unit.session.scalars(select(RequestCase.id).where(RequestCase.party_id == party_id)).one()
    text = f"{owner}KANsessionQ"
    unit.session.add(CustomerNote(party_id=party_id, text=text, **CAME))
    marks["customer_note (session)"] = text
    draft = f"{owner}KANdraftQ"
    unit.session.add(
        DraftRow(
            draft_key=uuid4(),
            account_id=2,
            kind=next(iter(DraftKind)),
            party_id=party_id,
            data={"scope": draft},
            saved_at=unit.at,
        )
    )
    marks["draft.data"] = draft
    paper = f"{owner}KANpaperQ"
    unit.session.add(
        Document(
            case_id=case_id,
            kind=DocumentKind.REPLY,
            lang=Lang.FI,
            made_at=unit.at,
            account_id=1,
            digest=b"\0" * 32,
            content=paper.encode() * 3000,  # on pages of its own
        )
    )
    marks["document.content"] = paper


def rows_of(desk: Desk, party_ids: tuple[int, ...]) -> dict[str, list[str]]:
    """Every row of every table that points at these parties, as text."""
    found = {}
    with desk.database.reading(desk["jani"]) as unit:
        for table in Base.metadata.sorted_tables:
            ends = [c for c in table.columns if any(k.column.table.name == "party" for k in c.foreign_keys)]
            if table.name == "party":
                ends = [table.c.id]
            for end in ends:
                rows = unit.connection.execute(select(table).where(end.in_(party_ids)))
                found[f"{table.name} by {end.name}"] = sorted(repr(tuple(row)) for row in rows)
    return found
