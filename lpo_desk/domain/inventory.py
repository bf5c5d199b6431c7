"""Inventory rounds: what lies in a binder against what the log believes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import PaperKind, paper_number
from lpo_desk.domain.places import PlaceLine
from lpo_desk.domain.qr import parse_qr_text
from lpo_desk.domain.reports import Origin
from lpo_desk.domain.text import scrub

LONGEST = 40


class FindingOutcome(Labelled):
    """MISPLACED: seen here, believed elsewhere. UNKNOWN: a number that no paper has."""

    FOUND = "found"
    MISSING = "missing"
    MISPLACED = "misplaced"
    UNKNOWN = "unknown"


CORRECTS = {FindingOutcome.MISPLACED: CustodyKind.FOUND, FindingOutcome.MISSING: CustodyKind.MISSING}
"""The event that sets the log right, of what can be set right by one key."""


@dataclass(frozen=True, slots=True)
class Finding:
    """number: as it was read or typed. believed: code and path of where the log had the paper, or how it is with one that
    lay nowhere. settled: what corrected the log."""

    id: int
    number: str
    outcome: FindingOutcome
    kind: PaperKind | None
    believed: str | PaperState
    at: datetime
    settled: CustodyKind | None = None

    @property
    def corrigible(self) -> bool:
        return self.outcome in CORRECTS and self.settled is None


@dataclass(frozen=True, slots=True)
class InventoryRound:
    """expected: how many papers the log has in the place. findings: the newest first while the round is open."""

    id: int
    place: PlaceLine
    office: str
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    expected: int
    findings: tuple[Finding, ...]

    @property
    def discrepancies(self) -> tuple[Finding, ...]:
        """What does not fit, kind by kind, by number."""
        order = list(FindingOutcome)
        differ = (each for each in self.findings if each.outcome is not FindingOutcome.FOUND)
        return tuple(sorted(differ, key=lambda each: (order.index(each.outcome), each.number)))

    def count(self, outcome: FindingOutcome) -> int:
        return sum(each.outcome is outcome for each in self.findings)


@dataclass(frozen=True, slots=True)
class InventoryReport:
    """What the workbook of a round is made of."""

    round: InventoryRound
    origin: Origin


class InventoryRefused(UserError):
    """The round cannot go on so; `key` says why."""

    key = "inventory.ended"


_TAKEN_FOR_DIGITS = str.maketrans("OQDIL|SBZ", "000111582")
"""Letters that a digit on a worn label is taken for."""
_BETWEEN = " -+_.–—\u00a0"


def read_number(typed: str, codes: Collection[str], own: str) -> tuple[str, ...]:
    """What a scanned code or what was typed can mean, the likeliest first: as it stands, and as a number of the log,
    whatever spaces, small letters, missing zeros and misread digits it has. codes: of all offices; own: of the binder's,
    whose numbers need no letter. Raises InventoryRefused for nothing, and for a code of ours that was misread."""
    text, _ = scrub(typed, limit=LONGEST)
    number = text.strip().upper()
    if not number:
        raise InventoryRefused("inventory.nothing_typed")
    found = parse_qr_text(number)
    if found is not None:
        return (found,)
    if number.startswith("LPO"):
        raise InventoryRefused("inventory.misread")
    meant = [number]
    for code in (*sorted(codes, key=len, reverse=True), ""):
        digits = number.removeprefix(code).strip(_BETWEEN).replace(" ", "").translate(_TAKEN_FOR_DIGITS)
        if number.startswith(code) and digits.isascii() and digits.isdecimal():
            meant.append(paper_number(code or own, int(digits)))
    return tuple(dict.fromkeys(meant))
