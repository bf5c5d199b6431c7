"""What was read from the workbook of the old register: values fit for the new one, and everything that was not.

Nothing here knows files or tables. The reader (imports/) makes these values, the import service writes them. Each row
keeps its `canonical` bytes: equal bytes mean an equal row, so that a second run can be told from a changed one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import (
    BillingMethod,
    CollectionState,
    CustomerType,
    DirectoryState,
    InteractionKind,
    PartyKind,
    PermissionState,
    SubscriptionState,
)
from lpo_desk.terms import Lang


class LegacySheet(Labelled):
    """Sheets of the workbook; the value is part of the term key, `title` the name in the file."""

    CUSTOMERS = "customers"
    SUBSCRIPTIONS = "subscriptions"
    EVENTS = "events"
    PAPERS = "papers"

    @property
    def title(self) -> str:
        return _TITLES[self]


_TITLES = {
    LegacySheet.CUSTOMERS: "Asiakkaat",
    LegacySheet.SUBSCRIPTIONS: "Liittymät",
    LegacySheet.EVENTS: "Tapahtumat",
    LegacySheet.PAPERS: "Mapit",
}


class ImportCancelled(UserError):
    """The user stopped the reading or the writing; nothing has been written."""

    key = "import.cancelled"


class ImportEffect(Labelled):
    """What became of the value."""

    REFUSED_ROW = "refused_row"
    LEFT_OUT = "left_out"
    CHANGED = "changed"
    WARNED = "warned"


class ImportReason(Labelled):
    """Why a row or value was refused, left out, changed or pointed at."""

    # the row
    NUMBER_MISSING = "number_missing"
    NUMBER_TAKEN = "number_taken"
    NAME_MISSING = "name_missing"
    UNKNOWN_CUSTOMER = "unknown_customer"
    RESTRICTED = "restricted"
    ERASED = "erased"
    # any cell
    FORMULA = "formula"
    FORMULA_LIKE_TEXT = "formula_like_text"
    ODD_UNICODE = "odd_unicode"
    LONG_TEXT = "long_text"
    SPACING = "spacing"
    VALUE_ODD = "value_odd"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_MISSING = "column_missing"
    SHEET_MISSING = "sheet_missing"
    SHEET_UNKNOWN = "sheet_unknown"
    # who
    NAME_SPACING = "name_spacing"
    NAME_MISMATCH = "name_mismatch"
    ESTATE = "estate"
    DECEASED_NOTE = "deceased_note"
    TYPE_ODD = "type_odd"
    TYPE_MISMATCH = "type_mismatch"
    HETU_INVALID = "hetu_invalid"
    HETU_REFORMATTED = "hetu_reformatted"
    HETU_MISSING = "hetu_missing"
    HETU_SHARED = "hetu_shared"
    SAME_PERSON_TWICE = "same_person_twice"
    BUSINESS_ID_INVALID = "business_id_invalid"
    BUSINESS_ID_REFORMATTED = "business_id_reformatted"
    LANGUAGE_ODD = "language_odd"
    # how to reach
    POSTCODE_NUMBER = "postcode_number"
    POSTCODE_ODD = "postcode_odd"
    PHONE_TWO = "phone_two"
    PHONE_INVALID = "phone_invalid"
    PHONE_ODD = "phone_odd"
    EMAIL_ODD = "email_odd"
    # when and how much
    DATE_TEXT = "date_text"
    DATE_SERIAL = "date_serial"
    DATE_INVALID = "date_invalid"
    END_BEFORE_START = "end_before_start"
    YEAR_INVALID = "year_invalid"
    FEE_INVALID = "fee_invalid"
    # billing and permissions
    PAYER_UNKNOWN = "payer_unknown"
    PAYER_SELF = "payer_self"
    EINVOICE_ODD = "einvoice_odd"
    PROTECTION_UNCLEAR = "protection_unclear"


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that did not go in as it stood.

    row: the row number Excel shows; 0 when the whole sheet is meant.
    stored: what the register got instead; empty when the value was left out.
    secret: the value is (meant to be) a personal identity code; `stored` is then masked.
    """

    sheet: str
    row: int
    column: str
    value: str
    reason: ImportReason
    effect: ImportEffect
    stored: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken, whole, so that it can be entered by hand."""

    sheet: LegacySheet
    row: int
    reason: ImportReason
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LegacyPhone:
    """`e164` to dial, `raw` as the old register had it."""

    e164: str
    raw: str


@dataclass(frozen=True, slots=True)
class LegacyContactPerson:
    name: str
    phones: tuple[LegacyPhone, ...] = ()
    emails: tuple[str, ...] = ()
    task: str = ""


@dataclass(frozen=True, slots=True)
class LegacyCustomer:
    """One imported row of the sheet Asiakkaat.

    An estate is an organisation of type ESTATE whose last and first names are those of the deceased.
    notes: whole texts, each within the limit of a note; also values of unknown columns as "Column: value".
    marketing: BANNED for a ban and for everyone deceased.
    """

    row: int
    number: str
    kind: PartyKind
    types: tuple[CustomerType, ...]
    last_name: str = ""
    first_names: str = ""
    organisation_name: str = ""
    hetu: str = ""
    business_id: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    phones: tuple[LegacyPhone, ...] = ()
    emails: tuple[str, ...] = ()
    language: Lang | None = None
    member: bool = False
    member_number: str = ""
    customer_since: date | None = None
    billing_method: BillingMethod | None = None
    einvoice_address: str = ""
    operator: str = ""
    billing_street: str = ""
    billing_postcode: str = ""
    billing_town: str = ""
    payer_number: str = ""
    marketing: PermissionState = PermissionState.NOT_ASKED
    directory: DirectoryState = DirectoryState.PUBLIC
    protected: bool = False
    protected_until: date | None = None
    collection: CollectionState = CollectionState.NONE
    contact_person: LegacyContactPerson | None = None
    deceased: bool = False
    deceased_on: date | None = None
    notes: tuple[str, ...] = ()
    canonical: bytes = b""

    @property
    def estate(self) -> bool:
        return CustomerType.ESTATE in self.types

    @property
    def list_name(self) -> str:
        """The name as lists show it: "Sundström Carola" or the organisation's own."""
        return self.organisation_name or f"{self.last_name} {self.first_names}".strip()


@dataclass(frozen=True, slots=True)
class LegacySubscription:
    """One imported row of Liittymät; `monthly_fee` in euro cents, `user_*` the named user when not the owner."""

    row: int
    customer_number: str
    number: str
    product: str
    street: str = ""
    postcode: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    state: SubscriptionState = SubscriptionState.ACTIVE
    monthly_fee: int | None = None
    user_name: str = ""
    user_hetu: str = ""
    notes: tuple[str, ...] = ()
    canonical: bytes = b""


@dataclass(frozen=True, slots=True)
class LegacyEvent:
    """One imported row of Tapahtumat; `clerk` are the initials of the one who wrote it."""

    row: int
    customer_number: str
    on: date | None
    kind: InteractionKind
    text: str
    clerk: str = ""
    notes: tuple[str, ...] = ()
    canonical: bytes = b""


@dataclass(frozen=True, slots=True)
class LegacyPaper:
    """One imported row of Mapit.

    place: from the outermost to the innermost, ("C", "kaappi 1", "mappi 20").
    out_to: the office or the clerk's initials it is lent to; empty when in its place.
    customer_number: empty when the old number belongs to nobody, for the paper itself exists.
    """

    row: int
    number: str
    office: str
    place: tuple[str, ...]
    kind: PaperKind
    customer_number: str
    year: int | None = None
    destroy_year: int | None = None
    out_to: str = ""
    notes: tuple[str, ...] = ()
    canonical: bytes = b""


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Customer numbers that share one personal identity code; `same_name`: two of them also share their name."""

    numbers: tuple[str, ...]
    rows: tuple[int, ...]
    same_name: bool


@dataclass(frozen=True, slots=True)
class ParsedRegister:
    """The whole workbook after reading.

    rows: data rows of Asiakkaat; always `len(customers) + refused customers + blank`.
    sheet_rows: data rows of every sheet, blank ones left out.
    counts: how often each thing was met on imported rows: every ImportReason by its value, and the facts
        `marketing_ban`, `directory_ban`, `non_disclosure` and `named_user`.
    """

    customers: tuple[LegacyCustomer, ...]
    subscriptions: tuple[LegacySubscription, ...]
    events: tuple[LegacyEvent, ...]
    papers: tuple[LegacyPaper, ...]
    problems: tuple[Problem, ...]
    refused: tuple[RefusedRow, ...]
    duplicates: tuple[PossibleDuplicate, ...]
    unknown_columns: tuple[tuple[LegacySheet, str], ...]
    rows: int
    blank: int
    sheet_rows: Mapping[LegacySheet, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    def refused_counts(self, sheet: LegacySheet) -> dict[str, int]:
        """How many rows of the sheet were refused, by the value of the reason."""
        found: dict[str, int] = {}
        for row in self.refused:
            if row.sheet is sheet:
                found[row.reason.value] = found.get(row.reason.value, 0) + 1
        return found
