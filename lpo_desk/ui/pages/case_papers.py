"""What the case orders of papers: each with its place, what is to be done, and what was done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper_tasks import FOLLOWS, PaperTaskState, TaskLine
from lpo_desk.services import paper_tasks
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_frame import StepBlock
from lpo_desk.ui.pages.case_reason import Question, Reason, ReasonDialog
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label

_LOOKS = {
    PaperTaskState.OPEN: (Mark.TRIANGLE, Tone.WARNING),
    PaperTaskState.DONE: (Mark.CHECK, Tone.OK),
    PaperTaskState.KEPT: (Mark.SQUARE, Tone.MUTED),
}
_NARROW = 520
_SPARE = ("case_papers.where",)


def _status(line: TaskLine) -> Status:
    mark, tone = _LOOKS[line.state]
    return Status(line.state.term, mark, tone)


def _columns(language: Language) -> tuple[Column[TaskLine], ...]:
    def paper(line: TaskLine) -> str:
        return f"{line.number} {line.title or language.show(line.paper)}"

    return (
        Column("case_papers.paper", paper, width=170, stretch=True),
        Column("case_papers.where", lambda line: _where(line, language), width=150, stretch=True),
        Column("case_papers.task", lambda line: line.kind, width=150),
        Column("case_papers.state", lambda line: line.state, width=120, status=_status),
    )


def _where(line: TaskLine, language: Language) -> str:
    there = line.where in (PaperState.IN_PLACE, PaperState.LISTED)
    return line.path if there and line.path else language.show(line.where)


class PapersBlock(StepBlock):
    """Shown as soon as the case orders something of a paper. The buttons are for the line the keyboard is on.

    `finished` carries the term key of what has happened.
    """

    finished = Signal(str)

    def __init__(self, desk: CaseDesk) -> None:
        super().__init__()
        self._desk = desk
        self._case: CaseFile | None = None
        self._goes_on = False
        language, self._lines = desk.context.language, dict[object, TaskLine]()
        self.list = ListBlock(
            "case_papers",
            _columns(language),
            lambda line: line.id,
            language,
            title="case_papers.title",
            empty="case_papers.none",
            memory=desk.context.memory,
            spare=_SPARE,
        )
        self.list.table.narrow = _NARROW
        self.says = role_label("muted")
        self.says.setWordWrap(True)
        self._keys = QWidget()
        self.done, self.keep = self._button("case_papers.done"), self._button("case_papers.keep")
        self.done.clicked.connect(self._finish)
        self.keep.clicked.connect(self._ask_why)
        self._lay_out()
        self.list.table.current_changed.connect(lambda _: self._fit())
        self.list.table.opened.connect(lambda _: self._finish())
        language.follow(self, self._fit)
        self.hide()

    @property
    def chosen(self) -> TaskLine | None:
        """The line the keyboard is on."""
        return self._lines.get(self.list.table.current_key())

    def stops(self) -> tuple[QWidget, ...]:
        return (self.list.table, self.list.more, self.done, self.keep)

    def show_case(self, case: CaseFile) -> None:
        self._case = case
        self._lines = {line.id: line for line in case.paper_tasks}
        self.list.set_rows(case.paper_tasks)
        if case.paper_tasks and (self.chosen is None or self._goes_on):
            first = next((line.id for line in case.paper_tasks if _waits(line)), None)
            if first is None or not self.list.table.go_to_key(first):
                self.list.table.go_to(0)
        self.setVisible(bool(case.paper_tasks))
        if self._goes_on:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)  # its button is dead now
            self._goes_on = False
        self._fit()

    def _fit(self) -> None:
        line, case = self.chosen, self._case
        may = case is not None and case.own is None and self._desk.context.may(Right.MOVE_PAPERS)
        waits = any(_waits(each) for each in self._lines.values())
        self._keys.setVisible(may and waits)
        for button in (self.done, self.keep):
            button.setEnabled(line is not None and _waits(line))
        if line is not None and line.kind in FOLLOWS:
            self._desk.context.language.bind(self.done.setText, f"case_papers.done_{line.kind.value}")
        told = self._told(line) if line is not None else ""
        self.says.setText(told)
        self.says.setVisible(bool(told))

    def _told(self, line: TaskLine) -> str:
        """What the columns have no room for."""
        words = self._desk.context.language
        said = [words.text("case_papers.lies", where=_where(line, words))]
        if line.at is not None and line.who:
            said.append(words.text("case_papers.settled", who=line.who, on=line.at))
        if line.until is not None:
            said.append(words.text("case_papers.until", on=line.until))
        if line.reason:
            said.append(line.reason)
        return "\n".join(said)

    def _finish(self) -> None:
        line = self.chosen
        if line is None or not _waits(line) or not self._keys.isVisibleTo(self):
            return

        def done(_: object) -> None:
            self._goes_on = True
            self.finished.emit(f"case_papers.was_{line.kind.value}")

        self._desk.step(lambda unit: paper_tasks.settle(unit, line.id, PaperTaskState.DONE), done)

    def _ask_why(self) -> None:
        """Why the paper is left as it is, and until when."""
        line, context = self.chosen, self._desk.context
        if line is None or not _waits(line):
            return
        question = Question(
            "case_papers.keep",
            "case_papers.ask_keep",
            "case_papers.why",
            "case_papers.verb_keep",
            (("number", line.number),),
        )
        dialog = ReasonDialog(question, context.language, self.window(), context.database.today)

        def give(reason: Reason) -> None:
            self._desk.step(
                lambda unit: paper_tasks.settle(unit, line.id, PaperTaskState.KEPT, reason.words),
                done,
                dialog.refuse,
            )

        def done(_: object) -> None:
            dialog.accept()
            self._goes_on = True
            self.finished.emit("case_papers.was_kept")

        dialog.given.connect(give)
        dialog.open()

    def _button(self, term: str) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(True)
        button.setProperty(NO_KEY, True)  # a page has more buttons than good letters
        self._desk.context.language.bind(button.setText, term)
        return button

    def _lay_out(self) -> None:
        title, note = role_label("heading"), role_label("muted")
        note.setWordWrap(True)
        self._desk.context.language.bind(title.setText, "case_papers.title")
        self._desk.context.language.bind(note.setText, "case_papers.note")
        row = FlowLayout(self._keys, gap=7)
        for button in (self.done, self.keep):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 0)
        column.setSpacing(7)
        for widget in (title, note, self.list, self.says, self._keys):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)


def _waits(line: TaskLine) -> bool:
    return line.open and line.kind in FOLLOWS
