"""Products named in both languages, and what hangs on services: connections, telephone numbers, the directory."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.card_services import SubscriptionLine
from lpo_desk.domain.legacy import LegacyCustomer
from lpo_desk.domain.party import DirectoryState, Source, SubscriptionState
from lpo_desk.domain.products import OwnerConsent, ServiceKind
from lpo_desk.domain.subscribing import ConnectionDetails, NumberDetails
from lpo_desk.practice.story import Story
from lpo_desk.services import cards, connections, directory, numbers, products, subscriptions

_LEAD, _CLERKS = "leena", ("maija", "kalle")
_SWEDISH = {
    "Laajakaista 100": "Bredband 100",
    "Taloyhtiölaajakaista lisänopeus": "Husbolagsbredband tilläggshastighet",
    "Kaapeli-TV perus": "Kabel-tv bas",
    "Kaapeli-TV lisäkanavat": "Kabel-tv tilläggskanaler",
    "Mobiili 4G": "Mobil 4G",
}
_FINNISH = {"Sulo Trådnummer": "Sulo-lankanumero"}
_SERIES = "+35819000"
"""019 000 nnnn: nobody's numbers."""
CUSTOMERS = 24
_SENT_BEFORE = timedelta(days=120)
_CONSENTS = (OwnerConsent.GIVEN, OwnerConsent.NOT_NEEDED, OwnerConsent.ASKED)


class Ordered:
    """Tells what was done in section 4 for the first of the customers during the year."""

    def __init__(self, story: Story, rng: Random, customers: list[LegacyCustomer]) -> None:
        self.story, self.rng, self.customers = story, rng, customers[:CUSTOMERS]

    def tell(self) -> None:
        """The products first; four months ago the directory service was told, and has not heard of the newest."""
        today = self.story.today
        self.story.at(self.story.office_day(today - timedelta(days=390)), 8, 30, self._name_products)
        for place, customer in enumerate(self.customers):
            day = self.story.office_day(today - timedelta(days=380 - place * 14))
            self.story.at(day, 10, place % 60, partial(self._settle, place, customer))
        self.story.at(self.story.office_day(today - _SENT_BEFORE), 15, 0, self._send)

    def _name_products(self) -> None:
        with self.story.unit(_LEAD) as unit:
            for product in products.everything(unit):
                fi = _FINNISH.get(product.name_fi, product.name_fi)
                sv = _SWEDISH.get(product.name_fi, product.name_sv)
                products.revise(unit, product.id, replace(product.details, name_fi=fi, name_sv=sv))

    def _settle(self, place: int, customer: LegacyCustomer) -> None:
        """A line for what comes over the fibre, a number for what rings."""
        clerk, party_id = self.rng.choice(_CLERKS), self.story.party(customer.number)
        ticket = self.story.open(clerk, party_id, Purpose.COUNTER)
        with self.story.unit(clerk) as unit:
            card = cards.read(unit, ticket)
            running = [line for line in card.subscriptions if line.state is SubscriptionState.ACTIVE]
            for line in (line for line in running if line.kind is ServiceKind.BROADBAND and line.street):
                details = ConnectionDetails(
                    line.street, line.postcode, consent=_CONSENTS[place % len(_CONSENTS)]
                )
                key = connections.add(unit, ticket, details, Source.SUBJECT)
                over = replace(line.details, connection_id=key)
                subscriptions.change(unit, ticket, line.id, line.details, over, Source.SUBJECT)
            for each in (line for line in running if line.kind.has_numbers):
                numbers.add(unit, ticket, each.id, self._number(place, each), Source.OWN_SYSTEMS)

    def _number(self, place: int, line: SubscriptionLine) -> NumberDetails:
        """One number for each service, every fifth secret."""
        state = DirectoryState.SECRET if place % 5 == 4 else DirectoryState.PUBLIC
        return NumberDetails(f"{_SERIES}{line.id % 10_000:04}", line.starts_on, None, state)

    def _send(self) -> None:
        with self.story.unit(_LEAD) as unit:
            directory.mark_sent(unit, directory.due(unit))
