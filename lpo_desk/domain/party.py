"""Customers and other people of the register."""

from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.labels import Labelled
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
    GUARDIAN = "guardian"
    ATTORNEY = "attorney"
    PROXY = "proxy"
    CUSTODIAN = "custodian"
    SHAREHOLDER = "shareholder"


class Channel(Labelled):
    ALL = "all"
    POST = "post"
    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"


class Flag(Labelled):
    """What a clerk must see at once; derived from its causes, never stored by hand."""

    PROTECTED = "protected"
    RESTRICTED = "restricted"
    DECEASED = "deceased"
    MINOR = "minor"
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
    """Where a value came from and when; shown under it on demand. `by`: the user name. `name`: what people call him."""

    source: Source
    on: date
    by: str = ""
    name: str = field(default="", compare=False)

    @property
    def who(self) -> str:
        """The user by name; by user name when he is gone."""
        return self.name or self.by


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
    preferred_channel: Channel | None = None


class BillingMethod(Labelled):
    PAPER = "paper"
    EMAIL = "email"
    CONSUMER_EINVOICE = "consumer_einvoice"
    EINVOICE = "einvoice"
    DIRECT_PAYMENT = "direct_payment"


class CollectionState(Labelled):
    NONE = "none"
    REMINDER = "reminder"
    DEMAND = "demand"
    PAYMENT_PLAN = "payment_plan"
    COLLECTION = "collection"
    COURT = "court"
    ENFORCEMENT = "enforcement"


@dataclass(frozen=True, slots=True)
class BillingDetails:
    """Section 5: how the customer is billed. `iban`: where money is paid back."""

    method: BillingMethod | None = None
    einvoice_address: str = ""
    operator: str = ""
    email: str = ""
    billing_street: str = ""
    billing_postcode: str = ""
    billing_town: str = ""
    billing_country: str = "FI"
    iban: str = ""


class Sender(Labelled):
    OWN = "own"
    PARTNER = "partner"
    RESEARCH = "research"


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


class Standing(Labelled):
    """How one sender stands with a person by one channel: what the events amount to, and on what basis.

    `GIVEN`: a permission whose basis nobody wrote down, as the old register has them. `SOFT_OPT_IN`: the address was
    got when something was sold to the person, who did not object (law.md section 3).
    """

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    CONSENT = "consent"
    SOFT_OPT_IN = "soft_opt_in"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class PermissionDetails:
    """Section 6: what the events amount to, one field for each sender and channel; saving a change appends an event."""

    own_post: Standing = Standing.NOT_ASKED
    own_phone: Standing = Standing.NOT_ASKED
    own_sms: Standing = Standing.NOT_ASKED
    own_email: Standing = Standing.NOT_ASKED
    partner_post: Standing = Standing.NOT_ASKED
    partner_phone: Standing = Standing.NOT_ASKED
    partner_sms: Standing = Standing.NOT_ASKED
    partner_email: Standing = Standing.NOT_ASKED
    research_post: Standing = Standing.NOT_ASKED
    research_phone: Standing = Standing.NOT_ASKED
    research_sms: Standing = Standing.NOT_ASKED
    research_email: Standing = Standing.NOT_ASKED
    directory: DirectoryState = DirectoryState.PUBLIC
    protected: bool = False
    protected_until: date | None = None


class SubscriptionState(Labelled):
    ORDERED = "ordered"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class InteractionKind(Labelled):
    CONTACT = "contact"
    OFFER = "offer"
    ORDER = "order"
    CONTRACT = "contract"
    CHANGE = "change"
    COMPLAINT = "complaint"
