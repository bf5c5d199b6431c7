"""How a paper stands in the log's list: where it is, how it is with it, until when it is kept."""

from collections.abc import Callable
from datetime import date

from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperRow
from lpo_desk.domain.paper_story import StoryKind, StoryLine
from lpo_desk.domain.paper_ties import TieLine
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_history import changed
from lpo_desk.ui.palette import Tone

SPARE = ("papers_page.date", "papers_page.kept")
"""The columns that a narrow window goes without."""
OfficeName = Callable[[int | None], str]

_LOOKS = {
    PaperState.UNPLACED: (Mark.RING, Tone.WARNING),
    PaperState.IN_PLACE: (Mark.SQUARE, Tone.OK),
    PaperState.OUT: (Mark.ARROW, Tone.ACCENT),
    PaperState.IN_TRANSIT: (Mark.TRIANGLE, Tone.WARNING),
    PaperState.MISSING: (Mark.DISC, Tone.ERROR),
    PaperState.LISTED: (Mark.RING, Tone.MUTED),
    PaperState.DESTROYED: (Mark.CHECK, Tone.MUTED),
}


def paper_status(row: PaperRow, today: date) -> Status:
    custody = row.custody
    if custody.overdue(today):
        return Status("papers_page.late", Mark.DISC, Tone.ERROR, (("due", custody.due_on),))
    if custody.state is PaperState.OUT and custody.due_on is not None:
        return Status("papers_page.out_until", Mark.ARROW, Tone.ACCENT, (("due", custody.due_on),))
    if custody.misplaced:
        return Status("finding_outcome.misplaced", Mark.TRIANGLE, Tone.WARNING)
    return Status(custody.state.term, *_LOOKS[custody.state])


def where(row: PaperRow, language: Language, office: OfficeName) -> str:
    """Its office and its place there; who has it while somebody does; where it is going."""
    custody, at = row.custody, office(row.custody.office_id)
    match custody.state:
        case PaperState.OUT:
            return language.text("papers_page.with", office=at, holder=custody.holder)
        case PaperState.IN_TRANSIT:
            return language.text("papers_page.to_office", office=at)
        case PaperState.IN_PLACE | PaperState.LISTED:
            return "/".join(filter(None, (at, row.path)))
        case PaperState.MISSING | PaperState.DESTROYED:
            return ""
        case _:
            return at


def kept_until(row: PaperRow, language: Language) -> object:
    """Its last day; that of a paper which is held has not come, whatever it is."""
    if row.held:
        return f"▲ {language.text('papers_page.held')}"
    return row.kept.until or language.text("papers_page.until_further_notice")


def who(row: PaperRow, language: Language) -> str:
    """The first of those it concerns, and how many others there are."""
    if row.people > 1:
        return language.text("papers_page.and_others", person=row.person, count=row.people - 1)
    return row.person


def tie_name(line: TieLine, language: Language) -> str:
    """The case, the contract or the right to act, by its number or its kind."""
    return language.text(f"paper_tie.{line.tie.kind.value}", name=language.show(line.name))


def titled(row: PaperRow, language: Language) -> str:
    return row.title or language.show(row.kind)


def columns(
    language: Language, office: OfficeName, today: Callable[[], date]
) -> tuple[Column[PaperRow], ...]:
    def day(row: PaperRow) -> object:
        return row.dated_on or (str(row.year) if row.year else "")

    def place(row: PaperRow) -> str:
        return where(row, language, office)

    def title(row: PaperRow) -> str:
        return titled(row, language)

    def person(row: PaperRow) -> str:
        return who(row, language)

    return (
        Column("papers_page.number", lambda row: row.number, width=95),
        Column("papers_page.date", day, width=100),
        Column("papers_page.person", person, width=150, hint=person),
        Column("papers_page.title_column", title, width=160, stretch=True, hint=title),
        Column(
            "papers_page.state",
            lambda row: row.custody.state,
            width=212,
            status=lambda row: paper_status(row, today()),
        ),
        Column("card.paper_place", place, width=215, hint=place),
        Column("papers_page.kept", lambda row: kept_until(row, language), width=115),
    )


def told(line: StoryLine, language: Language) -> str:
    """One line of a paper's story, as a sentence of its parts."""
    words = language.text
    if line.kind is StoryKind.PLACE_MOVED:
        return f"{language.show(line.kind)} · {line.was} → {line.where}"
    office = line.office[1 if language.lang.value == "sv" else 0]
    parts = (
        language.show(line.kind),
        line.where,
        line.holder,
        office if not line.where and not line.holder else "",
        words("papers_page.due", due=line.due_on) if line.due_on else "",
        line.reason,
        *(changed(change, language) for change in line.changes),
    )
    return " · ".join(filter(None, parts))


def story_columns(language: Language) -> tuple[Column[tuple[int, StoryLine]], ...]:
    """Over the lines with their numbers, which are their keys."""

    def what(row: tuple[int, StoryLine]) -> str:
        return told(row[1], language)

    return (
        Column("papers_page.when", lambda row: row[1].at, width=150),
        Column("papers_page.what", what, width=400, stretch=True, hint=what),
        Column("papers_page.by", lambda row: row[1].who, width=170),
    )
