"""What the reports say: the rows of the case book, and every figure computed from them.

Services fill `MonthlyReport` from the database and exports/ writes it; whatever can be counted is counted
here, from the rows alone, so that a summary can never disagree with the case book beside it. No identities:
nothing here says whose request it was.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import Self, TypeVar

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.case import IdentityMethod, IntakeChannel
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.figures import Counted
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.legacy import LegacySheet, PossibleDuplicate, Problem, RefusedRow
from lpo_desk.domain.party import CustomerType
from lpo_desk.terms import Lang

TREND_MONTHS = 12
DAY_BANDS: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 14), (15, 21), (22, 31), (32, None))
"""Days from receipt to closing, both ends counted in; 31 is the longest a month can be."""

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, `2026-10` when written."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `2026-10`. Raises ValueError for anything else."""
        day = date.fromisoformat(f"{text}-01")
        return cls(day.year, day.month)

    def plus(self, months: int) -> Self:
        years, number = divmod(self.number - 1 + months, 12)
        return type(self)(self.year + years, number + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return self.plus(1).first - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a workbook, when and with what: told on its last sheet."""

    made_at: datetime
    """An instant, UTC."""
    made_by: str
    """The account's name. Told in the sheet, never in the file's properties."""
    office: Office | None
    version: str


@dataclass(frozen=True, slots=True)
class CaseBookRow:
    """One registered case without its person. Dates are Helsinki dates."""

    number: str
    office: Office
    rights: tuple[RequestRight, ...]
    channel: IntakeChannel
    identity: IdentityMethod | None
    language: Lang
    received: date
    due: date
    """The last legal day to reply (`Due.deadline.legal`), extension and suspension counted in."""
    extended: bool
    closed: date | None = None
    """The day the clock stopped: the reply handed over or sent, or the case ended otherwise."""
    resolution: Resolution | None = None
    late_reason: Labelled | None = None
    """A coded reason: free text could name the person."""

    def on(self, day: date) -> Self:
        """The case as it stood at the end of `day`: what closed later was still open."""
        if self.closed is None or self.closed <= day:
            return self
        return replace(self, closed=None, resolution=None, late_reason=None)

    def days(self, day: date) -> int:
        """Calendar days from receipt to closing, or to `day` while open."""
        return ((self.closed or day) - self.received).days

    def is_late(self, day: date) -> bool:
        """Closed after its due date, or open past it at the end of `day`."""
        return (self.closed or day) > self.due


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """The key figures of a group of cases in one month."""

    received: int
    closed: int
    open: int
    """Open at the end."""
    overdue: int
    """Open at the end, past the due date."""
    extended: int
    """Open or closed in the month with an extended deadline."""
    on_time: float | None
    """Share (0-1) of the month's closed cases that closed by their due date; None when none closed."""
    median_days: float | None
    max_days: int | None


@dataclass(frozen=True, slots=True)
class MonthCount:
    month: Month
    received: int
    closed: int
    open: int
    """Open at the month's end."""
    late: int
    """Of the closed, those closed after their due date."""


@dataclass(frozen=True, slots=True)
class CustomerCount:
    type: CustomerType
    language: Lang | None
    count: int


@dataclass(frozen=True, slots=True)
class RegisterFigures:
    """Counts of the customer register at the end of the month; `new` and `changed` during it."""

    customers: tuple[CustomerCount, ...] = ()
    new: int = 0
    changed: int = 0
    marketing_bans: int = 0
    directory_bans: int = 0
    protected: int = 0
    paper_records: tuple[tuple[Office, int], ...] = ()
    """How many paper records each office keeps."""

    @property
    def total(self) -> int:
        return sum(line.count for line in self.customers)

    def table(self) -> tuple[list[CustomerType], list[Lang | None], list[list[int]]]:
        """Customers by type (rows) and language (columns): those that occur, and the counts."""
        counts: Counter[tuple[CustomerType, Lang | None]] = Counter()
        for line in self.customers:
            counts[line.type, line.language] += line.count
        types = [kind for kind in CustomerType if any(key[0] is kind for key in counts)]
        languages = [lang for lang in (*Lang, None) if any(key[1] is lang for key in counts)]
        return types, languages, [[counts[kind, lang] for lang in languages] for kind in types]


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """The month for the management.

    `cases` holds every case of the reported offices that was received, open or closed within the last twelve
    months; more does no harm. Drafts are not cases yet.
    """

    month: Month
    origin: Origin
    offices: tuple[Office, ...]
    """The offices reported, in the order they are shown."""
    cases: tuple[CaseBookRow, ...]
    register: RegisterFigures = RegisterFigures()
    all_offices: bool = True
    as_of: date | None = None
    """The day up to which the month is told when it is still running; None means its last day."""
    counted: tuple[Counted, ...] = ()
    """The register's kinds of data, at the day the report was made."""
    hide_below: int = 5
    """Counts of customers from 1 up to this are hidden (ux.md 5.1, 8); 0 shows everything."""

    @property
    def end(self) -> date:
        return min(self.as_of or self.month.last, self.month.last)

    @property
    def book(self) -> tuple[CaseBookRow, ...]:
        """The month's case book: every case open on some day of the month, as it stood at the end."""
        touched = [
            row.on(self.end)
            for row in self.cases
            if row.received <= self.end and (row.closed is None or row.closed >= self.month.first)
        ]
        return tuple(sorted(touched, key=lambda row: (row.received, row.number)))

    def figures(self, chosen: Callable[[CaseBookRow], bool] = lambda _: True) -> CaseFigures:
        """The key figures of the cases chosen from the book, of all by default."""
        rows = [row for row in self.book if chosen(row)]
        closed = [row for row in rows if row.closed is not None]
        days = [row.days(self.end) for row in closed]
        return CaseFigures(
            received=sum(row.received in self.month for row in rows),
            closed=len(closed),
            open=len(rows) - len(closed),
            overdue=sum(row.closed is None and row.is_late(self.end) for row in rows),
            extended=sum(row.extended for row in rows),
            on_time=sum(not row.is_late(self.end) for row in closed) / len(closed) if closed else None,
            median_days=float(median(days)) if days else None,
            max_days=max(days, default=None),
        )

    def closed_by(self, group: Callable[[CaseBookRow], Group | None]) -> list[tuple[Group, int]]:
        """How many of the month's closed cases fall in each group, the largest first. None is no group."""
        return _counted(group(row) for row in self.book if row.closed is not None)

    def received_by(self, group: Callable[[CaseBookRow], Group | None]) -> list[tuple[Group, int]]:
        """The same of the cases received in the month."""
        return _counted(group(row) for row in self.book if row.received in self.month)

    def days_to_close(self) -> list[int]:
        """The month's closed cases in the bands of DAY_BANDS."""
        days = [row.days(self.end) for row in self.book if row.closed is not None]
        return [sum(first <= n and (last is None or n <= last) for n in days) for first, last in DAY_BANDS]

    def trend(self) -> tuple[MonthCount, ...]:
        """The last twelve months, this one last."""
        months = [self.month.plus(-back) for back in reversed(range(TREND_MONTHS))]
        return tuple(self._count(month) for month in months)

    def _count(self, month: Month) -> MonthCount:
        end = min(month.last, self.end)
        rows = [row.on(end) for row in self.cases if row.received <= end]
        closed = [row for row in rows if row.closed is not None and row.closed in month]
        return MonthCount(
            month,
            received=sum(row.received in month for row in rows),
            closed=len(closed),
            open=sum(row.closed is None for row in rows),
            late=sum(row.is_late(end) for row in closed),
        )


def _counted(groups: Iterable[Group | None]) -> list[tuple[Group, int]]:
    counts = Counter(group for group in groups if group is not None)
    return counts.most_common()


@dataclass(frozen=True, slots=True)
class SheetTotals:
    """What became of the data rows of one sheet of the old register; `rows` is the sum of the others."""

    sheet: LegacySheet
    rows: int
    imported: int
    unchanged: int
    refused: int
    blank: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Personal data by nature: it names every value that did not go in as it stood."""

    origin: Origin
    file_name: str
    dry_run: bool
    """Whether nothing was written: then the totals tell what an import would do."""
    totals: tuple[SheetTotals, ...]
    refused: tuple[RefusedRow, ...]
    problems: tuple[Problem, ...]
    duplicates: tuple[PossibleDuplicate, ...]
    unknown_columns: tuple[tuple[LegacySheet, str], ...]
