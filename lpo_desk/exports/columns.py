"""What a data sheet's columns are, declared once and used for heading, cell, width and explanation."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, runtime_checkable

from lpo_desk.domain.labels import Labelled
from lpo_desk.terms import Lang, Term, terms

Row = TypeVar("Row")


class Kind(enum.Enum):
    """How a value stands in its cell; named in the data dictionary by `export.kind_date` and so on."""

    TEXT = "text"
    """Also for identifiers, phone numbers and postcodes, whose leading zeros count."""
    TERM = "term"
    """Anything that has a name in every language, see `word`."""
    YES_NO = "yes_no"
    DATE = "date"
    DATETIME = "datetime"
    """A UTC instant, shown in Helsinki time."""
    MONTH = "month"
    """The first day of the month."""
    INTEGER = "integer"
    MONEY = "money"
    """Euros, Decimal."""
    SHARE = "share"
    """0-1, shown in per cent."""


NUMBER_FORMATS = {
    Kind.DATE: "d.m.yyyy",
    Kind.DATETIME: "d.m.yyyy h:mm",
    Kind.MONTH: "m/yyyy",
    Kind.INTEGER: "0",  # also row numbers and years, which are never grouped
    Kind.MONEY: '#,##0.00\\ "€"',  # stored the American way, shown by each Excel in its own
    Kind.SHARE: "0 %",
}
"""Kinds that are numbers to Excel; all others are text."""

AMOUNTS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.SHARE})


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: the term key of its heading and, with `_help` added, of its explanation."""

    key: str
    value: Callable[[Row], object]
    kind: Kind = Kind.TEXT
    width: int = 0
    """The least width in characters; content may ask for more."""
    wrap: bool = False

    def heading(self, lang: Lang) -> str:
        return terms(self.key, lang=lang)

    def explanation(self, lang: Lang) -> str:
        return terms(f"{self.key}_help", lang=lang)


@runtime_checkable
class Named(Protocol):
    """What carries its own name in each language, such as an office."""

    def name(self, lang: Lang) -> str: ...


def word(value: object, lang: Lang) -> str:
    """The name of the value in the language, a text itself; nothing for None. Raises TypeError for what has no name."""
    match value:
        case None:
            return ""
        case str():  # somebody's own words beside names
            return value
        case Labelled():
            return terms(value.term, lang=lang)
        case Term():
            return value.text(lang)
        case Lang():
            return terms(f"language.{value.value}", lang=lang)
        case tuple():
            return ", ".join(word(each, lang) for each in value)
        case Named():
            return value.name(lang)
        case _:
            raise TypeError(f"no name in any language: {type(value).__name__}")


def yes_no(value: object, lang: Lang) -> str:
    """kyllä/ei, ja/nej; nothing for None, which means not known."""
    if value is None:
        return ""
    return terms("export.yes" if value else "export.no", lang=lang)
