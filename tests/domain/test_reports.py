from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.case import IdentityMethod, IntakeChannel
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.disclosure import Hidden, disclosed, shown, with_margins
from lpo_desk.domain.party import CustomerType
from lpo_desk.domain.reports import CaseBookRow, CustomerCount, Month, MonthlyReport, Origin, RegisterFigures
from lpo_desk.terms import Lang

OFFICE = Office(1, "L", "Loviisa", "Lovisa")
OTHER = Office(2, "P", "Porvoo", "Borgå")
ORIGIN = Origin(datetime(2026, 11, 2, tzinfo=UTC), "m", OFFICE, "1")


def case(received: date, due: date, closed: date | None = None, office: Office = OFFICE) -> CaseBookRow:
    return CaseBookRow(
        number=f"{office.code}-{received:%Y-%m%d}",
        office=office,
        rights=(RequestRight.ACCESS,),
        channel=IntakeChannel.COUNTER,
        identity=IdentityMethod.PASSPORT,
        language=Lang.FI,
        received=received,
        due=due,
        extended=False,
        closed=closed,
        resolution=Resolution.FULFILLED if closed else None,
    )


OLD = case(date(2026, 8, 3), date(2026, 9, 3), date(2026, 9, 1))  # closed before October
IN_TIME = case(date(2026, 9, 30), date(2026, 10, 30), date(2026, 10, 30))
LATE = case(date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 2), OTHER)
OPEN = case(date(2026, 10, 31), date(2026, 11, 30))
OVERDUE = case(date(2026, 9, 2), date(2026, 10, 2))
CLOSED_LATER = case(date(2026, 10, 5), date(2026, 11, 5), date(2026, 11, 2))
NEXT_MONTH = case(date(2026, 11, 1), date(2026, 12, 1))
ALL = (OPEN, NEXT_MONTH, OLD, IN_TIME, LATE, OVERDUE, CLOSED_LATER)
REPORT = MonthlyReport(Month(2026, 10), ORIGIN, (OFFICE, OTHER), ALL)


def test_book_holds_what_was_open_in_the_month_as_it_stood_at_the_end() -> None:
    later = replace(CLOSED_LATER, closed=None, resolution=None)
    assert REPORT.book == (LATE, OVERDUE, IN_TIME, later, OPEN)


def test_figures() -> None:
    figures = REPORT.figures()
    assert (figures.received, figures.closed, figures.open, figures.overdue) == (2, 2, 3, 1)
    assert (figures.on_time, figures.median_days, figures.max_days) == (0.5, 30.5, 31)


def test_figures_of_a_group() -> None:
    figures = REPORT.figures(lambda row: row.office == OTHER)
    assert (figures.received, figures.closed, figures.open, figures.on_time) == (0, 1, 0, 0.0)


def test_nothing_closed_has_no_share_and_no_days() -> None:
    figures = replace(REPORT, cases=(OPEN,)).figures()
    assert (figures.on_time, figures.median_days, figures.max_days) == (None, None, None)


def test_due_today_is_not_overdue() -> None:
    row = case(date(2026, 9, 30), date(2026, 10, 31))
    assert not row.is_late(date(2026, 10, 31))
    assert row.is_late(date(2026, 11, 1))


def test_days_fall_in_bands() -> None:
    assert REPORT.days_to_close() == [0, 0, 0, 2, 0]


def test_trend_agrees_with_the_month_and_counts_back_twelve() -> None:
    trend = REPORT.trend()
    assert [str(line.month) for line in trend][:: len(trend) - 1] == ["2025-11", "2026-10"]
    last, september, august = trend[-1], trend[-2], trend[-3]
    assert (last.received, last.closed, last.open, last.late) == (2, 2, 3, 1)
    assert (september.received, september.closed, september.open) == (3, 1, 3)
    assert (august.received, august.closed, august.open) == (1, 0, 1)


def test_a_running_month_is_told_up_to_its_day() -> None:
    report = replace(REPORT, as_of=date(2026, 10, 10))
    assert report.figures().open == 3
    assert OPEN not in report.book


def test_groups_the_largest_first() -> None:
    assert REPORT.received_by(lambda row: row.office) == [(OFFICE, 2)]
    assert REPORT.closed_by(lambda row: row.late_reason) == []


@pytest.mark.parametrize("text", ["2026-13", "2026", "10/2026", "2026-10-01", ""])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Month.parse(text)


def test_months() -> None:
    assert Month.parse("2026-01").plus(-1) == Month(2025, 12)
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert date(2026, 10, 31) in Month(2026, 10)
    assert Month.of(date(2026, 9, 30)) == Month.parse("2026-09")


def test_customers_by_type_and_language() -> None:
    figures = RegisterFigures(
        (
            CustomerCount(CustomerType.COMPANY, Lang.SV, 7),
            CustomerCount(CustomerType.PRIVATE, Lang.FI, 9),
            CustomerCount(CustomerType.PRIVATE, None, 6),
        )
    )
    types, languages, counts = figures.table()
    assert types == [CustomerType.PRIVATE, CustomerType.COMPANY]
    assert languages == [Lang.FI, Lang.SV, None]
    assert (counts, figures.total) == ([[9, 0, 6], [0, 7, 0]], 22)


def test_small_counts() -> None:
    assert [shown(n, 5) for n in (0, 1, 4, 5)] == [0, Hidden.SMALL, Hidden.SMALL, 5]
    assert shown(1, 0) == 1


def test_a_single_small_count_hides_another_in_its_row_and_column() -> None:
    table = disclosed(with_margins([[100, 3], [50, 60]]), 5)
    assert table[0] == [Hidden.TELLING, Hidden.SMALL, 103]
    assert table[1] == [Hidden.TELLING, Hidden.TELLING, 110]
    assert table[2] == [150, 63, 213]


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


@given(counts=tables)
def test_no_line_gives_a_small_count_away(counts: list[list[int]]) -> None:
    full = with_margins(counts)
    table = disclosed(full, 5)
    assert all(
        cell == n or isinstance(cell, Hidden)
        for row, ns in zip(table, full, strict=True)
        for cell, n in zip(row, ns, strict=True)
    )
    assert not any(isinstance(cell, int) and 0 < cell < 5 for row in table for cell in row)
    for line in [*table, *zip(*table, strict=True)]:
        hidden = [cell for cell in line if isinstance(cell, Hidden)]
        others = [cell for cell in line if cell not in hidden and cell]
        assert len(hidden) != 1 or not others  # alone only where everything else is nought


@given(counts=tables)
def test_nothing_is_hidden_when_nothing_is_small(counts: list[list[int]]) -> None:
    table = with_margins([[n + 5 for n in row] for row in counts])
    assert disclosed(table, 5) == table
