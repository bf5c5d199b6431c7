"""Hiding counts so small that they point at a person, and those that would give them back (ux.md 5.1, 8)."""

import enum


class Hidden(enum.Enum):
    """Why a count is not shown."""

    SMALL = "small"
    """So small that it could point at a person."""
    TELLING = "telling"
    """A small one could be computed from it."""


Shown = int | Hidden


def shown(count: int, below: int) -> Shown:
    """The count, hidden when it is from 1 up to `below`."""
    return Hidden.SMALL if 0 < count < below else count


def with_margins(table: list[list[int]]) -> list[list[int]]:
    """The table with a column and a row of totals added."""
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def disclosed(table: list[list[int]], below: int) -> list[list[Shown]]:
    """A table that ends in totals (with_margins), its small counts hidden so that no total gives them back.

    After the small counts themselves more are hidden, the smallest first, until no row and no column has a
    single hidden member, or hidden members whose sum is small enough to tell each of them.
    """
    small = {(r, c) for r, row in enumerate(table) for c, n in enumerate(row) if 0 < n < below}
    hidden = set(small)
    lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(table)]
    lines += [[(r, c) for r in range(len(table))] for c in range(len(table[0]) if table else 0)]
    while more := [cell for line in lines if (cell := _next_hidden(table, line, hidden, below))]:
        hidden.add(min(more))
    why = {cell: Hidden.SMALL if cell in small else Hidden.TELLING for cell in hidden}
    return [[why.get((r, c), n) for c, n in enumerate(row)] for r, row in enumerate(table)]


def _next_hidden(
    table: list[list[int]], line: list[tuple[int, int]], hidden: set[tuple[int, int]], below: int
) -> tuple[int, int] | None:
    """The cell to hide next so that the line gives no hidden one away; None when it does not."""
    *parts, total = line
    secret = [cell for cell in line if cell in hidden]
    if not secret:
        return None
    derivable = total not in hidden and sum(table[r][c] for r, c in parts if (r, c) in hidden) < below
    if len(secret) > 1 and not derivable:
        return None
    open_cells = [(table[r][c], r, c) for r, c in line if (r, c) not in hidden and table[r][c]]
    return min(open_cells)[1:] if open_cells else None
