"""Three-way merge: nobody's typing is lost, and nothing is overwritten without being told."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.merging import differing, three_way


@dataclass(frozen=True)
class Form:
    a: str = ""
    b: str = ""
    c: int = 0
    d: int | None = None


values = st.sampled_from(["", "x", "y"])
numbers = st.integers(0, 2)
forms = st.builds(Form, values, values, numbers, st.none() | numbers)


@given(forms, forms, forms)
def test_every_field_of_the_merge_is_one_of_the_three_by_the_rule(
    base: Form, mine: Form, theirs: Form
) -> None:
    merge = three_way(base, mine, theirs)
    for name in Form.__dataclass_fields__:
        was, typed, saved = (getattr(form, name) for form in (base, mine, theirs))
        merged = getattr(merge.value, name)
        if typed == was:
            assert merged == saved, "an untouched field keeps what the others saved"
        elif saved in (was, typed):
            assert merged == typed, "a field only I touched gets my value"
        else:
            assert name in merge.conflicts
            assert merged == saved, "a conflict overwrites nothing"


@given(forms, forms)
def test_alone_everything_typed_is_saved(base: Form, mine: Form) -> None:
    merge = three_way(base, mine, base)
    assert merge.value == mine
    assert merge.changed == differing(base, mine)
    assert not merge.conflicts
    assert not merge.theirs


@given(forms, forms)
def test_saving_twice_the_same_changes_nothing(base: Form, mine: Form) -> None:
    again = three_way(base, mine, mine)
    assert again.value == mine
    assert not again.changed
    assert not again.conflicts


@given(forms, forms, forms)
def test_who_saves_first_does_not_matter_where_nothing_conflicts(base: Form, one: Form, other: Form) -> None:
    first = three_way(base, one, other)
    second = three_way(base, other, one)
    assert set(first.conflicts) == set(second.conflicts)
    if not first.conflicts:
        assert first.value == second.value


@given(forms, forms, forms)
def test_after_taking_their_values_as_the_new_base_mine_can_be_saved(
    base: Form, mine: Form, theirs: Form
) -> None:
    """What the conflict dialog does: the clerk decides field by field, with theirs as what was loaded."""
    conflicts = three_way(base, mine, theirs).conflicts
    insisted = replace(theirs, **{name: getattr(mine, name) for name in conflicts})
    assert not three_way(theirs, insisted, theirs).conflicts
    assert three_way(theirs, insisted, theirs).value == insisted


@given(forms, forms)
def test_an_undo_gives_back_what_was(base: Form, mine: Form) -> None:
    saved = three_way(base, mine, base).value
    assert three_way(saved, base, saved).value == base
