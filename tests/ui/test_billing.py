"""Section 5 by its keys: references, the stages of collection, and what hides them."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.party import CollectionState, Flag
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.one_form import OneFormDialog
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.test_roles import dialog, gone, open_card


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def lead(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "leena", language) as made:
        yield made


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_case_is_opened_advanced_and_closed_by_keys(
    lead: CounterWindow, people: dict[str, int], language: Language, lang: Lang
) -> None:
    language.switch(lang)
    page = open_card(lead, people["maija"])
    robot, billing = lead.robot, page.body.billing
    robot.press("Ctrl+5")
    billing.stage_button.setFocus()
    robot.press("Space")
    dialog(lead, OneFormDialog)
    robot.press("Down", "Tab", "Tab", "Tab")
    robot.type("129,90")
    robot.press("Return")
    gone(lead)
    robot.wait_for(lambda: bool(page.card and page.card.collection))
    assert page.card is not None
    assert page.card.collection[0].state is CollectionState.REMINDER
    assert page.card.collection[0].stages[0].stage.amount == 12990
    assert Flag.COLLECTION in page.card.flags
    assert page.bar.sentence == language.text(
        "billing.stage_saved", stage=language.text("collection_state.reminder")
    )

    table = billing.stages.table
    table.setFocus()
    table.go_to(0)
    robot.press("F2")
    found = dialog(lead, OneFormDialog)
    robot.press("Return")
    robot.settle()
    assert found.page.form.row("state").problem.text(), "a stage must be chosen"
    robot.press("Down", "Down", "Return")
    gone(lead)
    robot.wait_for(lambda: bool(page.card and page.card.collection[0].state is CollectionState.DEMAND))
    assert len(table.cells.rows) == 2

    billing.close_button.setFocus()
    robot.press("Space")
    dialog(lead, OneFormDialog)
    robot.press("Ctrl+Return")
    gone(lead)
    robot.wait_for(lambda: bool(page.card and not page.card.collection[0].running))
    robot.press("Ctrl+Shift+U")
    robot.wait_for(lambda: bool(page.card and page.card.collection[0].running))


def test_references_are_added_corrected_and_removed(lead: CounterWindow, people: dict[str, int]) -> None:
    page = open_card(lead, people["maija"])
    robot, billing = lead.robot, page.body.billing

    def numbers() -> list[str]:
        return [row.written for row in billing.references.table.cells.rows]

    billing.add_button.setFocus()
    robot.press("Space")
    found = dialog(lead, OneFormDialog)
    robot.type("61 74355")
    robot.press("Return")
    robot.settle()
    assert found.page.form.row("number").problem.text()
    robot.press("Ctrl+A")
    robot.type("6174354")
    robot.press("Return")
    gone(lead)
    robot.wait_for(lambda: numbers() == ["61 74354"])
    billing.references.table.setFocus()
    billing.references.table.go_to(0)
    robot.press("Return")
    dialog(lead, OneFormDialog)
    robot.press("Ctrl+A")
    robot.type("rf111232")
    robot.press("Return")
    gone(lead)
    robot.wait_for(lambda: numbers() == ["RF11 1232"])
    billing.references.table.setFocus()
    billing.references.table.go_to(0)
    robot.press("Delete")
    robot.wait_for(lambda: numbers() == [])
    robot.press("Ctrl+Shift+U")
    robot.wait_for(lambda: numbers() == ["RF11 1232"])


def test_the_mask_hides_the_whole_section(lead: CounterWindow, people: dict[str, int]) -> None:
    page = open_card(lead, people["ake"])
    billing = page.body.billing
    assert billing.stages.table.cells.rows
    lead.robot.press("Ctrl+Shift+M")
    assert not billing.stages.isVisible()
    assert not billing.references.isVisible()
    assert not billing.form.isVisible()
    lead.robot.press("Ctrl+Shift+M")
    assert billing.stages.isVisible()


def test_a_clerk_is_told_that_collection_is_not_his_to_see(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        page = open_card(clerk, people["ake"])
        billing = page.body.billing
        clerk.robot.press("Ctrl+5")
        assert not billing.stages.isVisible()
        assert billing.stage_button.isHidden()
        assert not billing.add_button.isHidden()
        assert page.card is not None
        assert Flag.COLLECTION not in page.card.flags
        billing.references.table.setFocus()
        assert billing.form.isVisible()
