"""What the audit and the read log call things."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lpo_desk.domain.labels import Labelled


class AuditKind(Labelled):
    """Kinds of audit rows (reliability.md section 5)."""

    LOGIN = "login"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    MERGE = "merge"
    ERASE = "erase"
    REVEAL = "reveal"
    SEARCH = "search"
    IMPORT = "import"
    EXPORT = "export"
    PRINT = "print"
    DENY = "deny"
    RIGHTS = "rights"
    CONFIG = "config"
    BACKUP = "backup"
    RESTORE = "restore"
    MIGRATE = "migrate"


class Purpose(Labelled):
    """Why a customer's details are opened; told to the customer on request (CJEU C-579/21)."""

    COUNTER = "counter"
    PHONE = "phone"
    CORRESPONDENCE = "correspondence"
    BILLING = "billing"
    FAULT = "fault"
    REQUEST = "request"
    SUPERVISION = "supervision"
    UPKEEP = "upkeep"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Proof that a reading was logged: the read-log row of a committed transaction."""

    id: int
    party_id: int
    purpose: Purpose
    opened_at: datetime
    expires_at: datetime
    case_id: int | None = None


class RevealReason(Labelled):
    """Why a masked value is shown; logged with the showing."""

    IDENTIFY = "identify"
    CONTRACT = "contract"
    CREDIT = "credit"
    REQUEST = "request"
    CORRECTION = "correction"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Reveal:
    """Proof that the reason for showing a secret was logged: the id of the unit that did, valid once it has committed."""

    ticket: Ticket
    save_id: UUID


@dataclass(frozen=True, slots=True)
class Change:
    """One field's change as the history shows it. `field` is the term key of its label.

    Values are None where there was none, where the body was redacted, and where the value is secret.
    """

    field: str
    before: object | None
    after: object | None
