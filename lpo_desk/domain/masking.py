"""Personal identity codes inside free text: old remarks and refused values hold them, and a screen must not."""

import re

_CODE_LIKE = re.compile(r"(?<!\d)(\d{6}\s?[-+A-FU-Ya-fu-y\u2010-\u2015\u2212])\s?\d{3}[0-9A-Za-z](?!\w)")
_DIGITS = re.compile(r"\w")


def hide_codes(text: str) -> str:
    """The text with the last four characters of everything shaped like a code hidden, valid or not."""
    return _CODE_LIKE.sub(r"\1****", text)


def hide_wrong_code(text: str) -> str:
    """A value that was meant to be a code and is none: all but its first six characters hidden."""
    return text[:6] + _DIGITS.sub("*", text[6:])
