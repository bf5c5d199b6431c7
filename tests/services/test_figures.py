"""The register in figures: every kind of data is counted, nothing that has ended, nobody so few that he is told."""

from datetime import date, timedelta

from sqlalchemy import select

from lpo_desk.db import declared
from lpo_desk.db.tables.register import ProtectionNote
from lpo_desk.domain.figures import Counted, Figure, figures
from lpo_desk.domain.labels import Term
from lpo_desk.domain.party import ContactKind, CustomerType, PartyKind
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.reports import Month
from lpo_desk.services import reports
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.services.canaries import Canaries


def counted(desk: Desk) -> dict[str, Counted]:
    with desk.database.reading(desk["esko"]) as unit:
        report = reports.monthly(unit, Month.of(unit.today), version="1.0")
    return {each.title.key: each for each in report.counted}


def test_every_kind_of_data_of_the_notice_is_counted(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        Canaries(unit).fill()
    told = counted(desk)
    others = {Category.REQUEST, Category.LOOKUP, Category.PAPER}
    ended = {"subscription", "service_number", "collection_case", "protection_note", "processing_restriction"}
    wanted = {
        end.label or f"table.{table.name}"
        for table, end, _ in declared.roads()
        if next(declared.own(table, end))[1].category not in others
        and not {"valid_to", "ends_on", "ended_on", "lifted_on"} & set(table.c.keys())
        and end.shows is None
        and end.label not in ("merge.merged",)
    }
    assert wanted - told.keys() == set()
    assert told["table.contact_point"].people == 2
    assert not ended & {title.removeprefix("table.") for title in told}, "canaries ended a century ago"


def test_people_divide_by_what_the_columns_say(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        add(unit, Someone("Aalto", "Maija", "10042", phones=("+358400000123", "+358400000124")))
        add(unit, Someone("Lind", "Eva", "10043", phones=("+358400000125",), emails=("eva@example.fi",)))
        add(
            unit,
            Someone(organisation="Oy Satama Ab", number="20001", types=frozenset({CustomerType.COMPANY})),
        )
    told = counted(desk)
    assert (told["table.contact_point"].people, told["table.contact_point"].rows) == (2, 4)
    parts = dict(told["table.contact_point"].parts)
    assert dict(parts["field.contact_kind"]) == {ContactKind.PHONE: 2, ContactKind.EMAIL: 1}
    parts = dict(told["table.party"].parts)
    assert dict(parts["field.party_kind"]) == {PartyKind.PERSON: 2, PartyKind.ORGANISATION: 1}


def test_what_has_ended_is_not_counted(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        add(unit, Someone("Suojala", "Ester", "10077", protected_until=unit.today + timedelta(days=1)))
    assert "table.protection_note" in counted(desk)
    with desk.database.unit(desk["maija"]) as unit:
        for note in unit.session.scalars(select(ProtectionNote)):
            note.ended_on = date(2020, 1, 1)
    assert "table.protection_note" not in counted(desk)


def test_small_counts_are_hidden_and_not_given_back_by_their_sum() -> None:
    title = Term("table.contact_point")
    members = ((ContactKind.PHONE, 40), (ContactKind.EMAIL, 3))
    lines = list(figures([Counted(Category.CONTACT, title, 43, 50, (("field.contact_kind", members),))], 5))
    assert [line.people for line in lines] == [43, None, None], "40 of 43 would tell the 3"
    assert [line.hidden for line in lines] == [False, True, True]
    few = Counted(Category.CONTACT, title, 3, 9)
    assert list(figures([few], 5)) == [Figure(Category.CONTACT, title, None, None, None, None, True)]
    assert [line.people for line in figures([few], 0)] == [3]
