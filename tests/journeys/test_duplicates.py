"""The office lead works through possible duplicates, with the keyboard alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.merge import MergeField
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.duplicates import DuplicatesPage
from lpo_desk.ui.pages.merge_dialog import MergeDialog
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, code, fresh
from tests.ui.desk_window import CounterWindow, counter

BORN = date(1952, 10, 13)


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    """Three pairs: one by the code, two by name and birth date."""
    eino = replace(
        MAIJA,
        number="1",
        hetu=code(BORN, 931),
        basic=replace(MAIJA.basic, first_names="Eino", date_of_birth=BORN),
    )
    asa = replace(eino, number="3", hetu="", basic=replace(eino.basic, last_name="Öhman", first_names="Åsa"))
    return {
        "maija": add(local_desk, MAIJA),
        "maija_2": add(local_desk, replace(MAIJA, number="10043")),
        "eino": add(local_desk, eino),
        "eino_2": add(local_desk, replace(eino, number="2", hetu="")),
        "asa": add(local_desk, asa),
        "asa_2": add(local_desk, replace(asa, number="4")),
    }


@pytest.fixture
def lead(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "leena", language) as made:
        made.window.go_to("duplicates")
        made.robot.settle()
        yield made


def page(lead: CounterWindow) -> DuplicatesPage:
    found = lead.window.tabs.current
    assert isinstance(found, DuplicatesPage)
    return found


def dialog(lead: CounterWindow) -> MergeDialog:
    lead.robot.wait_for(lambda: bool(lead.window.findChildren(MergeDialog)))
    return lead.window.findChildren(MergeDialog)[-1]


def merge_one(lead: CounterWindow) -> None:
    """Enter asks, Enter merges."""
    before = page(lead).table.cells.rowCount()
    lead.robot.press("Return")
    dialog(lead)
    lead.robot.press("Return")
    lead.robot.wait_for(lambda: page(lead).table.cells.rowCount() < before)
    lead.robot.wait_for(lambda: not lead.window.findChildren(MergeDialog))


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_three_pairs_and_a_calm_end(
    lead: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    lead.language.switch(lang)
    lead.robot.settle()
    assert page(lead).table.cells.rowCount() == 3
    lead.robot.begin()
    for _ in range(3):
        merge_one(lead)
    lead.robot.assert_within(keys=6, clicks=0)
    assert page(lead).calm.heading == lead.language.text("duplicates.none")
    for name in ("maija", "eino", "asa"):
        assert len(fresh(local_desk, people[name]).numbers) == 2


def test_del_tells_a_pair_apart_and_f12_goes_on(lead: CounterWindow, people: dict[str, int]) -> None:
    first = page(lead).table.current_key()
    lead.robot.press("F12")
    assert page(lead).table.current_key() != first
    lead.robot.press("Shift+F12", "Delete")
    lead.robot.wait_for(lambda: page(lead).table.cells.rowCount() == 2)
    assert page(lead).table.current_key() is not None
    page(lead).bar.buttons[0].click()
    lead.robot.wait_for(lambda: page(lead).table.cells.rowCount() == 3)


def test_what_was_merged_is_undone(lead: CounterWindow, local_desk: Desk, people: dict[str, int]) -> None:
    merge_one(lead)
    lead.robot.press("Ctrl+Shift+U")
    lead.robot.wait_for(lambda: page(lead).table.cells.rowCount() == 3)
    assert fresh(local_desk, people["maija"]).numbers == ("10042",)
    merge_one(lead)
    page(lead).filter.set_value("merged")
    page(lead).reload()
    lead.robot.wait_for(lambda: page(lead).merges.cells.rowCount() == 1)
    page(lead).merges.setFocus()
    lead.robot.press("Return")
    lead.robot.wait_for(lambda: page(lead).merges.cells.rowCount() == 0)
    assert fresh(local_desk, people["maija_2"]).numbers == ("10043",)


def test_the_value_of_the_other_is_chosen_by_an_arrow(
    lead: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    page(lead).table.go_to_key((people["eino"], people["eino_2"]))
    lead.robot.wait_for(lambda: page(lead).comparison is not None)
    lead.robot.press("Return")
    shown = dialog(lead)
    assert shown.survivor.row.party_id == people["eino"], "who holds more"
    lead.robot.press("Down")
    assert shown.survivor.row.party_id == people["eino_2"]
    assert shown.taken == {MergeField.HETU}, "what the survivor has not is taken"
    lead.robot.press("Return")
    lead.robot.wait_for(lambda: page(lead).table.cells.rowCount() == 2)
    kept = fresh(local_desk, people["eino_2"])
    assert kept.has_hetu
    assert set(kept.numbers) == {"1", "2"}


def test_looking_at_a_pair_is_logged_for_both(
    lead: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    lead.robot.wait_for(lambda: page(lead).comparison is not None)
    with local_desk.database.reading(local_desk["jani"]) as unit:
        seen = select(ReadEvent.party_id).where(ReadEvent.purpose == Purpose.UPKEEP)
        assert set(unit.session.scalars(seen)) == {people["maija"], people["maija_2"]}


def test_the_protected_are_shown_for_a_reason(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    add(local_desk, PROTECTED)
    add(local_desk, replace(PROTECTED, number="10078"))
    add(local_desk, FIRM)
    with counter(qtbot, local_desk, "leena", language) as lead:
        lead.window.go_to("duplicates")
        lead.robot.settle()
        shown = page(lead)
        lead.robot.wait_for(lambda: bool(shown._side_bar.sentence))
        assert shown.comparison is None
        shown._side_bar.buttons[0].click()
        lead.robot.press("5")
        lead.robot.wait_for(lambda: shown.comparison is not None)


def test_clerks_have_no_such_place(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        assert clerk.window.show_place("duplicates") is None
