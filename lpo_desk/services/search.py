"""Finding customers. A search shows the list view only, and nobody is opened by it (architecture.md rule 4)."""

from dataclasses import dataclass

from lpo_desk.db import browse
from lpo_desk.db import search as index
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.outline import Outline
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
        if self.kind is QueryKind.BROWSE:
            return f"{self.kind.value}"
        return f"{self.kind.value}:{len(self.rows)}{'+' if self.more else ''}"


BROWSED = SearchResult(kind=QueryKind.BROWSE)
"""What leads to a customer who was picked from the whole list."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The whole list as it is now, with the lines to begin with: those from `first` on, around the party asked for."""

    outline: Outline
    first: int
    rows: tuple[ListRow, ...]
    line: int | None


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


@requires(Right.SEARCH)
def browse_all(unit: Unit, size: int, party_id: int | None = None) -> Opening:
    """Everybody in the order of lists, protected people last and by number alone; `size` lines to a page.

    The first page, or the one that `party_id` is on.
    """
    known = browse.outline(unit)
    line = None if party_id is None else browse.line_of(unit, known, party_id)
    first = (line or 0) // size * size
    rows = browse.lines(unit, known, first, first + size)
    return Opening(known, first, tuple(rows or ()), line)


@requires(Right.SEARCH)
def browse_lines(unit: Unit, known: Outline, first: int, count: int) -> tuple[ListRow, ...] | None:
    """Lines of the whole list; None where the register has changed since `known` was read."""
    rows = browse.lines(unit, known, first, first + count)
    return None if rows is None else tuple(rows)
