"""The archived bytes on the screen and on the printer."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from lpo_desk.ui.language import Language
from lpo_desk.ui.tour import keys
from lpo_desk.ui.widgets.pdf_view import PdfView
from tests.ui.robot import PATIENCE_MS, ClerkRobot
from tests.ui.walk import assert_walkable


@pytest.fixture
def document() -> bytes:
    """Two A4 pages with words and a red square."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(72)
    painter = QPainter(writer)
    for page in ("Vastaanottovahvistus", "Mottagningsbevis"):
        if page == "Mottagningsbevis":
            writer.newPage()
        painter.fillRect(100, 100, 200, 200, QColor("red"))
        painter.drawText(100, 80, page)
    painter.end()
    return bytes(buffer.data().data())


@pytest.fixture
def view(qtbot: QtBot, language: Language, document: bytes) -> PdfView:
    made = PdfView(language)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show_pdf(document)
    ClerkRobot(qtbot).front(made)
    return made


def test_pages_are_drawn_and_read_out(view: PdfView, document: bytes) -> None:
    assert view.pages == 2
    assert view.data == document
    assert view.page_text(1) == "Mottagningsbevis"
    image = view.page_image(0, 1.0)
    assert image.width() == pytest.approx(595, abs=2)
    reds = sum(
        image.pixelColor(x, y) == QColor("red")
        for x in range(0, image.width(), 5)
        for y in range(0, image.height(), 5)
    )
    assert reds > 1000
    assert image.pixelColor(5, 5) == QColor("white")


def test_zoom_keeps_to_its_steps(qtbot: QtBot, view: PdfView) -> None:
    view.setFocus()
    area = view.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    area.setFocus()
    robot = ClerkRobot(qtbot)
    robot.press("Ctrl++", "Ctrl++")
    assert view.zoom == 1.5
    robot.press("Ctrl+0", "Ctrl+-")
    assert view.zoom == 0.8
    view.zoom_by(-20)
    assert view.zoom == 0.5


def test_the_view_is_walkable_and_asks_to_save_and_print(qtbot: QtBot, view: PdfView) -> None:
    assert_walkable(view)
    area = view.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.accessibleDescription() == "Sivu 1: Vastaanottovahvistus"
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert area.accessibleDescription() == "Sivu 2: Mottagningsbevis"
    buttons = {button.accessibleName(): button for button in view.findChildren(QToolButton)}
    for name, asked in (("Tallenna kopio", view.save_asked), ("Tulosta", view.print_asked)):
        with qtbot.waitSignal(asked, timeout=PATIENCE_MS):
            keys.click(buttons[name])


def test_printing_paints_every_page(view: PdfView) -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    view.print_to(writer)
    printed = bytes(buffer.data().data())
    view.show_pdf(printed)
    assert view.pages == 2


def test_bytes_that_are_no_pdf_are_refused(view: PdfView) -> None:
    with pytest.raises(ValueError, match="PDF"):
        view.show_pdf(b"Hei")
    assert view.pages == 2, "what was shown stays"
