"""Users of the program: roles, rights and the one who is acting."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.terms import Lang


class Role(Labelled):
    CLERK = "clerk"
    OFFICE_LEAD = "office_lead"
    BILLING = "billing"
    DPO = "dpo"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Right(Labelled):
    """What a service may demand. Every public service function names one."""

    SIGNED_IN = "signed_in"
    SEARCH = "search"
    OPEN_CUSTOMER = "open_customer"
    OPEN_PROTECTED = "open_protected"
    EDIT_CUSTOMER = "edit_customer"
    MERGE_CUSTOMERS = "merge_customers"
    REVEAL_HETU = "reveal_hetu"
    SEE_BILLING = "see_billing"
    SEE_COLLECTION = "see_collection"
    EDIT_COLLECTION = "edit_collection"
    SEE_LOOKUPS = "see_lookups"
    TAKE_REQUEST = "take_request"
    HAND_OVER = "hand_over"
    HANDLE_REQUEST = "handle_request"
    DECIDE_REQUEST = "decide_request"
    RESTRICT = "restrict"
    SEE_REPORTS = "see_reports"
    EXPORT_MARKETING = "export_marketing"
    IMPORT = "import"
    BACKUP = "backup"
    MANAGE_ACCOUNTS = "manage_accounts"
    CONFIGURE = "configure"
    MANAGE_PRODUCTS = "manage_products"
    EXPORT_DIRECTORY = "export_directory"
    WORD_LETTERS = "word_letters"
    MANAGE_PROCESSORS = "manage_processors"
    SEE_PAPERS = "see_papers"
    MOVE_PAPERS = "move_papers"
    MANAGE_PLACES = "manage_places"
    DESTROY_PAPERS = "destroy_papers"
    HOLD_PAPERS = "hold_papers"


_COUNTER = frozenset(
    {
        Right.SIGNED_IN,
        Right.SEARCH,
        Right.OPEN_CUSTOMER,
        Right.EDIT_CUSTOMER,
        Right.REVEAL_HETU,
        Right.SEE_BILLING,
        Right.TAKE_REQUEST,
        Right.HAND_OVER,
        Right.SEE_PAPERS,
        Right.MOVE_PAPERS,
    }
)
_COLLECTING = frozenset({Right.SEE_COLLECTION, Right.EDIT_COLLECTION})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.CLERK: _COUNTER,
    Role.BILLING: _COUNTER | _COLLECTING,
    Role.OFFICE_LEAD: _COUNTER
    | _COLLECTING
    | {
        Right.OPEN_PROTECTED,
        Right.MERGE_CUSTOMERS,
        Right.SEE_REPORTS,
        Right.MANAGE_PRODUCTS,
        Right.EXPORT_DIRECTORY,
        Right.EXPORT_MARKETING,
        Right.MANAGE_PLACES,
        Right.DESTROY_PAPERS,
    },
    Role.DPO: frozenset(
        {
            Right.SIGNED_IN,
            Right.SEARCH,
            Right.OPEN_CUSTOMER,
            Right.OPEN_PROTECTED,
            Right.REVEAL_HETU,
            Right.SEE_BILLING,
            Right.SEE_COLLECTION,
            Right.SEE_LOOKUPS,
            Right.TAKE_REQUEST,
            Right.HAND_OVER,
            Right.HANDLE_REQUEST,
            Right.DECIDE_REQUEST,
            Right.RESTRICT,
            Right.SEE_REPORTS,
            Right.WORD_LETTERS,
            Right.MANAGE_PROCESSORS,
            Right.SEE_PAPERS,
            Right.MOVE_PAPERS,
            Right.DESTROY_PAPERS,
            Right.HOLD_PAPERS,
        }
    ),
    Role.MANAGER: frozenset({Right.SIGNED_IN, Right.SEE_REPORTS}),
    Role.ADMINISTRATOR: frozenset(
        {
            Right.SIGNED_IN,
            Right.IMPORT,
            Right.BACKUP,
            Right.MANAGE_ACCOUNTS,
            Right.CONFIGURE,
            Right.SEE_REPORTS,
            Right.MANAGE_PRODUCTS,
        }
    ),
}


def conflicting(roles: frozenset[Role]) -> bool:
    """Whether one person would watch over himself: a data protection officer may have no task in which he decides how
    data are handled (GDPR Article 38(6); the head of IT in WP 243 rev.01, section 3.5)."""
    return frozenset({Role.DPO, Role.ADMINISTRATOR}) <= roles


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    return frozenset().union(*(RIGHTS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Office:
    """A branch office; `code` begins its case and paper numbers."""

    id: int
    code: str
    name_fi: str
    name_sv: str
    street: str = ""
    postcode: str = ""
    town_fi: str = ""
    town_sv: str = ""

    def name(self, lang: Lang) -> str:
        return self.name_sv if lang is Lang.SV else self.name_fi


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office as typed at first start, before the database has given it a key."""

    code: str
    name_fi: str
    name_sv: str
    street: str = ""
    postcode: str = ""
    town_fi: str = ""
    town_sv: str = ""


DEFAULT_OFFICES = (
    NewOffice("L", "Loviisa", "Lovisa", "Linnunrata 6", "07900", "Loviisa", "Lovisa"),
    NewOffice("P", "Porvoo", "Borgå", "Mannerheiminkatu 16", "06100", "Porvoo", "Borgå"),
)
"""The offices named by the last lines of the privacy notice."""


class NoOffice(UserError):
    """No office has this code; `codes` are those that there are."""

    key = "office.none_such"


def demand_office(code: str, known: Iterable[Office | NewOffice]) -> None:
    """Raises NoOffice."""
    codes = [office.code for office in known]
    if code not in codes:
        raise NoOffice(codes=", ".join(codes))


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    username: str
    display_name: str
    roles: frozenset[Role]
    office: Office | None
    lang: Lang
    enabled: bool = True


class UserState(Labelled):
    """Whether a user can sign in. KEYLESS: in use, but the key file holds no key for him."""

    ACTIVE = "active"
    KEYLESS = "keyless"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class User:
    """An account as the administrator sees it. `given`: the password was given and not changed by the user yet."""

    account: Account
    state: UserState
    given: bool = False


@dataclass(frozen=True, slots=True)
class UserDetails:
    """What can be changed of an account. `office`: its code, "" for none."""

    display_name: str
    roles: frozenset[Role]
    office: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in account in whose name a unit acts."""

    account_id: int
    username: str
    display_name: str
    roles: frozenset[Role]
    office_id: int | None
    lang: Lang = Lang.FI
    rights: frozenset[Right] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rights", rights_of(self.roles))

    def may(self, right: Right) -> bool:
        return right in self.rights


def actor_of(account: Account) -> Actor:
    return Actor(
        account.id,
        account.username,
        account.display_name,
        account.roles,
        account.office.id if account.office else None,
        account.lang,
    )
