from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from lpo_desk import formats
from lpo_desk.formats import Lang

FI, SV, EN = Lang.FI, Lang.SV, Lang.EN
DAY = date(2026, 12, 23)


@pytest.mark.parametrize(("lang", "written"), [(FI, "23.12.2026"), (SV, "23.12.2026"), (EN, "23 Dec 2026")])
def test_dates(lang: Lang, written: str) -> None:
    assert formats.format_date(DAY, lang) == written


def test_dates_have_no_leading_zeros() -> None:
    assert formats.format_date(date(2026, 3, 5), FI) == "5.3.2026"


@pytest.mark.parametrize(
    ("lang", "week"),
    [
        (FI, ["ma", "ti", "ke", "to", "pe", "la", "su"]),
        (SV, ["må", "ti", "on", "to", "fr", "lö", "sö"]),
        (EN, ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]),
    ],
)
def test_weekdays_go_with_the_date(lang: Lang, week: list[str]) -> None:
    days = [date(2026, 11, 23 + ahead) for ahead in range(7)]  # from a Monday
    assert [formats.format_date_words(day, lang).split("\u00a0")[0] for day in days] == week
    assert formats.format_date_words(days[0], lang).endswith(formats.format_date(days[0], lang))


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 11, 22, 12, 5, tzinfo=UTC), "22.11.2026 klo 14.05"),
        (datetime(2026, 6, 30, 21, 30, tzinfo=UTC), "1.7.2026 klo 0.30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25.10.2026 klo 3.30"),  # the hour that comes twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25.10.2026 klo 3.30"),
        (datetime(2026, 11, 22, 12, 5), "22.11.2026 klo 14.05"),  # without a zone: UTC
    ],
)
def test_instants_are_read_on_the_office_clock(instant: datetime, written: str) -> None:
    assert formats.format_datetime(instant, FI) == written


def test_instants_in_other_languages() -> None:
    instant = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
    assert formats.format_datetime(instant, SV) == "22.11.2026 kl. 9.05"
    assert formats.format_datetime(instant, EN) == "22 Nov 2026, 9:05"
    assert formats.format_time(time(9, 5), SV) == "9.05"


@pytest.mark.parametrize(
    ("euros", "written"),
    [
        ("39.9", "39,90\u00a0€"),
        ("0", "0,00\u00a0€"),
        ("1234.5", "1\u202f234,50\u00a0€"),
        ("1234567.005", "1\u202f234\u202f567,01\u00a0€"),
        ("-5", "\u22125,00\u00a0€"),
    ],
)
def test_money(euros: str, written: str) -> None:
    assert formats.format_money(Decimal(euros), FI) == formats.format_money(Decimal(euros), SV) == written


def test_money_in_english() -> None:
    assert formats.format_money(Decimal("-1234.5"), EN) == "\u2212€1\u202f234.50"


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (2026, "2026"), (12_000, "12\u202f000"), (-1_234_567, "\u22121\u202f234\u202f567")],
)
def test_counts(number: int, written: str) -> None:
    assert formats.format_count(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [("1E+3", "1\u202f000"), ("0.05", "0,05"), ("-2.50", "\u22122,50")]
)
def test_decimals_keep_their_digits(number: str, written: str) -> None:
    assert formats.format_decimal(Decimal(number), FI) == written


@pytest.mark.parametrize(
    ("octets", "written"),
    [
        (512, "512\u00a0t"),
        (1_400, "1,4\u00a0kt"),
        (14_000, "14\u00a0kt"),
        (999_600, "1,0\u00a0Mt"),
        (50_000_000, "50\u00a0Mt"),
        (2_500_000_000_000, "2\u202f500\u00a0Gt"),
    ],
)
def test_sizes(octets: int, written: str) -> None:
    assert formats.format_size(octets, FI) == written


def test_sizes_in_swedish() -> None:
    assert formats.format_size(1_400_000, SV) == "1,4\u00a0MB"
