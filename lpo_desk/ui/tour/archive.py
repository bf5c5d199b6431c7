"""The office lead looks after the papers: places, a binder that is counted, and what is to be destroyed."""

from lpo_desk.domain.custody import PaperState
from lpo_desk.ui.pages.destruction import DestructionPage
from lpo_desk.ui.pages.destruction_dialogs import DueDialog, PapersDialog
from lpo_desk.ui.pages.inventory import InventoryDialog
from lpo_desk.ui.pages.papers import PapersPage
from lpo_desk.ui.pages.places import PlacesPage
from lpo_desk.ui.tour.clerk import NotSeen
from lpo_desk.ui.tour.day import Day, Step, command

_READ = 2
_NOWHERE = "L-99999"
"""A number that no paper has."""


def places(day: Day) -> None:
    """Rooms, cabinets and binders of both offices."""
    command(day, "ui_command.places")
    page = day.clerk.page(PlacesPage)
    day.clerk.wait_for("the places", lambda: bool(page.rows))


def inventory(day: Day) -> None:
    """The binder of the newest paper is counted: some of its papers, one from elsewhere, and a number of none."""
    clerk = day.clerk
    binder, numbers = _in_the_log(day)
    command(day, "ui_command.places")
    page = clerk.page(PlacesPage)
    clerk.tab_to(page.table)
    clerk.press("Home")
    for _ in page.rows:
        if page.chosen is not None and page.chosen.id == binder:
            break
        clerk.press("Down")
    clerk.push("places_page.inventory")
    dialog = clerk.dialog(InventoryDialog)
    clerk.wait_for("the round", lambda: dialog.round is not None)
    for number in numbers:
        clerk.write(number)
        clerk.press("Return")
    clerk.wait_for("what was read", lambda: dialog.model.rowCount() == len(numbers))


def _in_the_log(day: Day) -> tuple[int, tuple[str, ...]]:
    """A binder by its key, and numbers as they stand on papers: of some that lie in it, of one that does not, of none."""
    clerk = day.clerk
    command(day, "ui_command.papers")
    page = clerk.page(PapersPage)
    clerk.wait_for("the papers", lambda: page.model.rowCount() > 0)
    rows = [row for row in map(page.model.row, range(page.model.rowCount())) if row is not None]
    lie = [(row.custody.place_id, row.number) for row in rows if row.custody.state is PaperState.IN_PLACE]
    for binder, _ in lie:
        here = [number for place, number in lie if place == binder]
        others = [number for place, number in lie if place != binder]
        if binder is not None and others:
            return binder, (*here[:_READ], others[0], _NOWHERE)
    raise NotSeen("no two papers lie in different binders")


def counted(day: Day) -> None:
    """The round is ended: what does not fit, to be set right with a key each."""
    clerk = day.clerk
    dialog = clerk.dialog(InventoryDialog)
    clerk.press("Ctrl+Return")
    clerk.wait_for(
        "the end of the round", lambda: dialog.round is not None and dialog.round.ended_at is not None
    )


def destruction(day: Day) -> None:
    """The lists of papers to be destroyed, each in its state."""
    clerk = day.clerk
    clerk.press("Escape")
    command(day, "ui_command.destruction")
    page = clerk.page(DestructionPage)
    clerk.wait_for("the lists", lambda: bool(page.rows))


def due(day: Day) -> None:
    """Insert: the papers whose time is over; the one on top is left out this time."""
    clerk = day.clerk
    clerk.press("Insert")
    dialog = clerk.dialog(DueDialog)
    clerk.wait_for("the papers", lambda: dialog.model.rowCount() > 0)
    clerk.tab_to(dialog.table)
    clerk.press("Space")


def listed(day: Day) -> None:
    """Enter on a list: what becomes of each of its papers."""
    clerk = day.clerk
    clerk.press("Escape")
    clerk.tab_to(clerk.page(DestructionPage).table)
    clerk.press("Return")
    dialog = clerk.dialog(PapersDialog)
    clerk.wait_for("its papers", lambda: dialog.model.rowCount() > 0)


def log(day: Day) -> None:
    """Back in the log: the papers that are on a list for destruction."""
    clerk = day.clerk
    clerk.press("Escape")
    command(day, "ui_command.papers")
    page = clerk.page(PapersPage)
    clerk.tab_to(page.filter.state)
    for _ in range(page.filter.state.count()):
        if page.filter.state.value() is PaperState.LISTED:
            break
        clerk.press("Down")
    clerk.wait_for("the listed papers", lambda: page.filter.wanted().states == {PaperState.LISTED})


STEPS = (
    Step("places", places),
    Step("inventory", inventory),
    Step("inventory-result", counted),
    Step("destruction", destruction),
    Step("destruction-due", due),
    Step("destruction-papers", listed),
    Step("papers-listed", log),
)
