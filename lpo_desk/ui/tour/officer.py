"""The data protection officer: one request answered and handed over at the counter, another one refused."""

from typing import TypeVar

from PySide6.QtWidgets import QRadioButton

from lpo_desk.domain.case import CaseStatus, GatherPlace, IdentityMethod
from lpo_desk.domain.claims import RefusalGround, Resolution
from lpo_desk.terms import Lang
from lpo_desk.ui.command_palette import CommandPalette
from lpo_desk.ui.mnemonics import without_mnemonic
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
from lpo_desk.ui.tour.clerk import NotSeen
from lpo_desk.ui.tour.day import Day, Step, change_user, enter, save_paper
from lpo_desk.ui.widgets.inputs import TextArea

S = TypeVar("S", bound=StepPanel)

OFFICER = "jani"
_PAPERS = {
    Lang.FI: "Sopimuskansio ja luottolupa",
    Lang.SV: "Avtalsmapp och kreditupplysning",
}
REASONS = {
    Lang.FI: "Samat tiedot annettiin viime viikolla, eivätkä ne ole sen jälkeen muuttuneet.",
    Lang.SV: "Samma uppgifter lämnades i förra veckan och de har inte ändrats efter det.",
}


def next_user(day: Day) -> None:
    """The clerk locks the desk, the officer fills in name and password."""
    day.clerk.press("Escape")
    change_user(day, OFFICER)


def palette(day: Day) -> None:
    """Signed in; Ctrl+K finds the command by its name."""
    clerk = day.clerk
    enter(day)
    clerk.press("Ctrl+K")
    dialog = clerk.dialog(CommandPalette)
    clerk.write(clerk.words("ui_command.requests"))
    clerk.wait_for("the command", lambda: dialog.list.count() > 0)


def queue(day: Day) -> None:
    """What must be answered, the most urgent first."""
    clerk = day.clerk
    clerk.press("Return")
    page = clerk.page(QueuePage)
    clerk.wait_for("the requests", lambda: page.table.cells.rowCount() > 0)


def case(day: Day) -> None:
    """The case number in the search box opens the case; identity was seen at the counter."""
    clerk = day.clerk
    clerk.press("Ctrl+E")
    clerk.write(day.number)
    clerk.press("Return")
    wait_panel(day, GatherPanel)


def gathering(day: Day) -> None:
    """The register is counted by the program, every other place by who looked."""
    clerk = day.clerk
    panel = wait_panel(day, GatherPanel)
    clerk.push("case_page.count_register")
    for row in panel.rows:
        if row.count is None:
            clerk.tab_to(row.found)
            papers = row.place is GatherPlace.PAPER_LOVIISA
            clerk.write("2" if papers else "0")
            clerk.press("Tab")
            clerk.write(_PAPERS[day.lang] if papers else "")
    clerk.wait_for("an answer of every place", lambda: all(row.answered for row in panel.rows))


def review(day: Day) -> None:
    """What may be about others, before the extract is made."""
    day.clerk.press("Ctrl+Return")
    panel = wait_panel(day, ReviewPanel)
    day.clerk.wait_for(
        "the material", lambda: panel.says.text() != day.clerk.words("case_page.review_reading")
    )


def preview(day: Day) -> None:
    """The extract as it would go out."""
    day.clerk.push("case_page.preview")
    day.clerk.dialog(PaperDialog)


def decision(day: Day) -> None:
    """The data are given."""
    clerk = day.clerk
    clerk.press("Escape", "Ctrl+Return")
    wait_panel(day, DecidePanel)
    choose(day, f"case_page.outcome_{Resolution.FULFILLED.value}")


def reply(day: Day) -> None:
    """The letter, ready to be printed and saved."""
    clerk = day.clerk
    clerk.press("Ctrl+Return")
    wait_panel(day, ReplyPanel)
    clerk.press("Ctrl+Return")
    save_paper(day, "reply.pdf", "reply", reader(day))


def extract(day: Day) -> None:
    """The extract lies behind the letter."""
    clerk = day.clerk
    paper = clerk.dialog(PaperDialog)
    clerk.tab_to(paper.tabs)
    clerk.press("Right")
    save_paper(day, "extract.pdf", "extract", reader(day))


def handover(day: Day) -> None:
    """The person has come: identity is seen again."""
    clerk = day.clerk
    clerk.press("Escape")
    wait_panel(day, HandoverPanel)
    choose(day, IdentityMethod.DRIVING_LICENCE.term)


def closed(day: Day) -> None:
    """The case is closed and its clock stands."""
    day.clerk.press("Ctrl+Return")
    wait_panel(day, ClosedPanel)


def other_case(day: Day) -> None:
    """From the queue, a case that waits for its decision."""
    clerk = day.clerk
    clerk.press("Ctrl+K")
    clerk.dialog(CommandPalette)
    clerk.write(clerk.words("ui_command.requests"))
    clerk.press("Return")
    page = clerk.page(QueuePage)
    cells = page.table.cells
    clerk.wait_for("the requests", lambda: cells.rowCount() > 0)
    clerk.tab_to(page.table)
    clerk.press("Home")
    for number in range(cells.rowCount()):
        row = cells.row(number)
        if row is not None and row.status is CaseStatus.DECIDE:
            clerk.press(*["Down"] * number, "Return")
            wait_panel(day, DecidePanel)
            return
    raise NotSeen("no case waits for its decision")


def refusal(day: Day) -> None:
    """Refused: the ground and the reasons in the person's language are asked for."""
    clerk = day.clerk
    choose(day, f"case_page.outcome_{Resolution.REFUSED.value}")
    panel = wait_panel(day, DecidePanel)
    clerk.push(RefusalGround.UNFOUNDED.term)
    reasons = next(area for area in panel.findChildren(TextArea) if area.isVisible())
    clerk.tab_to(reasons)
    clerk.write(REASONS[reader(day)])


def confirmation(day: Day) -> None:
    """A refusal is asked about once more; the safe answer is proposed."""
    clerk = day.clerk
    clerk.press("Ctrl+Return")
    clerk.dialog(ConfirmDialog)


def refusal_letter(day: Day) -> None:
    """Reasons, complaint and remedy in the letter."""
    clerk = day.clerk
    clerk.push(f"case_page.confirm_verb_{Resolution.REFUSED.value}")
    wait_panel(day, ReplyPanel)
    clerk.press("Ctrl+Return")
    save_paper(day, "refusal.pdf", "refusal", reader(day))


def refusal_given(day: Day) -> None:
    """The person has come with a passport; this case is closed too."""
    clerk = day.clerk
    clerk.press("Escape")
    wait_panel(day, HandoverPanel)
    choose(day, IdentityMethod.PASSPORT.term)
    clerk.press("Ctrl+Return")
    wait_panel(day, ClosedPanel)


def choose(day: Day, term: str) -> None:
    """Choose by number the radio button that says the term."""
    wanted = day.clerk.words(term)
    for button in day.clerk.page(CasePage).findChildren(QRadioButton):
        number, _, words = without_mnemonic(button.text()).partition("  ")
        if button.isVisible() and words == wanted:
            day.clerk.tab_to(button.parentWidget() or button)
            day.clerk.press(number)
            return
    raise NotSeen(f"“{wanted}” is not offered")


def reader(day: Day) -> Lang:
    """The language that the reply is wished in, as the case tells."""
    case = day.clerk.page(CasePage).case
    return case.intake.reply_lang if case else day.lang


def wait_panel(day: Day, kind: type[S]) -> S:
    """The next step, once it is this one."""
    page = day.clerk.page(CasePage)
    day.clerk.wait_for(kind.__name__, lambda: isinstance(page.panel, kind))
    panel = page.panel
    assert isinstance(panel, kind)  # noqa: S101 - waited for
    return panel


STEPS = (
    Step("next-user", next_user),
    Step("palette", palette),
    Step("queue", queue),
    Step("case", case),
    Step("gathering", gathering),
    Step("review", review),
    Step("preview", preview),
    Step("decision", decision),
    Step("reply", reply),
    Step("extract", extract),
    Step("handover", handover),
    Step("closed", closed),
    Step("other-case", other_case),
    Step("refusal", refusal),
    Step("confirmation", confirmation),
    Step("refusal-letter", refusal_letter),
    Step("refusal-given", refusal_given),
)
