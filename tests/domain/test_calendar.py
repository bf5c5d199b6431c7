from datetime import date, timedelta

import holidays as published
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.calendar import (
    Holiday,
    easter_sunday,
    holiday,
    holidays,
    is_holiday,
    is_working_day,
    months_later,
    next_working_day,
    previous_working_day,
    working_days_until,
)
from lpo_desk.terms import has

DAYS = st.dates(date(1995, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("year", range(1995, 2101))
def test_holidays_agree_with_the_published_ones(year: int) -> None:
    """The package counts the two eves as public holidays; we do not (law.md 1.1)."""
    eves = {day for day in holidays(year) if holidays(year)[day] is Holiday.MIDSUMMER}
    eves = {day - timedelta(days=1) for day in eves} | {date(year, 12, 24)}
    assert set(holidays(year)) | eves == set(published.country_holidays("FI", years=year))
    assert not eves & set(holidays(year))


@pytest.mark.parametrize(
    ("year", "easter"),
    [(1818, (3, 22)), (1943, (4, 25)), (2008, (3, 23)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))],
)
def test_easter(year: int, easter: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *easter)


@pytest.mark.parametrize(
    ("day", "feast"),
    [
        (date(2026, 6, 20), Holiday.MIDSUMMER),
        (date(2026, 10, 31), Holiday.ALL_SAINTS),
        (date(2026, 5, 14), Holiday.ASCENSION),
        (date(2008, 5, 1), Holiday.ASCENSION),  # also May Day
        (date(2026, 12, 26), Holiday.ST_STEPHEN),
        (date(2026, 12, 24), None),
        (date(2026, 11, 22), None),
    ],
)
def test_a_holiday_has_its_name(day: date, feast: Holiday | None) -> None:
    assert holiday(day) is feast
    assert is_holiday(day) is (feast is not None)


@pytest.mark.parametrize("feast", Holiday)
def test_every_holiday_has_its_term(feast: Holiday) -> None:
    assert has(f"holiday.{feast.value}")


def test_eves_are_working_days() -> None:
    assert is_working_day(date(2026, 12, 24))
    assert is_working_day(date(2026, 6, 19))


@given(DAYS)
def test_the_nearest_working_days(day: date) -> None:
    following, preceding = next_working_day(day), previous_working_day(day)
    assert preceding <= day <= following
    assert is_working_day(preceding)
    assert is_working_day(following)
    assert (preceding == day) is (following == day) is is_working_day(day)
    between = range(1, (following - preceding).days)
    assert not any(is_working_day(preceding + timedelta(days=ahead)) for ahead in between)


def test_christmas_2026() -> None:
    assert next_working_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert previous_working_day(date(2026, 12, 27)) == date(2026, 12, 24)
    assert working_days_until(date(2026, 12, 23), date(2026, 12, 28)) == 2


def test_no_working_days_are_left_today_or_later() -> None:
    assert working_days_until(date(2026, 11, 23), date(2026, 11, 23)) == 0
    assert working_days_until(date(2026, 11, 23), date(2026, 11, 2)) == 0


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@given(DAYS, st.integers(0, 40))
def test_months_keep_the_day_number_if_they_can(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
