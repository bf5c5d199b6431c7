"""A restriction ticked beside another claim becomes one of its own."""

from dataclasses import replace

import pytest

from lpo_desk.domain.claims import RESTRICTS, Asked, RequestRight, with_restriction
from lpo_desk.domain.restriction import RestrictionGround


@pytest.mark.parametrize("right", RequestRight)
def test_only_a_demand_to_correct_and_an_objection_carry_the_tick(right: RequestRight) -> None:
    asked = Asked(right, "Sanat.")
    made = with_restriction([replace(asked, also_restrict=True)])
    assert made[0] == asked
    added = [each.restriction_ground for each in made[1:]]
    assert added == ([RESTRICTS[right]] if right in RESTRICTS else [])


def test_what_is_asked_by_itself_stands() -> None:
    correct = Asked(RequestRight.RECTIFICATION, also_restrict=True)
    restrict = Asked(RequestRight.RESTRICTION, restriction_ground=RestrictionGround.CLAIMS)
    assert with_restriction([correct, restrict]) == (replace(correct, also_restrict=False), restrict)


def test_without_a_tick_nothing_is_added_and_two_ticks_add_one() -> None:
    correct, object_ = Asked(RequestRight.RECTIFICATION), Asked(RequestRight.OBJECTION)
    assert with_restriction([correct, object_]) == (correct, object_)
    ticked = [replace(each, also_restrict=True) for each in (correct, object_)]
    *_, added = with_restriction(ticked)
    assert added == Asked(RequestRight.RESTRICTION, restriction_ground=RestrictionGround.ACCURACY)
    assert len(with_restriction(ticked)) == 3
