"""Values as words of one language."""

from datetime import date, datetime
from decimal import Decimal

from lpo_desk.documents.glyphs import printable
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.printed import Cell, Country, Money, Text
from lpo_desk.domain.reference import country_name
from lpo_desk.formats import format_count, format_date, format_datetime, format_decimal, format_money
from lpo_desk.terms import Lang, Term, terms

NOTHING = "\u2013"
"""Printed where a value is not known."""


def words(text: Text, lang: Lang) -> str:
    """The words in the language. Raises KeyError for a term that the catalogue lacks."""
    match text:
        case Term():
            return printable(text.text(lang))  # its values may be the register's own words
        case Labelled():
            return terms(text.term, lang=lang)
        case _:
            return printable(text)


def shown(cell: Cell, lang: Lang) -> str:
    """One value of a table as it is printed."""
    match cell:
        case None | "":
            return NOTHING
        case bool():
            return terms("common.yes" if cell else "common.no", lang=lang)
        case Money():
            return format_money(Decimal(cell.cents) / 100, lang)
        case Country(code):
            return country_name(code, lang)
        case datetime():
            return format_datetime(cell, lang)
        case date():
            return format_date(cell, lang)
        case int():
            return format_count(cell)
        case Decimal():
            return format_decimal(cell, lang)
        case _:
            return words(cell, lang)


def is_number(cell: Cell) -> bool:
    """Whether the value is an amount, which stands at the right edge of its column."""
    return isinstance(cell, int | Decimal | Money) and not isinstance(cell, bool)
