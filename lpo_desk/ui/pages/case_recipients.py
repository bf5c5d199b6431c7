"""Who got the data and must be told what became of them (GDPR art. 19): one line for each, and what was done about it."""

from functools import partial

from PySide6.QtWidgets import QMenu

from lpo_desk.documents.casework import issue_recipient_letter
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseFile, DocumentKind
from lpo_desk.domain.claims import RecipientState
from lpo_desk.domain.recipients import NoticeLine
from lpo_desk.services import recipients
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_menu_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_lines import NARROW, LinesBlock
from lpo_desk.ui.pages.case_reason import Question, Reason, ReasonDialog
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, show_papers

_LOOKS = {
    RecipientState.OPEN: (Mark.TRIANGLE, Tone.WARNING),
    RecipientState.TOLD: (Mark.CHECK, Tone.OK),
    RecipientState.IMPOSSIBLE: (Mark.SQUARE, Tone.MUTED),
    RecipientState.DISPROPORTIONATE: (Mark.SQUARE, Tone.MUTED),
}
_ENDS = (RecipientState.TOLD, RecipientState.IMPOSSIBLE, RecipientState.DISPROPORTIONATE)
_LETTERS = (Lang.FI, Lang.SV)


def _status(line: NoticeLine) -> Status:
    mark, tone = _LOOKS[line.state]
    return Status(f"case_recipients.state_{line.state.value}", mark, tone, (("date", line.on_date),))


def _columns(language: Language) -> tuple[Column[NoticeLine], ...]:
    def change(line: NoticeLine) -> str:
        return language.text(f"queue_kind.{line.right.value}")

    return (
        Column(
            "field.recipient",
            lambda line: line.recipient,
            width=120,
            stretch=True,
            hint=lambda line: line.recipient,
        ),
        Column("case_recipients.change", change, width=124),
        Column("case_recipients.last_day", lambda line: line.disclosed_on, width=112),
        Column("case_recipients.state", lambda line: line.state, width=214, status=_status),
    )


class RecipientsBlock(LinesBlock[NoticeLine]):
    """Shown from the decision on, in a closed case too. Nothing of a case in which nothing was done to be told."""

    name = "case_recipients"
    title = "case_recipients.title"
    empty = "case_recipients.none"
    note = "case_recipients.note"
    spare = ("case_recipients.change", "case_recipients.last_day")

    def __init__(self, desk: CaseDesk) -> None:
        super().__init__(desk, _columns)
        language = desk.context.language
        self.letter, self._languages = self.add_button("case_recipients.letter"), QMenu(self)
        self.letter.setMenu(self._languages)
        self._languages.aboutToShow.connect(lambda: assign_menu_mnemonics(self._languages))
        for lang in _LETTERS:
            action = self._languages.addAction("", partial(self._make_letter, lang))
            language.bind(action.setText, f"case_recipients.letter_{lang.value}")
        self.ends = {state: self.add_button(f"case_recipients.end_{state.value}") for state in _ENDS}
        for state, button in self.ends.items():
            button.clicked.connect(partial(self._ask, state))
        language.follow(self, self.fit)

    def show_case(self, case: CaseFile) -> None:
        self.show_lines(case, case.recipients, shown=case.tells_recipients)

    def waits(self, line: NoticeLine) -> bool:
        return line.state is RecipientState.OPEN

    def may_settle(self, case: CaseFile) -> bool:
        return self._desk.context.may(Right.HANDLE_REQUEST) and bool(self._lines)

    def told(self, line: NoticeLine) -> list[str]:
        words = self._desk.context.language
        said = []
        if self.list.table.width() < NARROW:
            said.append(f"{line.recipient}: {words.show(line.right)}")
            if line.disclosed_on is not None:
                said.append(words.text("case_recipients.last_got", on=line.disclosed_on))
        if line.letter_on is not None:
            said.append(words.text("case_recipients.letter_made", on=line.letter_on))
        return [*said, *filter(None, (line.reason,))]

    def settle(self) -> None:
        self._ask(RecipientState.TOLD)

    def _make_letter(self, lang: Lang) -> None:
        line, case, context = self.settled, self._case, self._desk.context
        if line is None or case is None:
            return
        self._desk.with_ticket(
            lambda ticket: issue_recipient_letter(
                context.database, context.actor, line.case_id, line.id, ticket, lang
            ),
            lambda pdf: show_papers(
                context, case.row.number, [Paper(DocumentKind.RECIPIENT_NOTICE.term, pdf)]
            ),
        )

    def _ask(self, state: RecipientState) -> None:
        """How or why, and of what day; a refusal is told in the same sheet."""
        line, context, told = self.settled, self._desk.context, state is RecipientState.TOLD
        if line is None:
            return
        question = Question(
            f"case_recipients.end_{state.value}",
            f"case_recipients.ask_{state.value}",
            "case_recipients.how" if told else "case_recipients.why",
            f"case_recipients.verb_{state.value}",
            (("recipient", line.recipient),),
            day="case_recipients.day" if told else "",
            day_faults=frozenset({"recipient.day_wrong"}),
            needs_words=not told,
        )
        dialog = ReasonDialog(question, context.language, self.window(), context.database.today)

        def give(reason: Reason) -> None:
            on = reason.on if told else None
            self._desk.step(
                lambda unit: recipients.settle(unit, line.id, state, on, reason.words), done, dialog.refuse
            )

        def done(_: object) -> None:
            dialog.accept()
            self.finish(f"case_recipients.done_{state.value}")

        dialog.given.connect(give)
        dialog.open()
