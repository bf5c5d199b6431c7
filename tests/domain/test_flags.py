"""A customer's flags follow from their causes and from nothing else."""

from datetime import date, timedelta

import pytest

from lpo_desk.domain.authority import AuthorityKind
from lpo_desk.domain.derived import years_between
from lpo_desk.domain.flags import Causes, flags_of, is_minor, is_protected
from lpo_desk.domain.party import (
    CollectionState,
    CustomerType,
    DirectoryState,
    Flag,
    PartyKind,
    RelationKind,
)
from lpo_desk.domain.relations import Relation, RelationState, Side, state_of

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


@pytest.mark.parametrize("year", range(2024, 2030))
def test_a_minor_is_a_child_of_his_custodians_to_the_same_day(year: int) -> None:
    """The flag, the age that the card derives and the custodians' right change together, on a leap day too."""
    born, today = date(2008, 2, 29), date(year, 2, 26)
    child = Side(PartyKind.PERSON, (CustomerType.PRIVATE,), born)
    custody = Relation(RelationKind.CUSTODIAN, seen_on=today, authority=AuthorityKind.CUSTODY_EXTRACT)
    for day in (today + timedelta(days=n) for n in range(5)):
        minor = is_minor(born, day)
        assert minor == (years_between(born, day) < 18), day
        assert minor == (state_of(custody, child, day) is RelationState.IN_FORCE), day
