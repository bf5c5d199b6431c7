"""A destruction list as a workbook: its papers with what became of each, and who did what on the last sheet."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lpo_desk.domain.destroying import DestructionReport
from lpo_desk.domain.reports import Origin
from lpo_desk.exports.catalogue import DESTRUCTION
from lpo_desk.exports.destruction import COLUMNS
from lpo_desk.terms import Lang, has, terms
from tests.documents.test_destruction import ROW, record

ORIGIN = Origin(datetime(2026, 12, 3, 9, 0, tzinfo=UTC), "Leena Salo", ROW.office, "1.0")


@pytest.mark.parametrize("lang", list(Lang))
def test_a_list_reads_back(tmp_path: Path, lang: Lang) -> None:
    report = DestructionReport(record(2), ORIGIN)
    path = DESTRUCTION.write(report, lang, tmp_path / DESTRUCTION.file_name(report, lang), None)
    assert path.name.startswith("LPO-L-H0007-")
    book = load_workbook(path)
    papers, last = (book[name] for name in book.sheetnames)
    rows = [[cell.value for cell in row] for row in papers.iter_rows(min_row=2)]
    kind, gone, left, held = (
        terms(key, lang=lang)
        for key in ("paper_kind.voucher", "item_verdict.destroyed", "item_verdict.left_out", "obstacle.held")
    )
    assert rows[:2] == [[f"L-0000{key}", kind, 2014, gone, None] for key in (1, 2)]
    assert rows[2] == ["L-00099", terms("paper_kind.contract", lang=lang), None, left, held]
    words = [str(cell.value) for row in last.iter_rows() for cell in row if cell.value]
    assert any("Jani Alho" in word for word in words)
    assert "Maija Virtanen" in words
    assert terms("destruction_method.contractor", lang=lang) in words


def test_an_open_list_tells_no_method(tmp_path: Path) -> None:
    row = replace(ROW, executed_on=None, method=None, witness="")
    path = DESTRUCTION.write(
        DestructionReport(replace(record(1), row=row), ORIGIN), Lang.FI, tmp_path / "x.xlsx", None
    )
    book = load_workbook(path)
    words = [str(cell.value) for row in book[book.sheetnames[-1]].iter_rows() for cell in row if cell.value]
    assert terms("certificate.method", lang=Lang.FI) not in words
    assert all(has(f"{column.key}_help") for column in COLUMNS)
