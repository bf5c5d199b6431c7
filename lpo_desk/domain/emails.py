"""E-mail addresses, checked for their form only: the counter works without a network."""

import re

from email_validator import EmailNotValidError, validate_email

from lpo_desk.domain.errors import UserError


class EmailRefused(UserError):
    """The text is not an e-mail address, or one that never gets mail. The sentence never repeats the text."""

    key = "email.refused"


# Addresses as nearly all are, which the long way would leave as they are: it takes a hundred times longer.
_PLAIN = re.compile(
    r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:fi|com|net|org|se|eu)", re.ASCII
)
_SHORT = 60
_BETWEEN = re.compile(r"[;,\s]+")


def parse_email(text: str) -> str:
    """One address in its normal form (domain in lower case, Unicode NFC); raises EmailRefused."""
    if len(text) <= _SHORT and _PLAIN.fullmatch(text):
        return text
    try:
        return validate_email(text.strip(), check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        raise EmailRefused from None  # its own message would hold the address


def split_emails(text: str) -> list[str]:
    """The parts of a field that may hold several addresses: `a@example.fi; b@example.fi`. Not parsed yet."""
    return [part for part in _BETWEEN.split(text) if part]
