"""Every public service function names the right it needs (architecture.md rule 7)."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

from lpo_desk import services
from lpo_desk.domain.accounts import Right


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Those that take a unit of work: the doors through which screens and commands reach the database."""
    for found in pkgutil.walk_packages(services.__path__, "lpo_desk.services."):
        module = importlib.import_module(found.name)
        if found.name.rpartition(".")[2].startswith("_"):
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and next(iter(inspect.signature(function).parameters), None) == "unit":
                yield f"{found.name}.{name}", function


def test_every_door_names_its_right() -> None:
    open_doors = [
        name
        for name, function in public_functions()
        if not isinstance(getattr(function, "__right__", None), Right)
    ]
    assert not open_doors, "\n".join(open_doors)


def test_the_rule_sees_the_doors() -> None:
    assert list(public_functions())
