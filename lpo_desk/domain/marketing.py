"""Who may be marketed to: law.md section 3 as one function, and what a marketing list says.

The query of services/marketing.py says the same in SQL; a property test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lpo_desk.domain.flags import is_minor
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import Channel, Sender, Standing
from lpo_desk.domain.permissions import LIFTING, PermissionBasis, Said, latest, needs_consent
from lpo_desk.domain.products import ServiceKind
from lpo_desk.domain.reports import Origin
from lpo_desk.terms import Lang

GOOD_FOR = timedelta(days=7)
"""How long a list may be used: a ban given after it was drawn must be able to reach whoever uses it."""
FEW = 5
"""Counts from 1 up to this are not told (ux.md 5.1): they could tell who."""


class LeftOut(Labelled):
    """Why somebody is not on a list; of several reasons the first."""

    MERGED = "merged"
    DECEASED = "deceased"
    ESTATE = "estate"
    MINOR = "minor"
    PROTECTED = "protected"
    RESTRICTED = "restricted"
    BANNED = "banned"
    SUPPRESSED = "suppressed"
    NO_PERMISSION = "no_permission"
    TELESALES = "telesales"
    NO_CONTACT = "no_contact"


class MarketingPurpose(Labelled):
    """What a list is drawn for. A code, so that the log holds no free words."""

    NEW_SERVICE = "new_service"
    UPGRADE = "upgrade"
    NEW_AREA = "new_area"
    EVENT = "event"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Offer:
    """Whose marketing, by which channel (never ALL), of what kind of product; research sells none."""

    sender: Sender
    channel: Channel
    product: ServiceKind | None = None

    @property
    def is_telesales(self) -> bool:
        """Selling mobile subscriptions by telephone, which consumers must have asked for (917/2014, 201 §)."""
        return self.channel is Channel.PHONE and self.product is ServiceKind.MOBILE


@dataclass(frozen=True, slots=True)
class Prospect:
    """What decides whether a customer may be marketed to.

    said: permission events, oldest first. kinds: what the customer has, or has ordered. reached_by: channels with a
        contact point. suppressed: the suppression list knows a road to him that his events do not heed.
    """

    person: bool = True
    said: tuple[Said, ...] = ()
    kinds: frozenset[ServiceKind] = frozenset()
    reached_by: frozenset[Channel] = frozenset(Channel)
    merged: bool = False
    deceased: bool = False
    estate: bool = False
    minor: bool = False
    protected: bool = False
    restricted: bool = False
    suppressed: bool = False


def may_market(prospect: Prospect, offer: Offer) -> bool:
    return why_not(prospect, offer) is None


def why_not(prospect: Prospect, offer: Offer) -> LeftOut | None:
    """Why the offer may not be made; None where it may."""
    holds = latest(prospect.said, offer.sender, offer.channel)
    standing = holds.standing if holds else Standing.NOT_ASKED
    reasons = {
        LeftOut.MERGED: prospect.merged,
        LeftOut.DECEASED: prospect.deceased,
        LeftOut.ESTATE: prospect.estate,
        LeftOut.MINOR: prospect.minor,
        LeftOut.PROTECTED: prospect.protected,
        LeftOut.RESTRICTED: prospect.restricted,
        LeftOut.BANNED: standing is Standing.BANNED,
        LeftOut.SUPPRESSED: prospect.suppressed and standing not in LIFTING,
        LeftOut.NO_PERMISSION: not _is_permitted(prospect, offer, standing),
        LeftOut.TELESALES: offer.is_telesales and not _may_be_called(prospect, offer, holds),
        LeftOut.NO_CONTACT: offer.channel not in prospect.reached_by,
    }
    return next((reason for reason, holds_true in reasons.items() if holds_true), None)


def _is_permitted(prospect: Prospect, offer: Offer, standing: Standing) -> bool:
    """Electronic messages to a person need consent; else it is allowed until forbidden. Whoever was asked and said no,
    or took a permission back, has forbidden enough to be left alone, though it is no ban."""
    if not needs_consent(offer.channel, person=prospect.person):
        return standing not in (Standing.REFUSED, Standing.WITHDRAWN)
    if standing is Standing.SOFT_OPT_IN:
        return offer.sender is Sender.OWN and offer.product in prospect.kinds
    return standing in LIFTING


def _may_be_called(prospect: Prospect, offer: Offer, holds: Said | None) -> bool:
    """Companies may; consumers who asked for the call in so many words, and our own mobile customers by us."""
    asked = holds is not None and holds.channel is Channel.PHONE and holds.basis is PermissionBasis.CONSENT
    ours = offer.sender is Sender.OWN and ServiceKind.MOBILE in prospect.kinds
    return not prospect.person or ours or (asked and holds is not None and holds.standing in LIFTING)


def latest_adult_birth(today: date) -> date:
    """Whoever was born after this day is a minor today."""
    born = today - timedelta(days=18 * 365)  # a few days too late
    while is_minor(born, today):
        born -= timedelta(days=1)
    return born


@dataclass(frozen=True, slots=True)
class MarketingCounts:
    """How many may be reached, and why the others may not: customers, each once."""

    targets: int
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarketingTarget:
    """One row of a list: what the channel needs and nothing else. `standing`: on what the marketing rests."""

    number: str
    name: str
    language: Lang | None
    standing: Standing
    co: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class MarketingList:
    """A list as it was drawn. Not to be used before `drawn_at` nor after `use_until`."""

    offer: Offer
    purpose: MarketingPurpose
    origin: Origin
    drawn_at: datetime
    use_from: date
    use_until: date
    counts: MarketingCounts
    rows: tuple[MarketingTarget, ...]
