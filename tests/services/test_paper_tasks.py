"""The paper follows the decision: looked through, annotated, marked for destruction, or left as it is with a reason."""

from pathlib import Path

import pytest

from lpo_desk.domain.case import CaseFile, CaseStatus, DocumentKind, GatherPlace
from lpo_desk.domain.claims import Asked, AskedItem, ErasureGround, RequestRight
from lpo_desk.domain.custody import CustodyKind, CustodyRefused
from lpo_desk.domain.paper import PaperFilter, PaperKind, PaperRow, RetentionClass
from lpo_desk.domain.paper_tasks import PaperTaskKind, PaperTaskRefused, PaperTaskState, TaskLine
from lpo_desk.services import cases, deciding, erasing, paper_stories, paper_tasks, papers
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang
from tests.db.people import Someone
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    FULFILLED,
    MATTI,
    answer_place,
    archive_reply,
    bring,
    customer,
    do,
    hand_over,
    opened,
    register,
)
from tests.services.test_papers import act, binder, paper

OTHER = Someone("Lindholm", "Eva", "10777")
CORRECTION = Asked(
    RequestRight.RECTIFICATION,
    items=(AskedItem("contact.street", "Katuosoite", "Mannerheiminkatu 4", "Linnunrata 12 A 3", "Muutin."),),
)


@pytest.fixture
def party(desk: Desk) -> int:
    return customer(desk, MATTI)


@pytest.fixture
def mine(desk: Desk, party: int) -> tuple[PaperRow, PaperRow]:
    """Two papers of the person; there is one of another, one that concerns nobody, and the form of a request."""
    place = binder(desk, "A", "mappi 1")
    paper(desk, place, people=(customer(desk, OTHER),))
    paper(desk, place)
    paper(desk, place, people=(party,), kind=PaperKind.ACCESS_REQUEST, retention=RetentionClass.CASE)
    return paper(desk, place, people=(party,)), paper(desk, place, people=(party,), title="Valtakirja")


def tasks(desk: Desk, case_id: int) -> tuple[TaskLine, ...]:
    with desk.database.reading(desk["jani"]) as unit:
        file: CaseFile = cases.read(unit, case_id)
        assert file.paper_tasks == paper_tasks.of_case(unit, case_id)
        return file.paper_tasks


def corrected(desk: Desk, party: int) -> int:
    case = register(desk, party, claims=(CORRECTION,)).case_id
    bring(desk, case, CaseStatus.DECIDE)
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    archive_reply(desk, case)
    do(desk, cases.archive, case, DocumentKind.REPLY, Lang.FI, b"%PDF-reply")
    return case


def test_an_access_request_lists_the_papers_and_the_answer_of_the_place_settles_them(
    desk: Desk, party: int, mine: tuple[PaperRow, PaperRow]
) -> None:
    case = register(desk, party).case_id
    bring(desk, case, CaseStatus.GATHER)
    assert [(line.number, line.kind, line.open) for line in tasks(desk, case)] == [
        (row.number, PaperTaskKind.LOOK, True) for row in mine
    ]
    do(desk, answer_place, case, GatherPlace.PAPER_PORVOO, 0)
    assert all(line.open for line in tasks(desk, case)), "they are papers of Loviisa"
    do(desk, answer_place, case, GatherPlace.PAPER_LOVIISA, 2)
    assert [(line.state, line.who) for line in tasks(desk, case)] == [
        (PaperTaskState.DONE, desk["jani"].display_name)
    ] * 2


def test_a_correction_is_written_on_every_paper_before_the_answer_leaves(
    desk: Desk, party: int, mine: tuple[PaperRow, PaperRow]
) -> None:
    case = corrected(desk, party)
    first, second = tasks(desk, case)
    assert {first.kind, second.kind} == {PaperTaskKind.ANNOTATE}
    with pytest.raises(StepRefused) as refused:
        hand_over(desk, case)
    assert refused.value.key == "request.papers_left"
    do(desk, paper_tasks.settle, first.id, PaperTaskState.DONE, who="maija")
    with desk.database.reading(desk["jani"]) as unit:
        last = paper_stories.story_of(unit, first.record_id)[-1]
        number = cases.read(unit, case).row.number
    assert (last.kind, last.reason, last.who) == (CustodyKind.ANNOTATED, number, desk["maija"].display_name)
    with pytest.raises(PaperTaskRefused):
        do(desk, paper_tasks.settle, first.id, PaperTaskState.DONE)
    with pytest.raises(PaperTaskRefused) as why:
        do(desk, paper_tasks.settle, second.id, PaperTaskState.KEPT)
    assert why.value.key == "paper_task.reason_missing"
    do(desk, paper_tasks.settle, second.id, PaperTaskState.KEPT, "Valtakirjassa ei ole osoitetta.")
    hand_over(desk, case)


def test_a_paper_that_nobody_finds_cannot_be_annotated(
    desk: Desk, party: int, mine: tuple[PaperRow, PaperRow]
) -> None:
    act(desk, mine[0], CustodyKind.MISSING, reason="ei mapissa")
    case = corrected(desk, party)
    line = tasks(desk, case)[0]
    with pytest.raises(CustodyRefused):
        do(desk, paper_tasks.settle, line.id, PaperTaskState.DONE)
    do(desk, paper_tasks.settle, line.id, PaperTaskState.KEPT, "Paperi on kadonnut.")
    assert tasks(desk, case)[0].reason == "Paperi on kadonnut."


def test_an_erasure_marks_papers_for_destruction(
    desk: Desk, party: int, mine: tuple[PaperRow, PaperRow], tmp_path: Path
) -> None:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"
    asked = Asked(RequestRight.ERASURE, "Kaikki tietoni", erasure_ground=ErasureGround.NOT_NEEDED)
    case = register(desk, party, claims=(asked,)).case_id
    bring(desk, case, CaseStatus.DECIDE)
    with desk.database.reading(desk["jani"]) as unit:
        claim = cases.read(unit, case).claims[0]
    opened_by_maija = opened(desk, party, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        plan = erasing.plan(unit, opened_by_maija)
    do(desk, deciding.prepare, case, claim.id, plan.digest, who="maija")
    do(desk, deciding.decide, case, FULFILLED, claim.id, opened(desk, party))
    lines = tasks(desk, case)
    assert [(line.number, line.kind) for line in lines] == [
        (row.number, PaperTaskKind.DESTROY) for row in mine
    ]
    do(desk, paper_tasks.settle, lines[0].id, PaperTaskState.DONE)
    with desk.database.reading(desk["jani"]) as unit:
        assert papers.get(unit, mine[0].id).kept.until == unit.today
        due = papers.find(unit, PaperFilter(due_by=unit.today))
    assert [row.number for row in due] == [mine[0].number]
