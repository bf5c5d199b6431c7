"""A whole old register made up: customers, services, events, papers, and some values that fit no field.

It goes in as the real one does, through the import service: a practice database has the same past as a real one.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from lpo_desk.domain.legacy import (
    ImportEffect,
    ImportReason,
    LegacyCustomer,
    LegacyEvent,
    LegacyPaper,
    LegacySheet,
    LegacySubscription,
    ParsedRegister,
    Problem,
)
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import CustomerType, InteractionKind, SubscriptionState
from lpo_desk.practice.people import People
from lpo_desk.practice.places import OFFICE_OF
from lpo_desk.terms import Lang

PRODUCTS = (
    ("FiberHem 100/100", 2990),
    ("FiberHem 1000/200", 3990),
    ("FiberWebb 50/10", 2490),
    ("Laajakaista 100", 2750),
    ("Taloyhtiölaajakaista lisänopeus", 990),
    ("Kaapeli-TV perus", 790),
    ("Kaapeli-TV lisäkanavat", 1290),
    ("Mobiili 4G", 1490),
    ("Sulo Trådnummer", 690),
)
"""Name and monthly fee in cents."""

EVENTS = {
    InteractionKind.CONTACT: ("Kysyi kuidun rakentamisesta kadulleen", "Frågade om fiber till sin gata"),
    InteractionKind.OFFER: ("Tarjous kuituliittymästä annettu", "Gav offert på fiberanslutning"),
    InteractionKind.ORDER: ("Tilasi kaapeli-TV:n lisäkanavat", "Beställde tilläggskanaler till kabel-tv"),
    InteractionKind.CONTRACT: ("Sopimus allekirjoitettu toimipisteessä", "Avtalet undertecknat på kontoret"),
    InteractionKind.CHANGE: ("Nopeus vaihdettu", "Bytte hastighet"),
}
CLERKS = ("mv", "kl", "ah", "ls")
_FAULTS = (
    ("Puhelin", "ei ole", ImportReason.PHONE_INVALID),
    ("Asiakas alkaen", "31.2.2014", ImportReason.DATE_INVALID),
    ("Sähköposti", "ei halua antaa", ImportReason.EMAIL_ODD),
    ("Postinro", "0790O", ImportReason.POSTCODE_ODD),
)
_OFFICES = {"L": "Loviisa", "P": "Porvoo"}
_PAPERS = (
    *[PaperKind.CONTRACT] * 6,
    PaperKind.TERMINATION,
    PaperKind.POWER_OF_ATTORNEY,
    PaperKind.COMPLAINT,
    PaperKind.ACCESS_REQUEST,
)


def old_register(people: People, customers: int) -> ParsedRegister:
    """The register of so many customers as it would stand on the day of `people`, ready to be written."""
    made: list[LegacyCustomer] = []
    for place in range(customers):
        made.append(people.customer(place, made))
    others = _Others(people, made)
    problems = tuple(others.problem(customer) for customer in made if people.rng.random() < 0.06)
    sheets = others.subscriptions(), others.events(), others.papers()
    rows = dict(zip(LegacySheet, map(len, (made, *sheets)), strict=True))
    return ParsedRegister(
        tuple(made), *sheets, problems, (), (), (), rows=customers, blank=0, sheet_rows=rows
    )


class _Others:
    """The sheets that hang on the customers."""

    def __init__(self, people: People, customers: Sequence[LegacyCustomer]) -> None:
        self.people, self.rng, self.today = people, people.rng, people.today
        self.customers = customers

    def problem(self, customer: LegacyCustomer) -> Problem:
        column, value, reason = self.rng.choice(_FAULTS)
        title = LegacySheet.CUSTOMERS.title
        return Problem(title, customer.row, column, value, reason, ImportEffect.LEFT_OUT)

    def subscriptions(self) -> tuple[LegacySubscription, ...]:
        found: list[LegacySubscription] = []
        for customer in self.customers:
            for _ in range(self.rng.choices((0, 1, 2, 3), (1, 6, 4, 1))[0]):
                found.append(self._subscription(len(found), customer))
        return tuple(found)

    def _subscription(self, place: int, customer: LegacyCustomer) -> LegacySubscription:
        rng, lang = self.rng, customer.language or Lang.FI
        product, fee = rng.choice(PRODUCTS)
        starts = self.people.day(
            max(customer.customer_since or date(2005, 1, 1), date(2005, 1, 1)), self.today
        )
        gone = customer.deceased and CustomerType.ESTATE not in customer.types
        ends = self.people.day(starts, self.today) if gone or rng.random() < 0.18 else None
        named = rng.random() < 0.06
        last, first = self.people.names(lang) if named else ("", "")
        code = self.people.codes.hetu(self.people.codes.birthday()) if named and rng.random() < 0.7 else ""
        number = f"L{100_000 + place}"
        return LegacySubscription(
            row=place + 2,
            customer_number=customer.number,
            number=number,
            product=product,
            street=customer.street,
            postcode=customer.postcode,
            starts_on=starts,
            ends_on=ends,
            state=SubscriptionState.ENDED if ends else SubscriptionState.ACTIVE,
            monthly_fee=fee,
            user_name=f"{first} {last}".strip(),
            user_hetu=code,
            canonical=f"practice {number}".encode(),
        )

    def events(self) -> tuple[LegacyEvent, ...]:
        found: list[LegacyEvent] = []
        for customer in self.customers:
            for _ in range(self.rng.choices((0, 1, 2, 4), (2, 3, 3, 2))[0]):
                kind = self.rng.choice(tuple(EVENTS))
                event = LegacyEvent(
                    row=len(found) + 2,
                    customer_number=customer.number,
                    on=self.people.day(self.today - timedelta(days=12 * 365), self.today),
                    kind=kind,
                    text=EVENTS[kind][customer.language is Lang.SV],
                    clerk=self.rng.choice(CLERKS),
                    canonical=f"practice event {len(found)}".encode(),
                )
                found.append(event)
        return tuple(found)

    def papers(self) -> tuple[LegacyPaper, ...]:
        found: list[LegacyPaper] = []
        for customer in self.customers:
            if self.rng.random() < 0.3:
                found.append(self._paper(len(found), customer))
        return tuple(found)

    def _paper(self, place: int, customer: LegacyCustomer) -> LegacyPaper:
        """Kept where the customer lives; a few are lent to the other office."""
        rng, office = self.rng, OFFICE_OF[customer.postcode]
        year = rng.randint(1996, self.today.year)
        number = f"{office}-{place + 1:05}"
        other = _OFFICES["P" if office == "L" else "L"]
        return LegacyPaper(
            row=place + 2,
            number=number,
            office=_OFFICES[office],
            place=(rng.choice("ABC"), f"kaappi {rng.randint(1, 5)}", f"mappi {rng.randint(1, 30)}"),
            kind=rng.choice(_PAPERS),
            customer_number=customer.number,
            year=year,
            destroy_year=year + 10 if rng.random() < 0.8 else None,
            out_to=other if rng.random() < 0.03 else "",
            canonical=f"practice {number}".encode(),
        )
