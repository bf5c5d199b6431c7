"""The writer of workbooks, with openpyxl's own files as the oracle."""

import os
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.legacy import ImportEffect
from lpo_desk.exports import workbook as module
from lpo_desk.exports.cells import CELL_LIMIT, plain
from lpo_desk.exports.columns import Column, Kind
from lpo_desk.exports.target import TargetFailed, TargetLocked, TargetMissing
from lpo_desk.exports.workbook import Book, Progress, Properties, TooManyRows, sheet_title
from lpo_desk.terms import Lang, terms

MADE = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
HOSTILE = [
    '=HYPERLINK("http://x.example","x")',
    "=1+1",
    "+358400000123",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",  # noqa: RUF001  # full-width, on purpose
    "#N/A",
    "00900",
    "1e5",
    "TRUE",
    "2026-10-01",
    "_x0041_",
    "_x000D_",
    "a & b < c > d \"e\" 'f' ]]>",
    "<f>1</f>",
    "  two spaces  ",
    "two\nlines",
    "Åsa Öhman 👩‍👩‍👧",  # joined by U+200D
    "\u202eabc",
    "\x00nul",
    "\ud800lone",
    "\ufffe\uffff",
    "a\x0bb\x1fc",
]


@dataclass(frozen=True)
class Thing:
    text: str = ""
    day: date | None = None
    at: datetime | None = None
    count: int | None = None
    euros: Decimal | None = None
    share: float | None = None
    known: bool | None = None
    effect: Labelled | None = None


COLUMNS: tuple[Column[Thing], ...] = (
    Column("report.case", lambda thing: thing.text, wrap=True),
    Column("report.received_on", lambda thing: thing.day, Kind.DATE),
    Column("export.made_at", lambda thing: thing.at, Kind.DATETIME),
    Column("report.days", lambda thing: thing.count, Kind.INTEGER),
    Column("export.kind_money", lambda thing: thing.euros, Kind.MONEY),
    Column("report.on_time", lambda thing: thing.share, Kind.SHARE),
    Column("report.is_late", lambda thing: thing.known, Kind.YES_NO),
    Column("report.month", lambda _: None, Kind.TERM),
)
FULL = Thing("x", date(2026, 10, 1), MADE, 1234, Decimal("39.90"), 0.5, True)


def write(path: Path, rows: Sequence[Thing], progress: Progress | None = None) -> Path:
    book = Book(Lang.FI, Properties("Koe & kumppanit", "Loviisa", MADE))
    book.table("Rivit", "tblRows", COLUMNS, rows)
    return book.save(path, progress)


def values(path: Path) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in load_workbook(path)["Rivit"].iter_rows(min_row=2, values_only=True)]


def texts(path: Path) -> list[str | None]:
    return [row[0] if row[0] is None else unescape(row[0]) for row in values(path)]


def test_types(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path / "a.xlsx", [FULL]))["Rivit"]
    text, day, at, count, euros, share, known, nothing = next(sheet.iter_rows(min_row=2))
    assert (text.value, text.data_type, text.number_format) == ("x", "s", "@")
    assert day.value == datetime(2026, 10, 1)
    assert (day.is_date, day.number_format) == (True, "d.m.yyyy")
    assert at.value == datetime(2026, 11, 22, 14, 5)  # Helsinki
    assert (count.value, count.data_type) == (1234, "n")
    assert (euros.value, euros.number_format) == (39.9, '#,##0.00\\ "€"')
    assert (share.value, share.number_format) == (0.5, "0 %")
    assert (known.value, nothing.value) == ("kyllä", None)


def test_sheet_is_set_up_for_work_and_paper(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path / "a.xlsx", [FULL, FULL]))["Rivit"]
    table = sheet.tables["tblRows"]
    assert (table.ref, table.autoFilter.ref) == ("A1:H3", "A1:H3")
    assert table.tableStyleInfo.name == "TableStyleMedium2"
    assert table.column_names == [column.heading(Lang.FI) for column in COLUMNS]
    assert sheet.freeze_panes == "B2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    footer = str(sheet.oddFooter)
    assert "&LLPO Desk · Koe && kumppanit · 22.11.2026" in footer
    assert "&R&P/&N" in footer


def test_no_rows_leave_a_table_that_excel_accepts(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path / "a.xlsx", []))["Rivit"]
    assert sheet.tables["tblRows"].ref == "A1:H2"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "a.xlsx", [Thing(text, count=1)])
    cell = load_workbook(path)["Rivit"]["A2"]
    wanted = plain(text, Lang.FI)
    assert (texts(path), cell.data_type) == ([wanted or None], "s" if wanted else "n")
    assert formulas(path) == []
    read = CalamineWorkbook.from_path(path).get_sheet_by_name("Rivit").to_python()[1][0]
    assert read == wanted  # calamine undoes the escapes, as Excel does


def formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [name for name in sheets if re.search(rb"<f[ >/]", archive.read(name))]


anything = st.text(
    st.one_of(st.characters(), st.characters(categories=["Cs", "Cc"]), st.sampled_from("=+-@_x04"))
)


@settings(max_examples=40)
@given(rows=st.lists(anything, min_size=1, max_size=25))
def test_any_text_reads_back(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = write(tmp_path_factory.mktemp("any") / "a.xlsx", [Thing(text) for text in rows])
    assert texts(path) == [plain(text, Lang.FI) or None for text in rows]
    assert formulas(path) == []


def test_streamed_rows_equal_openpyxls_own(tmp_path: Path) -> None:
    things = [
        Thing(
            f"nimi {n} ÅÄÖ & <{n}>",
            date(1950 + n % 70, 1 + n % 12, 1 + n % 28),
            None,
            n - 50,
            Decimal(n * 7) / 100,
            n / 1000,
        )
        for n in range(1200)
    ]
    oracle = Workbook()
    sheet = oracle.create_sheet("Rivit", 0)
    sheet.append([column.heading(Lang.FI) for column in COLUMNS])
    for thing in things:
        sheet.append([thing.text, thing.day, thing.at, thing.count, thing.euros, thing.share, None, None])
    oracle.save(tmp_path / "oracle.xlsx")
    ours = write(tmp_path / "ours.xlsx", things)
    assert values(ours) == values(tmp_path / "oracle.xlsx")
    assert calamine(ours) == calamine(tmp_path / "oracle.xlsx")


def calamine(path: Path) -> list[list[object]]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Rivit").to_python()
    return [list(row[:6]) for row in rows]  # trailing empty columns: calamine leaves unstyled ones out


def test_long_text_is_cut_with_a_note(tmp_path: Path) -> None:
    [text] = texts(write(tmp_path / "a.xlsx", [Thing("ä" * 40_000)]))
    assert text is not None
    assert len(text) == CELL_LIMIT
    assert text.endswith("[katkaistu, tekstissä oli 40\u202f000 merkkiä]")
    [smiles] = texts(write(tmp_path / "b.xlsx", [Thing("😀" * 20_000)]))
    assert smiles is not None
    assert CELL_LIMIT - 1 <= len(smiles.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_days_before_excels_calendar_are_text(tmp_path: Path) -> None:
    rows = [Thing(day=date(1899, 12, 24)), Thing(day=date(1900, 2, 28)), Thing(day=date(1900, 3, 1))]
    days = [row[1] for row in values(write(tmp_path / "a.xlsx", rows))]
    assert days == ["24.12.1899", "28.2.1900", datetime(1900, 3, 1)]


def test_rows_grow_with_wrapped_text(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path / "a.xlsx", [Thing("a\nb\nc"), Thing("a")]))["Rivit"]
    assert (sheet.row_dimensions[2].height, sheet.row_dimensions[3].height) == (45, None)


def test_widths_follow_content_up_to_fifty(tmp_path: Path) -> None:
    sheet = load_workbook(write(tmp_path / "a.xlsx", [Thing("x" * 30)]))["Rivit"]
    wide = load_workbook(write(tmp_path / "b.xlsx", [Thing("x" * 300)]))["Rivit"]
    assert (sheet.column_dimensions["A"].width, wide.column_dimensions["A"].width) == (32, 50)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a.xlsx", [FULL]), write(tmp_path / "b.xlsx", [FULL])
    assert one.read_bytes() == two.read_bytes()
    assert load_workbook(one).properties.modified == datetime(2026, 11, 22, 12, 5)
    assert load_workbook(one).properties.creator == "Loviisa"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    wished = tmp_path / "a.xlsx"
    wished.write_text("mine")
    written = [write(wished, [FULL]).name for _ in range(2)]
    assert (written, wished.read_text()) == (["a-2.xlsx", "a-3.xlsx"], "mine")


class CancelledError(Exception):
    pass


def test_progress_and_cancel(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write(tmp_path / "a.xlsx", [FULL] * 1200, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]

    def cancel(done: int, total: int) -> None:
        if done:
            raise CancelledError

    with pytest.raises(CancelledError):
        write(tmp_path / "b.xlsx", [FULL] * 1200, progress=cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TargetMissing) as refused:
        write(tmp_path / "gone" / "a.xlsx", [FULL])
    assert "gone" in refused.value.sentence(Lang.SV)


def test_name_the_disk_refuses(tmp_path: Path) -> None:
    with pytest.raises((TargetFailed, TargetMissing)):  # Windows calls such a name a missing path
        write(tmp_path / ("x" * 300 + ".xlsx"), [FULL])


def test_target_locked_by_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")  # what Windows says of a file open in Excel

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(TargetLocked) as refused:
        write(tmp_path / "a.xlsx", [FULL])
    assert "a.xlsx" in refused.value.sentence(Lang.FI)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 1001)
    assert write(tmp_path / "a.xlsx", [FULL] * 1000).exists()
    with pytest.raises(TooManyRows):
        write(tmp_path / "b.xlsx", [FULL] * 1001)
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize(
    ("wished", "taken", "title"),
    [
        ("Pyynnöt", [], "Pyynnöt"),
        ("pyynnöt", ["Pyynnöt"], "pyynnöt 2"),
        ("a/b\\c:d*e?[f]", [], "a b c d e  f"),
        ("'lainattu'", [], "lainattu"),
        ("x" * 40, ["x" * 31], "x" * 29 + " 2"),
        ("[]", [], "-"),
    ],
)
def test_sheet_titles_are_legal(wished: str, taken: list[str], title: str) -> None:
    assert sheet_title(wished, taken) == title


def test_unnameable_values_are_a_bug_not_a_cell(tmp_path: Path) -> None:
    book = Book(Lang.FI, Properties("Koe", "Loviisa", MADE))
    columns: list[Column[object]] = [Column("report.case", lambda _: object(), Kind.TERM)]
    with pytest.raises(TypeError):
        book.table("Rivit", "tblRows", columns, [object()])


@pytest.mark.parametrize("share", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_to_excel_is_left_empty(tmp_path: Path, share: float) -> None:
    assert values(write(tmp_path / "a.xlsx", [Thing("x", share=share)]))[0][5] is None


def test_a_truth_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write(tmp_path / "a.xlsx", [Thing(count=True)])
    assert list(tmp_path.iterdir()) == []


def test_rows_may_be_read_once_only(tmp_path: Path) -> None:
    book = Book(Lang.FI, Properties("Koe", "Loviisa", MADE))
    book.table("Rivit", "tblRows", COLUMNS, (Thing(str(n)) for n in range(2500)))
    assert texts(book.save(tmp_path / "a.xlsx")) == [str(n) for n in range(2500)]


def test_enumerations_are_written_in_words(tmp_path: Path) -> None:
    column: Column[Thing] = Column("import_report.effect", lambda thing: thing.effect, Kind.TERM)
    book = Book(Lang.SV, Properties("Koe", "Loviisa", MADE))
    book.table("Rivit", "tblRows", [column], [Thing(effect=ImportEffect.CHANGED)])
    assert texts(book.save(tmp_path / "a.xlsx")) == [terms("import_effect.changed", lang="sv")]
