"""What becomes of a form when somebody else saved the same thing while it was being typed."""

from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Merge(Generic[T]):
    """A three-way comparison, field by field.

    value: theirs with my changes put in; where both changed the same field, theirs.
    changed: fields that saving `value` changes. theirs: fields the others changed meanwhile.
    conflicts: fields both changed, to different values.
    """

    value: T
    changed: tuple[str, ...]
    theirs: tuple[str, ...]
    conflicts: tuple[str, ...]


def three_way(base: T, mine: T, theirs: T) -> Merge[T]:
    """Merge what I made of `base` into `theirs`, which is what is saved now. All three are one frozen dataclass."""
    others = differing(base, theirs)
    changed: list[str] = []
    conflicts: list[str] = []
    for name in differing(base, mine):
        if getattr(mine, name) == getattr(theirs, name):
            continue
        (conflicts if name in others else changed).append(name)
    # The bound says nothing of dataclasses; `fields` in `differing` refuses anything else.
    value: T = replace(theirs, **{name: getattr(mine, name) for name in changed})  # type: ignore[type-var]
    return Merge(value, tuple(changed), others, tuple(conflicts))


def differing(one: Any, other: Any) -> tuple[str, ...]:  # noqa: ANN401 - any two values of one dataclass
    """Names of the fields in which two values of one dataclass differ, in their order."""
    return tuple(
        field.name for field in fields(one) if getattr(one, field.name) != getattr(other, field.name)
    )
