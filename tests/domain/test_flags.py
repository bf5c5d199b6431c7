"""A customer's flags follow from their causes and from nothing else."""

from datetime import date, timedelta

import pytest

from lpo_desk.domain.flags import Causes, flags_of, is_minor, is_protected
from lpo_desk.domain.party import CollectionState, DirectoryState, Flag

TODAY = date(2026, 11, 23)


def test_nobody_markets_to_the_dead() -> None:
    assert flags_of(Causes(date_of_death=TODAY)) == {Flag.DECEASED, Flag.MARKETING_BAN}


@pytest.mark.parametrize(
    ("until", "ended_on", "protected"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TODAY - timedelta(1), None, False),
        (TODAY + timedelta(1), None, True),
        (None, TODAY, False),
        (None, TODAY + timedelta(1), True),
        (TODAY + timedelta(400), TODAY - timedelta(1), False),
    ],
)
def test_protection_holds_through_its_last_day(
    until: date | None, ended_on: date | None, protected: bool
) -> None:
    assert is_protected(until, ended_on, TODAY) is protected


@pytest.mark.parametrize(
    ("causes", "flags"),
    [
        (Causes(), set()),
        (Causes(protected=True), {Flag.PROTECTED}),
        (Causes(restricted=True), {Flag.RESTRICTED}),
        (Causes(minor=True), {Flag.MINOR}),
        (Causes(minor=True, date_of_death=TODAY), {Flag.DECEASED, Flag.MARKETING_BAN}),
        (Causes(marketing_ban=True), {Flag.MARKETING_BAN}),
        (Causes(directory=DirectoryState.BANNED), {Flag.DIRECTORY_BAN}),
        (Causes(directory=DirectoryState.SECRET), {Flag.DIRECTORY_BAN}),
        (Causes(directory=DirectoryState.NO_ADDRESS), set()),
        (Causes(collection=CollectionState.REMINDER), {Flag.COLLECTION}),
        (Causes(open_cases=2), {Flag.OPEN_REQUEST}),
        (Causes(warnings=1), {Flag.WARNINGS}),
    ],
)
def test_each_flag_has_its_cause(causes: Causes, flags: set[Flag]) -> None:
    assert flags_of(causes) == flags


@pytest.mark.parametrize(
    ("born", "today", "minor"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), True),
        (date(2008, 11, 23), date(2026, 11, 23), False),
        (date(2008, 2, 29), date(2026, 2, 27), True),
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2004, 2, 29), date(2022, 2, 28), False),
        (None, TODAY, False),
    ],
)
def test_a_minor_comes_of_age_on_the_birthday(born: date | None, today: date, minor: bool) -> None:
    assert is_minor(born, today) is minor
