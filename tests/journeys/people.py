"""Two customers alike in everything but their language, and a neighbour of whom nothing is to change."""

from dataclasses import dataclass, replace
from datetime import date

from lpo_desk.domain.party import (
    ContactDetails,
    InteractionKind,
    PermissionDetails,
    PersonDetails,
    Source,
    Standing,
    SubscriptionState,
)
from lpo_desk.services import registering
from lpo_desk.services.registering import NewParty, NewSubscription
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk

HETU = "131052-9085"
PERMISSIONS = PermissionDetails(own_post=Standing.CONSENT, own_email=Standing.CONSENT)


@dataclass(frozen=True)
class Customer:
    """typed: what finds her, and nobody else."""

    new: NewParty
    lang: Lang
    typed: str

    @property
    def name(self) -> str:
        basic = self.new.basic
        assert isinstance(basic, PersonDetails)
        return f"{basic.first_names} {basic.last_name}"


def _customer(lang: Lang, number: str, last: str, first: str, given: str, street: str, town: str) -> Customer:
    new = NewParty(
        PersonDetails(last, first, given, lang, date_of_birth=date(1952, 10, 13)),
        number,
        hetu=HETU,
        contact=ContactDetails(
            street=street,
            postcode="07900",
            town=town,
            phone="+358400000123",
            email=f"{given.casefold()}@example.fi",
        ),
        permissions=PERMISSIONS,
    )
    return Customer(new, lang, f"{last} {given}".casefold())


FINNISH = _customer(Lang.FI, "10042", "Aalto", "Maija Helena", "Maija", "Linnunrata 12 A 3", "Loviisa")
SWEDISH = _customer(Lang.SV, "10050", "Öhman", "Gun Viola", "Gun", "Mannerheimgatan 3", "Lovisa")


def settle_in(desk: Desk, customer: Customer) -> int:
    """The customer with a service and two contacts, and a neighbour of the same name and address; gives the former."""
    basic = customer.new.basic
    assert isinstance(basic, PersonDetails)
    neighbour = replace(
        customer.new,
        basic=replace(basic, first_names="Eino", calling_name="Eino"),
        number="10043",
        hetu="",
        contact=replace(customer.new.contact, email=""),  # her name is in hers, and would find him
    )
    with desk.database.unit(desk["maija"]) as unit:
        party_id, other_id = (registering.add_party(unit, new) for new in (customer.new, neighbour))
        for turn, owner in enumerate((party_id, other_id)):
            contact = customer.new.contact
            where = (contact.street, contact.postcode, contact.town)
            registering.add_subscription(
                unit,
                owner,
                NewSubscription(
                    f"019 500 000{turn + 1}",
                    "Kuituliittymä 100 M",
                    *where,
                    date(2004, 5, 3),
                    state=SubscriptionState.ACTIVE,
                    monthly_fee=3990,
                ),
                Source.OWN_SYSTEMS,
            )
            for day in (5, 6):
                registering.add_interaction(
                    unit,
                    owner,
                    InteractionKind.CONTACT,
                    f"Kysyi laskusta {day}{turn}.",
                    on=date(2026, 1, day),
                    source=Source.SUBJECT,
                )
    return party_id
