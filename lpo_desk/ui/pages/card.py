"""The customer card: one page, a section at a time, everything under the ticket it was opened with."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.case import Draft
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Standing
from lpo_desk.domain.permissions import CELLS, Told
from lpo_desk.domain.staff import StaffTie
from lpo_desk.formats import helsinki
from lpo_desk.services import cards, cases, customers, permissions
from lpo_desk.ui.context import Context
from lpo_desk.ui.keymap import SECTIONS
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages import card_drafts
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_banners import PERMISSIONS, locked
from lpo_desk.ui.pages.card_body import CardBody
from lpo_desk.ui.pages.card_drafts import DraftKeeper
from lpo_desk.ui.pages.card_early import Early
from lpo_desk.ui.pages.card_form import FormPanel
from lpo_desk.ui.pages.card_header import CardHeader
from lpo_desk.ui.pages.card_restriction import Restricting
from lpo_desk.ui.pages.card_saving import Saving
from lpo_desk.ui.pages.card_secrets import Secrets
from lpo_desk.ui.pages.marketing_sheet import Decided, MarketingSheet
from lpo_desk.ui.pages.result_list import result_list
from lpo_desk.ui.pages.warning_queue import warning_queue
from lpo_desk.ui.stylesheet import MARGIN
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar

Read = tuple[Card, tuple[Draft, ...]]


class CardPage(Page):
    """Reads the customer, and again whenever somebody saved something of him. A section that is being edited is left
    alone by that: its save is merged with what the others did, or disputed value by value."""

    title = "card.title"

    def __init__(self, context: Context, ticket: Ticket) -> None:
        super().__init__(context)
        self._party_id = ticket.party_id
        self._card: Card | None = None
        self._goes_first = False
        self._sources_shown = False
        self._access = Access(context, ticket, self)
        self._bar = MessageBar(context.language)
        self._early = Early(self, context.actions, self._bar)
        self._header = CardHeader(context)
        self._body = CardBody(context, self._access, self._today)
        self._keeper = DraftKeeper(context, ticket.party_id, self)
        self._saving = Saving(context, self._access, self._bar, self)
        self._restricting = Restricting(context, self._access, self._bar, self._today, self)
        self._secrets = Secrets(context, self._access, self._header, self)
        self._results = result_list(context)
        self._access.replaced.connect(self._merged)
        self._lay_out()
        self._connect()
        self._claim()
        self._read()

    # Page

    @property
    def tab_text(self) -> str:
        """The customer's name, inside the window only; a protected person's number."""
        card = self._card
        if card is None:
            return super().tab_text
        number = card.numbers[0] if card.numbers else ""
        return card.name or self.context.language.text("card.nameless", number=number)

    @property
    def unsaved(self) -> bool:
        return any(panel.dirty for panel in self._body.forms.values())

    @property
    def party_id(self) -> int | None:
        return self._party_id

    @property
    def card(self) -> Card | None:
        """What is shown, None until it was read."""
        return self._card

    @property
    def body(self) -> CardBody:
        return self._body

    @property
    def header(self) -> CardHeader:
        return self._header

    @property
    def bar(self) -> MessageBar:
        """What was saved, what could not be."""
        return self._bar

    @property
    def ticket(self) -> Ticket:
        """The proof of opening in force; a new one when the first has run out."""
        return self._access.ticket

    def changed(self, changes: Changes) -> None:
        if self._party_id in changes.parties or "request_case" in changes.tables:
            self._read()

    def may_close(self) -> bool:
        if self.unsaved:
            self._keeper.flush()
            self.context.message(Kind.INFO, "card.draft_kept", seconds=10)
        return True

    def keep(self) -> None:
        self._keeper.flush()

    def activated(self) -> None:
        if self._card is not None:
            self._early.read()

    def focus_first(self) -> None:
        self._goes_first = self._card is None
        if self._card is not None:
            self._body.focus()
        else:  # or Qt would rest on "new request", where a second Enter begins one
            self._body.nav.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_error(self, error: UserError) -> None:
        self._bar.tell_error(error)

    def hideEvent(self, event: QHideEvent) -> None:
        """An identity code is not left standing behind another tab."""
        super().hideEvent(event)
        self._header.hide_code()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._body.fit(event.size().width())

    # Reading

    def _read(self) -> None:
        def ask(unit: Unit, ticket: Ticket) -> Read:
            return cards.read(unit, ticket), card_drafts.of_party(unit, ticket.party_id)

        self._access.read(ask, self._show, latest="card")

    def _show(self, read: Read) -> None:
        card, drafts = read
        first = self._card is None
        unveiled = self._card is not None and self._card.masked and not card.masked
        self._card = card
        self._header.show_card(card)
        self._restricting.show_card(card)
        if self._body.show_card(card):
            for panel in self._body.forms.values():
                panel.save_wished.connect(partial(self._saving.save, panel))
                panel.edit_wished.connect(partial(self._edit, panel.number))
                panel.mode_changed.connect(self._state_changed)
                panel.form.dirty_changed.connect(lambda _: self._state_changed())
                self._keeper.watch(panel)
            self._body.show_sources(self._sources_shown)
        if not card.masked and self.context.may(Right.EDIT_CUSTOMER):
            self._keeper.offer(drafts, self._body.forms)
        if unveiled:  # the button that had the keyboard is gone
            self._body.go_to(1)
        elif first and self._goes_first and self._has_keyboard and not self._early.waiting:
            self._body.focus()
        self._goes_first = False
        self._early.read()
        self._state_changed()

    @property
    def _has_keyboard(self) -> bool:
        """Whether it is still where it was put while the card was read, and not in the search box by now."""
        here = self.window().focusWidget()
        return here is None or self.isAncestorOf(here)

    def _state_changed(self) -> None:
        self.renamed.emit()
        self.context.actions.refresh()

    # Commands

    def _claim(self) -> None:
        claims: dict[str, tuple[Callable[[], object], Callable[[], str | None] | None]] = {
            "edit": (self._edit_here, self._why_not_edit),
            "save": (self._save, self._why_not_save),
            "undo_saved": (self._saving.undo, self._why_not_undo),
            "sources": (self._toggle_sources, None),
            "history": (partial(self._body.go_to, SECTIONS), None),
            "marketing": (self._edit_marketing, partial(self._why_not_change, PERMISSIONS)),
            "refresh": (self._read, None),
            "new_request": (lambda: self.context.start_request(self._party_id), self._why_not_request),
            "restriction": (lambda: self._restricting.manage(self._card), self._why_not_restrict),
            "next_record": (partial(self._go_beside, 1), partial(self._why_not_beside, 1)),
            "previous_record": (partial(self._go_beside, -1), partial(self._why_not_beside, -1)),
        }
        for number in range(1, SECTIONS + 1):
            claims[f"section_{number}"] = partial(self._body.go_to, number), None
        for command, (call, reason) in claims.items():
            self._early.claim(command, call, reason)

    def _edit(self, number: int, name: str = "") -> None:
        panel = self._body.form(number)
        if panel is not None and self._why_not_change(number) is None:
            panel.edit(name)

    def _edit_here(self) -> None:
        panel = self._body.panels.get(self._body.current)
        if panel is not None and panel.editable:
            panel.edit_here()
        else:
            self._edit(self._body.current)

    def _edit_marketing(self) -> None:
        """Ask how it was told, then ban everything or take back what was unticked."""
        panel = self._body.form(PERMISSIONS)
        if panel is None or panel.base is None:
            return
        sheet = MarketingSheet(self.context.language, panel.base, self.context.window)
        sheet.decided.connect(partial(self._forbid, panel))
        sheet.open()

    def _forbid(self, panel: FormPanel, told: Decided) -> None:
        how = Told(told.way)
        if told.withdrawn:
            save = partial(permissions.withdraw, names=told.withdrawn, told=how)
            self._saving.save_by(panel, save, "card.permission_withdrawn")
        elif all(getattr(panel.base, name) is Standing.BANNED for name in CELLS):
            self._bar.tell(Kind.INFO, "card.banned_already", seconds=10)
        else:
            self._saving.save_by(panel, partial(permissions.ban_everything, told=how), "card.banned")

    def _save(self) -> None:
        panel = self._body.editing
        if panel is not None:
            panel.form.commit()

    def _toggle_sources(self) -> None:
        self._sources_shown = not self._sources_shown
        self._body.show_sources(self._sources_shown)

    def _go_beside(self, distance: int) -> None:
        beside = self._results.beside(self._party_id, distance)
        if beside is not None:
            found = self._results.found
            self.context.open_card(beside, purpose=self.ticket.purpose, found=found, leafing_from=self)

    def _why_not_change(self, number: int) -> str | None:
        """Permissions and bans are the only thing that is changed of somebody who is not revealed."""
        if not self.context.may(Right.EDIT_CUSTOMER):
            return "card.not_editor"
        if (self._card is None or self._card.masked) and number != PERMISSIONS:
            return "card.masked"
        return locked(self._card, number) if self._card else None

    def _why_not_edit(self) -> str | None:
        number = self._body.current
        reason = self._why_not_change(number)
        panel = self._body.panels.get(number)
        edited = self._body.form(number) is not None or (panel is not None and panel.editable)
        return reason or (None if edited else "card.not_edited_here")

    def _why_not_request(self) -> str | None:
        tie = self._card.tie if self._card else None
        return f"own.case_refused_{tie.value}" if tie else None

    def _why_not_restrict(self) -> str | None:
        if not self.context.may(Right.RESTRICT):
            return "restriction.not_officer"
        own = self._card is not None and self._card.tie is StaffTie.SELF
        return "own.locked" if own else None

    def _why_not_save(self) -> str | None:
        return None if self._body.editing else "card.nothing_to_save"

    def _why_not_undo(self) -> str | None:
        return None if self._saving.undoable else "card.nothing_to_undo"

    def _why_not_beside(self, distance: int) -> str | None:
        return None if self._results.beside(self._party_id, distance) is not None else "card.no_more_results"

    def _merged(self, ticket: Ticket) -> None:
        """Somebody has merged the customer into another: the card makes room for that one's."""
        self.context.show_card(ticket)
        self.context.close(self)
        self.context.message(Kind.INFO, "merge.shown_instead")

    # Other things of the card

    def _open_case(self, number: str) -> None:
        def show(case_id: int | None) -> None:
            if case_id is not None:
                self.context.open_case(case_id)

        self.context.read(self, lambda unit: cases.find_number(unit, number), show)

    def _settle(self, warning_id: int) -> None:
        self._access.write(
            lambda unit, ticket: customers.settle_warning(unit, ticket, warning_id),
            lambda _: self._bar.tell(Kind.SUCCESS, "card.warning_settled", seconds=5),
        )

    def _settle_on(self, warning_id: int) -> None:
        """Settle the warning and go to the next customer of the work list; at its end back to the empty list."""

        def settled(_: object) -> None:
            following = warning_queue(self.context).settled(warning_id)
            if following is None:
                self.context.show_page("warnings")
                self.context.message(Kind.SUCCESS, "warnings.done", seconds=10)
            elif following != self._party_id:
                self.context.open_card(following, purpose=self.ticket.purpose, leafing_from=self)

        self._access.write(lambda unit, ticket: customers.settle_warning(unit, ticket, warning_id), settled)

    def _commit(self) -> None:
        """Ctrl+Enter: what is being edited is saved; else the warning of the work list is settled."""
        if self._body.editing:
            self._save()
        elif self._card is not None and self._card.warnings:
            self._body.warnings.settle_next()

    def _ask_for_code(self) -> None:
        if self._card is not None:
            self._secrets.ask_for_code(self._card)

    def _place_changed(self) -> None:
        self._header.show_position(self._results.position(self._party_id))
        self.context.actions.refresh()

    def _today(self) -> date:
        return helsinki(self.context.database.clock()).date()

    # Building

    def _connect(self) -> None:
        self._header.case_wished.connect(self._open_case)
        self._body.case_wished.connect(self._open_case)
        self._body.party_wished.connect(self.context.open_card)
        self._body.warning_settled.connect(self._settle)
        self._body.warning_settled_on.connect(self._settle_on)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._commit)
        self._body.code_wished.connect(self._ask_for_code)
        self._body.details_wished.connect(self._secrets.reveal_details)
        self._body.restriction_wished.connect(self._restricting.open)
        self._body.moved.connect(self.context.actions.refresh)
        self._body.saved.connect(self._saving.tell)
        self._secrets.revealed.connect(self._read)
        self._saving.undo_changed.connect(self.context.actions.refresh)
        self._results.changed.connect(self._place_changed)
        self._place_changed()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._body, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.addWidget(self._bar)
        column.addLayout(foot)
