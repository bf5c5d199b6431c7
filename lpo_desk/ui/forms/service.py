"""The fields of section 4's sheets: a connection, a service, its state, a telephone number."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.card_services import ConnectionLine, SubscriptionLine
from lpo_desk.domain.money import parse_cents, written_cents
from lpo_desk.domain.party import DirectoryState, PartyKind, SubscriptionState
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.products import OwnerConsent, Product
from lpo_desk.domain.subscribing import (
    FOLLOWING,
    ConnectionDetails,
    ServiceDetails,
    parse_connection_number,
)
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import TextEditor
from lpo_desk.ui.widgets.party_field import Find, party
from lpo_desk.ui.widgets.section_form import Field

Today = Callable[[], date]
Pairs = Sequence[tuple[Hashable, str]]


@dataclass(frozen=True)
class TypedService(ServiceDetails):
    """A service as it is typed: `other_connection` is the number of a connection that somebody else has."""

    other_connection: str = ""
    state: SubscriptionState = SubscriptionState.ORDERED


@dataclass(frozen=True)
class TypedConnection(ConnectionDetails):
    """A connection as it is typed, with the name of an owner whom the register does not know yet."""

    new_owner: str = ""
    new_owner_kind: PartyKind = PartyKind.ORGANISATION


class FeeEditor(TextEditor):
    """An amount in cents; None where none was typed."""

    def value(self) -> object:
        cents = super().value()
        return None if cents == "" else cents


def _written_fee(cents: object) -> str:
    return written_cents(cents) if isinstance(cents, int) else ""


def service_fields(
    language: Language,
    products: Sequence[Product],
    connections: Sequence[ConnectionLine],
    today: Today,
    line: SubscriptionLine | None,
) -> tuple[Field, ...]:
    """`line`: the service that is changed; None for one that is ordered. A product it has is offered, retired or not."""

    def offered() -> Pairs:
        kept = line.product_id if line else None
        known = [each for each in products if not each.retired or each.id == kept]
        named: list[tuple[Hashable, str]] = [(each.id, each.name(language.lang)) for each in known]
        if (
            kept is None
        ):  # what the old register called a product without the program knowing one of that name
            named.insert(0, (None, line.product if line else language.text("service.choose_product")))
        return named

    def lines() -> Pairs:
        return [
            (None, language.text("service.no_connection")),
            *((each.id, ", ".join(filter(None, (each.number, each.street)))) for each in connections),
        ]

    def states() -> Pairs:
        return [(state, state.term) for state in (SubscriptionState.ORDERED, SubscriptionState.ACTIVE)]

    fields = [
        Field("product_id", "field.product", editors.named(offered)),
        Field("state", "field.subscription_state", editors.choice(states)),
        Field(
            "number",
            "field.subscription_number" if line else "service.number",
            editors.text(40),
            required=line is not None,
        ),
        Field("contract_number", "field.contract_number", editors.text(40)),
        Field("connection_id", "card.connection", editors.named(lines)),
        Field(
            "other_connection", "service.other_connection", editors.text(20, parse=parse_connection_number)
        ),
        Field("street", "field.installation_street", editors.text(200)),
        Field("postcode", "field.postcode", editors.text(20)),
        Field("town", "field.town", editors.text(100)),
        Field("starts_on", "field.starts_on", editors.day(today)),
        Field(
            "monthly_fee",
            "service.fee",
            lambda _, parent: FeeEditor(parent, limit=20, parse=parse_cents, write=_written_fee),
        ),
    ]
    return tuple(field for field in fields if line is None or field.name != "state")


def connection_fields(find: Find, owner: str, today: Today) -> tuple[Field, ...]:
    """`owner`: the name of the owner that is known now."""
    return (
        Field("street", "field.installation_street", editors.text(200), required=True),
        Field("postcode", "field.postcode", editors.text(20)),
        Field("town", "field.town", editors.text(100)),
        Field("owner_id", "service.owner", party(find, owner)),
        Field("new_owner", "service.new_owner", editors.text(200)),
        Field("new_owner_kind", "service.new_owner_kind", editors.choice(_members(PartyKind))),
        Field("consent", "field.owner_consent", editors.choice(_members(OwnerConsent))),
        Field("consent_on", "field.owner_consent_on", editors.day(today)),
    )


def state_fields(now: SubscriptionState, today: Today) -> tuple[Field, ...]:
    """What a service may become, and when."""
    return (
        Field(
            "state",
            "service.new_state",
            editors.choice(lambda: [(each, each.term) for each in FOLLOWING[now]]),
        ),
        Field("on", "service.state_day", editors.day(today)),
    )


def number_fields(today: Today) -> tuple[Field, ...]:
    phone = editors.text(60, parse=lambda text: parse_phone(text).e164, write=written_phone)
    return (
        Field("number", "field.telephone_number", phone, required=True),
        Field("directory", "field.directory_state", editors.choice(_members(DirectoryState))),
        Field("valid_from", "field.valid_from", editors.day(today)),
        Field("valid_to", "field.valid_to", editors.day(today)),
    )


def _members(kind: type[PartyKind | OwnerConsent | DirectoryState]) -> Callable[[], Pairs]:
    return lambda: [(member, member.term) for member in kind]
