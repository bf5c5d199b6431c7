"""Finnish identifiers: personal identity code, business ID, OVT, reference number, RF and IBAN.

Typed forms are normalised (blanks, dashes of all kinds, lower case), wrong ones refused with a reason. A
refusal never holds the value. Only ASCII digits count: `\\d` would let full-width digits through as
another key. Sources: VNa 690/2022 (century signs), the check rules of DVV, YTJ, Finance Finland, ISO
7064, ISO 11649, ISO 13616.
"""

import enum
import re
from dataclasses import dataclass, field
from datetime import date

from lpo_desk.domain.errors import UserError


class IdentifierKind(enum.Enum):
    """Which identifier a text was read as."""

    HETU = "hetu"
    BUSINESS_ID = "business_id"
    REFERENCE = "reference"
    RF = "rf"
    IBAN = "iban"
    OVT = "ovt"


class IdentifierFault(enum.Enum):
    """Why it was refused."""

    FORM = "form"  # wrong length, sign or letters
    DIGITS = "digits"  # digits of another script, such as full-width ones
    DATE = "date"  # no such day
    FUTURE = "future"  # a birth date after today
    NUMBER = "number"  # a number that is never issued
    CHECK = "check"  # the check digit or character does not match
    COUNTRY = "country"  # an account of another country


class IdentifierRefused(UserError):
    """The text is not a usable identifier. Holds the kind and the reason, never the value."""

    def __init__(self, kind: IdentifierKind, reason: IdentifierFault) -> None:
        super().__init__(f"identifier.{kind.value}_{reason.value}")
        self.kind = kind
        self.reason = reason


# --- personal identity code

_CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
_HETU = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([-+A-FU-Y])([0-9]{3})([0-9A-Y])")
_HETU_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


@dataclass(frozen=True)
class Hetu:
    """A personal identity code. All 11 characters are the key: the century sign tells two people apart."""

    value: str = field(repr=False)  # never in a log
    born: date = field(repr=False)
    temporary: bool  # individual number 900-999: not in the population register

    @property
    def masked(self) -> str:
        """`131052-****`."""
        return mask_hetu(self.value)


def parse_hetu(text: str, *, today: date | None = None) -> Hetu:
    """Read a personal identity code; with `today`, refuse a birth date after it.

    Says nothing about who shows it: the code tells people apart, it does not identify the one at the counter.
    """
    kind = IdentifierKind.HETU
    found = _HETU.fullmatch(_compact(text, kind))
    if not found:
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    day, month, year, sign, number, check = found.groups()
    try:
        born = date(_CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        raise IdentifierRefused(kind, IdentifierFault.DATE) from None
    if int(number) < 2:
        raise IdentifierRefused(kind, IdentifierFault.NUMBER)
    if check != _HETU_CHECKS[int(day + month + year + number) % 31]:
        raise IdentifierRefused(kind, IdentifierFault.CHECK)
    if today is not None and born > today:
        raise IdentifierRefused(kind, IdentifierFault.FUTURE)
    return Hetu(found.group(), born, temporary=number >= "900")


def mask_hetu(value: str) -> str:
    """What a bystander may see of a stored code: `131052-****`. Anything but a code is hidden whole."""
    return value[:7] + "****" if _HETU.fullmatch(value) else "*" * 11


# --- business ID, OVT

_BUSINESS_ID = re.compile(r"([0-9]{6,7})-?([0-9])")
_BUSINESS_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
_OVT = re.compile(r"0037([0-9]{8})([0-9A-Z]{0,5})")


def parse_business_id(text: str) -> str:
    """A business ID as `0129056-4`. The old form of six digits gets its zero, a missing dash is put in."""
    return _business_id(_compact(text, IdentifierKind.BUSINESS_ID), IdentifierKind.BUSINESS_ID)


def parse_ovt(text: str) -> str:
    """An OVT identifier (Peppol scheme 0216): 0037, the business ID, up to five letters or digits."""
    kind = IdentifierKind.OVT
    found = _OVT.fullmatch(_compact(text, kind).replace("-", ""))
    if not found:
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    _business_id(found.group(1), kind)
    return found.group()


def _business_id(compact: str, kind: IdentifierKind) -> str:
    found = _BUSINESS_ID.fullmatch(compact)
    if not found:
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    digits, check = found.group(1).zfill(7), found.group(2)
    if not int(digits):
        raise IdentifierRefused(kind, IdentifierFault.NUMBER)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _BUSINESS_WEIGHTS, strict=True)) % 11
    if rest == 1:  # its check digit would be 10
        raise IdentifierRefused(kind, IdentifierFault.NUMBER)
    if int(check) != (11 - rest) % 11:
        raise IdentifierRefused(kind, IdentifierFault.CHECK)
    return f"{digits}-{check}"


# --- reference number, RF, IBAN

_REFERENCE = re.compile(r"[0-9]{4,20}")
_RF = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_FINNISH_IBAN = re.compile(r"FI[0-9]{16}")


def reference_for(base: str) -> str:
    """The reference number of 3-19 base digits: check digit put last, weights 7-3-1 from the right."""
    weighed = sum(int(digit) * (7, 3, 1)[place % 3] for place, digit in enumerate(reversed(base)))
    return base + str(-weighed % 10)


def parse_reference(text: str) -> str:
    """A national reference number (viitenumero), 4-20 digits without leading zeros."""
    kind = IdentifierKind.REFERENCE
    digits = _compact(text, kind).lstrip("0")
    if not _REFERENCE.fullmatch(digits):
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    if reference_for(digits[:-1]) != digits:
        raise IdentifierRefused(kind, IdentifierFault.CHECK)
    return digits


def parse_rf(text: str) -> str:
    """A creditor reference of ISO 11649, of any country; see `national_reference` for Finnish ones."""
    kind = IdentifierKind.RF
    compact = _compact(text, kind)
    if not _RF.fullmatch(compact):
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    if not _is_checked(compact):
        raise IdentifierRefused(kind, IdentifierFault.CHECK)
    return compact


def rf_of(reference: str) -> str:
    """The RF form of a national or other reference: 1232 is RF111232."""
    return f"RF{98 - _rest_97('RF00' + reference):02}{reference}"


def national_reference(rf: str) -> str | None:
    """The Finnish reference inside an RF, or None where the national check fails."""
    try:
        return parse_reference(rf[4:])
    except IdentifierRefused:
        return None


def parse_iban(text: str) -> str:
    """A Finnish account number, 18 characters without blanks. Accounts of other countries are refused."""
    kind = IdentifierKind.IBAN
    compact = _compact(text, kind)
    if not _IBAN.fullmatch(compact):
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    if not compact.startswith("FI"):
        raise IdentifierRefused(kind, IdentifierFault.COUNTRY)
    if not _FINNISH_IBAN.fullmatch(compact):
        raise IdentifierRefused(kind, IdentifierFault.FORM)
    if not _is_checked(compact):
        raise IdentifierRefused(kind, IdentifierFault.CHECK)
    return compact


def format_reference(reference: str) -> str:
    """As printed: a national number in fives from the right `2340 96783`, an RF in fours from the left."""
    if reference.startswith("RF"):
        return format_iban(reference)
    first = len(reference) % 5
    groups = [reference[:first], *(reference[start : start + 5] for start in range(first, len(reference), 5))]
    return " ".join(group for group in groups if group)


def format_iban(iban: str) -> str:
    """In fours from the left: `FI21 1234 5600 0007 85`."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def _is_checked(code: str) -> bool:
    """Check digits are 98 minus a rest, so 02-98: 00, 01 and 99 leave the right rest but are never given."""
    return _rest_97(code) == 1 and 2 <= int(code[2:4]) <= 98


def _rest_97(code: str) -> int:
    """ISO 7064 mod 97: the first four characters go last, letters count from A = 10."""
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97


# --- what people type

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


def _compact(text: str, kind: IdentifierKind) -> str:
    """Upper case without blanks, every dash a hyphen; refused at once when other than ASCII is left."""
    compact = "".join(text.split())
    if not compact.isascii():
        compact = _DASHES.sub("-", compact)
    if not compact.isascii():  # before upper(), which turns dotless i and long s into ASCII letters
        foreign = any(sign.isdigit() and not sign.isascii() for sign in compact)
        raise IdentifierRefused(kind, IdentifierFault.DIGITS if foreign else IdentifierFault.FORM)
    return compact.upper()
