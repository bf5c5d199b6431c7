"""A list of any length: 128-row pages come from the database thread as they are scrolled to, 64 of them are kept.

Measured on a million rows: first rows 82 ms, the end at once, 9 MB; `fetchMore` took 109 s to reach the end
(domain/performance.md, Lists). One page is on its way at a time and the one asked for last goes first, so that
scrolling fast through a long list never queues what has already passed by.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Signal

from lpo_desk.ui.language import Language
from lpo_desk.ui.models.cells import CellModel
from lpo_desk.ui.models.columns import AnyIndex, Columns, KeyOf, Sort
from lpo_desk.ui.runner import Runner, tell

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
R_in = TypeVar("R_in")
PAGE = 128
_KEPT = 64
_WANTED = 4
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Ask(Generic[R_in]):
    """Which rows are wanted. With a neighbour known, a source may go on from it instead of counting from the start."""

    offset: int
    limit: int
    sorts: tuple[Sort, ...]
    after: R_in | None = None  # the row just before the first one wanted
    before: R_in | None = None  # the row just after the last one wanted


class Source(Protocol[R]):
    """Runs on the database thread."""

    def count(self) -> int: ...

    def rows(self, ask: Ask[R]) -> Sequence[R]: ...


class WindowedModel(CellModel[R]):
    """`loaded` comes with the count each time the list was read again."""

    loaded = Signal(int)

    def __init__(
        self,
        columns: Columns[R],
        key: KeyOf[R],
        language: Language,
        runner: Runner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, key, language, parent)
        self._runner = runner
        self._source: Source[R] | None = None
        self._sorts: tuple[Sort, ...] = ()
        self._count = 0
        self._edition = 0  # answers of an earlier source or order are dropped
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._wanted: list[int] = []
        self._coming: int | None = None

    def show_source(self, source: Source[R], sorts: Sequence[Sort] | None = None) -> None:
        """Read this source from now on. The old rows stay on the screen until the first new page is here."""
        self._source = source
        if sorts is not None:
            self._sorts = tuple(sorts)
        self.reload()

    def order(self, sorts: Sequence[Sort]) -> None:
        """Sort by asking the source again; nothing is sorted in Python."""
        self._sorts = tuple(sorts)
        self.reload()

    def reload(self) -> None:
        """Read the count and the first page again."""
        source = self._source
        if source is None:
            return
        self._edition += 1
        edition, ask = self._edition, Ask[R](0, PAGE, self._sorts)
        self._runner.run(
            self,
            lambda: (source.count(), source.rows(ask)),
            lambda answer: self._begin(edition, *answer),
            latest="reload",
        )

    def row(self, number: int) -> R | None:
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def _begin(self, edition: int, count: int, first: Sequence[R]) -> None:
        if edition != self._edition:
            return
        self.beginResetModel()
        self._count = count
        self._pages.clear()
        self._pages[0] = tuple(first)
        self._wanted.clear()
        self._coming = None
        self.endResetModel()
        self.loaded.emit(count)

    def _want(self, page: int) -> None:
        if page == self._coming:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        del self._wanted[:-_WANTED]
        self._fetch_next()

    def _fetch_next(self) -> None:
        source = self._source
        if self._coming is not None or not self._wanted or source is None:
            return
        page = self._coming = self._wanted.pop()
        edition, ask = self._edition, self._ask(page)
        self._runner.run(
            self,
            lambda: source.rows(ask),
            lambda rows: self._take(edition, page, rows),
            lambda error: self._give_up(edition, error),
        )

    def _ask(self, page: int) -> Ask[R]:
        previous, following = self._pages.get(page - 1), self._pages.get(page + 1)
        return Ask(
            page * PAGE,
            min(PAGE, self._count - page * PAGE),
            self._sorts,
            after=previous[-1] if previous and len(previous) == PAGE else None,
            before=following[0] if following else None,
        )

    def _take(self, edition: int, page: int, rows: Sequence[R]) -> None:
        if edition != self._edition:
            return
        self._coming = None
        self._pages[page] = tuple(rows)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, min((page + 1) * PAGE, self._count) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._fetch_next()

    def _give_up(self, edition: int, error: Exception) -> None:
        if edition == self._edition:
            self._coming = None
            self._wanted.clear()
        tell(self, error)
