"""E-mail addresses, checked for their form only: the counter works without a network."""

import enum
import re

from email_validator import EmailNotValidError, EmailUndeliverableError, validate_email

from lpo_desk.domain.errors import UserError


class EmailFault(enum.Enum):
    """Why a text is not an address."""

    FORM = "form"
    RESERVED = "reserved"  # a domain that never gets mail: localhost, .test, .invalid


class EmailRefused(UserError):
    """The text is not an e-mail address. `fault` says why; the sentence never repeats the text."""

    def __init__(self, fault: EmailFault) -> None:
        super().__init__(f"email.refused_{fault.value}")
        self.fault = fault


_BETWEEN = re.compile(r"[;,\s]+")


def parse_email(text: str) -> str:
    """One address in its normal form (domain in lower case, Unicode NFC); raises EmailRefused."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailUndeliverableError:
        raise EmailRefused(EmailFault.RESERVED) from None
    except EmailNotValidError:
        raise EmailRefused(EmailFault.FORM) from None


def split_emails(text: str) -> list[str]:
    """The parts of a field that may hold several addresses: `a@example.fi; b@example.fi`. Not parsed yet."""
    return [part for part in _BETWEEN.split(text) if part]
