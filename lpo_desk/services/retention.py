"""The rules of keeping with the data they are about, as the columns declare them (architecture.md rule 6)."""

from dataclasses import dataclass

from lpo_desk.db import declared
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.retention import RetentionRule
from lpo_desk.domain.retention import rules as all_rules


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule and the groups of data that are kept by it, in the order of the notice."""

    rule: RetentionRule
    categories: tuple[Category, ...]


@requires(Right.DECIDE_REQUEST)
def rules(unit: Unit) -> tuple[RuleLine, ...]:
    """What the officer answers for: the very periods that an erasure plan goes by."""
    kept = declared.kept_by()
    return tuple(
        RuleLine(
            rule,
            tuple(
                category
                for category in Category
                if category in kept[rule.retention]
                and (rule.categories is None or category in rule.categories)
            ),
        )
        for rule in all_rules()
    )
