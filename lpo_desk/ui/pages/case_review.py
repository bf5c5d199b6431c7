"""Next step: what in the material is about somebody else and must not go out (GDPR art. 15(4))."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from lpo_desk.documents.casework import preview_extract
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.extract import ReviewLine
from lpo_desk.domain.leaving import Destination
from lpo_desk.services import casework, extract
from lpo_desk.ui.pages.case_copy import CopyDialog
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.replies import preview_copy
from lpo_desk.ui.widgets.inputs import role_label

_KEY = Qt.ItemDataRole.UserRole
_LABEL = int(Qt.ItemDataRole.UserRole) + 1


class ReviewPanel(StepPanel):
    """Every filled-in value that may name others; Space leaves it out of the extract.

    Where no claim gives data to the person, there is nothing to leave out, and the step says so.
    """

    title = "case_page.review_title"
    note = "case_page.review_note"
    verb = "case_page.review_verb"
    grows = True

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        language = desk.context.language
        self._lines: tuple[ReviewLine, ...] | None = None
        self._reads = case.row.party_id is not None and bool(case.giving)
        if not case.giving:
            self.note = "case_page.review_note_nothing_given"
        self.says = role_label("muted", self)
        self.says.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(110)
        self.list.hide()
        self.preview = self.button("case_page.preview", self.show_preview)
        extracted = any(claim.asked.right is RequestRight.ACCESS for claim in case.giving)
        self.preview.setVisible(self._reads and extracted)
        self.copy = self.button("case_page.preview_copy", self.show_copy)
        ported = any(claim.asked.right is RequestRight.PORTABILITY for claim in case.giving)
        self.copy.setVisible(self._reads and ported)
        self.column.addWidget(self.says)
        self.column.addWidget(self.list, 1)
        for button in (self.preview, self.copy):
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        language.bind(self.list.setAccessibleName, "case_page.review_list")
        language.follow(self, self._reword)
        self.list.itemChanged.connect(lambda _: self._reword())
        if self._reads:
            self._read()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The keys of the ticked values."""
        items = (self.list.item(number) for number in range(self.list.count()))
        return tuple(item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked)

    def first(self) -> QWidget | None:
        if self.list.count():
            return self.list
        return next((each for each in (self.preview, self.copy) if each.isVisibleTo(self)), None)

    def show_preview(self) -> None:
        """The extract as it would go out with the ticks as they are now."""
        context, case_id, left_out = self.context, self.case_id, frozenset(self.left_out)
        self.desk.with_ticket(
            lambda ticket: preview_extract(
                context.database, context.actor, case_id, _demanded(ticket), left_out
            ),
            lambda pdf: show_papers(
                context,
                self.case.row.number,
                [Paper("case_page.preview_title", pdf, Destination.OFFICER)],
            ),
        )

    def show_copy(self) -> None:
        """The file as it would be given; nothing of it can be ticked away, for nothing of others is in it."""
        context, case_id = self.context, self.case_id
        self.desk.with_ticket(
            lambda ticket: preview_copy(context.database, context.actor, case_id, _demanded(ticket)),
            lambda made: CopyDialog(context, *made).open(),
        )

    def act(self) -> None:
        if self._lines is None and self._reads:
            return  # nobody has seen yet what there is to review
        case_id, left_out, seen = self.case_id, self.left_out, self._lines
        self.desk.step(
            lambda unit: casework.finish_review(unit, case_id, left_out, seen),
            self.ends(f"case_page.done_{'reviewed' if self.case.undecided else 'decided'}"),
        )

    def _read(self) -> None:
        context = self.context

        def review(ticket: Ticket | None) -> tuple[ReviewLine, ...]:
            with context.database.reading(context.actor) as unit:
                return extract.review(unit, _demanded(ticket))

        self.desk.with_ticket(review, self._show)

    def _show(self, lines: tuple[ReviewLine, ...]) -> None:
        self._lines = lines
        blocked = self.list.blockSignals(True)
        for line in lines:
            item = QListWidgetItem()
            item.setData(_KEY, line.key)
            item.setData(_LABEL, (line.label, line.text))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = line.key in self.case.left_out
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        self.list.setVisible(bool(lines))
        self._reword()
        if lines:
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reword(self) -> None:
        words, lines = self.context.language.text, self._lines
        blocked = self.list.blockSignals(True)
        for number in range(self.list.count()):
            item = self.list.item(number)
            label, text = item.data(_LABEL)
            item.setText(f"{words(label)}: {text}")
        self.list.blockSignals(blocked)
        if not self.case.giving:
            said = ""
        elif self.case.row.party_id is None:
            said = words("case_page.review_nobody")
        elif lines is None:
            said = words("case_page.review_reading")
        elif not lines:
            said = words("case_page.review_nothing")
        else:
            said = words("case_page.review_count", count=len(lines), ticked=len(self.left_out))
        self.says.setText(said)
        self.says.setVisible(bool(said))


def _demanded(ticket: Ticket | None) -> Ticket:
    assert ticket is not None  # noqa: S101 - asked for a known person only
    return ticket
