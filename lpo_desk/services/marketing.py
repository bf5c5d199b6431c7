"""Marketing lists: the one query that says who may be marketed to (law.md section 3), and nobody else's.

It says in SQL what domain/marketing.py says of one customer. Whom the suppression list knows the database tells by the
hashes that stand ready (db/roads.py): it could compute none.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, not_, or_, select

from lpo_desk.db.restricted import protected_parties, restricted_parties
from lpo_desk.db.search_sources import list_name
from lpo_desk.db.tables.register import (
    Address,
    ContactPoint,
    CustomerAccount,
    Party,
    PartyName,
    PartyType,
)
from lpo_desk.db.tables.relationship import PermissionEvent, Subscription
from lpo_desk.db.tables.services import Product
from lpo_desk.db.tables.special import PartyMerge, PartyRoad, SuppressionEntry
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.marketing import (
    GOOD_FOR,
    LeftOut,
    MarketingCounts,
    MarketingList,
    MarketingPurpose,
    MarketingTarget,
    Offer,
    latest_adult_birth,
)
from lpo_desk.domain.party import (
    AddressKind,
    Channel,
    ContactKind,
    CustomerType,
    NameKind,
    PartyKind,
    PermissionState,
    Sender,
    Standing,
    SubscriptionState,
)
from lpo_desk.domain.permissions import PermissionBasis, Said
from lpo_desk.domain.products import ServiceKind
from lpo_desk.domain.reports import Origin
from lpo_desk.services import accounts

_MOBILE_BEGINNINGS = ("+3584%", "+35850%")
"""Finnish numbers that take text messages."""
Found = dict[int, tuple[LeftOut | None, Standing]]


@requires(Right.SEE_REPORTS)
def counts(unit: Unit, offer: Offer) -> MarketingCounts:
    """How many customers an offer may be made to, and how many it may not, by reason."""
    judged = _reasons(unit, offer).subquery()
    tally = select(judged.c.reason, func.count()).group_by(judged.c.reason)
    return _counted({_reason(reason): count for reason, count in unit.connection.execute(tally)})


@requires(Right.EXPORT_MARKETING)
def draw(unit: Unit, offer: Offer, purpose: MarketingPurpose, version: str) -> MarketingList:
    """The list of an offer, by customer number."""
    found = _judged(unit, offer)
    chosen = {party_id: standing for party_id, (reason, standing) in found.items() if reason is None}
    own = next((each for each in accounts.offices(unit) if each.id == unit.actor.office_id), None)
    return MarketingList(
        offer,
        purpose,
        Origin(unit.at, unit.actor.display_name, own, version),
        unit.at,
        unit.today,
        unit.today + GOOD_FOR,
        _counted(Counter(reason for reason, _ in found.values())),
        tuple(sorted(_rows(unit, offer.channel, chosen), key=lambda row: row.number)),
    )


@requires(Right.EXPORT_MARKETING)
def log_list(unit: Unit, drawn: MarketingList, name: str) -> None:
    """Leave a trace of a list that left the program: whose, by what, of what, what for, and how many rows."""
    offer = drawn.offer
    product = offer.product.value if offer.product else ""
    codes = (offer.sender.value, offer.channel.value, product, drawn.purpose.value)
    unit.log(AuditKind.EXPORT, table=name, detail=f"{':'.join(codes)} rows={len(drawn.rows)}")


def _reasons(unit: Unit, offer: Offer) -> Select[Any]:
    """(party_id, reason or NULL, state and basis of the event that holds) of every customer: the query itself."""
    held = _events(offer)
    last = select(PermissionEvent.id, PermissionEvent.channel, PermissionEvent.state, PermissionEvent.basis)
    holds = last.subquery("holds")
    banned = and_(held.c.banned.is_not(None), or_(held.c.lifted.is_(None), held.c.lifted < held.c.banned))
    person = Party.kind == PartyKind.PERSON
    given = holds.c.state == PermissionState.GIVEN
    soft = and_(given, holds.c.basis == PermissionBasis.SOFT_OPT_IN)
    explicit = and_(given, or_(holds.c.basis.is_(None), holds.c.basis == PermissionBasis.CONSENT))
    why: list[tuple[ColumnElement[bool], LeftOut]] = [
        (_of(PartyMerge, PartyMerge.merged_id, PartyMerge.undone_at.is_(None)), LeftOut.MERGED),
        (Party.date_of_death.is_not(None), LeftOut.DECEASED),
        (_of(PartyType, PartyType.party_id, PartyType.type == CustomerType.ESTATE), LeftOut.ESTATE),
        (_true(Party.date_of_birth > latest_adult_birth(unit.today)), LeftOut.MINOR),
        (Party.id.in_(protected_parties(unit.today)), LeftOut.PROTECTED),
        (Party.id.in_(restricted_parties()), LeftOut.RESTRICTED),
        (banned, LeftOut.BANNED),
        (and_(_suppressed(offer), not_(_true(explicit))), LeftOut.SUPPRESSED),
        (not_(_permitted(offer, person, holds, explicit, soft)), LeftOut.NO_PERMISSION),
    ]
    if offer.is_telesales:
        asked = and_(explicit, holds.c.channel == Channel.PHONE, holds.c.basis == PermissionBasis.CONSENT)
        ours = _has(ServiceKind.MOBILE) if offer.sender is Sender.OWN else literal(False)
        why.append((and_(person, not_(or_(_true(asked), ours))), LeftOut.TELESALES))
    why.append((not_(_reached(offer.channel)), LeftOut.NO_CONTACT))
    reason = case(*((condition, literal(each.value)) for condition, each in why))
    return (
        select(Party.id, reason.label("reason"), holds.c.state, holds.c.basis)
        .outerjoin(held, held.c.party_id == Party.id)
        .outerjoin(holds, holds.c.id == held.c.last)
        .where(Party.id.in_(select(CustomerAccount.party_id)))
    )


def _events(offer: Offer) -> Any:  # noqa: ANN401 - a subquery
    """Of each party the keys of the last event, the last ban and the last explicit permission; keys tell the order."""
    event = PermissionEvent
    explicit = and_(
        event.state == PermissionState.GIVEN,
        or_(event.basis.is_(None), event.basis == PermissionBasis.CONSENT),
    )
    return (
        select(
            event.party_id,
            func.max(event.id).label("last"),
            func.max(case((event.state == PermissionState.BANNED, event.id))).label("banned"),
            func.max(case((explicit, event.id))).label("lifted"),
        )
        .where(event.sender == offer.sender, event.channel.in_([Channel.ALL, offer.channel]))
        .group_by(event.party_id)
        .subquery("held")
    )


def _permitted(
    offer: Offer,
    person: ColumnElement[bool],
    holds: Any,  # noqa: ANN401 - the subquery of the events that hold
    explicit: ColumnElement[bool],
    soft: ColumnElement[bool],
) -> ColumnElement[bool]:
    refused = holds.c.state.in_([PermissionState.REFUSED, PermissionState.WITHDRAWN])
    until_forbidden = not_(_true(refused))
    if offer.channel not in (Channel.SMS, Channel.EMAIL):
        return until_forbidden
    similar = offer.sender is Sender.OWN and offer.product is not None
    alike = and_(soft, _has(offer.product)) if similar else literal(False)
    return or_(_true(explicit), _true(alike), and_(not_(person), until_forbidden))


def _true(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition, with unknown as no."""
    return func.coalesce(condition, False)


def _of(table: Any, column: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:  # noqa: ANN401 - any table
    return exists().select_from(table).where(column == Party.id, condition)


def _has(kind: ServiceKind | None) -> ColumnElement[bool]:
    """Whether the customer has, or has ordered, a product of the kind."""
    return exists().where(
        Product.id == Subscription.product_id,
        Subscription.party_id == Party.id,
        Subscription.state != SubscriptionState.ENDED,
        Product.kind == kind,
    )


def _suppressed(offer: Offer) -> ColumnElement[bool]:
    """Whether the list knows one by a road. Nobody who has not said yes himself, while every save and import heeds the
    list; whoever is to be marketed to is looked for in it all the same."""
    entries = select(SuppressionEntry.digest).where(
        SuppressionEntry.sender == offer.sender, SuppressionEntry.channel.in_([Channel.ALL, offer.channel])
    )
    return Party.id.in_(select(PartyRoad.party_id).where(PartyRoad.digest.in_(entries)))


def _reached(channel: Channel) -> ColumnElement[bool]:
    if channel is Channel.POST:
        return _of(Address, Address.party_id, _postal())
    return _of(ContactPoint, ContactPoint.party_id, _point(channel))


def _postal() -> ColumnElement[bool]:
    where = or_(Address.postcode != "", Address.town != "")
    return and_(Address.kind == AddressKind.POSTAL, Address.valid_to.is_(None), Address.street != "", where)


def _point(channel: Channel) -> ColumnElement[bool]:
    if channel is Channel.EMAIL:
        return ContactPoint.kind == ContactKind.EMAIL
    phone = ContactPoint.kind == ContactKind.PHONE
    if channel is Channel.PHONE:
        return phone
    return and_(phone, or_(*(ContactPoint.value.like(begins) for begins in _MOBILE_BEGINNINGS)))


def _judged(unit: Unit, offer: Offer) -> Found:
    found: Found = {}
    judgements: dict[
        Any, tuple[LeftOut | None, Standing]
    ] = {}  # a few kinds for hundreds of thousands of rows
    for party_id, *judged in unit.connection.execute(_reasons(unit, offer)):
        kind = reason, state, basis = tuple(judged)
        if kind not in judgements:
            said = Said(offer.sender, offer.channel, state or PermissionState.NOT_ASKED, basis)
            judgements[kind] = (_reason(reason), said.standing)
        found[party_id] = judgements[kind]
    return found


def _reason(code: str | None) -> LeftOut | None:
    return None if code is None else LeftOut(code)


def _counted(tally: Mapping[LeftOut | None, int]) -> MarketingCounts:
    left_out = {reason: tally[reason] for reason in LeftOut if tally.get(reason)}
    return MarketingCounts(tally.get(None, 0), left_out)


def _rows(unit: Unit, channel: Channel, chosen: dict[int, Standing]) -> Iterable[MarketingTarget]:
    """Each table is read once: a list often takes most of the register, and asking for its ids would cost more."""
    parties = (
        select(Party.id, Party.lang, func.min(CustomerAccount.number).label("number"))
        .join(CustomerAccount, CustomerAccount.party_id == Party.id)
        .group_by(Party.id, Party.lang)
    )
    named = select(
        PartyName.party_id, PartyName.last_name, PartyName.first_names, PartyName.organisation_name
    ).where(PartyName.kind == NameKind.CURRENT)
    names = {
        row.party_id: list_name(row)
        for row in unit.connection.execute(named.order_by(PartyName.id))
        if row.party_id in chosen
    }
    reached = _contacts(unit, channel, chosen)
    for party_id, lang, number in unit.connection.execute(parties):
        if party_id in chosen:
            yield MarketingTarget(
                number, names.get(party_id, ""), lang, chosen[party_id], **reached[party_id]
            )


def _contacts(unit: Unit, channel: Channel, chosen: Container[int]) -> dict[int, dict[str, str]]:
    """What the channel needs of each: an address, a number or an e-mail, the preferred one."""
    if channel is Channel.POST:
        fields = ("co", "street", "postcode", "town", "country")
        columns = [getattr(Address, name) for name in fields]
        rows = select(Address.party_id, *columns).where(_postal()).order_by(Address.id)
        return {
            row[0]: dict(zip(fields, row[1:], strict=True))
            for row in unit.connection.execute(rows)
            if row[0] in chosen
        }
    points = select(ContactPoint.party_id, ContactPoint.value).where(_point(channel))
    name = "email" if channel is Channel.EMAIL else "phone"
    backwards = points.order_by(ContactPoint.position.desc(), ContactPoint.id.desc())  # the first one stays
    return {
        party_id: {name: value}
        for party_id, value in unit.connection.execute(backwards)
        if party_id in chosen
    }
