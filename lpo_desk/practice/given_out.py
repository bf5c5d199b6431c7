"""Who handles data for the company, and whose data were given out: the lists of the officer have something to show."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.legacy import LegacyCustomer
from lpo_desk.domain.processors import ProcessorDetails
from lpo_desk.practice.requests import OFFICER
from lpo_desk.practice.story import Story
from lpo_desk.services import disclosures, processors

_CLERK = "maija"
_PROCESSORS = (
    ProcessorDetails(
        "Laskutulostus Oy",
        "laskujen tulostus ja postitus",
        "tietosuoja@laskutulostus.example",
        date(2023, 5, 2),
    ),
    ProcessorDetails(
        "Asennuspalvelu Lovisa Ab",
        "liittymien asennus ja vikakorjaus",
        "puh. 019 555 0100",
        date(2022, 1, 10),
    ),
)
_GIVEN = (
    NewDisclosure(
        "Itä-Uudenmaan poliisilaitos", "liittymän haltijan nimi ja osoite", "poliisilaki 4 luku 3 §"
    ),
    NewDisclosure("Perintä Esimerkki Oy", "nimi, yhteystiedot ja saatavan tiedot", "saatavan perintä"),
    NewDisclosure("Sähköyhtiö Esimerkki Oy", "liittymän osoite", "asiakkaan suostumus"),
)
_LATEST = 30
"""Days ago; the others lie further back."""


def tell(story: Story, showcase: str, customers: Sequence[LegacyCustomer]) -> None:
    """Processors from the first day, and disclosures of the showcase and of a few customers."""
    first = story.office_day(story.day)
    story.at(first, 8, 30, partial(_contracts, story))
    numbers = (showcase, *(customer.number for customer in customers[: len(_GIVEN) - 1]))
    for place, (number, given) in enumerate(zip(numbers, _GIVEN, strict=True)):
        day = story.office_day(story.now.date() - timedelta(days=_LATEST + 10 * place))
        story.at(day, 14, 10 * place, partial(_give, story, number, given))


def _contracts(story: Story) -> None:
    with story.unit(OFFICER) as unit:
        for details in _PROCESSORS:
            processors.add(unit, details)


def _give(story: Story, number: str, given: NewDisclosure) -> None:
    ticket = story.open(_CLERK, story.party(number), Purpose.CORRESPONDENCE)
    with story.unit(_CLERK) as unit:
        told = NewDisclosure(given.recipient, given.what, given.basis, story.day)
        disclosures.add(unit, ticket, told)
