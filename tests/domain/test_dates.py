from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import to_excel

from lpo_desk.domain.dates import DateFault, DateRefused, parse_date, parse_legacy_date
from lpo_desk.formats import format_date, format_date_words
from lpo_desk.terms import Lang

TODAY = date(2026, 11, 22)


def refusal(text: str) -> DateFault:
    with pytest.raises(DateRefused) as caught:
        parse_date(text, TODAY)
    assert caught.value.sentence("fi")
    return caught.value.fault


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("t", "2026-11-22"),
        ("T", "2026-11-22"),
        (".", "2026-11-22"),
        ("+", "2026-11-23"),
        ("-", "2026-11-21"),
        ("++", "2026-11-24"),
        ("---", "2026-11-19"),
        ("+14", "2026-12-06"),
        ("-1", "2026-11-21"),
        ("5", "2026-11-05"),
        ("5.", "2026-11-05"),
        ("5.3", "2026-03-05"),
        ("5.3.", "2026-03-05"),
        ("5,3", "2026-03-05"),
        ("5/3", "2026-03-05"),
        ("5 3", "2026-03-05"),
        ("0503", "2026-03-05"),
        ("5.3.26", "2026-03-05"),
        ("050326", "2026-03-05"),
        ("05032026", "2026-03-05"),
        ("5.3.2026", "2026-03-05"),
        (" 05.03.2026 ", "2026-03-05"),
        ("2026-03-05", "2026-03-05"),
        ("5.3.36", "2036-03-05"),
        ("5.3.37", "1937-03-05"),
        ("131052", "1952-10-13"),
        ("29.2.24", "2024-02-29"),
        ("ke 23.12.2026", "2026-12-23"),
        ("on\u00a023.12.2026", "2026-12-23"),
        ("lö 28.2.2026", "2026-02-28"),
    ],
)
def test_the_grammar_of_the_counter(typed: str, meant: str) -> None:
    assert parse_date(typed, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", DateFault.FORM),
        ("eilen", DateFault.FORM),
        ("5.3.202", DateFault.FORM),
        ("5.3.2026.1", DateFault.FORM),
        ("050", DateFault.FORM),
        ("+-1", DateFault.FORM),
        ("\uff15.3.2026", DateFault.FORM),
        ("5 foo 2026", DateFault.FORM),
        ("31.2.2026", DateFault.NO_SUCH_DAY),
        ("29.2", DateFault.NO_SUCH_DAY),
        ("31", DateFault.NO_SUCH_DAY),
        ("0.0.0000", DateFault.NO_SUCH_DAY),
        ("2026-13-01", DateFault.NO_SUCH_DAY),
        ("31.12.1899", DateFault.TOO_EARLY),
        ("0001-01-01", DateFault.TOO_EARLY),
        ("1.1.2037", DateFault.TOO_LATE),
        ("9999-12-31", DateFault.TOO_LATE),
        ("+9999", DateFault.TOO_LATE),
    ],
)
def test_not_dates(typed: str, fault: DateFault) -> None:
    assert refusal(typed) is fault


def test_a_field_may_set_its_own_limits() -> None:
    assert parse_date("t", TODAY, earliest=TODAY, latest=TODAY) == TODAY
    with pytest.raises(DateRefused) as caught:
        parse_date("+", TODAY, latest=TODAY)
    assert "22.11.2026" in caught.value.sentence("fi")
    with pytest.raises(DateRefused):
        parse_date("-", TODAY, earliest=TODAY)


def test_the_end_of_the_calendar() -> None:
    with pytest.raises(DateRefused) as caught:
        parse_date("+", date.max, latest=date.max)
    assert caught.value.fault is DateFault.NO_SUCH_DAY


@given(st.dates(date(1900, 1, 1), date(2036, 12, 31)), st.sampled_from(Lang))
def test_what_the_program_writes_it_reads(day: date, lang: Lang) -> None:
    assert parse_date(format_date(day, lang), TODAY) == day
    assert parse_date(format_date_words(day, lang), TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


@given(st.text(st.sampled_from("0123456789.,+-/ tke\uff15"), max_size=12) | st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(DateRefused):
        parse_date(text, TODAY)
    with suppress(DateRefused):
        parse_legacy_date(text)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (date(2000, 10, 18), "2000-10-18"),
        (datetime(2000, 10, 18, 12, 30), "2000-10-18"),
        (34285.0, "1993-11-12"),
        (34285, "1993-11-12"),
        (34285.99, "1993-11-12"),
        (61, "1900-03-01"),
        ("1.2.2015", "2015-02-01"),
        (" 10.07.2018 ", "2018-07-10"),
        ("2015-02-01", "2015-02-01"),
        ("2015-02-01 00:00:00", "2015-02-01"),
    ],
)
def test_legacy_cells(cell: object, meant: str) -> None:
    assert parse_legacy_date(cell) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("31.2.2014", DateFault.NO_SUCH_DAY),
        ("0.0.0000", DateFault.NO_SUCH_DAY),
        ("ennen 90-lukua", DateFault.FORM),
        ("1.2.15", DateFault.FORM),
        ("", DateFault.FORM),
        (None, DateFault.FORM),
        (True, DateFault.FORM),
        (timedelta(days=34285), DateFault.FORM),
        (0.0, DateFault.NO_SUCH_DAY),
        (-1, DateFault.NO_SUCH_DAY),
        (float("nan"), DateFault.NO_SUCH_DAY),
        (float("inf"), DateFault.NO_SUCH_DAY),
        (20_150_201, DateFault.NO_SUCH_DAY),
        ("1.1.1800", DateFault.TOO_EARLY),
        (date(2101, 1, 1), DateFault.TOO_LATE),
    ],
)
def test_faulty_legacy_cells(cell: object, fault: DateFault) -> None:
    with pytest.raises(DateRefused) as caught:
        parse_legacy_date(cell)
    assert caught.value.fault is fault


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_serial_numbers_are_days_of_excel(day: date) -> None:
    serial = to_excel(day)  # type: ignore[no-untyped-call]  # the stubs of openpyxl leave it untyped
    assert parse_legacy_date(serial) == day
