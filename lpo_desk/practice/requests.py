"""Requests of the last year, and those on the desk today: every state and every colour of the queue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.calendar import next_working_day
from lpo_desk.domain.case import (
    GatherPlace,
    IdentityMethod,
    Intake,
    IntakeChannel,
    LateReason,
    ReplyForm,
    Requester,
)
from lpo_desk.domain.claims import (
    Asked,
    AskedItem,
    CopyFormat,
    Decision,
    ErasureGround,
    RecipientState,
    RefusalGround,
    RequestRight,
    Resolution,
)
from lpo_desk.domain.deadlines import deadline
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.practice.askers import ERASED, LEFT, RESTRICTED, Asker
from lpo_desk.practice.followed import settle_papers
from lpo_desk.practice.handing_over import hand_over
from lpo_desk.practice.lifting import announce
from lpo_desk.practice.story import PrintReply, Story
from lpo_desk.practice.words import WORDS
from lpo_desk.services import (
    cases,
    casework,
    closing,
    deciding,
    disclosures,
    gathering,
    intake,
    recipients,
)
from lpo_desk.terms import Lang, terms

OFFICER = "jani"
ALL = "gather review decide hand_over"
_FIRST_HOUR = 9
_RIGHT_STREET = "Esimerkkitie 7 B 21"
_GIVEN_BEFORE = 60
_USUAL_DAYS = 24
"""From receipt to the wished day; the month itself is moved by feasts and week-ends."""


@dataclass(frozen=True, slots=True)
class Plot:
    """How one request goes.

    steps: methods of _Case, the last one `days` after receipt and the others spread before it.
    received: so many days ago. due_in: instead of it, in how many days the answer is due at the latest.
    known: whether the register knows who asks.
    """

    steps: str
    received: int = 0
    days: int = 1
    due_in: int | None = None
    resolution: Resolution = Resolution.FULFILLED
    channel: IntakeChannel = IntakeChannel.COUNTER
    requester: Requester = Requester.SELF
    late: LateReason | None = None
    known: bool = True
    asked: str = "access"
    """What of _Case._claims."""
    asker: Asker | None = None
    """Who asks; a customer like any other where nobody is named."""
    got_data: tuple[str, ...] = ()
    """Who got data of the person before the request."""


PLOTS = (
    # the year behind
    Plot(ALL, 352, 12),
    Plot(ALL, 340, 20),
    Plot(f"identify {ALL}", 331, 24, channel=IntakeChannel.POST),
    Plot(f"identify {ALL}", 304, 9, resolution=Resolution.NOTHING_HELD, known=False),
    Plot(f"identify {ALL}", 296, 17, channel=IntakeChannel.POST),
    Plot(ALL, 281, 27),
    Plot(ALL, 262, 41, late=LateReason.WORKLOAD),
    Plot(ALL, 251, 5),
    Plot(ALL, 240, 18, resolution=Resolution.PARTLY),
    Plot(f"identify {ALL}", 203, 15, requester=Requester.GUARDIAN),
    Plot(ALL, 224, 21),
    Plot("extend gather review decide hand_over", 188, 70),
    Plot(ALL, 171, 11),
    Plot("withdraw", 155, 6),
    Plot(ALL, 144, 25),
    Plot(f"identify {ALL}", 131, 28, channel=IntakeChannel.EMAIL),
    Plot(ALL, 118, 7),
    Plot(ALL, 97, 20, resolution=Resolution.REFUSED),
    Plot(ALL, 86, 23),
    Plot(ALL, 74, 16),
    Plot(
        "doubt no_proof decide hand_over",
        66,
        30,
        resolution=Resolution.NOT_IDENTIFIED,
        channel=IntakeChannel.EMAIL,
    ),
    Plot(ALL, 44, 13),
    Plot(ALL, 37, 8),
    Plot(f"identify {ALL}", 30, 6, channel=IntakeChannel.POST),
    # on the desk
    Plot("ask_some", due_in=-8),
    Plot("identify gather", due_in=-2, days=20, channel=IntakeChannel.POST),
    Plot("gather review decide print_papers", due_in=0, days=21),
    Plot("gather review", due_in=1, days=18),
    Plot("ask_some", due_in=3, days=4),
    Plot("identify gather", due_in=9, days=8, requester=Requester.ATTORNEY),
    Plot("extend", received=61, days=20),
    Plot("doubt", received=16, days=3, channel=IntakeChannel.EMAIL),
    Plot("ask_person", received=12, days=4),
    Plot("identify ask_some", received=7, days=3, channel=IntakeChannel.POST),
    Plot("", received=4, channel=IntakeChannel.EMAIL, known=False),
    Plot("", received=1),
    Plot("", received=0, channel=IntakeChannel.POST),
    # the other rights
    Plot("", 70, asked="marketing", channel=IntakeChannel.PHONE),
    Plot("gather review", received=9, days=6, asked="correction"),
    Plot("gather review prepare", received=8, days=5, asked="erasure", asker=LEFT),
    Plot("gather", received=6, days=2, asked="restriction"),
    Plot("gather review", received=5, days=3, asked="portability"),
    Plot("ask_some", received=3, days=1, asked="objection"),
    Plot("", received=1, asked="both"),
    Plot("move", received=21, days=1, asked="correction"),
    Plot("again", received=4, days=2),
    Plot("gather review prepare erase hand_over tell_one", 61, 24, asked="everything", asker=ERASED),
    Plot("gather review decide hand_over announce", 45, 27, asked="restriction", asker=RESTRICTED),
    Plot(ALL, 20, 15, asked="contested", got_data=("Perintä Esimerkki Oy", "Sähköyhtiö Esimerkki Oy")),
)

_REFUSALS = {
    Resolution.PARTLY: (RefusalGround.OTHERS_RIGHTS, "others"),
    Resolution.REFUSED: (RefusalGround.UNFOUNDED, "unfounded"),
    Resolution.NOT_IDENTIFIED: (RefusalGround.NOT_IDENTIFIED, "unknown"),
}
_SOME_PLACES = (GatherPlace.REGISTER, GatherPlace.BILLING)


def tell(story: Story, askers: Sequence[Asker], offices: dict[str, int], print_reply: PrintReply) -> int:
    """Put the plots into the story, with the customers as those who ask. Gives how many there are."""
    for place, plot in enumerate(PLOTS):
        asker = plot.asker or (askers[place % len(askers)] if plot.known and askers else None)
        _Case(story, plot, asker, place, offices, print_reply).tell()
    return len(PLOTS) + sum("again" in plot.steps.split() for plot in PLOTS)


class _Case:
    """One request on its way. Each step is what the officer's page would do, in units of its own."""

    def __init__(
        self,
        story: Story,
        plot: Plot,
        asker: Asker | None,
        place: int,
        offices: dict[str, int],
        print_reply: PrintReply,
    ) -> None:
        self.story, self.plot, self.asker, self.print_reply = story, plot, asker, print_reply
        self.clerk, code = ("kalle", "P") if place % 2 else ("maija", "L")
        self.office_id = offices[code]
        known = asker.language if asker else None
        self.lang = known or (Lang.SV if place % 2 else Lang.FI)
        self.signed = plot.channel is not IntakeChannel.EMAIL
        self.minute = place * 2 % 60
        self.id = self.party_id = 0

    def tell(self) -> None:
        received = self._received()
        entered = self.story.office_day(received)
        earlier = self.story.office_day(received - timedelta(days=_GIVEN_BEFORE))
        for place, name in enumerate(self.plot.got_data):
            self.story.at(earlier, 14, 10 * place, partial(self._give, name))
        names = self.plot.steps.split()
        steps: list[Callable[[], None]] = [getattr(self, name) for name in names]
        self.story.at(entered, _FIRST_HOUR, self.minute, lambda: self._register(received))
        for place, step in enumerate(steps, start=1):
            day = self.story.office_day(received + timedelta(days=self.plot.days * place // len(steps)))
            self.story.at(max(day, entered), _FIRST_HOUR + place, self.minute, step)

    def _received(self) -> date:
        today = self.story.today
        if self.plot.due_in is None:
            return today - timedelta(days=self.plot.received)
        wished = today + timedelta(days=self.plot.due_in)
        if self.plot.due_in >= 0:  # nothing is due on a Sunday: then the next day after it
            wished = next_working_day(wished)
        day = wished - timedelta(days=_USUAL_DAYS)
        while deadline(day).legal > wished:
            day -= timedelta(days=1)
        return day

    def _say(self, words: str) -> str:
        return WORDS[words][self.lang is Lang.SV]

    def _open(self, username: str) -> Ticket | None:
        if self.asker is None:
            return None
        self.party_id = self.party_id or self.story.party(self.asker.number)  # no number finds who is erased
        return self.story.open(username, self.party_id, Purpose.REQUEST, self.id or None)

    def _give(self, recipient: str) -> None:
        """A disclosure of the asker's data, as the clerk logs it."""
        ticket = self._open(self.clerk)
        assert ticket is not None  # noqa: S101 - whose data were given is known
        with self.story.unit(self.clerk) as unit:
            told = NewDisclosure(recipient, self._say("given"), self._say("given_why"), self.story.day)
            disclosures.add(unit, ticket, told)

    def _register(self, received: date) -> None:
        ticket, plot = self._open(self.clerk), self.plot
        for_other = plot.requester is not Requester.SELF
        counter, post = plot.channel is IntakeChannel.COUNTER, plot.channel is IntakeChannel.POST
        content = Intake(
            party_id=ticket.party_id if ticket else None,
            claims=self._claims(),
            requester=plot.requester,
            requester_name="Aino Esimerkki" if for_other or ticket is None else "",
            authority_document=self._say("authority") if for_other else "",
            office_id=self.office_id,
            channel=plot.channel,
            received_on=received,
            signed_on=received - timedelta(days=1) if self.signed else None,
            signed=self.signed,
            names_register=self.signed,
            delivered_to_office=self.signed,
            identity=IdentityMethod.DRIVING_LICENCE if counter else None,
            identity_matches=counter,
            reply_form=ReplyForm.PAPER_POST if post else ReplyForm.PAPER_COUNTER,
            reply_lang=self.lang,
            pages=1,
        )
        with self.story.unit(self.clerk) as unit:
            self.id = intake.register(unit, content, ticket).case_id

    def _claims(self) -> tuple[Asked, ...]:
        street = terms("field.street", lang=self.lang)
        old = self.asker.street if self.asker else ""
        correction = Asked(
            RequestRight.RECTIFICATION,
            items=(AskedItem("contact.street", street, old, _RIGHT_STREET, self._say("wrong_street")),),
        )
        groups = tuple(
            AskedItem(group.value, terms(group.term, lang=self.lang))
            for group in (Category.HISTORY, Category.MARKETING, Category.BILLING)
        )
        erasure = Asked(
            RequestRight.ERASURE, self._say("erase"), groups, erasure_ground=ErasureGround.NOT_NEEDED
        )
        restriction = Asked(
            RequestRight.RESTRICTION,
            self._say("contested"),
            restriction_ground=RestrictionGround.ACCURACY,
        )
        return {
            "access": (Asked(),),
            "marketing": (Asked(RequestRight.MARKETING_OBJECTION),),
            "correction": (correction,),
            "erasure": (erasure,),
            "everything": (Asked(RequestRight.ERASURE, self._say("erase")),),
            "restriction": (restriction,),
            "contested": (correction, restriction),
            "portability": (Asked(RequestRight.PORTABILITY, copy_format=CopyFormat.JSON),),
            "objection": (Asked(RequestRight.OBJECTION, self._say("object")),),
            "both": (correction, erasure),
        }[self.plot.asked]

    # Steps of the plots

    def identify(self) -> None:
        with self.story.unit(OFFICER) as unit:
            casework.take(unit, self.id)
            casework.confirm_identity(unit, self.id, IdentityMethod.STRONG_AUTH)

    def doubt(self) -> None:
        with self.story.unit(OFFICER) as unit:
            casework.take(unit, self.id)
            casework.doubt_identity(unit, self.id, self._say("doubt"))

    def no_proof(self) -> None:
        with self.story.unit(OFFICER) as unit:
            casework.no_proof(unit, self.id, self._say("unknown"))

    def extend(self) -> None:
        with self.story.unit(OFFICER) as unit:
            casework.take(unit, self.id)
            casework.extend(unit, self.id, self._say("extend"))

    def ask_person(self) -> None:
        with self.story.unit(OFFICER) as unit:
            casework.take(unit, self.id)
            casework.ask_to_specify(unit, self.id, self._say("ask"))

    def ask_some(self) -> None:
        self._answer(_SOME_PLACES)

    def gather(self) -> None:
        self._answer(tuple(GatherPlace))
        with self.story.unit(OFFICER) as unit:
            casework.finish_gathering(unit, self.id)

    def _answer(self, places: Sequence[GatherPlace]) -> None:
        found = 1 if self.asker else 0
        with self.story.unit(OFFICER) as unit:
            casework.take(unit, self.id)
            for line in cases.read(unit, self.id).gather:
                if line.place in places:
                    pieces = found if line.place is GatherPlace.REGISTER else 0
                    gathering.answer(unit, self.id, line.id, pieces)

    def review(self) -> None:
        self._open(OFFICER)
        with self.story.unit(OFFICER) as unit:
            casework.finish_review(unit, self.id, ())

    def decide(self) -> None:
        ground, words = _REFUSALS.get(self.plot.resolution, (None, ""))
        reasons = self._say(words) if words else ""
        decision = Decision(self.plot.resolution, (ground,) if ground else (), reasons)
        for _ in self._claims():
            ticket = self._open(OFFICER)
            with self.story.unit(OFFICER) as unit:
                deciding.decide(unit, self.id, decision, ticket=ticket)

    def prepare(self) -> None:
        """The clerk of the office looks at the plan that the officer decides on."""
        ticket = self._open(self.clerk)
        assert ticket is not None  # noqa: S101 - who is to be erased is known
        with self.story.unit(self.clerk) as unit:
            (claim,) = cases.read(unit, self.id).claims
            deciding.prepare(unit, self.id, claim.id, deciding.plan(unit, self.id, claim.id, ticket).digest)

    def erase(self) -> None:
        ticket = self._open(OFFICER)
        with self.story.unit(OFFICER) as unit:
            deciding.decide(unit, self.id, Decision(Resolution.FULFILLED), ticket=ticket)

    def tell_one(self) -> None:
        """The first of the recipients has been told; the others wait."""
        with self.story.unit(OFFICER) as unit:
            first = recipients.of_case(unit, self.id)[0]
            recipients.settle(unit, first.id, RecipientState.TOLD, unit.today, self._say("called"))

    def print_papers(self) -> None:
        self.print_reply(self.story.database, self.story.actors[OFFICER], self.id, self._open(OFFICER))

    def hand_over(self) -> None:
        self.print_papers()
        settle_papers(self.story, self.clerk, self.id, self._say("out_of_reach"))
        by_post = self.plot.channel is not IntakeChannel.COUNTER
        with self.story.unit(OFFICER) as unit:
            hand_over(unit, cases.read(unit, self.id), self.plot.late, by_post=by_post)

    def announce(self) -> None:
        announce(self.story, OFFICER, self.id, self._open(OFFICER))

    def move(self) -> None:
        with self.story.unit(OFFICER) as unit:
            closing.move(unit, self.id, self._say("moved"))

    def again(self) -> None:
        """The same person asks the same once more."""
        first = self.id
        with self.story.database.reading(self.story.actors[OFFICER]) as unit:
            number = cases.read(unit, first).row.number
        self._register(self._received())
        with self.story.unit(OFFICER) as unit:
            closing.mark_duplicate(unit, self.id, number)
        self.id = first

    def withdraw(self) -> None:
        with self.story.unit(OFFICER) as unit:
            closing.withdraw(unit, self.id, self._say("withdraw"))
