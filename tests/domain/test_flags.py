"""A customer's flags follow from their causes and from nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.flags import Causes, flags_of, is_minor, is_protected, marketing_state
from lpo_desk.domain.party import CollectionState, DirectoryState, Flag, PermissionState

TODAY = date(2026, 11, 23)
ASKED, GIVEN, REFUSED, BANNED, WITHDRAWN = (
    PermissionState.NOT_ASKED,
    PermissionState.GIVEN,
    PermissionState.REFUSED,
    PermissionState.BANNED,
    PermissionState.WITHDRAWN,
)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], ASKED),
        ([GIVEN], GIVEN),
        ([GIVEN, WITHDRAWN], WITHDRAWN),
        ([REFUSED, GIVEN], GIVEN),
        ([GIVEN, BANNED], BANNED),
        ([BANNED, REFUSED], BANNED),
        ([BANNED, WITHDRAWN], BANNED),
        ([BANNED, ASKED], BANNED),
        ([BANNED, GIVEN], GIVEN),
        ([BANNED, GIVEN, BANNED, REFUSED], BANNED),
    ],
)
def test_the_latest_permission_holds_and_a_ban_outlives_all_but_a_permission(
    events: list[PermissionState], state: PermissionState
) -> None:
    assert marketing_state(events) is state


@given(st.lists(st.sampled_from(PermissionState)), st.lists(st.sampled_from([REFUSED, WITHDRAWN, ASKED])))
def test_a_ban_never_ends_by_itself(before: list[PermissionState], after: list[PermissionState]) -> None:
    assert marketing_state([*before, BANNED, *after]) is BANNED


def test_nobody_markets_to_the_dead() -> None:
    assert marketing_state([GIVEN], deceased=True) is BANNED
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
        (Causes(marketing=BANNED), {Flag.MARKETING_BAN}),
        (Causes(restricted=True), {Flag.RESTRICTED}),
        (Causes(minor=True), {Flag.MINOR}),
        (Causes(minor=True, date_of_death=TODAY), {Flag.DECEASED, Flag.MARKETING_BAN}),
        (Causes(marketing=REFUSED), set()),
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
