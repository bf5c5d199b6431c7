"""Nothing that points at a party may be forgotten when two become one."""

from lpo_desk.db.tables import Base
from lpo_desk.domain.privacy import Subject
from lpo_desk.services import _moves


def test_every_reference_to_a_party_is_handled() -> None:
    """A new `subject` column moves by itself; of a technical reference somebody must say what becomes of it."""
    assert _moves.unhandled() == []


def test_every_column_of_a_person_refers_to_one() -> None:
    """What is declared as somebody's can be moved, because the database knows whose it is."""
    pointers = {str(column) for column in _moves.pointers()} | {"party.id"}
    subjects = {
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.info["privacy"], Subject)
    }
    assert subjects <= pointers


def test_what_is_said_of_technical_references_is_of_columns_that_are() -> None:
    pointers = {str(column) for column in _moves.pointers()}
    assert set(_moves.TECHNICAL) <= pointers
    assert any(column.table.name == _moves.TRAIL for column in _moves.pointers())
