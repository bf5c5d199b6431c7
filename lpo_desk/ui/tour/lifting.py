"""A restriction ends: the person is told before; a refusal promises the day, of which the officer is reminded."""

from lpo_desk.domain.claims import RefusalGround, RequestRight, Resolution
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_gather import GatherPanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog, ReasonDialog
from lpo_desk.ui.pages.case_reply import ReplyPanel
from lpo_desk.ui.pages.case_review import ReviewPanel
from lpo_desk.ui.pages.today import TodayPage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.tour.day import Day, Step, case_number, command
from lpo_desk.ui.tour.officer import choose, reader, wait_panel
from lpo_desk.ui.tour.rights import find, shows
from lpo_desk.ui.widgets.inputs import TextArea

_LIFTED_BECAUSE = "Osoite on oikaistu, joten sen paikkansapitävyys ei ole enää kiistanalainen."
"""Printed in the letter, in the language of its reader."""
_REFUSED_BECAUSE = {
    Lang.FI: "Laskutus ja vikojen korjaus edellyttävät asiakassuhteen tietoja, eikä etuja voi turvata muuten.",
    Lang.SV: "Faktureringen och felavhjälpningen förutsätter uppgifterna, och intressena kan inte tryggas på annat sätt.",
}


def lifting(day: Day) -> None:
    """The correction is made: the restriction that waited for it is to be lifted, and the person told before."""
    clerk = day.clerk
    clerk.tab_to(clerk.page(CasePage).lifting.notice)
    clerk.press("Return")
    clerk.dialog(ReasonDialog)
    clerk.press("Tab")
    clerk.write(_LIFTED_BECAUSE)


def lifting_letter(day: Day) -> None:
    """The letter to the person."""
    clerk = day.clerk
    clerk.press("Ctrl+Return")
    clerk.dialog(PaperDialog)


def lifted(day: Day) -> None:
    """The person was told; whether the restriction is lifted is asked once more."""
    clerk = day.clerk
    clerk.press("Escape")
    block = clerk.page(CasePage).lifting
    clerk.tab_to(block.told)
    clerk.press("Return")
    clerk.dialog(ReasonDialog)
    clerk.press("Ctrl+Return")
    clerk.wait_for("the lifting", lambda: block.lift.isVisibleTo(block))
    clerk.tab_to(block.lift)
    clerk.press("Return")
    clerk.dialog(ConfirmDialog)


def lifting_done(day: Day) -> None:
    """The data may be used again."""
    clerk = day.clerk
    clerk.push("case_lifting.verb_lift")
    page = clerk.page(CasePage)
    clerk.wait_for("the end of the restriction", lambda: not page.lifting.isVisibleTo(page))


def objection_refused(day: Day) -> None:
    """The objection had restricted the use of the data: a refusal says from which day they are used again."""
    clerk = day.clerk
    find(day, RequestRight.OBJECTION)
    for row in wait_panel(day, GatherPanel).rows:
        if not row.answered:
            clerk.tab_to(row.found)
            clerk.write("0")
    clerk.press("Ctrl+Return")
    wait_panel(day, ReviewPanel)
    clerk.press("Ctrl+Return")
    wait_panel(day, DecidePanel)
    choose(day, f"case_page.outcome_{Resolution.REFUSED.value}")
    panel = wait_panel(day, DecidePanel)
    clerk.push(RefusalGround.COMPELLING.term)
    clerk.tab_to(next(area for area in panel.findChildren(TextArea) if area.isVisible()))
    clerk.write(_REFUSED_BECAUSE[reader(day)])
    clerk.press("Tab")


def objection_letter(day: Day) -> None:
    """The letter tells the day; its handover is the telling."""
    clerk = day.clerk
    clerk.press("Ctrl+Return")
    clerk.dialog(ConfirmDialog)
    clerk.push(f"case_page.confirm_verb_{Resolution.REFUSED.value}")
    wait_panel(day, ReplyPanel)
    clerk.press("Ctrl+Return")
    clerk.dialog(PaperDialog)


def lifting_due(day: Day) -> None:
    """The start page reminds of a day that was promised and has come."""
    clerk = day.clerk
    clerk.press("Escape")
    command(day, "ui_command.today")
    page = clerk.page(TodayPage)
    clerk.wait_for("what is to be lifted", lambda: bool(page.to_lift.lines))
    clerk.tab_to(page.to_lift.lines[0])


def lifting_day(day: Day) -> None:
    """Its case: the person was told, the day has come, the restriction can be lifted."""
    clerk = day.clerk
    number = case_number(clerk.page(TodayPage).to_lift.lines[0].text())
    clerk.press("Space")
    clerk.wait_for("the case", lambda: shows(day, number))
    clerk.tab_to(clerk.page(CasePage).lifting.lift)


STEPS = (
    Step("lifting", lifting),
    Step("lifting-letter", lifting_letter),
    Step("lifted", lifted),
    Step("lifting-done", lifting_done),
    Step("objection-refused", objection_refused),
    Step("objection-letter", objection_letter),
    Step("lifting-due", lifting_due),
    Step("lifting-day", lifting_day),
)
