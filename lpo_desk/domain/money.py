"""Amounts of money as they are typed: euros with a decimal comma, kept in cents."""

import re

from lpo_desk.domain.errors import UserError

_AMOUNT = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))?(?:\s*(?:€|e|eur|euro|euroa))?", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_CENTS = 100


class MoneyRefused(UserError):
    """The text is no amount of euros and cents."""

    key = "money.refused"


def parse_cents(text: str) -> int:
    """`29,90`, `29.9 €` or `1 200` -> cents. Raises MoneyRefused; nothing below zero is an amount here."""
    found = _AMOUNT.fullmatch(_SPACES.sub("", text))
    if found is None:
        raise MoneyRefused
    euros, cents = found.groups()
    return int(euros) * _CENTS + int((cents or "").ljust(2, "0"))


def written_cents(cents: int) -> str:
    """`29,90`: as it is typed in Finnish and Swedish."""
    return f"{cents // _CENTS},{cents % _CENTS:02}"
