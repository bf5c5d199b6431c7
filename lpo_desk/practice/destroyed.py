"""Papers whose time was over: a list that was executed, one that waits for the officer, and a paper on hold."""

from datetime import timedelta
from functools import partial

from lpo_desk.domain.destroying import WAITING_DAYS, DestructionMethod, DestructionRow
from lpo_desk.practice.requests import OFFICER
from lpo_desk.practice.story import Story
from lpo_desk.services import destroying, holds

_LEAD = "leena"
_WITNESS = "maija"
_EXECUTED, _WAITING = 40, 4
"""Days ago that the lists were proposed."""
_PAPERS = 8


def tell(story: Story) -> None:
    lists: list[DestructionRow] = []
    first = story.office_day(story.now.date() - timedelta(days=_EXECUTED))
    approved = story.office_day(first + timedelta(days=1))
    gone = story.office_day(approved + timedelta(days=WAITING_DAYS + 1))
    story.at(first, 14, 0, partial(_propose, story, lists))
    story.at(approved, 9, 15, partial(_approve, story, lists))
    story.at(gone, 14, 30, partial(_execute, story, lists))
    again = story.office_day(story.now.date() - timedelta(days=_WAITING))
    story.at(again, 13, 20, partial(_hold, story))
    story.at(again, 13, 40, partial(_propose, story, lists))


def _propose(story: Story, lists: list[DestructionRow]) -> None:
    free = _free(story)[:_PAPERS]
    if free:
        with story.unit(_LEAD) as unit:
            lists.append(destroying.propose(unit, free))


def _approve(story: Story, lists: list[DestructionRow]) -> None:
    for row in lists:
        with story.unit(OFFICER) as unit:
            destroying.approve(unit, row.id)


def _execute(story: Story, lists: list[DestructionRow]) -> None:
    for row in lists:
        with story.unit(_LEAD) as unit:
            if any(item.why is None for item in destroying.record(unit, row.id).items):
                witness = story.actors[_WITNESS].account_id
                destroying.execute(unit, row.id, DestructionMethod.CONTRACTOR, witness)
            else:
                destroying.cancel(unit, row.id)  # a small register: all of them have asked something since


def _hold(story: Story) -> None:
    free = _free(story)
    if free:
        with story.unit(OFFICER) as unit:
            holds.hold(unit, free[0], "reklamaation käsittely on kesken")


def _free(story: Story) -> list[int]:
    """Papers of the lead's office that are due and may go."""
    with story.database.reading(story.actors[_LEAD]) as unit:
        found = destroying.due(unit, unit.actor.office_id or 0)
    return [each.paper.id for each in found if each.why_not is None]
