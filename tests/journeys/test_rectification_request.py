"""A demand to correct one datum: the keys it costs, what is kept of it word for word, and what is no request at all."""

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.claims import AskedItem, RequestRight
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.wizards.request import RequestWizard
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.ui.case_hands import ask, case_of, dialog
from tests.ui.desk_window import counter
from tests.ui.people import add_people

KEYS = 16
"""Budget 6 of ux.md section 3, hard limit."""


@pytest.mark.parametrize(
    ("lang", "who", "name", "item"),
    [
        (
            Lang.FI,
            "maija",
            "puh",
            AskedItem("contact.phone", "Puhelin", "040 0000123", "040 765 4321", "Numero on vaihtunut."),
        ),
        (
            Lang.SV,
            "ake",
            "när",
            AskedItem("contact.street", "Näradress", "Mannerheimgatan 3", "Mannerheimgatan 5", "Fel nummer."),
        ),
    ],
)
def test_one_field_and_its_receipt_within_the_budget(
    qtbot: QtBot, local_desk: Desk, language: Language, lang: Lang, who: str, name: str, item: AskedItem
) -> None:
    people = add_people(local_desk)
    language.switch(lang)
    with counter(qtbot, local_desk, "maija", language) as clerk:
        robot = clerk.robot
        clerk.context.open_card(people[who], purpose=Purpose.COUNTER)
        robot.wait_for(lambda: clerk.window.party_id is not None)
        robot.begin()
        robot.press("F8")
        dialog(clerk, RequestWizard)
        robot.press("2", "Return", "1", "Tab", "Space", "Return")
        robot.type(name)
        robot.press("Return")
        robot.type(item.wanted)
        robot.press("Tab")
        robot.type(item.reason)
        robot.press("Return", "Space", "Tab", "Space", "Return")
        paper = dialog(clerk, PaperDialog)
        assert paper.print_button.isDefault()
        robot.assert_within(keys=KEYS - 1, clicks=0)  # and Enter prints
        assert robot.effort.keys == 14
        assert squeezed("L-2026-0001") in squeezed(pdf_text(paper.view.data))

    case = case_of(local_desk, ask(local_desk, _only_case))
    (claim,) = case.claims
    assert claim.asked.right is RequestRight.RECTIFICATION
    assert claim.asked.items == (item,)
    assert case.identity_ok


def _only_case(unit: Unit) -> int:
    return unit.session.scalars(select(RequestCase.id)).one()
