"""Keys pressed before the card is there: while its opening is being logged, and while it is being read.

The database thread is held up, so that the moment lasts as long as the test needs.
"""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.sections import Section
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.marketing_sheet import MarketingSheet
from lpo_desk.ui.pages.paper_sheet import PaperSheet
from lpo_desk.ui.tour import keys
from lpo_desk.ui.wizards.request import RequestWizard
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.robot import PATIENCE_MS


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


class Held:
    """The database thread stands still until `let_go`: what is asked meanwhile is not answered yet."""

    def __init__(self, clerk: CounterWindow) -> None:
        self._clerk = clerk
        self._gates: list[Event] = []

    def hold(self) -> None:
        gate = Event()
        self._gates.append(gate)
        self._clerk.runner.run(self._clerk.window, lambda: gate.wait(PATIENCE_MS / 1000), lambda _: None)

    def let_go(self) -> None:
        for gate in self._gates:
            gate.set()


def front(clerk: CounterWindow) -> CardPage | None:
    page = clerk.window.tabs.current
    return page if isinstance(page, CardPage) else None


def press_early(
    qtbot: QtBot, clerk: CounterWindow, party_id: int, when: str, chords: tuple[str, ...]
) -> CardPage:
    """Open the card and press while `when` is going on; gives the page with its card shown."""
    held = Held(clerk)
    try:
        if when == "opening":
            held.hold()
        clerk.context.open_card(party_id, purpose=Purpose.COUNTER)
        if when == "reading":
            held.hold()
            qtbot.waitUntil(lambda: front(clerk) is not None, timeout=PATIENCE_MS)
        for chord in chords:
            keys.press(chord)
        page = front(clerk)
        assert page is None or page.card is None, "pressed before the card was there"
        assert (page is None) == (when == "opening")
    finally:
        held.let_go()
    clerk.robot.wait_for(lambda: (page := front(clerk)) is not None and page.card is not None)
    page = front(clerk)
    assert page is not None
    return page


def has_keyboard(page: CardPage, widget: QWidget) -> bool:
    here = page.window().focusWidget()
    return here is widget or widget.isAncestorOf(here)


def at_section(number: int) -> Callable[[CounterWindow, CardPage], bool]:
    return lambda clerk, page: page.body.current == number and has_keyboard(page, page.body.panels[number])


def editing(section: Section) -> Callable[[CounterWindow, CardPage], bool]:
    return lambda clerk, page: page.body.editing is page.body.forms[section]


def asks(kind: type[QDialog]) -> Callable[[CounterWindow, CardPage], bool]:
    return lambda clerk, page: isinstance(QApplication.activeModalWidget(), kind)


def begins_a_paper(clerk: CounterWindow, page: CardPage) -> bool:
    sheet = QApplication.activeModalWidget()
    return isinstance(sheet, PaperSheet) and sheet.form.row("people").editor.value() == (page.party_id,)


def begins_a_request(clerk: CounterWindow, page: CardPage) -> bool:
    wizard = QApplication.activeModalWidget()
    if not isinstance(wizard, RequestWizard) or wizard.ticket is None:
        return False
    return wizard.ticket.party_id == page.party_id


def shows_sources(clerk: CounterWindow, page: CardPage) -> bool:
    source = page.body.forms[Section.CONTACT].form.row("street").source
    return source.isVisible()


def searches(clerk: CounterWindow, page: CardPage) -> bool:
    return has_keyboard(page, clerk.window.top.search)


KEYS: dict[str, tuple[tuple[str, ...], Callable[[CounterWindow, CardPage], bool]]] = {
    **{f"Ctrl+{number}": ((f"Ctrl+{number}",), at_section(number)) for number in range(1, 8)},
    "Ctrl+Shift+H": (("Ctrl+Shift+H",), at_section(7)),
    "F2": (("F2",), editing(Section.BASIC)),
    "Ctrl+2 F2": (("Ctrl+2", "F2"), editing(Section.CONTACT)),
    "Ctrl+M": (("Ctrl+M",), asks(MarketingSheet)),
    "Ctrl+T": (("Ctrl+T",), shows_sources),
    "F7": (("F7",), begins_a_paper),
    "F8": (("F8",), begins_a_request),
    "Ctrl+E": (("Ctrl+E",), searches),
    "Ctrl+3 Ctrl+E": (("Ctrl+3", "Ctrl+E"), searches),
    "Ctrl+E Ctrl+3": (("Ctrl+E", "Ctrl+3"), at_section(3)),
}


@pytest.mark.parametrize("when", ["opening", "reading"])
@pytest.mark.parametrize("pressed", KEYS)
def test_a_key_pressed_before_the_card_is_there_is_done_once_it_is(
    qtbot: QtBot, clerk: CounterWindow, people: dict[str, int], when: str, pressed: str
) -> None:
    chords, done = KEYS[pressed]
    page = press_early(qtbot, clerk, people["maija"], when, chords)
    clerk.robot.wait_for(lambda: done(clerk, page))
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()


@pytest.mark.parametrize("when", ["opening", "reading"])
def test_a_section_of_a_hidden_card_is_gone_to_and_what_is_hidden_is_told(
    qtbot: QtBot, clerk: CounterWindow, people: dict[str, int], when: str
) -> None:
    page = press_early(qtbot, clerk, people["ester"], when, ("Ctrl+6",))
    assert page.card is not None
    assert page.card.masked
    clerk.robot.wait_for(lambda: at_section(6)(clerk, page))
    assert clerk.window.close_page(page)
    page = press_early(qtbot, clerk, people["ester"], when, ("F2",))
    clerk.robot.wait_for(lambda: bool(page.bar.sentence))
    assert page.bar.sentence == clerk.language.text("card.masked"), "it is not lost without a word"


def test_a_key_for_a_card_that_was_left_waits_until_it_is_in_front_again(
    qtbot: QtBot, clerk: CounterWindow, people: dict[str, int]
) -> None:
    held = Held(clerk)
    try:
        clerk.context.open_card(people["maija"], purpose=Purpose.COUNTER)
        held.hold()
        qtbot.waitUntil(lambda: front(clerk) is not None, timeout=PATIENCE_MS)
        page = front(clerk)
        assert page is not None
        for chord in ("Ctrl+M", "Ctrl+Tab"):
            keys.press(chord)
        assert front(clerk) is None
    finally:
        held.let_go()
    clerk.robot.wait_for(lambda: page.card is not None)
    assert QApplication.activeModalWidget() is None, "no question about a card that nobody sees"
    clerk.robot.press("Ctrl+Tab")
    clerk.robot.wait_for(lambda: asks(MarketingSheet)(clerk, page))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.close()


def test_an_opening_that_is_refused_forgets_what_was_pressed(
    qtbot: QtBot, clerk: CounterWindow, people: dict[str, int]
) -> None:
    held = Held(clerk)
    try:
        held.hold()
        clerk.context.open_card(999_999, purpose=Purpose.COUNTER)
        keys.press("Ctrl+3")
    finally:
        held.let_go()
    clerk.robot.wait_for(lambda: bool(clerk.said))
    assert not clerk.context.actions.action("section_3").isEnabled(), "nobody waits for a card any more"
    clerk.context.open_card(people["maija"], purpose=Purpose.COUNTER)
    clerk.robot.wait_for(lambda: (page := front(clerk)) is not None and page.card is not None)
    page = front(clerk)
    assert page is not None
    assert page.body.current == 1
