"""What is told to the supervisory authority of one case: how it went, without the clerks who did it."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.extract import Facts, Table
from lpo_desk.domain.printed import Text


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """`heading`: a term key, or a right of the person."""

    heading: Text
    blocks: tuple[Facts | Table, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The cover of the pack, and what follows it: how many scans, and the keys of the archived papers in their order."""

    case_number: str
    made_on: date
    sections: tuple[EvidenceSection, ...]
    documents: tuple[int, ...]
    scans: int = 0

    @property
    def enclosed(self) -> int:
        """How many papers follow the cover."""
        return self.scans + len(self.documents)
