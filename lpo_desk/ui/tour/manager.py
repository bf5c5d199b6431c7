"""The manager: the month as a workbook."""

from lpo_desk.exports.catalogue import MONTHLY
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.marketing_list import MarketingListPage
from lpo_desk.ui.pages.reports import ReportsPage
from lpo_desk.ui.tour.day import Day, Step, change_user, enter
from lpo_desk.ui.tour.record import Paper
from lpo_desk.ui.widgets.message_bar import Kind

MANAGER = "esko"


def next_user(day: Day) -> None:
    """The officer locks the desk, the manager fills in name and password."""
    change_user(day, MANAGER)


def reports(day: Day) -> None:
    """The last whole month is chosen already."""
    clerk = day.clerk
    enter(day)
    clerk.press("Ctrl+Shift+E")
    page = clerk.page(ReportsPage)
    clerk.tab_to(page.lang)
    clerk.press("Home" if day.lang is Lang.FI else "End")
    clerk.wait_for("the language of the workbook", lambda: page.lang.value() is day.lang)


def workbook(day: Day) -> None:
    """Ctrl+Enter makes the workbook."""
    clerk = day.clerk
    before = set(day.record.out.glob("*.xlsx"))
    clerk.press("Ctrl+Return")
    clerk.page(ReportsPage)
    clerk.wait_for("the word that it is made", lambda: bool(clerk.told(Kind.SUCCESS)))
    made = set(day.record.out.glob("*.xlsx")) - before
    day.record.papers += [Paper(file.name, MONTHLY.name, day.lang.value) for file in sorted(made)]
    clerk.wait_for("the workbook", lambda: bool(made))


def marketing_list(day: Day) -> None:
    """How many may be marketed to, and why the others may not: the manager sees counts, and no list."""
    clerk = day.clerk
    clerk.tab_to(clerk.page(ReportsPage).lists)
    clerk.press("Space")
    page = clerk.page(MarketingListPage)
    clerk.wait_for("the counts", lambda: bool(page.told.text()))


STEPS = (
    Step("manager", next_user),
    Step("reports", reports),
    Step("workbook", workbook),
    Step("marketing-list", marketing_list),
)
