"""The morning at the counter: signing in, finding a customer, a new address, a signed request."""

from functools import partial

from lpo_desk.domain.party import PartyKind
from lpo_desk.domain.permissions import Way
from lpo_desk.practice import PASSWORD
from lpo_desk.terms import Lang
from lpo_desk.ui.first_start import FirstStart
from lpo_desk.ui.login import Login
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_banners import PERMISSIONS
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.marketing_sheet import MarketingSheet
from lpo_desk.ui.pages.role_dialog import AddRoleDialog
from lpo_desk.ui.pages.search import CustomersPage
from lpo_desk.ui.pages.today import TodayPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.tour.clerk import NotSeen
from lpo_desk.ui.tour.day import Day, Step, case_number, enter, save_paper
from lpo_desk.ui.widgets.message_bar import Kind
from lpo_desk.ui.wizards.request import RequestWizard

CLERK = {Lang.FI: "maija", Lang.SV: "kalle"}
_SOUGHT = ("ohman", "aalto", "lind", "nieminen", "berg")
"""Beginnings of names, until somebody usual is found. The first needs no ö."""
_STREET = {Lang.FI: "Puistokatu 5 B 12", Lang.SV: "Parkgatan 5 B 12"}
_TOLD_BY_PHONE = {Lang.FI: "p", Lang.SV: "t"}
SERVICES = 4
"""The number of the section."""
_BUILDING = 300.0  # seconds that making the practice database may take


def first_start(day: Day) -> None:
    """Nothing is known yet: the program asks what to begin with, practising is proposed."""
    day.clerk.dialog(FirstStart)


def login(day: Day) -> None:
    """Enter makes the practice database; then name and password."""
    clerk = day.clerk
    clerk.press("Return", patience=_BUILDING)
    window = clerk.dialog(Login)
    clerk.wait_for("the practice users", lambda: bool(window.users.buttons))
    clerk.write(CLERK[day.lang])
    clerk.tab_to(window.password.edit)
    clerk.write(PASSWORD, secret=True)


def start_page(day: Day) -> None:
    """Deadlines and drafts; the keyboard is in the search box."""
    enter(day)
    page = day.clerk.page(TodayPage)
    day.clerk.wait_for("the nearest deadlines", lambda: page.model.rowCount() > 0)


def search(day: Day) -> None:
    """Results while typing, without the dots of ö."""
    clerk = day.clerk
    for name in _SOUGHT:
        clerk.press("Ctrl+E")
        clerk.write(name)
        page = clerk.page(CustomersPage)
        clerk.wait_for("the results", partial(_has_answered, page, name))
        if _usual_row(page) is not None:
            return
    raise NotSeen("no usual customer was found")


def purpose(day: Day) -> None:
    """Down to the customer; Enter asks why."""
    clerk = day.clerk
    page = clerk.page(CustomersPage)
    row = _usual_row(page) or 0
    clerk.press("Down", *["Down"] * row, "Return")
    clerk.dialog(PurposeDialog)


def card(day: Day) -> None:
    """One key answers, the card opens."""
    clerk = day.clerk
    clerk.press("1")
    page = clerk.page(CardPage)
    clerk.wait_for("the customer", lambda: page.card is not None)


def edit_address(day: Day) -> None:
    """F2 edits the section in front, the keyboard in its first field."""
    clerk = day.clerk
    clerk.press("Ctrl+2", "F2")
    page = clerk.page(CardPage)
    clerk.wait_for("the fields", lambda: page.body.editing is not None)
    clerk.write(_STREET[day.lang])


def save_address(day: Day) -> None:
    """Ctrl+S saves the section."""
    clerk = day.clerk
    clerk.press("Ctrl+S")
    page = clerk.page(CardPage)
    clerk.wait_for("the end of editing", lambda: page.body.editing is None)
    clerk.wait_for("the word that it is saved", lambda: bool(clerk.told(Kind.SUCCESS)))


def permissions(day: Day) -> None:
    """Who may market by which channel; Ctrl+T tells where each value came from."""
    clerk = day.clerk
    clerk.press("Ctrl+T", "Ctrl+6")
    page = clerk.page(CardPage)
    clerk.wait_for("the permissions", lambda: page.body.current == PERMISSIONS)


def marketing(day: Day) -> None:
    """Ctrl+M and one letter: how the customer told that he wants no marketing."""
    clerk = day.clerk
    clerk.press("Ctrl+M")
    sheet = clerk.dialog(MarketingSheet)
    clerk.press(_TOLD_BY_PHONE[day.lang])
    clerk.wait_for("the way", lambda: sheet.way is Way.PHONE)


def banned(day: Day) -> None:
    """Enter bans everything at once."""
    clerk = day.clerk
    clerk.press("Return")
    clerk.wait_for(
        "the word that all is banned", lambda: clerk.words("card.banned") in clerk.told(Kind.SUCCESS)
    )
    clerk.press("Ctrl+T")


def order_service(day: Day) -> None:
    """Insert in the services: what can be ordered, and where it comes."""
    clerk = day.clerk
    clerk.press("Ctrl+4", "Insert")
    clerk.dialog(CardSheet)
    clerk.press("Down")


def services(day: Day) -> None:
    """Esc takes the choice back, Esc again gives the order up; the services, and what the chosen one is besides."""
    clerk = day.clerk
    clerk.press("Esc", "Esc")
    page = clerk.page(CardPage)
    clerk.press("Ctrl+4", "Return")
    clerk.wait_for("the services", lambda: page.body.current == SERVICES)


def role(day: Day) -> None:
    """A proxy of the customer: one digit, then the search while typing."""
    clerk = day.clerk
    clerk.press("Ctrl+3", "Insert")
    found = clerk.dialog(AddRoleDialog)
    clerk.press("6")
    clerk.write("berg")
    clerk.wait_for("somebody found", lambda: found.who_page.table.cells.rowCount() > 0)


def billing(day: Day) -> None:
    """How the customer is billed and what he pays with; nothing of the role was saved."""
    clerk = day.clerk
    clerk.press("Esc", "Esc", "Ctrl+5")
    clerk.page(CardPage)


def request(day: Day) -> None:
    """F8 takes in a request of the customer in front."""
    day.clerk.press("F8")
    day.clerk.dialog(RequestWizard)


def identity(day: Day) -> None:
    """The kind of document that was seen, and that it is the person."""
    clerk = day.clerk
    clerk.press("Return")
    _wait_page(day, 1)
    clerk.press("1")
    clerk.press("Tab", "Space")


def content(day: Day) -> None:
    """What is asked, and the language of the reply."""
    clerk = day.clerk
    clerk.press("Return")
    _wait_page(day, 2)
    clerk.press("Tab", "Home" if day.lang is Lang.FI else "End")


def form(day: Day) -> None:
    """The marks of the signed form; the due date with its reason."""
    clerk = day.clerk
    clerk.press("Return")
    _wait_page(day, 3)
    clerk.press("Space", "Tab", "Space", "Tab", "Tab", "t")


def receipt(day: Day) -> None:
    """Registered: the number, and the receipt in the customer's language, saved as PDF."""
    clerk = day.clerk
    clerk.press("Ctrl+Return")
    paper = clerk.dialog(PaperDialog)
    day.number = case_number(paper.windowTitle())
    save_paper(day, "receipt.pdf", "receipt", day.lang)


def _has_answered(page: CustomersPage, text: str) -> bool:
    return page.answered == text


def _wait_page(day: Day, number: int) -> None:
    wizard = day.clerk.dialog(RequestWizard)
    day.clerk.wait_for(f"page {number + 1}", lambda: wizard.now == number)


def _usual_row(page: CustomersPage) -> int | None:
    """The first customer in the list who is a person without any flag."""
    cells = page.table.cells
    rows = [cells.row(number) for number in range(cells.rowCount())]
    usual = (
        n
        for n, row in enumerate(rows)
        if row and row.number and row.kind is PartyKind.PERSON and not row.flags
    )
    return next(usual, None)


STEPS = (
    Step("first-start", first_start),
    Step("login", login),
    Step("start-page", start_page),
    Step("search", search),
    Step("purpose", purpose),
    Step("card", card),
    Step("edit-address", edit_address),
    Step("save-address", save_address),
    Step("permissions", permissions),
    Step("marketing", marketing),
    Step("marketing-banned", banned),
    Step("order-service", order_service),
    Step("services", services),
    Step("role", role),
    Step("billing", billing),
    Step("request", request),
    Step("identity", identity),
    Step("content", content),
    Step("form", form),
    Step("receipt", receipt),
)
