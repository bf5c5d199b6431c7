"""The list that a search found, kept while its customers are open: F12 goes to the next of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from lpo_desk.services.search import SearchResult


@dataclass(frozen=True)
class Position:
    """Where a customer stands in the list, from 1."""

    number: int
    total: int


class ResultList(QObject):
    """One for each signed-in session; `changed` comes when another list was opened from."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: SearchResult | None = None
        self._ids: tuple[int, ...] = ()
        self._first = self._total = 0

    def keep(
        self, found: "SearchResult", ids: tuple[int, ...], first: int = 0, total: int | None = None
    ) -> None:
        """Remember the search and its customers in the order of the screen.

        Of a long list, a stretch of it: the line of its first customer, from 0, and how many lines there are in all.
        """
        self.found, self._ids, self._first = found, ids, first
        self._total = len(ids) if total is None else total
        self.changed.emit()

    def position(self, party_id: int) -> Position | None:
        """None for a customer that the list has not."""
        if party_id not in self._ids:
            return None
        return Position(self._first + self._ids.index(party_id) + 1, self._total)

    def beside(self, party_id: int, distance: int) -> int | None:
        """The customer so many places on; None past the ends and for one who is not in the list."""
        if party_id not in self._ids:
            return None
        place = self._ids.index(party_id) + distance
        return self._ids[place] if 0 <= place < len(self._ids) else None


def result_list(context: QObject) -> ResultList:
    """The list of the session, made when first asked for."""
    return context.findChild(ResultList) or ResultList(context)
