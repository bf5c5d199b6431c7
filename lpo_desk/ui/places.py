"""Which pages there are, one line for each: where it lies in the navigation and the right that shows it.

Pages are named by text and imported when they are first shown, so that none costs anything at the start. A rule test
looks that every one exists.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QDialog

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.ui.page import Page

if TYPE_CHECKING:
    from lpo_desk.domain.case import Draft
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
    page: str  # "module:Class", below lpo_desk.ui; the class is called with the context
    goes_here: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


START, SEARCH = "today", "customers"
RECENT = 8  # customers offered again on the start page
_OF_CUSTOMERS = ("new_customer", "marketing", "history", "sources")

PLACES = (
    Place(START, "main.today", "desk", Right.SIGNED_IN, "pages.today:TodayPage", ("today",)),
    Place(
        SEARCH,
        "main.customers",
        "customers",
        Right.SEARCH,
        "pages.search:CustomersPage",
        ("customers",),
        _OF_CUSTOMERS,
    ),
    Place(
        "requests",
        "main.requests",
        "requests",
        Right.TAKE_REQUEST,
        "pages.queue:QueuePage",
        ("requests",),
        ("new_request",),
    ),
    Place("reports", "main.reports", "reports", Right.SEE_REPORTS, "pages.reports:ReportsPage", ("exports",)),
    Place("imports", "main.imports", "import", Right.IMPORT, "pages.imports:ImportPage"),
)

CARD = "pages.card:CardPage"
CASE = "pages.case:CasePage"
REQUEST_WIZARD = "wizards.request:RequestWizard"


def visible_places(context: "Context") -> tuple[Place, ...]:
    """What the user's role can ever use; the rest is hidden, not greyed (ux.md 2.1)."""
    return tuple(place for place in PLACES if context.may(place.right))


def page(context: "Context", place: Place) -> Page:
    return cast(Page, named(place.page)(context))


def card(context: "Context", ticket: Ticket) -> Page:
    """The card of the customer that the ticket opens: `CardPage(context, ticket)`."""
    return cast(Page, named(CARD)(context, ticket))


def case(context: "Context", case_id: int) -> Page:
    """`CasePage(context, case_id)`."""
    return cast(Page, named(CASE)(context, case_id))


def request_wizard(context: "Context", party_id: int | None, draft: "Draft | None") -> QDialog:
    """`RequestWizard(context, party_id, draft)`, a dialog whose parent is the window."""
    return cast(QDialog, named(REQUEST_WIZARD)(context, party_id, draft))


def named(name: str) -> type:
    module, _, attribute = name.partition(":")
    found: type = getattr(import_module(f"lpo_desk.ui.{module}"), attribute)
    return found
