"""The card of special people: what its banners say to whom, what they lock, and the officer's sheets of restriction."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.party import Flag, PermissionDetails, PersonDetails, RelationKind, Source
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.sections import Section
from lpo_desk.domain.staff import StaffTie
from lpo_desk.services import customers, registering, restrictions, ties
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.own_records import OwnRecords
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_restriction import LiftDialog, RestrictDialog
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.case_reason import ConfirmDialog
from lpo_desk.ui.pages.staff_ties import StaffTiesPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

Sit = Callable[[str], CounterWindow]


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def sit(qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language) -> Iterator[Sit]:
    """Whose window; the one before is closed, for the file has one connection."""
    with ExitStack() as stack:

        def sit_down(who: str) -> CounterWindow:
            stack.close()
            return stack.enter_context(counter(qtbot, local_desk, who, language))

        yield sit_down


def restrict(desk: Desk, party_id: int, ground: RestrictionGround = RestrictionGround.ACCURACY) -> None:
    with desk.database.unit(desk["jani"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.REQUEST)
    with desk.database.unit(desk["jani"]) as unit:
        restrictions.restrict(unit, ticket, ground, "Kiistää osoitteen.")


def tie(desk: Desk, who: str, number: str, how: StaffTie) -> None:
    with desk.database.unit(desk[who]) as unit:
        ties.declare(unit, number, how)


def add(desk: Desk, new: NewParty) -> int:
    with desk.database.unit(desk["maija"]) as unit:
        return registering.add_party(unit, new)


def open_card(window: CounterWindow, party_id: int) -> CardPage:
    window.context.open_card(party_id, purpose=Purpose.COUNTER)
    window.robot.wait_for(lambda: _shown(window, party_id))
    page = window.window.tabs.current
    assert isinstance(page, CardPage)
    return page


def _shown(window: CounterWindow, party_id: int) -> bool:
    page = window.window.tabs.current
    return isinstance(page, CardPage) and page.party_id == party_id and page.card is not None


S = TypeVar("S", bound=QDialog)


def sheet_of(window: CounterWindow, kind: type[S]) -> S:
    window.robot.wait_for(lambda: any(sheet.isVisible() for sheet in window.window.findChildren(kind)))
    return next(sheet for sheet in window.window.findChildren(kind) if sheet.isVisible())


def told(page: CardPage) -> str:
    return "\n".join(page.body.banners.told)


def test_an_ordinary_customer_has_no_banner(sit: Sit, people: dict[str, int]) -> None:
    page = open_card(sit("maija"), people["maija"])
    assert page.body.banners.isHidden()
    assert page.body.forms[Section.CONTACT].locked is None


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_restricted_card_says_so_and_locks_all_but_the_bans(
    sit: Sit, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    restrict(local_desk, people["maija"])
    clerk = sit("maija")
    clerk.language.switch(lang)
    page = open_card(clerk, people["maija"])
    assert page.card is not None
    assert Flag.RESTRICTED in page.card.flags
    assert "23.11.2026" in told(page)
    assert terms("restriction_ground.accuracy", lang=lang) in told(page)
    assert page.body.banners.buttons == []
    for section, form in page.body.forms.items():
        locked = section is not Section.PERMISSIONS
        assert form.locked == ("restriction.locked" if locked else None)
        edit = next(
            button
            for button in form.findChildren(QPushButton)
            if button.text() == clerk.language.text("common.edit")
        )
        assert edit.isEnabled() is not locked
        assert (clerk.language.text("restriction.locked") in edit.toolTip()) is locked
    page.body.go_to(2)
    assert clerk.context.actions.reason("edit") == clerk.language.text("restriction.locked")
    clerk.robot.press("F2")
    assert not page.body.forms[Section.CONTACT].editing
    assert clerk.context.actions.reason("marketing") is None
    assert clerk.context.actions.action("restriction").isVisible() is False, "the officer's alone"
    assert_walkable(clerk.window)


def test_the_officer_restricts_tells_and_lifts_by_keys(
    sit: Sit, local_desk: Desk, people: dict[str, int]
) -> None:
    officer = sit("jani")
    page, robot = open_card(officer, people["maija"]), officer.robot
    officer.context.actions.action("restriction").trigger()
    sheet = sheet_of(officer, RestrictDialog)
    robot.press("Ctrl+Return")
    robot.settle()
    assert sheet.bar.sentence, "without a reason it is refused on the sheet"
    sheet.reason.setFocus()
    robot.type("Kiistää osoitteen.")
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: bool(page.card and page.card.restrictions))
    (button,) = page.body.banners.buttons
    button.click()
    lift = sheet_of(officer, LiftDialog)
    assert lift.commit.text().replace("&", "") == officer.language.text("restriction.tell")
    robot.press("Return")
    robot.wait_for(lambda: bool(page.card and page.card.restrictions[0].told_on))
    officer.context.actions.action("restriction").trigger()
    lift = sheet_of(officer, LiftDialog)
    assert lift.commit.text().replace("&", "") == officer.language.text("restriction.lift")
    robot.press("Ctrl+Return")
    robot.wait_for(lambda: bool(page.card and not page.card.restrictions))
    assert page.body.banners.isHidden()


def test_one_s_own_card_is_read_and_not_changed(sit: Sit, local_desk: Desk, people: dict[str, int]) -> None:
    tie(local_desk, "maija", "10042", StaffTie.SELF)
    clerk = sit("maija")
    page = open_card(clerk, people["maija"])
    assert told(page) == clerk.language.text("own.banner_self")
    assert {form.locked for form in page.body.forms.values()} == {"own.locked"}
    assert clerk.context.actions.reason("marketing") == clerk.language.text("own.locked")


def test_a_relative_s_and_a_colleague_s_card_warn(sit: Sit, local_desk: Desk, people: dict[str, int]) -> None:
    tie(local_desk, "maija", "10050", StaffTie.RELATIVE)
    tie(local_desk, "kalle", "10042", StaffTie.SELF)
    clerk = sit("maija")
    assert told(open_card(clerk, people["ake"])) == clerk.language.text("own.banner_relative")
    page = open_card(clerk, people["maija"])
    assert told(page) == clerk.language.text("own.banner_colleague")
    assert page.body.forms[Section.CONTACT].locked is None


def test_the_dead_the_young_and_the_soon_unprotected(sit: Sit, local_desk: Desk) -> None:
    dead = add(local_desk, NewParty(PersonDetails("Lind", "Aina", date_of_death=date(2026, 10, 3)), "31"))
    child = add(local_desk, NewParty(PersonDetails("Lind", "Elsa", date_of_birth=date(2015, 3, 1)), "32"))
    youth = add(local_desk, NewParty(PersonDetails("Lind", "Eero", date_of_birth=date(2010, 3, 1)), "33"))
    ending = PermissionDetails(protected=True, protected_until=date(2026, 12, 20))
    hidden = add(local_desk, NewParty(PersonDetails("Piilo", "Salla"), "34", permissions=ending))
    with local_desk.database.unit(local_desk["maija"]) as unit:
        registering.add_relation(unit, dead, RelationKind.CUSTODIAN, child, source=Source.SUBJECT)
    lead = sit("leena")
    page = open_card(lead, dead)
    assert "3.10.2026" in told(page)
    assert [button.text() for button in page.body.banners.buttons] == [
        lead.language.text("card.banner_estate")
    ]
    text = told(open_card(lead, child))
    assert "1.3.2033" in text
    assert "Lind Aina" in text
    assert "tietosuojavastaavalta" in told(open_card(lead, youth))
    assert "20.12.2026" in told(open_card(lead, hidden))
    assert told(open_card(sit("maija"), hidden)) == "", "who may not open it cannot know when it ends"


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_user_tells_his_own_number_and_the_officer_sees_it(
    sit: Sit, local_desk: Desk, people: dict[str, int], lang: Lang
) -> None:
    clerk = sit("maija")
    clerk.language.switch(lang)
    robot = clerk.robot
    clerk.window.show_own_records()
    sheet = sheet_of(clerk, OwnRecords)
    robot.press("Return")
    assert sheet.number.problem.text() == clerk.language.text("own.number_missing")
    robot.type("99999")
    robot.press("Return")
    robot.wait_for(lambda: sheet.number.problem.text() == clerk.language.text("own.no_such_number"))
    robot.type("10042")
    robot.press("Return")
    robot.wait_for(lambda: "10042" in sheet.told.text())
    assert_walkable(sheet)
    sheet.reject()
    page = open_card(clerk, people["maija"])
    assert clerk.context.actions.reason("new_request") == clerk.language.text("own.case_refused_self")
    assert told(page)
    officer = sit("jani")
    officer.language.switch(lang)
    officer.window.go_to("staff_ties")
    overview = officer.window.tabs.current
    assert isinstance(overview, StaffTiesPage)
    officer.robot.wait_for(lambda: overview.look_ups.rowCount() == 1)
    assert overview.chosen is not None
    assert (overview.chosen.user, overview.chosen.number) == ("Maija Virtanen", "10042")
    assert_walkable(officer.window)
    overview.remove.click()
    sheet_of(officer, ConfirmDialog).verb.click()
    officer.robot.wait_for(lambda: overview.ties.rowCount() == 0)


def test_only_the_officer_has_the_overview_of_the_staff(sit: Sit) -> None:
    assert sit("maija").window.show_place("staff_ties") is None


def test_a_service_in_the_name_of_the_dead_is_asked_about_first(sit: Sit, local_desk: Desk) -> None:
    dead = add(local_desk, NewParty(PersonDetails("Lind", "Aina", date_of_death=date(2026, 10, 3)), "31"))
    clerk = sit("maija")
    page = open_card(clerk, dead)
    page.body.services.order()
    question = sheet_of(clerk, ConfirmDialog)
    assert question.cancel.isDefault(), "Enter alone orders nothing"
    assert clerk.window.findChildren(CardSheet) == []
    question.verb.click()
    sheet_of(clerk, CardSheet).reject()
