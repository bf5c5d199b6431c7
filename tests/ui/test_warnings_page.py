"""The work list of import warnings: gone through one by one from the keyboard, to its calm end."""

from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from lpo_desk.db.tables.imports import ImportRun, ImportWarning
from lpo_desk.domain.legacy import ImportReason
from lpo_desk.services import warnings
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.warnings import WarningsPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow
from tests.ui.test_card_page import clerk, on_database, people
from tests.ui.walk import assert_walkable

__all__ = ["clerk", "people"]


def wait_for_somebody(clerk: CounterWindow, desk: Desk, *who: int) -> None:
    """One warning for each, of two reasons in turn."""
    reasons = (ImportReason.PHONE_INVALID, ImportReason.UNKNOWN_COLUMN)

    def call() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            run = ImportRun(at=unit.at, account_id=unit.actor.account_id, file_digest=b"0", counts={})
            unit.session.add(run)
            unit.session.flush()
            for number, party_id in enumerate(who):
                unit.session.add(
                    ImportWarning(
                        party_id=party_id,
                        run_id=run.id,
                        sheet="Asiakkaat",
                        row=number + 2,
                        column="Puhelin",
                        value=f"04O-{number}",
                        reason=reasons[number % 2].value,
                    )
                )

    on_database(clerk, call)


def open_list(clerk: CounterWindow) -> WarningsPage:
    page = clerk.context.show_page("warnings")
    assert isinstance(page, WarningsPage)
    clerk.robot.settle()
    return page


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_three_warnings_are_worked_through_from_the_keyboard(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    clerk.context.language.switch(lang)
    wait_for_somebody(clerk, local_desk, people["maija"], people["eino"], people["harbour"])
    page = open_list(clerk)
    assert_walkable(clerk.window)
    page.focus_first()
    clerk.robot.begin()
    clerk.robot.press("Return")
    if QApplication.activeModalWidget() is not None:
        clerk.robot.press("Return")  # why the customer is opened: the proposed answer

    def at(party_id: int) -> bool:
        shown = clerk.window.tabs.current
        return isinstance(shown, CardPage) and shown.party_id == party_id and shown.card is not None

    for name in ("maija", "harbour", "eino"):
        clerk.robot.wait_for(partial(at, people[name]))
        card = clerk.window.tabs.current
        assert isinstance(card, CardPage)
        assert card.body.warnings.next_button.isVisible()
        clerk.robot.press("Ctrl+Return")
    clerk.robot.wait_for(lambda: page.calm.isVisible())
    clerk.robot.assert_within(keys=5, clicks=0)
    assert not page.table.isVisible()


def test_the_list_is_narrowed_by_reason_and_tells_no_value(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wait_for_somebody(clerk, local_desk, people["maija"], people["eino"], people["harbour"])
    page = open_list(clerk)
    cells = page.table.cells
    told = [
        str(cells.data(cells.index(row, column)))
        for row in range(cells.rowCount())
        for column in range(cells.columnCount())
    ]
    assert cells.rowCount() == 3
    assert not any("04O" in text for text in told), "a value is read on the card, which is logged"
    page.filter.setFocus()
    clerk.robot.press("Down", "Down")
    clerk.robot.wait_for(lambda: cells.rowCount() == 1)


@pytest.mark.parametrize(("by", "seen"), [("maija", 1), ("leena", 2)])
def test_protected_people_wait_for_those_who_may_open_them(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], by: str, seen: int
) -> None:
    wait_for_somebody(clerk, local_desk, people["maija"], people["ester"])

    def call() -> warnings.WorkList:
        with local_desk.database.reading(local_desk[by]) as unit:
            return warnings.work_list(unit)

    found = on_database(clerk, call)
    assert len(found.rows) == sum(count for _, count in found.counts) == seen
    assert "Suojala" not in str(found)


def test_the_keyboard_waits_for_the_rows(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wait_for_somebody(clerk, local_desk, people["maija"])
    page = clerk.context.show_page("warnings")
    assert isinstance(page, WarningsPage)
    page.focus_first()
    assert page.filter.hasFocus()
    clerk.robot.settle()
    assert page.table.hasFocus()
