"""The two lists of the duplicates' page: pairs that may be one, and merges that can be undone."""

from lpo_desk.domain.duplicates import Pair
from lpo_desk.domain.merge import MergeLine
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column
from lpo_desk.ui.pages.duplicates_side import named


def pair_columns(language: Language) -> tuple[Column[Pair], ...]:
    """The pairs by name: numbers and towns stand beside the list, and in the hint."""

    def first(pair: Pair) -> str:
        return named(pair.first, language)

    def second(pair: Pair) -> str:
        return named(pair.second, language)

    def reasons(pair: Pair) -> str:
        return ", ".join(language.text(reason.term) for reason in pair.reasons)

    return (
        Column("duplicates.first", lambda p: p.first.name or first(p), width=150, stretch=True, hint=first),
        Column("duplicates.second", lambda p: p.second.name or second(p), width=160, hint=second),
        Column("duplicates.reasons", reasons, width=190, hint=reasons),
        Column("duplicates.score", lambda p: p.score, Align.RIGHT, width=50),
    )


def merge_columns(language: Language) -> tuple[Column[MergeLine], ...]:
    return (
        Column("duplicates.survivor", lambda m: named(m.survivor, language), width=220, stretch=True),
        Column("field.merged_at", lambda m: m.at, width=130),
        Column("duplicates.who", lambda m: m.who, width=120),
    )
