"""The text in the QR code of letters, receipts and paper labels: `LPO:L-2026-0042-C`.

Only the number of a case or a paper and a check character, never personal data. The check is ISO 7064
MOD 37,36 over the letters and digits of the number: it finds every wrong character and 99 of 100 pairs of
neighbours that changed places.
"""

import re

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = r"[A-Z0-9]+(?:-[A-Z0-9]+)*"
_QR_TEXT = re.compile(rf"LPO[:Ö](?P<number>{_NUMBER})-(?P<check>[A-Z0-9])")


def check_character(number: str) -> str:
    """The ISO 7064 MOD 37,36 check; dashes do not count. Raises ValueError for other characters."""
    product = 36
    for character in number.replace("-", ""):
        product = (product + _ALPHABET.index(character)) % 36 or 36
        product = product * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def qr_text(number: str) -> str:
    """What the code of a case or paper holds. Raises ValueError unless it is capitals, digits and dashes."""
    if not re.fullmatch(_NUMBER, number):
        raise ValueError("a number in a QR code is capitals, digits and single dashes")
    return f"LPO:{number}-{check_character(number)}"


def parse_qr_text(text: str) -> str | None:
    """The case or paper number of a scanned code, or None if the text is none of ours or was misread.

    A hand scanner types with the American layout: on a Finnish keyboard its `:` arrives as `Ö`, its `-` as
    `+`.
    """
    typed = text.strip().upper().replace("+", "-")
    found = _QR_TEXT.fullmatch(typed)
    if found is None or check_character(found["number"]) != found["check"]:
        return None
    return found["number"]
