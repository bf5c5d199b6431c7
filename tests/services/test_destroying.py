"""Destroying papers on both databases: every act in every state by everybody, what stays, what is left of what goes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from lpo_desk.db import audit
from lpo_desk.db.tables.archive import Scan
from lpo_desk.db.tables.papers import ManualRecordParty
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Change
from lpo_desk.domain.custody import CustodyKind, CustodyRefused, PaperState
from lpo_desk.domain.destroying import (
    MAY,
    WAITING_DAYS,
    DestructionMethod,
    DestructionRefused,
    DestructionRow,
    ItemVerdict,
    ListAct,
    ListState,
    Obstacle,
)
from lpo_desk.domain.paper import PaperDetails, PaperFilter, PaperRefused, PaperRow, RetentionClass
from lpo_desk.domain.paper_story import StoryKind
from lpo_desk.domain.party import Source
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.scans import ScanMedia, ScanState
from lpo_desk.services import custody, destroying, holds, paper_changes, paper_stories, papers
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.services.marked import order
from tests.services.people import add as add_customer
from tests.services.test_erasing import FREE, by_group, planned
from tests.services.test_papers import act, binder, office, paper

OVER: dict[str, Any] = {
    "retention": RetentionClass.CONTRACT,
    "retained_from": date(2020, 5, 5),
    "dated_on": date(2014, 3, 2),
}
RUNNING: dict[str, Any] = {"retention": RetentionClass.CONTRACT, "retained_from": date(2026, 5, 5)}
STAFF = ("admin", "maija", "kalle", "leena", "jani", "esko")


def old(desk: Desk, count: int = 1, **values: object) -> list[PaperRow]:
    """Papers in one binder whose time is over."""
    place = binder(desk, "A", "kaappi 1", "mappi 1")
    return [paper(desk, place, **(OVER | values)) for _ in range(count)]


def due(desk: Desk, code: str = "L", by: date | None = None) -> dict[str, Obstacle | None]:
    with desk.database.reading(desk["leena"]) as unit:
        found = destroying.due(unit, office(desk, code), by)
        return {each.paper.number: each.why_not for each in found}


def propose(desk: Desk, rows: list[PaperRow], who: str = "leena") -> int:
    with desk.database.unit(desk[who]) as unit:
        return destroying.propose(unit, [row.id for row in rows]).id


def approve(desk: Desk, key: int, who: str = "jani") -> DestructionRow:
    with desk.database.unit(desk[who]) as unit:
        return destroying.approve(unit, key)


def approved(desk: Desk, rows: list[PaperRow]) -> int:
    """A list whose week is over."""
    key = propose(desk, rows)
    approve(desk, key)
    desk.clock.forward(days=WAITING_DAYS + 1)
    return key


def execute(
    desk: Desk, key: int, who: str = "leena", witness: str = "maija"
) -> dict[str, tuple[ItemVerdict, Obstacle | None]]:
    with desk.database.unit(desk[who]) as unit:
        found = destroying.execute(unit, key, DestructionMethod.SHREDDED, desk[witness].account_id)
        assert unit.leaves_no_trace, "what was deleted is wiped from the file too"
        return {item.number: (item.verdict, item.why) for item in found.items}


def hold(desk: Desk, row: PaperRow, reason: str = "reklamaatio kesken") -> None:
    with desk.database.unit(desk["jani"]) as unit:
        holds.hold(unit, row.id, reason)


def state_of(desk: Desk, row: PaperRow) -> PaperState:
    with desk.database.reading(desk["maija"]) as unit:
        return papers.get(unit, row.id).custody.state


def test_what_is_over_is_due_and_the_rest_is_not(desk: Desk) -> None:
    place = binder(desk, "A", "kaappi 1", "mappi 1")
    (first,) = old(desk)
    longest = paper(desk, place, **(OVER | {"retained_from": date(2010, 1, 1)}))
    tray = paper(desk, **OVER)
    paper(desk, place, **RUNNING)
    paper(desk, place)  # until further notice
    lent = paper(desk, place, **OVER)
    act(desk, lent, CustodyKind.LENT, reason="laskutus")
    assert list(due(desk)) == [longest.number, first.number, tray.number], "the longest over first"
    assert set(due(desk).values()) == {None}
    assert due(desk, "P") == {}
    assert len(due(desk, by=date(2029, 5, 6))) == 4


def test_the_last_day_of_its_time_a_paper_stays(desk: Desk) -> None:
    desk.clock.now = desk.clock.now.replace(year=2026, month=11, day=23)
    (row,) = old(desk, retained_from=date(2023, 11, 23))
    assert row.kept.until == date(2026, 11, 23)
    assert due(desk) == {}
    desk.clock.forward(days=1)
    assert due(desk) == {row.number: None}


def test_proposed_papers_are_listed_and_due_no_more(desk: Desk) -> None:
    rows = old(desk, 3)
    propose(desk, rows[:2])
    assert [state_of(desk, row) for row in rows] == [
        PaperState.LISTED,
        PaperState.LISTED,
        PaperState.IN_PLACE,
    ]
    assert due(desk) == {rows[2].number: None}
    with desk.database.reading(desk["maija"]) as unit:
        assert paper_stories.story_of(unit, rows[0].id)[-1].kind is CustodyKind.LISTED


def test_a_list_is_of_one_office_and_of_papers_that_may_go(desk: Desk) -> None:
    (row,) = old(desk)
    there = paper(desk, who="kalle", **OVER)
    running = paper(desk, binder(desk, "A", "kaappi 1", "mappi 1"), **RUNNING)
    attempts = {
        "destruction.two_offices": [row.id, there.id],
        "destruction.may_not_go": [row.id, running.id],
        "destruction.how_many": [],
    }
    for key, ids in attempts.items():
        with pytest.raises(DestructionRefused) as refused, desk.database.unit(desk["leena"]) as unit:
            destroying.propose(unit, ids)
        assert refused.value.key == key
    assert propose(desk, [row])
    with pytest.raises(DestructionRefused):
        propose(desk, [row])  # it is on a list


Act = Callable[[Unit, int, int], object]
ACTS: dict[ListAct, Act] = {
    ListAct.APPROVE: lambda unit, key, _: destroying.approve(unit, key),
    ListAct.CANCEL: lambda unit, key, _: destroying.cancel(unit, key),
    ListAct.EXECUTE: lambda unit, key, witness: destroying.execute(
        unit, key, DestructionMethod.SHREDDED, witness
    ),
}


def brought_to(desk: Desk, state: ListState) -> int:
    """A list in the state, proposed by Leena and approved by Jani."""
    key = propose(desk, old(desk))
    if state in (ListState.WAITING, ListState.READY, ListState.EXECUTED):
        approve(desk, key)
    if state in (ListState.READY, ListState.EXECUTED):
        desk.clock.forward(days=WAITING_DAYS + 1)
    if state is ListState.EXECUTED:
        execute(desk, key)
    if state is ListState.CANCELLED:
        with desk.database.unit(desk["leena"]) as unit:
            destroying.cancel(unit, key)
    return key


@pytest.mark.parametrize("state", ListState)
def test_every_act_in_every_state_by_everybody(desk: Desk, state: ListState) -> None:
    key = brought_to(desk, state)
    for what, attempt in ACTS.items():
        for who in STAFF:
            actor = desk[who]
            witness = next(desk[other].account_id for other in STAFF if other != who)
            may = actor.may(Right.DESTROY_PAPERS)
            own = state is ListState.PROPOSED and what is ListAct.APPROVE and who == "leena"
            said: object = None
            try:
                with desk.database.unit(actor) as unit:
                    attempt(unit, key, witness)
                    raise _TakenBack
            except (Forbidden, DestructionRefused) as refused:
                said = refused.key
            except _TakenBack:
                pass
            wanted = None if state in MAY[what] else f"destruction.is_{state.value}"
            wanted = "destruction.same_person" if own else wanted
            assert said == (wanted if may else Forbidden.key), (what, state, who)
    with desk.database.reading(desk["leena"]) as unit:
        assert destroying.record(unit, key).row.state is state, "what was refused changed nothing"


class _TakenBack(Exception):
    """So that the unit leaves nothing behind."""


def test_the_waiting_time_is_seven_whole_days(desk: Desk) -> None:
    key = propose(desk, old(desk))
    assert approve(desk, key).not_before == date(2026, 12, 1)
    desk.clock.forward(days=WAITING_DAYS)
    with pytest.raises(DestructionRefused):
        execute(desk, key)
    desk.clock.forward(days=1)
    assert execute(desk, key)


def test_a_witness_is_somebody_else_of_the_staff(desk: Desk) -> None:
    key = approved(desk, old(desk))
    with desk.database.reading(desk["leena"]) as unit:
        names = dict(destroying.witnesses(unit))
    assert desk["leena"].account_id not in names
    assert desk["maija"].account_id in names
    for nobody in (desk["leena"].account_id, 999):
        with pytest.raises(DestructionRefused) as refused, desk.database.unit(desk["leena"]) as unit:
            destroying.execute(unit, key, DestructionMethod.BURNED, nobody)
        assert refused.value.key == "destruction.witness"


def test_everything_is_looked_at_again_when_the_list_is_executed(desk: Desk) -> None:
    rows = old(desk, 6)
    with desk.database.unit(desk["maija"]) as unit:
        eva, aino = add(unit, Someone("Öhman", "Eva", "10042")), add(unit, Someone("Aalto", "Aino", "10043"))
        unit.session.add(ManualRecordParty(record_id=rows[2].id, party_id=eva))
        unit.session.add(ManualRecordParty(record_id=rows[3].id, party_id=aino))
    key = approved(desk, rows)
    hold(desk, rows[0])
    with desk.database.unit(desk["maija"]) as unit:
        base = paper_changes.details_of(unit, rows[1].id)
        paper_changes.revise(unit, rows[1].id, base, replace(base, retained_from=None))
        unit.session.add(
            ProcessingRestriction(
                party_id=eva,
                ground=RestrictionGround.CLAIMS,
                reason="oikeudenkäynti",
                from_on=unit.today,
                source=Source.SUBJECT,
                source_on=unit.today,
                source_by="jani",
            )
        )
    order(desk, aino)
    act(desk, rows[4], CustodyKind.MISSING, reason="ei mapissa")
    with desk.database.reading(desk["leena"]) as unit:
        shown = {item.number: item.why for item in destroying.record(unit, key).items}
    why = [Obstacle.HELD, Obstacle.KEPT, Obstacle.RESTRICTED, Obstacle.CASE_OPEN, Obstacle.ELSEWHERE]
    assert [shown[row.number] for row in rows] == [*why, None], "told before it is executed"
    done = execute(desk, key)
    assert [done[row.number] for row in rows] == [
        *((ItemVerdict.LEFT_OUT, reason) for reason in why),
        (ItemVerdict.DESTROYED, None),
    ]
    states = [state_of(desk, row) for row in rows]
    assert states == [*[PaperState.IN_PLACE] * 4, PaperState.MISSING, PaperState.DESTROYED]
    assert due(desk) == {
        rows[0].number: Obstacle.HELD,
        rows[2].number: Obstacle.RESTRICTED,
        rows[3].number: Obstacle.CASE_OPEN,
    }


def test_a_list_of_which_nothing_may_go_is_not_executed(desk: Desk) -> None:
    rows = old(desk)
    key = approved(desk, rows)
    hold(desk, rows[0])
    with pytest.raises(DestructionRefused) as refused:
        execute(desk, key)
    assert refused.value.key == "destruction.nothing_goes"
    with desk.database.unit(desk["jani"]) as unit:
        assert destroying.cancel(unit, key).state is ListState.CANCELLED
    assert state_of(desk, rows[0]) is PaperState.IN_PLACE


def test_a_cancelled_list_lets_its_papers_be_proposed_again(desk: Desk) -> None:
    rows = old(desk, 2)
    key = propose(desk, rows)
    with desk.database.unit(desk["leena"]) as unit:
        row = destroying.cancel(unit, key)
    assert (row.state, row.cancelled_by, row.papers) == (ListState.CANCELLED, "Leena Salo", 2)
    assert due(desk) == {row.number: None for row in rows}
    assert propose(desk, rows) != key


def test_of_a_destroyed_paper_its_number_kind_year_and_events_are_left(desk: Desk) -> None:
    (row, other) = old(desk, 2, title="Öhman Evan sopimus", pages=3)
    with desk.database.unit(desk["maija"]) as unit:
        eva = add(unit, Someone("Öhman", "Eva", "10042"))
        base = paper_changes.details_of(unit, row.id)
        paper_changes.revise(unit, row.id, base, replace(base, people=(eva,)))
        scan, twin = (_scan(unit, of) for of in (row.id, other.id))
        unit.session.flush()
        twin.duplicate_of_id = scan.id
    assert _found(desk, party_id=eva) == [row.number]
    desk.clock.forward(hours=1)
    execute(desk, approved(desk, [row]))
    with desk.database.unit(desk["maija"]) as unit:
        left = papers.get(unit, row.id)
        assert (left.number, left.kind, left.year) == (row.number, row.kind, 2014)
        assert (left.title, left.dated_on, left.pages, left.people, left.scanned) == (
            "",
            None,
            None,
            0,
            False,
        )
        told = paper_stories.story_of(unit, row.id)
        assert [line.kind for line in told] == [
            CustodyKind.ENTERED,
            CustodyKind.PLACED,
            StoryKind.CHANGED,
            CustodyKind.LISTED,
            CustodyKind.DESTROYED,
        ]
        assert told[2].changes == (Change("papers_page.person", None, None),), "nobody is named any more"
        kept = unit.session.scalars(select(Scan)).all()
        assert [(scan.record_id, scan.duplicate_of_id) for scan in kept] == [(other.id, None)]
        bodies = (
            select(func.count())
            .select_from(AuditBody)
            .join(AuditEvent)
            .where(AuditEvent.table_name == "manual_record", AuditEvent.row_key == str(row.id))
        )
        assert unit.session.scalar(bodies) == 0, "the change log tells the title no more"
        assert audit.verify(unit).ok
    assert _found(desk, party_id=eva) == []
    assert _found(desk, text="ohman eva") == [], "nobody has it any more"
    with pytest.raises(CustodyRefused), desk.database.unit(desk["maija"]) as unit:
        paper_changes.revise(
            unit, row.id, paper_changes.details_of(unit, row.id), PaperDetails(title="takaisin")
        )
    with pytest.raises(CustodyRefused), desk.database.unit(desk["maija"]) as unit:
        custody.act(unit, [row.id], CustodyKind.MISSING, reason="x")


def test_a_destroyed_paper_keeps_no_erasure_open(desk: Desk) -> None:
    party = add_customer(desk, FREE)
    (row,) = old(desk, people=(party,))
    group = Category.PAPER, Retention.PAPER
    assert not by_group(planned(desk, party))[group].goes
    execute(desk, approved(desk, [row]))
    plan = by_group(planned(desk, party))
    assert group not in plan
    assert all(kept.why.key != "erasure.identifies" for kept in plan.values()), (
        "nothing is kept for it either"
    )


def test_the_certificate_is_kept_once_and_only_of_what_was_done(desk: Desk) -> None:
    key = propose(desk, old(desk))
    with pytest.raises(DestructionRefused), desk.database.unit(desk["leena"]) as unit:
        destroying.archive_certificate(unit, key, b"%PDF-1")
    approve(desk, key)
    desk.clock.forward(days=8)
    execute(desk, key)
    with desk.database.unit(desk["leena"]) as unit:
        assert destroying.certificate(unit, key) is None
        assert destroying.archive_certificate(unit, key, b"%PDF-1") == b"%PDF-1"
        assert destroying.archive_certificate(unit, key, b"%PDF-2") == b"%PDF-1"
    with desk.database.reading(desk["jani"]) as unit:
        assert destroying.certificate(unit, key) == b"%PDF-1"


def test_a_list_tells_who_did_what_and_when(desk: Desk) -> None:
    key = approved(desk, old(desk, 2))
    execute(desk, key)
    with desk.database.unit(desk["jani"]) as unit:
        found = destroying.export(unit, key, "1.0")
        exported = unit.session.scalars(
            select(AuditEvent).where(AuditEvent.table_name == "destruction")
        ).one()
        assert exported.detail == "2"
    row = found.record.row
    assert (row.number, row.office.code, row.state) == (f"L-H{key:04}", "L", ListState.EXECUTED)
    assert (row.proposed_by, row.approved_by) == ("Leena Salo", "Jani Alho")
    assert (row.executed_by, row.witness) == ("Leena Salo", "Maija Virtanen")
    assert (row.proposed_on, row.executed_on) == (date(2026, 11, 23), date(2026, 12, 1))
    assert (row.papers, row.destroyed) == (2, 2)
    with pytest.raises(DestructionRefused), desk.database.reading(desk["jani"]) as unit:
        destroying.record(unit, key + 1)


def test_a_hold_blocks_that_paper_alone_until_it_is_released(desk: Desk) -> None:
    one, other = old(desk, 2)
    hold(desk, one)
    assert due(desk) == {one.number: Obstacle.HELD, other.number: None}
    with desk.database.reading(desk["maija"]) as unit:
        told = [(each.number, each.reason, each.since, each.by) for each in holds.held(unit)]
    assert told == [(one.number, "reklamaatio kesken", date(2026, 11, 23), "Jani Alho")]
    with desk.database.unit(desk["jani"]) as unit:
        holds.release(unit, one.id, "reklamaatio ratkaistu")
    assert set(due(desk).values()) == {None}
    with desk.database.reading(desk["jani"]) as unit:
        assert holds.held(unit) == ()
        bodies = unit.session.scalars(
            select(AuditBody.body)
            .join(AuditEvent)
            .where(AuditEvent.table_name == "manual_record", AuditEvent.row_key == str(one.id))
            .order_by(AuditEvent.id)
        )
        told_of = [body["hold_reason"] for body in bodies if "hold_reason" in body]
        assert told_of[-3:] == [
            ["", "reklamaatio kesken"],
            ["reklamaatio kesken", "reklamaatio ratkaistu"],
            ["reklamaatio ratkaistu", ""],
        ]


def test_holds_refuse_what_makes_no_sense(desk: Desk) -> None:
    one, gone = old(desk, 2)
    execute(desk, approved(desk, [gone]))
    attempts: list[tuple[str, Callable[[Unit], None]]] = [
        ("destruction.reason_missing", lambda unit: holds.hold(unit, one.id, "  ")),
        ("destruction.paper_gone", lambda unit: holds.hold(unit, gone.id, "syy")),
        ("destruction.not_held", lambda unit: holds.release(unit, one.id, "syy")),
        ("paper.none_such", lambda unit: holds.hold(unit, 99, "syy")),
    ]
    for key, attempt in attempts:
        with (
            pytest.raises((DestructionRefused, PaperRefused)) as refused,
            desk.database.unit(desk["jani"]) as unit,
        ):
            attempt(unit)
        assert refused.value.key == key
    hold(desk, one)
    with pytest.raises(DestructionRefused) as twice:
        hold(desk, one, "toinen")
    assert twice.value.key == "destruction.held_already"
    for who in STAFF:
        if not desk[who].may(Right.HOLD_PAPERS):
            with pytest.raises(Forbidden), desk.database.unit(desk[who]) as unit:
                holds.release(unit, one.id, "syy")


def _found(desk: Desk, **wanted: object) -> list[str]:
    with desk.database.reading(desk["maija"]) as unit:
        return [row.number for row in papers.find(unit, PaperFilter(**wanted))]  # type: ignore[arg-type]  # by name


def _scan(unit: Unit, record_id: int) -> Scan:
    scan = Scan(
        office_id=unit.actor.office_id,
        state=ScanState.FILED,
        arrived_at=unit.at,
        media=ScanMedia.PDF,
        size=4,
        digest=b"d" * 32,
        record_id=record_id,
        content=b"%PDF",
    )
    unit.session.add(scan)
    return scan
