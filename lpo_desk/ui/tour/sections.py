"""A customer who has something in every section: what the privacy notice lists, section by section."""

from functools import partial

from lpo_desk.domain.party import PartyKind
from lpo_desk.practice.showcase import NUMBER
from lpo_desk.ui.keymap import SECTIONS
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.search import CustomersPage
from lpo_desk.ui.tour.clerk import NotSeen
from lpo_desk.ui.tour.day import Day, Step


def whole_card(day: Day) -> None:
    """The receipt is put away; found by number, opened with one key: the first section, and whence each value came."""
    clerk = day.clerk
    clerk.press("Esc", "Ctrl+E")
    clerk.write(NUMBER)
    page = clerk.page(CustomersPage)
    clerk.wait_for("the customer in the list", lambda: page.answered == NUMBER)
    clerk.press("Return", "1")
    card = _card(day)
    clerk.wait_for("the customer", lambda: card.card is not None)
    if card.card is None or card.card.kind is not PartyKind.PERSON:
        raise NotSeen("the customer of the number is another")
    clerk.press("Ctrl+T")


def section(number: int, day: Day) -> None:
    """Ctrl+number puts the keyboard on the section."""
    if number == 2:
        day.clerk.press("Ctrl+T")
    day.clerk.press(f"Ctrl+{number}")
    day.clerk.wait_for("the section", lambda: _card(day).body.current == number)


def _card(day: Day) -> CardPage:
    return day.clerk.page(CardPage)


STEPS = (
    Step("whole-card", whole_card),
    *(Step(f"section-{number}", partial(section, number)) for number in range(2, SECTIONS + 1)),
)
