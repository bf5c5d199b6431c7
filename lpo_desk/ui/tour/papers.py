"""A paper of the customer in front: entered into the log, looked at there, and lent."""

from lpo_desk.terms import Lang
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_change import PaperChangeSheet
from lpo_desk.ui.pages.paper_sheet import NumberDialog, PaperSheet
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.tour.day import Day, Step, go_to
from lpo_desk.ui.widgets.message_bar import Kind

_CONTRACT = {Lang.FI: "s", Lang.SV: "a"}
_TITLE = {Lang.FI: "Kuituliittymän sopimus", Lang.SV: "Avtal om fiberanslutning"}
_SIGNED = "5.3.2014"
_WHY = {Lang.FI: "Laskun selvitys", Lang.SV: "Utredning av faktura"}


def sheet(day: Day) -> None:
    """F7: the customer is there already; the kind by its letter, a title, three pages, and which contract it is."""
    clerk = day.clerk
    clerk.press("F7")
    sheet = clerk.dialog(PaperSheet)
    clerk.write(_CONTRACT[day.lang])
    clerk.press("Tab")
    clerk.write(_TITLE[day.lang])
    clerk.press("Tab")
    clerk.write("3")
    clerk.tab_to(sheet.form.row("tie").editor.widget)
    clerk.press("Down")


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


def change(day: Day) -> None:
    """F2: what is written of the paper, to be changed."""
    clerk = day.clerk
    clerk.press("F2")
    sheet = clerk.dialog(PaperChangeSheet)
    clerk.tab_to(sheet.form.row("dated_on").editor.widget)
    clerk.press("Ctrl+A")
    clerk.write(_SIGNED)


def changed(day: Day) -> None:
    """The story tells who changed what."""
    clerk = day.clerk
    page = clerk.page(PapersPage)
    lines = page.pane.model.rowCount()
    clerk.press("Ctrl+Return")
    clerk.wait_for("the change", lambda: page.pane.model.rowCount() > lines)


STEPS = (
    Step("paper-sheet", sheet),
    Step("paper-number", number),
    Step("papers", log),
    Step("paper-loan", loan),
    Step("paper-lent", lent),
    Step("paper-change", change),
    Step("paper-changed", changed),
)
