"""Tables of codes and names that ship with the program: resources/reference/*.csv, each with a heading line.

Look-ups are in domain/reference.py. Nothing is read before it is first asked for.
"""

import csv
from functools import cache

from lpo_desk.paths import resources

Row = tuple[str, ...]


@cache
def rows(table: str) -> tuple[Row, ...]:
    """The lines of `postcodes`, `streets`, `countries` or `operators`, without the heading. Read once."""
    path = resources() / "reference" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        return tuple(tuple(line) for line in lines)
