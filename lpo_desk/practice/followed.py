"""What decisions order of papers, done before the answer leaves."""

from lpo_desk.domain.custody import MAY_FOLLOW, CustodyKind
from lpo_desk.domain.paper_tasks import PaperTaskState
from lpo_desk.practice.story import Story
from lpo_desk.services import paper_tasks


def settle_papers(story: Story, clerk: str, case_id: int, why_not: str) -> None:
    """Each paper of the case is annotated or marked for destruction; of one that nobody can lay hands on, why not."""
    with story.unit(clerk) as unit:
        for line in paper_tasks.open_for(unit, case_id):
            within_reach = line.where in MAY_FOLLOW[CustodyKind.ANNOTATED]
            state = PaperTaskState.DONE if within_reach else PaperTaskState.KEPT
            paper_tasks.settle(unit, line.id, state, "" if within_reach else why_not)
