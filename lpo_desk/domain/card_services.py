"""Section 4 of the card: connections, services and telephone numbers as a clerk sees them."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.party import DirectoryState, SubscriptionState
from lpo_desk.domain.products import OwnerConsent, ServiceKind
from lpo_desk.domain.subscribing import ConnectionDetails, NumberDetails, ServiceDetails
from lpo_desk.terms import Lang


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """A service; `monthly_fee` in euro cents. `product` is its name as it was ordered.

    The place is that of the connection where there is one. `user` and `payer` are names; of a protected one the name is
    empty and only the id tells that there is one.
    """

    id: int
    number: str
    product: str
    state: SubscriptionState
    street: str = ""
    postcode: str = ""
    town: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    monthly_fee: int | None = None
    contract_number: str = ""
    product_id: int | None = None
    kind: ServiceKind = ServiceKind.OTHER
    names: tuple[str, str] = ("", "")
    connection_id: int | None = None
    connection: str = ""
    phones: tuple[str, ...] = ()
    user: str = ""
    payer: str = ""
    user_id: int | None = None
    payer_id: int | None = None

    def product_name(self, lang: Lang) -> str:
        """What the product is called now, in the language; as ordered where the register knows no product of it."""
        return self.names[lang is Lang.SV] or self.product

    @property
    def ended(self) -> bool:
        return self.state is SubscriptionState.ENDED

    @property
    def details(self) -> ServiceDetails:
        """What a form changes of it."""
        own = self.connection_id is None
        return ServiceDetails(
            self.product_id,
            self.number,
            self.contract_number,
            self.connection_id,
            self.street if own else "",
            self.postcode if own else "",
            self.town if own else "",
            self.starts_on,
            self.monthly_fee,
        )


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """A connection that the customer has, owns the property of, or uses by a service.

    `mine`: the customer has it. `owned`: the property is the customer's. The others are named as a search names them;
    consent is told to the one who has the connection and to the owner. `hidden`: a protected person lives there, so the
    place is left out.
    """

    id: int
    number: str
    street: str
    postcode: str
    town: str
    mine: bool
    owned: bool
    holder_id: int
    holder: str = ""
    owner_id: int | None = None
    owner: str = ""
    consent: OwnerConsent | None = None
    consent_on: date | None = None
    hidden: bool = False

    @property
    def details(self) -> ConnectionDetails:
        consent = self.consent or OwnerConsent.NOT_NEEDED
        return ConnectionDetails(
            self.street, self.postcode, self.town, self.owner_id, consent, self.consent_on
        )


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A telephone number of a service, with what holds of it in the directories."""

    id: int
    subscription_id: int
    number: str
    directory: DirectoryState
    valid_from: date | None = None
    valid_to: date | None = None
    sent_on: date | None = None

    @property
    def details(self) -> NumberDetails:
        return NumberDetails(self.number, self.valid_from, self.valid_to, self.directory)
