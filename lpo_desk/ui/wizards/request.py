"""Taking in a request: four pages, a draft from the first key, a number at the end (ux.md 2.5)."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

from PySide6.QtCore import QSize, Qt, QTimer

from lpo_desk.db.errors import Duplicate
from lpo_desk.db.unit import NoTicket
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.case import Draft, DraftKind, Intake, Registered
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.forms import CounterPaper
from lpo_desk.domain.intake_form import from_json, to_json
from lpo_desk.domain.labels import Term
from lpo_desk.domain.scans import ScanRefused
from lpo_desk.services import accounts, cards, drafts, intake
from lpo_desk.services.intake import IntakeRefused
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.forms.keeping import without_codes
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.step_dialog import StepDialog
from lpo_desk.ui.wizards.claims_desk import ClaimsDesk
from lpo_desk.ui.wizards.content_page import ContentPage
from lpo_desk.ui.wizards.form_page import RECEIPT_PREFERENCE, FormPage
from lpo_desk.ui.wizards.intake_page import Desk, IntakePage, is_identified
from lpo_desk.ui.wizards.request_pages import AskPage, IdentityPage
from lpo_desk.ui.wizards.scan_beside import ScanBeside

DRAFT_AFTER = 2000  # milliseconds after the last key (reliability.md section 3)
_SIZE, _WITH_SCAN = QSize(840, 640), QSize(1240, 760)


class RequestWizard(StepDialog):
    """A request of one customer, or of somebody the register does not know.

    Leaving half-way keeps the draft; the start page offers it again. One press or many, one case: the save has one id
    for as long as the dialog lives, and a reply that was lost is asked about, never repeated (architecture.md rule 3).
    """

    def __init__(
        self,
        context: Context,
        party_id: int | None,
        draft: Draft | None = None,
        scan_id: int | None = None,
    ) -> None:
        self._context = context
        self._draft_key = draft.key if draft else uuid4()
        self._save_id = uuid4()
        self._ticket: Ticket | None = None
        self._renewed = False
        self._registering = self._registered = False
        self._looked_for: frozenset[RequestRight] = frozenset()
        self._resumed = self._is_kept = draft is not None
        start = from_json(draft.data) if draft else _fresh(context, party_id, scan_id)
        self._untouched = start
        self._desk = Desk(start, context.database.today, context.language, start.party_id is not None)
        self._form_page = FormPage(self._desk, receipt=bool(context.preference(RECEIPT_PREFERENCE, True)))
        self._ask_page = AskPage(self._desk)
        self._content_page = ContentPage(self._desk)
        self._intake_pages: tuple[IntakePage, ...] = (
            self._ask_page,
            IdentityPage(self._desk),
            self._content_page,
            self._form_page,
        )
        super().__init__(
            "request_wizard.title",
            self._intake_pages,
            "request_wizard.register",
            context.language,
            parent=context.window,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        context.language.bind(self.cancel_button.setText, "request_wizard.leave")
        self._who = role_label("heading", self)
        self.set_header(self._who)
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self.keep)
        for page in self._intake_pages:
            page.edited.connect(self._timer.start)
            page.given_up.connect(self.reject)
        self.committed.connect(self._register)
        self._claims = ClaimsDesk(context, self)
        self._content_page.made.connect(self._claims.serve)
        self._claims.updated.connect(self._end)
        self._form_page.print_asked.connect(self._print_forms)
        self._beside = self._lay_beside(start.scan_id)
        size = _SIZE if self._beside is None else _WITH_SCAN
        self.resize(size.boundedTo(context.window.size().expandedTo(self.minimumSize())))
        self._open_customer()
        context.read(self, accounts.offices, self._ask_page.offer_offices)
        if draft:
            self._go_to_resumed(draft.page)

    @property
    def ticket(self) -> Ticket | None:
        """The customer's, once it was opened."""
        return self._ticket

    @property
    def draft_key(self) -> UUID:
        return self._draft_key

    def go_on(self) -> None:
        if not self._registering:
            self._turn(super().go_on)

    def go_back(self) -> None:
        self._turn(super().go_back)

    def go_to(self, number: int) -> None:
        self._turn(lambda: super(RequestWizard, self).go_to(number))

    def tell_error(self, error: UserError) -> None:
        self._set_registering(False)
        super().tell_error(error)

    def keep(self) -> None:
        """Save the draft as it stands, if anything was done to it. Nothing waits for it."""
        if self._is_kept or self._current() != self._untouched:
            self._save_draft()

    def _save_draft(self) -> None:
        self._timer.stop()
        if self._registering or self._registered:
            return
        self._is_kept = True
        now, key, page = self._current(), self._draft_key, self.now
        self._context.write(
            self._context,
            lambda unit: drafts.save(
                unit, key, DraftKind.REQUEST, without_codes(to_json(now)), party_id=now.party_id, page=page
            ),
        )

    def reject(self) -> None:
        """Leave: what was typed stays as a draft, and the window says so."""
        if self._registering:
            return  # a moment, and its answer is here
        if self._is_kept or self._current() != self._untouched:
            self.keep()
            self._context.message(
                Kind.INFO, "request_wizard.kept", Choice("request_wizard.discard", self._discard)
            )
        super().reject()

    def _turn(self, turn: Callable[[], None]) -> None:
        """Turn the page; what the one before holds stays with the intake, and a draft is kept of both."""
        before, self._desk.intake = self.now, self._current()
        turn()
        if self.now != before:
            self._save_draft()
        if self.now != before and self._intake_pages[before] is self._ask_page:
            self._look_for_open()

    def _go_to_resumed(self, page: int) -> None:
        self._furthest = min(max(page, 0), len(self._intake_pages) - 1)
        self._way = list(range(self._furthest + 1))
        self._show()

    def _current(self) -> Intake:
        return self._intake_pages[self.now].current()

    # The scan

    def _lay_beside(self, scan_id: int | None) -> ScanBeside | None:
        if scan_id is None:
            return None
        beside = ScanBeside(self._context, scan_id)
        beside.gone.connect(self._lose_scan)
        self.set_beside(beside)
        return beside

    def _lose_scan(self) -> None:
        """Somebody else has filed or discarded it: the request is registered without."""
        self._desk.intake = replace(self._desk.intake, scan_id=None)
        self._untouched = replace(self._untouched, scan_id=None)
        if self._beside is not None:
            self._beside.hide()
        self.bar.tell(Kind.WARNING, "request_wizard.scan_gone")

    # The customer

    def _open_customer(self) -> None:
        """Open the customer for the request, which is logged, and show whose it is."""
        party_id = self._desk.intake.party_id
        if party_id is None:
            self._context.language.bind(self._who.setText, "request_wizard.unknown_person")
            return
        self._take_ticket(party_id, self._opened)

    def _take_ticket(self, party_id: int, then: Callable[[Ticket], object]) -> None:
        self._context.take_ticket(self, party_id, then, purpose=Purpose.REQUEST)

    def _opened(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._context.read(self, lambda unit: cards.read(unit, ticket), self._show_customer)
        self._look_for_open()

    def _look_for_open(self) -> None:
        """Whether the same is asked already: told once for what is asked."""
        ticket, rights = self._ticket, frozenset(asked.right for asked in self._current().claims)
        if ticket is None or rights <= self._looked_for:
            return
        self._looked_for |= rights
        self._context.read(self, lambda unit: intake.open_requests(unit, ticket, rights), self._show_open)

    def _show_customer(self, card: Card) -> None:
        self._ask_page.know(card)
        self._content_page.know(card)
        self._claims.know(card)
        self._who.setText(" · ".join(part for part in (card.name, *card.numbers) if part))
        language = card.basic.language
        if not self._resumed and language in (Lang.FI, Lang.SV):
            self._desk.intake = replace(self._desk.intake, reply_lang=language)
            self._untouched = replace(self._untouched, reply_lang=language)
            if self._intake_pages[self.now] is self._content_page:
                self._content_page.reload()

    def _show_open(self, cases: tuple[tuple[int, str], ...]) -> None:
        """A link to the newest: it is for the clerk to say whether this is the same request, and nothing is closed."""
        if not cases:
            return
        case_id, _ = cases[-1]
        numbers = ", ".join(number for _, number in cases)
        self.bar.tell(
            Kind.WARNING,
            "request_wizard.open_already",
            [Choice("request_wizard.open_case", lambda: self._open_case(case_id))],
            numbers=numbers,
        )

    def _open_case(self, case_id: int) -> None:
        self.reject()
        self._context.open_case(case_id)

    def _print_forms(self) -> None:
        """The forms to sign; nothing of the register on them unless it was seen who asks."""
        from lpo_desk.documents.counter import forms_to_sign
        from lpo_desk.ui.paper_dialog import Paper, show_papers

        asked, context = self._current(), self._context
        ticket = self._ticket if is_identified(asked) else None

        def made(papers: tuple[tuple[CounterPaper, bytes], ...]) -> None:
            party_id = ticket.party_id if ticket is not None else None
            show_papers(context, "", [Paper(kind.term, pdf) for kind, pdf in papers], party_id=party_id)

        context.runner.run(
            self,
            lambda: forms_to_sign(context.database, context.actor, asked, ticket),
            made,
            lambda error: tell(self, error),
        )

    # Registering

    def _register(self) -> None:
        self._timer.stop()
        self._set_registering(True)
        asked, ticket, key = self._desk.intake, self._ticket, self._draft_key
        self._context.write(
            self,
            lambda unit: intake.register(unit, asked, ticket, key),
            self._done,
            self._failed,
            purpose=Purpose.REQUEST,
            save_id=self._save_id,
        )

    def _done(self, registered: Registered) -> None:
        self._registered, self._registering = True, False
        _tell(self._context, registered)
        receipt = self._form_page.receipt.isChecked()
        self._context.remember(RECEIPT_PREFERENCE, receipt)
        self.accept()
        if receipt:
            _show_receipt(self._context, registered, self._ticket)

    def _failed(self, error: Exception) -> None:
        """A refused registration is told on the page where it can be mended; one that went through is not told twice."""
        party_id = self._desk.intake.party_id
        if isinstance(error, NoTicket) and party_id is not None and not self._renewed:
            self._renewed = True
            self._take_ticket(party_id, self._register_again)
            return
        if isinstance(error, Duplicate):
            save_id = self._save_id
            self._context.read(
                self,
                lambda unit: intake.registered_by(unit, save_id),
                lambda found: self._asked(found, error),
            )
            return
        if isinstance(error, ScanRefused):
            self._set_registering(False)
            self._lose_scan()
            return
        page = next((n for n, page in enumerate(self._intake_pages) if _mends(page, error)), None)
        if page is not None and isinstance(error, IntakeRefused):
            self._set_registering(False)
            self.go_to(page)
            self._intake_pages[page].form.show_errors({error.field: error})
        else:
            tell(self, error)

    def _register_again(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._register()

    def _asked(self, found: Registered | None, error: Exception) -> None:
        """Whether the save that seemed to fail had been committed all the same."""
        if found is not None:
            self._done(found)
        else:
            tell(self, error)

    def _end(self) -> None:
        """It was no request: what was typed has been saved on the card, and the draft is gone."""
        self._timer.stop()
        self._registered = True
        self.accept()

    def _set_registering(self, registering: bool) -> None:
        self._registering = registering
        self.set_commit_enabled(not registering)

    def _discard(self) -> None:
        from lpo_desk.ui.wizards.discard import ask_discard

        ask_discard(self._context, self._draft_key)


def _fresh(context: Context, party_id: int | None, scan_id: int | None) -> Intake:
    """An untouched request: today, at the clerk's own office."""
    today = context.database.today()
    return Intake(party_id, office_id=context.actor.office_id, received_on=today, scan_id=scan_id)


def _mends(page: IntakePage, error: Exception) -> bool:
    return isinstance(error, IntakeRefused) and error.field in page.names


def _tell(context: Context, registered: Registered) -> None:
    """What was registered and by when it is answered; of what came on paper, the number to write on it and where to
    take it."""
    state = registered.due
    how = "_done" if state.stopped is not None else "_late" if state.overdue else ""
    key = f"request_wizard.registered{how}"
    values: dict[str, object] = {"number": registered.number, "due": state.deadline.legal}
    for paper in registered.papers:
        said, key = (
            Term(key, values),
            "request_wizard.filed" if paper.home else "request_wizard.filed_nowhere",
        )
        values = {"said": said, "paper": paper.number, "home": paper.home}
    show = Choice("request_wizard.open_case", lambda: context.open_case(registered.case_id))
    context.message(Kind.WARNING if state.overdue else Kind.SUCCESS, key, show, seconds=0, **values)


def _show_receipt(context: Context, registered: Registered, ticket: Ticket | None) -> None:
    from lpo_desk.documents.casework import issue_receipt
    from lpo_desk.ui.paper_dialog import Paper, show_papers

    context.runner.run(
        context,
        lambda: issue_receipt(context.database, context.actor, registered.case_id, ticket),
        lambda pdf: show_papers(context, registered.number, [Paper("document_kind.receipt", pdf)]),
    )
