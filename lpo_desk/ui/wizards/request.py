"""Taking in a request: four pages, a draft from the first key, a number at the end (ux.md 2.5)."""

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QTimer

from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import DiscardReason, Draft, DraftKind, Intake, Registered, RequestRight
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.intake_form import from_json, to_json
from lpo_desk.domain.party import Card
from lpo_desk.services import accounts, cards, drafts, intake
from lpo_desk.services.intake import IntakeRefused
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.step_dialog import StepDialog
from lpo_desk.ui.wizards.request_pages import (
    RECEIPT_PREFERENCE,
    AskPage,
    ContentPage,
    Desk,
    FormPage,
    IdentityPage,
    IntakePage,
)

DRAFT_AFTER = 2000  # milliseconds after the last key (reliability.md section 3)


class RequestWizard(StepDialog):
    """A request of one customer, or of somebody the register does not know.

    Leaving half-way keeps the draft; the start page offers it again.
    """

    def __init__(self, context: Context, party_id: int | None, draft: Draft | None = None) -> None:
        self._context = context
        self._draft_key = draft.key if draft else uuid4()
        self._save_id = uuid4()
        self._ticket: Ticket | None = None
        self._registered = False
        self._kept = draft is not None
        start = from_json(draft.data) if draft else self._fresh(context, party_id)
        self._desk = Desk(start, context.database.today, context.language, start.party_id is not None)
        self._form_page = FormPage(self._desk, receipt=bool(context.preference(RECEIPT_PREFERENCE, True)))
        ask = AskPage(self._desk)
        self._intake_pages: tuple[IntakePage, ...] = (
            ask,
            IdentityPage(self._desk),
            ContentPage(self._desk),
            self._form_page,
        )
        super().__init__(
            "request_wizard.title",
            self._intake_pages,
            "request_wizard.register",
            context.language,
            parent=context.window,
        )
        self._who = role_label("heading", self)
        self.set_header(self._who)
        self._timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._timer.timeout.connect(self._keep)
        for page in self._intake_pages:
            page.edited.connect(self._timer.start)
            page.given_up.connect(self.reject)
        self.committed.connect(self._register)
        self.resize(820, 620)
        self._open_customer()
        context.read(self, accounts.offices, ask.offer_offices)

    def go_on(self) -> None:
        before = self.now
        super().go_on()
        if self.now != before:
            self._keep()

    def reject(self) -> None:
        """Leave: what was typed stays as a draft, and the window says so."""
        self._timer.stop()
        touched = self._current() != self._fresh(self._context, self._desk.intake.party_id)
        if touched and not self._registered:
            self._keep()
            self._context.message(
                Kind.INFO,
                "request_wizard.kept",
                Choice("request_wizard.discard", self._discard),
            )
        super().reject()

    def _fresh(self, context: Context, party_id: int | None) -> Intake:
        today = context.database.today()
        return Intake(
            party_id=party_id, office_id=context.actor.office_id, received_on=today, reply_lang=Lang.FI
        )

    def _open_customer(self) -> None:
        """Open the customer for the request, which is logged, and show whose it is."""
        party_id = self._desk.intake.party_id
        if party_id is None:
            self._context.language.bind(self._who.setText, "request_wizard.unknown_person")
            return
        self._context.take_ticket(self, party_id, self._opened, purpose=Purpose.REQUEST)

    def _opened(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._context.read(self, lambda unit: cards.read(unit, ticket), self._show_customer)
        self._context.read(
            self,
            lambda unit: intake.open_requests(unit, ticket, RequestRight.ACCESS),
            self._show_open,
        )

    def _show_customer(self, card: Card) -> None:
        self._who.setText(" · ".join(part for part in (card.name, *card.numbers) if part))
        language = card.basic.language
        if not self._kept and language in (Lang.FI, Lang.SV):
            self._desk.intake = replace(self._desk.intake, reply_lang=language)

    def _show_open(self, numbers: tuple[str, ...]) -> None:
        if numbers:
            self.bar.tell(Kind.WARNING, "request_wizard.open_already", numbers=", ".join(numbers))

    def _current(self) -> Intake:
        return self._intake_pages[self.now].current()

    def _keep(self) -> None:
        """Save the draft as it stands. Nothing waits for it."""
        if self._registered:
            return
        self._kept = True
        now, key, page = self._current(), self._draft_key, self.now
        self._context.write(
            self._context,
            lambda unit: drafts.save(
                unit, key, DraftKind.REQUEST, to_json(now), party_id=now.party_id, page=page
            ),
        )

    def _discard(self) -> None:
        key = self._draft_key
        self._context.write(self._context, lambda unit: drafts.discard(unit, key, DiscardReason.MISTAKE))

    def _register(self) -> None:
        self._timer.stop()
        self.set_commit_enabled(False)
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
        self._registered = True
        self._context.message(
            Kind.SUCCESS,
            "request_wizard.registered",
            Choice("request_wizard.open_case", lambda: self._context.open_case(registered.case_id)),
            number=registered.number,
            due=registered.due.deadline.legal,
        )
        receipt = self._form_page.receipt.isChecked()
        self._context.remember(RECEIPT_PREFERENCE, receipt)
        self.accept()
        if receipt:
            self._print_receipt(registered)

    def _print_receipt(self, registered: Registered) -> None:
        from lpo_desk.documents.casework import issue_receipt
        from lpo_desk.ui.paper_dialog import show_paper

        context, ticket = self._context, self._ticket
        context.runner.run(
            context,
            lambda: issue_receipt(context.database, context.actor, registered.case_id, ticket),
            lambda pdf: show_paper(context, "document_kind.receipt", registered.number, pdf),
        )

    def _failed(self, error: Exception) -> None:
        """A refused registration is told on the page where it can be mended."""
        self.set_commit_enabled(True)
        self._save_id = uuid4()
        if isinstance(error, IntakeRefused):
            for number, page in enumerate(self._intake_pages):
                if error.field in page.names:
                    self.go_to(number)
                    page.form.show_errors({error.field: error})
                    return
        if isinstance(error, UserError):
            self.tell_error(error)
        else:
            raise error
