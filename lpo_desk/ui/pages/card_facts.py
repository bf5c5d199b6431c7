"""What section 1 tells without asking: former names with their days, and what is drawn from the register."""

from decimal import Decimal

from lpo_desk.domain.card import Card
from lpo_desk.domain.derived import Derived
from lpo_desk.domain.party import Flag, OrganisationDetails
from lpo_desk.domain.printed import Money
from lpo_desk.formats import format_money
from lpo_desk.terms import Term
from lpo_desk.ui.language import Language

_CENTS = 100


def basic_facts(card: Card, language: Language) -> tuple[tuple[str, str], ...]:
    """(label's term, text) pairs. Flags stand in the header as chips; here each is told with its cause."""
    parties = isinstance(card.basic, OrganisationDetails)
    former = "card.former_names_organisation" if parties else "customer.former_name"
    names = ", ".join(_former(card, language))
    return ((former, names), *((each.label, _drawn(each, language)) for each in card.derived))


def _former(card: Card, language: Language) -> list[str]:
    told = []
    for each in card.name_history:
        first, last = language.show(each.valid_from), language.show(each.valid_to)
        dated = language.text("card.former_name_period", name=each.name, first=first, last=last)
        told.append(dated if first or last else each.name)
    return told


def _drawn(each: Derived, language: Language) -> str:
    match each.value:
        case Money(cents):
            value = format_money(Decimal(cents) / _CENTS, language.lang)
        case Flag() as flag:
            value = language.text(flag.term)
        case Term() as term:
            value = term.text(language.lang)
        case other:
            value = language.show(other)
    return language.text("card.derived_value", value=value, basis=each.basis.text(language.lang))
