"""Tables made ready for the template."""

from datetime import date
from decimal import Decimal

import pytest

from lpo_desk.documents.tables import fits, table
from lpo_desk.documents.wording import shown
from lpo_desk.domain.extract import Row, Table
from lpo_desk.domain.printed import Cell, Money
from lpo_desk.terms import Lang, Term


def test_source_column_appears_only_when_a_row_has_one() -> None:
    bare = table(("customer.name",), (Row(("Öhman",)),), Lang.FI)
    sourced = table(("customer.name",), (Row(("Öhman",)), Row(("Li",), on=date(2024, 2, 1))), Lang.FI)
    assert bare["headings"] == ["Nimi"]
    assert sourced["headings"] == ["Nimi", "Lähde ja päivä"]
    assert sourced["rows"] == [["Öhman", "–"], ["Li", "1.2.2024"]]


def test_amounts_stand_to_the_right_and_long_texts_fill_the_page() -> None:
    made = table(
        ("customer.name", "field.note", "section.billing"),
        (Row(("Li", "x" * 300, Money(3990))), Row(("Öhman", "y", None))),
        Lang.FI,
    )
    assert made["right"] == [False, False, True]
    assert made["widths"] == [0, 1, 0]


def test_narrow_table_fills_the_page_with_its_last_column() -> None:
    assert table(("customer.name", "common.yes"), (Row(("Li", True)),), Lang.FI)["widths"] == [0, 1]


def test_a_crowded_table_gives_every_column_its_longest_word() -> None:
    columns = (
        "field.address_kind",
        "field.street",
        "field.postcode",
        "field.town",
        "field.valid_from",
        "field.valid_to",
    )
    row = Row(
        ("Postiosoite", "Adlercreutzinkatu 49 A 12", "06100", "Porvoo", None, None), on=date(2024, 2, 1)
    )
    widths = table(columns, (row,), Lang.FI)["widths"]
    assert isinstance(widths, list)
    assert widths[1] == max(widths)
    assert all(width > 10 * len("Postinumero") for width in widths[2:3])


def test_a_table_too_wide_for_the_page_is_seen_before_it_is_printed() -> None:
    twelve = ("field.names_register",) * 12
    assert not fits(twelve, (Row((True,) * 12),), Lang.FI)
    assert fits(twelve[:3], (Row((True,) * 3),), Lang.FI)


def test_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table(("customer.name",), (Row(("a", "b")),))


@pytest.mark.parametrize(
    ("cell", "finnish", "swedish"),
    [
        (None, "–", "–"),
        ("", "–", "–"),
        (True, "Kyllä", "Ja"),
        (False, "Ei", "Nej"),
        (0, "0", "0"),
        (12000, "12\u202f000", "12\u202f000"),
        (Decimal("12.50"), "12,50", "12,50"),
        (Money(-5), "−0,05\u00a0€", "−0,05\u00a0€"),
        (date(2026, 11, 22), "22.11.2026", "22.11.2026"),
        (Term("paper_kind.termination"), "Irtisanominen", "Uppsägning"),
        ("00123", "00123", "00123"),
    ],
)
def test_values_are_written_as_the_language_writes_them(cell: Cell, finnish: str, swedish: str) -> None:
    assert shown(cell, Lang.FI) == finnish
    assert shown(cell, Lang.SV) == swedish
