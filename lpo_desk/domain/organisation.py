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
    """Read `resources/reference/organisation.toml`.

    Raises KeyError for a missing table or a value without Finnish, TypeError for a missing or surplus value.
    """
    tables: dict[str, dict[str, str | dict[str, str]]] = tomllib.loads(text)
    return Organisation(
        controller=Controller(**_fields(tables["controller"])),
        authority=Authority(**_fields(tables["authority"])),
    )


def _fields(table: Mapping[str, str | dict[str, str]]) -> dict[str, object]:
    return {name: value if isinstance(value, str) else _multilingual(value) for name, value in table.items()}


def _multilingual(words: Mapping[str, str]) -> Multilingual:
    read = {Lang(code): text for code, text in words.items()}
    read[Lang.FI]  # the language that stands in for the others must be there
    return Multilingual(MappingProxyType(read))
