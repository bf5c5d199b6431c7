"""Data given to somebody outside: what is written down of it, and what is checked (GDPR art. 15(1)(c), 19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.dates import DateFault, DateRefused
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.text import clean, fold

EARLIEST = date(1990, 1, 1)
_LIMITS = {"recipient": 200, "what": 1000, "basis": 200}


@dataclass(frozen=True, slots=True)
class NewDisclosure:
    """Who got what of a person's data, on what basis, and when (Helsinki date)."""

    recipient: str = ""
    what: str = ""
    basis: str = ""
    on_date: date | None = None


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """One disclosure as it lies in the log; it is never changed. by: who entered it."""

    id: int
    recipient: str
    what: str
    basis: str
    on_date: date
    by: str = ""


def check_disclosure(mine: NewDisclosure, today: date) -> NewDisclosure:
    """The disclosure cleaned, its day filled in. Raises FieldsRefused."""
    errors: dict[str, UserError] = {}
    texts: dict[str, str] = {}
    for name, limit in _LIMITS.items():
        try:
            texts[name] = clean(getattr(mine, name), limit=limit, multiline=name == "what")
        except UserError as error:
            errors[name] = error
    for name in ("recipient", "what"):
        if name in texts and not texts[name]:
            errors[name] = ValueRefused(f"disclosure.{name}_missing")
    day = mine.on_date
    if day is None:
        errors["on_date"] = ValueRefused("disclosure.day_missing")
    elif day > today:
        errors["on_date"] = DateRefused(DateFault.TOO_LATE, latest=today)
    elif day < EARLIEST:
        errors["on_date"] = DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)
    if errors:
        raise FieldsRefused(errors)
    return NewDisclosure(**texts, on_date=day)


def last_days(told: Iterable[tuple[str, date]]) -> dict[str, date]:
    """Each recipient once, however its name was typed, with the last day it got data; in the order they first got it.

    The name is kept as it was written last.
    """
    names: dict[str, tuple[str, date]] = {}
    for name, day in told:
        key = fold(name)
        before = names.get(key)
        if before is None or day >= before[1]:
            names[key] = name, day
    return dict(names.values())
