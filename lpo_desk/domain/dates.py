"""Dates as clerks type them and as the old register holds them."""

import enum
import re
from datetime import date, datetime, timedelta

from lpo_desk.domain.errors import UserError

EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 10


class DateFault(enum.Enum):
    """Why a text is not taken as a date."""

    FORM = "form"
    NO_SUCH_DAY = "no_such_day"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"


class DateRefused(UserError):
    """The text is not a usable date. `fault` says why."""

    def __init__(self, fault: DateFault, **limits: date) -> None:
        super().__init__(f"date.refused_{fault.value}", **limits)
        self.fault = fault


_STEPS = re.compile(r"[+-]([0-9]{1,4})|(\++|-+)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
# The numeric keypad of a Finnish keyboard has a comma where others have a full stop.
_POINTED = re.compile(r"([0-9]{1,2})[.,/ ]([0-9]{1,2})(?:[.,/ ]|[.,/ ]([0-9]{2}|[0-9]{4}))?")
_BARE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2}|[0-9]{4})?")
_DAY_ALONE = re.compile(r"([0-9]{1,2})\.?")
_ENGLISH = re.compile(r"([0-9]{1,2}) ([a-z]{3}) ([0-9]{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(r"\A[a-zåäö]{2,3}\.? +(?=[0-9])")  # `ke 23.12.2026`, as the program itself writes it


def parse_date(text: str, today: date, *, earliest: date = EARLIEST, latest: date | None = None) -> date:
    """A date from the counter's grammar; raises DateRefused.

    `t` or `.` today, `+` tomorrow, `--` two days ago, `+14`, `5` in this month, `5.3` this year, `0503`,
    `5.3.26`, `050326`, `5.3.2026`, `2026-03-05`. Two digits of a year mean the latest one that is at most ten
    years ahead. `latest` is the end of that year unless given.
    """
    typed = _WEEKDAY.sub("", " ".join(text.lower().split()))
    day = _relative(typed, today) or _written(typed, today)
    last = latest or date(today.year + YEARS_AHEAD, 12, 31)
    if day < earliest:
        raise DateRefused(DateFault.TOO_EARLY, earliest=earliest)
    if day > last:
        raise DateRefused(DateFault.TOO_LATE, latest=last)
    return day


def holds(valid_from: date | None, valid_to: date | None, today: date) -> bool:
    """Whether something dated holds today; its first and its last day count, and no date means no limit."""
    return (valid_from is None or valid_from <= today) and (valid_to is None or valid_to >= today)


def parse_legacy_date(value: object) -> date:
    """A date cell of the old register: a date, an Excel serial number, `1.2.2015` or `2015-02-01`.

    Years of two digits are refused, for nobody knows their century any more. Raises DateRefused.
    """
    match value:
        case datetime():
            day = value.date()
        case date():
            day = value
        case int() | float() if not isinstance(value, bool):
            day = _from_serial(float(value))
        case str():
            day = _from_legacy_text(value.strip())
        case _:
            raise DateRefused(DateFault.FORM)
    if day < EARLIEST:
        raise DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)
    if day > _LEGACY_LATEST:
        raise DateRefused(DateFault.TOO_LATE, latest=_LEGACY_LATEST)
    return day


_LEGACY_LATEST = date(2100, 12, 31)
_LEGACY_POINTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_LEGACY_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
# Excel counts 1900 as a leap year: from 1 March 1900 (61) on, day 0 is 30 December 1899.
_SERIAL_ZERO, _SERIAL_FIRST, _SERIAL_LAST = date(1899, 12, 30), 61, 73_415


def _from_serial(serial: float) -> date:
    if not _SERIAL_FIRST <= serial < _SERIAL_LAST:  # also refuses NaN
        raise DateRefused(DateFault.NO_SUCH_DAY)
    return _SERIAL_ZERO + timedelta(days=int(serial))


def _from_legacy_text(text: str) -> date:
    if found := _LEGACY_POINTED.fullmatch(text):
        day, month, year = found.groups()
    elif found := _LEGACY_ISO.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise DateRefused(DateFault.FORM)
    return _day(int(year), int(month), int(day))


def _relative(typed: str, today: date) -> date | None:
    if typed in ("t", "."):
        return today
    found = _STEPS.fullmatch(typed)
    if not found:
        return None
    number, run = found.groups()
    days = len(run) if run else int(number)
    try:
        return today + timedelta(days=-days if typed[0] == "-" else days)
    except OverflowError:
        raise DateRefused(DateFault.NO_SUCH_DAY) from None


def _written(typed: str, today: date) -> date:
    if found := _ISO.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _POINTED.fullmatch(typed) or _BARE.fullmatch(typed):
        return _day(_year(found[3], today), int(found[2]), int(found[1]))
    if found := _DAY_ALONE.fullmatch(typed):
        return _day(today.year, today.month, int(found[1]))
    if (found := _ENGLISH.fullmatch(typed)) and found[2] in _MONTHS:
        return _day(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    raise DateRefused(DateFault.FORM)


def _year(digits: str | None, today: date) -> int:
    if digits is None:
        return today.year
    if len(digits) == 4:
        return int(digits)
    latest = today.year + YEARS_AHEAD
    return latest - (latest - int(digits)) % 100


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DateRefused(DateFault.NO_SUCH_DAY) from None
