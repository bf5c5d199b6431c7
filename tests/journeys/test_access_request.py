"""An access request from the counter to the closed case: real windows, real keys, real papers."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.requests import Document, Handover, IdentityCheck
from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import CaseDiary, CaseStatus, DocumentKind, HandoverMethod, IdentityMethod
from lpo_desk.domain.claims import RefusalGround, Resolution
from lpo_desk.services import cases
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_gather import GatherPanel
from lpo_desk.ui.pages.case_identity import ClosedPanel, IdentityPanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.pages.case_reply import HandoverPanel, ReplyPanel
from lpo_desk.ui.pages.case_review import ReviewPanel
from lpo_desk.ui.pages.queue import QueuePage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.wizards.request import RequestWizard
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.ui.case_hands import ask, back, case_in_front, case_of, dialog
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


def papers(desk: Desk) -> dict[DocumentKind, str]:
    """What the archived papers say."""

    def find(unit: Unit) -> dict[DocumentKind, bytes]:
        rows = unit.connection.execute(select(Document.kind, Document.content).order_by(Document.id))
        return {row.kind: row.content for row in rows}

    return {kind: pdf_text(content) for kind, content in ask(desk, find).items()}


def take_in(clerk: CounterWindow, name: str, method: str, *keys: str) -> None:
    """Find the customer, open the card with one key, take the request in with its signed form."""
    robot = clerk.robot
    robot.press("Ctrl+E")
    robot.type(name)
    robot.wait_for(lambda: clerk.window.top.search.text() == name)
    robot.press("Return")
    dialog(clerk, PurposeDialog)
    robot.press("1")
    back(clerk)
    robot.wait_for(lambda: clerk.window.party_id is not None)
    robot.press("F8")
    dialog(clerk, RequestWizard)
    robot.press("Return", method, *keys, "Return", "Return", "Space", "Tab", "Space", "Return")
    dialog(clerk, PaperDialog)
    robot.press("Escape")
    back(clerk)


def from_the_queue(officer: CounterWindow, case_id: int) -> CasePage:
    """The palette, the queue, the most urgent case."""
    officer.robot.press("Ctrl+K")
    officer.robot.type("pyynnöt")
    officer.robot.press("Return")
    back(officer)
    officer.robot.wait_for(lambda: isinstance(officer.window.tabs.current, QueuePage))
    officer.robot.press("Ctrl+Return")
    return case_in_front(officer, case_id)


def step(officer: CounterWindow, page: CasePage, panel: type, *keys: str) -> None:
    """Answer the step in front and press its verb; the panel is the one that must be there."""
    officer.robot.wait_for(lambda: isinstance(page.panel, panel) and not page.desk.busy)
    officer.robot.press(*keys, "Ctrl+Return")


def gather(officer: CounterWindow, page: CasePage, paper: str) -> None:
    """One press counts the register; the other places by hand."""
    officer.robot.wait_for(lambda: isinstance(page.panel, GatherPanel))
    officer.robot.press("Return")
    for found in (paper, "0", "0", "0"):
        officer.robot.press(found, "Tab", "Tab")
    step(officer, page, GatherPanel)


def only_case(desk: Desk) -> int:
    (row,) = ask(desk, lambda unit: cases.queue(unit, open_only=False))
    return row.case_id


def test_granted_and_handed_over_at_the_counter(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        take_in(clerk, "aalto maija", "1", "Tab", "Space")
    case_id = only_case(local_desk)
    assert case_of(local_desk, case_id).row.status is CaseStatus.GATHER

    local_desk.clock.forward(days=1)
    with counter(qtbot, local_desk, "jani", language) as officer:
        page = from_the_queue(officer, case_id)
        gather(officer, page, "2")
        officer.robot.wait_for(lambda: isinstance(page.panel, ReviewPanel) and page.panel.list.count() > 0)
        step(officer, page, ReviewPanel)
        step(officer, page, DecidePanel, "1")
        step(officer, page, ReplyPanel)
        shown = dialog(officer, PaperDialog)
        assert [shown.tabs.tabText(n).replace("&", "") for n in range(2)] == [
            "Vastauskirje",
            "Ote asiakasrekisteristä",
        ]
        officer.robot.press("Escape")
        back(officer)
        assert isinstance(page.panel, HandoverPanel)

    local_desk.clock.forward(days=2)
    with counter(qtbot, local_desk, "maija", language) as clerk:
        clerk.robot.press("Ctrl+E")
        clerk.robot.type("L-2026-0001")  # as the customer's receipt says
        clerk.robot.press("Return")
        page = case_in_front(clerk, case_id)
        step(clerk, page, HandoverPanel, "Tab", "2")
        clerk.robot.wait_for(lambda: isinstance(page.panel, ClosedPanel))

    case = case_of(local_desk, case_id)
    assert case.row.resolution is Resolution.FULFILLED
    assert case.row.due.stopped == date(2026, 11, 26)
    assert not case.row.due.late
    assert [(line.what, line.who) for line in case.timeline] == [
        (CaseDiary.REGISTERED, "Maija Virtanen"),
        (CaseDiary.IDENTITY_OK, "Maija Virtanen"),
        (CaseDiary.TAKEN, "Jani Alho"),
        (CaseDiary.GATHERED, "Jani Alho"),
        (CaseDiary.REVIEWED, "Jani Alho"),
        (CaseDiary.DECIDED, "Jani Alho"),
        (CaseDiary.HANDED_OVER, "Maija Virtanen"),
    ]
    assert ask(local_desk, how_handed_over) == (
        HandoverMethod.COUNTER,
        date(2026, 11, 26),
        IdentityMethod.PASSPORT,
    )

    read = papers(local_desk)
    assert set(read) == {DocumentKind.RECEIPT, DocumentKind.REPLY, DocumentKind.EXTRACT}
    assert "L-2026-0001" in read[DocumentKind.RECEIPT]
    assert "Toteutamme pyyntösi kokonaan." in read[DocumentKind.REPLY]
    extract = squeezed(read[DocumentKind.EXTRACT])
    for held in ("Linnunrata12A3", "0195000003", "Kysyilaskusta7.", "maija.aalto@example.fi"):
        assert held in extract, held
    for paper in read.values():
        assert "131052-9085" not in paper  # TietosuojaL 29 § 4 mom.
    assert "Virtanen" not in read[DocumentKind.EXTRACT]  # who looked is not told (C-579/21)
    assert ask(local_desk, purposes) >= {Purpose.COUNTER, Purpose.REQUEST}


def how_handed_over(unit: Unit) -> tuple[HandoverMethod, date, IdentityMethod]:
    row = unit.session.scalars(select(Handover)).one()
    seen = unit.session.get_one(IdentityCheck, row.identity_check_id)
    return row.method, row.on_date, seen.method


def purposes(unit: Unit) -> set[Purpose]:
    return set(unit.session.scalars(select(ReadEvent.purpose)))


def test_refused_in_swedish_and_sent_by_post(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        take_in(clerk, "ohman", "8")  # nobody could be identified at the counter
    case_id = only_case(local_desk)
    assert case_of(local_desk, case_id).row.status is CaseStatus.RECEIVED

    with counter(qtbot, local_desk, "jani", language) as officer:
        page = from_the_queue(officer, case_id)
        step(officer, page, IdentityPanel, "6")
        gather(officer, page, "0")
        officer.robot.wait_for(lambda: isinstance(page.panel, ReviewPanel) and not page.desk.busy)
        step(officer, page, ReviewPanel)
        step(officer, page, DecidePanel, "3")
        panel = page.panel
        assert isinstance(panel, DecidePanel)
        assert case_of(local_desk, case_id).row.resolution is None  # not without ground and reasons
        officer.robot.press("Tab", "Tab", "Space", "Tab", "Tab")
        officer.robot.wait_for(lambda: panel._form.row("reasons").editor.widget.hasFocus())
        officer.robot.type("Samma begäran har besvarats tre gånger på en månad.")
        officer.robot.press("Ctrl+Return")
        sure = dialog(officer, ConfirmDialog)
        officer.robot.press("Shift+Tab")
        assert sure.verb.hasFocus()
        officer.robot.press("Space")
        back(officer)
        step(officer, page, ReplyPanel)
        assert dialog(officer, PaperDialog).tabs.count() == 1
        officer.robot.press("Escape")
        back(officer)
        step(officer, page, HandoverPanel, "2")
        officer.robot.wait_for(lambda: isinstance(page.panel, ClosedPanel))
        officer.robot.press("Ctrl+Return")  # nothing is left in the queue
        officer.robot.wait_for(lambda: isinstance(officer.window.tabs.current, QueuePage))
        queue = officer.window.tabs.current
        assert isinstance(queue, QueuePage)
        officer.robot.wait_for(queue.calm.isVisible)

    case = case_of(local_desk, case_id)
    assert case.row.resolution is Resolution.REFUSED
    assert case.claims[0].grounds == (RefusalGround.UNFOUNDED,)
    letter = papers(local_desk)[DocumentKind.REPLY]
    for block in (
        "Vi uppfyller inte din begäran.",
        "Samma begäran har besvarats tre gånger på en månad.",
        "Artikel 12.5",
        "klagomål till dataombudsmannen",
        "domstol",
    ):
        assert squeezed(block) in squeezed(letter), block
    assert DocumentKind.EXTRACT not in papers(local_desk)
