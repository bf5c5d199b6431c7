"""The register extract: a copy of everything held on one person, with the list of GDPR art. 15(1).

Services fill it from the declarations of the columns (architecture.md rule 6); documents/ prints it. Nothing
here is translated yet, so one extract prints in any language.
"""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.printed import Cell, Text
from lpo_desk.domain.privacy import Category
from lpo_desk.terms import Term


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is.

    `hetu` stays None unless its printing was asked for with a reason (TietosuojaL 29 § 4 mom.).
    """

    name: str
    customer_numbers: tuple[str, ...] = ()
    born: date | None = None
    hetu: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value; `label` is a term key. `source` and `on`: where it came from and when."""

    label: str
    value: Cell
    source: Text | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values under an optional heading (`title` is a term key or the register's own words)."""

    rows: tuple[Fact, ...]
    title: Text | None = None

    @property
    def empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; source and date are printed as columns of their own when any row has them."""

    cells: tuple[Cell, ...]
    source: Text | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same columns (term keys). Raises ValueError for a row of another width."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: Text | None = None

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{len(row.cells)} cells under {len(self.columns)} columns: {self.columns}")

    @property
    def empty(self) -> bool:
        return not self.rows


@dataclass(frozen=True, slots=True)
class ExtractSection:
    """One group of data. A section without any rows is printed too: it says that nothing is held."""

    heading: str
    category: Category
    blocks: tuple[Facts | Table, ...] = ()

    @property
    def empty(self) -> bool:
        return all(block.empty for block in self.blocks)


@dataclass(frozen=True, slots=True)
class LookUp:
    """That somebody read the data, when (Helsinki date) and why. Never who (CJEU C-579/21)."""

    on: date
    purpose: Text


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Data handed to someone outside, by name: the person may ask who it was (CJEU C-154/21)."""

    to: Text
    what: Text
    basis: Text | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not given and why, without revealing it (GDPR art. 15(4), TietosuojaL 34 §)."""

    what: Text
    why: Text


@dataclass(frozen=True, slots=True)
class RetentionLine:
    """How long a group of data is kept."""

    data: Text
    kept: Text


NO_AUTOMATED_DECISIONS = Term("extract.automated_none")


@dataclass(frozen=True, slots=True)
class Information:
    """The part of art. 15(1)(a)-(h) that depends on the person; the rest is the notice's standing text.

    `recipients`: actual recipients by name, beside the standing categories. `sources`: where this person's
    data came from. `automated`: the answer to (h), a setting since credit checks might change it.
    """

    recipients: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = ()
    retention: tuple[RetentionLine, ...] = ()
    automated: Text = NO_AUTOMATED_DECISIONS


@dataclass(frozen=True, slots=True)
class Extract:
    """The whole extract of one case, as of `made_on`. `scope`: what was asked, when it was not everything."""

    case_number: str
    made_on: date
    subject: Subject
    sections: tuple[ExtractSection, ...]
    information: Information
    look_ups: tuple[LookUp, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    scope: Text | None = None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A value that may name third persons, for the reviewer: shown, and ticked if it must stay out.

    key: `table:row:column`, kept in the case. label: a term key. case_id: of a line of the case book, its case.
    """

    key: str
    label: str
    text: str
    case_id: int | None = None
