"""New parties and what belongs to them, written as every other save is: checked, audited, found by search."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import or_, select

from lpo_desk.db import search_index
from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables.register import (
    CustomerAccount,
    CustomerNote,
    Party,
    PartyRelation,
    PersonalIdentityCode,
)
from lpo_desk.db.tables.relationship import Interaction, Subscription
from lpo_desk.db.tables.services import Product
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.party import (
    BillingDetails,
    ContactDetails,
    InteractionKind,
    OrganisationDetails,
    PartyKind,
    PermissionDetails,
    PersonDetails,
    RelationKind,
    Source,
    Sourced,
    SubscriptionState,
)
from lpo_desk.domain.permissions import Told
from lpo_desk.domain.sections import (
    Basic,
    FieldsRefused,
    ValueRefused,
    check_billing,
    check_contact,
    check_organisation,
    check_permissions,
    check_person,
)
from lpo_desk.domain.text import clean
from lpo_desk.formats import helsinki
from lpo_desk.services import _suppression
from lpo_desk.services._held import OF_ACCOUNT, OF_PARTY, Held
from lpo_desk.services._writing import (
    Writer,
    write_basic,
    write_billing,
    write_contact,
    write_permissions,
)

T = TypeVar("T")
_NOTE_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class NewParty:
    """A person or an organisation, by what `basic` is. Without a number it is no customer: a contact person, a user.

    since: when the party came into the register, for a past that is made up (practice); else the unit's instant. Names,
        addresses and permissions hold from that day.
    """

    basic: Basic
    number: str = ""
    hetu: str = field(default="", repr=False)
    contact: ContactDetails = field(default_factory=ContactDetails)
    billing: BillingDetails = field(default_factory=BillingDetails)
    permissions: PermissionDetails = field(default_factory=PermissionDetails)
    told: Told = field(default_factory=Told)
    notes: tuple[str, ...] = ()
    source: Source = Source.SUBJECT
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """`monthly_fee` in euro cents."""

    number: str
    product: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    state: SubscriptionState = SubscriptionState.ACTIVE
    monthly_fee: int | None = None


@requires(Right.EDIT_CUSTOMER)
def add_party(unit: Unit, new: NewParty) -> int:
    """Add a party and give its id. Raises FieldsRefused, IdentifierRefused and, at the commit, Duplicate."""
    checked = _checked(new, unit.today)
    kind = PartyKind.PERSON if isinstance(new.basic, PersonDetails) else PartyKind.ORGANISATION
    since = helsinki(new.since).date() if new.since else unit.today
    came = {"source": new.source, "source_on": since, "source_by": unit.actor.username}
    own = {column: getattr(checked.basic, name) for name, column in OF_PARTY.items()}
    party = Party(kind=kind, created_at=new.since or unit.at, **own, **came)
    unit.session.add(party)
    unit.session.flush()
    if number := clean(new.number, limit=20):
        membership = {column: getattr(checked.basic, name) for name, column in OF_ACCOUNT.items()}
        unit.session.add(CustomerAccount(party_id=party.id, number=number, **membership, **came))
    if new.hetu:
        hetu = parse_hetu(new.hetu, today=unit.today)
        sought = lookup_hash(unit.secret("hetu"), hetu.value)
        unit.session.add(
            PersonalIdentityCode(party_id=party.id, value=hetu.value, lookup_hash=sought, **came)
        )
    for note in new.notes:
        text = clean(note, limit=_NOTE_LENGTH, multiline=True)
        unit.session.add(CustomerNote(party_id=party.id, text=text, **came))
    unit.session.flush()
    held, came_from = Held(unit, party.id, for_saving=True), Sourced(new.source, since, unit.actor.username)
    writer = Writer(held, came_from, since)
    with unit.session.no_autoflush:
        write_basic(writer, _begun(checked.basic), checked.basic)
        write_contact(writer, ContactDetails(), checked.contact)
        write_billing(writer, BillingDetails(), checked.billing)
        write_permissions(writer, PermissionDetails(), checked.permissions, new.told)
    _suppression.keep_in_step(unit, party.id)
    search_index.refresh(unit, [party.id])
    return party.id


@requires(Right.EDIT_CUSTOMER)
def add_subscription(unit: Unit, party_id: int, new: NewSubscription, source: Source) -> int:
    """Add a service to its owner and give its id. Raises Duplicate, at the commit, for a taken number."""
    product = clean(new.product, limit=100)
    row = Subscription(
        party_id=party_id,
        number=clean(new.number, limit=40),
        product=product,
        product_id=_product_named(unit, product),
        street=clean(new.street, limit=200),
        postcode=clean(new.postcode, limit=20),
        town=clean(new.town, limit=100),
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        state=new.state,
        monthly_fee=new.monthly_fee,
        source=source,
        source_on=unit.today,
        source_by=unit.actor.username,
    )
    return _added(unit, row)


@requires(Right.EDIT_CUSTOMER)
def add_relation(
    unit: Unit,
    party_id: int,
    kind: RelationKind,
    other_id: int,
    *,
    source: Source,
    subscription_id: int | None = None,
    task: str = "",
    position: str = "",
) -> int:
    """`party` is the KIND of `other` from today on. Gives the relation's id."""
    row = PartyRelation(
        party_id=party_id,
        kind=kind,
        other_id=other_id,
        subscription_id=subscription_id,
        task=clean(task, limit=100),
        position=clean(position, limit=100),
        valid_from=unit.today,
        source=source,
        source_on=unit.today,
        source_by=unit.actor.username,
    )
    return _added(unit, row)


@requires(Right.EDIT_CUSTOMER)
def add_interaction(
    unit: Unit, party_id: int, kind: InteractionKind, text: str, *, on: date | None = None, source: Source
) -> int:
    """An event of the customer history, today unless `on` says otherwise. Gives its id."""
    row = Interaction(
        party_id=party_id,
        on_date=on or unit.today,
        kind=kind,
        text=clean(text, limit=_NOTE_LENGTH, multiline=True),
        recorded_by=unit.actor.username,
        source=source,
        source_on=unit.today,
        source_by=unit.actor.username,
    )
    return _added(unit, row)


def _product_named(unit: Unit, name: str) -> int | None:
    """The product that is called so in one of the languages, if there is one."""
    named = select(Product.id).where(or_(Product.name_fi == name, Product.name_sv == name))
    return unit.connection.scalar(named.order_by(Product.id).limit(1))


def _added(unit: Unit, row: Subscription | PartyRelation | Interaction) -> int:
    unit.session.add(row)
    unit.session.flush()
    return row.id


@dataclass(frozen=True, slots=True)
class _Checked:
    basic: Basic
    contact: ContactDetails
    billing: BillingDetails
    permissions: PermissionDetails


def _checked(new: NewParty, today: date) -> _Checked:
    errors: dict[str, UserError] = {}

    def checked(check: Callable[[], T], otherwise: T) -> T:
        """All sections are looked at, so that the form can tell everything that is wrong."""
        try:
            return check()
        except FieldsRefused as refused:
            errors.update(refused.errors)
            return otherwise

    basic: Basic
    match new.basic:
        case PersonDetails() as person:
            basic = checked(lambda: check_person(PersonDetails(types=()), person, today), person)
        case OrganisationDetails() as organisation:
            basic = checked(
                lambda: check_organisation(OrganisationDetails(types=()), organisation, today), organisation
            )
    if not new.number and (basic.member or basic.member_number or basic.customer_since):
        errors["member"] = ValueRefused("card.no_customer_number")
    contact = checked(lambda: check_contact(ContactDetails(), new.contact), new.contact)
    billing = checked(lambda: check_billing(BillingDetails(), new.billing), new.billing)
    is_person, before = isinstance(basic, PersonDetails), PermissionDetails()
    permissions = checked(
        lambda: check_permissions(before, new.permissions, today, person=is_person, deceased=False), before
    )
    if errors:
        raise FieldsRefused(errors)
    return _Checked(basic, contact, billing, permissions)


def _begun(basic: Basic) -> Basic:
    """What the rows written first hold of the basic data; the rest is written as a change of it."""
    empty = PersonDetails(types=()) if isinstance(basic, PersonDetails) else OrganisationDetails(types=())
    return replace(empty, **{name: getattr(basic, name) for name in (*OF_PARTY, *OF_ACCOUNT)})
