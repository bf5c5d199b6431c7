"""Finding customers. A search shows the list view only, and nobody is opened by it (architecture.md rule 4)."""

from dataclasses import dataclass

from lpo_desk.db import search as index
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.party import ListRow
from lpo_desk.domain.search import QueryKind, read_query
from lpo_desk.domain.text import scrub

LONGEST = 200


@dataclass(frozen=True, slots=True)
class SearchResult:
    """At most `domain.search.LIMIT` rows, best first. `kind`: what the typed text was taken for."""

    rows: tuple[ListRow, ...] = ()
    more: bool = False
    kind: QueryKind = QueryKind.NOTHING

    @property
    def trace(self) -> str:
        """What the audit keeps of a search: its kind and how many it found, never what was typed."""
        return f"{self.kind.value}:{len(self.rows)}{'+' if self.more else ''}"


@requires(Right.SEARCH)
def find(unit: Unit, text: str) -> SearchResult:
    """Customers that the typed text finds. Made for every key in a reading unit, so it logs nothing.

    The search that led to a customer is logged when the customer is opened (`customers.open`); one by a personal
    identity code that opens nobody is logged by `log`, for it tells whether a person is a customer.
    """
    query = read_query(scrub(text, limit=LONGEST)[0])
    rows, more = index.find(unit, query)
    return SearchResult(tuple(rows), more, query.kind)


@requires(Right.SEARCH)
def log(unit: Unit, result: SearchResult) -> None:
    """Log a search that is over: its kind and the number of hits."""
    unit.log(AuditKind.SEARCH, detail=result.trace)


@requires(Right.SEARCH)
def log_copy(unit: Unit, rows: int) -> None:
    """Log that rows of a result list went to the clipboard: how many, never which."""
    unit.log(AuditKind.EXPORT, table="list_entry", detail=f"clipboard:{rows}")
