"""By what of theirs somebody is found: everything the register holds, and nothing of a protected person's reach."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from lpo_desk.db import search, search_index
from lpo_desk.db.tables.billing import PaymentReference
from lpo_desk.db.tables.register import (
    Address,
    BusinessId,
    CustomerAccount,
    ForeignId,
    Party,
    PartyName,
    ProtectionNote,
)
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.tables.services import Connection, ServiceNumber
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import (
    AddressKind,
    InteractionKind,
    NameKind,
    PartyKind,
    Source,
    SubscriptionState,
)
from lpo_desk.domain.products import OwnerConsent
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.search import read_query
from tests.db.people import Someone, add
from tests.fixtures_db import Desk


def found(unit: Unit, typed: str) -> list[int]:
    return [row.party_id for row in search.find(unit, read_query(typed))[0]]


def not_leading_to(unit: Unit, typed: tuple[str, ...], wanted: list[int]) -> dict[str, list[int]]:
    """What leads elsewhere."""
    return {text: ids for text in typed if (ids := found(unit, text)) != wanted}


def give(unit: Unit, party_id: int) -> None:
    """A number of every kind, a connection with a service and its telephone number."""
    own = {"party_id": party_id, "source": Source.SUBJECT, "source_on": unit.today}
    connection = Connection(
        number="K-7001",
        street="Mannerheiminkatu 5",
        postcode="07900",
        town="Loviisa",
        consent=OwnerConsent.NOT_NEEDED,
        **own,
    )
    unit.session.add_all(
        [
            CustomerAccount(number="A-222", member=True, member_number="J-7004", **own),
            PaymentReference(number="RF332348236", **own),
            PaymentReference(number="70057", **own),
            Interaction(kind=InteractionKind.OFFER, on_date=unit.today, number="T-7006", text="", **own),
            BusinessId(value="0129056-4", **own),
            ForeignId(value="19850101-1234", country="SE", **own),
            connection,
        ]
    )
    service = Subscription(
        number="L7002", product="Sulo", contract_number="S-7003", state=SubscriptionState.ACTIVE, **own
    )
    unit.session.add(service)
    unit.session.flush()
    unit.session.add(ServiceNumber(subscription_id=service.id, number="+35819555123", **own))
    search_index.refresh(unit, [party_id])


NUMBERS = (
    *("A-222", "a222", "19850101-1234", "198501011234", "K-7001", "L7002", "S-7003", "s7003 lind"),
    *("J-7004", "RF33 2348 236", "rf332348236", "70057", "T-7006", "t7006 lind"),
    *("0129056-4", "01290564", "FI01290564", "fi 0129056-4"),
)
REACH = ("019555123", "+358 19 555 123", "5123", "mannerheiminkatu 5", "mannerheimgatan 5", "lovisa lind")


def test_one_is_found_by_every_number_and_both_names_of_a_place(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        one = add(unit, Someone("Lind", "Åke", "111"))
        give(unit, one)
        assert not_leading_to(unit, NUMBERS + REACH, [one]) == {}


def test_a_protected_person_is_found_by_numbers_and_by_no_phone_or_place(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        one = add(unit, Someone("Lind", "Åke", "111", protected=True))
        give(unit, one)
        assert not_leading_to(unit, NUMBERS, [one]) == {}
        assert not_leading_to(unit, REACH, []) == {}


@pytest.mark.parametrize(
    ("street", "typed"),
    [
        ("Mannerheiminkatu 12 A", "mannerheimgatan 12"),
        ("Mannerheimgatan 12 A", "mannerheiminkatu 12"),
        ("Mannerheimgatan 12 A", "borgå lind mannerheimin"),
        ("Mannerheimgatan 12 A", "porvoo lind"),
    ],
)
def test_a_street_is_found_under_both_its_names(desk: Desk, street: str, typed: str) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        one = add(unit, Someone("Lind", "Åke", "111", address=(street, "06100", "Porvoo")))
        assert found(unit, typed) == [one]


def test_who_was_merged_away_is_not_listed_and_leads_to_the_survivor(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        first = add(unit, Someone("Lund", "Åke", "111", hetu="100190-999P"))
        second = add(unit, Someone("Lind", "Åke", "222", former=("Sten",)))
        third = add(unit, Someone("Lindström", "Åke", "333"))
        for merged, survivor in ((first, second), (second, third)):
            unit.session.execute(update(Party).where(Party.id == merged).values(replaced_by_id=survivor))
            search_index.refresh(unit, [survivor])
        typed = ("lund", "lind åke", "sten", "111", "222", "333", "100190-999P")
        assert not_leading_to(unit, typed, [third]) == {}
        assert unit.connection.scalars(select(ListEntry.party_id)).all() == [third]
        search_index.rebuild(unit)
        assert not_leading_to(unit, typed, [third]) == {}
        unit.session.execute(update(Party).where(Party.id == second).values(replaced_by_id=None))
        search_index.refresh(unit, [second, third])
        assert found(unit, "lund") == [second], "the merge was taken back"
        assert found(unit, "333") == [third]


def test_a_restricted_party_is_found(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        one = add(unit, Someone("Lind", "Åke", "111"))
        unit.session.add(
            ProcessingRestriction(
                party_id=one,
                ground=RestrictionGround.ACCURACY,
                from_on=unit.today,
                source=Source.SUBJECT,
                source_on=unit.today,
            )
        )
        search_index.refresh(unit, [one])
        assert found(unit, "lind") == [one]


def test_an_estate_is_found_by_who_died(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        came = {"source": Source.SUBJECT, "source_on": unit.today}
        estate = Party(kind=PartyKind.ORGANISATION, created_at=datetime.now(UTC), **came)
        unit.session.add(estate)
        unit.session.flush()
        name = {"organisation_name": "Aallon kuolinpesä", "last_name": "Aalto", "first_names": "Maija Helena"}
        unit.session.add(PartyName(party_id=estate.id, kind=NameKind.CURRENT, **name, **came))
        search_index.refresh(unit, [estate.id])
        assert not_leading_to(unit, ("aalto maija", "helena aallon", "kuolinpesä aalto"), [estate.id]) == {}
        assert search.find(unit, read_query("aalto maija"))[0][0].name == "Aallon kuolinpesä"


def test_who_lives_in_a_house_is_found_by_its_place(desk: Desk) -> None:
    """The connection is the housing company's, the service in the flat the tenant's."""
    with desk.database.unit(desk["maija"]) as unit:
        company, tenant = add(unit, Someone("Asunto", "Oy", "111")), add(unit, Someone("Lind", "Åke", "222"))
        own = {"source": Source.SUBJECT, "source_on": unit.today}
        place = {"street": "Mannerheiminkatu 5", "postcode": "07900", "town": "Loviisa"}
        line = Connection(party_id=company, number="K-1", consent=OwnerConsent.NOT_NEEDED, **place, **own)
        unit.session.add(line)
        unit.session.flush()
        service = {"number": "L1", "product": "Kuitu", "state": SubscriptionState.ACTIVE}
        unit.session.add(Subscription(party_id=tenant, connection_id=line.id, **service, **own))
        search_index.refresh(unit, [tenant])
        assert not_leading_to(unit, ("mannerheimgatan 5 lind", "k1 åke", "lovisa lind"), [tenant]) == {}
        line.street = "Brandensteininkatu 7"
        search_index.refresh(unit, [company])
        assert found(unit, "brandensteininkatu lind") == [tenant], "the company's save moved the line"
        assert found(unit, "mannerheimgatan lind") == []
        unit.session.add(ProtectionNote(party_id=company, told_on=unit.today, **own))
        search_index.refresh(unit, [company])
        assert found(unit, "brandensteininkatu") == [], "the place of one who is protected is told by nobody"
        search_index.rebuild(unit)
        assert found(unit, "brandensteininkatu") == []


def test_a_postcode_finds_who_lives_there_after_whose_number_it_is(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        home = ("Torikatu 1", "07900", "Loviisa")
        one = add(unit, Someone("Lind", "Åke", "111", address=home))
        assert found(unit, "07900") == [one]
        other = add(unit, Someone("Öhman", "Eva", "07900"))
        assert found(unit, "07900") == [other, one]
        far = add(unit, Someone("Berg", "Ole", "333", address=("Kauppakatu 1", "99999", "Korvatunturi")))
        assert found(unit, "99999") == [far], "no code of the service area"
        number = add(unit, Someone("Salo", "Eva", "99998"))
        assert found(unit, "99998") == [number]


def test_who_gets_the_post_of_many_leads_to_them(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        one = add(unit, Someone("Lind", "Åke", "111", address=("Torikatu 1", "07900", "Loviisa")))
        came = {"source": Source.SUBJECT, "source_on": unit.today}
        co = Address(party_id=one, kind=AddressKind.BILLING, co="Isännöinti Öst", street="PL 1", **came)
        unit.session.add(co)
        search_index.refresh(unit, [one])
        assert found(unit, "isännöinti öst lind") == [one]
