"""House rules of the window that a reader of the code would have to check by eye."""

import ast
from pathlib import Path

import lpo_desk.ui

PACKAGE = Path(lpo_desk.ui.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
# These change under the wheel or are unreadable for screen readers: inputs.py and date_edit.py have the right ones.
RAW = {
    "QComboBox",
    "QSpinBox",
    "QDoubleSpinBox",
    "QDateEdit",
    "QDateTimeEdit",
    "QTimeEdit",
    "QWizard",
}
SLOW = {"QSortFilterProxyModel", "QSqlTableModel", "QSqlQueryModel"}


def calls(file: Path) -> set[str]:
    """Names that the module calls, with or without a module before them."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            found.add(function.id if isinstance(function, ast.Name) else getattr(function, "attr", ""))
    return found


def test_the_kit_s_own_fields_are_used() -> None:
    assert {file.name: raw for file in FILES if (raw := calls(file) & RAW)} == {}


def test_nobody_turns_the_event_loop_by_hand() -> None:
    assert [file.name for file in FILES if "processEvents" in calls(file)] == []


def test_no_model_that_reads_everything() -> None:
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert not [name for name in SLOW if f"import {name}" in text or f"({name})" in text], file.name
