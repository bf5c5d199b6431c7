"""How a column of the database declares what it holds (architecture.md rule 6).

The register extract, masking, the audit's redaction and, later, portability and erasure are
computed from these declarations; there is no other list of fields.
"""

from dataclasses import dataclass

from lpo_desk.domain.labels import Labelled


class Category(Labelled):
    """Categories of personal data, in the order of the privacy notice ("Rekisterin tietosisältö")."""

    BASIC = "basic"
    CONTACT = "contact"
    ROLE = "role"
    RELATIONSHIP = "relationship"
    HISTORY = "history"
    MARKETING = "marketing"
    BILLING = "billing"
    DIRECTORY = "directory"
    PROTECTION = "protection"
    PAPER = "paper"
    REQUEST = "request"
    LOOKUP = "lookup"


class Retention(Labelled):
    """What ends the keeping of a value (law.md section 3, retention table)."""

    CUSTOMER = "customer"
    ACCOUNTING = "accounting"
    BAN = "ban"
    CASE = "case"
    LOG = "log"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Personal:
    """A column holding data of a person.

    label: the term key that names it on the form, in Excel and in the extract.
    portable: the person gave it himself under a contract or consent (GDPR art. 20), or it says what he gave (the kind of
        an address); it is given where its row came from him or from his use of the service.
    secret: never in an audit body, log or list (the personal identity code).
    others: may name third persons, so the reviewer is shown it before it leaves (art. 15(4)).
    """

    category: Category
    retention: Retention
    label: str
    portable: bool = False
    secret: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A column pointing at the person whose data the row is.

    label: term key saying how the row concerns them, where there are several such columns.
    shows: the columns that are this person's data; None for all. The rest describe the row's other person.
    """

    label: str | None = None
    shows: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Technical:
    """A column that says nothing of a person; `reason` tells why it is there."""

    reason: str
