"""The values of a card that a person may call wrong, with their names on the form and what they hold now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.card import Card
from lpo_desk.domain.identifiers import format_iban
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.reference import country_name
from lpo_desk.domain.sections import Section
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.forms.customer import fields, written_phone


@dataclass(frozen=True, slots=True)
class Datum:
    """target: `contact.street`, "" for what is no field of the card. term: names it, or else the words typed for it.

    present: as the card writes it, "" where there is nothing or it may not be shown.
    """

    target: str
    term: str = ""
    present: str = ""
    words: str = ""

    def named(self, lang: Lang) -> str:
        return terms(self.term, lang=lang) if self.term else self.words


def card_data(
    card: Card, lang: Callable[[], Lang], today: Callable[[], date], *, billing: bool
) -> tuple[Datum, ...]:
    """In the order of the card. billing: whether its reader may see how the customer is billed."""
    details: dict[Section, object] = {Section.BASIC: card.basic, Section.CONTACT: card.contact}
    if billing:
        details[Section.BILLING] = card.billing
    return tuple(
        datum for section, values in details.items() for datum in _of(section, values, card, lang(), today)
    )


def _of(
    section: Section, values: object, card: Card, lang: Lang, today: Callable[[], date]
) -> Iterator[Datum]:
    for field in fields(section, card.kind, today, lambda: None):
        value = getattr(values, field.name)
        if not isinstance(value, bool | tuple):
            yield Datum(
                f"{section.value}.{field.name}",
                field.term,
                "" if card.masked else _shown(field.name, value, lang),
            )


def _shown(name: str, value: object, lang: Lang) -> str:
    match value:
        case None | "":
            return ""
        case Lang():
            return terms(f"language.{value.value}", lang=lang)
        case Labelled():
            return terms(value.term, lang=lang)
        case date():
            return format_date(value, lang)
        case _:
            return _written(name, str(value), lang)


def _written(name: str, text: str, lang: Lang) -> str:
    """A stored text as the card writes it."""
    if name.startswith("phone"):
        return written_phone(text)
    if name == "iban":
        return format_iban(text)
    return country_name(text, lang) if name.endswith("country") else text
