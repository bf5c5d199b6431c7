"""Shows and prints the very bytes that are archived: PDFium renders each page to an image when it comes into sight."""

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPagedPaintDevice, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from lpo_desk.pdfium import PDFIUM
from lpo_desk.ui.language import Language
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.inputs import role_label

_POINTS_PER_INCH = 72
_SCREEN_DPI = 96
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_GAP = 12
_KEPT = 12  # rendered pages kept


def pdf_words(data: bytes) -> str:
    """All that stands on the pages."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(data) as document:
        return "\n".join(str(page.get_textpage().get_text_range()) for page in document)


_SCROLLS = {
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class PdfView(QWidget):
    """A document with its tools. `save_asked` and `print_asked` are for the page to answer."""

    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._document: Any = None  # pypdfium2.PdfDocument; the library has no types
        self._data = b""
        self._page = 0
        self._area = QScrollArea()
        self._paper = _Paper(self)
        self._area.setWidget(self._paper)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._count = role_label("muted")
        tools = QHBoxLayout()
        tools.setContentsMargins(4, 4, 18, 4)
        for icon, term, act in (
            ("zoom-out", "ui.zoom_out", lambda: self.zoom_by(-1)),
            ("zoom-in", "ui.zoom_in", lambda: self.zoom_by(1)),
            ("save", "ui.save_copy", self.save_asked.emit),
            ("print", "common.print", self.print_asked.emit),
        ):
            button = QToolButton()
            button.setMinimumSize(QSize(30, 30))
            button.clicked.connect(act)
            theme().dress(button, icon)
            language.bind(button.setAccessibleName, term)
            language.bind(button.setToolTip, term)
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self._area, 1)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        language.follow(self, self._describe)

    @property
    def data(self) -> bytes:
        """The bytes that are shown."""
        return self._data

    @property
    def pages(self) -> int:
        return len(self._document) if self._document is not None else 0

    @property
    def zoom(self) -> float:
        return self._paper.zoom

    def show_pdf(self, data: bytes) -> None:
        """Show these bytes. Raises ValueError when PDFium cannot read them."""
        import pypdfium2  # a second of nobody's start-up: only those who look at a document load PDFium

        with PDFIUM:
            try:
                document = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                raise ValueError("not a readable PDF") from error
            sizes = [document[number].get_size() for number in range(len(document))]
        self.release()
        self._document, self._data = document, data
        self._paper.show_pages(sizes)
        self._area.verticalScrollBar().setValue(0)
        self._describe()

    def release(self) -> None:
        """Let the document go, and show nothing."""
        if self._document is not None:
            with PDFIUM:
                self._document.close()
        self._document, self._data = None, b""
        self._paper.show_pages([])

    def zoom_by(self, steps: int) -> None:
        """So many zoom steps in or out; 1.0 is the paper's own size."""
        place = min(range(len(_ZOOMS)), key=lambda n: abs(_ZOOMS[n] - self._paper.zoom))
        self._paper.set_zoom(_ZOOMS[min(max(place + steps, 0), len(_ZOOMS) - 1)])

    def page_text(self, number: int) -> str:
        """The words of a page, from 0, for screen readers."""
        if self._document is None:
            return ""
        with PDFIUM:
            text = self._document[number].get_textpage()
            return " ".join(str(text.get_text_range()).split())

    def page_image(self, number: int, pixels_per_point: float) -> QImage:
        """A page as an image, its background white."""
        with PDFIUM:
            bitmap = self._document[number].render(
                scale=pixels_per_point, rev_byteorder=True, prefer_bgrx=True
            )
            array = bytes(bitmap.buffer)
        image = QImage(array, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
        return image.copy()  # the bitmap's memory is PDFium's and ends with it

    def print_to(self, printer: QPagedPaintDevice) -> None:
        """Paint every page on a QPrinter, each fitted to the paper."""
        painter = QPainter(printer)
        for number in range(self.pages):
            if number:
                printer.newPage()
            area = painter.viewport()
            with PDFIUM:
                width, _ = self._document[number].get_size()
            image = self.page_image(number, min(area.width() / width, 300 / _POINTS_PER_INCH))
            target = QSize(image.size()).scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(QPoint(0, 0), target), image)
        painter.end()

    def turn(self, key: Qt.Key) -> bool:
        """Scroll as the key says, wherever the keyboard is; False for a key that scrolls nothing."""
        act = _SCROLLS.get(key)
        if act is not None:
            self._area.verticalScrollBar().triggerAction(act)
        return act is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif control and event.key() == Qt.Key.Key_0:
            self._paper.set_zoom(1.0)
        else:
            super().keyPressEvent(event)

    def _scrolled(self, _: int) -> None:
        if self._page_in_sight() != self._page:
            self._describe()

    def _page_in_sight(self) -> int:
        """The page in the middle of the view, from 0."""
        return self._paper.page_at(
            self._area.verticalScrollBar().value() + self._area.viewport().height() // 2
        )

    def _describe(self) -> None:
        """Screen readers read the page that is in sight."""
        self._page = self._page_in_sight()
        self._count.setText(self._language.text("ui.pages", count=self.pages) if self.pages else "")
        self._area.setAccessibleName(self._language.text("ui.document"))
        words = self.page_text(self._page) if self.pages else ""
        said = self._language.text("ui.page_text", page=self._page + 1, text=words) if words else ""
        self._area.setAccessibleDescription(said)


class _Paper(QWidget):
    """The sheets below each other. Renders what is painted, keeps the last few."""

    def __init__(self, view: PdfView) -> None:
        super().__init__()
        self._view = view
        self._sizes: list[tuple[float, float]] = []
        self._images: dict[tuple[int, float], QPixmap] = {}
        self.zoom = 1.0

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Sizes in points."""
        self._sizes = sizes
        self._images.clear()
        self._resize()

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self._images.clear()
        self._resize()

    def page_at(self, y: int) -> int:
        """The page at that height, or the one below it in a gap."""
        return next((number for number, area in enumerate(self._areas()) if area.bottom() >= y), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, area in enumerate(self._areas()):
            if area.intersects(event.rect()):
                painter.drawPixmap(area, self._image(number))
                painter.setPen(self.palette().dark().color())
                painter.drawRect(area)

    def _image(self, number: int) -> QPixmap:
        sharpness = self.devicePixelRatioF()
        key = (number, sharpness)
        if key not in self._images:
            scale = self.zoom * _SCREEN_DPI / _POINTS_PER_INCH * sharpness
            self._images[key] = QPixmap.fromImage(self._view.page_image(number, scale))
            if len(self._images) > _KEPT:
                del self._images[next(iter(self._images))]
        return self._images[key]

    def _areas(self) -> list[QRect]:
        scale, top, areas = self.zoom * _SCREEN_DPI / _POINTS_PER_INCH, _GAP, []
        for width, height in self._sizes:
            size = QSize(round(width * scale), round(height * scale))
            areas.append(QRect(QPoint((self.width() - size.width()) // 2, top), size))
            top += size.height() + _GAP
        return areas

    def _resize(self) -> None:
        scale = self.zoom * _SCREEN_DPI / _POINTS_PER_INCH
        width = max((round(w * scale) for w, _ in self._sizes), default=0) + 2 * _GAP
        height = sum(round(h * scale) + _GAP for _, h in self._sizes) + _GAP
        self.resize(width, height)
        self.update()
