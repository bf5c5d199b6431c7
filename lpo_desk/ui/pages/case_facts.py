"""The left side of a case: what was asked, what has happened, what papers there are. Nothing is changed here."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.case import CaseFile, DocumentLine, HandoverLine, Requester
from lpo_desk.domain.claims import Claim, RequestRight
from lpo_desk.domain.paper import CasePaper
from lpo_desk.domain.scans import ScanRow
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case_items import datum_name
from lpo_desk.ui.widgets.inputs import role_label

_LINE = 34
"""Characters of a line of a link: as many as a screen at 200 % has room for."""
SHOWN = 16
"""Characters of a checksum that are shown: enough to compare by eye; the papers for the authority have it whole."""


class CaseCard(QFrame):
    """A white card with a heading, labelled facts, and room for what else it tells."""

    def __init__(self, title: str, language: Language) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._language = language
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(11)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.lines = role_label("text")
        self.lines.setWordWrap(True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.hide()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 9, 14, 12)
        self.body.setSpacing(6)
        heading = role_label("heading")
        language.bind(heading.setText, title)
        self.body.addWidget(heading)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.lines)

    def tell(self, facts: Iterable[tuple[str, str]]) -> bool:
        """(label's term, text) pairs, instead of those told before; False where nothing had a text."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        told = [(term, text) for term, text in facts if text]
        for line, (term, text) in enumerate(told):
            label, value = role_label("label"), role_label("text")
            label.setText(self._language.text(term))
            value.setText(text)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{label.text()}: {text}")
            for column, shown in enumerate((label, value)):
                shown.setWordWrap(True)
                self._grid.addWidget(shown, line, column, Qt.AlignmentFlag.AlignTop)
                shown.show()
        return bool(told)

    def say(self, text: str) -> None:
        """Free lines below the facts."""
        self.lines.setText(text)
        self.lines.setVisible(bool(text))


class CaseFacts(QWidget):
    """`paper_asked` carries a DocumentLine, `scan_asked` a ScanRow, `record_asked` the key of a paper in the log;
    `card_asked` wants the customer."""

    paper_asked = Signal(object)
    scan_asked = Signal(object)
    record_asked = Signal(int)
    card_asked = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._case: CaseFile | None = None
        self._asked = CaseCard("case_page.asked_title", language)
        self._dates = CaseCard("deadline.deadline", language)
        self._handling = CaseCard("case_page.handling", language)
        self._papers = CaseCard("case_page.papers", language)
        self._timeline = CaseCard("case_page.timeline", language)
        for card, role in ((self._asked, "warning"), (self._dates, "muted"), (self._papers, "muted")):
            card.lines.setProperty("role", role)
        self._links: list[QPushButton] = []
        self.customer = _link(self)
        self.customer.clicked.connect(self.card_asked)
        language.bind(self.customer.setText, "case_page.open_customer")
        self._asked.body.addWidget(self.customer, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(9)
        for card in (self._asked, self._dates, self._handling, self._papers, self._timeline):
            column.addWidget(card)
        column.addStretch(1)
        self.hide()
        language.changed.connect(self._show)

    @property
    def papers(self) -> Sequence[QPushButton]:
        """The buttons that lead to the papers in the log, and open the archived ones and the scans, oldest first."""
        return tuple(self._links)

    def show_case(self, case: CaseFile) -> None:
        self._case = case
        self._show()

    def _show(self) -> None:
        case, words = self._case, self._language.text
        if case is None:
            return
        self.show()
        self._asked.tell(self._about(case))
        self._asked.say("\n".join(f"▲ {words(key)}" for key in case.marks_missing))
        self.customer.setVisible(case.row.party_id is not None)
        self._dates.tell(self._days(case))
        lang = self._language.lang
        reasons = "\n".join(reason.text(lang) for reason in case.row.due.deadline.reasons)
        self._dates.say("" if case.row.due.suspended else reasons)
        self._handling.setVisible(self._handling.tell(self._handled(case)))
        self._timeline.say("\n".join(self._happened(case)))
        self._show_papers(case)

    def _about(self, case: CaseFile) -> Iterator[tuple[str, str]]:
        words, show, intake = self._language.text, self._language.show, case.intake
        for claim in case.claims:
            yield "case_page.asked", show(claim.asked.right)
            yield from self._claim(claim)
        who = show(intake.requester)
        yield "request.requester", f"{who}, {intake.requester_name}" if intake.requester_name else who
        if intake.requester is not Requester.SELF:
            until = (
                f", {words('case_page.until', date=intake.authority_until)}" if intake.authority_until else ""
            )
            yield "request_wizard.authority_document", f"{intake.authority_document}{until}".strip(", ")
        yield "request_wizard.channel", f"{show(intake.channel)}, {case.office.name(self._language.lang)}"
        yield "field.identity_method", self._identity(case)
        lang = words(f"language.{intake.reply_lang.value}")
        yield "case_page.reply_wish", f"{show(intake.reply_form)}, {lang}"

    def _claim(self, claim: Claim) -> Iterator[tuple[str, str]]:
        words, show, asked = self._language.text, self._language.show, claim.asked
        if asked.right is RequestRight.ACCESS or asked.scope:
            yield "case_page.scope", asked.scope or words("case_page.everything")
        if asked.restriction_ground is not None:
            yield "field.restriction_ground", show(asked.restriction_ground)
        if asked.erasure_ground is not None:
            yield "field.erasure_ground", show(asked.erasure_ground)
        if asked.copy_format is not None:
            yield "field.copy_format", show(asked.copy_format)
        for item in asked.items:
            change = f"{item.present} → {item.wanted}" if item.wanted else item.present
            named = datum_name(item, self._language)
            yield "field.claim_datum", "\n".join(filter(None, (named, change, item.reason)))

    def _identity(self, case: CaseFile) -> str:
        words, seen = self._language.text, case.intake.identity
        method = self._language.show(seen) if seen else ""
        state = words("case_page.identity_accepted" if case.identity_ok else "case_page.identity_open")
        return f"{method}. {state}" if method else state

    def _days(self, case: CaseFile) -> Iterator[tuple[str, str]]:
        words, due = self._language.text, case.row.due
        if case.intake.signed_on:
            yield "case_page.signed_on", self._language.show(case.intake.signed_on)
        yield "request.received_date", self._language.show(case.row.received_on)
        entered = self._language.show(case.entered_at)
        yield "case_page.entered", f"{entered}, {case.entered_by}" if case.entered_by else entered
        if due.stopped:
            key = "case_page.stopped_late" if due.late else "case_page.stopped"
            yield "queue.due", words("case_page.day", date=due.deadline.legal)
            yield "case_page.answered_on", words(key, date=due.stopped)
        elif due.suspended:
            yield "queue.due", words("case_page.suspended")
        else:
            yield "queue.due", words("case_page.day", date=due.deadline.legal)
            if due.deadline.target != due.deadline.legal:
                yield "case_page.target", words("case_page.day", date=due.deadline.target)

    def _handled(self, case: CaseFile) -> Iterator[tuple[str, str]]:
        show = self._language.show
        if any(line.found is not None for line in case.gather):
            places = (
                f"{line.processor or show(line.place)}: {line.found}"
                for line in case.gather
                if line.found is not None
            )
            yield "case_page.found", "\n".join(places)
        for line in case.handovers:
            yield "case_page.handover_fact", "\n".join(self._went(line))
        if all(claim.resolution is None for claim in case.claims):
            return
        for claim in case.claims:
            if len(case.claims) > 1:
                yield "case_page.asked", show(claim.asked.right)
            yield "decision.decision", show(claim.resolution)
            yield "decision.refusal_grounds", show(claim.grounds)
            yield "case_page.reasons", claim.reasons
            yield "case_page.withheld", claim.withheld
        if case.left_out:
            yield "case_page.left_out", show(len(case.left_out))

    def _went(self, line: HandoverLine) -> Iterator[str]:
        """How the answer went, by whose hand, and which files."""
        show, words = self._language.show, self._language.text
        yield ", ".join(filter(None, (show(line.method), show(line.on), line.who)))
        if line.returned_on is not None:
            yield words("case_page.came_back", date=line.returned_on)
        if line.medium is not None:
            yield show(line.medium)
        for kind, digest in line.files:
            yield words("case_page.file_sum", file=kind, sum=digest[:SHOWN])

    def _happened(self, case: CaseFile) -> Iterator[str]:
        show = self._language.show
        for line in case.timeline:
            told = " · ".join(part for part in (show(line.at), show(line.what), line.who) if part)
            yield f"{told}\n   {line.reason}" if line.reason else told

    def _show_papers(self, case: CaseFile) -> None:
        for link in self._links:
            self._papers.body.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = [self._filed(paper) for paper in case.filed]
        self._links += [self._paper(line) for line in case.documents]
        self._links += [self._scan(row) for row in case.scans]
        self._papers.say("" if self._links else self._language.text("case_page.no_papers"))

    def _filed(self, paper: CasePaper) -> QPushButton:
        link = _link(self)
        place = " · ".join(filter(None, (paper.number, paper.home)))
        link.setText("\n".join((*wrap(self._language.show(paper.kind), _LINE), *wrap(place, _LINE))))
        link.clicked.connect(lambda: self.record_asked.emit(paper.id))
        self._papers.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return link

    def _scan(self, row: ScanRow) -> QPushButton:
        link = _link(self)
        told = self._language.text("scan_page.link", count=row.pages or 1, at=row.arrived_at)
        link.setText(told)
        link.clicked.connect(lambda: self.scan_asked.emit(row))
        self._papers.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return link

    def _paper(self, line: DocumentLine) -> QPushButton:
        link = _link(self)
        lang = self._language.text(f"language.{line.language.value}")
        made = f"{lang}, {self._language.show(line.made_at)}"
        link.setText("\n".join((*wrap(self._language.show(line.kind), _LINE), made)))
        link.clicked.connect(lambda: self.paper_asked.emit(line))
        self._papers.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return link


def _link(parent: QWidget) -> QPushButton:
    link = QPushButton(parent)
    link.setProperty("role", "link")
    link.setAutoDefault(True)  # Enter opens it where the focus is on it
    return link
