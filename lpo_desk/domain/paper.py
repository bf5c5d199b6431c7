"""Paper records: what they are, how long each kind is kept, and what is written of one (peers.md section 4)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.claims import KINDS, FormKind, RequestRight
from lpo_desk.domain.custody import Custody, PaperState
from lpo_desk.domain.dates import EARLIEST, DateFault, DateRefused
from lpo_desk.domain.erasure import vouchers_until, years_after
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled, Term
from lpo_desk.domain.paper_ties import PaperTie
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.retention import PERIODS, Periods
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines

_TYPED = re.compile(r"(?P<office>[A-Z]{1,3})-(?P<running>\d{1,9})", re.ASCII)
MOST_PAGES = 2000
MOST_PEOPLE = 20


class PaperKind(Labelled):
    CONTRACT = "contract"
    TERMINATION = "termination"
    POWER_OF_ATTORNEY = "power_of_attorney"
    ACCESS_REQUEST = "access_request"
    RECTIFICATION = "rectification"
    REQUEST = "request"
    COMPLAINT = "complaint"
    VOUCHER = "voucher"
    OTHER = "other"


class RetentionClass(Labelled):
    """Why a paper is kept and what its time is counted from (law.md section 3).

    OLD_REGISTER: until the day that the old register had for it. ERASURE: until the day that an erasure ordered its
    destruction. Neither is chosen by a clerk.
    """

    CONTRACT = "contract"
    VOUCHER = "voucher"
    CASE = "case"
    AUTHORITY = "authority"
    GENERAL = "general"
    OLD_REGISTER = "old_register"
    ERASURE = "erasure"


NOT_CHOSEN = frozenset({RetentionClass.OLD_REGISTER, RetentionClass.ERASURE})


CLASS_OF = {
    PaperKind.CONTRACT: RetentionClass.CONTRACT,
    PaperKind.TERMINATION: RetentionClass.CONTRACT,
    PaperKind.POWER_OF_ATTORNEY: RetentionClass.AUTHORITY,
    PaperKind.ACCESS_REQUEST: RetentionClass.CASE,
    PaperKind.RECTIFICATION: RetentionClass.CASE,
    PaperKind.REQUEST: RetentionClass.CASE,
    PaperKind.COMPLAINT: RetentionClass.GENERAL,
    PaperKind.VOUCHER: RetentionClass.VOUCHER,
    PaperKind.OTHER: RetentionClass.GENERAL,
}
"""The class that a kind of paper is entered with."""


def kind_of_request(rights: Iterable[RequestRight]) -> PaperKind:
    """What the paper is that asks these: one of the notice's two forms, or another request."""
    forms = {KINDS[right].form for right in rights}
    if forms == {FormKind.INSPECTION}:
        return PaperKind.ACCESS_REQUEST
    return PaperKind.RECTIFICATION if forms == {FormKind.CORRECTION} else PaperKind.REQUEST


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """What a clerk writes of a paper.

    people: keys of those it concerns; a paper may concern nobody. dated_on: its own date, None where it has none.
    retained_from: the day its time is counted from (a contract's end, a case's closing), None while that has not come:
    the paper is kept until further notice. tie: what it belongs to besides them.
    """

    kind: PaperKind = PaperKind.OTHER
    title: str = ""
    dated_on: date | None = None
    pages: int | None = None
    people: tuple[int, ...] = ()
    retention: RetentionClass = RetentionClass.GENERAL
    retained_from: date | None = None
    tie: PaperTie | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a paper is kept, and why. until: the last day, None until further notice."""

    until: date | None
    why: Term


def kept(
    retention: RetentionClass, counted_from: date | None, old: date | None, periods: Periods = PERIODS
) -> Kept:
    """old: the day that the old register had, of the class that is kept by it."""
    if retention is RetentionClass.OLD_REGISTER:
        return Kept(old, Term(retention.term))
    if retention is RetentionClass.ERASURE:
        return Kept(counted_from, Term(retention.term))
    years = years_of(retention, periods)
    why = Term(f"paper_kept.{retention.value}", {"years": years})
    if counted_from is None:
        return Kept(None, why)
    if retention is RetentionClass.VOUCHER:
        return Kept(vouchers_until(counted_from, periods), why)
    return Kept(years_after(counted_from, years), why)


def years_of(retention: RetentionClass, periods: Periods = PERIODS) -> int:
    """Raises KeyError of a class that has no period."""
    return {
        RetentionClass.CONTRACT: periods.claims,
        RetentionClass.VOUCHER: periods.vouchers,
        RetentionClass.CASE: periods.case,
        RetentionClass.AUTHORITY: periods.claims,
        RetentionClass.GENERAL: periods.claims,
    }[retention]


def check_paper(details: PaperDetails, today: date, *, keeps_old: bool = False) -> PaperDetails:
    """The details cleaned. keeps_old: the class stays as it was, whoever chose it. Raises FieldsRefused."""
    texts = clean_lines(title=(details.title, 200))
    errors: dict[str, UserError] = {}
    for name in ("dated_on", "retained_from"):
        day: date | None = getattr(details, name)
        if day is not None and day < EARLIEST:
            errors[name] = DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)
    if details.dated_on is not None and details.dated_on > today:
        errors["dated_on"] = DateRefused(DateFault.TOO_LATE, latest=today)
    if details.pages is not None and not 1 <= details.pages <= MOST_PAGES:
        errors["pages"] = ValueRefused("paper.pages_odd", most=MOST_PAGES)
    if len(details.people) > MOST_PEOPLE:
        errors["people"] = ValueRefused("paper.too_many_people", most=MOST_PEOPLE)
    if details.retention in NOT_CHOSEN and not keeps_old:
        errors["retention"] = ValueRefused("paper.retention_missing")
    if errors:
        raise FieldsRefused(errors)
    return PaperDetails(
        details.kind,
        texts["title"],
        details.dated_on,
        details.pages,
        tuple(dict.fromkeys(details.people)),
        details.retention,
        details.retained_from,
        details.tie,
    )


def paper_number(office_code: str, running: int) -> str:
    """`L-04512`: written on the paper; at least five digits, as the old register has them."""
    return f"{office_code}-{running:05}"


def running_number(number: str, office_code: str) -> int | None:
    """The running part of a paper's number in an office; None of a number of another office or another form."""
    prefix, _, digits = number.partition("-")
    return int(digits) if prefix == office_code and digits.isascii() and digits.isdecimal() else None


def number_typed(text: str) -> str:
    """A paper's number as it was typed, without its zeros, or read from its label; "" where the text is none."""
    found = _TYPED.fullmatch((parse_qr_text(text) or text).strip().upper())
    return paper_number(found["office"], int(found["running"])) if found else ""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper as the log's list shows it.

    person: the first of those it concerns, as lists name them; people: how many there are. path: where it lies, or its
    home while it does not lie there. due_on: when it is to be back. kept: until when, and why.
    """

    id: int
    number: str
    kind: PaperKind
    title: str
    dated_on: date | None
    year: int | None
    pages: int | None
    person: str
    party_id: int | None
    people: int
    custody: Custody
    path: str
    home: str
    office: str
    kept: Kept
    held: bool
    case_id: int | None
    scanned: bool = False

    @property
    def day(self) -> date | None:
        """For sorting: its own date, or the end of the year that the old register has."""
        return self.dated_on or (date(self.year, 12, 31) if self.year else None)


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper of the log that belongs to a case. home: the path of its place, "" where it has none yet."""

    id: int
    number: str
    kind: PaperKind
    home: str = ""


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What the list shows: everything that fits all that is set.

    text: part of a number or a title, or the beginning of a word of a name. office_id: it is at this office, or on its
    way there. place_ids: lies in one of these, or belongs to one where it lies nowhere. home_id: belongs there, wherever
    it lies. due_by: its time of keeping ends by that day. late_on: out, and to be back before that day.
    """

    text: str = ""
    office_id: int | None = None
    kinds: frozenset[PaperKind] = frozenset()
    states: frozenset[PaperState] = frozenset()
    place_ids: frozenset[int] = frozenset()
    home_id: int | None = None
    party_id: int | None = None
    case_id: int | None = None
    due_by: date | None = None
    late_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The beginning of a long list: how many papers there are, and those from the one numbered `first` on.

    line: the number of the paper that was asked for, None where the filter leaves it out.
    """

    count: int
    first: int
    rows: tuple[PaperRow, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PapersWaiting:
    """What an office has to do about its papers: loans that are late, and papers on their way to it."""

    late: int = 0
    coming: int = 0


class PaperRefused(UserError):
    """The paper is not there, or cannot be changed so; `key` says why."""

    key = "paper.none_such"
