"""Whole workbooks: columns in any order, missing or unknown; hostile cells; rows refused; progress and cancel."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lpo_desk.domain.legacy import ImportCancelled, ImportEffect, ImportReason, LegacySheet, ParsedRegister
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import InteractionKind, SubscriptionState
from lpo_desk.imports.columns import CUSTOMER_COLUMNS
from lpo_desk.imports.errors import ColumnMissing, SheetMissing
from lpo_desk.imports.register import read_register
from lpo_desk.terms import Lang
from tests.imports.conftest import WriteBook

TODAY = date(2026, 11, 22)
HEAD = ["Asnro", "Sukunimi", "Etunimet", "Yrityksen nimi", "Huomautus"]
ReadCustomers = Callable[..., ParsedRegister]


def reasons(register: ParsedRegister) -> list[tuple[int, str, ImportReason]]:
    """Problems without the columns that a small workbook lacks."""
    silent = {ImportReason.COLUMN_MISSING, ImportReason.SHEET_MISSING, ImportReason.HETU_MISSING}
    return [(p.row, p.column, p.reason) for p in register.problems if p.reason not in silent]


# --- sheets and columns


def test_columns_are_found_in_any_order_and_writing(write_book: WriteBook) -> None:
    straight: list[list[str | None]] = [
        [*HEAD],
        ["10001", "Virtanen", "Aino", None, "soita"],
        ["10002", None, None, "Koy Kuusi", None],
    ]
    order = [3, 0, 4, 2, 1]
    shuffled = [[row[place] for place in order] for row in straight]
    shuffled[0] = ["YRITYKSEN  nimi", " asnro", "huomautus ", "Etu nimet", "SUKUNIMI"]
    one = read_register(write_book({"Asiakkaat": straight}, name="one.xlsx"), today=TODAY)
    other = read_register(write_book({" ASIAKKAAT": shuffled}, name="other.xlsx"), today=TODAY)
    assert one.customers == other.customers  # the bytes that digests are made of, too
    assert [c.list_name for c in one.customers] == ["Virtanen Aino", "Koy Kuusi"]


def test_header_below_empty_rows_and_right_of_empty_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Asiakkaat"
    for place, heading in enumerate(HEAD):
        sheet.cell(4, 3 + place, heading)
    sheet["C6"], sheet["D6"] = "10001", "Virtanen"
    book.save(tmp_path / "moved.xlsx")
    register = read_register(tmp_path / "moved.xlsx", today=TODAY)
    assert (register.customers[0].row, register.rows, register.blank) == (6, 2, 1)


@pytest.mark.parametrize("missing", ["Asnro", "Sukunimi", "Yrityksen nimi"])
def test_a_missing_mandatory_column(write_book: WriteBook, missing: str) -> None:
    path = write_book({"Asiakkaat": [[name for name in HEAD if name != missing], ["x"] * 4]})
    with pytest.raises(ColumnMissing) as refused:
        read_register(path, today=TODAY)
    for lang in Lang:
        sentence = refused.value.sentence(lang)
        assert missing in sentence
        assert "Asiakkaat" in sentence


def test_a_missing_column_of_a_later_sheet_stops_before_the_first_row(write_book: WriteBook) -> None:
    path = write_book({"Asiakkaat": [HEAD, ["10001", "Virtanen"]], "Mapit": [["Paperinro"], ["L-1"]]})
    steps: list[tuple[int, int]] = []
    with pytest.raises(ColumnMissing, match="column_missing"):
        read_register(path, today=TODAY, progress=lambda done, total: steps.append((done, total)))
    assert not steps


def test_no_customers_sheet(write_book: WriteBook) -> None:
    with pytest.raises(SheetMissing) as refused:
        read_register(write_book({"Taul1": [HEAD]}), today=TODAY)
    assert "Asiakkaat" in refused.value.sentence(Lang.FI)


def test_an_empty_customers_sheet_lacks_its_columns(write_book: WriteBook) -> None:
    with pytest.raises(ColumnMissing):
        read_register(write_book({"Asiakkaat": []}), today=TODAY)


def test_missing_and_unknown_sheets_and_columns_are_reported(write_book: WriteBook) -> None:
    path = write_book(
        {"Asiakkaat": [HEAD[:4], ["1", "Virtanen"]], "Vanhat": [["x"]], "Mapit": [["Paperinro", "Paikka"]]}
    )
    register = read_register(path, today=TODAY)
    found = {(p.sheet, p.column, p.reason) for p in register.problems}
    assert ("Liittymät", "", ImportReason.SHEET_MISSING) in found
    assert ("Tapahtumat", "", ImportReason.SHEET_MISSING) in found
    assert ("Vanhat", "", ImportReason.SHEET_UNKNOWN) in found
    assert ("Asiakkaat", "Huomautus", ImportReason.COLUMN_MISSING) in found
    assert ("Mapit", "Lainassa", ImportReason.COLUMN_MISSING) in found


def test_unknown_columns_become_notes(write_book: WriteBook) -> None:
    head = [*HEAD, "Kenkäkoko", None, "Sukunimi"]
    row = ["10001", "Virtanen", None, None, "soita", 42, date(2020, 1, 2), "Toinen"]
    register = read_register(write_book({"Asiakkaat": [head, row]}), today=TODAY)
    assert register.customers[0].notes == ("soita", "Kenkäkoko: 42", "G: 2020-01-02", "Sukunimi: Toinen")
    assert register.unknown_columns == tuple(
        (LegacySheet.CUSTOMERS, name) for name in ("Kenkäkoko", "G", "Sukunimi")
    )
    assert (1, "Kenkäkoko", ImportReason.UNKNOWN_COLUMN) in reasons(register)


# --- rows


def test_rows_refused_and_rows_blank(write_book: WriteBook) -> None:
    rows = [
        HEAD,
        ["10001", None, None, None, "ei nimeä"],
        ["10001", "Virtanen"],
        [" ", "\t"],
        ["10001", "Toinen"],
        [None, "Numeroton"],
        [None, None, None, None, "pelkkä huomautus"],
        ["10002", None, "Aino"],
        ["10003", "\u202e\u200e"],
    ]
    register = read_register(write_book({"Asiakkaat": rows}), today=TODAY)
    assert [(c.row, c.list_name) for c in register.customers] == [(3, "Virtanen"), (8, "Aino")]
    assert [(r.row, r.reason.value) for r in register.refused] == [
        (2, "name_missing"),
        (5, "number_taken"),
        (6, "number_missing"),
        (7, "number_missing"),
        (9, "name_missing"),
    ]
    assert register.refused[0].cells == (("Asnro", "10001"), ("Huomautus", "ei nimeä"))
    assert register.blank == 1
    assert len(register.customers) + len(register.refused) + register.blank == register.rows


def test_a_number_cell_is_the_number(read_customers: ReadCustomers) -> None:
    register = read_customers(
        {"Asnro": 10001}, {"Asnro": "10001"}, {"Asnro": "\uff11\uff10\uff10\uff10\uff11"}
    )
    assert [c.number for c in register.customers] == ["10001"]
    assert register.refused_counts(LegacySheet.CUSTOMERS) == {"number_taken": 2}


def test_payers(read_customers: ReadCustomers) -> None:
    register = read_customers(
        {"Asnro": "1", "Maksaja asnro": "3"},  # further down
        {"Asnro": "2", "Maksaja asnro": 99999999},
        {"Asnro": "3", "Maksaja asnro": "3"},
    )
    assert [c.payer_number for c in register.customers] == ["3", "", ""]
    assert [p for p in reasons(register) if p[1] == "Maksaja asnro"] == [
        (3, "Maksaja asnro", ImportReason.PAYER_UNKNOWN),
        (4, "Maksaja asnro", ImportReason.PAYER_SELF),
    ]


def test_customers_already_in_the_register_count_as_known(write_book: WriteBook) -> None:
    sheets = {
        "Asiakkaat": [[*HEAD, "Maksaja asnro"], ["1", "Virtanen", None, None, None, "77"]],
        "Tapahtumat": [["Asnro", "Pvm", "Laji", "Kuvaus"], ["77", date(2020, 1, 2), "tilaus", "Kuitu"]],
    }
    path = write_book(sheets)
    assert not read_register(path, today=TODAY).events
    register = read_register(path, today=TODAY, known_numbers={"77"})
    assert (register.customers[0].payer_number, register.events[0].customer_number) == ("77", "77")


# --- hostile cells


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://example.fi","x")', "+358 40 soita", "-2 hlöä", "@SUM(1+1)", "\uff1d1+1"]
)
def test_text_like_a_formula_stays_text(read_customers: ReadCustomers, text: str) -> None:
    register = read_customers({"Huomautus": text, "Lähiosoite": text})
    assert register.customers[0].notes == (text,)
    assert register.customers[0].street == text
    assert register.counts["formula_like_text"] == 2


def test_real_formulas_are_pointed_at(write_book: WriteBook) -> None:
    rows = [[*HEAD, "Muu"], ["10001", "Virtanen", "=A1", None, '=HYPERLINK("http://example.fi")', "=1+1"]]
    register = read_register(write_book({"Asiakkaat": rows}, formulas=True), today=TODAY)
    formulas = [place for place in reasons(register) if place[2] is ImportReason.FORMULA]
    assert formulas == [(2, name, ImportReason.FORMULA) for name in ("Etunimet", "Huomautus", "Muu")]
    assert register.customers[0].notes == ()  # no result was ever computed, and nothing here computes one


def test_control_characters_and_directions_are_taken_out(read_customers: ReadCustomers) -> None:
    register = read_customers(
        {"Sukunimi": "Virta_x0000_nen_x0007_", "Huomautus": "rivi 1\n\u202erivi 2\u200f"}
    )
    customer = register.customers[0]
    assert (customer.last_name, customer.notes) == ("Virtanen", ("rivi 1\nrivi 2",))
    odd = [p for p in register.problems if p.reason is ImportReason.ODD_UNICODE]
    assert [(p.column, p.effect) for p in odd] == [
        (n, ImportEffect.CHANGED) for n in ("Sukunimi", "Huomautus")
    ]


def test_long_texts_are_kept_whole(read_customers: ReadCustomers) -> None:
    note, street = "sana " * 7_000, "Katu" * 100
    customer = read_customers({"Huomautus": note[:32_000], "Lähiosoite": street}).customers[0]
    assert customer.street == street[:200]
    assert all(len(part) <= 4_000 for part in customer.notes)
    assert f"Lähiosoite: {street}" in customer.notes
    kept = " ".join(part for part in customer.notes if not part.startswith("Lähiosoite"))
    assert kept == note[:32_000].strip()


@pytest.mark.parametrize(
    "value", [True, 1e20, 0.1, date(2020, 1, 2), "'; DROP TABLE party; --", "\U0001f98a" * 50]
)
def test_any_cell_may_stand_anywhere(read_customers: ReadCustomers, value: object) -> None:
    register = read_customers(dict.fromkeys(CUSTOMER_COLUMNS.all, value))
    assert len(register.customers) == 1


# --- the other sheets


def test_subscriptions(write_book: WriteBook) -> None:
    head = [
        "Asnro",
        "Liittymänro",
        "Tuote",
        "Alkupvm",
        "Loppupvm",
        "Tila",
        "Kk-maksu",
        "Käyttäjä",
        "Käyttäjän hetu",
    ]
    rows = [
        head,
        ["1", "L1", "Kuitu", date(2020, 1, 2), None, "voimassa", 39.9, "Aino Virtanen", "010594y9032"],
        ["1", "L2", "Kuitu", date(2020, 1, 2), date(2019, 1, 1), "päättynyt", "29,90 €/kk", None, None],
        ["1", "L1", "Kaksois"],
        ["1", None, "Numeroton"],
        ["88888888", "L3", "Tuntematon omistaja"],
        ["1", "L4", "Kuitu", None, date(2021, 5, 1), "?", "ilmainen", None, "010594Y9033"],
    ]
    register = read_register(
        write_book({"Asiakkaat": [HEAD, ["1", "Virtanen"]], "Liittymät": rows}), today=TODAY
    )
    first, second, last = register.subscriptions
    assert (first.monthly_fee, first.user_name, first.user_hetu) == (3990, "Aino Virtanen", "010594Y9032")
    assert (second.ends_on, second.state, second.monthly_fee) == (None, SubscriptionState.ENDED, 2990)
    assert (last.state, last.monthly_fee, last.user_hetu) == (SubscriptionState.ENDED, None, "")
    refused = {"number_taken": 1, "number_missing": 1, "unknown_customer": 1}
    assert register.refused_counts(LegacySheet.SUBSCRIPTIONS) == refused
    left_out = [p.column for p in register.problems if p.effect is ImportEffect.LEFT_OUT]
    assert left_out == ["Loppupvm", "Käyttäjän hetu", "Tila", "Kk-maksu"]
    assert all(p.secret for p in register.problems if p.column == "Käyttäjän hetu")


def test_events(write_book: WriteBook) -> None:
    rows = [
        ["Asnro", "Pvm", "Laji", "Kuvaus", "Kirjaaja"],
        ["1", date(2020, 1, 2), "Tarjous", "39,90 €/kk", "mv"],
        ["1", "31.2.2014", "lounas", "Kahvit", "kl"],
        ["2", date(2020, 1, 2), "tilaus", "Kuitu", "kl"],
    ]
    register = read_register(
        write_book({"Asiakkaat": [HEAD, ["1", "Virtanen"]], "Tapahtumat": rows}), today=TODAY
    )
    assert [(e.kind, e.on, e.notes) for e in register.events] == [
        (InteractionKind.OFFER, date(2020, 1, 2), ()),
        (InteractionKind.CONTACT, None, ("Laji: lounas",)),
    ]
    assert register.refused_counts(LegacySheet.EVENTS) == {"unknown_customer": 1}


def test_papers(write_book: WriteBook) -> None:
    rows = [
        ["Paperinro", "Toimipiste", "Paikka", "Laji", "Asnro", "Vuosi", "Hävitetään", "Lainassa"],
        ["L-1", "Loviisa", "C/kaappi 1/mappi 20", "sopimus", "1", 2006, 2036, "mv"],
        ["L-2", "Porvoo", "A", "kartta", "2", 2036, 2006, None],
        ["L-2", "Porvoo", "A", "sopimus", "1", "vanha", None, None],
    ]
    register = read_register(write_book({"Asiakkaat": [HEAD, ["1", "Virtanen"]], "Mapit": rows}), today=TODAY)
    first, second = register.papers
    assert (first.place, first.kind) == (("C", "kaappi 1", "mappi 20"), PaperKind.CONTRACT)
    assert (first.year, first.destroy_year, first.out_to) == (2006, 2036, "mv")
    assert (second.customer_number, second.kind, second.destroy_year) == ("", PaperKind.OTHER, None)
    assert second.notes == ("Laji: kartta",)
    assert register.refused_counts(LegacySheet.PAPERS) == {"number_taken": 1}


# --- progress and cancel


def test_progress_ends_at_the_total(write_book: WriteBook) -> None:
    rows = [HEAD, *([str(number), "Virtanen"] for number in range(1_000))]
    steps: list[tuple[int, int]] = []
    read_register(
        write_book({"Asiakkaat": rows, "Tapahtumat": [["Asnro", "Pvm", "Laji"], ["1"]]}),
        today=TODAY,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert steps[0] == (0, 1_001)
    assert steps[-1] == (1_001, 1_001)
    assert steps == sorted(steps)
    assert len(steps) > 4


def test_cancel_stops_between_rows(write_book: WriteBook) -> None:
    path = write_book({"Asiakkaat": [HEAD, *([str(number), "Virtanen"] for number in range(2_000))]})
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(ImportCancelled):
        read_register(path, today=TODAY, cancelled=cancelled)
    assert len(asked) == 3
