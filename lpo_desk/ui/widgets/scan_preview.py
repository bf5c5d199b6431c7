"""A page of a scan, as wide as there is room; or the sentence why there is none to see."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.ui.language import Language
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import role_label

_BUTTON = QSize(30, 30)
_SIDE = 9
_LAID_OUT = 100
"""A narrower one has not been laid out yet."""


class ScanPreview(QWidget):
    """`page_asked` comes with the number, from 0, of the page that the clerk leafs to; PgUp and PgDown leaf too."""

    page_asked = Signal(int)

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._page, self._pages = 0, 0
        self._terms = ("", "")
        self.heading, self.sentence = role_label("heading"), role_label("muted")
        self._area, self._paper = QScrollArea(), _Paper()
        self._area.setWidget(self._paper)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self._stack.addWidget(_middle(self.heading, self.sentence))
        self._stack.addWidget(self._area)
        self._count = role_label("muted")
        self.back = self._button("chevron-left", "scan_page.page_back", -1)
        self.on = self._button("chevron-right", "scan_page.page_on", 1)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        for part in (self.back, self.on, self._count):
            tools.addWidget(part)
        tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._tools)
        column.addWidget(self._stack, 1)
        language.bind(self._area.setAccessibleName, "scan_page.preview")
        language.follow(self, self._describe)
        self.say("scan_page.preview", "scan_page.none_chosen")

    @property
    def shows(self) -> tuple[int, int] | None:
        """The page that is shown, from 0, and how many there are; None where a sentence stands instead."""
        return (self._page, self._pages) if self._stack.currentWidget() is self._area else None

    def show_page(self, image: QImage, page: int, pages: int) -> None:
        self._page, self._pages = page, pages
        self._paper.show_image(image)
        self._area.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self._area)
        self._describe()

    def say(self, heading: str, text: str) -> None:
        """The two terms instead of a page."""
        self._terms = heading, text
        self._page, self._pages = 0, 0
        self._paper.show_image(QImage())
        self._stack.setCurrentIndex(0)
        self._describe()
        announce(self, self.sentence.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """A stack does not ask how high wrapped words are: they would be cut after their first line."""
        wide = self.width() - 2 * _SIDE
        for label in (self.heading, self.sentence):
            label.setMinimumHeight(max(label.heightForWidth(wide), 0) if wide > _LAID_OUT else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageUp:
                self._leaf(-1)
            case Qt.Key.Key_PageDown:
                self._leaf(1)
            case _:
                super().keyPressEvent(event)

    def _leaf(self, distance: int) -> None:
        if 0 <= self._page + distance < self._pages:
            self.page_asked.emit(self._page + distance)

    def _describe(self) -> None:
        for label, term in zip((self.heading, self.sentence), self._terms, strict=True):
            label.setText(self._language.text(term) if term else "")
        self._fit_words()
        self._tools.setVisible(self._pages > 1)
        said = self._language.text("scan_page.page_of", page=self._page + 1, pages=self._pages)
        self._count.setText(said if self._pages else "")
        self._area.setAccessibleDescription(said if self._pages else "")
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < self._pages)

    def _button(self, icon: str, term: str, distance: int) -> QToolButton:
        made = QToolButton()
        made.setMinimumSize(_BUTTON)
        made.clicked.connect(lambda: self._leaf(distance))
        theme().dress(made, icon)
        self._language.bind(made.setAccessibleName, term)
        self._language.bind(made.setToolTip, term)
        return made


def _middle(*labels: QLabel) -> QWidget:
    """Words in the middle, as wide as there is room."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(_SIDE, 0, _SIDE, 0)
    column.addStretch(2)
    for label in labels:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        column.addWidget(label)
    column.addStretch(3)
    return made


class _Paper(QWidget):
    """The picture, fitted to the width."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()

    def show_image(self, image: QImage) -> None:
        self._picture = QPixmap.fromImage(image)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRect(0, 0, self.width() - 1, self._height() - 1)
        painter.drawPixmap(area, self._picture)
        painter.setPen(self.palette().dark().color())
        painter.drawRect(area)

    def _height(self) -> int:
        if self._picture.isNull():
            return 0
        return round(self.width() * self._picture.height() / self._picture.width())

    def _fit(self) -> None:
        self.setMinimumHeight(self._height())
