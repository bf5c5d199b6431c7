"""Three people whose requests need a past of their own: one with data to erase, one who was erased, one restricted.

Data of all three have been given out, so that recipients are to be told.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.party import (
    BillingDetails,
    BillingMethod,
    ContactDetails,
    InteractionKind,
    PermissionDetails,
    PersonDetails,
    Sender,
    Source,
    Standing,
    SubscriptionState,
)
from lpo_desk.domain.permissions import Told, Way, column
from lpo_desk.practice.people import People
from lpo_desk.practice.story import HELSINKI, Story
from lpo_desk.services import disclosures, registering
from lpo_desk.services.registering import NewParty, NewSubscription
from lpo_desk.terms import Lang

PERSONS, SERVICES = 2, 2
"""What is left of them with a customer number in the end: the third one is erased."""
_CLERK = "maija"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who makes a request, as far as it has to know: the customer number, the language of letters, the street."""

    number: str
    language: Lang | None
    street: str


@dataclass(frozen=True, slots=True)
class _Past:
    """A customer of long ago. years: since the services ended; None for one that is in use."""

    asker: Asker
    last_name: str
    first_names: str
    born: date
    postcode: str
    town: str
    service: str
    years: int | None
    history: tuple[tuple[InteractionKind, str], ...]
    permissions: PermissionDetails
    given: tuple[NewDisclosure, ...] = ()


LEFT = Asker("910005", Lang.SV, "Brandensteinsgatan 8 B")
ERASED = Asker("910006", Lang.FI, "Raitasillantie 3")
RESTRICTED = Asker("910007", Lang.SV, "Trollhättegatan 17")

_PEOPLE = (
    _Past(
        LEFT,
        "Wikström",
        "Gunvor Elisabet",
        date(1949, 9, 12),
        "07900",
        "Lovisa",
        "910005-1",
        5,
        (
            (InteractionKind.CONTRACT, "Avtal om trådtelefon undertecknat."),
            (InteractionKind.COMPLAINT, "Reklamation om avbrott, gottgjord."),
            (InteractionKind.CHANGE, "Abonnemanget uppsagt vid flytten."),
        ),
        PermissionDetails(own_email=Standing.CONSENT, own_phone=Standing.REFUSED),
        (NewDisclosure("Perintä Esimerkki Oy", "namn och adress", "indrivning av en fordran"),),
    ),
    _Past(
        ERASED,
        "Tuominen",
        "Reijo Kalevi",
        date(1944, 3, 30),
        "06100",
        "Porvoo",
        "910006-1",
        9,
        (
            (InteractionKind.CONTRACT, "Lankapuhelimen sopimus."),
            (InteractionKind.CHANGE, "Liittymä irtisanottu."),
        ),
        PermissionDetails(**column(Sender.OWN, Standing.BANNED)),
        (
            NewDisclosure("Suomen Numeropalvelu Oy", "nimi, osoite ja puhelinnumero", "luettelopalvelu"),
            NewDisclosure("Perintä Esimerkki Oy", "nimi ja osoite", "saatavan perintä"),
        ),
    ),
    _Past(
        RESTRICTED,
        "Hellström",
        "Pia Kristina",
        date(1978, 11, 2),
        "06100",
        "Borgå",
        "910007-1",
        None,
        ((InteractionKind.CONTRACT, "Avtal om fiber undertecknat."),),
        PermissionDetails(),
        (NewDisclosure("Sähköyhtiö Esimerkki Oy", "anslutningens adress", "kundens samtycke"),),
    ),
)


def tell(story: Story, people: People) -> None:
    """They are in the register from its first day, with dates of long before."""
    first = story.office_day(story.day)
    for place, past in enumerate(_PEOPLE):
        story.at(first, 9, 30 + place, partial(_arrive, story, people, past))


def _arrive(story: Story, people: People, past: _Past) -> None:
    since = story.today - timedelta(days=365 * ((past.years or 0) + 8))
    ended = story.today - timedelta(days=365 * past.years + 40) if past.years is not None else None
    party = NewParty(
        PersonDetails(
            past.last_name,
            past.first_names,
            language=past.asker.language,
            date_of_birth=past.born,
            customer_since=since,
        ),
        past.asker.number,
        hetu=people.codes.hetu(past.born),
        contact=ContactDetails(
            street=past.asker.street,
            postcode=past.postcode,
            town=past.town,
            phone=people.codes.phone(),
            email=f"{past.last_name.lower().replace('ö', 'o')}@example.fi",
        ),
        billing=BillingDetails(BillingMethod.PAPER),
        permissions=past.permissions,
        told=Told(Way.LETTER),
        source=Source.OWN_SYSTEMS,
        since=datetime.combine(since, time(12), HELSINKI),
    )
    service = NewSubscription(
        past.service,
        "Lankapuhelin" if ended else "Kuituliittymä 100 M",
        past.asker.street,
        past.postcode,
        past.town,
        since,
        ended,
        SubscriptionState.ENDED if ended else SubscriptionState.ACTIVE,
    )
    with story.unit(_CLERK) as unit:
        party_id = registering.add_party(unit, party)
        registering.add_subscription(unit, party_id, service, Source.OWN_SYSTEMS)
        for place, (kind, text) in enumerate(past.history):
            on = since + timedelta(days=300 * place)
            registering.add_interaction(unit, party_id, kind, text, on=on, source=Source.OWN_SYSTEMS)
    ticket = story.open(_CLERK, party_id, Purpose.CORRESPONDENCE)
    with story.unit(_CLERK) as unit:
        for given in past.given:
            told = NewDisclosure(given.recipient, given.what, given.basis, story.day)
            disclosures.add(unit, ticket, told)
