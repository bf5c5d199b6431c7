"""A paper of the customer in front: entered into the log, looked at there, and lent."""

from lpo_desk.terms import Lang
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_sheet import NumberDialog, PaperSheet
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.tour.day import Day, Step, go_to
from lpo_desk.ui.widgets.message_bar import Kind

_CONTRACT = {Lang.FI: "s", Lang.SV: "a"}
_TITLE = {Lang.FI: "Kuituliittymän sopimus", Lang.SV: "Avtal om fiberanslutning"}
_WHY = {Lang.FI: "Laskun selvitys", Lang.SV: "Utredning av faktura"}


def sheet(day: Day) -> None:
    """F7: the customer is there already; the kind by its letter, a title, three pages."""
    clerk = day.clerk
    clerk.press("F7")
    clerk.dialog(PaperSheet)
    clerk.write(_CONTRACT[day.lang])
    clerk.press("Tab")
    clerk.write(_TITLE[day.lang])
    clerk.press("Tab")
    clerk.write("3")


def number(day: Day) -> None:
    """Entered: the number to write on the paper."""
    day.clerk.press("Ctrl+Return")
    day.clerk.dialog(NumberDialog)


def log(day: Day) -> None:
    """The newest paper first, and the story of the one that the keyboard is on."""
    clerk = day.clerk
    clerk.press("Return")
    go_to(day, "papers_page.title")
    page = clerk.page(PapersPage)
    clerk.wait_for("the papers", lambda: page.model.rowCount() > 0 and page.pane.model.rowCount() > 0)


def loan(day: Day) -> None:
    """Enter offers what can be done; the first is lending: to whom, why, until when."""
    clerk = day.clerk
    clerk.tab_to(clerk.page(PapersPage).table)
    clerk.press("Return", "Return")
    clerk.dialog(CardSheet)
    clerk.press("Tab")
    clerk.write(_WHY[day.lang])


def lent(day: Day) -> None:
    """Lent, and told in the list, in the bar and in the paper's story."""
    clerk = day.clerk
    clerk.press("Ctrl+Return")
    page = clerk.page(PapersPage)
    clerk.wait_for("that it is lent", lambda: bool(clerk.told(Kind.SUCCESS)) and page.isVisible())


STEPS = (
    Step("paper-sheet", sheet),
    Step("paper-number", number),
    Step("papers", log),
    Step("paper-loan", loan),
    Step("paper-lent", lent),
)
