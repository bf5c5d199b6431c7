"""The QR code as it is drawn."""

import re

import pypdfium2
import pytest

from lpo_desk.documents import receipt
from lpo_desk.documents.typesetting import qr_svg
from lpo_desk.domain.qr import qr_text
from lpo_desk.terms import Lang
from tests.documents import samples


def test_is_the_smallest_symbol_with_its_quiet_zone() -> None:
    size = re.search(r'<svg[^>]* width="(\d+)" height="(\d+)"', qr_svg("L-2026-0042"))
    assert size
    assert size.groups() == ("29", "29")  # version 1 has 21 modules, and 4 of quiet on each side


def test_differs_by_number() -> None:
    assert qr_svg("L-2026-0042") != qr_svg("L-2026-0043")
    assert qr_svg("L-2026-0042") == qr_svg("L-2026-0042")


def test_a_reader_finds_it_on_the_printed_page() -> None:
    zxingcpp = pytest.importorskip(
        "zxingcpp", reason="zxing-cpp reads scans in a later release; not installed"
    )
    page = pypdfium2.PdfDocument(receipt(samples.RECEIPT, Lang.SV))[0]
    found = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil().convert("L"))
    assert [code.text for code in found] == [qr_text(samples.NUMBER)]
