"""Roles between people, payment references and collection: what a year at the counters leaves besides its customers."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.collecting import Reference, Stage
from lpo_desk.domain.identifiers import reference_for, rf_of
from lpo_desk.domain.legacy import LegacyCustomer
from lpo_desk.domain.party import (
    CollectionState,
    ContactDetails,
    CustomerType,
    OrganisationDetails,
    PartyKind,
    PersonDetails,
    RelationKind,
    Source,
)
from lpo_desk.domain.relations import Relation
from lpo_desk.practice.people import People
from lpo_desk.practice.story import Story
from lpo_desk.services import cards, collection, references, relations
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang

_CLERKS = ("maija", "kalle")
_EVERY_ROLE, _EVERY_REFERENCE, _EVERY_CASE = 6, 4, 25
_PAPERS = {
    RelationKind.GUARDIAN: AuthorityKind.GUARDIANSHIP_ORDER,
    RelationKind.ATTORNEY: AuthorityKind.CONFIRMED_MANDATE,
    RelationKind.PROXY: AuthorityKind.POWER_OF_ATTORNEY,
}
_KINDS = (RelationKind.PROXY, RelationKind.PAYER, RelationKind.GUARDIAN, RelationKind.ATTORNEY)


class Ties:
    """Tells of some of the customers who acts or pays for them, and what they pay with."""

    def __init__(self, story: Story, people: People, customers: Sequence[LegacyCustomer]) -> None:
        self.story, self.people, self.customers = story, people, customers

    def tell(self) -> None:
        persons = [customer for customer in self.customers if customer.kind is PartyKind.PERSON]
        for place, customer in enumerate(persons[::_EVERY_ROLE]):
            self._on_some_day(partial(self._role, place, customer))
        for customer in persons[:2]:
            self._on_some_day(partial(self._child, customer))
            self._on_some_day(partial(self._estate, customer))
        for place, customer in enumerate(self.customers[::_EVERY_REFERENCE]):
            self._on_some_day(partial(self._reference, place, customer))
        quiet = [each for each in self.customers if each.collection is CollectionState.NONE]
        for customer in quiet[::_EVERY_CASE]:
            self._on_some_day(partial(self._case, customer))

    def _on_some_day(self, act: partial[None]) -> None:
        today = self.story.today
        day = self.people.day(today - timedelta(days=300), today - timedelta(days=40))
        self.story.at(self.story.office_day(day), 10, self.people.rng.randint(0, 59), act)

    def _role(self, place: int, customer: LegacyCustomer) -> None:
        """Somebody who is no customer; every fourth paper has run out since."""
        kind, clerk = _KINDS[place % len(_KINDS)], _CLERKS[place % len(_CLERKS)]
        lang, area, day = customer.language or Lang.FI, self.people.area(), self.story.day
        last, first = self.people.names(lang)
        street = self.people.street(area, lang)
        born = self.people.codes.birthday()
        person = NewParty(
            PersonDetails(last, first, language=lang, types=(), date_of_birth=born),
            hetu=self.people.codes.hetu(born),
            contact=ContactDetails(
                street=street,
                postcode=area.postcode,
                town=area.town(lang).capitalize(),
                phone=self.people.codes.phone(),
            ),
        )
        paper = _PAPERS.get(kind)
        relation = Relation(kind)
        if paper is not None:
            dated = day - timedelta(days=20)
            relation = Relation(
                kind,
                authority=paper,
                authority_on=dated,
                confirmed_on=dated + timedelta(days=10),
                scope=AuthorityScope.FINANCES,
                seen_on=day,
                valid_to=day + timedelta(days=30) if place % 4 == 0 else None,
            )
        ticket = self.story.open(clerk, self.story.party(customer.number), Purpose.COUNTER)
        with self.story.unit(clerk) as unit:
            relations.add_with_person(unit, ticket, person, relation)

    def _child(self, customer: LegacyCustomer) -> None:
        """A customer who has the custody of a child."""
        day, lang = self.story.day, customer.language or Lang.FI
        last, first = self.people.names(lang)
        born = self.people.day(day - timedelta(days=3500), day - timedelta(days=2000))
        child = NewParty(PersonDetails(last, first, language=lang, types=(), date_of_birth=born))
        self._outgoing(customer, child, RelationKind.CUSTODIAN, AuthorityKind.CUSTODY_EXTRACT)

    def _estate(self, customer: LegacyCustomer) -> None:
        """A customer who has a share in an estate."""
        lang = customer.language or Lang.FI
        last, first = self.people.names(lang)
        name = f"{last} {first} {'dödsbo' if lang is Lang.SV else 'kuolinpesä'}"
        estate = NewParty(OrganisationDetails(name, types=(CustomerType.ESTATE,), language=lang))
        self._outgoing(customer, estate, RelationKind.SHAREHOLDER, AuthorityKind.ESTATE_INVENTORY)

    def _outgoing(
        self, customer: LegacyCustomer, other: NewParty, kind: RelationKind, paper: AuthorityKind
    ) -> None:
        day = self.story.day
        relation = Relation(kind, authority=paper, authority_on=day - timedelta(days=9), seen_on=day)
        ticket = self.story.open("maija", self.story.party(customer.number), Purpose.COUNTER)
        with self.story.unit("maija") as unit:
            relations.add_with_person(unit, ticket, other, relation, outgoing=True)

    def _reference(self, place: int, customer: LegacyCustomer) -> None:
        number = reference_for(f"{customer.number}{place % 10}")
        reference = Reference(rf_of(number) if place % 3 == 0 else number)
        ticket = self.story.open("leena", self.story.party(customer.number), Purpose.BILLING)
        with self.story.unit("leena") as unit:
            references.add(unit, ticket, reference, Source.OWN_SYSTEMS)

    def _case(self, customer: LegacyCustomer) -> None:
        """A reminder, and a demand a fortnight later."""
        party_id, day = self.story.party(customer.number), self.story.day
        ticket = self.story.open("leena", party_id, Purpose.BILLING)
        owed = self.people.rng.randint(20, 300) * 100 + 90
        with self.story.unit("leena") as unit:
            first = Stage(CollectionState.REMINDER, day - timedelta(days=15), day - timedelta(days=1), owed)
            collection.open(unit, ticket, first, Source.OWN_SYSTEMS)
        ticket = self.story.open("leena", party_id, Purpose.BILLING)
        with self.story.unit("leena") as unit:
            (case,) = (each for each in cards.read(unit, ticket).collection if each.running)
            demand = Stage(CollectionState.DEMAND, day, _fortnight_from(day), owed + 500)
            collection.advance(unit, ticket, case, demand, Source.OWN_SYSTEMS)


def _fortnight_from(day: date) -> date:
    return day + timedelta(days=14)
