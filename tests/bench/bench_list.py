"""The whole register as a list, beside Qt showing as many constant lines."""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.harness import Case, Goal, Group, Sample, reported
from tests.bench.registers import CROWD_PASSWORD, crowd

SIZES = (10_000, 1_000_000)
LISTING = [sys.executable, "-m", "tests.bench.listing"]
MOVES = {
    "first": ("first lines", 100),
    "end": ("End and Home", 100),
    "page": ("PgDn", 50),
}
"""What is measured: its name, and the most milliseconds at p95."""


def run(which: str, what: str, lines: int, path: Path | None = None) -> Sample:
    of = [] if path is None else [str(path), CROWD_PASSWORD]
    return reported([*LISTING, which, what, str(lines), *of])[0]


def cases() -> Iterator[Group]:
    paths = {lines: crowd(lines) for lines in SIZES}
    small = f"LPO Desk, {SIZES[0]:,}"
    for what, (name, most) in MOVES.items():
        made = []
        for lines, path in paths.items():
            floor, title = f"constant data, {lines:,}", f"LPO Desk, {lines:,}"
            goals = [Goal("p95", plus=most)]
            if title != small:
                goals += [Goal("p95", times=2, than=small), Goal("MiB", times=1, plus=15, than=small)]
            made += [
                Case(floor, partial(run, "constant", what, lines)),
                Case(title, partial(run, "desk", what, lines, path), floor=floor, goals=goals),
            ]
        yield Group(
            f"The whole register as a list: {name}",
            made,
            note="From the key, or from emptying the search box, to the lines painted; off screen. The memory is that of "
            "the whole process, program and register's pages in its cache included.",
            rounds=5,
        )
