"""Every member, column and refusal that people see has its words in every language."""

import ast
import importlib
import pkgutil
import string
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import lpo_desk
from lpo_desk.db.tables import Base
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.privacy import Personal, Subject
from lpo_desk.terms import Lang, catalogue
from tests.rules.sources import Module, modules

NOT_IMPORTED = ("lpo_desk.db.migrations.env", "lpo_desk.__main__")
"""Alembic runs the one, the command line the other; neither declares anything."""


@cache
def everything() -> int:
    """Import all modules, so that all subclasses exist. Returns how many there are."""
    names = [
        module.name
        for module in pkgutil.walk_packages(lpo_desk.__path__, "lpo_desk.")
        if module.name not in NOT_IMPORTED and ".versions." not in module.name
    ]
    for name in names:
        importlib.import_module(name)
    return len(names)


def subclasses(kind: type) -> Iterator[Any]:
    """Of the program; tests have refusals of their own."""
    assert everything() > 50
    children: list[type[Any]] = type.__subclasses__(kind)
    for sub in children:
        if sub.__module__.startswith("lpo_desk."):
            yield sub
        yield from subclasses(sub)


def refusals() -> list[type[UserError]]:
    return list(subclasses(UserError))


def raises(module: Module) -> Iterator[tuple[int, type[UserError], ast.Call | None]]:
    """(line, refusal, its call) of every `raise` of a refusal; None where the class alone is raised."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            call = node.exc if isinstance(node.exc, ast.Call) else None
            kind = meant(module, ast.unparse(call.func if call else node.exc))
            if isinstance(kind, type) and issubclass(kind, UserError):
                yield node.lineno, kind, call


def meant(module: Module, name: str) -> object:
    """What a name stands for in the module: two modules may each have a refusal of one name."""
    dotted = module.place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    if dotted in NOT_IMPORTED or ".versions." in dotted:
        return None
    found: object = importlib.import_module(dotted)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def placeholders(key: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(catalogue(Lang.FI)[key]) if name}


@pytest.mark.parametrize("lang", list(Lang))
def test_every_member_has_its_word(lang: Lang) -> None:
    members = [member for kind in subclasses(Labelled) for member in kind]
    assert members
    assert not [member.term for member in members if member.term not in catalogue(lang)]


@pytest.mark.parametrize("lang", list(Lang))
def test_members_of_one_kind_are_told_apart(lang: Lang) -> None:
    """Two members under one word would be two equal lines of a drop-down list."""
    for kind in subclasses(Labelled):
        words = [catalogue(lang).get(member.term, member.term) for member in kind]
        assert len(words) == len(set(words)), kind.__name__


@pytest.mark.parametrize("lang", list(Lang))
def test_every_column_label_has_its_word(lang: Lang) -> None:
    declared = [c.info.get("privacy") for table in Base.metadata.sorted_tables for c in table.columns]
    labels = {privacy.label for privacy in declared if isinstance(privacy, Personal | Subject)} - {None}
    assert len(labels) > 80
    assert not sorted(str(label) for label in labels if label not in catalogue(lang))


@pytest.mark.parametrize("lang", list(Lang))
def test_every_refusal_has_its_sentence(lang: Lang) -> None:
    """A class without a key is given one by each `raise`; those are read below and by its own tests."""
    keys = {kind.key for kind in refusals() if kind.key}
    assert len(keys) > 25
    assert not sorted(key for key in keys if key not in catalogue(lang))


@pytest.mark.parametrize("lang", list(Lang))
def test_a_sentence_says_what_happened_and_what_to_do(lang: Lang) -> None:
    short = [
        kind.key
        for kind in refusals()
        if kind.key in catalogue(lang) and not catalogue(lang)[kind.key].endswith((".", "!"))
    ]
    assert not short, f"not a whole sentence: {short}"


def test_a_key_given_where_a_refusal_is_raised_exists() -> None:
    given = [
        (f"{module.place}:{line}", call.args[0].value)
        for module in modules()
        for line, _, call in raises(module)
        if call and call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert given
    assert not [(place, key) for place, key in given if key not in catalogue(Lang.FI)]


def test_a_refusal_is_raised_with_what_its_sentence_names() -> None:
    """A placeholder without its value would be a second error while the first is being told."""
    lacking = []
    for module in modules():
        for line, kind, call in raises(module):
            if kind.__init__ is not UserError.__init__:
                continue  # it fills its own values; its module's tests say them aloud
            named = call.args[0] if call and call.args else None
            if named is not None and not isinstance(named, ast.Constant):
                continue
            key = str(named.value) if isinstance(named, ast.Constant) else kind.key
            given = {keyword.arg for keyword in call.keywords} if call else set()
            if key in catalogue(Lang.FI) and None not in given and not placeholders(key) <= given:
                lacking.append(f"{module.place}:{line} {key} lacks {sorted(placeholders(key) - given)}")
    assert not lacking, "\n".join(lacking)
