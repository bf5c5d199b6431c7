"""What a page says when there is nothing to show: quietly, and what to do next."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import role_label

_PICTURE = 32
_WIDTH = 460


class Calm(QWidget):
    """A picture, a heading and a sentence in the middle of the free space."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._icon = self._heading_term = self._text_term = ""
        self._picture = QLabel()
        self._heading, self._text = role_label("heading"), role_label("muted")
        column = QVBoxLayout(self)
        column.setSpacing(7)
        column.addStretch(2)
        for label in (self._picture, self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self._text.setWordWrap(True)
        self._text.setFixedWidth(_WIDTH)
        theme().follow(self, self._draw)
        language.follow(self, self._reword)

    @property
    def heading(self) -> str:
        return self._heading.text()

    def say(self, icon: str, heading: str, text: str) -> None:
        """Show the icon and the two terms."""
        if (icon, heading, text) == (self._icon, self._heading_term, self._text_term):
            return
        self._icon, self._heading_term, self._text_term = icon, heading, text
        self._draw()
        self._reword()
        announce(self, f"{self._heading.text()}. {self._text.text()}")

    def _reword(self) -> None:
        if not self._heading_term:
            return
        self._heading.setText(self._language.text(self._heading_term))
        self._text.setText(self._language.text(self._text_term))
        self._text.setFixedHeight(self._text.heightForWidth(_WIDTH))  # a centred label is given one line only
        self.setAccessibleName(self._heading.text())

    def _draw(self) -> None:
        if self._icon:
            picture = theme().icon(self._icon, Tone.MUTED)
            self._picture.setPixmap(picture.pixmap(QSize(_PICTURE, _PICTURE), self.devicePixelRatioF()))
