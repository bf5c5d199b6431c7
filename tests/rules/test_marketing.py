"""Marketing lists come from one query: nothing else chooses people by their permissions (law.md section 3)."""

import ast
from collections.abc import Iterator

from tests.rules.sources import modules

MAY_READ = {
    "services/marketing.py": "the one query",
    "services/_held.py": "one party's card",
    "services/_writing.py": "appends",
    "services/_bans.py": "keeps the bans of a merge",
    "services/_suppression.py": "one party's bans against the suppression list",
    "services/_import_customers.py": "appends",
    "services/_import_suppression.py": "appends",
    "services/history.py": "one party's time line",
    "db/restriction_triggers.py": "lets a ban through",
    "db/search_sources.py": "the flag of a ban; it keeps people out, never in",
    "db/tables/relationship.py": "the table itself",
}
"""Modules that name permission events, and what for."""


def names_of_events() -> Iterator[str]:
    for module in modules():
        for node in ast.walk(module.tree):
            imported = isinstance(node, ast.ImportFrom) and any(
                alias.name == "PermissionEvent" for alias in node.names
            )
            written = isinstance(node, ast.Constant) and node.value == "permission_event"
            if imported or written or (isinstance(node, ast.ClassDef) and node.name == "PermissionEvent"):
                yield module.place


def test_permission_events_are_read_where_it_is_known_what_for() -> None:
    found = {place.removeprefix("lpo_desk/") for place in names_of_events()}
    found = {place for place in found if "migrations" not in place}
    assert found <= set(MAY_READ), f"only services/marketing.py chooses people: {found - set(MAY_READ)}"
    assert "services/marketing.py" in found


def test_lists_are_drawn_where_they_are_logged() -> None:
    """Whoever calls `marketing.draw` also calls `marketing.log_list`."""
    for module in modules():
        called = {ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}
        assert ("marketing.draw" in called) is ("marketing.log_list" in called), module.place
