"""Identifiers that belong to nobody: numbers from ranges that are never given out."""

from datetime import date, timedelta
from random import Random

_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_FIRST_BUSINESS_ID = 9_000_000
"""The real series has come to 3.5 million; a number above nine million is nobody's for generations."""
_YOUNGEST, _OLDEST = 18 * 365, 96 * 365


class Codes:
    """Gives each code once. Individual numbers 900-999 of a hetu are temporary by rule and given to no person."""

    def __init__(self, rng: Random, today: date) -> None:
        self._rng, self._today = rng, today
        self._used: set[str] = set()
        self._business = _FIRST_BUSINESS_ID

    def birthday(self) -> date:
        return self._today - timedelta(days=self._rng.randint(_YOUNGEST, _OLDEST))

    def hetu(self, born: date) -> str:
        """A code for the day; the newer century signs are met too. Raises ValueError when a day has none left."""
        signs = "ABCDEF" if born.year >= 2000 else "-YXWVU"
        for _ in range(2000):
            number = self._rng.randint(900, 999)
            sign = signs[0] if self._rng.random() < 0.97 else self._rng.choice(signs[1:])
            check = _CHECKS[int(f"{born:%d%m%y}{number}") % 31]
            code = f"{born:%d%m%y}{sign}{number}{check}"
            if code not in self._used:
                self._used.add(code)
                return code
        raise ValueError("no code left for the day")

    def business_id(self) -> str:
        """The next of the series whose check digit is a digit."""
        while True:
            self._business += 1
            digits = str(self._business)
            rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
            if rest != 1:
                return f"{digits}-{(11 - rest) % 11}"

    def phone(self) -> str:
        """040 000 nnnn: a series that is used for examples only."""
        return f"+35840000{self._rng.randint(0, 9999):04}"
