"""Who got the data and must be told what became of them (GDPR art. 19): one line for each, and what was done about it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from lpo_desk.documents.casework import issue_recipient_letter
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseFile, DocumentKind
from lpo_desk.domain.claims import RecipientState
from lpo_desk.domain.recipients import NoticeLine
from lpo_desk.services import recipients
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY, assign_menu_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_frame import StepBlock
from lpo_desk.ui.pages.case_reason import Question, Reason, ReasonDialog
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label

_LOOKS = {
    RecipientState.OPEN: (Mark.TRIANGLE, Tone.WARNING),
    RecipientState.TOLD: (Mark.CHECK, Tone.OK),
    RecipientState.IMPOSSIBLE: (Mark.SQUARE, Tone.MUTED),
    RecipientState.DISPROPORTIONATE: (Mark.SQUARE, Tone.MUTED),
}
_ENDS = (RecipientState.TOLD, RecipientState.IMPOSSIBLE, RecipientState.DISPROPORTIONATE)
_LETTERS = (Lang.FI, Lang.SV)
_NARROW = 520
_SPARE = ("case_recipients.change", "case_recipients.last_day")
"""What a narrow list leaves out is told of the line the keyboard is on."""


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


class RecipientsBlock(StepBlock):
    """Shown from the decision on, in a closed case too. The buttons are for the line the keyboard is on.

    `finished` carries the term key of what has happened.
    """

    finished = Signal(str)

    def __init__(self, desk: CaseDesk) -> None:
        super().__init__()
        self._desk = desk
        self._case: CaseFile | None = None
        self._goes_on = False
        """Whether a line was settled here, so that the keyboard goes to the next."""
        language, self._lines = desk.context.language, dict[object, NoticeLine]()
        self.list = ListBlock(
            "case_recipients",
            _columns(language),
            lambda line: line.id,
            language,
            title="case_recipients.title",
            empty="case_recipients.none",
            memory=desk.context.memory,
            spare=_SPARE,
        )
        self.list.table.narrow = _NARROW
        self.says = role_label("muted")
        self.says.setWordWrap(True)
        self._keys = QWidget()
        self.letter, self._languages = self._button("case_recipients.letter"), QMenu(self)
        self.letter.setMenu(self._languages)
        self._languages.aboutToShow.connect(lambda: assign_menu_mnemonics(self._languages))
        for lang in _LETTERS:
            action = self._languages.addAction("", partial(self._make_letter, lang))
            language.bind(action.setText, f"case_recipients.letter_{lang.value}")
        self.ends = {state: self._button(f"case_recipients.end_{state.value}") for state in _ENDS}
        for state, button in self.ends.items():
            button.clicked.connect(partial(self._ask, state))
        self._lay_out()
        self.list.table.current_changed.connect(lambda _: self._fit())
        self.list.table.opened.connect(lambda _: self._ask(RecipientState.TOLD))
        language.follow(self, self._fit)
        self.hide()

    @property
    def chosen(self) -> NoticeLine | None:
        """The line the keyboard is on."""
        return self._lines.get(self.list.table.current_key())

    def stops(self) -> tuple[QWidget, ...]:
        return (self.list.table, self.list.more, self.letter, *self.ends.values())

    def show_case(self, case: CaseFile) -> None:
        """Nothing of a case in which nothing was done that they must be told."""
        self._case = case
        self._lines = {line.id: line for line in case.recipients}
        self.list.set_rows(case.recipients)
        if case.recipients and (self.chosen is None or self._goes_on):
            first = next((line.id for line in case.recipients if _is_open(line)), None)
            if first is None or not self.list.table.go_to_key(first):
                self.list.table.go_to(0)
        self.setVisible(case.tells_recipients)
        if self._goes_on:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)  # its button is dead now
            self._goes_on = False
        self._fit()

    def _fit(self) -> None:
        line, case = self.chosen, self._case
        may = case is not None and case.own is None and self._desk.context.may(Right.HANDLE_REQUEST)
        self._keys.setVisible(may and bool(self._lines))
        for button in (self.letter, *self.ends.values()):
            button.setEnabled(line is not None and _is_open(line))
        told = self._told(line) if line is not None else ""
        self.says.setText(told)
        self.says.setVisible(bool(told))

    def _told(self, line: NoticeLine) -> str:
        """What the columns have no room for."""
        words = self._desk.context.language
        said = []
        if self.list.table.width() < _NARROW:
            said.append(f"{line.recipient}: {words.show(line.right)}")
            if line.disclosed_on is not None:
                said.append(words.text("case_recipients.last_got", on=line.disclosed_on))
        if line.letter_on is not None:
            said.append(words.text("case_recipients.letter_made", on=line.letter_on))
        if line.reason:
            said.append(line.reason)
        return "\n".join(said)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make_letter(self, lang: Lang) -> None:
        line, case, context = self.chosen, self._case, self._desk.context
        if line is None or case is None or not _is_open(line):
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
        line, context, told = self.chosen, self._desk.context, state is RecipientState.TOLD
        if line is None or not _is_open(line) or not self._keys.isVisibleTo(self):
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
            self._goes_on = True
            self.finished.emit(f"case_recipients.done_{state.value}")

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
        self._desk.context.language.bind(title.setText, "case_recipients.title")
        self._desk.context.language.bind(note.setText, "case_recipients.note")
        row = FlowLayout(self._keys, gap=7)
        for button in (self.letter, *self.ends.values()):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 9, 0, 0)
        column.setSpacing(7)
        for widget in (title, note, self.list, self.says, self._keys):
            column.addWidget(widget)


def _is_open(line: NoticeLine) -> bool:
    return line.state is RecipientState.OPEN
