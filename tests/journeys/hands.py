"""Hands that carry a request from the counter to its answer: keys alone, no click and no service called for a user."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget

from lpo_desk.domain.claims import RequestRight
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_gather import GatherPanel
from lpo_desk.ui.pages.case_identity import ClosedPanel
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.pages.case_reply import HandoverPanel, ReplyPanel
from lpo_desk.ui.pages.case_review import ReviewPanel
from lpo_desk.ui.pages.queue import QueuePage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.wizards.request import RequestWizard
from tests.journeys.office import CLERK, NUMBER, OFFICER, Office
from tests.ui.case_hands import back, dialog
from tests.ui.desk_window import CounterWindow

_RIGHTS = list(RequestRight)
_FAR = 40
"""Presses of Tab after which nobody would go on."""


def reach(who: CounterWindow, place: QWidget) -> None:
    """Tab until the keyboard is there, as somebody does who sees where it is."""
    who.robot.wait_for(place.isVisible)
    for _ in range(_FAR):
        here = QApplication.focusWidget()
        if here is not None and (place.hasFocus() or place.isAncestorOf(here)):
            return
        who.robot.press("Tab")
    raise AssertionError(f"Tab does not lead to {place.accessibleName() or place}")


# The clerk


def find(clerk: CounterWindow, typed: str) -> None:
    """Search, Enter, and the reason of the visit by one key."""
    clerk.robot.press("Ctrl+E")
    clerk.robot.type(typed)
    clerk.robot.wait_for(lambda: clerk.window.top.search.text() == typed)
    clerk.robot.press("Return")
    dialog(clerk, PurposeDialog)
    clerk.robot.press("1")
    back(clerk)
    clerk.robot.wait_for(lambda: clerk.window.party_id is not None)


def ask(clerk: CounterWindow, *rights: RequestRight) -> RequestWizard:
    """F8 and the form's first page: the first right by its number, the others by Space."""
    wizard = begin(clerk)
    choose(clerk, *rights)
    clerk.robot.press("Return")
    return wizard


def begin(clerk: CounterWindow) -> RequestWizard:
    clerk.robot.press("F8")
    return dialog(clerk, RequestWizard)


def choose(clerk: CounterWindow, *rights: RequestRight) -> None:
    first, *others = sorted(_RIGHTS.index(right) for right in rights)
    clerk.robot.press(str(first + 1))
    at = first
    for other in others:
        clerk.robot.press(*["Down"] * (other - at), "Space")
        at = other


def see_who(clerk: CounterWindow, method: str = "1") -> None:
    """The form's second page: what was shown, and that it is she."""
    clerk.robot.press(method, "Tab", "Space", "Return")


def register(clerk: CounterWindow) -> bytes:
    """The form's last page: both its marks; gives the receipt that comes."""
    clerk.robot.press("Space", "Tab", "Space", "Return")
    paper = dialog(clerk, PaperDialog).view.data
    clerk.robot.press("Escape")
    back(clerk)
    return paper


# The officer


def show_queue(officer: CounterWindow) -> None:
    """By the palette."""
    officer.robot.press("Ctrl+K")
    officer.robot.type(officer.language.text("ui_command.requests"))
    officer.robot.press("Return")
    back(officer)
    officer.robot.wait_for(lambda: isinstance(officer.window.tabs.current, QueuePage))


def from_the_queue(officer: CounterWindow) -> CasePage:
    """The most urgent case."""
    show_queue(officer)
    officer.robot.press("Ctrl+Return")
    officer.robot.wait_for(lambda: _panel(officer) is not None)
    return _page(officer)


def step(who: CounterWindow, page: CasePage, panel: type[StepPanel], *keys: str) -> None:
    """Answer the step in front and press its verb; the panel is the one that must be there."""
    who.robot.wait_for(lambda: isinstance(page.panel, panel) and not page.desk.busy)
    who.robot.press(*keys, "Ctrl+Return")


def gather(officer: CounterWindow, page: CasePage, found: Sequence[int] = (1, 0, 0, 0)) -> None:
    """One press counts the register of somebody it knows; the other places by hand, one after another."""
    officer.robot.wait_for(lambda: isinstance(page.panel, GatherPanel) and not page.desk.busy)
    panel = page.panel
    assert isinstance(panel, GatherPanel)
    places = [row for row in panel.rows if row.count is None]
    if len(places) < len(panel.rows):
        officer.robot.press("Return")
    for row, pieces in zip(places, found, strict=True):
        reach(officer, row.found)
        officer.robot.press(str(pieces))
    officer.robot.press("Ctrl+Return")


def review(officer: CounterWindow, page: CasePage) -> None:
    """Nothing of what was found is about somebody else."""
    officer.robot.wait_for(lambda: isinstance(page.panel, ReviewPanel) and not page.desk.busy)
    officer.robot.press("Ctrl+Return")


def decide(officer: CounterWindow, page: CasePage, outcome: str) -> None:
    """By the number of the outcome, where it needs no reasons."""
    panel = deciding(officer, page)
    officer.robot.press(outcome, "Ctrl+Return")
    officer.robot.wait_for(lambda: page.panel is not panel and not page.desk.busy)


def refuse(
    officer: CounterWindow,
    page: CasePage,
    outcome: str,
    reasons: str,
    *,
    ground: int = 0,
    items: Iterable[str] = (),
) -> None:
    """With a ground of the list, counted from zero, and the reasons in words. `items`: keys that tick what is granted."""
    panel = deciding(officer, page)
    officer.robot.press(outcome)
    form = panel._form
    if items:
        reach(officer, form.row("accepted").editor.widget)
        officer.robot.press(*items)
    reach(officer, form.row("grounds").editor.widget)
    officer.robot.press(*["Tab"] * ground, "Space")
    reach(officer, form.row("reasons").editor.widget)
    officer.robot.type(reasons)
    officer.robot.press("Ctrl+Return")
    confirm(officer)
    officer.robot.wait_for(lambda: page.panel is not panel and not page.desk.busy)


def confirm(officer: CounterWindow) -> None:
    """The safe answer has the keyboard; one step back is the verb."""
    sure = dialog(officer, ConfirmDialog)
    officer.robot.press("Shift+Tab")
    assert sure.verb.hasFocus()
    officer.robot.press("Space")
    back(officer)


def deciding(officer: CounterWindow, page: CasePage) -> DecidePanel:
    officer.robot.wait_for(lambda: isinstance(page.panel, DecidePanel) and not page.desk.busy)
    panel = page.panel
    assert isinstance(panel, DecidePanel)
    return panel


def reply(officer: CounterWindow, page: CasePage) -> int:
    """The letter is made and shown; gives how many papers there are to print."""
    step(officer, page, ReplyPanel)
    papers = dialog(officer, PaperDialog).tabs.count()
    officer.robot.press("Escape")
    back(officer)
    officer.robot.wait_for(lambda: isinstance(page.panel, HandoverPanel) and not page.desk.busy)
    return papers


# Whoever hands it over


def bring_up(clerk: CounterWindow, number: str) -> CasePage:
    """The case by the number on the customer's receipt."""
    clerk.robot.press("Ctrl+E")
    clerk.robot.type(number)
    clerk.robot.press("Return")
    clerk.robot.wait_for(lambda: _panel(clerk) is not None)
    return _page(clerk)


def hand_over(clerk: CounterWindow, page: CasePage, method: str = "2", *, late: bool = False) -> None:
    """At the counter: identity is seen again, and the customer signs. A late answer says why: the first reason."""
    clerk.robot.wait_for(lambda: isinstance(page.panel, HandoverPanel) and not page.desk.busy)
    panel = page.panel
    assert isinstance(panel, HandoverPanel)
    reach(clerk, panel._form.row("identity").editor.widget)
    clerk.robot.press(method)
    reach(clerk, panel._form.row("signed").editor.widget)
    clerk.robot.press("Space")
    medium = panel._form.row("medium")
    if medium.isVisibleTo(panel):  # a file is given: on a memory stick
        reach(clerk, medium.editor.widget)
        clerk.robot.press("1")
    if late:
        reach(clerk, panel._form.row("late_reason").editor.widget)
        clerk.robot.press("Down")
    clerk.robot.press("Ctrl+Return")
    closed(clerk, page)


def post(who: CounterWindow, page: CasePage) -> None:
    who.robot.wait_for(lambda: isinstance(page.panel, HandoverPanel) and not page.desk.busy)
    who.robot.press("2", "Ctrl+Return")
    closed(who, page)


def closed(who: CounterWindow, page: CasePage) -> None:
    who.robot.wait_for(lambda: isinstance(page.panel, ClosedPanel) and not page.desk.busy)


# Whole days


@contextmanager
def taking_in(office: Office, *rights: RequestRight) -> Iterator[tuple[CounterWindow, RequestWizard]]:
    """The customer brings a form and shows who she is; in between stands what is typed on its third page. The keys are
    counted from F8 to the receipt."""
    with office.sits(CLERK) as clerk:
        find(clerk, office.customer.typed)
        clerk.robot.begin()
        wizard = ask(clerk, *rights)
        see_who(clerk)
        yield clerk, wizard
        register(clerk)


def answer(office: Office, decide: Callable[[CounterWindow, CasePage], object]) -> int:
    """The day after, the officer takes the case from gathering to its letter; gives how many papers there are."""
    office.desk.clock.forward(days=1)
    with office.sits(OFFICER) as officer:
        page = from_the_queue(officer)
        gather(officer, page)
        review(officer, page)
        decide(officer, page)
        return reply(officer, page)


def deliver(office: Office) -> None:
    """On Thursday the customer comes for it."""
    office.desk.clock.forward(days=2)
    with office.sits(CLERK) as clerk:
        hand_over(clerk, bring_up(clerk, NUMBER))


def granted(officer: CounterWindow, page: CasePage) -> None:
    decide(officer, page, "1")


def _page(who: CounterWindow) -> CasePage:
    page = who.window.tabs.current
    assert isinstance(page, CasePage)
    return page


def _panel(who: CounterWindow) -> StepPanel | None:
    page = who.window.tabs.current
    return page.panel if isinstance(page, CasePage) else None
