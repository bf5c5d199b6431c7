"""A code or business ID that another has: both are kept, and the other is offered to be opened."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from lpo_desk.domain.party import OrganisationDetails
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from tests.fixtures_db import Desk
from tests.services.people import FIRM, add
from tests.ui.desk_window import counter


def test_a_business_id_that_another_has(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    first = add(local_desk, FIRM)
    other = replace(FIRM, number="20008", basic=OrganisationDetails(organisation_name="Satama Oy"))
    second = add(local_desk, other)
    with counter(qtbot, local_desk, "maija", language) as clerk:
        clerk.robot.press("Ctrl+E")
        clerk.robot.type("satama")
        clerk.robot.press("Return", "1")
        page = clerk.window.tabs.current
        assert isinstance(page, CardPage)
        clerk.robot.wait_for(lambda: page.card is not None)
        assert page.party_id == second
        clerk.robot.press("F2", "Tab")
        clerk.robot.type("01290564")
        clerk.robot.press("Ctrl+S")
        clerk.robot.wait_for(lambda: FIRM.number in clerk.said)
        clerk.window.bar.buttons[0].click()
        clerk.robot.settle()
        clerk.robot.press("1")
        shown = clerk.window.tabs.current
        assert isinstance(shown, CardPage)
        assert shown.party_id == first
