"""Rows of Liittymät, Tapahtumat and Mapit -> subscriptions, history and the paper log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from lpo_desk.db.tables.papers import CustodyEvent, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.register import CustomerNote
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.tables.services import Product
from lpo_desk.db.tables.system import Office
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.legacy import (
    ImportEffect,
    ImportReason,
    LegacyEvent,
    LegacyPaper,
    LegacySheet,
    LegacySubscription,
    Problem,
)
from lpo_desk.domain.paper import CustodyKind
from lpo_desk.domain.party import RelationKind
from lpo_desk.domain.products import guess_kind, product_code
from lpo_desk.domain.text import fold
from lpo_desk.services._import_batch import Batch
from lpo_desk.services._import_people import Users, add_relation


class NoOffice(UserError):
    """Papers lie in an office, and the database has none."""

    key = "import.no_office"


def add_subscriptions(
    batch: Batch, users: Users, parties: Mapping[str, int], lines: Sequence[LegacySubscription]
) -> list[Problem]:
    """Returns what was met: a user whose code belongs to somebody of another name.

    A user who is the owner himself is no role, so that no relation is made.
    """
    named = [(parties[line.customer_number], line) for line in lines if line.user_name or line.user_hetu]
    found = users.resolve(named) if named else {}
    products = _products(batch, {line.product for line in lines if line.product})
    ids = batch.numbers(Subscription, len(lines))
    problems = []
    for line, subscription_id in zip(lines, ids, strict=True):
        owner = parties[line.customer_number]
        _subscription(batch, subscription_id, owner, line, products.get(line.product))
        if line.row not in found:
            continue
        user, other_name = found[line.row]
        if user != owner:
            add_relation(batch, user, RelationKind.USER, owner, subscription_id=subscription_id)
        if other_name:
            problems.append(
                Problem(
                    LegacySheet.SUBSCRIPTIONS.title,
                    line.row,
                    "Käyttäjä",
                    line.user_name,
                    ImportReason.NAME_MISMATCH,
                    ImportEffect.WARNED,
                )
            )
    return problems


def _products(batch: Batch, names: Collection[str]) -> dict[str, int]:
    """Name of the old register -> key of its product; what the register does not know becomes a product of its own."""
    known: dict[str, int] = {}
    codes = set()
    for row in batch.unit.connection.execute(select(Product.__table__).order_by(Product.id)):
        codes.add(row.code)
        for name in (row.name_fi, row.name_sv):
            known.setdefault(fold(name), row.id)
    new = {fold(name): name for name in sorted(names, reverse=True) if fold(name) not in known}
    for (folded, name), key in zip(sorted(new.items()), batch.numbers(Product, len(new)), strict=True):
        code = product_code(name, codes)
        codes.add(code)
        known[folded] = key
        kind = guess_kind(name)
        batch.add(Product, id=key, code=code, kind=kind, name_fi=name, name_sv=name, retired=False)
    return {name: known[fold(name)] for name in names}


def _subscription(
    batch: Batch, subscription_id: int, owner: int, line: LegacySubscription, product_id: int | None
) -> None:
    batch.add(
        Subscription,
        id=subscription_id,
        party_id=owner,
        number=line.number,
        product=line.product,
        product_id=product_id,
        street=line.street,
        postcode=line.postcode,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        state=line.state,
        monthly_fee=line.monthly_fee,
    )
    for text in line.notes:
        batch.add(CustomerNote, party_id=owner, text=f"{line.number}: {text}")


def add_events(batch: Batch, parties: Mapping[str, int], events: Sequence[LegacyEvent]) -> list[Problem]:
    """What an event has in unknown columns goes into its text: nowhere else would it be found. No problems arise."""
    for event in events:
        batch.add(
            Interaction,
            party_id=parties[event.customer_number],
            on_date=event.on,
            kind=event.kind,
            text="\n".join(part for part in (event.text, *event.notes) if part),
            recorded_by=event.clerk,
        )
    return []


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
            self._custody(record_id, self._places.get((office, _path(paper))), paper)
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
        new = [place for place in dict.fromkeys(wanted) if place[1] and place not in self._places]
        for (office, path), place_id in zip(new, self._batch.numbers(Place, len(new)), strict=True):
            self._places[office, path] = place_id
            self._batch.add(Place, id=place_id, office_id=office, path=path)

    def _record(self, record_id: int, office: int, paper: LegacyPaper) -> None:
        """Kept to the end of the year in which the old register lets it be destroyed."""
        self._batch.add(
            ManualRecord,
            id=record_id,
            paper_number=paper.number,
            kind=paper.kind,
            year=paper.year,
            retention_until=date(paper.destroy_year, 12, 31) if paper.destroy_year else None,
            office_id=office,
        )
        if paper.customer_number:
            self._batch.add(
                ManualRecordParty, record_id=record_id, party_id=self._parties[paper.customer_number]
            )

    def _custody(self, record_id: int, place_id: int | None, paper: LegacyPaper) -> None:
        """The old register has no days of custody: the log begins with the import."""
        at = self._batch.unit.at
        if place_id is not None:
            self._batch.add(
                CustodyEvent,
                record_id=record_id,
                kind=CustodyKind.PLACED,
                place_id=place_id,
                holder="",
                at=at,
            )
        if paper.out_to:
            self._batch.add(
                CustodyEvent,
                record_id=record_id,
                kind=CustodyKind.LENT,
                place_id=None,
                holder=paper.out_to,
                at=at,
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
