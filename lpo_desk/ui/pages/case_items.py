"""The data that a claim is about, as the officer reads them."""

from datetime import date
from functools import cache

from lpo_desk.domain.claims import AskedItem, Item
from lpo_desk.domain.party import PartyKind
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.sections import Section
from lpo_desk.ui.forms.customer import fields
from lpo_desk.ui.language import Language

_SECTIONS = (Section.BASIC, Section.CONTACT, Section.BILLING)


def datum_name(asked: AskedItem, language: Language) -> str:
    """In the language of the screen; the case keeps the name in the language of the reply, and words as they were."""
    term = _terms().get(asked.target)
    return language.text(term) if term else asked.datum


def item_text(item: Item, language: Language) -> str:
    """What stands in the register -> what the person wants instead."""
    asked, named = item.asked, datum_name(item.asked, language)
    change = f"{asked.present or '–'} → {asked.wanted}" if asked.wanted else asked.present
    return f"{named}: {change}" if change else named


@cache
def _terms() -> dict[str, str]:
    """The term of each field of the card by its target, `contact.street`, and of each group of data by its own."""
    groups = {category.value: category.term for category in Category}
    return groups | {
        f"{section.value}.{field.name}": field.term
        for section in _SECTIONS
        for kind in PartyKind
        for field in fields(section, kind, date.today, lambda: None)
    }
