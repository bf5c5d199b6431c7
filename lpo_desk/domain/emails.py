"""E-mail addresses, checked for their form only: the counter works without a network."""

import re

from email_validator import EmailNotValidError, validate_email

from lpo_desk.domain.errors import UserError


class EmailRefused(UserError):
    """The text is not an e-mail address, or one that never gets mail. The sentence never repeats the text."""

    key = "email.refused"


_BETWEEN = re.compile(r"[;,\s]+")


def parse_email(text: str) -> str:
    """One address in its normal form (domain in lower case, Unicode NFC); raises EmailRefused."""
    try:
        return validate_email(text.strip(), check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        raise EmailRefused from None  # its own message would hold the address


def split_emails(text: str) -> list[str]:
    """The parts of a field that may hold several addresses: `a@example.fi; b@example.fi`. Not parsed yet."""
    return [part for part in _BETWEEN.split(text) if part]
