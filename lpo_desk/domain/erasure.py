"""Erasing a person's data (GDPR art. 17): what goes, what stays, until when and because of what.

Nobody decides by hand what law lets go: `kept` is asked for each group of data with the causes that the register
itself holds. Everything here is a rule of time or of law; where the data lie is told by their columns' declarations.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.calendar import months_later
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Term
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.retention import OWED, PERIODS, TRACED, Periods

_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Causes:
    """What the register holds that may be a reason to keep.

    running: a service of the person's own, over his line, or of another's that he pays for or uses, has not ended.
    ends_on: the last day of the last of those, None where one has no end.
    ended_on: the last day of the last service that has ended.
    billed_on: the latest day of which there may be a voucher. balance_open: a claim is being collected.
    banned: the person has forbidden marketing.
    """

    running: bool = False
    ends_on: date | None = None
    ended_on: date | None = None
    billed_on: date | None = None
    balance_open: bool = False
    banned: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Why something stays. until: the last day, None where no day is known yet."""

    until: date | None
    why: Term


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """The values of one category that are kept for one reason. goes: they are erased now.

    values: how many are filled. until: the last day they stay, None for what goes and where no day is known yet.
    """

    category: Category
    retention: Retention
    values: int
    goes: bool
    until: date | None
    why: Term


_OF_THE_RECORD = frozenset({Retention.CASE, Retention.LOG, Retention.PAPER})


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What an erasure would do today. categories: what was asked for, None for everything.

    digest: keyed, of all that goes and of what stays and why: an erasure runs only while it is still the same.
    """

    party_id: int
    categories: frozenset[Category] | None
    groups: tuple[PlannedGroup, ...]
    digest: bytes

    @property
    def going(self) -> tuple[PlannedGroup, ...]:
        return tuple(group for group in self.groups if group.goes)

    @property
    def staying(self) -> tuple[PlannedGroup, ...]:
        return tuple(group for group in self.groups if not group.goes)

    @property
    def takes_all(self) -> bool:
        """Whether nothing stays that was asked for. Papers are ordered to be destroyed; who asked for everything in
        general has not asked for the record of his own request and of who has read his data."""
        apart = {Retention.PAPER} if self.categories is not None else _OF_THE_RECORD
        return all(group.retention in apart for group in self.staying)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did. rows: by table, rows taken out or emptied. bodies: texts of the change log redacted."""

    plan: ErasurePlan
    rows: tuple[tuple[str, int], ...]
    bodies: int
    suppressed: bool
    """Whether a marketing ban lives on as a keyed hash."""


class ErasureRefused(UserError):
    """The erasure may not run; `key` says why."""


def vouchers_until(on: date, periods: Periods = PERIODS) -> date:
    """The last day that a voucher of a day is kept: years from the end of the calendar year of its financial year's
    end."""
    return date(financial_year_end(on, periods).year + periods.vouchers, 12, 31)


def financial_year_end(on: date, periods: Periods = PERIODS) -> date:
    """The last day of the financial year that a day lies in."""
    end = _year_end(on.year, periods)
    return end if on <= end else _year_end(on.year + 1, periods)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last day of the month."""
    return months_later(day, years * _YEAR)


def kept(
    retention: Retention, category: Category, causes: Causes, today: date, periods: Periods = PERIODS
) -> Kept | None:
    """Why the register keeps a group of data of its own; None where nothing keeps it.

    Of data that are kept row by row (cases, logs, papers) `kept_row` tells.
    """
    match retention:
        case Retention.ACCOUNTING:
            return _accounting(causes, today, periods)
        case Retention.CUSTOMER:
            return _customer(category, causes, today, periods)
        case _:
            return None


def kept_row(
    retention: Retention, newest: date | None, today: date, periods: Periods = PERIODS
) -> Kept | None:
    """Why one row of a case, a log or the paper log is kept. newest: the day it is kept from, None while it is open.

    A paper is told by the day it may be destroyed: its entry stays as long as the paper lies in the folder.
    """
    match retention:
        case Retention.CASE if newest is None:
            return Kept(None, Term("erasure.case_open"))
        case Retention.CASE:
            return _until(newest, periods.case, "erasure.case", today)
        case Retention.LOG:
            return _until(newest, periods.log, "erasure.log", today)
        case Retention.PAPER:
            return Kept(newest if newest and newest >= today else None, Term("erasure.paper"))
        case _:
            return None


def identifying(others: Iterable[Kept]) -> Kept | None:
    """Names and numbers, and a non-disclosure, stay as long as anything of the register does that they tell whose it
    is."""
    days = [each.until for each in others]
    if not days:
        return None
    return Kept(latest(days), Term("erasure.identifies"))


def latest(days: Iterable[date | None]) -> date | None:
    """The last of the days; None, which is no known day, comes after all."""
    found = list(days)
    return None if None in found else max((day for day in found if day is not None), default=None)


def gone(category: Category, causes: Causes) -> Term:
    """What is said of a group that goes."""
    if category is Category.MARKETING and causes.banned:
        return Term("erasure.ban_as_hash")
    return Term("erasure.no_cause")


IDENTIFYING = frozenset({Category.BASIC, Category.PROTECTION})


def _customer(category: Category, causes: Causes, today: date, periods: Periods) -> Kept | None:
    if causes.running:
        end = causes.ends_on
        if end is not None and category in TRACED:
            end = years_after(end, periods.claims)
        return Kept(end, Term("erasure.contract_running"))
    if causes.balance_open and category in OWED:
        return Kept(None, Term("erasure.balance_open"))
    if category in TRACED:
        return _until(causes.ended_on, periods.claims, "erasure.claims", today)
    return None


def _accounting(causes: Causes, today: date, periods: Periods) -> Kept | None:
    if causes.balance_open:
        return Kept(None, Term("erasure.balance_open"))
    if causes.running:
        return Kept(None, Term("erasure.vouchers_running", {"years": periods.vouchers}))
    if causes.billed_on is None:
        return None
    until = vouchers_until(causes.billed_on, periods)
    return Kept(until, Term("erasure.vouchers", {"years": periods.vouchers})) if until >= today else None


def _until(day: date | None, years: int, key: str, today: date) -> Kept | None:
    if day is None:
        return None
    until = years_after(day, years)
    return Kept(until, Term(key, {"years": years})) if until >= today else None


def _year_end(year: int, periods: Periods) -> date:
    month, day = periods.year_end
    return date(year, month, min(day, monthrange(year, month)[1]))
