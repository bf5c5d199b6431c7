"""An office on the day of a journey: who sits down has a window of his own over the same database."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date

from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from tests.fixtures_db import Desk
from tests.journeys import people
from tests.journeys.people import Customer
from tests.ui.desk_window import CounterWindow, counter

CLERK, OFFICER, MANAGER = "maija", "jani", "esko"
NUMBER = "L-2026-0001"
"""Of the one case of a journey."""
PAPER = "L-00001"
"""Of its form."""
MONDAY, TUESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)
"""When it is brought, worked on and fetched."""


@dataclass
class Office:
    qtbot: QtBot
    desk: Desk
    language: Language
    customer: Customer = field(init=False)
    party_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.customer = people.SWEDISH if self.lang is Lang.FI else people.FINNISH
        self.party_id = people.settle_in(self.desk, self.customer)

    @property
    def lang(self) -> Lang:
        """Of the windows."""
        return self.language.lang

    def sits(self, who: str) -> AbstractContextManager[CounterWindow]:
        return counter(self.qtbot, self.desk, who, self.language)

    def letter(self, key: str, **values: object) -> str:
        """A sentence as the customer reads it."""
        return terms(key, lang=self.customer.lang, **values)
