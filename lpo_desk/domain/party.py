"""Customers and other people of the register."""

from dataclasses import dataclass, field
from datetime import date, datetime

from lpo_desk.domain.audit import Change
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import PaperKind
from lpo_desk.terms import Lang


class PartyKind(Labelled):
    PERSON = "person"
    ORGANISATION = "organisation"


class CustomerType(Labelled):
    PRIVATE = "private"
    COMPANY = "company"
    HOUSING_COMPANY = "housing_company"
    ASSOCIATION = "association"
    PUBLIC_BODY = "public_body"
    ESTATE = "estate"


class Source(Labelled):
    """Where a value came from: the sources of the privacy notice ("Säännönmukaiset tietolähteet")."""

    SUBJECT = "subject"
    SERVICE_USE = "service_use"
    OWN_SYSTEMS = "own_systems"
    GROUP = "group"
    POPULATION = "population"
    CREDIT = "credit"
    CONTACT_REGISTERS = "contact_registers"
    LAND_SURVEY = "land_survey"
    PARTNER = "partner"


class NameKind(Labelled):
    CURRENT = "current"
    FORMER = "former"


class AddressKind(Labelled):
    POSTAL = "postal"
    VISITING = "visiting"
    BILLING = "billing"
    CONTACT = "contact"


class ContactKind(Labelled):
    PHONE = "phone"
    EMAIL = "email"


class RelationKind(Labelled):
    """How one party stands to another; read "`party` is the KIND of `other`"."""

    CONTACT_PERSON = "contact_person"
    PAYER = "payer"
    USER = "user"


class Flag(Labelled):
    """What a clerk must see at once; derived from its causes, never stored by hand."""

    PROTECTED = "protected"
    DECEASED = "deceased"
    MARKETING_BAN = "marketing_ban"
    DIRECTORY_BAN = "directory_ban"
    COLLECTION = "collection"
    OPEN_REQUEST = "open_request"
    WARNINGS = "warnings"


@dataclass(frozen=True, slots=True)
class ListRow:
    """What a search shows before anyone is opened. A protected person has no name, town, type or
    other flag here; the kind, which is nearly always a person, is not shown of them."""

    party_id: int
    number: str
    name: str
    town: str
    kind: PartyKind
    types: tuple[CustomerType, ...]
    flags: frozenset[Flag]


@dataclass(frozen=True, slots=True)
class Sourced:
    """Where a value came from and when; shown under it on demand."""

    source: Source
    on: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """Section 1 of the card for a person. Dates are Helsinki dates. `business_id`: of a private trader."""

    last_name: str = ""
    first_names: str = ""
    calling_name: str = ""
    language: Lang | None = None
    language_note: str = ""
    types: tuple[CustomerType, ...] = (CustomerType.PRIVATE,)
    member: bool = False
    member_number: str = ""
    customer_since: date | None = None
    date_of_birth: date | None = None
    date_of_death: date | None = None
    business_id: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """Section 1 of the card for an organisation or an estate; the last four fields are an estate's: the deceased."""

    organisation_name: str = ""
    business_id: str = ""
    language: Lang | None = None
    language_note: str = ""
    types: tuple[CustomerType, ...] = (CustomerType.COMPANY,)
    member: bool = False
    member_number: str = ""
    customer_since: date | None = None
    last_name: str = ""
    first_names: str = ""
    date_of_birth: date | None = None
    date_of_death: date | None = None


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """Section 2: how to reach the customer. Phones are E.164, postcodes five digits as text, countries ISO 3166 codes."""

    co: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FI"
    contact_address: str = ""
    phone: str = ""
    phone_2: str = ""
    phone_3: str = ""
    email: str = ""
    email_2: str = ""


class BillingMethod(Labelled):
    PAPER = "paper"
    EMAIL = "email"
    CONSUMER_EINVOICE = "consumer_einvoice"
    EINVOICE = "einvoice"
    DIRECT_PAYMENT = "direct_payment"


class CollectionState(Labelled):
    NONE = "none"
    REMINDER = "reminder"
    PAYMENT_PLAN = "payment_plan"
    COLLECTION = "collection"


@dataclass(frozen=True, slots=True)
class BillingDetails:
    """Section 5."""

    method: BillingMethod | None = None
    einvoice_address: str = ""
    operator: str = ""
    billing_street: str = ""
    billing_postcode: str = ""
    billing_town: str = ""
    collection: CollectionState = CollectionState.NONE


class Channel(Labelled):
    ALL = "all"
    POST = "post"
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"


class Sender(Labelled):
    OWN = "own"
    PARTNER = "partner"


class PermissionState(Labelled):
    """`REFUSED`: asked and not given; `BANNED`: the person forbade it and the ban wins over everything."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"
    BANNED = "banned"
    WITHDRAWN = "withdrawn"


class DirectoryState(Labelled):
    PUBLIC = "public"
    NO_ADDRESS = "no_address"
    BANNED = "banned"
    SECRET = "secret"  # noqa: S105 - an unlisted number, not a password


@dataclass(frozen=True, slots=True)
class PermissionDetails:
    """Section 6: the state that the events amount to; saving a change appends an event."""

    marketing: PermissionState = PermissionState.NOT_ASKED
    partner_marketing: PermissionState = PermissionState.NOT_ASKED
    directory: DirectoryState = DirectoryState.PUBLIC
    protected: bool = False
    protected_until: date | None = None


class SubscriptionState(Labelled):
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """One row of section 4; `monthly_fee` in euro cents.

    `user` and `payer` are names; of a protected one the name is empty and only the id tells that there is one.
    """

    id: int
    number: str
    product: str
    street: str
    postcode: str
    town: str
    starts_on: date | None
    ends_on: date | None
    state: SubscriptionState
    monthly_fee: int | None
    user: str = ""
    payer: str = ""
    user_id: int | None = None
    payer_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One row of section 3. `outgoing`: this party is the KIND of the other; else the other is of this one.

    The other is named as a search names him. Phone and e-mail are told of a contact person alone who is in the register
    for that task and nothing else; a customer's own are on his own card, which is opened for a purpose.
    """

    id: int
    kind: RelationKind
    outgoing: bool
    other_party_id: int
    other_name: str
    other_number: str
    task: str = ""
    position: str = ""
    subscription: str = ""
    phone: str = ""
    email: str = ""
    protected: bool = False


class InteractionKind(Labelled):
    CONTACT = "contact"
    OFFER = "offer"
    ORDER = "order"
    CONTRACT = "contract"
    CHANGE = "change"


class HistoryKind(Labelled):
    INTERACTION = "interaction"
    CHANGE = "change"
    LOOKUP = "lookup"
    REQUEST = "request"
    PAPER = "paper"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row of section 7; `text` is a term key when `translate`, else the register's own words.

    at: None where the old register had no date. `values`: for the placeholders of the term. `detail`: a term key that
    says more (the kind of an interaction, the fields of a change are in `changes`).
    """

    at: datetime | date | None
    kind: HistoryKind
    text: str
    who: str = ""
    translate: bool = False
    values: tuple[tuple[str, object], ...] = ()
    detail: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperLine:
    paper_number: str
    kind: PaperKind
    year: int | None
    place: str
    out_to: str
    retention_until: date | None


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A value of the old register that was left out of its field, kept until someone settles it.

    `reason` is the value of an ImportReason; anything like a personal identity code in `value` is masked.
    """

    id: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a clerk sees of one customer, read under one ticket.

    masked: the customer has a non-disclosure note and this ticket has not revealed the details. Then name, town, codes,
        basic and contact data, billing address, roles, services, notes and warnings are empty, and only the language,
        the permissions and the open cases are told.
    other_contacts: phones and e-mails beyond the fields of ContactDetails, as the import may bring them.
    """

    party_id: int
    version: int
    kind: PartyKind
    numbers: tuple[str, ...]
    name: str
    town: str
    flags: frozenset[Flag]
    has_hetu: bool
    hetu_masked: str
    basic: PersonDetails | OrganisationDetails
    contact: ContactDetails
    billing: BillingDetails
    permissions: PermissionDetails
    former_names: tuple[str, ...] = ()
    roles: tuple[RoleLine, ...] = ()
    subscriptions: tuple[SubscriptionLine, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    warnings: tuple[WarningLine, ...] = ()
    notes: tuple[str, ...] = ()
    open_cases: tuple[str, ...] = ()
    masked: bool = False
    other_contacts: tuple[str, ...] = ()
    sources: dict[str, Sourced] = field(default_factory=dict)
    """Field name of the section dataclasses -> where its value came from."""
