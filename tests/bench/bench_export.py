"""Writing a big data sheet, beside the bare loops of openpyxl (performance.md, Excel: 100,000 rows of 20 columns)."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from lpo_desk.exports.columns import Column, Kind
from lpo_desk.exports.workbook import Book, Properties
from lpo_desk.terms import Lang
from tests.bench.harness import Case, Goal, Group, Sample, apart, once

ROWS = 100_000
SHORT = 20_000
"""Rows for openpyxl, whose time is as long for each row whatever their number."""

Row = tuple[object, ...]
_KINDS = (Kind.TEXT, Kind.TEXT, Kind.TEXT, Kind.DATE, Kind.INTEGER, Kind.MONEY, Kind.YES_NO) * 2 + (
    Kind.TEXT,
) * 6
_HEADINGS = tuple(
    f"import_report.{name}" for name in ("row", "column", "value", "reason", "effect", "stored", "cells")
)


def rows(count: int) -> Iterator[Row]:
    """Made-up rows of a register: seven kinds of value twice over, then six more texts."""
    first = date(1990, 1, 1)
    for n in range(count):
        half = (
            f"{n:05}",
            f"Sundström Åsa {n}",
            "07900",
            first + timedelta(days=n % 9000),
            n,
            Decimal(n) / 100,
            n % 2 == 0,
        )
        yield (
            *half,
            *half,
            "Loviisa",
            f"Brandensteininkatu {n % 90} A {n % 40}",
            "",
            "fi",
            "040 000 0123",
            f"a{n}@example.fi",
        )


def columns() -> Sequence[Column[Row]]:
    headings = [
        *_HEADINGS,
        *(f"{key}_help" for key in _HEADINGS),
        *(f"report.{k}" for k in ("case", "office", "right")),
    ]
    headings += [f"report.{name}" for name in ("channel", "identity", "language")]
    return [
        Column(key, _picked(place), kind)
        for place, (key, kind) in enumerate(zip(headings, _KINDS, strict=True))
    ]


def _picked(place: int) -> Callable[[Row], object]:
    return lambda row: row[place]


def streamed(count: int) -> Sample:
    with tempfile.TemporaryDirectory() as folder:
        book = Book(Lang.FI, Properties("Mittaus", "LPOnet", datetime(2026, 11, 22, tzinfo=UTC)))
        book.table("Rivit", "tblRows", columns(), rows(count))
        return once(lambda: book.save(Path(folder) / "a.xlsx"), items=count)


def bare(count: int) -> Sample:
    """openpyxl's write-only loop, without styles, table or print set-up."""

    def write() -> None:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Rivit")
        for row in rows(count):
            sheet.append(row)
        book.save(Path(folder) / "a.xlsx")

    with tempfile.TemporaryDirectory() as folder:
        return once(write, items=count)


def cases() -> list[Group]:
    here = "tests.bench.bench_export"
    return [
        Group(
            f"Export, {SHORT:,} rows of 20 columns",
            [
                Case("openpyxl write-only, bare", lambda: apart(f"{here}:bare", SHORT)),
                Case(
                    "LPO Desk, with styles, table and print set-up",
                    lambda: apart(f"{here}:streamed", SHORT),
                    floor="openpyxl write-only, bare",
                    goals=[Goal("p50", times=0.2)],
                ),
            ],
        ),
        Group(
            f"Export, {ROWS:,} rows of 20 columns",
            [Case("LPO Desk", lambda: apart(f"{here}:streamed", ROWS))],
            note="Its peak memory beside that of the smaller export shows that rows are streamed.",
            rounds=3,
        ),
    ]
