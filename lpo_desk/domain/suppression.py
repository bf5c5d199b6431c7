"""How somebody can be reached, in a form that is equal for equal people: what a suppression entry is the hash of."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.permissions import SuppressionKind
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.text import words

_E164 = re.compile(r"\+[0-9]{5,15}")
Road = tuple[SuppressionKind, str]
"""One way to reach somebody, normalised."""


@dataclass(slots=True)
class Reach:
    """What the register holds of one party. `places`: (street, postcode) of the addresses in use.

    The name is that of an organisation, or a last name and the first of the first names: a second one is often left out.
    """

    last_name: str = ""
    first_names: str = ""
    organisation_name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def roads(self) -> frozenset[Road]:
        found = {(SuppressionKind.PHONE, _phone(phone)) for phone in self.phones}
        found |= {(SuppressionKind.EMAIL, email.strip().casefold()) for email in self.emails}
        name = self._name() if self.places else ""
        for street, postcode in self.places:
            if name and street and postcode:
                found.add((SuppressionKind.NAME_AND_ADDRESS, f"{name}|{_place(street, postcode)}"))
        return frozenset(road for road in found if road[1])

    def _name(self) -> str:
        if self.organisation_name:
            return " ".join(words(self.organisation_name))
        return " ".join((*words(self.last_name), *words(self.first_names)[:1]))


@lru_cache(4096)
def _place(street: str, postcode: str) -> str:
    """Many live in one house, and have their bills sent to it."""
    return " ".join((*words(postcode), *words(street)))


def _phone(text: str) -> str:
    """E.164 where it can be read as a number, else the text without its spaces."""
    if _E164.fullmatch(text):
        return text
    try:
        return parse_phone(text).e164
    except UserError:
        return "".join(text.split())
