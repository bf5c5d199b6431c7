"""Lines of a case below its next step, each to be settled: a list, what its columns have no room for, and its buttons."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.case import CaseFile
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_frame import StepBlock
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label

NARROW = 520
"""Effective pixels of the list, below which it does without its spare columns."""


class Line(Protocol):
    @property
    def id(self) -> int: ...


L = TypeVar("L", bound=Line)


class LinesBlock(StepBlock, Generic[L]):
    """The buttons are for the line the keyboard is on; Enter on it is the first way of settling it.

    name: of the list, under which its widths are remembered. title, empty, note: term keys. spare: what a narrow list
    leaves out. `finished` carries the term key of what has happened.
    """

    finished = Signal(str)
    name = ""
    title = ""
    empty = ""
    note = ""
    spare: tuple[str, ...] = ()

    def __init__(self, desk: CaseDesk, columns: Callable[[Language], tuple[Column[L], ...]]) -> None:
        super().__init__()
        self._desk = desk
        self._case: CaseFile | None = None
        self._goes_on = False
        """Whether a line was settled here, so that the keyboard goes to the next."""
        language, self._lines = desk.context.language, dict[object, L]()
        self.buttons: list[QPushButton] = []
        self.list = ListBlock(
            self.name,
            columns(language),
            lambda line: line.id,
            language,
            title=self.title,
            empty=self.empty,
            memory=desk.context.memory,
            spare=self.spare,
        )
        self.list.table.narrow = NARROW
        self.says = role_label("muted")
        self.says.setWordWrap(True)
        self._keys = QWidget()
        self._row = FlowLayout(self._keys, gap=7)
        self._lay_out()
        self.list.table.current_changed.connect(lambda _: self.fit())
        self.list.table.opened.connect(lambda _: self.settle())
        self.hide()

    # What each kind of line says

    def waits(self, line: L) -> bool:
        """Whether something is still to be done about it."""
        raise NotImplementedError

    def may_settle(self, case: CaseFile) -> bool:
        """Whether the user may press the buttons at all."""
        raise NotImplementedError

    def told(self, line: L) -> Sequence[str]:
        """What the columns have no room for."""
        raise NotImplementedError

    def settle(self) -> None:
        """Enter on a line."""
        raise NotImplementedError

    # The block

    @property
    def chosen(self) -> L | None:
        """The line the keyboard is on."""
        return self._lines.get(self.list.table.current_key())

    @property
    def settled(self) -> L | None:
        """The chosen line, where the buttons count."""
        line = self.chosen
        return line if line is not None and self.waits(line) and self._keys.isVisibleTo(self) else None

    def stops(self) -> tuple[QWidget, ...]:
        return (self.list.table, self.list.more, *self.buttons)

    def add_button(self, term: str) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(True)
        button.setProperty(NO_KEY, True)  # a page has more buttons than good letters
        self._desk.context.language.bind(button.setText, term)
        self._row.addWidget(button)
        self.buttons.append(button)
        return button

    def show_lines(self, case: CaseFile, lines: Sequence[L], *, shown: bool) -> None:
        self._case = case
        self._lines = {line.id: line for line in lines}
        self.list.set_rows(lines)
        if lines and (self.chosen is None or self._goes_on):
            first = next((line.id for line in lines if self.waits(line)), None)
            if first is None or not self.list.table.go_to_key(first):
                self.list.table.go_to(0)
        self.setVisible(shown)
        if self._goes_on:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)  # its button is dead now
            self._goes_on = False
        self.fit()

    def finish(self, term: str) -> None:
        """A line was settled: say so, and go on to the next once the case is read again."""
        self._goes_on = True
        self.finished.emit(term)

    def fit(self) -> None:
        line, case = self.chosen, self._case
        self._keys.setVisible(case is not None and case.own is None and self.may_settle(case))
        for button in self.buttons:
            button.setEnabled(line is not None and self.waits(line))
        said = "\n".join(self.told(line)) if line is not None else ""
        self.says.setText(said)
        self.says.setVisible(bool(said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _lay_out(self) -> None:
        title, note = role_label("heading"), role_label("muted")
        note.setWordWrap(True)
        self._desk.context.language.bind(title.setText, self.title)
        self._desk.context.language.bind(note.setText, self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 0)
        column.setSpacing(7)
        for widget in (title, note, self.list, self.says, self._keys):
            column.addWidget(widget)
