"""The past of the practice database: acts of its users, each at the instant it is said to have happened.

The acts go through the same services as a clerk's, so the history, the read log and the audit are what they would be.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lpo_desk.db.database import Database
from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.calendar import is_working_day
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.forms import FormContent
from lpo_desk.services import customers, search
from lpo_desk.terms import Lang

HELSINKI = ZoneInfo("Europe/Helsinki")
PrintReply = Callable[[Database, Actor, int, Ticket | None], object]
"""Makes and archives the papers of a decided case: documents.casework.issue_reply, which this layer may not import."""
PrintForm = Callable[[FormContent, Lang], bytes]
"""A form to be signed: documents.forms.inspection_form."""


class PracticeCancelled(UserError):
    """The user stopped the making of the practice database; nothing of it is left."""

    key = "practice.cancelled"


@dataclass(slots=True)
class PastClock:
    """The database's clock while its past is made up."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Act:
    at: datetime
    do: Callable[[], object]


class Story:
    """Acts told in any order and done in the order of their instants. `now`: nothing may happen after it."""

    def __init__(self, database: Database, clock: PastClock, actors: dict[str, Actor], now: datetime) -> None:
        self.database, self.clock, self.actors, self.now = database, clock, actors, now
        self._acts: list[Act] = []

    @property
    def today(self) -> date:
        return self.now.astimezone(HELSINKI).date()

    @property
    def day(self) -> date:
        """The day that the story has come to."""
        return self.clock.now.astimezone(HELSINKI).date()

    def at(self, day: date, hour: int, minute: int, do: Callable[[], object]) -> None:
        """Something on a day, at an hour of Helsinki; of today only what is over by now."""
        instant = datetime.combine(day, time(hour, minute), HELSINKI)
        self._acts.append(Act(min(instant, self.now), do))

    def play(self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        """Do everything. Acts of one instant keep the order in which they were told. Raises PracticeCancelled."""
        acts = sorted(self._acts, key=lambda act: act.at)
        for done, act in enumerate(acts):
            if cancelled():
                raise PracticeCancelled
            progress(done, len(acts))
            self.clock.now = act.at
            act.do()
        self.clock.now = self.now

    def office_day(self, day: date) -> date:
        """The day, or the first one after it on which an office is open."""
        while not is_working_day(day):
            day += timedelta(days=1)
        return day

    # What every act needs

    def party(self, number: str) -> int:
        """Who has the customer number."""
        with self.database.reading(self.actors["maija"]) as unit:
            return search.find(unit, number).rows[0].party_id

    @contextmanager
    def unit(self, username: str) -> Iterator[Unit]:
        with self.database.unit(self.actors[username]) as unit:
            yield unit

    def open(self, username: str, party_id: int, purpose: Purpose, case_id: int | None = None) -> Ticket:
        with self.database.unit(self.actors[username], purpose) as unit:
            return customers.open(unit, party_id, purpose, case_id)
