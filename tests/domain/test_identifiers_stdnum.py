"""Our identifiers against python-stdnum on random codes, right ones and broken ones, and where the two differ on purpose.

Differences (law.md 4.5): stdnum takes temporary codes only when asked to, knows no day after which nobody can be born,
wants eight digits of a business ID, takes an RF whose check digits are never given or no digits, and dashes anywhere.
It has no national reference number and no OVT identifier.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from stdnum import iso11649
from stdnum.fi import hetu, ytunnus
from stdnum.iban import is_valid as is_iban

from lpo_desk.domain.identifiers import (
    IdentifierFault,
    IdentifierRefused,
    parse_business_id,
    parse_hetu,
    parse_iban,
    parse_rf,
    rf_of,
)

SEED = 20261128
CODES = 100_000
"""Personal identity codes; of the others a fifth each."""

SIGNS = "+-YXWVUABCDEF"
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
TYPED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # no dashes: stdnum takes them anywhere, we where they belong


def accepts(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except IdentifierRefused:
        return False
    return True


def broken(dice: random.Random, code: str) -> str:
    """The code with one sign changed, lost or too many, or two neighbours in the other order."""
    at = dice.randrange(len(code))
    match dice.randrange(4):
        case 0:
            return code[:at] + code[at + 1 :]
        case 1:
            return code[:at] + dice.choice(TYPED) + code[at:]
        case 2:
            return code[:at] + code[at : at + 2][::-1] + code[at + 2 :]
        case _:
            return code[:at] + dice.choice(TYPED) + code[at + 1 :]


def codes(count: int, make: Callable[[random.Random], str]) -> Iterator[str]:
    """Right codes and, every second one, broken ones."""
    dice = random.Random(SEED)
    for place in range(count):
        code = make(dice)
        yield broken(dice, code) if place % 2 else code


def a_hetu(dice: random.Random) -> str:
    """Of every century sign; now and then with a day that is none or the numbers nobody gets."""
    digits = f"{dice.randint(1, 31):02}{dice.randint(1, 12):02}{dice.randint(0, 99):02}"
    number = f"{dice.randint(0, 999):03}"
    return digits + dice.choice(SIGNS) + number + CHECKS[int(digits + number) % 31]


def a_business_id(dice: random.Random) -> str:
    digits = f"{dice.randint(1, 9_999_999):07}"
    weights = (7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return f"{digits}{-rest % 11 % 10}"


def an_iban(dice: random.Random) -> str:
    account = f"{dice.randint(0, 10**14 - 1):014}"
    return f"FI{98 - int(account + '151800') % 97:02}{account}"


def an_rf(dice: random.Random) -> str:
    return rf_of("".join(dice.choice(TYPED) for _ in range(dice.randint(1, 21))))


@pytest.mark.parametrize(
    ("make", "parse", "stdnums", "count"),
    [
        (a_hetu, parse_hetu, lambda code: hetu.is_valid(code, allow_temporary=True), CODES),
        # The old form of six digits and a check digit is ours alone; see below.
        (a_business_id, parse_business_id, ytunnus.is_valid, CODES // 5),
        (an_iban, parse_iban, lambda code: code[:2] == "FI" and is_iban(code), CODES // 5),
        (an_rf, parse_rf, iso11649.is_valid, CODES // 5),
    ],
    ids=["hetu", "business_id", "iban", "rf"],
)
def test_random_codes_are_judged_alike(
    make: Callable[[random.Random], str],
    parse: Callable[[str], object],
    stdnums: Callable[[str], bool],
    count: int,
) -> None:
    judged = {True: 0, False: 0}
    differing = []
    for code in codes(count, make):
        ours = accepts(parse, code)
        judged[ours] += 1
        if ours != stdnums(code) and not is_known_difference(code):
            differing.append(code)
    assert not differing
    assert min(judged.values()) > count / 4, judged


def is_known_difference(code: str) -> bool:
    """A business ID without its leading zero, which is put in; an RF whose check digits are none, which is refused."""
    if code.startswith("RF"):
        return not "02" <= code[2:4] <= "98" or not code[2:4].isdigit()
    return len(code) == 7 and ytunnus.is_valid("0" + code)


def test_temporary_codes_are_taken_and_told() -> None:
    assert not hetu.is_valid("010594Y9032")
    assert hetu.is_valid("010594Y9032", allow_temporary=True)
    assert parse_hetu("010594Y9032").temporary


def test_stdnum_lets_people_be_born_tomorrow() -> None:
    code, today = "131052A308T", date(2026, 11, 28)
    assert hetu.is_valid(code)
    with pytest.raises(IdentifierRefused) as refusal:
        parse_hetu(code, today=today)
    assert refusal.value.reason is IdentifierFault.FUTURE


def test_an_old_business_id_gets_its_zero() -> None:
    assert not ytunnus.is_valid("129056-4")
    assert parse_business_id("129056-4") == "0129056-4"


def test_check_digits_that_are_never_given() -> None:
    assert iso11649.is_valid("RF99133")
    assert not accepts(parse_rf, "RF99133")
    assert accepts(parse_rf, "RF02133")
