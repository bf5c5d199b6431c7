"""The monthly report: true to its cases, in one language, without a person and without a formula."""

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from lpo_desk.domain.reports import RegisterFigures
from lpo_desk.exports.catalogue import MONTHLY
from lpo_desk.terms import Lang, catalogue, terms
from tests.exports.content import LOVIISA, PORVOO, october

SHEETS = {
    Lang.FI: ["Yhteenveto", "Pyynnöt", "Kuukaudet", "Rekisteri lukuina", "Selite"],
    Lang.SV: ["Sammandrag", "Begäranden", "Månader", "Registret i siffror", "Förklaringar"],
    Lang.EN: ["Summary", "Requests", "Months", "Register in figures", "Explanations"],
}


def words(path: Path) -> set[str]:
    return {
        cell.value
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


def named(path: Path, name: str) -> object:
    book = load_workbook(path)
    [(sheet, cell)] = book.defined_names[name].destinations
    return book[sheet][cell].value


def line(sheet: Worksheet, label: str) -> list[object]:
    """The cells after the label, up to the last written one."""
    [row] = [row for row in sheet.iter_rows(values_only=True) if row[0] == label]
    return list(row[1:])


@pytest.mark.parametrize("lang", Lang)
def test_sheets(monthly_books: dict[Lang, Path], lang: Lang) -> None:
    assert load_workbook(monthly_books[lang]).sheetnames == SHEETS[lang]


def test_the_register_is_told_in_figures(monthly_books: dict[Lang, Path]) -> None:
    sheet = load_workbook(monthly_books[Lang.SV])["Registret i siffror"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    points = terms("table.contact_point", lang="sv")
    contact = terms("category.contact", lang="sv")
    assert rows[0] == (contact, points, None, None, 43, 50, "nej")
    assert [(row[3], row[4], row[6]) for row in rows[1:]] == [
        (terms("contact_kind.phone", lang="sv"), None, "ja"),
        (terms("contact_kind.email", lang="sv"), None, "ja"),
    ]


def test_case_book_has_a_row_for_each_case(monthly_books: dict[Lang, Path]) -> None:
    report = october()
    sheet = load_workbook(monthly_books[Lang.FI])["Pyynnöt"]
    rows = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]]
    assert [row[0] for row in rows] == [case.number for case in report.book]
    assert len(rows) > 8
    for row, case in zip(rows, report.book, strict=True):
        closed = datetime.combine(case.closed, datetime.min.time()) if case.closed else None
        assert row[6] == datetime.combine(case.received, datetime.min.time())
        assert (row[8], row[9]) == ("kyllä" if case.extended else "ei", closed)
        assert row[11] == case.days(date(2026, 10, 31))
    assert sheet.tables["tblCases"].ref == f"A1:N{len(rows) + 1}"


def test_key_figures_are_named_and_true(monthly_books: dict[Lang, Path]) -> None:
    figures = october().figures()
    for lang in Lang:
        path = monthly_books[lang]
        for name in (
            "received",
            "closed",
            "open",
            "overdue",
            "extended",
            "on_time",
            "median_days",
            "max_days",
        ):
            assert named(path, f"LPO_{name}") == pytest.approx(getattr(figures, name))
        assert named(path, "LPO_customers") == october().register.total == 11_642


def test_offices_add_up(monthly_books: dict[Lang, Path]) -> None:
    sheet = load_workbook(monthly_books[Lang.SV])["Sammandrag"]
    lovisa, borga = ([int(str(n)) for n in line(sheet, office)[:3]] for office in ("Lovisa", "Borgå"))
    figures = october().figures()
    total = [figures.received, figures.closed, figures.open]
    assert [a + b for a, b in zip(lovisa, borga, strict=True)] == total


def test_small_counts_are_hidden_with_what_would_tell_them(monthly_books: dict[Lang, Path]) -> None:
    sheet = load_workbook(monthly_books[Lang.FI])["Yhteenveto"]
    assert line(sheet, terms("customer_type.public_body", lang="fi"))[:4] == ["...", "<5", 0, 24]
    assert line(sheet, terms("customer_type.estate", lang="fi"))[:4] == ["...", "...", 0, 34]


def test_hiding_is_a_setting(tmp_path: Path) -> None:
    path = MONTHLY.write(replace(october(), hide_below=0), Lang.FI, tmp_path / "a.xlsx", None)
    sheet = load_workbook(path)["Yhteenveto"]
    assert line(sheet, terms("customer_type.public_body", lang="fi"))[:4] == [21, 3, 0, 24]
    assert not any(text.startswith("<") for text in words(path))


@pytest.mark.parametrize("lang", Lang)
def test_two_native_charts(monthly_books: dict[Lang, Path], lang: Lang) -> None:
    with zipfile.ZipFile(monthly_books[lang]) as archive:
        charts = [
            archive.read(name).decode() for name in sorted(archive.namelist()) if "/charts/chart" in name
        ]
    titles = [terms(key, lang=lang) for key in ("report.chart_months", "report.chart_days")]
    assert [title in chart for title, chart in zip(titles, charts, strict=True)] == [True, True]
    for chart in charts:
        assert re.findall(r'<(?:c:)?delete val="(\d)"', chart) == ["0", "0"]  # axes are shown
    assert f"'{SHEETS[lang][2]}'!$B$2:$B$13" in charts[0]


@pytest.mark.parametrize("lang", Lang)
def test_no_live_formula(monthly_books: dict[Lang, Path], lang: Lang) -> None:
    with zipfile.ZipFile(monthly_books[lang]) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >/]", archive.read(name)), name


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_no_word_of_another_language(monthly_books: dict[Lang, Path], lang: Lang) -> None:
    own = set(catalogue(lang).values())
    foreign = {term for other in Lang if other is not lang for term in catalogue(other).values()} - own
    assert words(monthly_books[lang]) & foreign == set()
    assert set(load_workbook(monthly_books[lang]).sheetnames) & foreign == set()


def test_no_identities_in_cells_or_properties(monthly_books: dict[Lang, Path]) -> None:
    for path in monthly_books.values():
        properties = load_workbook(path).properties
        assert properties.creator in {"Loviisa", "Lovisa"}
        assert properties.lastModifiedBy == properties.creator
        assert not any(re.search(r"[0-9]{6}[-+A]|@|\+358", text) for text in words(path))


def test_every_column_is_explained(monthly_books: dict[Lang, Path]) -> None:
    book = load_workbook(monthly_books[Lang.SV])
    explained = {(row[0], row[1]) for row in book["Förklaringar"].iter_rows(values_only=True)}
    for title in ("Begäranden", "Månader"):
        headings = next(book[title].iter_rows(max_row=1, values_only=True))
        assert {(title, heading) for heading in headings} <= explained
    said = words(monthly_books[Lang.SV])
    assert {"m.lindqvist", "2.11.2026 kl. 9.15", "LPO Desk 0.1.0", "1.10.2026–31.10.2026"} <= said


def test_a_month_without_anything(tmp_path: Path) -> None:
    empty = replace(october(), cases=(), register=RegisterFigures())
    path = MONTHLY.write(empty, Lang.FI, tmp_path / "a.xlsx", None)
    assert (named(path, "LPO_received"), named(path, "LPO_on_time")) == (0, "–")


def test_one_office(tmp_path: Path) -> None:
    cases = tuple(case for case in october().cases if case.office == PORVOO)
    report = replace(october(), offices=(PORVOO,), cases=cases, register=RegisterFigures(), all_offices=False)
    path = MONTHLY.write(report, Lang.SV, tmp_path / "a.xlsx", None)
    assert LOVIISA.name_sv not in words(path)
    assert "Borgå" in words(path)


@pytest.mark.parametrize("lang", Lang)
def test_libreoffice_prints_the_summary_on_one_page(printed: dict[str, Path], lang: Lang) -> None:
    pages = [page.extract_text() for page in PdfReader(printed[f"monthly-{lang.value}"]).pages]
    assert len(pages) == 5
    assert terms("report.title", lang=lang, month="10/2026") in pages[0]
    assert terms("report.chart_days", lang=lang) in pages[0]
    assert "1/5" in pages[0]
    assert terms("report.case", lang=lang) in pages[1]
    assert "Err:" not in "".join(pages)
    assert "#" not in "".join(pages)  # no column too narrow for its numbers
