"""The text of QR codes and its check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.qr import check_character, parse_qr_text, qr_text

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
numbers = st.from_regex(r"[A-Z0-9]{1,3}-20[0-9]{2}-[0-9]{4,6}", fullmatch=True)


def test_check_character_equals_the_example_of_the_standard() -> None:
    """ISO 7064 MOD 37,36: A12425GABC1234002 has the check M (the Global Release Identifier's own example)."""
    assert check_character("A12425GABC1234002") == "M"


@given(numbers)
def test_is_read_back(number: str) -> None:
    assert parse_qr_text(qr_text(number)) == number


@given(numbers, st.data())
def test_one_wrong_character_is_found(number: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([index for index, sign in enumerate(number) if sign != "-"]))
    other = data.draw(st.sampled_from(ALPHABET.replace(number[at], "")))
    misread = qr_text(number).replace(number, number[:at] + other + number[at + 1 :])
    assert parse_qr_text(misread) is None


def test_of_two_neighbours_that_changed_places_99_of_100_are_found() -> None:
    """The standard's hybrid systems find nearly all transpositions, not every one: 23 and 32 can agree."""
    swapped = [
        (number, number[:at] + number[at + 1] + number[at] + number[at + 2 :])
        for number in (f"L-2026-{serial:04}" for serial in range(10_000))
        for at in range(7, 10)
        if number[at] != number[at + 1]
    ]
    missed = [pair for pair in swapped if check_character(pair[0]) == check_character(pair[1])]
    assert len(swapped) == 27_000
    assert len(missed) < len(swapped) / 100


def test_scanner_on_a_finnish_keyboard_is_understood() -> None:
    code = qr_text("L-2026-0042")
    assert parse_qr_text(code.replace(":", "Ö").replace("-", "+") + "\n") == "L-2026-0042"
    assert parse_qr_text(code.lower()) == "L-2026-0042"


@pytest.mark.parametrize(
    "text", ["", "LPO:", "LPO:-", "L-2026-0042", "Öhman", "LPO:L-2026-0042", "LPO:L--2026-1-1", "LPO"]
)
def test_other_text_is_none_of_ours(text: str) -> None:
    assert parse_qr_text(text) is None


@pytest.mark.parametrize("number", ["", "l-2026-1", "L 2026", "Ö-1", "-1", "L-"])
def test_a_number_that_cannot_be_a_code_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match="capitals"):
        qr_text(number)
