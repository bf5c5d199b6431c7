"""The copy of what a person gave, for himself or another controller (GDPR art. 20)."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import Source
from lpo_desk.terms import Term

GIVEN = frozenset({Source.SUBJECT, Source.SERVICE_USE})
"""What the person gave: typed in a form or said, and what his use of the service left (WP 242 rev.01, II)."""

FORMAT = "lponet-portability"
VERSION = 1
"""Of the shape of the files; resources/reference/portability.schema.json describes it."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A value out of a closed list: the code stays the same in every language."""

    code: str
    label: Term


Value = str | int | bool | date | Coded


@dataclass(frozen=True, slots=True)
class PortableField:
    """`key` names it to machines, `label` (a term key) to people."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class PortableRow:
    """One value for each field of the group, None where there is none; where they came from, and when."""

    values: tuple[Value | None, ...]
    source: Source
    source_on: date


@dataclass(frozen=True, slots=True)
class PortableGroup:
    """Rows of one kind. `key` is the group's name to machines, `label` (a term key) to people."""

    key: str
    label: str
    fields: tuple[PortableField, ...]
    rows: tuple[PortableRow, ...]


class WhyLeft(Labelled):
    """Why a value that the person could have given is not in the copy."""

    NOT_GIVEN = "not_given"
    IDENTITY_CODE = "identity_code"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class NotPorted:
    """A field some of whose values are left out: `label` is a term key."""

    group: str
    key: str
    label: str
    why: WhyLeft


@dataclass(frozen=True, slots=True)
class PortableCopy:
    """What is handed over. case_number: "" of a preview."""

    case_number: str
    made_on: date
    groups: tuple[PortableGroup, ...]
    left_out: tuple[NotPorted, ...]


@dataclass(frozen=True, slots=True)
class PortableCount:
    """What a copy would hold of one group, without any value: term keys, and how many rows."""

    label: str
    fields: tuple[str, ...]
    rows: int


def field_key(label: str) -> str:
    """The key of a field, from the term that labels it: it outlives columns of the database."""
    return label.removeprefix("field.")
