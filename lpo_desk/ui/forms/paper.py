"""The fields of the paper log's sheets: a new paper, and what happens to one."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.custody import CustodyKind
from lpo_desk.domain.paper import (
    CLASS_OF,
    MOST_PAGES,
    NOT_CHOSEN,
    PaperDetails,
    PaperKind,
    RetentionClass,
)
from lpo_desk.domain.paper_ties import PaperTie, TieKind
from lpo_desk.domain.sections import ValueRefused
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import Choices, TextEditor
from lpo_desk.ui.widgets.party_field import Find
from lpo_desk.ui.widgets.people_field import people
from lpo_desk.ui.widgets.place_field import NamedPlace, place
from lpo_desk.ui.widgets.section_form import Field

Today = Callable[[], date]
LOAN_DAYS = 14
_COUNTED_AT_ONCE = frozenset({RetentionClass.GENERAL, RetentionClass.VOUCHER})
"""Classes whose time begins with the paper; that of the others when a contract, a case or a right to act ends."""
_NOTES = 300


@dataclass(frozen=True)
class TypedPaper:
    """A new paper as it is typed."""

    people: tuple[int, ...] = ()
    kind: PaperKind | None = None
    title: str = ""
    pages: int | None = None
    dated_on: date | None = None
    place_id: int | None = None
    retained_from: date | None = None
    tie: PaperTie | None = None

    @classmethod
    def of(cls, details: PaperDetails) -> "TypedPaper":
        """What is written of a paper, to be changed."""
        return cls(
            details.people,
            details.kind,
            details.title,
            details.pages,
            details.dated_on,
            retained_from=details.retained_from,
            tie=details.tie,
        )

    def details(self, base: PaperDetails | None = None) -> PaperDetails:
        """base: what was written of the paper before. Its class follows the kind, unless no clerk chose it."""
        kind = self.kind or PaperKind.OTHER
        keeps = base is not None and (base.kind is kind or base.retention in NOT_CHOSEN)
        retention = base.retention if base is not None and keeps else CLASS_OF[kind]
        return PaperDetails(
            kind, self.title, self.dated_on, self.pages, self.people, retention, self.retained_from, self.tie
        )


@dataclass(frozen=True)
class TypedMove:
    """What happens to papers as it is typed; each kind asks only for its own (`move_fields`)."""

    holder: str = ""
    reason: str = ""
    due_on: date | None = None
    place_id: int | None = None
    office_id: int | None = None


AT_ITS_END = {
    TieKind.CASE: RetentionClass.CASE,
    TieKind.CONTRACT: RetentionClass.CONTRACT,
    TieKind.AUTHORITY: RetentionClass.AUTHORITY,
}
"""The class of papers whose time is counted from the end of what they belong to."""


def counted_from(kind: PaperKind | None, day: date) -> date | None:
    """The day that the time of a paper of the day is counted from, unless the clerk says another."""
    return day if kind is not None and CLASS_OF[kind] in _COUNTED_AT_ONCE else None


def paper_fields(
    find: Find,
    known: Mapping[int, str],
    ties: Choices,
    today: Today,
    places: Sequence[NamedPlace] | None = None,
    *,
    counted: bool = True,
) -> tuple[Field, ...]:
    """known: the names of the people that the paper begins with. ties: what it can belong to.

    places: where a new one can be put; None of one that is in the log, for its movements say where it is. counted: its
    time is counted from a day that the clerk says.
    """
    where = () if places is None else (Field("place_id", "card.paper_place", place(places)),)
    time = (Field("retained_from", "paper_sheet.retained_from", editors.day(today)),) if counted else ()
    return (
        Field("people", "paper_sheet.people", people(find, known), wide=True),
        Field("kind", "field.paper_kind", editors.choice(_kinds), required=True),
        Field("title", "field.paper_title", editors.text(200)),
        Field(
            "pages",
            "paper_sheet.pages",
            lambda _, parent: TextEditor(parent, limit=4, parse=_pages, empty=None),
        ),
        Field("dated_on", "field.paper_date", editors.day(today)),
        *where,
        *time,
        Field("tie", "paper_sheet.tie", editors.named(ties)),
    )


def move_fields(
    kind: CustodyKind, places: Sequence[NamedPlace], offices: Sequence[tuple[Hashable, str]], today: Today
) -> tuple[Field, ...]:
    """What must be known of each kind of event; none of those that need nothing."""
    why = Field("reason", "paper_move.reason", editors.text(_NOTES))
    must = Field("reason", "paper_move.reason", editors.text(_NOTES), required=True)
    where = Field("place_id", "card.paper_place", place(places), required=True)
    match kind:
        case CustodyKind.LENT:
            return (
                Field("holder", "paper_move.holder", editors.text(100), required=True),
                must,
                Field("due_on", "paper_move.due_on", editors.day(today)),
            )
        case CustodyKind.SENT:
            return (
                Field("office_id", "paper_move.office", editors.named(lambda: offices), required=True),
                why,
            )
        case CustodyKind.PLACED:
            return (where, why)
        case CustodyKind.FOUND:
            return (where, why)
        case CustodyKind.MISSING:
            return (must,)
        case CustodyKind.ANNOTATED:
            return (Field("reason", "paper_move.annotation", editors.text(_NOTES), required=True),)
        case _:
            return ()


def _kinds() -> Sequence[tuple[Hashable, str]]:
    return [(None, "paper_sheet.choose_kind"), *((kind, kind.term) for kind in PaperKind)]


def _pages(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise ValueRefused("paper.pages_odd", most=MOST_PAGES)
    return int(text)
