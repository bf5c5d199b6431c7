"""Processors, and the gathering that asks each of them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.requests import CaseEventRow, GatherTask, RequestCase
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.case import CaseDiary, CaseStatus, GatherPlace
from lpo_desk.domain.gathering import LateTask
from lpo_desk.domain.processors import ProcessorDetails, ProcessorLine
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import casework, gathering, processors
from lpo_desk.services._steps import StepRefused
from lpo_desk.services.processors import NoProcessor
from tests.fixtures_db import Desk
from tests.services.case_steps import ON_THE_FILE, TODAY, customer, do, register

PRINTER = ProcessorDetails(
    "Laskutulostus Oy", "laskujen tulostus", "tietosuoja@laskutulostus.example", date(2024, 1, 1)
)


def add(desk: Desk, details: ProcessorDetails) -> ProcessorLine:
    line: ProcessorLine = do(desk, processors.add, details)
    return line


def gathered(desk: Desk) -> int:
    """A case that is being gathered, with nobody asked yet."""
    case = register(desk, customer(desk)).case_id
    with desk.database.unit(desk["jani"]) as unit:
        unit.session.get_one(RequestCase, case).status = CaseStatus.GATHER
    return case


def tasks(desk: Desk, case: int) -> list[GatherTask]:
    with desk.database.reading(desk["jani"]) as unit:
        found = list(unit.session.scalars(select(GatherTask).where(GatherTask.case_id == case)))
        unit.session.expunge_all()
        return found


def late(desk: Desk, days: int = 5) -> tuple[LateTask, ...]:
    with desk.database.reading(desk["jani"]) as unit:
        return gathering.late(unit, days)


def test_only_those_with_a_contract_that_day_are_active(desk: Desk) -> None:
    printer = add(desk, PRINTER)
    ended = add(desk, replace(PRINTER, name="Entinen Oy", valid_to=date(2026, 11, 22)))
    last_day = add(desk, replace(PRINTER, name="Viimeinen Oy", valid_to=TODAY))
    to_come = add(desk, replace(PRINTER, name="Tuleva Oy", contract_on=date(2026, 11, 24)))
    unknown = add(desk, replace(PRINTER, name="Päivätön Oy", contract_on=None))
    with desk.database.reading(desk["jani"]) as unit:
        assert processors.active(unit, TODAY) == (printer, last_day, unknown)
        assert {ended, to_come} == set(processors.everything(unit)[3:])


@ON_THE_FILE
def test_a_processor_is_changed_and_ended_but_not_doubled(desk: Desk) -> None:
    line = add(desk, PRINTER)
    with pytest.raises(FieldsRefused) as refused:
        add(desk, ProcessorDetails("laskutulostus OY", contact="x", valid_to=date(1980, 1, 1)))
    assert set(dict(refused.value.errors)) == {"name"}
    with pytest.raises(FieldsRefused) as refused:
        do(
            desk,
            processors.revise,
            line.id,
            replace(PRINTER, name="", contact=" ", valid_to=date(2023, 1, 1)),
        )
    assert set(dict(refused.value.errors)) == {"name", "contact", "valid_to"}
    ended = do(desk, processors.revise, line.id, replace(PRINTER, valid_to=date(2026, 1, 1)))
    assert not ended.active(TODAY)
    with pytest.raises(NoProcessor):
        do(desk, processors.revise, 999, PRINTER)


@ON_THE_FILE
@pytest.mark.parametrize("who", ["maija", "leena", "esko", "admin"])
def test_only_the_officer_keeps_the_list(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        do(desk, processors.add, PRINTER, who=who)
    with pytest.raises(Forbidden):
        do(desk, processors.everything, who=who)


def test_without_processors_their_place_is_asked_once(desk: Desk) -> None:
    case = gathered(desk)
    for _ in range(2):
        do(desk, gathering.ask_all, case)
    asked = [(task.place, task.processor_id) for task in tasks(desk, case)]
    assert asked == [(place, None) for place in GatherPlace]


def test_each_processor_is_asked_and_answers_alone(desk: Desk) -> None:
    printer, letters = add(desk, PRINTER), add(desk, replace(PRINTER, name="Kirjepalvelu Oy"))
    add(desk, replace(PRINTER, name="Entinen Oy", valid_to=date(2025, 1, 1)))
    case = gathered(desk)
    do(desk, gathering.ask_all, case)
    asked = {task.processor_id: task.id for task in tasks(desk, case) if task.processor_id}
    assert set(asked) == {printer.id, letters.id}
    assert len(tasks(desk, case)) == len(GatherPlace) + 1
    do(desk, gathering.answer, case, asked[printer.id], 0, "Ei mitään.")
    by_id = {task.id: task for task in tasks(desk, case)}
    assert (by_id[asked[printer.id]].found, by_id[asked[printer.id]].note) == (0, "Ei mitään.")
    assert by_id[asked[letters.id]].answered_at is None
    for task in by_id.values():
        assert do(desk, gathering.unanswered, case)
        do(desk, gathering.answer, case, task.id, 1)
    assert not do(desk, gathering.unanswered, case)


def test_a_place_that_waits_five_working_days_is_late_until_it_is_chased(desk: Desk) -> None:
    case = gathered(desk)
    do(desk, gathering.ask_all, case)  # Monday 23 November
    desk.clock.forward(days=4)
    assert not late(desk)  # Friday: four working days later
    desk.clock.forward(days=2)
    assert not late(desk)  # Sunday
    desk.clock.forward(days=1)
    waiting = late(desk)
    assert len(waiting) == len(GatherPlace)
    assert waiting[0].since == TODAY
    assert waiting[0].waited == 5
    assert not late(desk, 6)
    first = waiting[0].id
    do(desk, gathering.chase, case, first, "Soitettu, vastaavat huomenna.")
    assert first not in {task.id for task in late(desk)}
    with desk.database.reading(desk["jani"]) as unit:
        line = unit.session.scalars(
            select(CaseEventRow).where(CaseEventRow.kind == CaseDiary.CHASED, CaseEventRow.case_id == case)
        ).one()
        assert line.reason == "Soitettu, vastaavat huomenna."
    assert late(desk)
    do(desk, casework.ask_to_specify, case, "Miltä vuosilta?")
    assert not late(desk), "what is meant is not known yet"


@ON_THE_FILE
def test_what_has_answered_is_not_chased_and_a_task_is_its_cases_own(desk: Desk) -> None:
    case = gathered(desk)
    do(desk, gathering.ask_all, case)
    task = tasks(desk, case)[0].id
    with pytest.raises(StepRefused):
        do(desk, gathering.answer, case, task, -1)
    do(desk, gathering.answer, case, task, 2)
    with pytest.raises(StepRefused):
        do(desk, gathering.chase, case, task)
    other = register(desk, None, requester_name="Tuntematon").case_id
    with pytest.raises(StepRefused):
        do(desk, gathering.answer, other, task, 1)
    with desk.database.unit(desk["jani"]) as unit:
        unit.session.get_one(RequestCase, case).status = CaseStatus.REVIEW
    with pytest.raises(StepRefused):
        do(desk, gathering.answer, case, tasks(desk, case)[1].id, 1)
    desk.clock.forward(days=30)
    assert not late(desk)
