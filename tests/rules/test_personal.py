"""Every column of personal data declares itself (architecture.md rule 6)."""

from sqlalchemy import Column

from lpo_desk.db.tables import Base
from lpo_desk.domain.privacy import Personal, Subject, Technical
from lpo_desk.terms import has

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


def name(column: Column[object]) -> str:
    return f"{column.table.name}.{column.name}"


def test_every_column_says_what_it_holds() -> None:
    silent = [
        name(column)
        for column in COLUMNS
        if not isinstance(column.info.get("privacy"), Personal | Subject | Technical)
    ]
    assert COLUMNS
    assert not silent, silent


def test_a_column_called_technical_says_why() -> None:
    technical = [c for c in COLUMNS if isinstance(c.info.get("privacy"), Technical)]
    assert not [name(c) for c in technical if not c.info["privacy"].reason.strip()]


def test_every_personal_column_has_a_name_in_every_language() -> None:
    """The label names it on the form, in Excel and in the extract that the person gets."""
    labels = {c.info["privacy"].label for c in COLUMNS if isinstance(c.info.get("privacy"), Personal)}
    assert not sorted(label for label in labels if not has(label))


def test_the_personal_identity_code_is_secret() -> None:
    """No log, audit body or list may show it (rule 8): every column that can hold one is marked."""
    for column in COLUMNS:
        if "hetu" in column.name:
            declared = column.info["privacy"]
            assert isinstance(declared, Technical) or declared.secret, name(column)
