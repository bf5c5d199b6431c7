"""What the case orders of papers: each with its place, what is to be done, and what was done about it."""

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper_tasks import FOLLOWS, PaperTaskState, TaskLine
from lpo_desk.services import paper_tasks
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_lines import LinesBlock
from lpo_desk.ui.pages.case_reason import Question, Reason, ReasonDialog
from lpo_desk.ui.palette import Tone

_LOOKS = {
    PaperTaskState.OPEN: (Mark.TRIANGLE, Tone.WARNING),
    PaperTaskState.DONE: (Mark.CHECK, Tone.OK),
    PaperTaskState.KEPT: (Mark.SQUARE, Tone.MUTED),
}


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


class PapersBlock(LinesBlock[TaskLine]):
    """Shown as soon as the case orders something of a paper."""

    name = "case_papers"
    title = "case_papers.title"
    empty = "case_papers.none"
    note = "case_papers.note"
    spare = ("case_papers.where",)

    def __init__(self, desk: CaseDesk) -> None:
        super().__init__(desk, _columns)
        self.done, self.keep = self.add_button("case_papers.done"), self.add_button("case_papers.keep")
        self.done.clicked.connect(self.settle)
        self.keep.clicked.connect(self._ask_why)
        desk.context.language.follow(self, self.fit)

    def show_case(self, case: CaseFile) -> None:
        self.show_lines(case, case.paper_tasks, shown=bool(case.paper_tasks))

    def waits(self, line: TaskLine) -> bool:
        return line.open and line.kind in FOLLOWS

    def may_settle(self, case: CaseFile) -> bool:
        return self._desk.context.may(Right.MOVE_PAPERS) and any(map(self.waits, self._lines.values()))

    def fit(self) -> None:
        super().fit()
        line = self.chosen
        if line is not None and line.kind in FOLLOWS:
            self._desk.context.language.bind(self.done.setText, f"case_papers.done_{line.kind.value}")

    def told(self, line: TaskLine) -> list[str]:
        words = self._desk.context.language
        said = [words.text("case_papers.lies", where=_where(line, words))]
        if line.at is not None and line.who:
            said.append(words.text("case_papers.settled", who=line.who, on=line.at))
        if line.until is not None:
            said.append(words.text("case_papers.until", on=line.until))
        return [*said, *filter(None, (line.reason,))]

    def settle(self) -> None:
        line = self.settled
        if line is None:
            return

        def done(_: object) -> None:
            self.finish(f"case_papers.was_{line.kind.value}")

        self._desk.step(lambda unit: paper_tasks.settle(unit, line.id, PaperTaskState.DONE), done)

    def _ask_why(self) -> None:
        """Why the paper is left as it is, and until when."""
        line, context = self.settled, self._desk.context
        if line is None:
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
            self.finish("case_papers.was_kept")

        dialog.given.connect(give)
        dialog.open()
