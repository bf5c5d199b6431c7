"""Workbooks made on the fly, and the real one read once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lpo_desk.domain.legacy import ParsedRegister
from lpo_desk.imports.register import read_register

Rows = Sequence[Sequence[object]]
WriteBook = Callable[..., Path]


@pytest.fixture(scope="session")
def real_workbook(shared: Path) -> Path:
    return shared / "data" / "legacy_customers.xlsx"


@pytest.fixture(scope="session")
def real(real_workbook: Path) -> ParsedRegister:
    return read_register(real_workbook, today=date(2026, 11, 22))


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Writes sheets of rows; text is written as text, so that "=1+1" is no formula unless asked for."""

    def write(sheets: Mapping[str, Rows], *, formulas: bool = False, name: str = "book.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row_number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    cell = sheet.cell(row_number, column, value)
                    if isinstance(value, str) and not formulas:
                        cell.data_type = "s"
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def read_customers(write_book: WriteBook) -> Callable[..., ParsedRegister]:
    """Reads customers given as {column: value}; each gets a number and a name unless it has its own."""

    def read(*customers: Mapping[str, object], **others: Rows) -> ParsedRegister:
        base: dict[str, object] = {"Asnro": None, "Sukunimi": None, "Yrityksen nimi": None}
        full = [
            {"Asnro": str(10_000 + place), "Sukunimi": "Virtanen"} | dict(customer)
            for place, customer in enumerate(customers)
        ]
        headings = list(base | {name: None for customer in full for name in customer})
        rows = [headings, *([customer.get(name) for name in headings] for customer in full)]
        return read_register(write_book({"Asiakkaat": rows, **others}), today=date(2026, 11, 22))

    return read
