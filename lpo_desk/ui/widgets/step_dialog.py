"""A wizard: own dialog with a stack of pages (QWizard's pages have no accessible names and swallow Enter).

What follows what is decided elsewhere, in plain Python: the dialog asks its Flow.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.focus import first_stop, keep_in_sight, rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.steps import Steps

_PAGES = 616
"""Pixels that two columns of a page need beside something else."""


class StepPage(QWidget):
    """One page. Subclasses fill it; `title` names the step, `instruction` is the sentence on top (term keys)."""

    title = ""
    instruction = ""

    def entered(self) -> None:
        """The page comes to the front: show what earlier pages decided."""

    def leave(self) -> bool:
        """Whether the clerk may go on. A page that refuses says itself why and where."""
        return True

    def first(self) -> QWidget | None:
        """Where the focus goes, None for the first field of the page."""
        return None


class Flow(Protocol):
    """Which page comes after which; told nothing about widgets."""

    def next_step(self, now: int) -> int | None:
        """The page after this one, None on the last."""


class Straight:
    """One page after another."""

    def __init__(self, pages: int) -> None:
        self._pages = pages

    def next_step(self, now: int) -> int | None:
        return now + 1 if now + 1 < self._pages else None


class StepDialog(QDialog):
    """Back, Next, the commit verb, Cancel. Enter presses the one that is default now; Ctrl+Enter commits or goes on.

    `committed` comes when the last page agreed; whoever listens saves and then calls `accept()`. The dialog stays
    open until then, so that a refused save can be told on it with `tell_error`.
    """

    committed = Signal()

    def __init__(
        self,
        title: str,
        pages: Sequence[StepPage],
        commit: str,
        language: Language,
        *,
        flow: Flow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`title` and `commit` (a verb: "Kirjaa pyyntö") are term keys."""
        super().__init__(parent)
        self._language = language
        self._pages = tuple(pages)
        self._flow = flow or Straight(len(pages))
        self._way = [0]
        self._furthest = 0
        self.steps = Steps([page.title for page in pages], language)
        self.bar = MessageBar(language)
        self._instruction = role_label("heading")
        self._instruction.setWordWrap(True)
        self._stack = QStackedWidget()
        for page in pages:
            self._stack.addWidget(_scrolled(page))
        self.back_button = self._button("common.back")
        self.next_button = self._button("common.next")
        self.commit_button = self._button(commit)
        self.cancel_button = self._button("common.cancel")
        self.cancel_button.setProperty(NO_KEY, True)
        self._lay_out()
        self.back_button.clicked.connect(self.go_back)
        self.next_button.clicked.connect(self.go_on)
        self.commit_button.clicked.connect(self.go_on)
        self.cancel_button.clicked.connect(self.reject)
        self.steps.chosen.connect(self.go_to)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        for number in range(len(pages)):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self, lambda n=number: self.go_to(n))
        language.bind(self.setWindowTitle, title)
        language.follow(self, self._reword)
        self.setMinimumSize(640, 420)
        self._show()

    @property
    def now(self) -> int:
        """The number of the page in front, from 0."""
        return self._way[-1]

    def go_on(self) -> None:
        """Next, or commit on the last page."""
        if not self._pages[self.now].leave():
            return
        following = self._flow.next_step(self.now)
        if following is None:
            self.committed.emit()
            return
        self._way.append(following)
        self._furthest = max(self._furthest, following)
        self._show()

    def go_back(self) -> None:
        """The page before; what was entered stays."""
        if len(self._way) > 1:
            self._way.pop()
            self._show()

    def go_to(self, number: int) -> None:
        """A step that was visited, as its button or Ctrl+number asks."""
        if number > self._furthest or number == self.now:
            return
        if number in self._way:
            del self._way[self._way.index(number) + 1 :]
        else:
            if not self._pages[self.now].leave():
                return
            self._way.append(number)
        self._show()

    def set_header(self, header: QWidget) -> None:
        """Put what all pages are about, a customer's name, above the steps."""
        self._head_column.insertWidget(0, header)

    def set_beside(self, widget: QWidget) -> None:
        """Put what the pages are typed from beside them; it gets the room that they can spare."""
        self._stack.setMinimumWidth(_PAGES)
        self._across.addWidget(widget, 1)

    def keep(self) -> None:
        """Save what is half done as a draft: before the window locks or closes."""

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def set_commit_enabled(self, enabled: bool) -> None:
        """While the save is under way: one press, one case."""
        for button in (self.commit_button, self.next_button, self.back_button):
            rest(button, not enabled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field presses the default button and no other (ux.md 7.4)."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            button = self.focusWidget()
            if isinstance(button, QPushButton):
                button.click()
            elif self.next_button.isEnabled():
                self.go_on()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # a QShowEvent always
        self._focus()

    def _show(self) -> None:
        page, last = self._pages[self.now], self._flow.next_step(self.now) is None
        self._stack.setCurrentIndex(self.now)
        self.steps.show_step(self.now, self._furthest)
        self.back_button.setVisible(self.now != 0)
        self.next_button.setVisible(not last)
        self.commit_button.setVisible(last)
        self.next_button.setDefault(not last)
        self.commit_button.setDefault(last)
        self.bar.clear()
        page.entered()
        self._reword()
        self._focus()

    def _focus(self) -> None:
        page = self._pages[self.now]
        place = page.first() or first_stop(page)
        if place is not None:
            place.setFocus(Qt.FocusReason.TabFocusReason)

    def _reword(self) -> None:
        page = self._pages[self.now]
        self._instruction.setText(self._language.text(page.instruction) if page.instruction else "")
        self._instruction.setVisible(bool(page.instruction))
        page.setAccessibleName(self._language.text(page.title))
        assign_window_mnemonics(self, only_shown=True)

    def _button(self, term: str) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        self._language.bind(button.setText, term)
        return button

    def _lay_out(self) -> None:
        head, foot = QWidget(), QWidget()
        foot_row, middle = QHBoxLayout(foot), QVBoxLayout()
        self._head_column = head_column = QVBoxLayout(head)
        head_column.setContentsMargins(11, 7, 11, 7)
        head_column.addWidget(self.steps)
        foot.setProperty("surface", "window")
        foot_row.setContentsMargins(18, 11, 18, 11)
        foot_row.addWidget(self.back_button)
        foot_row.addStretch(1)
        for button in (self.next_button, self.commit_button, self.cancel_button):
            foot_row.addWidget(button)
        middle.setContentsMargins(18, 11, 18, 11)
        middle.setSpacing(11)
        for widget in (self.bar, self._instruction):
            middle.addWidget(widget)
        middle.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        line = QFrame()
        line.setProperty("role", "line")
        column.addWidget(line)
        self._across = QHBoxLayout()
        self._across.addLayout(middle, 1)
        column.addLayout(self._across, 1)
        column.addWidget(foot)


def _scrolled(page: StepPage) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    keep_in_sight(area)
    return area
