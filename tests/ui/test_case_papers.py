"""The papers that a case orders something of: annotated, marked for destruction or left as they are, by the keys."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.case import CaseStatus
from lpo_desk.domain.custody import CustodyKind
from lpo_desk.domain.paper_tasks import PaperTaskState
from lpo_desk.services import paper_stories, papers
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case_reason import ReasonDialog
from lpo_desk.ui.replies import issue_whole_reply
from tests.fixtures_db import Desk
from tests.services.test_papers import binder, paper
from tests.ui.case_hands import back, case_of, dialog, open_case
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.test_case_after import corrected, erased, opened, walk


@pytest.fixture
def party(local_desk: Desk) -> int:
    """Somebody with two papers in a binder."""
    party = add_people(local_desk)["maija"]
    place = binder(local_desk, "A", "kaappi 1", "mappi 1")
    paper(local_desk, place, people=(party,))
    paper(local_desk, place, people=(party,), title="Valtakirja 2014")
    return party


@pytest.fixture
def officer(qtbot: QtBot, local_desk: Desk, party: int, each_language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", each_language) as made:
        yield made


def test_papers_are_settled_by_the_keys_before_the_answer_is_handed_over(
    officer: CounterWindow, local_desk: Desk, party: int
) -> None:
    robot, words = officer.robot, officer.language
    case_id = corrected(local_desk, party)
    issue_whole_reply(local_desk.database, local_desk["jani"], case_id, opened(local_desk, party, "jani"))
    page = open_case(officer, case_id)
    block = page.papers
    assert block.isVisibleTo(page)
    walk(officer)
    first, second = (line.id for line in case_of(local_desk, case_id).paper_tasks)
    assert block.chosen is not None
    assert block.chosen.id == first
    block.list.table.setFocus()
    robot.press("Return")
    robot.wait_for(lambda: page.bar.sentence == words.text("case_papers.was_annotate"))
    robot.wait_for(lambda: block.chosen is not None and block.chosen.id == second)
    assert block.done.isEnabled()
    block.keep.setFocus()
    robot.press("Space")
    sheet = dialog(officer, ReasonDialog)
    robot.press("Ctrl+Return")
    assert sheet.form.row("words").problem.text()
    robot.type("Valtakirjassa ei ole osoitetta.")
    robot.press("Ctrl+Return")
    back(officer)
    robot.wait_for(lambda: page.bar.sentence == words.text("case_papers.was_kept"))
    assert [line.state for line in case_of(local_desk, case_id).paper_tasks] == [
        PaperTaskState.DONE,
        PaperTaskState.KEPT,
    ]
    assert not block.done.isVisibleTo(page), "nothing is left to be done"
    with local_desk.database.reading(local_desk["jani"]) as unit:
        row = papers.by_number(unit, "L-00001")
        assert paper_stories.story_of(unit, row.id)[-1].kind is CustodyKind.ANNOTATED
    walk(officer)


def test_an_open_paper_keeps_the_answer_and_says_so(
    officer: CounterWindow, local_desk: Desk, party: int
) -> None:
    robot = officer.robot
    case_id = corrected(local_desk, party)
    issue_whole_reply(local_desk.database, local_desk["jani"], case_id, opened(local_desk, party, "jani"))
    page = open_case(officer, case_id)
    page.act()
    robot.wait_for(lambda: bool(page.bar.sentence))
    said = {officer.language.text(key) for key in ("request.papers_left", "request.identity_at_handover")}
    assert page.bar.sentence in said
    assert case_of(local_desk, case_id).row.status is CaseStatus.REPLY


def test_papers_of_somebody_erased_are_marked_for_destruction(
    officer: CounterWindow, local_desk: Desk, party: int
) -> None:
    robot, words = officer.robot, officer.language
    page = open_case(officer, erased(local_desk, party))
    block = page.papers
    assert block.done.text().replace("&", "") == words.text("case_papers.done_destroy")
    block.list.table.setFocus()
    robot.press("Return")
    robot.wait_for(lambda: page.bar.sentence == words.text("case_papers.was_destroy"))
    walk(officer)
