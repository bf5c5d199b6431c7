"""The tool that makes update.json: what it writes the program reads, and what it lacks it says."""

import hashlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from lpo_desk.db import schema
from lpo_desk.settings import version
from lpo_desk.terms import Lang
from lpo_desk.updates.notice import public_key
from lpo_desk.updates.reading import look
from tests.packaging.test_bundle import load

WORDS = ["--fi", "Tulostus on nopeampi.", "--sv", "Utskriften är snabbare.", "--released", "2027-01-15"]


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The tool over a changelog that tells of this version."""
    load("bill")
    notes = load("release_notes")
    changelog = tmp_path / "CHANGELOG.md"
    changelog.write_text(f"# Changes\n\n## {version()}\n\n- Printing is faster.\n", encoding="utf-8")
    monkeypatch.setattr(notes, "CHANGELOG", changelog)
    yield load("update")
    for name in ("update", "release_notes", "bill"):
        sys.modules.pop(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "build"
    made.mkdir()
    (made / f"LPO-Desk-{version()}-setup.exe").write_bytes(b"MZ setup")
    (made / f"LPO-Desk-{version()}.msi").write_bytes(b"msi")
    (made / "LPO-Desk-0.0.1-setup.exe").write_bytes(b"of another version")
    return made


def test_what_it_makes_the_program_reads(
    tool: ModuleType,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = tmp_path / "key.pem"
    assert tool.main(["--new-key", str(key)]) == 0
    public = capsys.readouterr().out.strip()
    assert key.stat().st_mode & 0o077 == 0
    public_key(public)
    monkeypatch.setenv("LPO_DESK_UPDATE_KEY", str(key))
    assert tool.main([str(folder), *WORDS]) == 0
    assert public in capsys.readouterr().out
    notice = look(str(folder), public, "0.0.1")
    assert notice is not None
    assert (notice.version, notice.released) == (version(), date(2027, 1, 15))
    assert (notice.schema, notice.minimal_schema) == (schema.HEAD, min(schema.KNOWN))
    assert notice.note[Lang.SV] == "Utskriften är snabbare."
    assert notice.note[Lang.EN] == "- Printing is faster."
    assert notice.files == {
        f"LPO-Desk-{version()}-setup.exe": hashlib.sha256(b"MZ setup").hexdigest(),
        f"LPO-Desk-{version()}.msi": hashlib.sha256(b"msi").hexdigest(),
    }


def test_a_key_is_never_written_over(tool: ModuleType, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    tool.main(["--new-key", str(key)])
    before = key.read_bytes()
    with pytest.raises(FileExistsError):
        tool.main(["--new-key", str(key)])
    assert key.read_bytes() == before


def test_without_a_key_notes_or_installers_nothing_is_made(
    tool: ModuleType, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LPO_DESK_UPDATE_KEY", raising=False)
    assert tool.main([str(folder), *WORDS]) == 1
    key = tmp_path / "key.pem"
    tool.main(["--new-key", str(key)])
    monkeypatch.setenv("LPO_DESK_UPDATE_KEY", str(key))
    assert tool.main([str(tmp_path), *WORDS]) == 1
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## Unreleased\n\n- Coming.\n", encoding="utf-8")
    assert tool.main([str(folder), *WORDS]) == 1
    assert not (folder / "update.json").exists()


def test_a_long_changelog_gives_whole_lines(tool: ModuleType) -> None:
    lines = "".join(f"- Change number {number}.\n" for number in range(100))
    text = tool.english(f"# Changes\n\n## 1.0.0\n\n{lines}", "1.0.0")
    assert len(text) <= 1000
    assert text.endswith(".")
    assert lines.startswith(text)
