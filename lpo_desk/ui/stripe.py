"""The stripe over the window of the practice database: it cannot be mistaken for the real one."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.palette import mix
from lpo_desk.ui.theme import theme

_HEIGHT, _STEP = 26, 24


class PracticeStripe(QWidget):
    """Diagonal stripes in the accent, the words in both languages in the middle."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.setFixedHeight(max(_HEIGHT, self.fontMetrics().height() + 8))
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        language.bind(self.setAccessibleName, "ui.practice_database")
        theme().follow(self, self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().palette
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(mix(colours.accent, colours.accent_text, 0.85)), _STEP / 3))
        for left in range(-self.height(), self.width() + self.height(), _STEP):
            painter.drawLine(left, self.height() + 4, left + self.height() + 8, -4)
        words = self._language.text("ui.practice_database")
        room = self.fontMetrics().horizontalAdvance(words) + 32
        middle = self.rect().adjusted((self.width() - room) // 2, 0, -(self.width() - room) // 2, 0)
        painter.fillRect(middle, QColor(colours.accent))
        painter.setPen(QColor(colours.accent_text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
