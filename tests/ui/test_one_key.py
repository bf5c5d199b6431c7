"""Questions that one key answers, over a real window."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.audit import Purpose, RevealReason
from lpo_desk.domain.case import DiscardReason
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_reason import RevealDialog
from lpo_desk.ui.purpose import PurposeDialog
from lpo_desk.ui.widgets.one_key import OneKeyDialog
from lpo_desk.ui.wizards.discard import DiscardDialog
from tests.fixtures_db import Desk
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.walk import assert_walkable


@pytest.fixture
def clerk(qtbot: QtBot, local_desk: Desk, language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def ask(clerk: CounterWindow, dialog: OneKeyDialog, *keys: str) -> list[object]:
    """What the keys answer."""
    answers: list[object] = []
    dialog.chosen.connect(answers.append)
    dialog.open()
    clerk.robot.front(dialog)
    assert_walkable(dialog)
    clerk.robot.press(*keys)
    clerk.robot.front(clerk.window)
    return answers


def purpose(clerk: CounterWindow) -> OneKeyDialog:
    return PurposeDialog(clerk.language, Purpose.BILLING, clerk.window)


def reveal(clerk: CounterWindow) -> OneKeyDialog:
    return RevealDialog(clerk.language, "card.reveal_code", clerk.window)


def discard(clerk: CounterWindow) -> OneKeyDialog:
    return DiscardDialog(clerk.language, clerk.window)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_each_answer_has_its_digit(clerk: CounterWindow, lang: Lang) -> None:
    clerk.language.switch(lang)
    for number, reason in enumerate(RevealReason, start=1):
        assert ask(clerk, reveal(clerk), str(number)) == [reason]
    last = len(DiscardReason)
    assert ask(clerk, discard(clerk), str(last)) == [list(DiscardReason)[-1]]
    assert ask(clerk, discard(clerk), str(last + 1), "Escape") == []


def test_enter_takes_the_proposed_answer_or_the_one_the_keyboard_is_on(clerk: CounterWindow) -> None:
    assert ask(clerk, purpose(clerk), "Return") == [Purpose.BILLING]
    order = list(Purpose)
    following = order[(order.index(Purpose.BILLING) + 1) % len(order)]
    assert ask(clerk, purpose(clerk), "Tab", "Return") == [following]


def test_enter_alone_does_nothing_where_nothing_is_proposed(clerk: CounterWindow) -> None:
    for make in (reveal, discard):
        assert ask(clerk, make(clerk), "Escape") == []
        first = next(iter(RevealReason if make is reveal else DiscardReason))
        assert ask(clerk, make(clerk), "Return", "1") == [first], "still there to be answered"
        assert ask(clerk, make(clerk), "Tab", "Return") == [first]
        assert ask(clerk, make(clerk), "Shift+Tab", "Return") == [], "the button that leaves"


def test_the_answers_change_with_the_language(clerk: CounterWindow) -> None:
    dialog = reveal(clerk)
    dialog.open()
    clerk.language.switch(Lang.SV)
    assert dialog.windowTitle() == terms("card.reveal_code", lang=Lang.SV)
    dialog.reject()
