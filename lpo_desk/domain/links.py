"""Links to a case, `lpodesk://case/L-2026-0042`: for e-mails and calendars of the office.

A link comes from anywhere, so it holds the number of a case alone: never personal data, never a command, a path or an
address. Whoever follows it signs in as always, and sees the case only with the right to.
"""

import re

from lpo_desk.domain.errors import UserError

_LINK = re.compile(r"lpodesk://case/(?P<number>[A-Z]{1,2}-[0-9]{4}-[0-9]{4,7})/?", re.IGNORECASE | re.ASCII)


class LinkRefused(UserError):
    """Not a link to a case; what it says is not repeated, for anybody may have written it."""

    key = "link.refused"


def case_of(link: str) -> str:
    """The case number of a link, in capitals. Raises LinkRefused."""
    found = _LINK.fullmatch(link)
    if found is None:
        raise LinkRefused
    return found["number"].upper()
