"""What the list of scans shows."""

from lpo_desk.domain.scans import ScanRow, ScanState
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column, Mark, Status
from lpo_desk.ui.palette import Tone

SPARE = ("scan_page.pages", "scan_page.media")
"""What a narrow list does without."""
_MARKS = {
    ScanState.INBOX: (Mark.RING, Tone.ACCENT),
    ScanState.FILED: (Mark.CHECK, Tone.OK),
    ScanState.FAILED: (Mark.TRIANGLE, Tone.ERROR),
    ScanState.DISCARDED: (Mark.NONE, Tone.MUTED),
}


def columns(language: Language) -> tuple[Column[ScanRow], ...]:
    def state(row: ScanRow) -> Status:
        mark, tone = _MARKS[row.state]
        return Status(row.state.term, mark, tone)

    def sentence(row: ScanRow) -> str:
        return language.text(row.failure) if row.failure else language.text(row.state.term)

    def number(row: ScanRow) -> str:
        """Where it lies, or what its code says; a scan of the same bytes is told."""
        told = row.home or row.code
        return language.text("scan_page.again", number=told).strip() if row.first is not None else told

    return (
        Column("scan_page.arrived", lambda row: row.arrived_at, width=148),
        Column("scan_page.state", lambda row: row.state.value, width=132, status=state, hint=sentence),
        Column("scan_page.number", number, width=60, stretch=True),
        Column("scan_page.pages", lambda row: row.pages, align=Align.RIGHT, width=60),
        Column("scan_page.media", lambda row: row.media, width=96),
    )
