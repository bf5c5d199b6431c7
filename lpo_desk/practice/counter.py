"""A year at the counters: new customers, moves, new numbers, permissions and bans, and openings of cards."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.legacy import LegacyCustomer
from lpo_desk.domain.party import (
    ContactDetails,
    InteractionKind,
    PermissionDetails,
    PersonDetails,
    RelationKind,
    Sender,
    Source,
    Standing,
    SubscriptionState,
)
from lpo_desk.domain.permissions import Told, Way, all_banned, column
from lpo_desk.practice.old_register import EVENTS, PRODUCTS
from lpo_desk.practice.people import People
from lpo_desk.practice.story import Story
from lpo_desk.services import cards, registering, sections
from lpo_desk.services.registering import NewParty, NewSubscription
from lpo_desk.terms import Lang

FIRST_NEW_NUMBER = 900_000
"""New customers' numbers begin far above those of the old register."""
TEXT_VERSION = "2025-01"
"""The text on the form that the customer agreed to."""
NEW_CUSTOMERS, CHANGES, LOOK_UPS = 30, 40, 120
_CLERKS = ("maija", "kalle", "leena")
_PURPOSES = (
    Purpose.COUNTER,
    Purpose.PHONE,
    Purpose.PHONE,
    Purpose.BILLING,
    Purpose.FAULT,
    Purpose.CORRESPONDENCE,
)


class Counter:
    """Tells the story of a year with some of the customers."""

    def __init__(self, story: Story, people: People, customers: Sequence[LegacyCustomer]) -> None:
        self.story, self.people, self.rng, self.customers = story, people, people.rng, customers

    def tell(self, new: int) -> None:
        """`new`: how many customers come during the year."""
        for place in range(new):
            self._on_some_day(partial(self._new_customer, place))
        acts: tuple[Callable[[str, LegacyCustomer], None], ...] = (
            self._moves,
            self._new_phone,
            self._permission,
        )
        for place in range(CHANGES):
            self._on_some_day(partial(self._with_somebody, acts[place % len(acts)]))
        for _ in range(LOOK_UPS):
            self._on_some_day(partial(self._with_somebody, self._look_up))

    def _with_somebody(self, act: Callable[[str, LegacyCustomer], None]) -> None:
        if self.customers:
            act(self.rng.choice(_CLERKS), self.rng.choice(self.customers))

    def _on_some_day(self, act: Callable[[], None]) -> None:
        today = self.story.today
        day = self.people.day(today - timedelta(days=364), today - timedelta(days=1))
        self.story.at(self._open_day(day), self.rng.randint(9, 15), self.rng.randint(0, 59), act)

    def _open_day(self, day: date) -> date:
        return min(self.story.office_day(day), self.story.today)

    def _new_customer(self, place: int) -> None:
        """A person who orders a service at the counter; every fourth has a user in the family."""
        clerk, lang, area = self.rng.choice(_CLERKS), self.people.language(), self.people.area()
        last, first = self.people.names(lang)
        born = self.people.codes.birthday()
        street, town = self.people.street(area, lang), area.town(lang).capitalize()
        person = PersonDetails(
            last, first, first.split()[0], lang, date_of_birth=born, customer_since=self._today()
        )
        contact = ContactDetails(
            street=street, postcode=area.postcode, town=town, phone=self.people.codes.phone()
        )
        given = self.rng.choice((Standing.CONSENT, Standing.REFUSED, Standing.NOT_ASKED))
        customer = NewParty(
            person,
            number=str(FIRST_NEW_NUMBER + place),
            hetu=self.people.codes.hetu(born),
            contact=contact,
            permissions=PermissionDetails(**column(Sender.OWN, given)),
            told=Told(Way.COUNTER, TEXT_VERSION),
        )
        product, fee = self.rng.choice(PRODUCTS)
        service = NewSubscription(
            f"L{FIRST_NEW_NUMBER + place}",
            product,
            street,
            area.postcode,
            town,
            self._today(),
            None,
            SubscriptionState.ACTIVE,
            fee,
        )
        with self.story.unit(clerk) as unit:
            party_id = registering.add_party(unit, customer)
            subscription = registering.add_subscription(unit, party_id, service, Source.SUBJECT)
            kind = InteractionKind.CONTRACT
            text = EVENTS[kind][lang is Lang.SV]
            registering.add_interaction(unit, party_id, kind, text, source=Source.SUBJECT)
            if place % 4 == 0:
                relative = NewParty(PersonDetails(last, self.people.names(lang)[1], language=lang))
                user = registering.add_party(unit, relative)
                registering.add_relation(
                    unit,
                    user,
                    RelationKind.USER,
                    party_id,
                    source=Source.SUBJECT,
                    subscription_id=subscription,
                )

    def _moves(self, clerk: str, customer: LegacyCustomer) -> None:
        lang, area = customer.language or Lang.FI, self.people.area()
        moved = {
            "street": self.people.street(area, lang),
            "postcode": area.postcode,
            "town": area.town(lang).capitalize(),
        }
        self._change_contact(clerk, customer, moved)

    def _new_phone(self, clerk: str, customer: LegacyCustomer) -> None:
        self._change_contact(clerk, customer, {"phone": self.people.codes.phone()})

    def _change_contact(self, clerk: str, customer: LegacyCustomer, fields: dict[str, Any]) -> None:
        ticket = self.story.open(clerk, self.story.party(customer.number), Purpose.PHONE)
        with self.story.unit(clerk) as unit:
            card = cards.read(unit, ticket)
            if card.restrictions:
                return  # the clerk is told so, and changes nothing
            base = card.contact
            sections.save_contact(unit, ticket, base, replace(base, **fields), Source.SUBJECT)

    def _permission(self, clerk: str, customer: LegacyCustomer) -> None:
        """A permission given, or the ban of a person who is tired of calls."""
        ticket = self.story.open(clerk, self.story.party(customer.number), Purpose.COUNTER)
        with self.story.unit(clerk) as unit:
            card = cards.read(unit, ticket)
            base = card.permissions
            if base.own_phone is Standing.BANNED or card.restrictions:
                return
            mine, told = all_banned(base), Told(Way.PHONE)
            if self.rng.random() < 0.5:
                chosen = self.rng.choice(("own_email", "own_sms", "own_phone"))
                given: dict[str, Any] = {chosen: Standing.CONSENT}
                mine = replace(base, **given)
                told = Told(Way.COUNTER, TEXT_VERSION)
            sections.save_permissions(unit, ticket, base, mine, Source.SUBJECT, told)

    def _look_up(self, clerk: str, customer: LegacyCustomer) -> None:
        self.story.open(clerk, self.story.party(customer.number), self.rng.choice(_PURPOSES))

    def _today(self) -> date:
        return self.story.day
