"""The office lead: a new customer who is perhaps here already, duplicates, import warnings."""

from lpo_desk.ui.pages.duplicates import DuplicatesPage
from lpo_desk.ui.pages.merge_dialog import MergeDialog
from lpo_desk.ui.pages.new_customer import NewCustomerPage
from lpo_desk.ui.pages.scans import ScansPage
from lpo_desk.ui.pages.warnings import WarningsPage
from lpo_desk.ui.tour.day import Day, Step, change_user, enter, go_to

LEAD = "leena"
_KNOWN = ("Ekholm", "Tor Viking", "2.6.1948")
"""Last name, first names and birthday of somebody in `practice.showcase`."""


def next_user(day: Day) -> None:
    """The manager locks the desk, the office lead fills in name and password."""
    change_user(day, LEAD)


def new_customer(day: Day) -> None:
    """Ctrl+N, a name and a birthday: who looks alike stands beside the sheet before anything is saved."""
    clerk = day.clerk
    enter(day)
    clerk.press("Ctrl+N")
    page = clerk.page(NewCustomerPage)
    last_name, first_names, born = _KNOWN
    clerk.write(last_name)
    clerk.press("Tab")
    clerk.write(first_names)
    clerk.tab_to(page.form.row("date_of_birth"))
    clerk.write(born)
    clerk.wait_for("the similar customers", lambda: bool(page.panel.buttons))


def duplicates(day: Day) -> None:
    """The pairs, and the two records of the one in front side by side."""
    clerk = day.clerk
    go_to(day, "main.duplicates")
    page = clerk.page(DuplicatesPage)
    clerk.press("F6")
    clerk.wait_for("the two records", lambda: page.comparison is not None)


def merge(day: Day) -> None:
    """Enter asks which record stays, and which value stays in each place."""
    clerk = day.clerk
    clerk.tab_to(clerk.page(DuplicatesPage).table)
    clerk.press("Return")
    clerk.dialog(MergeDialog)


def warnings(day: Day) -> None:
    """What the import left out, customer by customer."""
    clerk = day.clerk
    clerk.press("Esc")
    go_to(day, "main.warnings")
    page = clerk.page(WarningsPage)
    clerk.wait_for("the warnings", lambda: page.table.cells.rowCount() > 0)


def scanned(day: Day) -> None:
    """F9: this morning's scans that no code filed; what the first belongs to is typed, and found."""
    clerk = day.clerk
    clerk.press("F9")
    page = clerk.page(ScansPage)
    clerk.wait_for("the scans", lambda: page.preview.shows is not None)
    clerk.write("L-2026")
    clerk.wait_for("what it may belong to", lambda: page.match.target is not None)


STEPS = (
    Step("lead", next_user),
    Step("new-customer", new_customer),
    Step("duplicates", duplicates),
    Step("merge", merge),
    Step("import-warnings", warnings),
    Step("scans", scanned),
)
