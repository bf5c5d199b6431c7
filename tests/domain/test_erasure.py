"""What stays, until when and because of what: the dates of law.md section 3, and one test a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain import erasure
from lpo_desk.domain.erasure import Causes, ErasurePlan, Kept, PlannedGroup
from lpo_desk.domain.labels import Term
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.retention import Periods

TODAY = date(2026, 11, 28)
BROKEN_YEAR = Periods(year_end=(3, 31))
NO_CAUSE = Causes()


@pytest.mark.parametrize(
    ("on", "periods", "until"),
    [
        # The financial year 1.4.2023-31.3.2024 (law.md section 3, S20), its first and its last day.
        (date(2023, 4, 1), BROKEN_YEAR, date(2030, 12, 31)),
        (date(2024, 3, 31), BROKEN_YEAR, date(2030, 12, 31)),
        (date(2024, 4, 1), BROKEN_YEAR, date(2031, 12, 31)),
        # A year that ended on 30.4.2017 (S21).
        (date(2017, 4, 30), Periods(year_end=(4, 30)), date(2023, 12, 31)),
        (date(2024, 1, 1), Periods(), date(2030, 12, 31)),
        (date(2024, 12, 31), Periods(), date(2030, 12, 31)),
        (date(2025, 1, 1), Periods(), date(2031, 12, 31)),
        # A year that ends with February ends a day later in a leap year.
        (date(2024, 2, 29), Periods(year_end=(2, 29)), date(2030, 12, 31)),
        (date(2023, 3, 1), Periods(year_end=(2, 29)), date(2030, 12, 31)),
        (date(2022, 3, 1), Periods(year_end=(2, 29)), date(2029, 12, 31)),
        # Another term of years may be set: the books' ten (S20 has them from the year's own end, kept whole years here).
        (date(2024, 1, 1), Periods(vouchers=10), date(2034, 12, 31)),
    ],
)
def test_a_voucher_is_kept_from_the_end_of_the_calendar_year(on: date, periods: Periods, until: date) -> None:
    assert erasure.vouchers_until(on, periods) == until


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 12), st.integers(1, 31))
def test_a_voucher_is_never_let_go_before_six_years(on: date, month: int, day: int) -> None:
    periods = Periods(year_end=(month, day))
    end = erasure.financial_year_end(on, periods)
    assert on <= end < on + timedelta(days=367)
    assert erasure.vouchers_until(on, periods) >= erasure.years_after(end, 6)


@pytest.mark.parametrize("category", list(Category))
def test_nothing_keeps_what_has_no_cause(category: Category) -> None:
    for retention in (Retention.CUSTOMER, Retention.ACCOUNTING, Retention.BAN):
        assert erasure.kept(retention, category, NO_CAUSE, TODAY) is None


@pytest.mark.parametrize("category", [Category.BASIC, Category.CONTACT, Category.ROLE, Category.DIRECTORY])
def test_a_running_service_keeps_what_it_needs(category: Category) -> None:
    kept = erasure.kept(Retention.CUSTOMER, category, Causes(running=True), TODAY)
    assert kept == Kept(None, Term("erasure.contract_running"))


def test_a_service_with_an_end_keeps_its_traces_three_years_longer() -> None:
    causes = Causes(running=True, ends_on=date(2027, 2, 28))

    def until(category: Category) -> Any:  # noqa: ANN401 - a date or none
        kept = erasure.kept(Retention.CUSTOMER, category, causes, TODAY)
        return kept and kept.until

    assert until(Category.CONTACT) == date(2027, 2, 28)
    assert until(Category.RELATIONSHIP) == until(Category.HISTORY) == date(2030, 2, 28)


@pytest.mark.parametrize(
    ("ended", "until"),
    [
        (date(2026, 1, 31), date(2029, 1, 31)),
        (date(2023, 11, 28), TODAY),  # the last day is a day of keeping
        (date(2023, 11, 27), None),
        (date(2024, 2, 29), date(2027, 2, 28)),
    ],
)
def test_an_ended_service_leaves_its_traces_while_claims_may_come(ended: date, until: date | None) -> None:
    causes = Causes(ended_on=ended)
    kept = erasure.kept(Retention.CUSTOMER, Category.HISTORY, causes, TODAY)
    assert (kept and kept.until) == until
    assert erasure.kept(Retention.CUSTOMER, Category.CONTACT, causes, TODAY) is None


@pytest.mark.parametrize(
    ("billed", "until"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), date(2026, 12, 31)),
        (date(2026, 11, 1), date(2032, 12, 31)),
    ],
)
def test_vouchers_are_kept_from_the_last_bill(billed: date, until: date | None) -> None:
    kept = erasure.kept(Retention.ACCOUNTING, Category.BILLING, Causes(billed_on=billed), TODAY)
    assert (kept and kept.until) == until


def test_what_is_owed_keeps_bills_and_where_to_reach_who_owes() -> None:
    causes = Causes(balance_open=True, billed_on=date(2001, 1, 1))
    for retention, category in (
        (Retention.ACCOUNTING, Category.BILLING),
        (Retention.CUSTOMER, Category.CONTACT),
        (Retention.CUSTOMER, Category.HISTORY),
    ):
        assert erasure.kept(retention, category, causes, TODAY) == Kept(None, Term("erasure.balance_open"))
    assert erasure.kept(Retention.CUSTOMER, Category.DIRECTORY, causes, TODAY) is None


@pytest.mark.parametrize(
    ("retention", "newest", "until"),
    [
        (Retention.CASE, date(2024, 2, 29), date(2027, 2, 28)),
        (Retention.CASE, date(2023, 11, 27), "goes"),
        (Retention.CASE, None, None),
        (Retention.LOG, date(2021, 11, 28), TODAY),
        (Retention.LOG, date(2021, 11, 27), "goes"),
        (Retention.PAPER, date(2030, 12, 31), date(2030, 12, 31)),
        (Retention.PAPER, date(2020, 12, 31), None),  # past its day, but the paper is still in the folder
        (Retention.PAPER, None, None),
    ],
)
def test_cases_logs_and_papers_are_kept_row_by_row(
    retention: Retention, newest: date | None, until: object
) -> None:
    kept = erasure.kept_row(retention, newest, TODAY)
    assert ("goes" if kept is None else kept.until) == until


def test_a_name_stays_as_long_as_the_last_of_what_it_names() -> None:
    why = Term("erasure.vouchers", {"years": 6})
    some = [Kept(date(2030, 12, 31), why), Kept(date(2029, 1, 31), why)]
    kept = erasure.identifying(some)
    assert kept is not None
    assert kept.until == date(2030, 12, 31)
    endless = erasure.identifying([*some, Kept(None, why)])
    assert endless is not None
    assert endless.until is None
    assert erasure.identifying([]) is None


@pytest.mark.parametrize(
    ("categories", "retention", "all_of_it"),
    [
        (None, Retention.CASE, True),  # the record of the request itself
        (None, Retention.LOG, True),
        (None, Retention.PAPER, True),  # ordered to be destroyed
        (None, Retention.ACCOUNTING, False),
        (frozenset({Category.BILLING}), Retention.ACCOUNTING, False),
        (frozenset({Category.REQUEST}), Retention.CASE, False),
        (frozenset({Category.PAPER}), Retention.PAPER, True),
    ],
)
def test_what_stays_of_what_was_asked_for(
    categories: frozenset[Category] | None, retention: Retention, all_of_it: bool
) -> None:
    goes = PlannedGroup(Category.HISTORY, Retention.CUSTOMER, 2, True, None, Term("erasure.no_cause"))
    stays = PlannedGroup(Category.BASIC, retention, 1, False, None, Term("erasure.paper"))
    assert ErasurePlan(1, categories, (goes, stays), b"").takes_all is all_of_it
