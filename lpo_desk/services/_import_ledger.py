"""Which rows of the old register came in before: told by a keyed digest of the row, never by its contents."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import select

from lpo_desk.db.keyed import Keyed
from lpo_desk.db.tables.imports import ImportRow
from lpo_desk.db.unit import Unit
from lpo_desk.domain.legacy import LegacySheet

SHEET_CODES = {
    LegacySheet.CUSTOMERS: 1,
    LegacySheet.SUBSCRIPTIONS: 2,
    LegacySheet.EVENTS: 3,
    LegacySheet.PAPERS: 4,
}
"""As stored: never renumber."""
DIGEST_SIZE = 16


class Row(Protocol):
    """What all rows of the old register have in common."""

    @property
    def row(self) -> int: ...

    @property
    def canonical(self) -> bytes: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is kept of a row. `occurrence`: equal rows of one sheet are counted from 0, so that each has its own."""

    sheet: int
    digest: bytes
    occurrence: int


class Ledger:
    """The rows that are in the register already."""

    def __init__(self, unit: Unit) -> None:
        self._keyed = Keyed(unit.secret("import"))
        columns = select(ImportRow.sheet, ImportRow.digest, ImportRow.occurrence)
        self._known = {
            (sheet, bytes(digest), occurrence)
            for sheet, digest, occurrence in unit.connection.execute(columns)
        }

    def sort(self, sheet: LegacySheet, rows: Iterable[R]) -> tuple[list[tuple[R, Mark]], int]:
        """The rows that are not in the register, each with its mark, and how many are."""
        code, met = SHEET_CODES[sheet], Counter[bytes]()
        new, unchanged = [], 0
        for row in rows:
            digest = self._keyed.digest(row.canonical)[:DIGEST_SIZE]
            occurrence = met[digest]
            met[digest] += 1
            if (code, digest, occurrence) in self._known:
                unchanged += 1
            else:
                new.append((row, Mark(code, digest, occurrence)))
        return new, unchanged
