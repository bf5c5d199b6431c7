"""Whoever takes a ticket looks at it, and asks whether a protected person's details may be seen (law.md section 5).

Read from the source: what a function calls, and what that calls, within the services.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.rules.sources import PACKAGE
from tests.rules.test_rights import public_functions

SERVICES = PACKAGE / "services"
TICKETS = ("Ticket", "Reveal")
LOOKS = frozenset({"demand_ticket"})
ASKS = frozenset({"demand_details", "is_masked"})

EXEMPT: dict[str, str] = {
    "customers.reveal_protected": "is itself the asking, with its right and its reason",
    "sections.save_permissions": "bans and non-disclosure protect, so whoever edits may enter them unseen",
    "intake.register": "takes a request in: names nobody and shows nothing",
    "intake.open_requests": "numbers of the person's own cases, as the masked card shows them",
    "erasing.plan": "counts values and shows none",
    "deciding.plan": "the plan of erasing.plan, for what a claim names",
    "erasing.erase": "takes out and shows nothing; done by the officer who handles the case",
    "extract.build": "the person's own right; the officer who handles the case may open protected people",
    "extract.count": "a number of rows, for the same officer",
    "extract.review": "as the extract",
    "portability.build": "as the extract: the person's own data, made by the officer",
    "evidence.build": "the officer tells the authority; he may open protected people",
    "forms.prefilled": "as the receipt; a protected person's contact details are left out",
    "forms.of_case": "as forms.prefilled",
    "notices.recipient": "the officer may open protected people; tells what was corrected, no address",
    "notices.lifting": "the person's own letter, as the reply",
    "notices.identity": "as the reply",
    "notices.specify": "as the reply",
    "letters.receipt": "the receipt names the person to himself, at the counter",
    "letters.reply": "the person's own letter, to the address he gave for it",
    "letters.extension": "as the reply",
    "permissions.ban_everything": "a ban protects, so whoever edits may enter it unseen",
    "permissions.withdraw": "as a ban",
    "sections.take_permissions": "as a ban",
    "restrictions.restrict": "sets a mark that protects and shows nothing",
    "restrictions.tell": "as restrict",
    "restrictions.lift": "ends the mark and shows nothing",
}
"""Doors that take a ticket and do not ask for the details, and why."""


Key = tuple[str, str]


@cache
def bodies() -> dict[Key, tuple[frozenset[Key], bool]]:
    """(module, function) -> what it calls, and whether it takes a ticket. Methods are called by their bare names."""
    found = {}
    for path in sorted(SERVICES.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = dict(_imported(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                calls = frozenset(_calls(node, path.stem, imported))
                found[path.stem, node.name] = calls, _takes_ticket(node)
    return found


def _imported(tree: ast.Module) -> Iterator[tuple[str, Key]]:
    """Name here -> (module, function); of a whole module the function is ""."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lpo_desk.services"):
            whole, module = node.module == "lpo_desk.services", (node.module or "").rpartition(".")[2]
            for name in node.names:
                yield name.asname or name.name, (name.name, "") if whole else (module, name.name)


def _calls(node: ast.FunctionDef, module: str, imported: dict[str, Key]) -> Iterator[Key]:
    """Functions that are called or handed on: `_begin` of here, `cards.read`, `demand_ticket` of the unit."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute):
            base = part.value.id if isinstance(part.value, ast.Name) else ""
            away = imported.get(base, ("", "x"))
            yield (away[0], part.attr) if away[1] == "" else (module, part.attr)
        elif isinstance(part, ast.Name):
            yield imported.get(part.id, (module, part.id))


def _takes_ticket(node: ast.FunctionDef) -> bool:
    arguments = (*node.args.args, *node.args.kwonlyargs)
    annotations = [ast.unparse(a.annotation) for a in arguments if a.annotation is not None]
    return any(kind in annotation for annotation in annotations for kind in TICKETS)


def reaches(start: Key, wanted: frozenset[str]) -> bool:
    """Whether the function, or one of the services that it uses, calls one of these."""
    seen: set[Key] = set()
    todo = [start]
    while todo:
        here = todo.pop()
        if here in seen or here not in bodies():
            continue
        seen.add(here)
        calls, _ = bodies()[here]
        if any(name in wanted for _, name in calls):
            return True
        todo += calls
    return False


def doors() -> dict[str, Key]:
    """Public services that take a ticket: `sections.save_basic` -> its module and name."""
    names = [(name.split(".")[-2], name.split(".")[-1]) for name, _ in public_functions()]
    return {
        f"{module}.{name}": (module, name)
        for module, name in names
        if (module, name) in bodies() and bodies()[module, name][1]
    }


def test_every_door_with_a_ticket_looks_at_it() -> None:
    blind = [name for name, door in doors().items() if not reaches(door, LOOKS)]
    assert not blind, "\n".join(blind)


def test_every_door_with_a_ticket_asks_for_the_details_or_says_why_not() -> None:
    careless = [name for name, door in doors().items() if name not in EXEMPT and not reaches(door, ASKS)]
    assert not careless, "\n".join(careless)


def test_what_is_exempt_exists_and_says_why() -> None:
    assert EXEMPT.keys() <= doors().keys(), EXEMPT.keys() - doors().keys()
    assert all(EXEMPT.values())
    needless = [name for name in EXEMPT if reaches(doors()[name], ASKS)]
    assert not needless, needless


def test_the_rule_sees_the_doors() -> None:
    assert {"cards.read", "sections.save_contact", "customers.request_reveal"} <= doors().keys()
    assert Path(SERVICES).is_dir()


def test_the_rule_sees_who_does_not_ask() -> None:
    assert not reaches(doors()["restrictions.lift"], ASKS)
    assert reaches(doors()["sections.save_contact"], ASKS)
