"""The rules that the officer reads are those that an erasure plan goes by."""

from datetime import date

import pytest

from lpo_desk.domain.erasure import Causes, kept, kept_row
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.retention import Keeping, Periods, RetentionRule, rules
from lpo_desk.terms import Lang

TODAY = date(2026, 11, 23)
OTHER = Periods(year_end=(3, 31), vouchers=7, claims=4, case=2, log=1)
OF_CAUSES = {
    Keeping.CONTRACT: Causes(running=True),
    Keeping.OPEN_CLAIM: Causes(balance_open=True),
    Keeping.CLAIMS: Causes(ended_on=date(2026, 1, 31)),
    Keeping.VOUCHERS: Causes(billed_on=date(2026, 1, 31)),
}


def rule_of(keeping: Keeping, periods: Periods) -> RetentionRule:
    return next(rule for rule in rules(periods) if rule.keeping is keeping)


def test_every_reason_and_every_retention_has_a_rule() -> None:
    assert {rule.keeping for rule in rules()} == set(Keeping)
    assert {rule.retention for rule in rules()} == set(Retention)


@pytest.mark.parametrize("periods", [Periods(), OTHER])
@pytest.mark.parametrize("keeping", OF_CAUSES)
def test_a_plan_says_what_the_rule_says(keeping: Keeping, periods: Periods) -> None:
    rule = rule_of(keeping, periods)
    for category in rule.categories or (Category.BILLING,):
        found = kept(rule.retention, category, OF_CAUSES[keeping], TODAY, periods)
        assert found is not None
        assert found.why.text(Lang.SV) == rule.why.text(Lang.SV)


@pytest.mark.parametrize("periods", [Periods(), OTHER])
@pytest.mark.parametrize("keeping", [Keeping.CASE, Keeping.LOG])
def test_a_row_is_kept_as_long_as_the_rule_says(keeping: Keeping, periods: Periods) -> None:
    rule = rule_of(keeping, periods)
    found = kept_row(rule.retention, TODAY, TODAY, periods)
    assert found is not None
    assert rule.years is not None
    assert found.until == TODAY.replace(year=TODAY.year + rule.years)
    assert found.why.text(Lang.FI) == rule.why.text(Lang.FI)


def test_beyond_what_a_rule_names_nothing_is_kept_by_it() -> None:
    for keeping in (Keeping.OPEN_CLAIM, Keeping.CLAIMS):
        rule = rule_of(keeping, Periods())
        assert rule.categories is not None
        for category in set(Category) - rule.categories:
            assert kept(rule.retention, category, OF_CAUSES[keeping], TODAY) is None
