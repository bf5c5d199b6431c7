"""A restriction whose end was told beforehand, for the practice database."""

from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.lifting import proposed_day
from lpo_desk.practice.story import Story
from lpo_desk.services import restrictions


def announce(story: Story, officer: str, case_id: int, ticket: Ticket | None) -> None:
    """The person is told when the restriction ends; by now that day has come, and the officer is reminded."""
    assert ticket is not None  # noqa: S101 - somebody known asks for it
    with story.unit(officer) as unit:
        (held,) = restrictions.of_case(unit, case_id)
        restrictions.tell(unit, ticket, held.id, unit.today, proposed_day(unit.today))
