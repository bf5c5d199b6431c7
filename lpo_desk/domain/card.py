"""The card: what a clerk sees of one customer, as values."""

from dataclasses import dataclass, field
from datetime import date, datetime

from lpo_desk.domain.audit import Change
from lpo_desk.domain.card_services import ConnectionLine, NumberLine, SubscriptionLine
from lpo_desk.domain.collecting import CollectionLine, ReferenceLine
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.derived import Derived
from lpo_desk.domain.entries import (
    AddressEntry,
    ContactEntry,
    EntryLine,
    ForeignEntry,
    Former,
    HistoryEntry,
    NoteEntry,
    NumberEntry,
)
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import (
    BillingDetails,
    ContactDetails,
    Flag,
    OrganisationDetails,
    PartyKind,
    PermissionDetails,
    PersonDetails,
    RelationKind,
    Source,
    Sourced,
)
from lpo_desk.domain.relations import Relation, RelationState
from lpo_desk.domain.restriction import Restriction
from lpo_desk.domain.staff import StaffTie


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One row of section 3. `outgoing`: this party is the KIND of the other; else the other is of this one.

    The other is named as a search names him. Phone and e-mail are told of a contact person alone who is in the register
    for that task and nothing else; a customer's own are on his own card, which is opened for a purpose.
    seen_by: the name of the clerk who saw the paper that the role rests on.
    """

    id: int
    outgoing: bool
    other_party_id: int
    other_name: str
    other_number: str
    relation: Relation
    state: RelationState
    phone: str = ""
    email: str = ""
    protected: bool = False
    seen_by: str = ""
    came: Sourced | None = None

    @property
    def kind(self) -> RelationKind:
        return self.relation.kind


class HistoryKind(Labelled):
    INTERACTION = "interaction"
    CHANGE = "change"
    LOOKUP = "lookup"
    REQUEST = "request"
    PAPER = "paper"
    PERMISSION = "permission"
    DISCLOSURE = "disclosure"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One row of section 7; `text` is a term key when `translate`, else the register's own words.

    at: None where the old register had no date. `values`: for the placeholders of the term. `detail`: a term key that
    says more (the kind of an interaction, the fields of a change are in `changes`). entry: what was entered on the card,
    unless hidden. office: its Finnish and Swedish name. source: where the new values of a save came from.
    """

    at: datetime | date | None
    kind: HistoryKind
    text: str
    who: str = ""
    translate: bool = False
    values: tuple[tuple[str, object], ...] = ()
    detail: str = ""
    changes: tuple[Change, ...] = ()
    entry: EntryLine[HistoryEntry] | None = None
    office: tuple[str, str] = ("", "")
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """place: where it lies, or belongs while it lies nowhere. out_to: who has it."""

    id: int
    paper_number: str
    kind: PaperKind
    title: str
    year: int | None
    place: str
    state: PaperState
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
class FormerCode:
    """A personal identity code that another has taken the place of, masked as the present one. valid_to: its last day."""

    id: int
    masked: str
    valid_to: date


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a clerk sees of one customer, read under one ticket.

    masked: the customer has a non-disclosure note and this ticket has not revealed the details. Then name, town, codes,
        basic and contact data, billing address, roles, services, notes and warnings are empty, and only the language,
        the permissions and the open cases are told.
    roles, past_roles: those that are or will be in force, or would be with the paper they need; and those that are over.
    billing, references, collection: empty for those who may not see them (SEE_BILLING, SEE_COLLECTION).
    other_contacts: phones and e-mails beyond the fields of ContactDetails. addresses: those that no form shows.
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
    name_history: tuple[EntryLine[Former], ...] = ()
    roles: tuple[RoleLine, ...] = ()
    past_roles: tuple[RoleLine, ...] = ()
    references: tuple[ReferenceLine, ...] = ()
    collection: tuple[CollectionLine, ...] = ()
    subscriptions: tuple[SubscriptionLine, ...] = ()
    connections: tuple[ConnectionLine, ...] = ()
    phone_numbers: tuple[NumberLine, ...] = ()
    papers: tuple[PaperLine, ...] = ()
    warnings: tuple[WarningLine, ...] = ()
    notes: tuple[EntryLine[NoteEntry], ...] = ()
    accounts: tuple[EntryLine[NumberEntry], ...] = ()
    foreign_ids: tuple[EntryLine[ForeignEntry], ...] = ()
    addresses: tuple[EntryLine[AddressEntry], ...] = ()
    derived: tuple[Derived, ...] = ()
    open_cases: tuple[str, ...] = ()
    masked: bool = False
    other_contacts: tuple[EntryLine[ContactEntry], ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    """Those in force. The reason is told to those who may RESTRICT, and of nobody who is masked."""
    tie: StaffTie | None = None
    """What the reader has told to be to this customer."""
    colleague: bool = False
    """Whether the customer is another user of the program."""
    hetu_came: Sourced | None = None
    """Where the personal identity code in use came from."""
    former_codes: tuple[FormerCode, ...] = ()
    """Newest first."""
    sources: dict[str, Sourced] = field(default_factory=dict)
    """Field name of the section dataclasses -> where its value came from."""
