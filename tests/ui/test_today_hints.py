"""The hints of the start page: what a user may do and has not tried, and never again once he has."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.services import accounts
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.today import TodayPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def start_page(window: CounterWindow) -> TodayPage:
    page = window.window.tabs.current
    assert isinstance(page, TodayPage)
    return page


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_hint_goes_away_for_good_once_its_command_was_used(
    clerk: CounterWindow, local_desk: Desk, lang: Lang
) -> None:
    clerk.language.switch(lang)
    clerk.window.resize(900, 520)
    hints = start_page(clerk).hints
    assert hints.isVisible()
    assert [word for word in ("Ctrl+E", "F8", "Ctrl+K") if word in hints.text()] == ["Ctrl+E", "F8", "Ctrl+K"]
    assert_walkable(clerk.window)
    clerk.robot.press("Ctrl+E")
    assert "Ctrl+E" not in hints.text()
    clerk.robot.press("F8", "Escape")
    clerk.robot.press("Ctrl+K", "Escape")
    clerk.robot.wait_for(hints.isHidden)

    def kept() -> dict[str, object]:
        with local_desk.database.reading(local_desk["maija"]) as unit:
            return accounts.preferences(unit)

    found: list[dict[str, object]] = []
    clerk.runner.run(clerk.window, kept, found.append)
    clerk.robot.settle()
    assert found[0]["hints_used"] == ["search", "new_request", "palette"]


def test_who_has_no_search_and_no_requests_is_told_of_neither(
    qtbot: QtBot, local_desk: Desk, language: Language
) -> None:
    with counter(qtbot, local_desk, "admin", language) as made:
        hints = start_page(made).hints
        assert "Ctrl+K" in hints.text()
        assert "F8" not in hints.text()
        assert "Ctrl+E" not in hints.text()


def test_a_setting_that_somebody_spoilt_shows_the_hints(
    qtbot: QtBot, local_desk: Desk, language: Language
) -> None:
    with counter(qtbot, local_desk, "maija", language) as made:
        made.context.remember("hints_used", "search")
        hints = start_page(made).hints
        hints.show_left()
        assert "Ctrl+E" in hints.text()
