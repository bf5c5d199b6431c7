"""What section 1 tells without asking: what is drawn from the register."""

from decimal import Decimal

from lpo_desk.domain.card import Card
from lpo_desk.domain.derived import Derived
from lpo_desk.domain.party import Flag
from lpo_desk.domain.printed import Money
from lpo_desk.formats import format_money
from lpo_desk.terms import Term
from lpo_desk.ui.language import Language

_CENTS = 100


def basic_facts(card: Card, language: Language, *, sources: bool) -> tuple[tuple[str, str], ...]:
    """(label's term, text) pairs. Flags stand in the header as chips; here each is told with its cause. `sources`: also
    where the identity code came from, which no form shows."""
    code: tuple[tuple[str, str], ...] = ()
    came = card.hetu_came
    if sources and came is not None:
        key = "card.source_by" if came.by else "card.source_on"
        told = language.text(key, source=language.text(came.source.term), on=came.on, by=came.who)
        code = (("field.hetu", told),)
    return (*code, *((each.label, _drawn(each, language)) for each in card.derived))


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
