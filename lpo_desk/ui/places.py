"""Which pages there are, one line for each: where it lies in the navigation and the right that shows it.

Pages are imported when they are first shown, so that none costs anything at the start. Plain imports, so that the
packaged program finds them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.ui.page import Page

if TYPE_CHECKING:
    from lpo_desk.domain.case import Draft
    from lpo_desk.domain.paper import PaperRow
    from lpo_desk.domain.paper_ties import TieLine
    from lpo_desk.ui.context import Context


@dataclass(frozen=True)
class Place:
    """A line of the navigation.

    goes_here: commands that bring it to the front. commands: of the menus of customers, requests, papers and
    reports, those that somebody who sees the place may need; the others are hidden.
    """

    key: str
    term: str
    icon: str
    right: Right
    make: "Callable[[Context], Page]"
    goes_here: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


def _today(context: "Context") -> Page:
    from lpo_desk.ui.pages.today import TodayPage

    return TodayPage(context)


def _customers(context: "Context") -> Page:
    from lpo_desk.ui.pages.search import CustomersPage

    return CustomersPage(context)


def _duplicates(context: "Context") -> Page:
    from lpo_desk.ui.pages.duplicates import DuplicatesPage

    return DuplicatesPage(context)


def _requests(context: "Context") -> Page:
    from lpo_desk.ui.pages.queue import QueuePage

    return QueuePage(context)


def _papers(context: "Context") -> Page:
    from lpo_desk.ui.pages.papers import PapersPage

    return PapersPage(context)


def _warnings(context: "Context") -> Page:
    from lpo_desk.ui.pages.warnings import WarningsPage

    return WarningsPage(context)


def _reports(context: "Context") -> Page:
    from lpo_desk.ui.pages.reports import ReportsPage

    return ReportsPage(context)


def _directory(context: "Context") -> Page:
    from lpo_desk.ui.pages.directory import DirectoryPage

    return DirectoryPage(context)


def _products(context: "Context") -> Page:
    from lpo_desk.ui.pages.products import ProductsPage

    return ProductsPage(context)


def _letter_texts(context: "Context") -> Page:
    from lpo_desk.ui.pages.letter_texts import LetterTextsPage

    return LetterTextsPage(context)


def _processors(context: "Context") -> Page:
    from lpo_desk.ui.pages.processors import ProcessorsPage

    return ProcessorsPage(context)


def _retention(context: "Context") -> Page:
    from lpo_desk.ui.pages.retention import RetentionPage

    return RetentionPage(context)


def _paper_places(context: "Context") -> Page:
    from lpo_desk.ui.pages.places import PlacesPage

    return PlacesPage(context)


def _destruction(context: "Context") -> Page:
    from lpo_desk.ui.pages.destruction import DestructionPage

    return DestructionPage(context)


def _scans(context: "Context") -> Page:
    from lpo_desk.ui.pages.scans import ScansPage

    return ScansPage(context)


def _imports(context: "Context") -> Page:
    from lpo_desk.ui.pages.imports import ImportPage

    return ImportPage(context)


def _users(context: "Context") -> Page:
    from lpo_desk.ui.pages.users import UsersPage

    return UsersPage(context)


def _upkeep(context: "Context") -> Page:
    from lpo_desk.ui.pages.upkeep import UpkeepPage

    return UpkeepPage(context)


def _staff_ties(context: "Context") -> Page:
    from lpo_desk.ui.pages.staff_ties import StaffTiesPage

    return StaffTiesPage(context)


START, SEARCH = "today", "customers"
RECENT = 8  # customers offered again on the start page
_OF_CUSTOMERS = ("marketing", "history", "sources")

PLACES = (
    Place(START, "main.today", "desk", Right.SIGNED_IN, _today, ("today",)),
    Place(SEARCH, "main.customers", "customers", Right.SEARCH, _customers, ("customers",), _OF_CUSTOMERS),
    Place(
        "requests",
        "main.requests",
        "requests",
        Right.TAKE_REQUEST,
        _requests,
        ("requests",),
        ("new_request", "counter_papers"),
    ),
    Place("papers", "papers_page.title", "paper", Right.SEE_PAPERS, _papers, ("papers",)),
    Place("duplicates", "main.duplicates", "copy", Right.MERGE_CUSTOMERS, _duplicates),
    Place("warnings", "main.warnings", "warning", Right.EDIT_CUSTOMER, _warnings),
    Place("reports", "main.reports", "reports", Right.SEE_REPORTS, _reports, ("exports",)),
    Place("scans", "scan_page.title", "scan", Right.MOVE_PAPERS, _scans, ("scans",)),
    Place("places", "places_page.title", "folder", Right.MOVE_PAPERS, _paper_places, ("places",)),
    Place(
        "destruction",
        "destruction_page.title",
        "delete",
        Right.DESTROY_PAPERS,
        _destruction,
        ("destruction",),
    ),
    Place("directory", "directory_page.title", "phone", Right.EXPORT_DIRECTORY, _directory),
    Place("products", "products_page.title", "label", Right.MANAGE_PRODUCTS, _products),
    Place("processors", "processors_page.title", "company", Right.MANAGE_PROCESSORS, _processors),
    Place("staff_ties", "main.staff_ties", "shield", Right.SEE_LOOKUPS, _staff_ties),
    Place("letter_texts", "letter_texts_page.title", "document", Right.WORD_LETTERS, _letter_texts),
    Place("retention", "retention_page.title", "clock", Right.DECIDE_REQUEST, _retention),
    Place("imports", "main.imports", "import", Right.IMPORT, _imports),
    Place("users", "main.users", "user", Right.MANAGE_ACCOUNTS, _users),
    Place("upkeep", "main.upkeep", "database", Right.BACKUP, _upkeep),
)


def visible_places(context: "Context") -> tuple[Place, ...]:
    """What the user's role can ever use; the rest is hidden, not greyed (ux.md 2.1)."""
    return tuple(place for place in PLACES if context.may(place.right))


def card(context: "Context", ticket: Ticket) -> Page:
    """The card of the customer that the ticket opens."""
    from lpo_desk.ui.pages.card import CardPage

    return CardPage(context, ticket)


def new_customer(context: "Context", draft: "Draft | None") -> Page:
    """The sheet of a new customer."""
    from lpo_desk.ui.pages.new_customer import NewCustomerPage

    return NewCustomerPage(context, draft)


def marketing_list(context: "Context") -> Page:
    from lpo_desk.ui.pages.marketing_list import MarketingListPage

    return MarketingListPage(context)


def case(context: "Context", case_id: int) -> Page:
    from lpo_desk.ui.pages.case import CasePage

    return CasePage(context, case_id)


def request_wizard(
    context: "Context", party_id: int | None, draft: "Draft | None", scan_id: int | None
) -> QDialog:
    """The wizard of a signed request; its parent is the window."""
    from lpo_desk.ui.wizards.request import RequestWizard

    return RequestWizard(context, party_id, draft, scan_id)


def counter_papers(context: "Context", party_id: int | None) -> QDialog:
    """The forms and the privacy notice, to be printed."""
    from lpo_desk.ui.counter_papers import CounterPapers

    return CounterPapers(context, party_id)


def new_paper(
    context: "Context",
    party_id: int | None,
    saved: "Callable[[PaperRow], object]",
    tie: "TieLine | None" = None,
) -> None:
    """The sheet of a paper that is entered into the log."""
    from lpo_desk.ui.pages.paper_sheet import begin_paper

    begin_paper(context, party_id, saved, tie)
