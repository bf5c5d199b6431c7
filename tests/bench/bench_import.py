"""Importing the old register's real workbook, beside a bare openpyxl read-only pass over the same file."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

from lpo_desk.db.keys import KdfCost
from lpo_desk.domain.accounts import Role
from lpo_desk.imports.register import read_register
from lpo_desk.imports.run import run
from lpo_desk.services import accounts
from lpo_desk.services.accounts import NewAccount
from tests.bench.harness import ROOT, Case, Goal, Group, Sample, apart, once

WORKBOOK = ROOT.parent / "shared" / "data" / "legacy_customers.xlsx"
ROWS = 12_000 + 19_795 + 24_000 + 2_998
"""Data rows of the four sheets."""
FLOOR = "openpyxl read-only, bare"


def bare() -> Sample:
    """Every cell touched, nothing done with it."""

    def read() -> None:
        book = openpyxl.load_workbook(WORKBOOK, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows(values_only=True):
                for _ in row:
                    pass
        book.close()

    return once(read, items=ROWS)


def parsed() -> Sample:
    return once(lambda: read_register(WORKBOOK, today=date(2026, 11, 22)), items=ROWS)


def imported() -> Sample:
    """Reading, writing into an empty encrypted file, deriving the search rows, commit."""
    return _with_database(lambda load: once(load, items=ROWS))


def again() -> Sample:
    """The same file a second time."""

    def measured(load: Callable[[], object]) -> Sample:
        load()
        return once(load, items=ROWS)

    return _with_database(measured)


def _with_database(measure: Callable[[Callable[[], object]], Sample]) -> Sample:
    folder = Path(tempfile.mkdtemp(prefix="lpo-desk-bench-"))
    try:
        administrator = NewAccount("admin", "Bench", frozenset({Role.ADMINISTRATOR}), "L")
        password = "mansikka-veneet-rannalla"
        signed = accounts.found(str(folder / "a.lpodb"), administrator, password, cost=KdfCost(1, 8192, 1))
        database, actor = signed.opened.database, signed.actor
        sample = measure(lambda: run(database, actor, WORKBOOK, version="0"))
        signed.opened.close()
        return sample
    finally:
        shutil.rmtree(folder)


def cases() -> list[Group]:
    here = "tests.bench.bench_import"
    if not WORKBOOK.exists():
        return []
    return [
        Group(
            f"Import of the old register, {ROWS:,} rows",
            [
                Case(FLOOR, lambda: apart(f"{here}:bare")),
                Case(
                    "LPO Desk, reading alone",
                    lambda: apart(f"{here}:parsed"),
                    floor=FLOOR,
                    goals=[Goal("p50", times=0.25)],
                ),
                Case(
                    "LPO Desk, whole import",
                    lambda: apart(f"{here}:imported"),
                    floor=FLOOR,
                    goals=[Goal("p50", times=1.0)],
                ),
                Case("LPO Desk, second run", lambda: apart(f"{here}:again"), floor=FLOOR),
            ],
            note="The whole import reads, writes an encrypted file in one transaction and derives the search rows.",
            rounds=3,
        )
    ]
