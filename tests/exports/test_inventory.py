"""The discrepancies of an inventory round as a workbook."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.inventory import Finding, FindingOutcome, InventoryReport, InventoryRound
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.places import PlaceDetails, PlaceKind, PlaceLine
from lpo_desk.domain.reports import Origin
from lpo_desk.exports.catalogue import INVENTORY
from lpo_desk.terms import Lang, terms

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PLACE = PlaceLine(3, 1, None, "L-K0003", "A/mappi 20", PlaceDetails(PlaceKind.BINDER, "mappi 20"))
FINDINGS = (
    Finding(4, "L-00132", FindingOutcome.FOUND, PaperKind.CONTRACT, "", AT),
    Finding(
        1,
        "L-00003",
        FindingOutcome.MISSING,
        PaperKind.CONTRACT,
        "L-K0003 A/mappi 20",
        AT,
        CustodyKind.MISSING,
    ),
    Finding(2, "L-00077", FindingOutcome.MISPLACED, PaperKind.VOUCHER, PaperState.DESTROYED, AT),
    Finding(3, "L-00999", FindingOutcome.UNKNOWN, None, "", AT),
)


@pytest.mark.parametrize("lang", list(Lang))
def test_what_did_not_fit_reads_back_in_words(tmp_path: Path, lang: Lang) -> None:
    found = InventoryRound(7, PLACE, "L", AT, "Leena Salo", AT, 2, FINDINGS)
    report = InventoryReport(found, Origin(AT, "Leena Salo", None, "1.0"))
    path = INVENTORY.write(report, lang, tmp_path / INVENTORY.file_name(report, lang), None)
    book = load_workbook(path)
    words = {key: terms(key, lang=lang) for key in ("paper_state.destroyed", "custody_kind.missing")}
    rows = [[cell.value for cell in row] for row in book[book.sheetnames[0]].iter_rows(min_row=2)]
    assert [row[0] for row in rows] == ["L-00003", "L-00077", "L-00999"]
    assert [row[3] for row in rows] == ["L-K0003 A/mappi 20", words["paper_state.destroyed"], None]
    assert [row[4] for row in rows] == [words["custody_kind.missing"], None, None]
    every = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [each for each in every if "PaperState" in each or "Outcome." in each]
