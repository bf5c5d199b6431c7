"""The left side of a case: whole lines after each reload, and each datum named in the language of the screen."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import Asked, AskedItem, RequestRight
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case_facts import CaseFacts
from tests.fixtures_db import Desk
from tests.ui.case_hands import case_of, register, request_of
from tests.ui.people import add_people

STREET = AskedItem(
    "contact.street", "Näradress", "Skolvägen 18", "Esimerkkitie 7 B 21", "Jag flyttade i somras."
)
HISTORY = AskedItem("history", "Kundhistorik")
WORDS = AskedItem("", "ett brev från 2019")


@pytest.fixture
def case(local_desk: Desk) -> CaseFile:
    ids = add_people(local_desk)
    asked = Asked(RequestRight.RECTIFICATION, items=(STREET, HISTORY, WORDS))
    return case_of(local_desk, register(local_desk, replace(request_of(ids["maija"]), claims=(asked,))))


def shown(qtbot: QtBot, language: Language, case: CaseFile) -> tuple[CaseFacts, QScrollArea]:
    """The facts as the page holds them, at the width of a small window."""
    facts, area = CaseFacts(language), QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(facts)
    qtbot.addWidget(area)
    area.resize(330, 290)
    area.show()
    facts.show_case(case)
    return facts, area


def cut(facts: CaseFacts) -> list[str]:
    """The texts whose label is lower than its lines."""
    labels = [each for each in facts.findChildren(QLabel) if each.isVisible() and each.wordWrap()]
    return [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]


def test_a_reload_squeezes_no_line(qtbot: QtBot, language: Language, case: CaseFile) -> None:
    facts, area = shown(qtbot, language, case)
    qtbot.wait_until(lambda: not cut(facts))
    facts.show_case(case)
    area.resize(330, 260)  # a message came above it
    qtbot.wait_until(lambda: not cut(facts))


def test_a_datum_is_named_in_the_language_of_the_screen(
    qtbot: QtBot, language: Language, case: CaseFile
) -> None:
    """The case keeps the name in the language of the reply; what the person wrote stays as it was written."""
    facts, _ = shown(qtbot, language, case)
    told = "\n".join(label.text() for label in facts.findChildren(QLabel) if label.isVisible())
    assert "Lähiosoite\nSkolvägen 18 → Esimerkkitie 7 B 21\nJag flyttade i somras." in told
    assert "Asiakashistoria" in told
    assert "ett brev från 2019" in told
    assert "Näradress" not in told
    language.switch(Lang.SV)
    told = "\n".join(label.text() for label in facts.findChildren(QLabel) if label.isVisible())
    assert "Näradress" in told
    assert "Lähiosoite" not in told
