"""Next step: what each place holds of the person. Zero is an answer too, silence is none."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import CaseFile, GatherLine, GatherPlace
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.gathering import is_late
from lpo_desk.domain.text import clean
from lpo_desk.services import casework, extract, gathering
from lpo_desk.services.diary import WORDS
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.pages.case_reason import Question, Reason, ReasonDialog
from lpo_desk.ui.runner import tell
from lpo_desk.ui.urgency import place_status
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import SpinBox, role_label
from lpo_desk.ui.widgets.status import ChipRow

UNANSWERED = -1
_MOST = 99_999


class PlacesUnanswered(UserError):
    """Some places have not answered; what was answered is saved."""

    key = "case_page.places_left"


class PlaceRow:
    """A place, how many pieces it holds, and a note. The register is counted by the program, not by hand."""

    def __init__(self, panel: "GatherPanel", line: GatherLine, grid: QGridLayout, at: int) -> None:
        language = panel.context.language
        self.id, self.place = line.id, line.place
        self._line = line
        self.name, self.state = role_label("text"), role_label("small")
        self.name.setWordWrap(True)
        self.found, self.note = SpinBox(panel), QLineEdit(panel)
        self.found.setRange(UNANSWERED, _MOST)
        self.found.setSpecialValueText("–")
        self.found.setFixedWidth(76)
        self.count: QPushButton | None = None
        self.late = QWidget(panel)
        self.chip, self.asked = ChipRow(language), role_label("muted")
        self.chase = panel.button("case_page.chase", self._ask_again)
        self.chase.setProperty("role", "link")
        line_of_late = FlowLayout(self.late, gap=9)
        for part in (self.chip, self.asked, self.chase):
            line_of_late.addWidget(part)
        self.counted = role_label("text")
        grid.addWidget(self.name, 3 * at, 0)
        grid.addWidget(self.state, 3 * at + 1, 0, 1, 3)
        grid.addWidget(self.late, 3 * at + 2, 0, 1, 3)
        if line.place is GatherPlace.REGISTER and panel.case.row.party_id is not None:
            self.count = panel.button("case_page.count_register", panel.count_register)
            self.found.hide()
            self.note.hide()
            grid.addWidget(self.counted, 3 * at, 1)
            grid.addWidget(self.count, 3 * at, 2, Qt.AlignmentFlag.AlignLeft)
        else:
            grid.addWidget(self.found, 3 * at, 1)
            grid.addWidget(self.note, 3 * at, 2)
        self._panel = panel
        language.follow(self.found, self._name)
        self.show_line(line, typed_too=True)

    @property
    def widget(self) -> QWidget:
        """Where the keyboard goes to answer this place."""
        return self.count or self.found

    @property
    def answered(self) -> bool:
        return self.found.value() != UNANSWERED

    @property
    def changed(self) -> bool:
        """Whether there is an answer that the case does not have yet."""
        if not self.answered or self.count is not None:
            return False
        return (self.found.value(), self.words()) != (self._line.found, self._line.note)

    def take_focus(self) -> None:
        self.widget.setFocus(Qt.FocusReason.TabFocusReason)
        if self.count is None:
            self.found.selectAll()

    def words(self) -> str:
        """The note. Raises TextRefused where it cannot be kept."""
        return clean(self.note.text(), limit=WORDS)

    def show_line(self, line: GatherLine, *, typed_too: bool) -> None:
        """The place as the case knows it; `typed_too` also over what is typed and not saved."""
        changed = self.changed
        self._line = line
        if typed_too or not changed:
            self.found.setValue(UNANSWERED if line.found is None else line.found)
            self.note.setText(line.note)
        self._name()

    def _name(self) -> None:
        words, line = self._panel.context.language.text, self._line
        place = line.processor or words(line.place.term)
        self.name.setText(place)
        self.found.setAccessibleName(f"{place}: {words('case_page.found')}")
        self.note.setAccessibleName(f"{place}: {words('case_page.note')}")
        self.counted.setText(self.found.text())
        asked = words("case_page.chased" if line.chased_at else "case_page.asked_on", on=line.since or "")
        told = asked if line.chased_at and not is_late(line) else ""
        if line.answered_at:
            told = words("case_page.answered", who=line.answered_by, at=line.answered_at)
        self.state.setText(told)
        self.state.setVisible(bool(told))
        self.asked.setText(asked)
        self.late.setVisible(is_late(line))
        self.chip.set_statuses([place_status(line)] if is_late(line) else [])
        self.chase.setVisible(self.count is None)  # the program's own count is one press away
        self.chase.setAccessibleName(f"{place}: {words('case_page.chase')}")

    def _ask_again(self) -> None:
        self._panel.chase(self._line, self.name.text())


class GatherPanel(StepPanel):
    """All places in one sheet. The verb saves what is answered, and goes on when every place has answered."""

    title = "case_page.gather_title"
    note = "case_page.gather_note"
    verb = "case_page.gather_verb"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        grid = QGridLayout()
        grid.setHorizontalSpacing(9)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 4)
        for number, term in enumerate(("case_page.place", "case_page.found", "case_page.note")):
            heading: QLabel = role_label("label")
            desk.context.language.bind(heading.setText, term)
            grid.addWidget(heading, 0, number)
        self.rows = [PlaceRow(self, line, grid, at) for at, line in enumerate(case.gather, start=1)]
        self.column.addLayout(grid)

    def first(self) -> QWidget | None:
        return next((row.widget for row in self.rows if not row.answered), self.rows[-1].widget)

    def refresh(self, case: CaseFile) -> None:
        super().refresh(case)
        for row, line in zip(self.rows, case.gather, strict=True):
            row.show_line(line, typed_too=False)

    def count_register(self) -> None:
        """Count under a ticket of the case, and answer for the register."""

        def answer(found: int) -> None:
            self.desk.step(
                lambda unit: gathering.answer(unit, self.case_id, register, found),
                lambda _: self._go_on(),
            )

        context = self.context
        register = next(line.id for line in self.case.gather if line.place is GatherPlace.REGISTER)

        def count(ticket: object) -> int:
            from lpo_desk.domain.audit import Ticket

            assert isinstance(ticket, Ticket)  # noqa: S101 - the button is there for a known person only
            with context.database.reading(context.actor) as unit:
                return extract.count(unit, ticket)

        self.desk.with_ticket(count, answer)

    def chase(self, line: GatherLine, place: str) -> None:
        """Note how a late place was asked again; its days begin anew."""
        question = Question(
            "case_page.chase_title",
            "case_page.ask_chase",
            "case_page.label_chase",
            "case_page.verb_chase",
            (("place", place), ("since", line.since)),
        )
        context, case_id = self.context, self.case_id
        dialog = ReasonDialog(question, context.language, self.window(), context.database.today)

        def give(reason: Reason) -> None:
            self.desk.step(
                lambda unit: gathering.chase(unit, case_id, line.id, f"{place}: {reason.words}"),
                done,
                dialog.refuse,
            )

        def done(_: None) -> None:
            dialog.accept()
            self.finished.emit("case_page.done_chase")

        dialog.given.connect(give)
        dialog.open()

    def act(self) -> None:
        rows = [row for row in self.rows if row.changed]
        answers = [(row.id, row.found.value(), row.words()) for row in rows]
        missing = [row for row in self.rows if not row.answered]
        case_id = self.case_id

        def save(unit: Unit) -> None:
            for task, found, note in answers:
                gathering.answer(unit, case_id, task, found, note)
            if not missing:
                casework.finish_gathering(unit, case_id)

        if missing and not answers:
            self._leave(missing[0], len(missing))
        elif missing:
            self.desk.step(save, lambda _: self._leave(missing[0], len(missing)))
        else:
            self.desk.step(save, self.ends("case_page.done_gathered"))

    def _leave(self, row: PlaceRow, left: int) -> None:
        tell(self, PlacesUnanswered(count=left))
        row.take_focus()

    def _go_on(self) -> None:
        first = next((row for row in self.rows if not row.answered and row.count is None), None)
        if first is not None:
            first.take_focus()
