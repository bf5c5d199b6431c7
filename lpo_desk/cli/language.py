"""In which language the command line speaks."""

import os
import sys
from collections.abc import Sequence

from lpo_desk.terms import Lang

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_WINDOWS = {0x0B: Lang.FI, 0x1D: Lang.SV}
_PRIMARY = 0x3FF
"""The bits of a Windows language identifier that name the language without its country."""


def spoken(words: Sequence[str]) -> Lang:
    """`--lang` where it is given, else the system's language, else English.

    Read from the raw arguments, because help and refusals of the arguments are spoken too.
    """
    given = _given(words)
    if given is not None:
        return given
    name = next((os.environ[variable] for variable in _VARIABLES if os.environ.get(variable)), "")
    if not name and sys.platform == "win32":
        import ctypes

        return _WINDOWS.get(ctypes.windll.kernel32.GetUserDefaultUILanguage() & _PRIMARY, Lang.EN)
    return _language(name[:2].casefold()) or Lang.EN


def _given(words: Sequence[str]) -> Lang | None:
    for place, word in enumerate(words):
        if word == "--lang" and place + 1 < len(words):
            return _language(words[place + 1])
        if word.startswith("--lang="):
            return _language(word.partition("=")[2])
    return None


def _language(code: str) -> Lang | None:
    return next((lang for lang in Lang if lang.value == code), None)
