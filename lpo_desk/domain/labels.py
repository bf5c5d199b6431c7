"""Enumerations whose members have a name in every language."""

import enum
import re

from lpo_desk.terms import Term

__all__ = ["Labelled", "Term"]

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Labelled(enum.Enum):
    """An enumeration whose members are named by the term catalogue.

    The term key is the class name in snake case, a dot and the member's value:
    `CustomerType.HOUSING_COMPANY` is labelled by `customer_type.housing_company`.
    """

    __hash__ = object.__hash__  # Enum's own runs in Python, and an import looks up a million members

    @property
    def term(self) -> str:
        return f"{_WORD_START.sub('_', type(self).__name__).lower()}.{self.value}"
