"""Counting a binder, on both databases: what is missing, misplaced and unknown, and the log set right."""

import pytest

from lpo_desk.domain.custody import CustodyKind, CustodyRefused, PaperState
from lpo_desk.domain.inventory import Finding, FindingOutcome, InventoryRefused, InventoryRound
from lpo_desk.domain.qr import qr_text
from lpo_desk.services import inventory, paper_stories, papers
from tests.fixtures_db import Desk
from tests.services.test_papers import act, binder, paper


def begin(desk: Desk, place_id: int) -> InventoryRound:
    with desk.database.unit(desk["maija"]) as unit:
        return inventory.start(unit, place_id)


def see(desk: Desk, running: InventoryRound, typed: str) -> Finding:
    with desk.database.unit(desk["maija"]) as unit:
        return inventory.see(unit, running.id, typed)


def end(desk: Desk, running: InventoryRound) -> InventoryRound:
    with desk.database.unit(desk["maija"]) as unit:
        return inventory.end(unit, running.id)


def correct(desk: Desk, finding: Finding) -> InventoryRound:
    with desk.database.unit(desk["maija"]) as unit:
        return inventory.correct(unit, finding.id)


def told(found: InventoryRound) -> dict[str, FindingOutcome]:
    return {each.number: each.outcome for each in found.discrepancies}


def test_a_round_tells_what_does_not_fit_and_sets_the_log_right(desk: Desk) -> None:
    here, there = binder(desk, "A", "mappi 1"), binder(desk, "A", "mappi 2")
    mine = [paper(desk, here) for _ in range(3)]
    stray = paper(desk, there)
    running = begin(desk, here.id)
    assert running.expected == 3
    assert see(desk, running, qr_text(mine[0].number)).outcome is FindingOutcome.FOUND
    assert see(desk, running, mine[1].number.lower()).outcome is FindingOutcome.FOUND
    misplaced = see(desk, running, stray.number)
    assert (misplaced.outcome, misplaced.believed) == (FindingOutcome.MISPLACED, f"{there.code} {there.path}")
    assert see(desk, running, "L-99999").outcome is FindingOutcome.UNKNOWN
    ended = end(desk, running)
    assert told(ended) == {
        mine[2].number: FindingOutcome.MISSING,
        stray.number: FindingOutcome.MISPLACED,
        "L-99999": FindingOutcome.UNKNOWN,
    }
    for finding in ended.discrepancies:
        if finding.corrigible:
            correct(desk, finding)
    with desk.database.reading(desk["maija"]) as unit:
        assert papers.get(unit, mine[2].id).custody.state is PaperState.MISSING
        found = papers.get(unit, stray.id).custody
        assert (found.place_id, found.home_id, found.misplaced) == (here.id, there.id, True)
        again = inventory.read(unit, running.id)
        assert [each.settled for each in again.discrepancies if each.corrigible] == []
        assert paper_stories.story_of(unit, stray.id)[-1].reason == here.code


def test_a_number_read_twice_is_one_finding_and_a_mistyped_one_is_taken_back(desk: Desk) -> None:
    here = binder(desk, "A", "mappi 1")
    row = paper(desk, here)
    running = begin(desk, here.id)
    assert see(desk, running, row.number) == see(desk, running, f" {row.number} ")
    wrong = see(desk, running, "L-12345")
    with desk.database.unit(desk["maija"]) as unit:
        inventory.forget(unit, wrong.id)
    assert told(end(desk, running)) == {}


def test_an_interrupted_round_goes_on_and_an_ended_one_does_not(desk: Desk) -> None:
    here = binder(desk, "A", "mappi 1")
    row = paper(desk, here)
    running = begin(desk, here.id)
    see(desk, running, row.number)
    assert begin(desk, here.id).id == running.id
    assert len(begin(desk, here.id).findings) == 1
    end(desk, running)
    assert begin(desk, here.id).id != running.id
    for attempt in (lambda: see(desk, running, row.number), lambda: end(desk, running)):
        with pytest.raises(InventoryRefused) as refused:
            attempt()
        assert refused.value.key == "inventory.ended"


def test_nothing_is_counted_but_a_binder_and_no_code_but_ours(desk: Desk) -> None:
    here = binder(desk, "A", "mappi 1")
    assert here.parent_id is not None
    with pytest.raises(InventoryRefused) as refused:
        begin(desk, here.parent_id)
    assert refused.value.key == "inventory.no_binder"
    running = begin(desk, here.id)
    for typed, key in (("  ", "inventory.nothing_typed"), ("LPO:L-00001-9", "inventory.misread")):
        with pytest.raises(InventoryRefused) as refused:
            see(desk, running, typed)
        assert refused.value.key == key


def test_what_happened_meanwhile_is_not_written_over(desk: Desk) -> None:
    here = binder(desk, "A", "mappi 1")
    row = paper(desk, here)
    running = begin(desk, here.id)
    (missing,) = end(desk, running).discrepancies
    act(desk, row, CustodyKind.MISSING, reason="jo huomattu")
    with pytest.raises(CustodyRefused):
        correct(desk, missing)
    with pytest.raises(InventoryRefused):
        correct(desk, see(desk, begin(desk, here.id), "L-99999"))


@pytest.mark.parametrize(
    "typed",
    ["L-00001", " l-00001 ", "l 00001", "L00001", "1", "00001", "L-OOOO1", "l-0000l", "L–1", "l+00001"],
)
def test_a_number_is_read_however_it_is_typed(desk: Desk, typed: str) -> None:
    here = binder(desk, "A", "mappi 1")
    row = paper(desk, here)
    assert row.number == "L-00001"
    running = begin(desk, here.id)
    finding = see(desk, running, typed)
    assert (finding.number, finding.outcome) == (row.number, FindingOutcome.FOUND)
    assert see(desk, running, qr_text(row.number)).id == finding.id


def test_what_no_paper_has_is_kept_in_the_form_of_a_number(desk: Desk) -> None:
    running = begin(desk, binder(desk, "A", "mappi 1").id)
    for typed, number in (("77", "L-00077"), ("p 77", "P-00077"), ("mappi 77", "MAPPI 77")):
        finding = see(desk, running, typed)
        assert (finding.number, finding.outcome) == (number, FindingOutcome.UNKNOWN)


def test_a_paper_of_the_other_office_is_misplaced_and_stays_theirs(desk: Desk) -> None:
    here, there = binder(desk, "A", "mappi 1"), binder(desk, "B", "laatikko 3", code="P")
    theirs = paper(desk, there, who="kalle")
    assert theirs.number == "P-00001"
    running = begin(desk, here.id)
    assert see(desk, running, "p1").outcome is FindingOutcome.MISPLACED
    (stray,) = end(desk, running).discrepancies
    assert stray.believed == f"{there.code} {there.path}" == "P-K0002 B/laatikko 3"
    correct(desk, stray)
    with desk.database.reading(desk["maija"]) as unit:
        row = papers.get(unit, theirs.id)
    assert (row.custody.place_id, row.custody.home_id, row.custody.office_id) == (
        here.id,
        there.id,
        here.office_id,
    )


def test_of_a_paper_that_lay_nowhere_is_told_how_it_is_with_it(desk: Desk) -> None:
    here = binder(desk, "A", "mappi 1")
    out, gone, lies, tray = (*(paper(desk, here) for _ in range(3)), paper(desk))
    act(desk, out, CustodyKind.LENT, reason="x")
    act(desk, gone, CustodyKind.MISSING, reason="x")
    running = begin(desk, here.id)
    believed = {row.number: see(desk, running, row.number).believed for row in (out, gone, tray, lies)}
    assert believed == {
        out.number: PaperState.OUT,
        gone.number: PaperState.MISSING,
        tray.number: PaperState.UNPLACED,
        lies.number: "",
    }


def test_two_clerks_count_one_binder(desk: Desk) -> None:
    here = binder(desk, "A", "mappi 1")
    rows = [paper(desk, here) for _ in range(2)]
    running = begin(desk, here.id)
    with desk.database.unit(desk["leena"]) as unit:
        assert inventory.start(unit, here.id).id == running.id
    with desk.database.unit(desk["leena"]) as unit:
        inventory.see(unit, running.id, rows[0].number)
    see(desk, running, rows[0].number)
    see(desk, running, rows[1].number)
    assert told(end(desk, running)) == {}
    with desk.database.reading(desk["leena"]) as unit:
        assert len(inventory.read(unit, running.id).findings) == 2
