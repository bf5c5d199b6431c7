"""The papers of the counter from the menu: chosen by digits, shown in the preview, in either language."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.register import PartyName
from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.forms import CounterPaper
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.counter_papers import CounterPapers
from lpo_desk.ui.language import Language
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import text
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.robot import PATIENCE_MS
from tests.ui.walk import assert_walkable


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def asked(clerk: CounterWindow) -> CounterPapers:
    clerk.context.actions.action("counter_papers").trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CounterPapers)
    clerk.robot.front(dialog)
    return dialog


@pytest.mark.parametrize("kind", CounterPaper)
def test_each_paper_is_shown_in_the_chosen_language(
    qtbot: QtBot, clerk: CounterWindow, kind: CounterPaper
) -> None:
    asked(clerk)
    clerk.robot.press(str(list(CounterPaper).index(kind) + 1), "Tab", "2", "Return")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog), timeout=PATIENCE_MS)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, PaperDialog)
    heading = {
        CounterPaper.INSPECTION: "request_right.access",
        CounterPaper.CORRECTION: "request_right.rectification",
    }
    assert terms(heading.get(kind, kind.term), lang=Lang.SV) in text(shown.paper.pdf)
    assert shown.windowTitle() == shown.name == clerk.language.text(kind.term)
    shown.close()


def test_escape_gives_up_and_every_control_can_be_walked_to(clerk: CounterWindow) -> None:
    dialog = asked(clerk)
    assert_walkable(dialog)
    clerk.robot.press("Esc")
    assert not dialog.isVisible()


def test_who_takes_no_requests_is_not_offered_them(
    qtbot: QtBot, local_desk: Desk, language: Language
) -> None:
    with counter(qtbot, local_desk, "esko", language) as manager:
        assert not manager.context.actions.action("counter_papers").isVisible()


def test_the_open_customers_form_is_filled_in_and_the_opening_logged(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk
) -> None:
    party = add_people(local_desk)["maija"]
    clerk.context.open_card(party, purpose=Purpose.COUNTER)
    clerk.robot.settle()
    asked(clerk)
    clerk.robot.press("2", "Tab", "1", "Tab", "Space", "Return")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PaperDialog), timeout=PATIENCE_MS)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, PaperDialog)
    with local_desk.database.reading(local_desk["maija"]) as unit:
        purposes = list(unit.session.scalars(select(ReadEvent.purpose).order_by(ReadEvent.id)))
        name = unit.session.scalars(select(PartyName.last_name).where(PartyName.party_id == party)).first()
    assert name is not None
    assert name in text(shown.paper.pdf)
    assert purposes[-2:] == [Purpose.COUNTER, Purpose.REQUEST]
    assert shown.name == clerk.language.text(CounterPaper.CORRECTION.term), "no file is named by a person"
    shown.close()


def test_without_a_customer_in_front_there_is_nobody_to_fill_in(clerk: CounterWindow) -> None:
    dialog = asked(clerk)
    assert dialog.page.form.names == ("kind", "lang")
    dialog.reject()
