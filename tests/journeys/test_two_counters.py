"""Two counters on one server, each with a window and a connection: what one does, the other sees or is told."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lpo_desk.services import accounts
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_conflict import ConflictDialog
from lpo_desk.ui.pages.inventory import InventoryDialog
from lpo_desk.ui.pages.places import PlacesPage
from tests.conftest import missing
from tests.fixtures_db import ADMIN, PASSWORD, Clock, Desk, furnish, with_actors
from tests.journeys.test_find_and_edit import find_and_open
from tests.postgres import Cluster, NoPostgres, start_cluster
from tests.services.test_papers import binder, paper
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.test_card_page import line

LOVIISA, PORVOO = "maija", "kalle"


@contextmanager
def desk_at(address: str) -> Iterator[Desk]:
    """A computer of its own: another connection of the same login role."""
    clock = Clock()
    signed = accounts.sign_in(address, "admin", PASSWORD, clock=clock)
    try:
        yield with_actors(signed, clock)
    finally:
        signed.opened.close()


@contextmanager
def windows(
    qtbot: QtBot, address: str, *languages: Language
) -> Iterator[tuple[CounterWindow, CounterWindow]]:
    """One of each town. Only one has the keyboard at a time: `robot.front` says which."""
    with ExitStack() as ending:
        made = [
            ending.enter_context(counter(qtbot, ending.enter_context(desk_at(address)), who, language))
            for who, language in zip((LOVIISA, PORVOO), languages, strict=True)
        ]
        yield made[0], made[1]


@pytest.fixture
def people(postgres_desk: Desk) -> dict[str, int]:
    return add_people(postgres_desk)


@pytest.fixture
def two(
    qtbot: QtBot, furnished_postgres_url: str, language: Language
) -> Iterator[tuple[CounterWindow, CounterWindow]]:
    with windows(qtbot, furnished_postgres_url, language, Language(Lang.SV)) as made:
        yield made


def in_front(window: CounterWindow) -> CounterWindow:
    window.robot.front(window.window)
    return window


def begin_address(window: CounterWindow, page: CardPage, street: str) -> None:
    in_front(window).robot.press("Ctrl+2", "F2")
    window.robot.type(street)
    assert line(page, "street").text() == street


def test_the_same_street_at_two_counters_is_asked_about(
    people: dict[str, int], two: tuple[CounterWindow, CounterWindow]
) -> None:
    here, there = two
    page = find_and_open(in_front(here), "aalto m", people["maija"])
    other = find_and_open(in_front(there), "aalto m", people["maija"])
    begin_address(here, page, "Kauppakatu 7")
    begin_address(there, other, "Satamatie 9")
    there.robot.press("Ctrl+S")
    there.robot.wait_for(lambda: other.body.editing is None)
    in_front(here).robot.press("Ctrl+S")
    here.robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), ConflictDialog))
    here.robot.press("Space", "Return")
    here.robot.wait_for(lambda: page.body.editing is None)
    in_front(there).robot.press("F5")
    there.robot.wait_for(lambda: other.card is not None and other.card.contact.street == "Kauppakatu 7")


def test_what_a_colleague_reads_in_a_round_shows_by_itself(
    two: tuple[CounterWindow, CounterWindow], postgres_desk: Desk
) -> None:
    place = binder(postgres_desk, "A", "mappi 1")
    row = paper(postgres_desk, place)
    dialogs = []
    for window in two:
        in_front(window).window.go_to("places")
        page = window.window.tabs.current
        assert isinstance(page, PlacesPage)
        window.robot.wait_for(partial(page.table.go_to_key, place.id))
        page.count.setFocus()
        window.robot.press("Space")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, InventoryDialog)
        window.robot.wait_for(lambda dialog=dialog: dialog.round is not None)  # type: ignore[misc]  # bound here
        dialogs.append(dialog)
    watching, counting = dialogs
    there = two[1]
    there.robot.front(counting)
    there.robot.type(row.number)
    there.robot.press("Return")
    for dialog in (counting, watching):
        there.robot.wait_for(
            lambda dialog=dialog: [each.number for each in dialog.model.rows] == [row.number]  # type: ignore[misc]
        )


@pytest.fixture
def mortal(qtbot: QtBot) -> Iterator[tuple[Cluster, str]]:
    """A server that may be stopped, with a furnished database, and its address."""
    try:
        cluster = start_cluster()
    except NoPostgres as absent:
        missing(str(absent))
    with cluster.connect() as connection:
        connection.execute(f"CREATE ROLE admin LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("CREATE DATABASE desk OWNER admin")
    address = f"postgresql://127.0.0.1:{cluster.port}/desk"
    signed = accounts.found(address, ADMIN, PASSWORD, clock=Clock())
    furnish(signed, Clock())
    signed.opened.close()
    yield cluster, address
    with suppress(RuntimeError):
        cluster.stop()


def test_a_server_that_goes_away_leaves_what_is_typed_and_takes_it_when_it_is_back(
    qtbot: QtBot, mortal: tuple[Cluster, str], language: Language
) -> None:
    cluster, address = mortal
    with desk_at(address) as desk, counter(qtbot, desk, LOVIISA, language) as clerk:
        people = add_people(desk)
        page = find_and_open(clerk, "aalto m", people["maija"])
        begin_address(clerk, page, "Kauppakatu 7")
        cluster.stop("fast", remove=False)
        clerk.robot.press("Ctrl+S")
        clerk.robot.wait_for(lambda: bool(page.bar.sentence))
        assert page.bar.sentence == language.text("database.unavailable")
        assert line(page, "street").text() == "Kauppakatu 7"
        cluster.start()
        clerk.robot.press("Ctrl+S")
        clerk.robot.wait_for(lambda: page.body.editing is None)
        clerk.robot.press("Ctrl+W")
        again = find_and_open(clerk, "aalto m", people["maija"])
        assert again.card is not None
        assert again.card.contact.street == "Kauppakatu 7"
