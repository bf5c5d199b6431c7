"""Payment references by their check digits, and stages of collection by their order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lpo_desk.domain.collecting import (
    CollectionLine,
    Reference,
    Stage,
    StageLine,
    check_reference,
    check_stage,
    state_now,
)
from lpo_desk.domain.party import CollectionState, Source, Sourced
from lpo_desk.domain.sections import FieldsRefused

TODAY = date(2026, 11, 23)
CAME = Sourced(Source.OWN_SYSTEMS, TODAY)
REMINDER = Stage(CollectionState.REMINDER, date(2026, 10, 1), date(2026, 10, 15), 12990)


def case(*states: CollectionState, ended_on: date | None = None) -> CollectionLine:
    stages = tuple(StageLine(n, Stage(state, TODAY), CAME) for n, state in enumerate(states))
    return CollectionLine(1, stages, ended_on=ended_on)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1232", "1232"),
        ("61 74354", "6174354"),
        ("2340 96783", "234096783"),
        ("RF33 2348 236", "RF332348236"),
        ("rf11 1232", "RF111232"),
        ("RF35 123A BCZ", "RF35123ABCZ"),
    ],
)
def test_references_of_the_page_of_law_are_taken(typed: str, stored: str) -> None:
    assert check_reference(Reference(typed, " kuitu ")) == Reference(stored, "kuitu")


@pytest.mark.parametrize("typed", ["", "1233", "RF34 2348 236", "12 a 3", "123", "1" * 21])
def test_faulty_references_are_refused_at_their_field(typed: str) -> None:
    with pytest.raises(FieldsRefused) as caught:
        check_reference(Reference(typed))
    assert [name for name, _ in caught.value.errors] == ["number"]


def test_a_case_is_where_its_last_event_says() -> None:
    going = case(CollectionState.REMINDER, CollectionState.DEMAND)
    over = case(CollectionState.COURT, CollectionState.NONE, ended_on=TODAY)
    assert (going.state, going.running) == (CollectionState.DEMAND, True)
    assert not over.running
    assert not case().running
    assert state_now(()) is CollectionState.NONE
    assert state_now((over, going)) is CollectionState.DEMAND
    assert state_now((going, over)) is CollectionState.DEMAND, "one that is closed hides none that runs"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": None}, "on"),
        ({"on": TODAY + timedelta(days=1), "due_on": None}, "on"),
        ({"on": date(2026, 9, 30)}, "on"),
        ({"due_on": date(2026, 10, 31)}, "due_on"),
        ({"amount": 100_000_001}, "amount"),
        ({"amount": -1}, "amount"),
    ],
)
def test_what_is_wrong_with_a_stage_is_said_of_its_field(changes: dict[str, object], field: str) -> None:
    good = Stage(CollectionState.DEMAND, date(2026, 11, 1), date(2026, 11, 15), 13990)
    assert check_stage(good, REMINDER, TODAY) == good
    with pytest.raises(FieldsRefused) as caught:
        check_stage(replace(good, **changes), REMINDER, TODAY)  # type: ignore[arg-type]  # any field
    assert [name for name, _ in caught.value.errors] == [field]


def test_nothing_is_closed_before_it_was_opened() -> None:
    closing = Stage(CollectionState.NONE, TODAY, due_on=TODAY, amount=0, note="maksettu")
    with pytest.raises(FieldsRefused):
        check_stage(closing, None, TODAY)
    assert check_stage(closing, REMINDER, TODAY).due_on is None
    undated = Stage(CollectionState.COLLECTION, None)
    assert check_stage(closing, undated, TODAY).on == TODAY, "the old register's day is unknown"
