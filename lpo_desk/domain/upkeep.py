"""What keeping a database safe tells: its backups, their restoring, and the check of everything."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """A verified backup, or the database made from one. `size` in bytes; `rows` of all tables together."""

    file: Path
    made_at: datetime
    """Instant of the backup, UTC."""
    schema: str
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a check found.

    pages, references: None on a server, which watches its own pages and foreign keys.
    schema: the revision found; `schema_known`: it is the one of this program.
    tables: rows by table.
    sealed: audit rows that the chain of seals covers, of `events` in all.
    broken_seals, bad_bodies: how many links of the audit's chain, and how many bodies, are not as they were written.
    unlisted: parties that no search would find.
    ledger: the ledger of erasures outside the database is whole and tells the same as the one inside; None where nothing
    was erased.
    """

    pages: bool | None
    references: bool | None
    schema: str
    schema_known: bool
    tables: dict[str, int]
    events: int
    sealed: int
    broken_seals: int
    bad_bodies: int
    unlisted: int
    ledger: bool | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """Names of what is wrong: pages, references, schema, audit, search, ledger."""
        wrong = {
            "pages": self.pages is False,
            "references": self.references is False,
            "schema": not self.schema_known,
            "audit": bool(self.broken_seals or self.bad_bodies),
            "search": self.unlisted > 0,
            "ledger": self.ledger is False,
        }
        return tuple(name for name, found in wrong.items() if found)

    @property
    def ok(self) -> bool:
        return not self.faults
