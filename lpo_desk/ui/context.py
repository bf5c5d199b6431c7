"""What every page is given: the signed-in user, the database behind its thread, and ways to the other pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from lpo_desk.domain.accounts import Account, Actor, Right
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.changes import Changes
from lpo_desk.settings import Settings
from lpo_desk.terms import Lang
from lpo_desk.ui.actions import Actions
from lpo_desk.ui.language import Language
from lpo_desk.ui.page import Page
from lpo_desk.ui.runner import Runner, tell
from lpo_desk.ui.widgets.message_bar import Choice, Kind

if TYPE_CHECKING:  # loaded on the database thread while the clerk types the password
    from lpo_desk.db.database import Database
    from lpo_desk.db.unit import Unit
    from lpo_desk.domain.case import Draft
    from lpo_desk.domain.custody import PaperState
    from lpo_desk.domain.paper import PaperRow
    from lpo_desk.domain.paper_ties import TieLine
    from lpo_desk.services.accounts import SignedIn
    from lpo_desk.services.search import SearchResult

T = TypeVar("T")


class Shell(Protocol):
    """What the context needs of the main window."""

    def tell(
        self, kind: Kind, key: str, choices: Sequence[Choice], seconds: int, values: Mapping[str, object]
    ) -> None: ...
    def show_place(self, place: str) -> Page | None: ...
    def open_tab(self, key: tuple[str, int], make: Callable[[], Page]) -> Page: ...
    def find_tab(self, key: tuple[str, int]) -> Page | None: ...
    def front(self, page: Page) -> None: ...
    def close_page(self, page: Page) -> bool: ...
    def ask_purpose(self, chosen: Callable[[Purpose], object]) -> None: ...
    def widget(self) -> QWidget: ...


class _Columns:
    """The widths and order of lists' columns, kept among the user's preferences (widgets.table_header.Memory)."""

    def __init__(self, context: "Context") -> None:
        self._context = context

    def load(self, name: str) -> str | None:
        kept = self._context.preference(f"table.{name}")
        return kept if isinstance(kept, str) else None

    def save(self, name: str, state: str) -> None:
        self._context.remember(f"table.{name}", state)


class Context(QObject):
    """One for each signed-in session of the window; another user on top gets another one.

    `masked` comes when personal data are to be hidden from a bystander, and when they may be seen again.
    """

    mask_changed = Signal(bool)

    def __init__(
        self,
        signed: "SignedIn",
        runner: Runner,
        language: Language,
        settings: Settings,
        actions: Actions,
        shell: Shell,
        preferences: Mapping[str, object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.signed = signed
        self.runner = runner
        self.language = language
        self.settings = settings
        self.actions = actions
        self.last_purpose = Purpose.COUNTER
        self.recent: dict[
            int, str
        ] = {}  # customers opened in this session; in memory only, names go on no disk
        self.memory = _Columns(self)  # `memory` of every Table
        self._shell = shell
        self._preferences = dict(preferences)
        self._masked = False
        self._leafed: set[int] = set()  # customers whose cards F12 has opened, and nothing else since
        self.database.committed = runner.tell_changed

    @property
    def account(self) -> Account:
        return self.signed.account

    @property
    def actor(self) -> Actor:
        return self.signed.actor

    @property
    def database(self) -> "Database":
        return self.signed.opened.database

    @property
    def lang(self) -> Lang:
        """The clerk's language, of the screen; a customer's letters have their own."""
        return self.language.lang

    @property
    def window(self) -> QWidget:
        """The parent of dialogs."""
        return self._shell.widget()

    def may(self, right: Right) -> bool:
        return self.actor.may(right)

    # The database, through its thread

    def read(
        self,
        owner: QObject,
        ask: Callable[["Unit"], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        latest: str | None = None,
    ) -> None:
        """Ask in a reading unit on the database thread; `done` gets the answer on the GUI thread.

        See Runner.run for `latest` and for what happens to errors without `failed`.
        """
        database, actor = self.database, self.actor

        def call() -> T:
            with database.reading(actor) as unit:
                return ask(unit)

        self.runner.run(owner, call, done, failed, latest=latest)

    def write(
        self,
        owner: QObject,
        act: Callable[["Unit"], T],
        done: Callable[[T], object] = lambda _: None,
        failed: Callable[[Exception], object] | None = None,
        *,
        purpose: Purpose | None = None,
        save_id: UUID | None = None,
    ) -> None:
        """Act in one writing unit, which is committed before `done` gets the value; open pages are told before."""
        database, actor = self.database, self.actor

        def call() -> T:
            with database.unit(actor, purpose, save_id=save_id) as unit:
                return act(unit)

        self.runner.run(owner, call, done, failed)

    # The other pages

    def message(self, kind: Kind, key: str, *choices: Choice, seconds: int = 0, **values: object) -> None:
        """Say the term in the window's bar; with at most two choices; away after `seconds`, 0 stays."""
        self._shell.tell(kind, key, choices, seconds, values)

    def show_page(self, place: str) -> Page | None:
        """Go to a place of the navigation; None when the user's role has no such place."""
        return self._shell.show_place(place)

    def open_card(
        self,
        party_id: int,
        *,
        purpose: Purpose | None = None,
        case_id: int | None = None,
        found: "SearchResult | None" = None,
        leafing_from: Page | None = None,
    ) -> None:
        """Show a customer's card: the open tab, or a new one after the one-key question why.

        found: the search that led here; what kind of search it was is logged with the opening.
        leafing_from: the card left by F12. It makes room if leafing had opened it and nothing in it is unsaved, so
        that going through a list leaves one tab and not twenty.
        """
        open_already = self._shell.find_tab(("card", party_id))
        if open_already is not None:
            self._shell.front(open_already)
            if leafing_from is None:
                self._leafed.discard(party_id)  # wanted for itself now
            else:
                self._make_room(leafing_from)
            return

        def show(ticket: Ticket) -> None:
            pressed, here = self.actions.arrived(), self.window.focusWidget()
            self.show_card(ticket)
            self.actions.run(command for command in pressed if command != "search")
            if pressed[-1:] == ["search"] and here is not None:  # the keyboard is wanted there now
                here.setFocus(Qt.FocusReason.OtherFocusReason)
            self._leafed.discard(party_id)
            if leafing_from is not None:
                self._leafed.add(party_id)
                self._make_room(leafing_from)

        def refused(error: Exception) -> None:
            self.actions.arrived()
            tell(self.window, error)

        self.take_ticket(
            self.window,
            party_id,
            show,
            refused,
            began=self.actions.expect,
            purpose=purpose,
            case_id=case_id,
            found=found,
        )

    def show_card(self, ticket: Ticket) -> None:
        """Show the card of a customer who is open already: a new one by its save."""
        from lpo_desk.ui.places import card

        self._shell.open_tab(("card", ticket.party_id), lambda: card(self, ticket))

    def take_ticket(
        self,
        owner: QObject,
        party_id: int,
        done: Callable[[Ticket], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        began: Callable[[], object] = lambda: None,
        purpose: Purpose | None = None,
        case_id: int | None = None,
        found: "SearchResult | None" = None,
    ) -> None:
        """Open a customer, which is logged, and hand the ticket to `done`. Asks for the purpose when none is given;
        `began` is called once it is known.

        A card whose ticket has run out (NoTicket) takes another with the purpose of the first.
        """

        def open_for(reason: Purpose) -> None:
            from lpo_desk.services import customers

            self.last_purpose = reason
            began()
            self.write(
                owner,
                lambda unit: customers.open(unit, party_id, reason, case_id, found=found),
                done,
                failed,
                purpose=reason,
            )

        if purpose is None:
            self._shell.ask_purpose(open_for)
        else:
            open_for(purpose)

    def open_case(self, case_id: int) -> None:
        """Show a case: the open tab, or a new one."""
        from lpo_desk.ui.places import case

        self._shell.open_tab(("case", case_id), lambda: case(self, case_id))

    def close(self, page: Page) -> bool:
        """Close the tab of a card or case, if the page agrees; returns whether it went."""
        return self._shell.close_page(page)

    def _make_room(self, page: Page) -> None:
        if page.party_id in self._leafed and not page.unsaved and self.close(page):
            self._leafed.remove(page.party_id)

    def open_marketing_list(self) -> None:
        """The page that draws marketing lists, in a tab of its own."""
        from lpo_desk.ui.places import marketing_list

        self._shell.open_tab(("marketing_list", 0), lambda: marketing_list(self))

    def start_customer(self, draft: "Draft | None" = None) -> None:
        """Begin to enter a new customer, or go on with a draft; each has one tab."""
        from lpo_desk.ui.places import new_customer

        self._shell.open_tab(("new_customer", draft.id if draft else 0), lambda: new_customer(self, draft))

    def start_request(
        self, party_id: int | None = None, *, draft: "Draft | None" = None, scan_id: int | None = None
    ) -> None:
        """Begin a signed request, for a customer or for nobody known yet, or go on with a draft. scan_id: of the scan
        that it came by."""
        from lpo_desk.ui.places import request_wizard

        request_wizard(self, party_id, draft, scan_id).open()

    def print_counter_papers(self, party_id: int | None = None) -> None:
        """Ask which form, blank or for the customer in front, or the privacy notice, and show it to be printed."""
        from lpo_desk.ui.places import counter_papers

        counter_papers(self, party_id).open()

    def start_paper(
        self,
        party_id: int | None = None,
        saved: Callable[["PaperRow"], object] = lambda _: None,
        *,
        tie: "TieLine | None" = None,
    ) -> None:
        """Begin to enter a paper into the log, for a customer or for nobody yet. tie: what it belongs to."""
        from lpo_desk.ui.places import new_paper

        new_paper(self, party_id, saved, tie)

    def ticket_of(self, party_id: int) -> Ticket | None:
        """The ticket of the customer's card, where it is open."""
        from lpo_desk.ui.pages.card import CardPage

        page = self._shell.find_tab(("card", party_id))
        return page.ticket if isinstance(page, CardPage) else None

    def open_paper(self, record_id: int, *, focus: bool = True) -> None:
        """Show a paper in the log of papers. focus: the keyboard goes there."""
        from lpo_desk.ui.pages.papers import PapersPage

        page = self.show_page("papers")
        if isinstance(page, PapersPage):
            page.show_paper(record_id)
            if focus:
                page.focus_first()

    def find_papers(self, text: str, *, focus: bool = True) -> None:
        """Show what a text or the code of a place finds in the log of papers. focus: the keyboard goes there."""
        from lpo_desk.ui.pages.papers import PapersPage

        page = self.show_page("papers")
        if isinstance(page, PapersPage):
            page.show_text(text)
            if focus:
                page.focus_first()

    def show_papers(self, state: "PaperState | str") -> None:
        """Show the papers of the user's office that are so; `paper_filter.LATE`: the loans that are late."""
        from lpo_desk.ui.pages.papers import PapersPage

        page = self.show_page("papers")
        if isinstance(page, PapersPage):
            page.show_state(state, self.actor.office_id)
            page.focus_first()

    # What the user likes

    @property
    def masked(self) -> bool:
        """Whether identity codes, account numbers and billing lines are hidden from a bystander (Ctrl+Shift+M)."""
        return self._masked

    def mask(self, masked: bool) -> None:
        if masked != self._masked:
            self._masked = masked
            self.mask_changed.emit(masked)

    def preference(self, key: str, otherwise: object = None) -> object:
        """The user's own screen setting, for example the columns of a list: `preference("table.queue")`."""
        return self._preferences.get(key, otherwise)

    def remember(self, key: str, value: object) -> None:
        """Keep a screen setting with the user; `value` must be JSON and no personal data."""
        from lpo_desk.services import accounts

        if self._preferences.get(key) != value:
            self._preferences[key] = value
            self.write(self, lambda unit: accounts.save_preferences(unit, {key: value}))


__all__ = ["Changes", "Choice", "Context", "Kind", "Page", "Shell"]
