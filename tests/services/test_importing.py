"""Writing the old register: every value in its table, every row once, all of it or nothing. On both databases."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from lpo_desk.db import search
from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.imports import ImportRow, ImportRun, ImportWarning
from lpo_desk.db.tables.papers import CustodyEvent, CustodyNow, ManualRecord, ManualRecordParty, Place
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    ContactPoint,
    CustomerAccount,
    CustomerNote,
    Party,
    PartyName,
    PartyRelation,
    PartyType,
    PersonalIdentityCode,
    ProtectionNote,
)
from lpo_desk.db.tables.relationship import (
    BillingProfile,
    CollectionCase,
    DirectoryListing,
    Interaction,
    PermissionEvent,
    Subscription,
)
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import AuditEvent, Office
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.legacy import (
    ImportCancelled,
    ImportEffect,
    ImportReason,
    LegacyContactPerson,
    LegacyPhone,
    LegacySheet,
    ParsedRegister,
    Problem,
)
from lpo_desk.domain.paper import PaperDetails
from lpo_desk.domain.party import (
    AddressKind,
    BillingMethod,
    CollectionState,
    ContactKind,
    CustomerType,
    DirectoryState,
    Flag,
    PartyKind,
    PermissionState,
    RelationKind,
    Source,
)
from lpo_desk.domain.places import PlaceKind
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.search import read_query
from lpo_desk.services import importing, papers
from lpo_desk.services._import_people import split_name
from lpo_desk.services.importing import ImportResult, ImportUnbalanced
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.registers import contents, customer, event, paper, register, subscription

HETU, OTHER_HETU = "010190-999W", "131052-9085"


def bring_in(desk: Desk, parsed: ParsedRegister) -> ImportResult:
    with desk.database.unit(desk["admin"]) as unit:
        return importing.write(unit, parsed, b"file")


def read(desk: Desk, question: Callable[[Unit], Any]) -> Any:  # noqa: ANN401 - whatever was asked
    with desk.database.reading(desk["admin"]) as unit:
        return question(unit)


def all_of(desk: Desk, table: type[Any]) -> list[Any]:
    def ask(unit: Unit) -> list[Any]:
        rows = unit.session.scalars(select(table).order_by(*table.__table__.primary_key.columns)).all()
        unit.session.expunge_all()
        return list(rows)

    found: list[Any] = read(desk, ask)
    return found


def party_of(desk: Desk, number: str) -> int:
    (found,) = [row.party_id for row in all_of(desk, CustomerAccount) if row.number == number]
    return int(found)


def restricted(desk: Desk, party_id: int) -> None:
    with desk.database.unit(desk["jani"]) as unit:
        row = ProcessingRestriction(
            party_id=party_id,
            ground=RestrictionGround.ACCURACY,
            from_on=unit.today,
            source=Source.SUBJECT,
            source_on=unit.today,
        )
        unit.session.add(row)


def lifted(desk: Desk, party_id: int) -> None:
    for column in ("told_on", "lifted_on"):
        with desk.database.unit(desk["jani"]) as unit:
            mine = update(ProcessingRestriction).where(ProcessingRestriction.party_id == party_id)
            unit.connection.execute(mine.values({column: unit.today}))


def imported(result: ImportResult) -> tuple[int, ...]:
    return tuple(total.imported for total in result.totals)


def unchanged(result: ImportResult) -> tuple[int, ...]:
    return tuple(total.unchanged for total in result.totals)


def pointed_at(row: int, reason: ImportReason, value: str = "?", **values: Any) -> Problem:  # noqa: ANN401 - any field
    given: dict[str, Any] = {
        "sheet": "Asiakkaat",
        "column": "Puhelin",
        "effect": ImportEffect.LEFT_OUT,
    } | values
    return Problem(row=row, value=value, reason=reason, **given)


# --- where each value goes


def test_a_person_has_every_value_in_its_table(desk: Desk) -> None:
    bring_in(
        desk,
        register(
            [
                customer(
                    "10042",
                    last_name="Öhman",
                    first_names="Åsa Maria",
                    hetu=HETU,
                    business_id="0129056-4",
                    street="Brandensteininkatu 3 A 4",
                    postcode="07900",
                    town="Loviisa",
                    phones=(
                        LegacyPhone("+358400000123", "040 000 0123"),
                        LegacyPhone("+35819000456", "019-000456"),
                    ),
                    emails=("asa@example.fi",),
                    language=Lang.SV,
                    member=True,
                    member_number="J7",
                    customer_since=date(2001, 2, 3),
                    billing_method=BillingMethod.CONSUMER_EINVOICE,
                    einvoice_address="FI2112345600000785",
                    operator="NDEAFIHH",
                    billing_street="PL 12",
                    billing_postcode="06100",
                    billing_town="Porvoo",
                    marketing=PermissionState.GIVEN,
                    directory=DirectoryState.SECRET,
                    collection=CollectionState.REMINDER,
                    notes=("Koira pihalla", "Väri: sininen"),
                )
            ]
        ),
    )
    (party,) = all_of(desk, Party)
    assert (party.kind, party.lang, party.date_of_birth) == (PartyKind.PERSON, Lang.SV, date(1990, 1, 1))
    assert (party.source, party.source_on, party.version) == (Source.OWN_SYSTEMS, date(2026, 11, 23), 1)
    assert party.import_run_id == all_of(desk, ImportRun)[0].id
    (name,) = all_of(desk, PartyName)
    assert (name.last_name, name.first_names) == ("Öhman", "Åsa Maria")
    (account,) = all_of(desk, CustomerAccount)
    assert (account.number, account.since, account.member, account.member_number) == (
        *("10042", date(2001, 2, 3), True),
        "J7",
    )
    assert [row.type for row in all_of(desk, PartyType)] == [CustomerType.PRIVATE]
    assert [row.value for row in all_of(desk, PersonalIdentityCode)] == [HETU]
    assert [row.value for row in all_of(desk, BusinessId)] == ["0129056-4"]
    assert [(a.kind, a.street, a.postcode, a.town) for a in all_of(desk, Address)] == [
        (AddressKind.POSTAL, "Brandensteininkatu 3 A 4", "07900", "Loviisa"),
        (AddressKind.BILLING, "PL 12", "06100", "Porvoo"),
    ]
    assert [(c.kind, c.position, c.value) for c in all_of(desk, ContactPoint)] == [
        (ContactKind.PHONE, 0, "+358400000123"),
        (ContactKind.PHONE, 1, "+35819000456"),
        (ContactKind.EMAIL, 0, "asa@example.fi"),
    ]
    (billing,) = all_of(desk, BillingProfile)
    assert (billing.method, billing.einvoice_address, billing.operator) == (
        BillingMethod.CONSUMER_EINVOICE,
        "FI2112345600000785",
        "NDEAFIHH",
    )
    (case,), (event,) = all_of(desk, CollectionCase), all_of(desk, CollectionEvent)
    assert (event.stage, event.on_date) == (CollectionState.REMINDER, None)
    assert (event.collection_case_id, event.party_id) == (case.id, case.party_id)
    assert [(row.state, row.reason) for row in all_of(desk, PermissionEvent)] == [(PermissionState.GIVEN, "")]
    assert [row.state for row in all_of(desk, DirectoryListing)] == [DirectoryState.SECRET]
    assert [row.text for row in all_of(desk, CustomerNote)] == ["Koira pihalla", "Väri: sininen"]


def test_what_the_old_register_leaves_blank_makes_no_rows(desk: Desk) -> None:
    bring_in(desk, register([customer("10042")]))
    for table in (Address, ContactPoint, BillingProfile, CollectionCase, PermissionEvent, DirectoryListing):
        assert all_of(desk, table) == []


def test_an_estate_is_an_organisation_with_the_names_of_the_deceased(desk: Desk) -> None:
    estate = customer(
        "10042",
        kind=PartyKind.ORGANISATION,
        types=(CustomerType.ESTATE,),
        organisation_name="Niemi Sven dbo",
        last_name="Niemi",
        first_names="Sven",
        hetu=HETU,
        deceased=True,
        deceased_on=date(2021, 4, 3),
        marketing=PermissionState.BANNED,
    )
    bring_in(desk, register([estate]))
    (party,), (name,), (entry,) = all_of(desk, Party), all_of(desk, PartyName), all_of(desk, ListEntry)
    assert (party.kind, party.date_of_birth, party.date_of_death) == (
        PartyKind.ORGANISATION,
        date(1990, 1, 1),
        date(2021, 4, 3),
    )
    assert (name.organisation_name, name.last_name, name.first_names) == ("Niemi Sven dbo", "Niemi", "Sven")
    assert (entry.name, entry.types) == ("Niemi Sven dbo", "estate")


def test_marketing_to_the_deceased_is_banned_and_says_why(desk: Desk) -> None:
    dead = {"deceased": True, "marketing": PermissionState.BANNED}
    noted = Problem("Asiakkaat", 3, "Huomautus", "kuollut", ImportReason.DECEASED_NOTE, ImportEffect.CHANGED)
    bring_in(
        desk,
        register(
            [
                customer("1", row=2, deceased_on=date(2021, 4, 3), language=Lang.SV, **dead),
                customer("2", row=3, **dead),
            ],
            problems=[noted],
        ),
    )
    events = all_of(desk, PermissionEvent)
    assert [(row.state, row.reason) for row in events] == [
        (PermissionState.BANNED, "Avliden"),
        (PermissionState.BANNED, "Kuollut"),
    ]
    # A death without its day has no field: the card points at it.
    assert [(row.party_id, row.reason) for row in all_of(desk, ImportWarning)] == [
        (party_of(desk, "2"), "deceased_note")
    ]


def test_a_protected_customer_is_masked_at_once(desk: Desk) -> None:
    kept = customer(
        "10042", town="Loviisa", street="Salapolku 1", protected=True, protected_until=date(2027, 1, 31)
    )
    bring_in(desk, register([kept]))
    (note,) = all_of(desk, ProtectionNote)
    assert (note.until, note.ended_on) == (date(2027, 1, 31), None)
    (entry,) = all_of(desk, ListEntry)
    assert (entry.number, entry.name, entry.town, entry.types) == ("10042", "", "", "")
    assert entry.flags == Flag.PROTECTED.value
    rows, _ = read(desk, lambda unit: search.find(unit, read_query("salapolku")))
    assert rows == []


def test_a_payer_may_come_later_in_the_file(desk: Desk) -> None:
    bring_in(desk, register([customer("1", payer_number="2"), customer("2", row=3)]))
    (relation,) = all_of(desk, PartyRelation)
    assert relation.kind is RelationKind.PAYER
    assert (relation.party_id, relation.other_id) == (party_of(desk, "2"), party_of(desk, "1"))


def test_a_contact_person_is_somebody(desk: Desk) -> None:
    person = LegacyContactPerson(
        "Janne Miettinen", (LegacyPhone("+358400000124", "x"),), ("janne@example.fi",), "isännöitsijä"
    )
    housing = customer(
        "1",
        kind=PartyKind.ORGANISATION,
        types=(CustomerType.HOUSING_COMPANY,),
        last_name="",
        first_names="",
        organisation_name="As Oy Kuja",
        contact_person=person,
    )
    nameless = customer(
        "2", row=3, contact_person=LegacyContactPerson("", (LegacyPhone("+358400000125", "x"),))
    )
    bring_in(desk, register([housing, nameless]))
    first, second = all_of(desk, PartyRelation)
    assert (first.kind, first.other_id, first.task) == (
        RelationKind.CONTACT_PERSON,
        party_of(desk, "1"),
        "isännöitsijä",
    )
    points = [(row.party_id, row.value) for row in all_of(desk, ContactPoint)]
    assert points == [
        (first.party_id, "+358400000124"),
        (first.party_id, "janne@example.fi"),
        (second.party_id, "+358400000125"),
    ]
    names = {row.party_id: (row.last_name, row.first_names) for row in all_of(desk, PartyName)}
    assert names[first.party_id] == ("Miettinen", "Janne")
    assert second.party_id not in names
    assert len(all_of(desk, CustomerAccount)) == 2
    rows, _ = read(desk, lambda unit: search.find(unit, read_query("miettinen janne")))
    assert [row.party_id for row in rows] == [first.party_id]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Janne Miettinen", ("Miettinen", "Janne")),
        ("Carl Gustaf von Essen", ("von Essen", "Carl Gustaf")),
        ("von Essen, Carl", ("von Essen", "Carl")),
        ("Virtanen", ("Virtanen", "")),
        ("von Essen", ("Essen", "von")),
        ("", ("", "")),
    ],
)
def test_a_full_name_is_parted(text: str, names: tuple[str, str]) -> None:
    assert split_name(text) == names


def test_a_named_user_is_found_by_code_or_made_once(desk: Desk) -> None:
    bring_in(
        desk,
        register(
            [customer("1", hetu=HETU, last_name="Öhman", first_names="Åsa Maria"), customer("2", row=3)],
            [
                subscription("L1", "2", 2, user_name="Åsa Öhman", user_hetu=HETU),
                subscription("L2", "2", 3, user_name="Pekka Uusi", user_hetu=OTHER_HETU),
                subscription("L3", "1", 4, user_name="Pekka Uusi", user_hetu=OTHER_HETU),
                subscription("L4", "1", 5, user_name="Åsa Öhman", user_hetu=HETU),
                subscription("L5", "1", 6, user_name="Lapsi Öhman"),
                subscription("L6", "1", 7, user_name="Lapsi Öhman"),
                subscription("L7", "2", 8, user_name="Lapsi Öhman"),
            ],
        ),
    )
    one, two = party_of(desk, "1"), party_of(desk, "2")
    owners = {row.id: row.number for row in all_of(desk, Subscription)}
    users = {owners[row.subscription_id]: (row.party_id, row.other_id) for row in all_of(desk, PartyRelation)}
    assert users["L1"] == (one, two)
    assert users["L2"][0] == users["L3"][0] not in (one, two)
    assert "L4" not in users  # the owner himself
    assert users["L5"][0] == users["L6"][0] != users["L7"][0]
    assert len(all_of(desk, Party)) == 2 + 3
    assert sorted(row.value for row in all_of(desk, PersonalIdentityCode)) == sorted([HETU, OTHER_HETU])
    assert all_of(desk, ImportWarning) == []


def test_a_user_known_by_another_name_is_pointed_at(desk: Desk) -> None:
    result = bring_in(
        desk,
        register(
            [
                customer("1", hetu=HETU),
                customer("2", row=3, last_name="Toinen", hetu=HETU),
                customer("3", row=4),
            ],
            [
                subscription("L1", "3", 2, user_name="Maija Toinen", user_hetu=HETU),
                subscription("L2", "3", 3, user_name="Aivan Muu", user_hetu=HETU),
            ],
        ),
    )
    by_name, by_code = all_of(desk, PartyRelation)
    assert by_name.party_id == party_of(desk, "2")
    assert by_code.party_id == party_of(desk, "1")
    (problem,) = result.problems
    assert (problem.row, problem.reason) == (3, ImportReason.NAME_MISMATCH)
    (warning,) = all_of(desk, ImportWarning)
    assert (warning.party_id, warning.value) == (party_of(desk, "3"), "Aivan Muu")


def test_papers_lie_in_their_places(desk: Desk) -> None:
    bring_in(
        desk,
        register(
            [customer("1")],
            papers=[
                paper("L-1", "1", 2, year=2006, destroy_year=2036),
                paper("L-2", "1", 3, out_to="mv"),
                paper("P-1", "", 4, office="BORGÅ"),
            ],
        ),
    )
    offices = {row.id: row.code for row in all_of(desk, Office)}
    records = all_of(desk, ManualRecord)
    assert [(row.paper_number, offices[row.office_id]) for row in records] == [
        ("L-1", "L"),
        ("L-2", "L"),
        ("P-1", "P"),
    ]
    assert (records[0].year, records[0].retention_until) == (2006, date(2036, 12, 31))
    places = {row.id: (offices[row.office_id], row.path) for row in all_of(desk, Place)}
    path = "C/kaappi 1/mappi 20"
    tree = {row.path: row for row in all_of(desk, Place) if offices[row.office_id] == "L"}
    assert {name: row.kind for name, row in tree.items()} == {
        "C": PlaceKind.ROOM,
        "C/kaappi 1": PlaceKind.CABINET,
        path: PlaceKind.BINDER,
    }
    assert tree[path].parent_id == tree["C/kaappi 1"].id
    assert tree["C/kaappi 1"].parent_id == tree["C"].id
    assert sorted(places.values())[3:] == [("P", "C"), ("P", "C/kaappi 1"), ("P", path)]
    assert sorted(row.code for row in tree.values()) == ["L-K0001", "L-K0002", "L-K0003"]
    custody = [
        (row.record_id, row.kind, row.place_id and places[row.place_id][0], row.holder)
        for row in all_of(desk, CustodyEvent)
    ]
    first, second, third = (row.id for row in records)
    assert custody == [
        (first, CustodyKind.PLACED, "L", ""),
        (second, CustodyKind.PLACED, "L", ""),
        (second, CustodyKind.LENT, None, "mv"),
        (third, CustodyKind.PLACED, "P", ""),
    ]
    assert {row.record_id for row in all_of(desk, ManualRecordParty)} == {first, second}
    now = {row.record_id: (row.state, row.home_id == row.place_id) for row in all_of(desk, CustodyNow)}
    assert now == {
        first: (PaperState.IN_PLACE, True),
        second: (PaperState.OUT, False),
        third: (PaperState.IN_PLACE, True),
    }
    with desk.database.unit(desk["maija"]) as unit:
        assert papers.enter(unit, PaperDetails()).number == "L-00003", "after those of the old register"


def test_a_later_import_uses_the_places_that_are_there(desk: Desk) -> None:
    bring_in(desk, register(papers=[paper("L-1", "", 2)]))
    before = {row.path: row.id for row in all_of(desk, Place)}
    bring_in(desk, register(papers=[paper("L-1", "", 2), paper("L-2", "", 3)]))
    assert {row.path: row.id for row in all_of(desk, Place)} == before


def test_a_paper_of_an_unknown_office_goes_where_its_number_says(desk: Desk) -> None:
    result = bring_in(
        desk, register(papers=[paper("P-1", "", 2, office="Pernaja", notes=("Väri: sininen",))])
    )
    offices = {row.id: row.code for row in all_of(desk, Office)}
    assert [offices[row.office_id] for row in all_of(desk, ManualRecord)] == ["P"]
    assert [(problem.column, problem.value) for problem in result.problems] == [
        ("Toimipiste", "Pernaja"),
        ("", "Väri: sininen"),
    ]


def test_columns_nobody_knows_are_kept_with_their_rows(desk: Desk) -> None:
    bring_in(
        desk,
        register(
            [customer("1")],
            [subscription("L1", "1", notes=("Väri: sininen",))],
            [event("1", "Soitti", notes=("Kesto: 5 min",))],
            [paper("L-1", "1", notes=("Kansi: punainen",))],
        ),
    )
    assert [row.text for row in all_of(desk, CustomerNote)] == ["L1: Väri: sininen", "L-1: Kansi: punainen"]
    assert [row.text for row in all_of(desk, Interaction)] == ["Soitti\nKesto: 5 min"]


def test_the_card_shows_what_was_left_out_and_hides_codes(desk: Desk) -> None:
    bring_in(
        desk,
        register(
            [customer("1", row=7)],
            [subscription("L1", "1", row=9)],
            problems=[
                pointed_at(7, ImportReason.PHONE_INVALID, "ei ole"),
                pointed_at(7, ImportReason.HETU_INVALID, "010190-999X", column="Hetu/Y-tunnus", secret=True),
                pointed_at(7, ImportReason.EMAIL_ODD, f"hetu {HETU}", effect=ImportEffect.WARNED),
                pointed_at(7, ImportReason.POSTCODE_NUMBER, "7900", effect=ImportEffect.CHANGED),
                pointed_at(9, ImportReason.FEE_INVALID, "ilmainen", sheet="Liittymät"),
                pointed_at(99, ImportReason.PHONE_INVALID, "jonkun muun"),
            ],
        ),
    )
    warnings = all_of(desk, ImportWarning)
    assert {row.party_id for row in warnings} == {party_of(desk, "1")}
    assert [(row.reason, row.value, row.row) for row in warnings] == [
        ("phone_invalid", "ei ole", 7),
        ("hetu_invalid", "010190-****", 7),
        ("email_odd", "hetu 010190-****", 7),
        ("fee_invalid", "ilmainen", 9),
    ]
    (entry,) = all_of(desk, ListEntry)
    assert Flag.WARNINGS.value in entry.flags


# --- a second time


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    parsed = register(
        [customer("1"), customer("2", row=3, payer_number="1")],
        [subscription("L1", "1", user_name="Pekka Uusi")],
        [event("1", "Soitti", 2), event("1", "Soitti", 3)],
        [paper("L-1", "1")],
    )
    assert imported(bring_in(desk, parsed)) == (2, 1, 2, 1)
    before = read(desk, contents)
    again = bring_in(desk, parsed)
    assert (imported(again), unchanged(again), again.refused) == ((0, 0, 0, 0), (2, 1, 2, 1), ())
    assert read(desk, contents) == before
    assert len(all_of(desk, ImportRun)) == 2


def test_a_changed_row_of_a_taken_number_is_refused_every_time(desk: Desk) -> None:
    bring_in(desk, register([customer("1")], [subscription("L1", "1")], papers=[paper("L-1", "1")]))
    before = read(desk, contents)
    changed = register(
        [customer("1", row=5, town="Porvoo")],
        [subscription("L1", "1", 6, product="Muu")],
        papers=[paper("L-1", "1", 7, year=1999)],
    )
    for _ in range(2):
        result = bring_in(desk, changed)
        assert imported(result) == (0, 0, 0, 0)
        assert [(refusal.sheet, refusal.row, refusal.reason) for refusal in result.refused] == [
            (LegacySheet.CUSTOMERS, 5, ImportReason.NUMBER_TAKEN),
            (LegacySheet.SUBSCRIPTIONS, 6, ImportReason.NUMBER_TAKEN),
            (LegacySheet.PAPERS, 7, ImportReason.NUMBER_TAKEN),
        ]
        assert read(desk, contents) == before


def test_new_rows_of_known_customers_are_added_to_them(desk: Desk) -> None:
    first = register([customer("1")], [subscription("L1", "1")], [event("1", "Soitti")])
    bring_in(desk, first)
    told: list[Changes] = []
    desk.database.committed = told.append
    more = register(
        first.customers,
        (*first.subscriptions, subscription("L2", "1", 3)),
        (*first.events, event("1", "Soitti", 3)),
        problems=[pointed_at(3, ImportReason.FEE_INVALID, sheet="Liittymät")],
    )
    result = bring_in(desk, more)
    assert (imported(result), unchanged(result)) == ((0, 1, 1, 0), (1, 1, 1, 0))
    one = party_of(desk, "1")
    assert [row.party_id for row in all_of(desk, Subscription)] == [one, one]
    (party,) = all_of(desk, Party)
    assert party.version == 2
    assert [row.row_key for row in all_of(desk, AuditEvent) if row.party_id == one] == [str(one)]
    assert one in told[0].parties
    (entry,) = all_of(desk, ListEntry)
    assert Flag.WARNINGS.value in entry.flags


def test_a_number_given_out_here_is_another_customer(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        came = {"source": Source.SUBJECT, "source_on": unit.today}
        party = Party(kind=PartyKind.PERSON, created_at=unit.at, **came)
        unit.session.add(party)
        unit.session.flush()
        unit.session.add(CustomerAccount(party_id=party.id, number="1", **came))
    result = bring_in(
        desk,
        register(
            [customer("1", row=2), customer("2", row=3, payer_number="1")],
            [subscription("L1", "1", 4)],
            [event("1", "Soitti", 5)],
            [paper("L-1", "1", 6)],
        ),
    )
    assert imported(result) == (1, 0, 0, 1)
    assert [(refusal.row, refusal.reason) for refusal in result.refused] == [
        (2, ImportReason.NUMBER_TAKEN),
        (4, ImportReason.UNKNOWN_CUSTOMER),
        (5, ImportReason.UNKNOWN_CUSTOMER),
    ]
    assert [(problem.row, problem.reason) for problem in result.problems] == [
        (3, ImportReason.PAYER_UNKNOWN),
        (6, ImportReason.UNKNOWN_CUSTOMER),
    ]
    assert all_of(desk, ManualRecordParty) == []
    assert read(desk, importing.known_numbers) == {"2"}


def test_rows_of_a_restricted_person_are_refused_aloud_and_the_rest_goes_in(desk: Desk) -> None:
    """In any role: as the owner, as the user of another's subscription, as the payer, as whom a paper names."""
    bring_in(desk, register([customer("1", hetu=HETU), customer("2", row=3)]))
    party_id = party_of(desk, "1")
    restricted(desk, party_id)
    before = {table: len(all_of(desk, table)) for table in (CustomerNote, PartyRelation, Interaction)}
    later = register(
        customers=[customer("3", row=4, payer_number="1")],
        subscriptions=[subscription("S1", "1"), subscription("S2", "2", row=3, user_hetu=HETU)],
        events=[event("1", "Soitti."), event("2", "Soitti.", row=3)],
        papers=[paper("L-1", "1", notes=("Huomio.",)), paper("L-2", row=3)],
    )
    result = bring_in(desk, later)
    refusals = {(refusal.sheet, refusal.row, refusal.reason) for refusal in result.refused}
    assert refusals == {
        (LegacySheet.SUBSCRIPTIONS, 2, ImportReason.RESTRICTED),
        (LegacySheet.SUBSCRIPTIONS, 3, ImportReason.RESTRICTED),
        (LegacySheet.EVENTS, 2, ImportReason.RESTRICTED),
        (LegacySheet.PAPERS, 2, ImportReason.RESTRICTED),
    }
    assert [(p.row, p.reason) for p in result.problems] == [(4, ImportReason.RESTRICTED)]
    assert imported(result) == (1, 0, 1, 1)
    assert len(all_of(desk, Interaction)) == before[Interaction] + 1
    assert len(all_of(desk, PartyRelation)) == before[PartyRelation]
    assert len(all_of(desk, CustomerNote)) == before[CustomerNote]
    lifted(desk, party_id)
    again = bring_in(desk, later)
    assert imported(again) == (0, 2, 1, 1), "once lifted, what was refused goes in"


def test_equal_rows_are_told_apart_whatever_comes_when(local_desk: Desk) -> None:
    """Of any row the register holds in the end as many as the fullest of the files."""
    desk, choice = local_desk, random.Random(20261122)
    owner = customer("1")
    most: Counter[str] = Counter()
    for _ in range(12):
        texts = choice.choices("abc", k=choice.randrange(7))
        result = bring_in(
            desk, register([owner], events=[event("1", text, n) for n, text in enumerate(texts, 2)])
        )
        assert imported(result)[2] == (Counter(texts) - most).total()
        most |= Counter(texts)
        assert Counter(row.text for row in all_of(desk, Interaction)) == most
    assert len([row for row in all_of(desk, ImportRow) if row.sheet == 3]) == most.total()


# --- all or nothing


def test_counts_that_are_not_true_write_nothing(desk: Desk) -> None:
    before = read(desk, contents)
    honest = register([customer("1")])
    for lie in (
        ParsedRegister(**{**fields(honest), "rows": 2}),
        ParsedRegister(**{**fields(honest), "sheet_rows": {LegacySheet.EVENTS: 1}}),
    ):
        with pytest.raises(ImportUnbalanced):
            bring_in(desk, lie)
    assert read(desk, contents) == before


def fields(parsed: ParsedRegister) -> dict[str, Any]:
    return {name: getattr(parsed, name) for name in ParsedRegister.__dataclass_fields__}


def test_it_can_be_cancelled_at_every_look(desk: Desk) -> None:
    parsed = register([customer("1")], [subscription("L1", "1")], [event("1", "a")], [paper("L-1", "1")])
    before = read(desk, contents)
    looks, left = 0, 0

    def cancelled() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    while True:
        left = looks
        try:
            with desk.database.unit(desk["admin"]) as unit:
                importing.write(unit, parsed, b"", cancelled=cancelled)
        except ImportCancelled:
            assert read(desk, contents) == before
            looks += 1
            continue
        break
    assert looks == 6
    assert len(all_of(desk, Subscription)) == 1


def test_progress_ends_with_everything_done(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    parsed = register([customer(str(n), n) for n in range(2, 32)], [subscription("L1", "2")])
    with desk.database.unit(desk["admin"]) as unit:
        importing.write(unit, parsed, b"", progress=lambda done, rows: told.append((done, rows)))
    assert told == sorted(told)
    assert told[0][0] == 0
    assert told[-1] == (31, 31)


def test_only_those_who_may_import_do(desk: Desk) -> None:
    with pytest.raises(Forbidden), desk.database.unit(desk["maija"]) as unit:
        importing.write(unit, register([customer("1")]), b"")
    with pytest.raises(Forbidden), desk.database.reading(desk["jani"]) as unit:
        importing.known_numbers(unit)
    assert all_of(desk, Party) == []


def test_an_import_is_one_event_of_the_audit(desk: Desk) -> None:
    bring_in(desk, register([customer("1", hetu=HETU), customer("2", row=3)], [subscription("L1", "1")]))
    (event_row,) = [row for row in all_of(desk, AuditEvent) if row.kind is AuditKind.IMPORT]
    assert (event_row.table_name, event_row.account_name) == ("import_run", "admin")
    assert event_row.detail == "customers=2 subscriptions=1 events=0 papers=0"
    (run,) = all_of(desk, ImportRun)
    assert run.counts["customers"] == {"rows": 2, "imported": 2, "unchanged": 0, "refused": 0, "blank": 0}
    assert bytes(run.file_digest) == b"file"
