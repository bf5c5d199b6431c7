"""Connections, services and their telephone numbers: what is typed of them and what they may become."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from lpo_desk.domain.dates import DateFault, DateRefused
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merging import differing
from lpo_desk.domain.party import DirectoryState, SubscriptionState
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.products import OwnerConsent, ServiceKind
from lpo_desk.domain.reference import town_name
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines
from lpo_desk.domain.text import clean
from lpo_desk.terms import Lang

_POSTCODE = re.compile(r"[0-9]{5}")
_CONNECTION = re.compile(r"(?:K-?)?([0-9]{1,9})", re.IGNORECASE)
_EARLIEST = date(1900, 1, 1)
HIGHEST_FEE = 10_000_000
"""Cents a month; more is a slip of the finger."""

FOLLOWING: Mapping[SubscriptionState, tuple[SubscriptionState, ...]] = MappingProxyType(
    {
        SubscriptionState.ORDERED: (SubscriptionState.ACTIVE, SubscriptionState.ENDED),
        SubscriptionState.ACTIVE: (SubscriptionState.SUSPENDED, SubscriptionState.ENDED),
        SubscriptionState.SUSPENDED: (SubscriptionState.ACTIVE, SubscriptionState.ENDED),
        SubscriptionState.ENDED: (SubscriptionState.ACTIVE,),
    }
)
"""What a service may become. An ended one comes back only as what it was: ended by mistake."""


@dataclass(frozen=True, slots=True)
class ConnectionDetails:
    """What is typed of a connection. The owner of the property is a party, None for the one who has it himself."""

    street: str = ""
    postcode: str = ""
    town: str = ""
    owner_id: int | None = None
    consent: OwnerConsent = OwnerConsent.NOT_NEEDED
    consent_on: date | None = None


@dataclass(frozen=True, slots=True)
class ServiceDetails:
    """What is typed of a service; `monthly_fee` in euro cents.

    Over a connection the service is at the connection's place, and its own place is empty.
    """

    product_id: int | None = None
    number: str = ""
    contract_number: str = ""
    connection_id: int | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    starts_on: date | None = None
    monthly_fee: int | None = None


@dataclass(frozen=True, slots=True)
class StateChange:
    """A service becomes this on a day; of an end it is the last day."""

    state: SubscriptionState
    on: date | None = None


@dataclass(frozen=True, slots=True)
class NumberDetails:
    """What is typed of a telephone number of a service; `number` in E.164 once it was checked."""

    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    directory: DirectoryState = DirectoryState.PUBLIC


P = TypeVar("P", ConnectionDetails, ServiceDetails)
V = TypeVar("V", ConnectionDetails, ServiceDetails, NumberDetails)


def connection_number(key: int) -> str:
    """The number that a connection is given: `K-00001`."""
    return f"K-{key:05}"


def parse_connection_number(text: str) -> str:
    """`12`, `k12` and `K-00012` are one connection. Raises ValueRefused."""
    found = _CONNECTION.fullmatch("".join(text.split()))
    if found is None:
        raise ValueRefused("service.no_such_connection")
    return connection_number(int(found.group(1)))


def service_number(key: int) -> str:
    """The number of a service that was ordered without one of its own: `S-00001`."""
    return f"S-{key:05}"


def check_connection(
    base: ConnectionDetails, mine: ConnectionDetails, today: date, lang: Lang | None
) -> ConnectionDetails:
    """Cleaned changes of a connection. Raises FieldsRefused. `lang`: of the town's name, where none was typed."""
    changed = differing(base, mine)
    errors: dict[str, UserError] = {}
    value = _placed(mine, errors, lang)
    if not value.street:
        errors.setdefault("street", ValueRefused("service.street_missing"))
    if value.consent in (OwnerConsent.NOT_NEEDED, OwnerConsent.ASKED):
        if value.consent is OwnerConsent.NOT_NEEDED:
            value = replace(value, consent_on=None)
    elif value.consent_on is None:
        value = replace(value, consent_on=today)
    if "consent_on" in changed and value.consent_on and value.consent_on > today:
        errors["consent_on"] = DateRefused(DateFault.TOO_LATE, latest=today)
    return _accepted(value, errors)


def check_service(
    base: ServiceDetails, mine: ServiceDetails, ends_on: date | None, lang: Lang | None
) -> ServiceDetails:
    """Cleaned changes of a service. Raises FieldsRefused. What the old register left faulty stands while untouched."""
    changed = differing(base, mine)
    errors: dict[str, UserError] = {}
    value = mine
    for name, limit in (("number", 40), ("contract_number", 40)):
        value = _cleaned(value, name, limit, errors) if name in changed else value
    if mine.product_id is None and "product_id" in changed:
        errors["product_id"] = ValueRefused("service.product_missing")
    if value.connection_id is not None:
        value = replace(value, street="", postcode="", town="")
    elif {"street", "postcode", "town", "connection_id"} & set(changed):
        value = _placed(value, errors, lang)
    if "starts_on" in changed and value.starts_on is not None:
        if value.starts_on < _EARLIEST:
            errors["starts_on"] = DateRefused(DateFault.TOO_EARLY, earliest=_EARLIEST)
        elif ends_on is not None and ends_on < value.starts_on:
            errors["starts_on"] = ValueRefused("service.ends_before_start")
    if "monthly_fee" in changed and value.monthly_fee is not None and value.monthly_fee > HIGHEST_FEE:
        errors["monthly_fee"] = ValueRefused("service.fee_too_high")
    return _accepted(value, errors)


def check_state(
    now: SubscriptionState, starts_on: date | None, change: StateChange, today: date
) -> StateChange:
    """The change with its day. Raises FieldsRefused: states that do not follow, an end without a day or before the
    beginning. A day that is not told is today, but never that of an end."""
    if change.state not in FOLLOWING[now]:
        raise FieldsRefused({"state": ValueRefused("service.state_does_not_follow")})
    if change.state is not SubscriptionState.ENDED:
        return replace(change, on=change.on or today)
    if change.on is None:
        raise FieldsRefused({"on": ValueRefused("service.last_day_missing")})
    if starts_on is not None and change.on < starts_on:
        raise FieldsRefused({"on": ValueRefused("service.ends_before_start")})
    return change


def check_number(kind: ServiceKind, base: NumberDetails, mine: NumberDetails) -> NumberDetails:
    """A telephone number as it is kept. Raises FieldsRefused."""
    errors: dict[str, UserError] = {}
    value = mine
    typed = clean_lines(number=(mine.number, 60))["number"]
    if not kind.has_numbers:
        errors["number"] = ValueRefused("service.product_without_numbers")
    elif not typed:
        errors["number"] = ValueRefused("service.number_missing")
    elif "number" in differing(base, mine):
        try:
            value = replace(mine, number=parse_phone(mine.number).e164)
        except UserError as error:
            errors["number"] = error
    if value.valid_from and value.valid_to and value.valid_to < value.valid_from:
        errors["valid_to"] = ValueRefused("service.ends_before_start")
    return _accepted(value, errors)


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days, open where None, have a day in common."""
    (begin, end), (other_begin, other_end) = one, other
    before = end is not None and other_begin is not None and end < other_begin
    after = other_end is not None and begin is not None and other_end < begin
    return not (before or after)


def _cleaned(value: ServiceDetails, name: str, limit: int, errors: dict[str, UserError]) -> ServiceDetails:
    changed: dict[str, Any] = {}
    try:
        changed[name] = clean(getattr(value, name), limit=limit)
        return replace(value, **changed)
    except UserError as error:
        errors[name] = error
        return value


def _placed(value: P, errors: dict[str, UserError], lang: Lang | None) -> P:
    """A place with its town, which the postcode tells when it was left empty."""
    texts: dict[str, str] = {}
    for name, limit in (("street", 200), ("postcode", 20), ("town", 100)):
        try:
            texts[name] = clean(getattr(value, name), limit=limit)
        except UserError as error:
            errors[name] = error
            texts[name] = ""
    if texts["postcode"] and not _POSTCODE.fullmatch(texts["postcode"]):
        errors.setdefault("postcode", ValueRefused("card.postcode_refused"))
    texts["town"] = texts["town"] or town_name(texts["postcode"], lang)
    return replace(value, street=texts["street"], postcode=texts["postcode"], town=texts["town"])


def _accepted(value: V, errors: Mapping[str, UserError]) -> V:
    if errors:
        raise FieldsRefused(errors)
    return value
