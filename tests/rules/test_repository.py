"""What the repository may hold: nothing of one machine, no registry's address, nobody's real code."""

import re
import shutil

import pytest

from tests.rules.sources import ROOT, not_ignored, tracked_by_git, tracked_texts

THIS_FILE = "tests/rules/test_repository.py"

MACHINE_PATHS = re.compile(
    r"(?<![\w.$~{}/-])(/(?:work|root|tmp|home/\w+)/\w+|/(?:work|root)\b|[A-Z]:\\Users\\\w+)"
)
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|deb\.debian\.org|security\.debian\.org|registry\.npmjs\.org|index-url\s*=|extra-index",
    re.IGNORECASE,
)

HETU = re.compile(
    r"(?<![0-9A-Za-z])([0-3]\d)([01]\d)\d\d[-+A-FU-Y](\d{3})[0-9A-Y](?![0-9A-Za-z])", re.IGNORECASE
)

# law.md 4.1: published examples that an implementation must judge rightly. Only their test may hold them.
VECTORS_IN = re.compile(r"tests/domain/test_identifiers\w*\.py")
VECTORS = {
    *(
        "131052-308T",
        "010190-002R",
        "010101-0101",
        "010101+0101",
        "010101A0101",
        "111111-111C",
        "010195+433X",
    ),
    *("010197-100P", "010114A173M", "290296-7808", "290200A248A", "280264-051U"),
    # and the faulty ones
    *(
        "131052-308U",
        "310252-308Y",
        "010190-001P",
        "010190-000N",
        "000190-0023",
        "010090-002X",
        "101010-0102",
    ),
    *("290200-101P", "290201A0011", "301398-1233", "131052A308T"),
}


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number} {match[0]}"
        for name, text in tracked_texts().items()
        if name != THIS_FILE
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def living(text: str) -> list[str]:
    """Personal identity codes with an individual number that the population register gives out (002-899)."""
    found = []
    for match in HETU.finditer(text):
        day, month, individual = int(match[1]), int(match[2]), int(match[3])
        if 1 <= day <= 31 and 1 <= month <= 12 and 2 <= individual < 900:
            found.append(match[0])
    return found


@pytest.mark.skipif(
    not (shutil.which("git") and (ROOT / ".git").exists()), reason="there is no git to compare with"
)
def test_without_git_no_file_is_overlooked() -> None:
    assert {name for name in tracked_by_git() if (ROOT / name).exists()} <= set(not_ignored())


def test_no_paths_of_one_machine() -> None:
    found = places(MACHINE_PATHS)
    assert not found, "\n".join(found)


def test_no_addresses_of_registries() -> None:
    found = places(REGISTRIES)
    assert not found, "\n".join(found)


def test_people_in_the_repository_are_made_up() -> None:
    found = []
    for name, text in tracked_texts().items():
        if name == THIS_FILE:
            continue
        allowed = VECTORS if VECTORS_IN.fullmatch(name) else set()
        found += [f"{name}: {code[:6]}-****" for code in living(text) if code.upper() not in allowed]
    assert not found, "only individual numbers 900-999 may be written down:\n" + "\n".join(found)


def test_links_of_the_documents_lead_somewhere() -> None:
    texts = tracked_texts()
    broken = []
    for name in (name for name in texts if name.endswith(".md")):
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", texts[name]):
            if not (ROOT / name).parent.joinpath(link).exists():
                broken.append(f"{name}: {link}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("code", ["131052-308T", "131052-308t", "hetu=010114A173M;"])
def test_a_living_persons_code_is_seen(code: str) -> None:
    assert living(code)


@pytest.mark.parametrize("text", ["010594Y9032", "100190-999P", "991399-1234", "0131052-308T"])
def test_other_numbers_are_not_taken_for_one(text: str) -> None:
    assert not living(text)
