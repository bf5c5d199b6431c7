"""What the program knows of places, countries and operators: both names of towns and streets, codes and their names.

The tables lie in resources/reference, with where they came from in NOTICE.md. What they do not hold is no error where a
person may know better: an unknown postcode or street has no names, and the clerk types them.
"""

import re
from functools import cache

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import IdentifierRefused, parse_ovt
from lpo_desk.domain.text import fold, words
from lpo_desk.reference import rows
from lpo_desk.terms import Lang


class CountryRefused(UserError):
    """Neither the code nor a name of a country."""

    key = "card.country_refused"


class OperatorRefused(UserError):
    """No bank's BIC, no broker's OVT identifier and none of the listed codes."""

    key = "card.operator_refused"


# --- towns and streets


def town_names(postcode: str) -> tuple[str, str] | None:
    """The Finnish and the Swedish name of a postal area, equal where it has one name; None for an unknown code."""
    return _towns().get(finnish_postcode(postcode))


def finnish_postcode(text: str) -> str:
    """What is left of `FI-07900`, as codes are written abroad. Not checked."""
    return _ABROAD.sub("", text)


def town_name(postcode: str, lang: Lang | None) -> str:
    """The name in the language of a letter to that place: Finnish unless Swedish is asked for. "" when unknown."""
    names = town_names(postcode)
    return names[lang is Lang.SV] if names else ""


def town_after(former: str, postcode: str, town: str, lang: Lang | None) -> str:
    """The town of an address whose postcode has changed from `former`.

    A town that the clerk typed stays; an empty one, or one that the former postcode had given, becomes the new one's.
    """
    new, old = town_names(postcode), town_names(former)
    if new is None or (town and _is_among(town, new)):
        return town
    if town and not (old and _is_among(town, old)):
        return town
    return town_name(postcode, lang)


def _is_among(town: str, names: tuple[str, str]) -> bool:
    return fold(town) in map(fold, names)  # the old register writes towns in capitals


_ABROAD = re.compile(r"\AFI-?\s?", re.IGNORECASE)


def street_aliases(address: str) -> tuple[str, ...]:
    """The address under the street's names in the other language: `Mannerheiminkatu 3` is `Mannerheimgatan 3`.

    The number and stair stay as they are. Case and marks do not matter. Empty for a street without another name.
    """
    address = address.strip()
    number = _DIGIT.search(address)
    street = address[: number.start()].rstrip(" ,") if number else address
    return tuple(other + address[len(street) :] for other in _streets().get(_folded(street), ()))


_DIGIT = re.compile("[0-9]")


def _folded(street: str) -> str:
    return " ".join(words(street))


@cache
def _towns() -> dict[str, tuple[str, str]]:
    return {code: (fi, sv or fi) for code, fi, sv in rows("postcodes")}


@cache
def _streets() -> dict[str, tuple[str, ...]]:
    """Folded name -> the street's names in the other language. Both towns have streets of the same name."""
    found: dict[str, dict[str, None]] = {}
    for _, fi, sv in rows("streets"):
        found.setdefault(_folded(fi), {})[sv] = None
        found.setdefault(_folded(sv), {})[fi] = None
    return {street: tuple(others) for street, others in found.items()}


# --- countries

_LANGUAGES = (Lang.FI, Lang.SV, Lang.EN)


def country_name(code: str, lang: Lang) -> str:
    """What the language calls a country; the code itself for one that ISO 3166 has not."""
    names = _countries().get(code)
    return names[_LANGUAGES.index(lang)] if names else code


def parse_country(text: str) -> str:
    """The ISO 3166 code (two letters) of a country given by its code or its name. Raises CountryRefused."""
    code = text.strip()
    if code.isascii() and code.upper() in _countries():  # a dotless i would become an I
        return code.upper()
    found = _country_codes().get(fold(" ".join(text.split())))
    if found is None:
        raise CountryRefused
    return found


@cache
def _countries() -> dict[str, tuple[str, str, str]]:
    return {code: (fi, sv, en) for code, fi, sv, en in rows("countries")}


@cache
def _country_codes() -> dict[str, str]:
    """Folded name in any of the languages -> code."""
    return {fold(name): code for code, names in _countries().items() for name in names}


# --- operators of e-invoices

_BIC = re.compile(r"[A-Z]{4}([A-Z]{2})[0-9A-Z]{2}(?:[0-9A-Z]{3})?")


def operator_name(code: str) -> str:
    """The bank or broker of a listed code, else ""."""
    return _operators().get(code, "")


def check_operator(text: str) -> str:
    """An operator's code in its normal form, capital letters without blanks (law.md 4.4). Raises OperatorRefused.

    Good are the listed codes, a BIC of any country, and an OVT identifier whose business ID is right.
    """
    code = "".join(text.split())
    if not code.isascii():
        raise OperatorRefused
    code = code.upper()
    if code in _operators():
        return code
    bank = _BIC.fullmatch(code)
    if bank and bank.group(1) in _countries():
        return code
    try:
        return parse_ovt(code)
    except IdentifierRefused:
        raise OperatorRefused from None


@cache
def _operators() -> dict[str, str]:
    return {code: name for code, name in rows("operators")}
