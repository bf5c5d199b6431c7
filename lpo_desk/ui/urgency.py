"""How near a due date is, told alike on the start page, in the queue and on the case: word, shape and colour."""

from lpo_desk.domain.case import CaseRow
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
