"""Papers of a case on the screen: read, printed and saved, never written over anything."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QScrollBar
from pytestqt.qtbot import QtBot

from lpo_desk.documents.receipt import receipt
from lpo_desk.domain.case import IntakeChannel
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.letters import Receipt
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.paper_dialog import Paper, PaperDialog, show_papers
from tests.documents.reading import reader, text
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.robot import PATIENCE_MS
from tests.ui.walk import assert_walkable


def made(number: str, lang: Lang) -> bytes:
    paper = Receipt(
        number,
        date(2026, 11, 23),
        "Maija Aalto",
        "Loviisa",
        date(2026, 11, 23),
        IntakeChannel.COUNTER,
        (RequestRight.ACCESS,),
        date(2026, 12, 23),
    )
    return receipt(paper, lang)


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return [
        Paper("document_kind.reply", made("L-2026-0001", Lang.FI)),
        Paper("document_kind.extract", made("L-2026-0001", Lang.SV)),
    ]


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


@pytest.fixture
def shown(clerk: CounterWindow, papers: list[Paper]) -> PaperDialog:
    dialog = show_papers(clerk.context, "L-2026-0001", papers)
    clerk.robot.front(dialog)
    return dialog


def test_papers_stand_side_by_side(clerk: CounterWindow, shown: PaperDialog, papers: list[Paper]) -> None:
    assert shown.windowTitle() == "Vastauskirje L-2026-0001"
    assert shown.view.data == papers[0].pdf
    shown.tabs.setFocus()
    clerk.robot.press("Right")
    assert shown.view.data == papers[1].pdf
    assert shown.windowTitle() == "Ote asiakasrekisteristä L-2026-0001"


def test_the_title_names_nobody(shown: PaperDialog) -> None:
    assert "Aalto" not in shown.windowTitle()


def test_the_keyboard_is_on_print_and_escape_closes(
    qtbot: QtBot, clerk: CounterWindow, shown: PaperDialog
) -> None:
    assert shown.print_button.hasFocus()
    with qtbot.waitSignal(shown.destroyed, timeout=PATIENCE_MS):
        clerk.robot.press("Escape")


def test_pages_turn_while_the_keyboard_is_on_a_button(clerk: CounterWindow, shown: PaperDialog) -> None:
    shown.tabs.setCurrentIndex(1)
    shown.print_button.setFocus()
    bar = shown.view.findChildren(QScrollBar)
    down = next(each for each in bar if each.orientation() is Qt.Orientation.Vertical and each.maximum())
    clerk.robot.press("PgDown")
    assert down.value() > 0
    clerk.robot.press("End")
    assert down.value() == down.maximum()
    clerk.robot.press("PgUp")
    assert down.value() < down.maximum()
    clerk.robot.press("Home")
    assert down.value() == 0


def test_saving_never_writes_over_a_file(shown: PaperDialog, papers: list[Paper], tmp_path: Path) -> None:
    place = tmp_path / "L-2026-0001.pdf"
    place.write_bytes(b"something else")
    shown.save_to(place)
    assert place.read_bytes() == b"something else"
    assert (tmp_path / "L-2026-0001-2.pdf").read_bytes() == papers[0].pdf
    assert "L-2026-0001-2.pdf" in shown.bar.sentence


def test_a_folder_that_cannot_be_written_is_told(shown: PaperDialog, tmp_path: Path) -> None:
    shown.save_to(tmp_path / "no such folder" / "paper.pdf")
    assert "paper.pdf" in shown.bar.sentence
    assert "toinen kansio" in shown.bar.sentence


def test_every_paper_is_printed(shown: PaperDialog, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    shown.print_to(printer)
    assert len(reader((tmp_path / "printed.pdf").read_bytes()).pages) >= 1
    assert shown.paper.title == "document_kind.extract"  # the last of them went last
    assert shown.bar.sentence == "Lähetetty tulostimelle."


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_it_can_be_walked(clerk: CounterWindow, papers: list[Paper], lang: Lang) -> None:
    clerk.language.switch(lang)
    clerk.window.resize(960, 540)
    dialog = show_papers(clerk.context, "L-2026-0001", papers)
    clerk.robot.front(dialog)
    assert dialog.height() <= 540
    assert_walkable(dialog)
    assert "L-2026-0001" in text(dialog.view.data)
