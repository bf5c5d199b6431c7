"""The self-test: passes here, fails where something is missing, and tells which."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lpo_desk import paths
from lpo_desk.selftest import loading, outside, parts
from lpo_desk.selftest.record import FILE, Failed, Place, Result
from lpo_desk.selftest.run import CHECKS
from lpo_desk.settings import version
from lpo_desk.terms import Lang, catalogue
from tests.command_line import Shell
from tests.conftest import ROOT


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "work").mkdir()
    return Place(tmp_path, tmp_path / "work")


@pytest.mark.slow
def test_everything_works_here_and_nothing_is_left_but_the_results(tmp_path: Path) -> None:
    shell, out = Shell(tmp_path), tmp_path / "itsetesti"
    shell.patience = 280
    answer = shell("--self-test", out, QT_QPA_PLATFORM="offscreen")
    assert answer.code == 0, answer
    result = json.loads((out / FILE).read_text(encoding="utf-8"))
    assert result["ok"]
    assert result["version"] == version() != ""
    assert [check["name"] for check in result["checks"]] == list(CHECKS)
    assert answer.out.count("kunnossa") == len(CHECKS)
    facts = {check["name"]: check["facts"] for check in result["checks"]}
    assert facts["window"]["seconds_from_start"] > 0
    assert facts["libraries"]["psycopg-binary"]
    left = facts["traces"]["files"]
    assert {"profile/config/config.toml", "profile/logs/lpo-desk.log", "profile/logs/fault.log"} & set(left)
    assert not [each for each in out.iterdir() if each.is_dir()], "the databases are gone"
    pictures = {each.name for each in out.glob("*.png")}
    assert pictures == {"start-page.png", "search.png", "purpose.png", "card.png", "request.png"}
    assert not (tmp_path / "home").exists(), "the user's own folders are not touched"


def test_a_check_that_fails_is_told_and_the_others_go_on() -> None:
    result = Result()

    def broken() -> dict[str, object]:
        raise Failed("the file is not encrypted")

    result.check("database", broken)
    result.check("papers", lambda: {"sheets": 1})
    assert not result.ok
    assert [(check.ok, check.error) for check in result.checks] == [
        (False, "Failed: the file is not encrypted"),
        (True, ""),
    ]
    assert not Result().ok, "no check at all is no pass"


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le"])
def test_a_trace_of_a_customer_fails_the_check(place: Place, code: str) -> None:
    (place.work / "profile").mkdir()
    note = place.work / "profile" / "luonnos.json"
    note.write_bytes("Ohman".encode(code))
    assert outside.traces(place)["files"] == ["profile/luonnos.json"]
    note.write_bytes("luonnos: Öhman".encode(code))
    with pytest.raises(Failed, match=r"profile/luonnos\.json"):
        outside.traces(place)


def test_word_of_newer_versions_can_be_read_here(place: Place) -> None:
    assert "SSL" in str(outside.updates(place)["tls"])


def test_a_missing_file_of_the_program_fails_the_check(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parts.shipped(place)["revisions"]
    base = tmp_path / "bundle"
    shutil.copytree(
        ROOT / "resources",
        base / "resources",
        ignore=lambda folder, names: [n for n in names if n.endswith(".ttf")],
    )
    monkeypatch.setattr(sys, "_MEIPASS", str(base), raising=False)
    paths.resources.cache_clear()
    try:
        with pytest.raises(Failed, match="resources/fonts is empty"):
            parts.shipped(place)
    finally:
        paths.resources.cache_clear()


def test_a_missing_library_fails_the_check(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(loading.LIBRARIES, "no_such_decoder", "no-such-decoder")
    with pytest.raises(ModuleNotFoundError, match="no_such_decoder"):
        loading.libraries(place)


def test_a_window_that_cannot_open_is_a_failed_check(tmp_path: Path) -> None:
    """The process of the window dies with Qt; the others have their results."""
    done = subprocess.run(
        [sys.executable, "-m", "lpo_desk", "--lang", "sv", "--self-test", str(tmp_path / "out")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "nowhere", "LPO_DESK_HOME": str(tmp_path / "home")},
        capture_output=True,
        timeout=850,
        check=False,
    )
    assert done.returncode == 1
    result = json.loads((tmp_path / "out" / FILE).read_text(encoding="utf-8"))
    failed = [check["name"] for check in result["checks"] if not check["ok"]]
    assert failed == ["window"]
    assert b"Ta inte programmet i bruk" in done.stderr


@pytest.mark.parametrize("lang", list(Lang))
def test_every_check_has_its_name(lang: Lang) -> None:
    said = catalogue(lang)
    assert all(f"cli.self_test_{name}" in said for name in CHECKS)
