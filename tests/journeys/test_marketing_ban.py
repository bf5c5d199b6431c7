"""Row 4 of the time and motion targets (ux.md section 3): a marketing ban in three keys, in both languages."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.domain.party import Channel, PermissionState, Sender, Standing
from lpo_desk.domain.permissions import CELLS, Way
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.marketing_sheet import MarketingSheet
from tests.fixtures_db import Desk
from tests.journeys.test_find_and_edit import card_of, find_and_open
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def standings(page: CardPage) -> set[Standing]:
    assert page.card is not None
    return {getattr(page.card.permissions, name) for name in CELLS}


def sheet(clerk: CounterWindow) -> MarketingSheet:
    found = clerk.window.findChild(MarketingSheet)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lang", "letter", "way"),
    [
        (Lang.FI, "p", Way.PHONE),
        (Lang.FI, "t", Way.COUNTER),
        (Lang.SV, "t", Way.PHONE),
        (Lang.SV, "p", Way.PHONE),
        (Lang.SV, "v", Way.COUNTER),
    ],
)
def test_three_keys_ban_everything(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], lang: Lang, letter: str, way: Way
) -> None:
    clerk.language.switch(lang)
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.begin()
    clerk.robot.press("Ctrl+M", letter, "Return")
    clerk.robot.wait_for(lambda: standings(page) == {Standing.BANNED})
    clerk.robot.assert_within(keys=3, clicks=0)
    assert page.bar.sentence == clerk.language.text("card.banned")
    said: list[tuple[Sender, Channel, PermissionState, Way | None, int | None]] = []

    def read() -> None:
        with local_desk.database.reading(local_desk["maija"]) as unit:
            mine = select(PermissionEvent).where(PermissionEvent.party_id == people["maija"])
            for row in unit.session.scalars(mine.order_by(PermissionEvent.id.desc()).limit(3)):
                said.append((row.sender, row.channel, row.state, row.way, row.office_id))

    clerk.runner.run(clerk.window, read, lambda _: None)
    clerk.robot.settle()
    office = local_desk["maija"].office_id
    assert set(said) == {(each, Channel.ALL, PermissionState.BANNED, way, office) for each in Sender}


def test_enter_alone_bans_nothing(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.press("Ctrl+M", "Return", "Escape")
    assert Standing.BANNED not in standings(page)


def test_a_protected_person_is_banned_without_being_revealed(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = find_and_open(clerk, "10077", people["ester"])
    assert page.card is not None
    assert page.card.masked
    clerk.robot.press("Ctrl+M", "t", "Return")
    clerk.robot.wait_for(lambda: standings(page) == {Standing.BANNED})
    assert page.card.masked


def test_one_tick_off_withdraws_one_permission(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.press("Ctrl+M", "p")
    tick = sheet(clerk).permissions["own_email"]
    while not tick.hasFocus():
        clerk.robot.press("Tab")
    clerk.robot.press("Space", "Return")
    clerk.robot.wait_for(lambda: Standing.WITHDRAWN in standings(page))
    assert page.card is not None
    assert page.card.permissions.own_email is Standing.WITHDRAWN
    assert Standing.BANNED not in standings(page)
    clerk.robot.press("Ctrl+Shift+U")
    clerk.robot.wait_for(lambda: card_of(clerk, people["maija"]).bar.sentence != "")
    clerk.robot.wait_for(lambda: Standing.CONSENT in standings(page))


def test_a_ban_that_stands_is_told_and_lifted_by_consent_alone(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = find_and_open(clerk, "aalto m", people["maija"])
    clerk.robot.press("Ctrl+M", "p", "Return")
    clerk.robot.wait_for(lambda: standings(page) == {Standing.BANNED})
    clerk.robot.press("Ctrl+Shift+U")
    assert standings(page) == {Standing.BANNED}, "no key takes a ban back"
    clerk.robot.press("Ctrl+6", "F2")
    clerk.robot.type("e")  # Ei lupaa
    clerk.robot.press("Ctrl+S")
    panel = page.body.form(6)
    assert panel is not None
    assert panel.form.row("own_post").problem.text().endswith(clerk.language.text("card.ban_stands"))
    clerk.robot.type("s")  # Suostumus
    clerk.robot.press("Down", "Right", "Ctrl+S")
    clerk.robot.wait_for(lambda: page.body.editing is None)
    assert page.card is not None
    assert page.card.permissions.own_post is Standing.CONSENT
    assert page.card.permissions.own_phone is Standing.BANNED
    clerk.robot.press("Ctrl+M", "p", "Return")
    clerk.robot.wait_for(lambda: standings(page) == {Standing.BANNED})
    clerk.robot.press("Ctrl+M", "p", "Return")
    assert page.bar.sentence == clerk.language.text("card.banned_already")
