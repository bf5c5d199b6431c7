"""What a printed document can hold: values and words whose language is chosen only when it is printed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lpo_desk.domain.labels import Labelled
from lpo_desk.terms import Term


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in euro cents."""

    cents: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166 code, said by its name in the language of the reader."""

    code: str


Text = str | Term | Labelled
"""Words: the register's own (str, printed as they are) or the catalogue's (translated)."""

Cell = Text | date | int | Decimal | bool | Money | Country | None
"""One value of a table. A `datetime` is a `date` that also has a UTC instant; None means "not known"."""
