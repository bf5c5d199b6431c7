"""The catalogue: three languages with the same keys and placeholders, and every key the program asks for."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from lpo_desk.domain.labels import Labelled
from lpo_desk.paths import resources
from lpo_desk.terms import Lang, catalogue
from tests.rules.sources import Module, modules
from tests.rules.test_labels import subclasses

LANGUAGES = list(Lang)
SPEAKERS = {"terms", "Term", "has"}  # what takes a key as its first argument


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def key_nodes(module: Module) -> Iterator[ast.expr]:
    """Whatever stands where a key is expected: first arguments of speakers, `key` of a class of sentences."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in SPEAKERS and node.args:
            yield node.args[0]
        elif isinstance(node, ast.ClassDef) and node.bases:
            for line in node.body:
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "key":
                    yield line.value


def literal_keys(module: Module) -> Iterator[tuple[int, str]]:
    for node in key_nodes(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            yield node.lineno, node.value


def beginnings(module: Module) -> Iterator[tuple[int, str]]:
    """The fixed first part of every key that is put together: `f"holiday.{day}"` gives `holiday.`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            first = str(node.values[0].value)
            if "." in first and first.replace(".", "").replace("_", "").isalnum():
                yield node.lineno, first


@cache
def strings() -> frozenset[str]:
    """Every text constant of the program: keys also stand in tables and tuples."""
    return frozenset(
        node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """What each key that is put together can look like: `f"holiday.{day}"` gives `holiday.` and anything."""
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = (
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
                    for part in node.values
                )
                if "." in str(node.values[0].value):
                    found.append(re.compile("".join(parts)))
    return tuple(found)


@cache
def words() -> frozenset[str]:
    """What is put into such a key: text constants, and names of fields of values."""
    fields = {
        node.target.id
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    return strings() | fields


FOUND_OTHERWISE = {
    "_help": "exports/columns.py adds it to the key of a column",
    "_about": "cli/parser.py adds it to the key of a command",
}
"""Endings of keys that are added to another key, and where."""

BEGUN_OTHERWISE = {
    "clock.": "services/extract.py: an enumeration that does not name its own terms",
    "ui.message_": "ui/widgets/message_bar.py adds the kind of a message",
    "ui_command.section_": "ui/keymap.py numbers the commands",
    "ui_words.section_": "ui/keymap.py numbers the commands",
}
"""Beginnings of keys that no pattern above finds, and where they are completed."""


def unused_keys() -> list[str]:
    """Keys that no module can ask for: named nowhere, put together of nothing that the program says."""
    members = {member.term for kind in subclasses(Labelled) for member in kind}

    def is_used(key: str) -> bool:
        if key in strings() or key in members or key.startswith(tuple(BEGUN_OTHERWISE)):
            return True
        for ending in FOUND_OTHERWISE:
            base = key.removesuffix(ending)
            if base != key and (is_used(base) or base.split(".")[1].replace("_", " ") in strings()):
                return True
        matches = (pattern.fullmatch(key) for pattern in patterns())
        return any(
            all(part in words() or part.isdigit() for part in match.groups()) for match in matches if match
        )

    return [key for key in catalogue(Lang.FI) if not is_used(key)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_holds_nothing_but_areas_of_texts(lang: Lang) -> None:
    areas = tomllib.loads((resources() / "terms" / f"{lang.value}.toml").read_text(encoding="utf-8"))
    odd = [
        f"{area}.{name}"
        for area, names in areas.items()
        for name, text in names.items()
        if not isinstance(text, str) or not text.strip() or "." in name
    ]
    assert not odd


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_languages_have_the_same_keys(lang: Lang) -> None:
    assert set(catalogue(lang)) ^ set(catalogue(Lang.FI)) == set()


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_languages_have_the_same_placeholders(lang: Lang) -> None:
    finnish = catalogue(Lang.FI)
    differ = {
        key: (placeholders(finnish[key]), placeholders(text))
        for key, text in catalogue(lang).items()
        if key in finnish and placeholders(text) != placeholders(finnish[key])
    }
    assert not differ


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_plain_names(lang: Lang) -> None:
    """No attributes, indexes or positions: a translator must not be able to reach into a value."""
    odd = {
        key: text
        for key, text in catalogue(lang).items()
        if not all(p.isidentifier() for p in placeholders(text))
    }
    assert not odd


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_have_no_stray_spaces(lang: Lang) -> None:
    assert not [key for key, text in catalogue(lang).items() if text != text.strip() or "  " in text]


def test_every_key_asked_for_exists() -> None:
    asked = [(f"{m.place}:{line}", key) for m in modules() for line, key in literal_keys(m)]
    assert len(asked) > 5, "the scan finds no keys: has `terms` another name?"
    missing = [f"{place} {key}" for place, key in asked if key not in catalogue(Lang.FI)]
    assert not missing, "\n".join(missing)


def test_every_key_put_together_begins_as_some_key_does() -> None:
    areas = {key.split(".")[0] + "." for key in catalogue(Lang.FI)}
    dead = [
        f"{m.place}:{line} {first}"
        for m in modules()
        for line, first in beginnings(m)
        if any(first.startswith(area) for area in areas)
        and not any(key.startswith(first) for key in catalogue(Lang.FI))
    ]
    assert not dead, "\n".join(dead)


def test_no_key_is_unused() -> None:
    """A sentence that nobody reads is still translated, and misleads whoever looks for the one to change."""
    assert not unused_keys()


def test_every_reason_to_keep_a_key_still_holds() -> None:
    keys = catalogue(Lang.FI)
    assert all(any(key.startswith(beginning) for key in keys) for beginning in BEGUN_OTHERWISE)
    assert all(any(key.endswith(ending) for key in keys) for ending in FOUND_OTHERWISE)
