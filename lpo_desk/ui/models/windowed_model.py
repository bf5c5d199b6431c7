"""A list of any length: pages of lines come from the database thread as they are scrolled to, and some are kept.

Measured on a million lines: the end is as near as the beginning, where `fetchMore` took 109 s (domain/performance.md,
Lists). One page is on its way at a time and the one asked for last goes first, so that scrolling fast through a long
list never queues what has already passed by.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Signal

from lpo_desk.ui.models.columns import AnyIndex, Sort
from lpo_desk.ui.models.row_model import RowModel

R = TypeVar("R")
PAGE = 128
_KEPT = 64
_WANTED = 4
_ROOT = QModelIndex()

Deliver = Callable[[Sequence[R] | None], object]
Fetch = Callable[[int, int, Deliver[R]], object]
"""Asks for lines from the first on, so many, and has them delivered later; None when the list is another by now."""


class WindowedModel(RowModel[R]):
    """Shows a few rows as RowModel does, or after `show_window` the lines of a long list.

    `outdated` comes when lines were asked for that are no longer there as they were counted. `arrived` tells the first
    and the last line of a page that has come.
    """

    outdated = Signal()
    arrived = Signal(int, int)

    _fetch: Fetch[R] | None = None
    _count = 0
    _asked: int | None = None
    """The page that was looked for last; the others are fetched ahead."""
    _edition = 0
    """Answers to an earlier window are dropped."""

    def show_window(self, count: int, fetch: Fetch[R], first: int, rows: Sequence[R]) -> None:
        """Show a list of `count` lines; those from `first` on, the first of a page, are here already."""
        self.beginResetModel()
        self._forget()
        self._fetch, self._count = fetch, count
        self._pages[first // PAGE] = tuple(rows)
        self.endResetModel()

    def set_rows(self, rows: Iterable[R]) -> None:
        self._forget()
        super().set_rows(rows)

    @property
    def windowed(self) -> bool:
        return self._fetch is not None

    @property
    def rows(self) -> Sequence[R]:
        """All rows of a short list; of a window the lines that are here."""
        if self._fetch is None:
            return super().rows
        return tuple(row for page in sorted(self._pages) for row in self._pages[page])

    def stretch(self, number: int) -> tuple[int, Sequence[R]]:
        """The lines that are here without a hole around this one, and the number of the first."""
        if self._fetch is None:
            return 0, super().rows
        first = last = number // PAGE
        while first - 1 in self._pages:
            first -= 1
        while last + 1 in self._pages:
            last += 1
        return first * PAGE, tuple(
            row for page in range(first, last + 1) for row in self._pages.get(page, ())
        )

    def order(self, sorts: Sequence[Sort]) -> None:
        """A window has its own order."""
        if self._fetch is None:
            super().order(sorts)

    def row(self, number: int) -> R | None:
        """None for a line that is not here yet; it is then on its way."""
        if self._fetch is None:
            return super().row(number)
        if not 0 <= number < self._count:
            return None
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._asked = page
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def find(self, key: Hashable) -> int | None:
        """Of a window, among the lines that are here."""
        if self._fetch is None:
            return super().find(key)
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if self._key(row) == key:
                    return page * PAGE + place
        return None

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        if self._fetch is None:
            return super().rowCount(parent)
        return 0 if parent.isValid() else self._count

    def _forget(self) -> None:
        self._edition += 1
        self._fetch, self._count = None, 0
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()
        self._wanted: list[int] = []
        self._coming: int | None = None
        self._asked = None
        self._rows = []

    def _want(self, page: int) -> None:
        if page == self._coming:
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        del self._wanted[:-_WANTED]
        self._fetch_next()

    def _fetch_next(self) -> None:
        if self._coming is not None or not self._wanted or self._fetch is None:
            return
        page = self._coming = self._wanted.pop()
        edition = self._edition

        def take(rows: Sequence[R] | None) -> None:
            if edition == self._edition:
                self._take(page, rows)

        self._fetch(page * PAGE, min(PAGE, self._count - page * PAGE), take)

    def _take(self, page: int, rows: Sequence[R] | None) -> None:
        self._coming = None
        if rows is None:
            self._wanted.clear()
            self.outdated.emit()
            return
        self._pages[page] = tuple(rows)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        first, last = page * PAGE, page * PAGE + len(rows) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self.arrived.emit(first, last)
        if page == self._asked and not self._wanted:
            self._wanted = self._beside(page)
        self._fetch_next()

    def _beside(self, page: int) -> list[int]:
        """The pages beside one that was asked for, so that the next screen is here before it is turned to."""
        pages = -(-self._count // PAGE)
        return [one for one in (page - 1, page + 1) if 0 <= one < pages and one not in self._pages]
