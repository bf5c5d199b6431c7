"""The steps of a wizard as a line of buttons: those already visited can be gone back to."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.inputs import restyle


class Steps(QWidget):
    """`chosen` carries the number of the visited step that the clerk pressed, from 0."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str], language: Language, parent: QWidget | None = None) -> None:
        """`titles` are term keys."""
        super().__init__(parent)
        self._titles = tuple(titles)
        self._language = language
        self._now = 0
        self._furthest = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        group = QButtonGroup(self)
        self._buttons: list[QToolButton] = []
        for number in range(len(titles)):
            button = QToolButton()
            button.setProperty("role", "step")
            button.setProperty("noAccessKey", True)  # Ctrl+1..4 lead here
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(button, number)
            row.addWidget(button)
            self._buttons.append(button)
        row.addStretch(1)
        group.idClicked.connect(self.chosen)
        language.follow(self, self._reword)
        theme().follow(self, self._draw)

    def show_step(self, now: int, furthest: int) -> None:
        """The step in front, and the furthest one that was visited."""
        self._now, self._furthest = now, furthest
        self._reword()
        self._draw()

    def _reword(self) -> None:
        for number, button in enumerate(self._buttons):
            name = self._language.text(self._titles[number])
            button.setText(f"{number + 1}  {name}")
            state = (
                "ui.step_now"
                if number == self._now
                else "ui.step_done"
                if self._done(number)
                else "ui.step_ahead"
            )
            button.setAccessibleName(f"{number + 1} {name}, {self._language.text(state)}")

    def _draw(self) -> None:
        for number, button in enumerate(self._buttons):
            now = number == self._now
            button.setEnabled(number <= self._furthest)
            button.setProperty("now", now)
            picture = theme().icon("chevron-right", Tone.ACCENT) if now else QIcon()
            button.setIcon(theme().icon("check", Tone.OK) if self._done(number) else picture)
            restyle(button)

    def _done(self, number: int) -> bool:
        return number <= self._furthest and number != self._now
