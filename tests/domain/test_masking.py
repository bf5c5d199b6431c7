"""Codes inside old remarks do not reach the screen."""

import pytest

from lpo_desk.domain.masking import hide_codes, hide_wrong_code


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hetu 131052-908K, soita", "hetu 131052-****, soita"),
        ("131052a908k", "131052a****"),
        ("131052\u2013908K", "131052\u2013****"),
        ("131052 -908K", "131052 -****"),
        ("(010190Y999P)", "(010190Y****)"),
    ],
)
def test_codes_are_hidden_in_any_spelling(text: str, shown: str) -> None:
    assert hide_codes(text) == shown


@pytest.mark.parametrize(
    "text", ["040 000 0101", "0129056-4", "07900-00123", "L-2026-000042", "", "123456789"]
)
def test_other_numbers_stay(text: str) -> None:
    assert hide_codes(text) == text


def test_what_was_meant_as_a_code_keeps_its_birth_date_alone() -> None:
    assert hide_wrong_code("131052-30T") == "131052-***"
    assert hide_wrong_code("1310522308T") == "131052*****"
    assert hide_wrong_code("") == ""
