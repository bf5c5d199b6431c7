"""What makes a password acceptable: length and not being guessable, no composition rules (NIST 800-63B-4, 2025)."""

import re
import secrets

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.text import fold

SHORTEST, LONGEST = 15, 128
_LEAST_OWN = 8
"""Characters that must remain when everything guessable is taken away."""

GUESSABLE = (
    *("lponet", "lpo", "loviisa", "lovisa", "porvoo", "borga", "osuuskunta", "andelslag", "asiakas", "kund"),
    *(
        "salasana",
        "losenord",
        "password",
        "passord",
        "passwort",
        "kayttaja",
        "anvandare",
        "harjoitus",
        "ovning",
    ),
    *(
        "qwertyuiop",
        "qwerty",
        "asdfghjkl",
        "asdf",
        "zxcvbnm",
        "1q2w3e4r",
        "qazwsx",
        "abcdefgh",
        "abcd",
        "abc",
    ),
    *(
        "1234567890",
        "0123456789",
        "123456",
        "12345",
        "1234",
        "987654321",
        "54321",
        "4321",
        "iloveyou",
        "letmein",
    ),
    *(
        "welcome",
        "tervetuloa",
        "valkommen",
        "admin",
        "administrator",
        "virkailija",
        "perkele",
        "kissa",
        "koira",
    ),
    *("suomi", "finland", "summer", "winter", "kesa", "talvi", "syksy", "kevat", "sommar", "vinter"),
)


_CONSONANTS, _VOWELS = "hjklmnprstv", "aeiou"
_WORDS, _SYLLABLES = 4, 3
_UNKIND = ("homo", "hora", "kusi", "neke", "peni", "piru", "pimu", "tissi")


class PasswordRefused(UserError):
    """`key` says which rule: too short, too long, or made of what others guess first."""

    key = "password.short"


def check_password(password: str, username: str = "") -> None:
    """Raises PasswordRefused. The sentence never repeats the password."""
    if len(password) < SHORTEST:
        raise PasswordRefused(shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordRefused("password.long", longest=LONGEST)
    if len(_own_part(password, username)) < _LEAST_OWN:
        raise PasswordRefused("password.guessable")


def make_password() -> str:
    """Words of no language that can be read aloud in any: "kamori-lusepa-tunohi-vekalo", about 69 bits."""
    while True:
        words = ("".join(_syllable() for _ in range(_SYLLABLES)) for _ in range(_WORDS))
        password = "-".join(words)
        if not any(unkind in password for unkind in _UNKIND):
            return password


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _own_part(password: str, username: str) -> str:
    """What is left without guessable words, the user's name, years, and letters repeated."""
    left = fold(password)
    for word in sorted((*GUESSABLE, *filter(None, (fold(username),))), key=len, reverse=True):
        left = left.replace(word, "")
    left = re.sub(r"(?:19|20)\d\d", "", left)
    left = re.sub(r"(.{1,4}?)\1+", r"\1", left)
    return re.sub(r"[\s\W_]", "", left)
