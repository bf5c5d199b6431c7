"""The bytes that tell whether a row has changed, and the names of columns."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.imports.cells import Cell, canonical, show, visible
from lpo_desk.imports.columns import column_index, column_letters, heading_key

cells = st.one_of(st.text(), st.floats(allow_nan=False), st.dates(), st.booleans())
rows = st.dictionaries(st.text(min_size=1), cells, max_size=6)


def filled(row: dict[str, Cell]) -> list[tuple[str, str, str]]:
    kept = ((name, type(cell).__name__, show(cell)) for name, cell in row.items())
    return sorted(part for part in kept if part[2].strip())


@given(rows, rows)
def test_equal_bytes_mean_equal_rows(one: dict[str, Cell], other: dict[str, Cell]) -> None:
    assert (canonical("Mapit", one) == canonical("Mapit", other)) == (filled(one) == filled(other))


@given(st.text(), rows)
def test_the_bytes_are_json_and_stay_what_they_were(title: str, row: dict[str, Cell]) -> None:
    """A register holds digests of them: a row of an earlier import would otherwise count as new."""
    written = json.dumps([title, *filled(row)], ensure_ascii=True, separators=(",", ":"))
    assert canonical(title, row) == written.encode("ascii")


@given(rows)
def test_order_and_blank_cells_do_not_count(row: dict[str, Cell]) -> None:
    turned = dict(reversed(row.items()))
    assert canonical("Mapit", turned | {"\0tyhjä": " "}) == canonical("Mapit", row)


def test_a_column_moved_to_the_unknown_is_the_same_row() -> None:
    assert canonical("Mapit", {"a": "1"}, (("b", 2.0),)) == canonical("Mapit", {"b": 2.0, "a": "1"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"Postinro": 7900.0}, {"Postinro": "7900"}),
        ({"a": "b", "c": "d"}, {"a": 'b","c","str","d'}),
        ({"a": "\ud800"}, {"a": "\ud801"}),
        ({"a": "x "}, {"a": "x"}),
    ],
)
def test_rows_that_differ(one: dict[str, Cell], other: dict[str, Cell]) -> None:
    assert canonical("Mapit", one) != canonical("Mapit", other)


def test_the_sheet_counts() -> None:
    assert canonical("Mapit", {"Asnro": "1"}) != canonical("Tapahtumat", {"Asnro": "1"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [(7900.0, "7900"), (14.9, "14.9"), (date(2015, 2, 1), "2015-02-01"), (True, "True"), (1e300, "1e+300")],
)
def test_how_a_cell_is_shown(cell: Cell, text: str) -> None:
    assert show(cell) == text


@given(st.integers(0, 20_000))
def test_letters_of_columns(index: int) -> None:
    assert column_index(column_letters(index)) == index


def test_letters_of_some_columns() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_headings_are_the_same_whatever_their_writing() -> None:
    assert heading_key(" Yht.\u00a0PUHELIN\n") == heading_key("Yht. puhelin")
    assert heading_key("La\u0308hiosoite") == heading_key("LÄHIOSOITE")
    assert heading_key("Asnro") != heading_key("Jäsennro")


def test_what_cannot_be_seen_is_named() -> None:
    assert visible("\xa0Åsa\u202e\x00\ud800\n2") == "<U+00A0>Åsa<U+202E><U+0000><U+D800>\n2"
