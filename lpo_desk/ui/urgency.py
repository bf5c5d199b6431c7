"""How near a due date is, and who is late, told alike on start page, queue and case: word, shape and colour."""

from lpo_desk.domain.case import CaseRow, GatherLine
from lpo_desk.domain.deadlines import Urgency
from lpo_desk.ui.models.columns import Mark, Status
from lpo_desk.ui.palette import Tone

_LOOKS = {
    Urgency.OVERDUE: (Mark.DISC, Tone.ERROR),
    Urgency.SOON: (Mark.DISC, Tone.ERROR),
    Urgency.NEAR: (Mark.TRIANGLE, Tone.WARNING),
    Urgency.LATER: (Mark.RING, Tone.MUTED),
    Urgency.CLOSED: (Mark.CHECK, Tone.OK),
}


def due_status(row: CaseRow) -> Status:
    """The due date with its word, shape and colour. While the clock stands, that is what there is to say."""
    if row.due.suspended:
        return Status("queue.due_suspended", Mark.SQUARE, Tone.MUTED)
    mark, tone = _LOOKS[row.urgency]
    days = row.due.working_days_left
    key = "soon" if days > 1 else "one_day" if days else "today"
    word = f"queue.due_{key if row.urgency is Urgency.SOON else row.urgency.value}"
    values = (("date", row.due.stopped or row.due.deadline.legal), ("days", days))
    return Status(word, mark, tone, values)


def case_status(row: CaseRow) -> Status:
    """The state or the outcome of a case; that places are late with what they hold, or that a restriction is to
    be lifted, is said instead."""
    if row.late_places:
        return Status("queue.places_late", Mark.TRIANGLE, Tone.WARNING, (("count", row.late_places),))
    if row.lifting_on is not None:
        return Status("queue.lifting", Mark.TRIANGLE, Tone.WARNING, (("date", row.lifting_on),))
    return Status((row.resolution or row.status).term, Mark.NONE, Tone.MUTED)


def place_status(line: GatherLine) -> Status:
    """A place that should have answered by now."""
    return Status("case_page.place_late", Mark.TRIANGLE, Tone.WARNING, (("days", line.waited),))
