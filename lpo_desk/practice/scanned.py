"""The inbox of scans: papers of cases that came back signed are filed, one waits, one broke off on its way."""

from functools import partial

from lpo_desk.domain.case import CaseRow, DocumentKind
from lpo_desk.domain.scans import Reading, ScanFailure, ScanFile, ScanMedia
from lpo_desk.practice.requests import OFFICER
from lpo_desk.practice.story import Story
from lpo_desk.services import cases, scans

_CLERK = "maija"
_FILED = 2
_OFFICE = "L-"


def tell(story: Story) -> None:
    """This morning's files in the folder of Maija's office: replies that the officer printed, as they came back."""
    story.at(story.today, 8, 5, partial(_come, story))


def _come(story: Story) -> None:
    with story.database.reading(story.actors[OFFICER]) as unit:
        rows = [row for row in cases.queue(unit, open_only=False) if row.number.startswith(_OFFICE)]
    found = [(row.number, paper) for row in rows if (paper := _printed(story, row))]
    for number, paper in found[:_FILED]:
        _take(story, paper, Reading(ScanMedia.PDF, 1, (number,)))
    for _, paper in found[_FILED : _FILED + 1]:
        _take(story, paper, Reading(ScanMedia.PDF, 1))
        broken = Reading(ScanMedia.PDF, failure=ScanFailure.UNREADABLE)
        _take(story, paper[: len(paper) // 2], broken)


def _printed(story: Story, row: CaseRow) -> bytes:
    """The reply of a case, b"" where there is none."""
    with story.unit(OFFICER) as unit:
        for line in cases.read(unit, row.case_id).documents:
            if line.kind is DocumentKind.REPLY:
                return cases.document(unit, line.id)
    return b""


def _take(story: Story, content: bytes, reading: Reading) -> None:
    with story.unit(_CLERK) as unit:
        scans.take_in(unit, unit.actor.office_id or 0, ScanFile.of(content), reading)
