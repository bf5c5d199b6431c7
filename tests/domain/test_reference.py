"""Towns, streets, countries and operators that the program knows."""

import re
from itertools import product
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from lpo_desk.domain.identifiers import parse_ovt
from lpo_desk.domain.reference import (
    CountryRefused,
    OperatorRefused,
    check_operator,
    country_name,
    operator_name,
    parse_country,
    street_aliases,
    town_name,
    town_names,
)
from lpo_desk.domain.text import clean, fold
from lpo_desk.practice.places import AREAS
from lpo_desk.reference import rows
from lpo_desk.terms import Lang

TABLES = {"postcodes": 3, "streets": 3, "countries": 4, "operators": 2}


@pytest.mark.parametrize(("table", "columns"), TABLES.items())
def test_the_tables_are_clean(table: str, columns: int) -> None:
    lines = rows(table)
    assert {len(line) for line in lines} == {columns}
    assert len(set(lines)) == len(lines)
    for text in (cell for line in lines for cell in line):
        assert clean(text, limit=60) == text


def test_towns_have_both_names() -> None:
    assert town_names("07900") == ("Loviisa", "Lovisa")
    assert town_names("06100") == ("Porvoo", "Borgå")
    assert town_names("07880") == ("Liljendal", "Liljendal")
    assert town_names("00100") == ("Helsinki", "Helsingfors")
    assert town_names("99999") is town_names("") is None


def test_a_town_is_named_in_the_language_of_the_customer() -> None:
    assert [town_name("07970", lang) for lang in (Lang.FI, Lang.SV, Lang.EN, None)] == [
        "Ruotsinpyhtää",
        "Strömfors",
        "Ruotsinpyhtää",
        "Ruotsinpyhtää",
    ]
    assert town_name("99999", Lang.SV) == ""


def test_postcodes_are_written_once() -> None:
    codes = [code for code, _, _ in rows("postcodes")]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[0-9]{5}", code) for code in codes)


@pytest.mark.parametrize(
    ("address", "others"),
    [
        ("Mannerheiminkatu 3", ("Mannerheimgatan 3",)),
        ("Mannerheimgatan 3", ("Mannerheiminkatu 3",)),
        ("mannerheiminkatu 3 A 12", ("Mannerheimgatan 3 A 12",)),
        ("AGATAN 7-9 b", ("Jokikatu 7-9 b",)),
        ("A\u030agatan 7", ("Jokikatu 7",)),  # decomposed
        ("  Itäinen   Tullikatu, 4", ("Östra Tullgatan, 4",)),
        ("Linnunrata", ("Vintergatan",)),
        ("Tuntematontie 5", ()),
        ("PL 12", ()),
        ("12", ()),
        ("", ()),
        ("%' OR 1=1", ()),
    ],
)
def test_a_street_has_its_other_name(address: str, others: tuple[str, ...]) -> None:
    assert street_aliases(address) == others


def test_a_street_goes_there_and_back() -> None:
    for _, fi, sv in rows("streets"):
        assert f"{sv} 5 B 2" in street_aliases(f"{fi} 5 B 2")
        assert f"{fi} 5 B 2" in street_aliases(f"{sv} 5 B 2")


def test_a_long_address_is_read_at_once() -> None:
    assert street_aliases(" ," * 500_000) == ()


def test_the_practice_register_lives_where_the_tables_say() -> None:
    for area in AREAS:
        assert town_names(area.postcode) == (area.town_fi, area.town_sv)
        for fi, sv in area.streets:
            assert sv in street_aliases(fi)


def test_the_old_registers_addresses_are_known(shared: Path) -> None:
    """Every street of the workbook has its other name, and every right postcode its town in both languages."""
    book = CalamineWorkbook.from_path(str(shared / "data" / "legacy_customers.xlsx"))
    sheet = book.get_sheet_by_name("Asiakkaat").to_python()
    heading = [str(cell) for cell in sheet[0]]
    street, code, town = (heading.index(name) for name in ("Lähiosoite", "Postinro", "Postitoimipaikka"))
    streets = {re.split(r"\s+[0-9]", str(line[street]).strip())[0] for line in sheet[1:]} - {""}
    assert not [name for name in streets if not street_aliases(name)]
    places = {(str(line[code]), str(line[town])) for line in sheet[1:]}
    known = [(names, name) for postcode, name in places if (names := town_names(postcode))]
    assert len(known) > 100
    assert not [name for names, name in known if fold(name) not in map(fold, names)]


def test_countries_are_read_by_code_and_by_name() -> None:
    assert len(rows("countries")) == 250
    assert {
        parse_country(text) for text in ("se", " SE", "Ruotsi", "sverige", "SWEDEN", "Sve\u0301rige")
    } == {"SE"}
    for code, *names in rows("countries"):
        assert re.fullmatch(r"[A-Z]{2}", code)
        assert {parse_country(name) for name in names} == {code}
        assert [country_name(code, lang) for lang in (Lang.FI, Lang.SV, Lang.EN)] == names


def test_no_country_is_another_ones_code() -> None:
    """`Iran` and `IR`: a name of two letters would be read as a code."""
    assert min(len(name) for _, *names in rows("countries") for name in names) > 2


@pytest.mark.parametrize(
    "text", ["XX", "ZZ", "EU", "Suomii", "", "F", "f\u0131", "\uff26\uff29", "'; DROP TABLE party; --"]
)
def test_no_country(text: str) -> None:
    with pytest.raises(CountryRefused) as refusal:
        parse_country(text)
    assert all(refusal.value.sentence(lang) for lang in Lang)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert country_name("QZ", Lang.SV) == "QZ"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ndeafihh", "NDEAFIHH"),
        (" OKOY FI HH ", "OKOYFIHH"),
        ("DABAFIHHXXX", "DABAFIHHXXX"),
        ("ESSESESS", "ESSESESS"),
        ("0037 2129 1126", "003721291126"),
        ("003701290564ABC", "003701290564ABC"),
        ("e204503", "E204503"),
        ("inexchange", "INEXCHANGE"),
        ("00885060259470028", "00885060259470028"),
    ],
)
def test_operators(typed: str, code: str) -> None:
    assert check_operator(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Nordea",
        "X",
        "E\u00dfEFIHH",
        "NDEAXXHH",
        "NDEAFIH",
        "NDEAFIHHXX",
        "003712345678",
        "0037",
        "E204504",
        "\uff2e\uff24\uff25\uff21FIHH",
    ],
)
def test_no_operator(typed: str) -> None:
    with pytest.raises(OperatorRefused) as refusal:
        check_operator(typed)
    assert all(refusal.value.sentence(lang) for lang in Lang)


def test_listed_operators_are_in_their_normal_form() -> None:
    for code, name in rows("operators"):
        assert check_operator(code) == code
        assert operator_name(code) == name
        if code.startswith("0037"):
            assert parse_ovt(code) == code
    assert operator_name("ESSESESS") == ""


def test_no_other_text_is_an_operator() -> None:
    """One wrong digit of a broker's identifier is told, not stored."""
    for code, place in product((c for c, _ in rows("operators") if c.startswith("0037")), range(4, 12)):
        wrong = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        with pytest.raises(OperatorRefused):
            check_operator(wrong)
