"""What is drawn from the register, and which address holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.dates import holds
from lpo_desk.domain.derived import Grounds, derive, years_between
from lpo_desk.domain.entries import AddressEntry, AddressState
from lpo_desk.domain.party import Flag, InteractionKind
from lpo_desk.domain.printed import Money
from lpo_desk.terms import Lang, Term

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2000, 1, 1), date(2050, 1, 1))


@pytest.mark.parametrize(
    ("born", "years", "key"),
    [
        (date(1952, 10, 13), 74, "derived.years"),
        (date(2008, 11, 24), 18, "derived.years"),
        (date(2008, 11, 25), 17, "derived.years_minor"),
    ],
)
def test_an_age_comes_from_the_day_of_birth(born: date, years: int, key: str) -> None:
    (age,) = derive(Grounds(born=born), TODAY)
    assert age.value == Term(key, {"count": years})
    assert age.basis.values == {"born": born}


def test_the_dead_do_not_grow_older() -> None:
    (age,) = derive(Grounds(born=date(1950, 1, 2), died=date(2020, 1, 1)), TODAY)
    assert (age.label, age.value) == ("derived.age_at_death", Term("derived.years", {"count": 69}))


def test_everything_is_told_with_its_basis_in_every_language() -> None:
    grounds = Grounds(
        born=date(1952, 10, 13),
        since=(date(2010, 3, 1), date(2004, 5, 1)),
        fees=(3990, None, 1000),
        last_contact=(TODAY, InteractionKind.COMPLAINT),
        flags=((Flag.WARNINGS, Term("derived.warnings", {"count": 2})),),
    )
    drawn = {each.label: each for each in derive(grounds, TODAY)}
    assert drawn["derived.customer_for"].value == Term("derived.years", {"count": 22})
    assert drawn["derived.services"].value == 3
    assert drawn["derived.fees"].value == Money(4990)
    assert drawn["derived.fees"].basis.values == {"count": 2, "unknown": 1}
    for lang in Lang:
        assert all(each.basis.text(lang) for each in drawn.values())


def test_nothing_known_gives_nothing() -> None:
    assert derive(Grounds(), TODAY) == ()


@given(DAYS, DAYS)
def test_whole_years_never_pass_the_day(first: date, last: date) -> None:
    if first <= last and (first.month, first.day) != (2, 29):
        years = years_between(first, last)
        assert first.replace(year=first.year + years) <= last < first.replace(year=first.year + years + 1)


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_an_address_is_present_from_its_first_to_its_last_day(
    begins: date | None, ends: date | None, today: date
) -> None:
    state = AddressState.of(AddressEntry(valid_from=begins, valid_to=ends), today)
    assert (state is AddressState.PRESENT) == holds(begins, ends, today)
    if begins is not None and (ends is None or ends >= begins):
        assert AddressState.of(AddressEntry(valid_from=begins, valid_to=ends), begins) is AddressState.PRESENT
        before = begins - timedelta(days=1)
        assert (
            AddressState.of(AddressEntry(valid_from=begins, valid_to=ends), before) is AddressState.UPCOMING
        )
