"""Telephone numbers as people write them in Finland.

Stored in E.164, shown in national form. A number that exists in no plan but could be dialled is kept with
a warning, for numbering plans change faster than programs; words and question marks are no numbers.
"""

import enum
import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat as Form

from lpo_desk.domain.errors import UserError

REGION = "FI"


class PhoneWarning(enum.Enum):
    """Why a number that is kept should be looked at."""

    SHORT_NUMBER = "short_number"  # 112, 116117 and other service numbers: cannot be called from abroad
    NOT_IN_PLAN = "not_in_plan"  # possible length, but no such series in the numbering plan
    ZERO_ADDED = "zero_added"  # written without its leading zero, as spreadsheets leave numbers


class PhoneFault(enum.Enum):
    """Why a text is not a number."""

    NOT_A_NUMBER = "not_a_number"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class PhoneRefused(UserError):
    """The text cannot be a telephone number. `fault` says why; the sentence never repeats the text."""

    def __init__(self, fault: PhoneFault) -> None:
        super().__init__(f"phone.refused_{fault.value}")
        self.fault = fault


@dataclass(frozen=True)
class Phone:
    """One number: `+3581950581`, shown `019 50581`. A short service number is its bare digits in both."""

    e164: str
    national: str  # a foreign number in its international form
    warning: PhoneWarning | None = None


_LABEL = re.compile(r"\A(?:puh|p|gsm|matkap|tel|mobil|mob)\b[.:]?\s*", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)  # copied along from contact lists
_WRITTEN = re.compile(r"\+?[0-9(][0-9 ()./-]*")
_BETWEEN = re.compile(r"[;,/\n|]| (?:tai|ja|eller|och) ")
_SHORTEST = 3  # digits


def parse_phone(text: str) -> Phone:
    """One number as it is written in Finland; raises PhoneRefused.

    Blanks, dashes, brackets, full stops and a label such as `puh.` do not matter.
    """
    written = _LABEL.sub("", " ".join(_UNSEEN.sub("", _DASHES.sub("-", text)).split()))
    if not _WRITTEN.fullmatch(written):
        raise PhoneRefused(PhoneFault.NOT_A_NUMBER)
    digits = re.sub("[^0-9]", "", written)
    if len(digits) < _SHORTEST:
        raise PhoneRefused(PhoneFault.TOO_SHORT)
    if digits.startswith(("10", "11")) and len(digits) <= 6 and not written.startswith("+"):
        return Phone(digits, digits, PhoneWarning.SHORT_NUMBER)  # 112, 116117, 118 and services 10xxx
    return _ordinary(written)


def split_phones(text: str) -> list[str]:
    """The parts of a field that may hold several numbers: `019-50581 / 040 123 4567`. Not parsed yet."""
    return [part for part in (part.strip() for part in _BETWEEN.split(text)) if part]


_FAULTS = {
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: PhoneFault.TOO_SHORT,
    phonenumbers.NumberParseException.TOO_SHORT_NSN: PhoneFault.TOO_SHORT,
    phonenumbers.NumberParseException.TOO_LONG: PhoneFault.TOO_LONG,
}


def _ordinary(written: str) -> Phone:
    try:
        number = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException as error:
        raise PhoneRefused(_FAULTS.get(error.error_type, PhoneFault.NOT_A_NUMBER)) from None
    match phonenumbers.is_possible_number_with_reason(number):
        case phonenumbers.ValidationResult.TOO_LONG:
            raise PhoneRefused(PhoneFault.TOO_LONG)
        case phonenumbers.ValidationResult.TOO_SHORT:
            raise PhoneRefused(PhoneFault.TOO_SHORT)
        case _:  # possible; INVALID_LENGTH, between two lengths of the plan, gets the warning below
            pass
    home = phonenumbers.region_code_for_country_code(number.country_code or 0) == REGION
    return Phone(
        phonenumbers.format_number(number, Form.E164),
        phonenumbers.format_number(number, Form.NATIONAL if home else Form.INTERNATIONAL),
        _warning(number, written),
    )


def _warning(number: phonenumbers.PhoneNumber, written: str) -> PhoneWarning | None:
    if not phonenumbers.is_valid_number(number):
        return PhoneWarning.NOT_IN_PLAN
    complete = written.startswith(("+", "0", "(0", "(+", "358"))
    return None if complete else PhoneWarning.ZERO_ADDED
