"""The report of an import: everything named, codes masked, its nature said aloud."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from lpo_desk.exports.import_report import masked
from lpo_desk.terms import Lang, terms


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_values_with_their_place_reason_and_fate(import_books: dict[Lang, Path]) -> None:
    found = rows(load_workbook(import_books[Lang.FI])["Arvot"])
    assert found[1] == (
        "Asiakkaat",
        9,
        "Postinumero",
        "7900",
        terms("import_reason.postcode_number", lang="fi"),
        terms("import_effect.changed", lang="fi"),
        "07900",
    )
    assert found[4][1] is None  # the whole sheet
    assert len(found) == 5


def test_refused_rows_can_be_entered_by_hand(import_books: dict[Lang, Path]) -> None:
    [(sheet, row, reason, cells)] = rows(load_workbook(import_books[Lang.SV])["Avvisade rader"])
    assert (sheet, row, reason) == ("Asiakkaat", 424, terms("import_reason.number_taken", lang="sv"))
    assert cells == "Asiakasnumero: 10023\nSukunimi: Öhman\nHenkilötunnus: 131052-****"


def test_unknown_columns_and_duplicates(import_books: dict[Lang, Path]) -> None:
    book = load_workbook(import_books[Lang.FI])
    assert rows(book["Tuntemattomat sarakkeet"]) == [("Asiakkaat", "Lempiväri")]
    assert rows(book["Mahdolliset kaksoiskappaleet"]) == [("10023, 10877", "24, 878", "kyllä")]


@pytest.mark.parametrize("lang", Lang)
def test_says_that_it_holds_personal_data(import_books: dict[Lang, Path], lang: Lang) -> None:
    book = load_workbook(import_books[lang])
    assert book.worksheets[0]["A3"].value == terms("import_report.sensitivity", lang=lang)
    assert book.worksheets[0]["A4"].value == terms("import_report.dry_run", lang=lang)
    assert terms("import_report.sensitivity_short", lang=lang) in book.properties.title


@pytest.mark.parametrize("lang", Lang)
def test_no_whole_identity_code_and_no_formula(import_books: dict[Lang, Path], lang: Lang) -> None:
    for sheet in load_workbook(import_books[lang]).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not re.search(r"[0-9]{6}\W?908", str(cell.value))


@pytest.mark.parametrize(
    ("text", "secret", "shown"),
    [
        ("131052-908T", True, "131052-****"),
        ("131052–908t", True, "131052-****"),
        ("hetu 131052 A 908T puuttuu", False, "hetu 131052-**** puuttuu"),
        ("131052-908Tja 010594Y9032", False, "131052-908Tja 010594-****"),
        ("ei tietoa", True, "-****"),
        ("", True, ""),
        ("040 000 0123", False, "040 000 0123"),
    ],
)
def test_masking(text: str, secret: bool, shown: str) -> None:
    assert masked(text, secret=secret) == shown


@pytest.mark.parametrize("lang", Lang)
def test_libreoffice_opens_it(printed: dict[str, Path], lang: Lang) -> None:
    pages = [page.extract_text() for page in PdfReader(printed[f"import-{lang.value}"]).pages]
    assert terms("import_report.sensitivity_short", lang=lang) in pages[1]  # the footer of each page
    assert '=HYPERLINK("http://x.example","x")' in "".join(pages)
    assert all(not page.get("/Annots") for page in PdfReader(printed[f"import-{lang.value}"]).pages)
