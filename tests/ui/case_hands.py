"""Cases made by the services, and hands for dialogs: for the tests of queue, case page and journeys."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import CaseFile, IdentityMethod, Intake
from lpo_desk.services import cases, customers, intake
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.case import CasePage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


def register(desk: Desk, request: Intake, by: str = "maija") -> int:
    """A case as the wizard makes it; received today unless the request says otherwise."""
    actor = desk[by]
    ticket = None
    if request.party_id is not None:
        with desk.database.unit(actor) as unit:
            ticket = customers.open(unit, request.party_id, Purpose.REQUEST)
    with desk.database.unit(actor) as unit:
        return intake.register(unit, request, ticket).case_id


def request_of(party_id: int | None, received: date = date(2026, 11, 23), lang: Lang = Lang.FI) -> Intake:
    """A signed request of the person himself, whose identity the clerk has seen."""
    return Intake(
        party_id,
        received_on=received,
        signed=True,
        names_register=True,
        identity=IdentityMethod.PASSPORT,
        identity_matches=True,
        reply_lang=lang,
    )


def ask(desk: Desk, question: Callable[[Unit], T], who: str = "jani") -> T:
    with desk.database.reading(desk[who]) as unit:
        return question(unit)


def case_of(desk: Desk, case_id: int) -> CaseFile:
    return ask(desk, lambda unit: cases.read(unit, case_id))


def open_case(desk_window: CounterWindow, case_id: int) -> CasePage:
    """The case in front, its next step ready for the keys."""
    desk_window.context.open_case(case_id)
    return case_in_front(desk_window, case_id)


def case_in_front(desk_window: CounterWindow, case_id: int) -> CasePage:
    def here() -> bool:
        page = desk_window.window.tabs.current
        return isinstance(page, CasePage) and page.desk.case_id == case_id and page.panel is not None

    desk_window.robot.wait_for(here)
    page = desk_window.window.tabs.current
    assert isinstance(page, CasePage)
    return page


def dialog(desk_window: CounterWindow, kind: type[W]) -> W:
    """The dialog of that kind, in front and with the keys."""

    def here() -> W | None:
        found = QApplication.activeModalWidget()
        return found if isinstance(found, kind) else None

    desk_window.robot.wait_for(lambda: here() is not None)
    found = here()
    assert found is not None
    desk_window.robot.front(found)
    return found


def back(desk_window: CounterWindow) -> None:
    """The window has the keys again. Off screen nobody gives them back when a dialog closes."""
    desk_window.robot.wait_for(lambda: QApplication.activeModalWidget() is None)
    desk_window.robot.front(desk_window.window)
