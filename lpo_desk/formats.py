"""How each language writes dates, times, numbers and money.

Finnish and Finland Swedish share d.m.yyyy, the decimal comma, a full stop between hours and minutes and
the euro sign last; they differ in words. Spaces inside a number are narrow no-break spaces (U+202F), so a
number never wraps.

Instants are UTC; people read them in Europe/Helsinki. Windows has no time zone database of its own: there
the package `tzdata` must be installed (psycopg brings it along), else `ZoneInfo` raises at import.
"""

import enum
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Self
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


class Lang(enum.Enum):
    """A language the program speaks. The value is its ISO 639-1 code."""

    FI = "fi"
    SV = "sv"
    EN = "en"


_WEEKDAYS = {
    Lang.FI: ("ma", "ti", "ke", "to", "pe", "la", "su"),
    Lang.SV: ("må", "ti", "on", "to", "fr", "lö", "sö"),
    Lang.EN: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE_UNITS = {
    Lang.FI: ("t", "kt", "Mt", "Gt"),
    Lang.SV: ("byte", "kB", "MB", "GB"),
    Lang.EN: ("bytes", "kB", "MB", "GB"),
}


def format_date(day: date, lang: Lang) -> str:
    """`22.11.2026` in Finnish and Swedish, `22 Nov 2026` in English, where digits are read two ways."""
    if lang is Lang.EN:
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def format_date_words(day: date, lang: Lang) -> str:
    """The date with its weekday: `ke 23.12.2026`, `on 23.12.2026`, `Wed 23 Dec 2026`."""
    return f"{_WEEKDAYS[lang][day.weekday()]}{NO_BREAK_SPACE}{format_date(day, lang)}"


def format_time(clock: time, lang: Lang) -> str:
    """`9.05` in Finnish and Swedish, `9:05` in English."""
    return f"{clock.hour}{':' if lang is Lang.EN else '.'}{clock.minute:02}"


def helsinki(instant: datetime) -> datetime:
    """The instant on the office wall clock. An instant without a zone is UTC, as the databases give it."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return aware.astimezone(HELSINKI)


def format_datetime(instant: datetime, lang: Lang) -> str:
    """A UTC instant in Helsinki time: `22.11.2026 klo 14.05`, in Swedish `kl. 14.05`."""
    local = helsinki(instant)
    between = {Lang.FI: " klo ", Lang.SV: " kl. ", Lang.EN: ", "}[lang]
    return format_date(local.date(), lang) + between + format_time(local.time(), lang)


def format_count(number: int) -> str:
    """In threes from five digits on: `12 000`, but `9876` and the year `2026`, as both languages allow."""
    return _grouped(f"{abs(number)}", shortest=5, negative=number < 0)


def format_decimal(number: Decimal, lang: Lang) -> str:
    """All decimals the value has, never an exponent: `1 234,5`."""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    negative = number < 0
    mark = "." if lang is Lang.EN else ","
    return _grouped(whole, shortest=4, negative=negative) + (mark + decimals if decimals else "")


def format_money(euros: Decimal, lang: Lang) -> str:
    """Two decimals, half up: `39,90 €` in Finnish and Swedish, `€39.90` in English."""
    cents = euros.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if lang is Lang.EN:
        sign, digits = (MINUS, -cents) if cents < 0 else ("", cents)
        return f"{sign}€{format_decimal(digits, lang)}"
    return f"{format_decimal(cents, lang)}{NO_BREAK_SPACE}€"


def format_size(octets: int, lang: Lang) -> str:
    """A file size in powers of 1000, with one decimal below ten: `512 t`, `1,4 Mt`; in Swedish `1,4 MB`."""
    units = _SIZE_UNITS[lang]
    size, unit = Decimal(octets), 0
    while size >= Decimal("999.5") and unit < len(units) - 1:
        size, unit = size / 1000, unit + 1
    decimals = Decimal("0.1") if unit and size < 10 else Decimal(1)
    return f"{format_decimal(size.quantize(decimals, ROUND_HALF_UP), lang)}{NO_BREAK_SPACE}{units[unit]}"


class WrittenDate(str):
    """A date in a term: `{day}` is its digits, `{day:words}` has the weekday too."""

    words: str

    def __new__(cls, day: date, lang: Lang) -> Self:
        written = super().__new__(cls, format_date(day, lang))
        written.words = format_date_words(day, lang)
        return written

    def __format__(self, spec: str) -> str:
        return self.words if spec == "words" else super().__format__(spec)


def format_value(value: object, lang: Lang) -> object:
    """What a term's placeholder shows: dates, instants and numbers by the language, all else as it is."""
    match value:
        case bool():
            return value
        case datetime():
            return format_datetime(value, lang)
        case date():
            return WrittenDate(value, lang)
        case int():
            return format_count(value)
        case Decimal():
            return format_decimal(value, lang)
        case _:
            return value


def _grouped(digits: str, *, shortest: int, negative: bool) -> str:
    if len(digits) >= shortest:
        digits = f"{int(digits):,}".replace(",", NARROW_SPACE)
    return (MINUS if negative else "") + digits
