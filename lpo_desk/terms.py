"""The catalogue of all words a person sees: screen, Excel and letters, in several languages at the same
moment.

    terms("request.due", lang="sv", date=date(2026, 12, 23))

One TOML file for each language, `resources/terms/fi.toml`; a key is `area.name`, the table and the name
in it. Dates, instants and numbers among the values are written as the language writes them (formats.py);
give text to keep it as is. A date may be asked for with its weekday: `{date:words}`. A Term among the
values is said in the same language.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from lpo_desk.formats import Lang, format_value
from lpo_desk.paths import resources

__all__ = ["Lang", "Term", "catalogue", "fill", "has", "terms"]


@dataclass(frozen=True)
class Term:
    """Something to be said later, in whichever language its reader has."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.key)  # `values` may be a dictionary; equal terms have equal keys

    def text(self, lang: Lang | str) -> str:
        """The term in the language."""
        return terms(self.key, lang=lang, **self.values)


def terms(key: str, *, lang: Lang | str, **values: object) -> str:
    """The term in the language, its placeholders filled.

    Raises KeyError for a key that no catalogue has, and for a placeholder without its value.
    """
    language = lang if isinstance(lang, Lang) else Lang(lang)
    return fill(catalogue(language)[key], language, values)


def fill(text: str, lang: Lang, values: Mapping[str, object]) -> str:
    """A text with its placeholders filled as the language writes them. Raises KeyError for one without its value."""
    if "{" not in text:
        return text
    return text.format_map({name: _written(value, lang) for name, value in values.items()})


def has(key: str) -> bool:
    """Whether the catalogue knows the key (the rule tests keep the three languages equal)."""
    return key in catalogue(Lang.FI)


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """All terms of one language by their full key. Read once for the life of the process."""
    text = (resources() / "terms" / f"{lang.value}.toml").read_text(encoding="utf-8")
    areas: dict[str, dict[str, str]] = tomllib.loads(text)
    return MappingProxyType(
        {f"{area}.{name}": term for area, names in areas.items() for name, term in names.items()}
    )


def _written(value: object, lang: Lang) -> object:
    if isinstance(value, Term):
        return value.text(lang)
    key = getattr(value, "term", None)  # a member of a Labelled enumeration, which lives a layer above
    return terms(key, lang=lang) if isinstance(key, str) else format_value(value, lang)
