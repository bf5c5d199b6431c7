"""Every right of the notice: as it is asked at the counter, and as the officer finds it."""

from functools import partial

from PySide6.QtWidgets import QApplication

from lpo_desk.domain.claims import RecipientState, RequestRight
from lpo_desk.practice.showcase import NUMBER
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_reason import ReasonDialog
from lpo_desk.ui.pages.queue import QueuePage
from lpo_desk.ui.pages.search import CustomersPage
from lpo_desk.ui.pages.today import TodayPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.tour.clerk import NotSeen
from lpo_desk.ui.tour.day import Day, Step, case_number, change_user, command, enter
from lpo_desk.ui.wizards.request import RequestWizard

OFFICER = "jani"
_ASKED = (
    RequestRight.RECTIFICATION,
    RequestRight.ERASURE,
    RequestRight.RESTRICTION,
    RequestRight.PORTABILITY,
    RequestRight.MARKETING_OBJECTION,
    RequestRight.OBJECTION,
    RequestRight.CONSENT_WITHDRAWAL,
)
_ON_THE_DESK = (
    RequestRight.RECTIFICATION,
    RequestRight.ERASURE,
    RequestRight.RESTRICTION,
    RequestRight.PORTABILITY,
    RequestRight.OBJECTION,
)
_CONTENT = 2
"""The page of the wizard that asks what the right needs."""


def customer(day: Day) -> None:
    """The customer whom the requests are of."""
    clerk = day.clerk
    clerk.press("Ctrl+E")
    clerk.write(NUMBER)
    page = clerk.page(CustomersPage)
    clerk.wait_for("the customer in the list", lambda: page.answered == NUMBER)
    clerk.press("Return", "6")
    card = clerk.page(CardPage)
    clerk.wait_for("the customer", lambda: card.card is not None)


def ask(day: Day, right: RequestRight) -> None:
    """F8 and the number of the right; what it needs to know is asked on the third page."""
    clerk = day.clerk
    _leave(day)
    clerk.press("F8")
    wizard = clerk.dialog(RequestWizard)
    clerk.press(str(list(RequestRight).index(right) + 1), "Return")
    clerk.wait_for("the page of identity", lambda: wizard.now == _CONTENT - 1)
    clerk.press("1", "Tab", "Space", "Return")
    clerk.wait_for("what is asked", lambda: wizard.now == _CONTENT)


def _leave(day: Day) -> None:
    """Out of the wizard of the step before; its draft stays."""
    if isinstance(day.clerk.front, RequestWizard):
        day.clerk.press("Escape")


def sign_in(day: Day) -> None:
    """The officer again, and the queue with requests of every right."""
    _leave(day)
    change_user(day, OFFICER)
    enter(day)
    _queue(day)


def _queue(day: Day) -> QueuePage:
    command(day, "ui_command.requests")
    page = day.clerk.page(QueuePage)
    day.clerk.wait_for("the requests", lambda: page.table.cells.rowCount() > 0)
    return page


def find(day: Day, right: RequestRight) -> None:
    """The case of the right, by its number in the search box."""
    clerk = day.clerk
    number = next((row.number for row in _queue(day).rows if right in row.rights), None)
    if number is None:
        raise NotSeen(f"no open request: {right.value}")
    clerk.press("Ctrl+E")
    clerk.write(number)
    clerk.press("Return")
    clerk.wait_for("the case", lambda: shows(day, number))
    panel = clerk.page(CasePage).panel
    if isinstance(panel, DecidePanel) and panel.plan is not None:
        lines = panel.plan.lines
        clerk.wait_for("the plan", lambda: 0 < lines.heightForWidth(lines.width()) <= lines.height())


def to_tell(day: Day) -> None:
    """From the start page to a closed case: who got the data is still to be told of the correction."""
    clerk = day.clerk
    command(day, "ui_command.today")
    page = clerk.page(TodayPage)
    clerk.wait_for("who is to be told", lambda: bool(page.to_tell.lines))
    line = page.to_tell.lines[-1]  # the newest: it has a restriction to lift, too
    number = case_number(line.text())
    clerk.tab_to(line)
    clerk.press("Space")
    clerk.wait_for("the case", lambda: shows(day, number))
    clerk.tab_to(clerk.page(CasePage).recipients.list.table)


def recipient_letter(day: Day) -> None:
    """The letter to one of them, in the recipient's language."""
    clerk = day.clerk
    clerk.tab_to(clerk.page(CasePage).recipients.letter)
    clerk.press("Space")
    clerk.wait_for("the languages", lambda: QApplication.activePopupWidget() is not None)
    clerk.press("Down", "Return")
    clerk.dialog(PaperDialog)


def recipient_told(day: Day) -> None:
    """The letter was sent today; who has it is told."""
    clerk = day.clerk
    clerk.press("Escape")
    block = clerk.page(CasePage).recipients
    clerk.tab_to(block.ends[RecipientState.TOLD])
    clerk.press("Return")
    clerk.dialog(ReasonDialog)
    before = block.list.table.current_key()
    clerk.press("Ctrl+Return")
    clerk.wait_for("the next recipient", lambda: block.list.table.current_key() != before)


def shows(day: Day, number: str) -> bool:
    page = day.clerk.window.tabs.current
    return isinstance(page, CasePage) and page.case is not None and page.case.row.number == number


STEPS = (
    Step("rights-customer", customer),
    *(Step(f"ask-{right.value}", partial(ask, right=right)) for right in _ASKED),
    Step("rights-queue", sign_in),
    *(Step(f"case-{right.value}", partial(find, right=right)) for right in _ON_THE_DESK),
    Step("recipients", to_tell),
    Step("recipient-letter", recipient_letter),
    Step("recipient-told", recipient_told),
)
