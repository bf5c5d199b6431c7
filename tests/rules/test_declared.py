"""What the extract is computed from: no table of personal data may lie where it does not look."""

from sqlalchemy import Boolean, Date, Enum, Integer, String, Uuid
from sqlalchemy.types import DateTime, TypeDecorator

from lpo_desk.db import declared
from lpo_desk.db.tables import Base
from lpo_desk.domain.privacy import Category, Personal, Subject
from lpo_desk.terms import has

ROADS = declared.roads()


def test_every_table_of_personal_data_is_reached_or_accounted_for() -> None:
    assert declared.unreachable() == set()


def test_what_is_printed_elsewhere_exists_and_says_why() -> None:
    assert declared.ELSEWHERE.keys() <= Base.metadata.tables.keys()
    assert all(why for why in declared.ELSEWHERE.values())
    assert not declared.ELSEWHERE.keys() & {table.name for table, _, _ in ROADS}


def test_every_end_of_a_table_is_a_road_of_its_own() -> None:
    """Both people of a relation find it, each from his end."""
    for table in Base.metadata.sorted_tables:
        ends = [c.info["privacy"] for c in table.columns if isinstance(c.info["privacy"], Subject)]
        roads = [end for reached, end, _ in ROADS if reached is table]
        if table.name not in declared.ELSEWHERE and any(
            isinstance(c.info["privacy"], Personal) for c in table.columns
        ):
            assert roads == (ends or [Subject()]), table.name


def test_a_paper_is_found_by_the_people_it_names_and_by_its_case() -> None:
    (road,) = [str(statement) for table, _, statement in ROADS if table.name == "manual_record"]
    assert "manual_record_party.party_id IN (SELECT party.id" in road
    assert "request_case.party_id IN (SELECT party.id" in road


def test_every_personal_column_is_shown_to_somebody() -> None:
    """A column that no end shows would be held of a person and told to nobody."""
    for table, _, _ in ROADS:
        shown = {
            column.name
            for reached, end, _ in ROADS
            if reached is table
            for column, _ in declared.own(table, end)
        }
        held = {c.name for c in table.columns if isinstance(c.info["privacy"], Personal)}
        assert held - {"source", "source_on"} <= shown, table.name


def test_what_an_end_shows_are_columns() -> None:
    for table, end, _ in ROADS:
        assert set(end.shows or ()) <= {column.name for column in table.columns}, table.name


def test_every_personal_column_has_a_printable_type() -> None:
    """Text, a number, a date, yes or no, an enumeration: JSON and bytes have no form that a person could read."""
    printable = (String, Integer, Boolean, Date, DateTime, Enum)
    for table, end, _ in ROADS:
        for column, _ in declared.own(table, end):
            kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
            assert isinstance(kind, printable), column
            assert not isinstance(kind, Uuid), column


def test_a_reference_shown_to_a_person_is_told_by_a_number() -> None:
    for table, end, _ in ROADS:
        for column, _ in declared.own(table, end):
            for reference in column.foreign_keys:
                assert "number" in reference.column.table.c, column


def test_every_table_and_role_has_its_heading() -> None:
    for table, end, _ in ROADS:
        assert has(end.label or f"table.{table.name}"), table.name


def test_the_order_is_that_of_the_privacy_notice() -> None:
    order = list(Category)
    places = [order.index(next(declared.own(table, end))[1].category) for table, end, _ in ROADS]
    assert places == sorted(places)
