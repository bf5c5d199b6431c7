"""One case: at the left what is known of it, at the right the next step (ux.md S5, 2.7)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import CaseFile, CaseRow, CaseStatus
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.paper_ties import PaperTie, TieKind, TieLine
from lpo_desk.services import cases
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.focus import keep_in_sight
from lpo_desk.ui.models.columns import Mark, Status
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.case_asides import CaseAsides
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_document import save_documents, show_document
from lpo_desk.ui.pages.case_facts import CaseFacts
from lpo_desk.ui.pages.case_frame import StepFrame
from lpo_desk.ui.pages.case_identity import ClosedPanel, IdentityPanel
from lpo_desk.ui.pages.case_lifting import LiftingBlock
from lpo_desk.ui.pages.case_next import asides_of, before, following, panel_of, trail_of
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.pages.case_papers import PapersBlock
from lpo_desk.ui.pages.case_recipients import RecipientsBlock
from lpo_desk.ui.pages.case_reply import ReplyPanel, reply_made
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.scan_dialog import show_scans
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.urgency import due_status
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.status import ChipRow

_INSTEAD: dict[str, type[StepPanel]] = {"proof": IdentityPanel, "reply_again": ReplyPanel}


class CasePage(Page):
    """Ctrl+Enter is the verb of the step; F12 and Shift+F12 go through the queue."""

    title = "case_page.title"

    def __init__(self, context: Context, case_id: int) -> None:
        super().__init__(context)
        self.case: CaseFile | None = None
        self._wants_focus = False
        self._state: object = None
        self.desk = CaseDesk(context, case_id, self)
        self.bar = MessageBar(context.language)
        self.facts = CaseFacts(context.language)
        self.recipients, self.lifting = RecipientsBlock(self.desk), LiftingBlock(self.desk)
        self.papers = PapersBlock(self.desk)
        self.frame = StepFrame(context.language, (self.lifting, self.papers, self.recipients))
        self._asides = CaseAsides(self.desk, self)
        self._heading, self._chips = role_label("heading"), ChipRow(context.language)
        self._lay_out()
        self._connect()
        self.reload()

    @property
    def panel(self) -> StepPanel | None:
        """The step in front."""
        return self.frame.panel

    @property
    def tab_text(self) -> str:
        return self.case.row.number if self.case else self.context.language.text(self.title)

    @property
    def party_id(self) -> int | None:
        return self.case.row.party_id if self.case else None

    def reload(self) -> None:
        self.desk.read(self._take)

    def new_paper(self) -> None:
        """A paper that came with this case."""
        if self.case is not None:
            row = self.case.row
            tie = TieLine(PaperTie(TieKind.CASE, row.case_id), row.number, row.party_id)
            self.context.start_paper(row.party_id, tie=tie)

    def act(self) -> None:
        """The verb of the step in front."""
        if self.desk.busy or self.panel is None or not self.panel.verb:
            return
        if isinstance(self.panel, ClosedPanel):
            self.open_next()
        else:
            self.bar.clear()
            self._wants_focus = True  # whose step it was goes along to the next
            self.panel.act()

    def open_next(self) -> None:
        """The case after this one in the queue; at its end the queue itself."""
        self._open_beside(following)

    def open_previous(self) -> None:
        self._open_beside(before)

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if self.desk.case_id in changes.cases:
            self.reload()

    def activated(self) -> None:
        if self.case is not None:
            self.reload()  # days pass and other desks work

    def focus_first(self) -> None:
        if self.panel is None:
            self._wants_focus = True
        else:
            self._focus_step()

    # The case

    def _take(self, case: CaseFile) -> None:
        if self.desk.busy:
            self.desk.case = self.case = case
            return  # shown when what is under way has ended
        self.case = self.desk.case = case
        self._show()

    def _settled(self, busy: bool) -> None:
        self.frame.set_busy(busy)
        if not busy and self.case is not None:
            self._show()

    def _show(self) -> None:
        case = self.case
        if case is None:
            return
        self._describe()
        self.facts.show_case(case)
        for block in (self.lifting, self.papers, self.recipients):
            block.show_case(case)
        self.frame.show_trail(trail_of(case))
        self.frame.show_asides(asides_of(case, self.context.actor))
        claim = case.undecided
        state = (
            case.row.status,
            case.identity_ok,
            reply_made(case),
            claim and (claim.id, claim.prepared_by),
        )
        if state == self._state and self.panel is not None:
            self.panel.refresh(case)
            self.frame.keep_focus_in_sight()
        else:
            self._state = state
            self._put(panel_of(case, self.desk)(self.desk, case))
        self.renamed.emit()

    def _put(self, panel: StepPanel) -> None:
        """Another step in front. The keyboard goes along unless the clerk has gone elsewhere."""
        here = QApplication.focusWidget()
        elsewhere = here is not None and here.window() is self.window() and not self.isAncestorOf(here)
        wanted, self._wants_focus = self._wants_focus, False
        panel.finished.connect(self._finished)
        panel.files_asked.connect(partial(save_documents, self))
        self.frame.show_panel(panel)
        if wanted or (self.isVisible() and not elsewhere):
            self._focus_step()  # of this window, even while a dialog is in front

    def _focus_step(self) -> None:
        place = (self.panel.first() if self.panel else None) or self.frame.fallback()
        if place is not None:
            place.setFocus(Qt.FocusReason.TabFocusReason)

    def _finished(self, key: str) -> None:
        self.bar.tell(Kind.SUCCESS, key)

    def _describe(self) -> None:
        case = self.case
        if case is None:
            return
        row = case.row
        self._heading.setText(f"{row.number} · {row.person}")
        closed = row.resolution if row.status is CaseStatus.CLOSED else None
        chips = [Status((closed or row.status).term, Mark.NONE, Tone.ACCENT), due_status(row)]
        if row.due.extended:
            chips.append(Status("case_page.extended", Mark.ARROW, Tone.WARNING))
        if row.handler:
            chips.append(Status("case_page.handled_by", Mark.NONE, Tone.MUTED, (("who", row.handler),)))
        self._chips.set_statuses(chips)

    # Other pages

    def _open_beside(self, which: Callable[[tuple[CaseRow, ...], CaseRow], CaseRow | None]) -> None:
        case = self.case
        if case is None:
            return

        def go(rows: tuple[CaseRow, ...]) -> None:
            found = which(rows, case.row)
            if found is not None:
                self.context.open_case(found.case_id)
            else:
                self._show_queue(ended=bool(rows))
            if case.row.status is CaseStatus.CLOSED:
                self.context.close(self)  # its work is done

        self.context.read(self, cases.queue, go, latest="beside")

    def _show_queue(self, *, ended: bool) -> None:
        queue = self.context.show_page("requests")
        if queue is not None:
            queue.focus_first()
        if ended:
            self.context.message(Kind.INFO, "case_page.queue_end", seconds=10)

    def _open_card(self) -> None:
        if self.case is not None and self.case.row.party_id is not None:
            self.context.open_card(
                self.case.row.party_id, purpose=Purpose.REQUEST, case_id=self.case.row.case_id
            )

    def _aside(self, name: str) -> None:
        if self.case is None or self.desk.busy:
            return
        if name == "lift":
            self.lifting.go_on()
        else:
            self._asides.do(name, self.case)

    def _step_instead(self, name: str) -> None:
        if self.case is not None:
            self._put(_INSTEAD[name](self.desk, self.case))

    # Building

    def _connect(self) -> None:
        context = self.context
        self.frame.verb.clicked.connect(self.act)
        self.frame.aside.connect(self._aside)
        self.desk.busied.connect(self._settled)
        for part in (self._asides, self.recipients, self.papers, self.lifting):
            part.finished.connect(self._finished)
        self._asides.panel_asked.connect(self._step_instead)
        self.facts.card_asked.connect(self._open_card)
        self.facts.paper_asked.connect(partial(show_document, self))
        self.facts.record_asked.connect(context.open_paper)
        self.facts.scan_asked.connect(lambda row: show_scans(self.context, (row,)))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.act)
        context.actions.claim("refresh", self, self.reload)
        if context.may(Right.MOVE_PAPERS):
            context.actions.claim("new_paper", self, self.new_paper)
        context.actions.claim("next_record", self, self.open_next)
        context.actions.claim("previous_record", self, self.open_previous)
        context.language.changed.connect(self._describe)
        self.facts.customer.setEnabled(context.may(Right.OPEN_CUSTOMER))

    def _lay_out(self) -> None:
        left = QScrollArea()
        left.setWidgetResizable(True)
        left.setWidget(self.facts)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll what is read
        left.setMinimumWidth(280)
        self.context.language.bind(left.setAccessibleName, "case_page.facts")
        keep_in_sight(left)
        body = QHBoxLayout()
        body.setSpacing(MARGIN)
        body.addWidget(left, 2)
        body.addWidget(self.frame, 3)
        head = QWidget()
        row = FlowLayout(head, gap=14)
        row.setContentsMargins(3, 0, 3, 0)
        row.addWidget(self._heading)
        row.addWidget(self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addWidget(head)
        column.addLayout(body, 1)
