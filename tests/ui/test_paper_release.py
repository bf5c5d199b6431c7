"""A paper of a protected person leaves by two steps, the second by another key; everybody else's by one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.register import ProtectionNote
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.documents.casework import issue_receipt
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.party import Source
from lpo_desk.services import cases, releasing
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.counter_papers import CounterPapers
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case_document import show_document
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.paper_dialog import Paper, PaperDialog, show_papers
from tests.fixtures_db import Desk
from tests.services.case_steps import do, opened, register
from tests.services.people import MAIJA, PROTECTED, add
from tests.ui.case_hands import dialog, open_case
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.robot import PATIENCE_MS
from tests.ui.walk import assert_walkable

KIND = DocumentKind.RECEIPT.term


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def receipt_of(clerk: CounterWindow, desk: Desk, party_id: int) -> PaperDialog:
    case = register(desk, party_id)
    pdf = issue_receipt(desk.database, desk["maija"], case.case_id, opened(desk, party_id, "maija"))
    shown = show_papers(clerk.context, case.number, [Paper(KIND, pdf)])
    clerk.robot.front(shown)
    return shown


def let_out(desk: Desk) -> list[tuple[str, AuditKind, str]]:
    with desk.database.reading(desk["jani"]) as unit:
        rows = unit.session.scalars(
            select(AuditEvent).where(AuditEvent.table_name == releasing.PAPER).order_by(AuditEvent.id)
        )
        return [(row.account_name, row.kind, row.detail) for row in rows]


def own_key(button_text: str) -> str:
    """Alt and the letter of a button."""
    found = re.search("&([^&])", button_text)
    assert found
    return f"Alt+{found[1].upper()}"


def test_anybody_elses_paper_is_printed_by_one_key_and_logged(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk
) -> None:
    shown = receipt_of(clerk, local_desk, add(local_desk, MAIJA))
    clerk.robot.press("Return")
    chooser = dialog(clerk, QPrintDialog)
    assert let_out(local_desk) == [], "who leaves the printer's question prints nothing"
    chooser.reject()
    shown.close()


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_first_step_says_what_and_to_whom_and_enter_goes_back(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    clerk.language.switch(lang)
    clerk.window.resize(900, 520)
    shown = receipt_of(clerk, local_desk, add(local_desk, PROTECTED))
    clerk.robot.press("Return")
    asked = dialog(clerk, ConfirmDialog)
    assert asked.windowTitle() == terms("paper_release.title", lang=lang)
    to = terms("destination.counter", lang=lang)
    said = terms("paper_release.tells_nothing", lang=lang, to=to)
    assert said in texts(asked)
    assert_walkable(asked)
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is shown)
    assert let_out(local_desk) == []
    shown.close()


def texts(asked: ConfirmDialog) -> list[str]:
    return [label.text() for label in asked.findChildren(QLabel)]


def test_the_verbs_own_key_lets_it_be_saved_and_the_act_is_logged(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk, tmp_path: Path
) -> None:
    shown = receipt_of(clerk, local_desk, add(local_desk, PROTECTED))
    shown.save_paper()
    asked = dialog(clerk, ConfirmDialog)
    clerk.robot.press(own_key(asked.verb.text()))
    chooser = dialog(clerk, QFileDialog)
    target = tmp_path / "paper.pdf"
    chooser.fileSelected.emit(str(target))
    qtbot.waitUntil(target.exists, timeout=PATIENCE_MS)
    assert target.read_bytes() == shown.paper.pdf
    assert let_out(local_desk) == [("maija", AuditKind.EXPORT, f"saved:{KIND}")]
    chooser.reject()
    shown.close()


def test_a_note_that_came_meanwhile_is_asked_about_before_anything_is_written(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk, tmp_path: Path
) -> None:
    party_id = add(local_desk, MAIJA)
    shown = receipt_of(clerk, local_desk, party_id)
    shown.save_paper()
    chooser = dialog(clerk, QFileDialog)
    with local_desk.database.unit(local_desk["leena"]) as unit:
        unit.session.add(ProtectionNote(party_id=party_id, source=Source.SUBJECT, source_on=unit.today))
    target = tmp_path / "paper.pdf"
    chooser.fileSelected.emit(str(target))
    chooser.reject()
    asked = dialog(clerk, ConfirmDialog)
    assert not target.exists()
    assert let_out(local_desk) == []
    clerk.robot.press(own_key(asked.verb.text()))
    qtbot.waitUntil(target.exists, timeout=PATIENCE_MS)
    assert let_out(local_desk) == [("maija", AuditKind.EXPORT, f"saved:{KIND}")]
    shown.close()


def test_a_form_filled_in_for_a_protected_customer_is_asked_about(
    qtbot: QtBot, clerk: CounterWindow, local_desk: Desk
) -> None:
    party_id = add(local_desk, PROTECTED)
    CounterPapers(clerk.context, party_id).open()
    dialog(clerk, CounterPapers)
    clerk.robot.press("1", "Tab", "1", "Tab", "Space", "Return")
    shown = dialog(clerk, PaperDialog)
    clerk.robot.press("Return")
    asked = dialog(clerk, ConfirmDialog)
    asked.reject()
    shown.close()


def test_a_portable_copy_asks_before_the_folder(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    case = register(local_desk, add(local_desk, PROTECTED)).case_id
    do(local_desk, cases.archive, case, DocumentKind.PORTABLE_JSON, Lang.FI, b"{}")
    with counter(qtbot, local_desk, "jani", language) as officer:
        page = open_case(officer, case)
        assert page.desk.case is not None
        (line,) = page.desk.case.documents
        show_document(page, line)
        asked = dialog(officer, ConfirmDialog)
        words = " ".join(texts(asked))
        assert terms("exposed.home", lang=Lang.FI) in words
        officer.robot.press(own_key(asked.verb.text()))
        chooser = dialog(officer, QFileDialog)
        chooser.reject()
    assert let_out(local_desk) == []
