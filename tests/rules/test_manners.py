"""Sizes of modules, and calls that have no place in this program."""

import re
from statistics import median

from tests.rules.sources import Module, modules

LONGEST = 400
MEDIAN = 120

COMMAND_LINE = {"__main__", "cli"}


def lines(module: Module) -> int:
    return module.text.count("\n")


def test_no_module_is_long() -> None:
    long = {
        module.place: lines(module)
        for module in modules()
        if lines(module) > LONGEST
        and "migrations/versions" not in module.place  # a record, never read through
    }
    assert not long, long


def test_most_modules_are_short() -> None:
    sizes = [lines(module) for module in modules() if module.path.name != "__init__.py"]
    assert median(sizes) < MEDIAN


def test_enumerations_are_plain() -> None:
    """QVariant turns a StrEnum into str, and an IntEnum into int, on its way through a Qt model."""
    found = [m.place for m in modules() if re.search(r"\b(StrEnum|IntEnum|IntFlag)\b", m.text)]
    assert not found, found


def test_nobody_waits_in_the_window_thread() -> None:
    """The runner waits (rule 10); a nested event loop would let the clerk's next key in half-way."""
    found = [
        f"{m.place}:{line} {name}"
        for m in modules()
        for line, name in m.calls()
        if name.split(".")[-1] == "processEvents" or name in ("time.sleep", "sleep")
    ]
    assert not found, found


def test_only_the_command_line_prints() -> None:
    found = [
        f"{m.place}:{line}"
        for m in modules()
        if m.layer not in COMMAND_LINE
        for line, name in m.calls()
        if name in ("print", "pprint", "sys.stdout.write")
    ]
    assert not found, found


def test_domain_has_no_clock_and_no_files() -> None:
    """`today` and `at` are arguments: the same question has the same answer tomorrow."""
    forbidden = re.compile(
        r"(.*\.)?(today|now|utcnow|read_text|write_text|read_bytes|write_bytes)|open|time\.(time|monotonic)"
    )
    found = [
        f"{m.place}:{line} {name}"
        for m in modules()
        if m.layer == "domain"
        for line, name in m.calls()
        if forbidden.fullmatch(name)
    ]
    assert not found, found
