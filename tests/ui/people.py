"""A few customers of whom the tests of the search and the card know everything."""

from datetime import date, timedelta

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import Intake, Registered
from lpo_desk.domain.collecting import Stage
from lpo_desk.domain.party import (
    BillingDetails,
    BillingMethod,
    CollectionState,
    ContactDetails,
    CustomerType,
    InteractionKind,
    OrganisationDetails,
    PermissionDetails,
    PersonDetails,
    RelationKind,
    Sender,
    Source,
    Standing,
    SubscriptionState,
)
from lpo_desk.domain.permissions import column
from lpo_desk.services import collection, customers, intake, registering
from lpo_desk.services.registering import NewParty, NewSubscription
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk

MAIJA = NewParty(
    PersonDetails(
        "Aalto",
        "Maija Helena",
        "Maija",
        Lang.FI,
        member=True,
        member_number="7731",
        customer_since=date(2004, 5, 3),
        date_of_birth=date(1952, 10, 13),
    ),
    "10042",
    hetu="131052-9085",
    contact=ContactDetails(
        street="Linnunrata 12 A 3",
        postcode="07900",
        town="Loviisa",
        phone="+358400000123",
        email="maija.aalto@example.fi",
    ),
    billing=BillingDetails(
        BillingMethod.CONSUMER_EINVOICE,
        billing_street="PL 12",
        billing_postcode="07901",
        billing_town="Loviisa",
    ),
    permissions=PermissionDetails(own_email=Standing.CONSENT),
    notes=("Asioi mieluiten aamupäivällä.",),
)
AKE = NewParty(
    PersonDetails("Öhman", "Åke", language=Lang.SV),
    "10050",
    contact=ContactDetails(street="Mannerheimgatan 3", postcode="06100", town="Borgå", phone="+358195000050"),
    permissions=PermissionDetails(**column(Sender.OWN, Standing.BANNED)),
)
ESTER = NewParty(
    PersonDetails("Suojala", "Ester", language=Lang.FI),
    "10077",
    contact=ContactDetails(street="Salatie 1", postcode="07900", town="Loviisa"),
    permissions=PermissionDetails(protected=True, protected_until=date(2028, 1, 31)),
)
HARBOUR = NewParty(
    OrganisationDetails(
        "Oy Satama & Hamn Ab",
        "1234567-1",
        Lang.SV,
        types=(CustomerType.COMPANY,),
        customer_since=date(2011, 1, 1),
    ),
    "20001",
    contact=ContactDetails(street="Satamatie 1", postcode="07900", town="Loviisa", email="info@example.fi"),
    billing=BillingDetails(BillingMethod.EINVOICE, "003712345671", "BAWCFI22"),
)
EINO = NewParty(PersonDetails("Aalto", "Eino", language=Lang.FI), "10043")


def add_people(desk: Desk) -> dict[str, int]:
    """Five customers of whom each test knows everything."""
    return dict(desk.once(_write_people))


def _write_people(desk: Desk) -> dict[str, int]:
    with desk.database.unit(desk["maija"]) as unit:
        people = {
            name: registering.add_party(unit, new)
            for name, new in (
                ("maija", MAIJA), ("ake", AKE), ("ester", ESTER), ("harbour", HARBOUR), ("eino", EINO)
            )
        }  # fmt: skip
        for number in range(1, 11):
            registering.add_subscription(
                unit,
                people["maija"],
                NewSubscription(
                    f"019 500 {number:04}",
                    "Kuituliittymä 100 M" if number % 2 else "Lankapuhelin",
                    "Linnunrata 12 A 3",
                    "07900",
                    "Loviisa",
                    date(2004, 5, 3) + timedelta(days=200 * number),
                    state=SubscriptionState.ACTIVE if number < 9 else SubscriptionState.ENDED,
                    monthly_fee=3990,
                ),
                Source.OWN_SYSTEMS,
            )
        source = Source.SUBJECT
        registering.add_relation(unit, people["eino"], RelationKind.USER, people["maija"], source=source)
        registering.add_relation(
            unit,
            people["maija"],
            RelationKind.CONTACT_PERSON,
            people["harbour"],
            source=source,
            task="talous",
        )
        for number in range(15):
            registering.add_interaction(
                unit,
                people["maija"],
                InteractionKind.CONTACT,
                f"Kysyi laskusta {number + 1}.",
                on=date(2026, 1, 5) + timedelta(days=9 * number),
                source=source,
            )
    _collect_from(desk, people["ake"])
    return people


def _collect_from(desk: Desk, party_id: int) -> None:
    with desk.database.unit(desk["leena"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.BILLING)
    with desk.database.unit(desk["leena"]) as unit:
        stage = Stage(CollectionState.COLLECTION, date(2026, 10, 1), date(2026, 10, 15), 12990)
        collection.open(unit, ticket, stage, Source.OWN_SYSTEMS, "Perintä Oy")


def add_case(desk: Desk, party_id: int) -> Registered:
    """An access request of the customer, taken in over the counter on the day of the tests."""
    with desk.database.unit(desk["maija"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.REQUEST)
    with desk.database.unit(desk["maija"]) as unit:
        return intake.register(unit, Intake(party_id, received_on=unit.today), ticket)
