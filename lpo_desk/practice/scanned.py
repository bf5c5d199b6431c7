"""The inbox of scans: papers of cases that came back signed are filed, one waits, one broke off on its way, and a
request has come by post that nobody has registered yet."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from lpo_desk.domain.case import CaseRow, DocumentKind, ReplyForm
from lpo_desk.domain.forms import Claims, FormContent, Person
from lpo_desk.domain.scans import Reading, ScanFailure, ScanFile, ScanMedia
from lpo_desk.practice.askers import Asker
from lpo_desk.practice.requests import OFFICER
from lpo_desk.practice.story import PrintForm, Story
from lpo_desk.services import accounts, cases, scans, search
from lpo_desk.terms import Lang

_CLERK = "maija"
_FILED = 2
_FORM_PAGES = 2
_OFFICE = "L-"


def tell(story: Story, askers: Sequence[Asker], print_form: PrintForm) -> None:
    """This morning's files in the folder of Maija's office: replies that the officer printed, as they came back, and the
    forms of these people, who filled them in at home: without a number, so without a code."""
    story.at(story.today, 8, 5, partial(_come, story))
    for asker in askers:
        story.at(story.today, 8, 6, partial(_ask, story, asker, print_form))


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


def _ask(story: Story, asker: Asker, print_form: PrintForm) -> None:
    with story.database.reading(story.actors[_CLERK]) as unit:
        name, offices = search.find(unit, asker.number).rows[0].name, accounts.offices(unit)
    lang = asker.language or Lang.FI
    content = FormContent(
        offices,
        story.today - timedelta(days=2),
        person=Person(name, customer_number=asker.number, address=(asker.street,)),
        claims=Claims(access=True),
        reply_form=ReplyForm.PAPER_POST,
        reply_lang=lang,
    )
    _take(story, print_form(content, lang), Reading(ScanMedia.PDF, _FORM_PAGES))


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
