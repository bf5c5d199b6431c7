"""Search finds the same people in the same order on SQLite and on PostgreSQL."""

from datetime import date

import pytest
from sqlalchemy import insert

from lpo_desk.db import search, search_index
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.system import Office
from lpo_desk.domain.case import CaseStatus, IntakeChannel, ReplyForm, Requester
from lpo_desk.domain.party import CustomerType, Flag, ListRow
from lpo_desk.domain.qr import qr_text
from lpo_desk.domain.search import LIMIT, read_query
from lpo_desk.terms import Lang
from tests.db.people import Someone, add
from tests.fixtures_db import Desk

PEOPLE = {
    "ohman": Someone("Ohman", "Kaj", "10001"),
    "öhman": Someone(
        "Öhman",
        "Maija Helena",
        "10002",
        calling_name="Maikki",
        former=("Lindström",),
        address=("Brandsgatan 12 A 3", "07900", "Loviisa"),
        phones=("+358401888104",),
        emails=("maija.ohman@example.fi",),
        hetu="100190-999P",
    ),
    "öhmann": Someone("Öhmann", "Aatu", "10003"),
    "company": Someone(
        organisation="Öhman & Pojat Oy",
        number="20001",
        business_id="0129056-4",
        types=frozenset({CustomerType.COMPANY, CustomerType.HOUSING_COMPANY}),
    ),
    "protected": Someone(
        "Salminen",
        "Tuuli",
        "10004",
        address=("Hiljaistenkatu 1", "06100", "Porvoo"),
        phones=("+358409990000",),
        emails=("tuuli@example.fi",),
        hetu="131052-900W",
        protected=True,
    ),
    "odd": Someone("O'Brien-Åberg", "Seán", "30%_'\"", emails=("100%_@example.fi",)),
}


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    with desk.database.unit(desk["maija"]) as unit:
        return {name: add(unit, someone) for name, someone in PEOPLE.items()}


def rows(desk: Desk, typed: str) -> tuple[list[ListRow], bool]:
    with desk.database.reading(desk["maija"]) as unit:
        return search.find(unit, read_query(typed))


def names(desk: Desk, people: dict[str, int], typed: str) -> list[str]:
    known = {party_id: name for name, party_id in people.items()}
    return [known[row.party_id] for row in rows(desk, typed)[0]]


def test_the_letters_as_typed_come_first_and_the_others_are_found_too(
    desk: Desk, people: dict[str, int]
) -> None:
    assert names(desk, people, "ohman") == ["ohman", "öhman", "company", "öhmann"]
    assert names(desk, people, "öhman") == ["öhman", "company", "ohman", "öhmann"]
    assert names(desk, people, "ÖHMAN") == names(desk, people, "öhman")


ANYTHING_OF_THEIRS = (
    *("maija öhman", "öhman maija", "ma öh he", "helena", "maikki", "lindström", "LINDSTROM"),
    *("brandsgatan 12", "12 brand öhm", "07900 öhman", "öhman loviisa"),
    *(
        "040 188 8104",
        "0401888104",
        "040-1888104",
        "+358 40 188 8104",
        "+358 (0)40 1888104",
        "00358401888104",
    ),
    *("8104", "188 8104", "04018", "+35840", "358401888104"),
    *("maija.ohman@example.fi", "Maija.Ohman@EXAMPLE.FI", "maija.ohman@"),
    *("10002", "100190-999P", "100190-999p"),
)


def test_a_customer_is_found_by_anything_of_theirs(desk: Desk, people: dict[str, int]) -> None:
    assert [typed for typed in ANYTHING_OF_THEIRS if "öhman" not in names(desk, people, typed)] == []


NOTHING_OF_ANYBODY = (
    *("100190Y999P", "100190-9990", "104", "hman", "maija salminen", "aija"),
    *("%", "_", "'", "\u0000", "x" * 500, "8888888888888888"),
)


def test_what_does_not_fit_finds_nothing(desk: Desk, people: dict[str, int]) -> None:
    found = {typed: names(desk, people, typed) for typed in NOTHING_OF_ANYBODY}
    assert found == {typed: [] for typed in NOTHING_OF_ANYBODY}


def test_a_company_is_found_by_its_business_id(desk: Desk, people: dict[str, int]) -> None:
    for typed in ("0129056-4", "01290564", "0129056", "pojat", "20001"):
        assert names(desk, people, typed) == ["company"]


def test_signs_of_the_query_language_are_plain_letters(desk: Desk, people: dict[str, int]) -> None:
    assert names(desk, people, "100%_@example.fi") == ["odd"]
    assert names(desk, people, "100_%@example.fi") == []
    assert names(desk, people, "o'brien") == ["odd"]
    assert names(desk, people, "aberg sean") == ["odd"]


def test_a_protected_person_is_not_found_by_where_they_are(desk: Desk, people: dict[str, int]) -> None:
    reach = (
        "0409990000",
        "+358 40 999 0000",
        "9990000",
        "hiljaistenkatu",
        "tuuli@example.fi",
        "06100",
        "porvoo",
    )
    assert {typed: names(desk, people, typed) for typed in reach} == {typed: [] for typed in reach}


def test_a_protected_person_s_row_says_their_number_and_nothing_else(
    desk: Desk, people: dict[str, int]
) -> None:
    for typed in ("10004", "salminen tuuli", "131052-900W"):
        (row,), more = rows(desk, typed)
        assert (row.party_id, row.number) == (people["protected"], "10004")
        assert row.flags == {Flag.PROTECTED}
        assert (row.name, row.town, row.types) == ("", "", ())
        assert not more


def test_a_row_says_name_town_and_types(desk: Desk, people: dict[str, int]) -> None:
    (row,), _ = rows(desk, "20001")
    assert row.name == "Öhman & Pojat Oy"
    assert set(row.types) == {CustomerType.COMPANY, CustomerType.HOUSING_COMPANY}
    (row,), _ = rows(desk, "maija helena")
    assert (row.name, row.town, row.number) == ("Öhman Maija Helena", "Loviisa", "10002")


def test_a_case_is_found_by_its_number_and_by_its_code(desk: Desk, people: dict[str, int]) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        office = unit.session.query(Office).filter_by(code="L").one()
        unit.session.add(
            RequestCase(
                number="L-2026-0042",
                party_id=people["öhman"],
                office_id=office.id,
                status=CaseStatus.RECEIVED,
                requester=Requester.SELF,
                channel=IntakeChannel.COUNTER,
                received_on=date(2026, 11, 20),
                entered_at=unit.at,
                entered_by=unit.actor.account_id,
                signed=True,
                names_register=True,
                delivered_to_office=True,
                reply_form=ReplyForm.PAPER_COUNTER,
                reply_lang=Lang.SV,
            )
        )
    for typed in (
        "L-2026-0042",
        "l-2026-42",
        qr_text("L-2026-0042"),
        qr_text("L-2026-0042").replace(":", "ö"),
    ):
        assert names(desk, people, typed) == ["öhman"]
    assert names(desk, people, "P-2026-0042") == []


def test_two_customers_with_one_identity_code_are_both_found(desk: Desk, people: dict[str, int]) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        twin = add(unit, Someone("Öman", "Maija", "10009", hetu="100190-999P"))
    assert {row.party_id for row in rows(desk, "100190-999P")[0]} == {people["öhman"], twin}


def test_many_hits_are_cut_and_ordered_alike_on_both_databases(desk: Desk) -> None:
    firsts = ["Åke", "Aada", "Östen", "Väinö", "Wilma", "Zacharias", "Ärla"]
    with desk.database.unit(desk["maija"]) as unit:
        for n in range(330):
            add(unit, Someone("Virtanen", f"{firsts[n % 7]}", str(50000 + n)), derive=False)
        exact = add(unit, Someone("Virta", "Oili", "49999"), derive=False)
        search_index.rebuild(unit)
    found, more = rows(desk, "virta")
    assert more
    assert len(found) == LIMIT
    assert found[0].party_id == exact, "the whole word before the longer ones"
    rest = [row.name for row in found[1:]]
    assert set(rest) == {"Virtanen Aada", "Virtanen Väinö"}
    assert rest == sorted(rest)
    numbers = [row.number for row in found[1:]]
    assert numbers[:3] == ["50001", "50008", "50015"], "equal names in the order of their numbers"
    assert [row.number for row in rows(desk, "5000")[0]] == [str(50000 + n) for n in range(10)]
    assert [row.name for row in rows(desk, "virt östen")[0]] == ["Virtanen Östen"] * 47
    unsorted, _ = rows(desk, "50")
    assert [row.number for row in unsorted] == [str(50000 + n) for n in range(LIMIT)]


def test_no_list_entry_is_no_error(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        from lpo_desk.db.tables.search import SearchTerm

        party_id = add(unit, Someone("Virtanen", "Aino", "1"))
        unit.connection.execute(insert(SearchTerm), {"term": "orpo", "field": "n", "party_id": party_id})
    assert [row.party_id for row in rows(desk, "orpo")[0]] == [party_id]


def test_who_is_called_so_comes_before_what_is_named_after_someone(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        housing = add(unit, Someone(organisation="As Oy Nyman 7", number="30001"), derive=True)
        person = add(unit, Someone("Nyman", "Åsa", "30002"), derive=True)
    with desk.database.reading(desk["maija"]) as unit:
        rows, _ = search.find(unit, read_query("nyman"))
    assert [row.party_id for row in rows] == [person, housing]
