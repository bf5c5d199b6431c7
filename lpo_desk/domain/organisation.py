"""The controller and the supervisory authority as letters name them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lpo_desk.terms import Lang


@dataclass(frozen=True, slots=True)
class Multilingual:
    """The same words in several languages; Finnish is always there and stands in for what is missing."""

    words: Mapping[Lang, str]

    def in_(self, lang: Lang) -> str:
        return self.words.get(lang) or self.words[Lang.FI]


@dataclass(frozen=True, slots=True)
class Controller:
    """The keeper of the register (privacy notice, "Rekisterinpitäjä")."""

    name: str
    business_id: str
    street: str
    postcode: str
    town: Multilingual
    phone: str
    officer: str
    """The data protection officer's name."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Where a person can complain (GDPR art. 77)."""

    name: Multilingual
    street: Multilingual
    post: Multilingual
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Organisation:
    controller: Controller
    authority: Authority


def parse_organisation(text: str) -> Organisation:
    """Read `resources/reference/organisation.toml`. Raises KeyError for a value that is missing."""
    tables = tomllib.loads(text)
    controller, authority = tables["controller"], tables["authority"]
    return Organisation(
        controller=Controller(
            name=controller["name"],
            business_id=controller["business_id"],
            street=controller["street"],
            postcode=controller["postcode"],
            town=_multilingual(controller["town"]),
            phone=controller["phone"],
            officer=controller["officer"],
        ),
        authority=Authority(
            name=_multilingual(authority["name"]),
            street=_multilingual(authority["street"]),
            post=_multilingual(authority["post"]),
            phone=authority["phone"],
            email=authority["email"],
        ),
    )


def _multilingual(words: Mapping[str, str]) -> Multilingual:
    read = {Lang(code): text for code, text in words.items()}
    read[Lang.FI]  # the language that stands in for the others must be there
    return Multilingual(MappingProxyType(read))
