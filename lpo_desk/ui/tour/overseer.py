"""What the officer looks after besides the requests: processors, wordings, protected and restricted customers."""

from lpo_desk.ui.counter_papers import CounterPapers
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.card_reason import RevealDialog
from lpo_desk.ui.pages.card_restriction import RestrictDialog
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.letter_texts import LetterTextsPage, WordingSheet
from lpo_desk.ui.pages.processors import ProcessorsPage
from lpo_desk.ui.pages.retention import RetentionPage
from lpo_desk.ui.pages.search import CustomersPage
from lpo_desk.ui.tour.day import Day, Step, command, go_to


def processors(day: Day) -> None:
    """Those whom every gathering asks."""
    go_to(day, "processors_page.title")
    page = day.clerk.page(ProcessorsPage)
    day.clerk.wait_for("the processors", lambda: bool(page.rows))


def processor(day: Day) -> None:
    """F2 changes the one of the row."""
    day.clerk.tab_to(day.clerk.page(ProcessorsPage).table)
    day.clerk.press("F2")
    day.clerk.dialog(CardSheet)


def letter_texts(day: Day) -> None:
    """The paragraphs of the letters, each in the wording that counts."""
    day.clerk.press("Escape")
    go_to(day, "letter_texts_page.title")
    page = day.clerk.page(LetterTextsPage)
    day.clerk.wait_for("the paragraphs", lambda: bool(page.rows))


def wording(day: Day) -> None:
    """Enter words a paragraph anew, in both languages."""
    day.clerk.tab_to(day.clerk.page(LetterTextsPage).table)
    day.clerk.press("Return")
    day.clerk.dialog(WordingSheet)


def retention(day: Day) -> None:
    """How long each kind of data is kept, and because of what."""
    day.clerk.press("Escape")
    go_to(day, "retention_page.title")
    page = day.clerk.page(RetentionPage)
    day.clerk.wait_for("the periods", lambda: bool(page.rows))


def counter_papers(day: Day) -> None:
    """What lies on the counter: both forms and the privacy notice."""
    day.clerk.press("Escape")
    command(day, "ui_command.counter_papers")
    day.clerk.dialog(CounterPapers)


def protected(day: Day) -> None:
    """The last of the list of everybody, by number alone: the card tells what must be respected and nothing else."""
    clerk = day.clerk
    clerk.press("Escape", "Ctrl+E", "Ctrl+A", "Delete")
    page = clerk.page(CustomersPage)
    clerk.wait_for("everybody", lambda: page.answered == "")
    clerk.press("Down", "End", "Return", "7")
    card = clerk.page(CardPage)
    clerk.wait_for("a card that hides", lambda: card.card is not None and card.card.masked)


def reveal(day: Day) -> None:
    """The details are shown for a reason, which is logged before they are."""
    day.clerk.push("card.reveal_button")
    day.clerk.dialog(RevealDialog)


def restriction(day: Day) -> None:
    """Restricting the processing, which needs no revealing."""
    day.clerk.press("Escape")
    command(day, "ui_command.restriction")
    day.clerk.dialog(RestrictDialog)


STEPS = (
    Step("processors", processors),
    Step("processor", processor),
    Step("letter-texts", letter_texts),
    Step("wording", wording),
    Step("retention", retention),
    Step("counter-papers", counter_papers),
    Step("protected-card", protected),
    Step("reveal", reveal),
    Step("restriction", restriction),
)
