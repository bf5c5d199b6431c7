"""One customer who has something in every section of the card: where a newcomer, and the tour, see what goes where."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.collecting import Reference, Stage
from lpo_desk.domain.party import (
    BillingDetails,
    BillingMethod,
    CollectionState,
    ContactDetails,
    DirectoryState,
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
from lpo_desk.domain.permissions import Told, Way, column
from lpo_desk.domain.products import OwnerConsent, Product, ServiceKind
from lpo_desk.domain.relations import Relation
from lpo_desk.domain.subscribing import ConnectionDetails, NumberDetails, ServiceDetails
from lpo_desk.practice.people import People
from lpo_desk.practice.story import Story
from lpo_desk.services import (
    cards,
    collection,
    connections,
    numbers,
    products,
    references,
    registering,
    relations,
    sections,
    subscriptions,
)
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang

NUMBER = "910001"
_EMPLOYER = "910002"
PERSONS, ORGANISATIONS, SERVICES = 3, 1, 2
"""What is told here with a customer number: she, her employer, and what she has ordered."""
_CLERK, _BILLING = "maija", "berit"
_HISTORY = (
    (InteractionKind.OFFER, 90, "Tarjottu nopeampaa yhteyttä."),
    (InteractionKind.CONTRACT, 80, "Sopimus allekirjoitettu toimipisteessä."),
    (InteractionKind.COMPLAINT, 40, "Yhteys katkeili kaksi päivää, hyvitys sovittu."),
    (InteractionKind.CHANGE, 30, "Nopeus vaihdettu."),
    (InteractionKind.CONTACT, 7, "Kysyi laskun eräpäivää."),
)
"""Kind, how many days ago, words."""

_TWICE = (("910003", "Tor Viking", "Mannerheimgatan 9 A 4"), ("910004", "Tor Viking", "Ågatan 22"))
"""One man under two customer numbers: number, first names and street as they were written down."""


class Showcase:
    """Tells of Saga Lindroos, her mother's affairs and her husband's telephone."""

    def __init__(self, story: Story, people: People) -> None:
        self.story, self.people = story, people

    def tell(self) -> None:
        """She comes into the register a hundred days ago and has been busy since."""
        first = self.story.office_day(self.story.today - timedelta(days=100))
        self.story.at(first, 9, 15, self._arrive)
        self.story.at(self.story.office_day(first + timedelta(days=2)), 10, 0, self._order)
        self.story.at(self.story.office_day(first + timedelta(days=20)), 11, 0, self._act_for_others)
        self.story.at(self.story.office_day(first + timedelta(days=60)), 12, 0, self._change)
        self.story.at(self.story.office_day(first + timedelta(days=70)), 13, 0, self._remind)

    def _arrive(self) -> None:
        born = date(1971, 4, 17)
        basic = PersonDetails(
            "Lindroos",
            "Saga Ingeborg",
            "Saga",
            Lang.FI,
            date_of_birth=born,
            member=True,
            member_number="M-2207",
            customer_since=self.story.day,
        )
        contact = ContactDetails(
            street="Puistokatu 14 B 7",
            postcode="07900",
            town="Loviisa",
            phone=self.people.codes.phone(),
            phone_2=self.people.codes.phone(),
            email="saga.lindroos@example.fi",
        )
        permissions = PermissionDetails(**column(Sender.OWN, Standing.NOT_ASKED))
        with self.story.unit(_CLERK) as unit:
            party_id = registering.add_party(
                unit,
                NewParty(
                    basic,
                    NUMBER,
                    hetu=self.people.codes.hetu(born),
                    contact=contact,
                    billing=BillingDetails(
                        BillingMethod.EMAIL,
                        email="laskut@example.fi",
                        billing_street="PL 14",
                        billing_postcode="07901",
                        billing_town="Loviisa",
                        iban="FI2112345600000785",
                    ),
                    permissions=permissions,
                    notes=("Asioi mieluiten puhelimitse.",),
                    told=Told(Way.COUNTER, "2025-01"),
                ),
            )
            registering.add_party(
                unit, NewParty(OrganisationDetails("Oy Saaristotaimi Ab", language=Lang.SV), _EMPLOYER)
            )
            self._add_twice(unit)
            for kind, days, text in _HISTORY:
                on = self.story.today - timedelta(days=days)
                registering.add_interaction(unit, party_id, kind, text, on=on, source=Source.SUBJECT)

    def _add_twice(self, unit: Unit) -> None:
        """Somebody who was written down twice: the office lead's page of duplicates has work."""
        born, phone = date(1948, 6, 2), self.people.codes.phone()
        for number, first_names, street in _TWICE:
            basic = PersonDetails("Ekholm", first_names, language=Lang.SV, date_of_birth=born)
            contact = ContactDetails(street=street, postcode="06100", town="Borgå", phone=phone)
            registering.add_party(unit, NewParty(basic, number, contact=contact))

    def _order(self) -> None:
        """Fibre over a connection whose property somebody else owns, and a telephone with a secret number."""
        owner = self.story.party(_EMPLOYER)
        with self.story.unit(_CLERK) as unit:
            offered = products.everything(unit)
        ticket = self._open()
        with self.story.unit(_CLERK) as unit:
            place = ConnectionDetails(
                street="Puistokatu 14",
                postcode="07900",
                town="Loviisa",
                owner_id=owner,
                consent=OwnerConsent.GIVEN,
                consent_on=self.story.day,
            )
            connection = connections.add(unit, ticket, place, Source.SUBJECT)
            self._ordered(unit, ticket, _first(offered, ServiceKind.BROADBAND), connection)
            phone = self._ordered(unit, ticket, _first(offered, ServiceKind.TELEPHONE), connection)
            for state in (DirectoryState.PUBLIC, DirectoryState.SECRET):
                details = NumberDetails(number=self.people.codes.phone(), directory=state)
                numbers.add(unit, ticket, phone, details, Source.SUBJECT)

    def _ordered(self, unit: Unit, ticket: Ticket, product_id: int, connection_id: int) -> int:
        details = ServiceDetails(
            product_id=product_id,
            connection_id=connection_id,
            contract_number="S-2026-118",
            monthly_fee=2990,
            starts_on=self.story.day,
        )
        return subscriptions.order(unit, ticket, details, Source.SUBJECT, SubscriptionState.ACTIVE)

    def _act_for_others(self) -> None:
        """She is a contact person at work, her mother's proxy acts for her, her husband uses her telephone."""
        employer, ticket = self.story.party(_EMPLOYER), self._open()
        day = self.story.day
        with self.story.unit(_CLERK) as unit:
            relations.add(
                unit,
                ticket,
                employer,
                Relation(RelationKind.CONTACT_PERSON, task="laskutus", position="talouspäällikkö"),
                Source.SUBJECT,
                outgoing=True,
            )
            relations.add_with_person(
                unit,
                ticket,
                NewParty(PersonDetails("Lindroos", "Erik", language=Lang.SV)),
                Relation(RelationKind.USER),
            )
            relations.add_with_person(
                unit,
                ticket,
                NewParty(PersonDetails("Sandell", "Birgitta", language=Lang.SV)),
                Relation(
                    RelationKind.PROXY,
                    authority=AuthorityKind.POWER_OF_ATTORNEY,
                    authority_on=day - timedelta(days=3),
                    seen_on=day,
                    scope=AuthorityScope.FINANCES,
                    valid_to=day + timedelta(days=365),
                ),
            )

    def _change(self) -> None:
        """A new surname, and what she wants to hear of."""
        ticket = self._open()
        with self.story.unit(_CLERK) as unit:
            card = cards.read(unit, ticket)
            assert isinstance(card.basic, PersonDetails)  # noqa: S101 - she is a person
            named = replace(card.basic, last_name="Lindroos-Berg")
            sections.save_basic(unit, ticket, card.basic, named, Source.POPULATION)
            wishes = replace(
                card.permissions,
                own_email=Standing.CONSENT,
                own_phone=Standing.BANNED,
                partner_email=Standing.REFUSED,
            )
            told = Told(Way.PHONE, "2025-01")
            sections.save_permissions(unit, ticket, card.permissions, wishes, Source.SUBJECT, told)

    def _remind(self) -> None:
        """A bill was forgotten: its reference, and a reminder that billing has sent."""
        party_id, day = self.story.party(NUMBER), self.story.day
        for reference in (Reference("1232", "kuitulaskut"), Reference("RF332348236", "puhelinlaskut")):
            ticket = self.story.open(_BILLING, party_id, Purpose.BILLING)
            with self.story.unit(_BILLING) as unit:
                references.add(unit, ticket, reference, Source.OWN_SYSTEMS)
        ticket = self.story.open(_BILLING, party_id, Purpose.BILLING)
        with self.story.unit(_BILLING) as unit:
            stage = Stage(CollectionState.REMINDER, day, day + timedelta(days=14), 2990)
            collection.open(unit, ticket, stage, Source.OWN_SYSTEMS)

    def _open(self) -> Ticket:
        return self.story.open(_CLERK, self.story.party(NUMBER), Purpose.COUNTER)


def _first(offered: Iterable[Product], kind: ServiceKind) -> int:
    """A product of the kind that can be ordered."""
    return next(each.id for each in offered if each.kind is kind and not each.retired)
