"""The Finnish calendar of public holidays and working days, and months counted as law counts them.

Midsummer Eve and Christmas Eve count as working days: whether Regulation (EEC, Euratom) 1182/71 article 2
lists them for Finland was not found, and a deadline that ends on them must not be read as longer than it
is.
"""

import calendar as gregorian
import enum
from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
SATURDAY = 5


class Holiday(enum.Enum):
    """A public holiday; the value is its term in the area `holiday`."""

    NEW_YEAR = "new_year"
    EPIPHANY = "epiphany"
    GOOD_FRIDAY = "good_friday"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    MAY_DAY = "may_day"
    ASCENSION = "ascension"
    PENTECOST = "pentecost"
    MIDSUMMER = "midsummer"
    ALL_SAINTS = "all_saints"
    INDEPENDENCE = "independence"
    CHRISTMAS = "christmas"
    ST_STEPHEN = "st_stephen"


@cache
def holidays(year: int) -> dict[date, Holiday]:
    """All public holidays of the year, by the rules in force since 1992.

    Where two meet (Ascension on 1 May), the later in the year's list gives the name.
    """
    easter = easter_sunday(year)
    return {
        date(year, 1, 1): Holiday.NEW_YEAR,
        date(year, 1, 6): Holiday.EPIPHANY,
        easter - 2 * _DAY: Holiday.GOOD_FRIDAY,
        easter: Holiday.EASTER_SUNDAY,
        easter + _DAY: Holiday.EASTER_MONDAY,
        date(year, 5, 1): Holiday.MAY_DAY,
        easter + 39 * _DAY: Holiday.ASCENSION,
        easter + 49 * _DAY: Holiday.PENTECOST,
        _saturday_from(date(year, 6, 20)): Holiday.MIDSUMMER,
        _saturday_from(date(year, 10, 31)): Holiday.ALL_SAINTS,
        date(year, 12, 6): Holiday.INDEPENDENCE,
        date(year, 12, 25): Holiday.CHRISTMAS,
        date(year, 12, 26): Holiday.ST_STEPHEN,
    }


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar (the anonymous algorithm of 1876, as in Meeus)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, century_rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quads, quad_rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * quads - moon - quad_rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date) -> Holiday | None:
    """Which public holiday the day is, if any."""
    return holidays(day.year).get(day)


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday. Plain Sundays are not in the list: see `is_working_day`."""
    return day in holidays(day.year)


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor public holiday (1182/71 art. 2(2))."""
    return day.weekday() < SATURDAY and not is_holiday(day)


def next_working_day(day: date) -> date:
    """The day itself if it is a working day, else the first one after it (1182/71 art. 3(4))."""
    while not is_working_day(day):
        day += _DAY
    return day


def previous_working_day(day: date) -> date:
    """The day itself if it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def working_days_until(today: date, day: date) -> int:
    """How many working days are left after today, the day itself included; 0 today and once it has passed."""
    return sum(is_working_day(today + ahead * _DAY) for ahead in range(1, (day - today).days + 1))


def months_later(day: date, months: int) -> date:
    """The same day number so many months later, or else that month's last day (art. 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _saturday_from(day: date) -> date:
    return day + (SATURDAY - day.weekday()) % 7 * _DAY
