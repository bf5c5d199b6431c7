"""Trying a scan folder: reached, read, written beside; and every scan in it stays as it was, to its time."""

import os
import sys
from pathlib import Path

import pytest

from lpo_desk.domain.scans import FolderTrial, ScanMedia, TrialFile, TrialState
from lpo_desk.scanning.trial import try_folder

OFFICES = frozenset({"L", "P"})


def state_of(root: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }


def test_what_would_be_taken_is_told_and_nothing_is_touched(tmp_path: Path) -> None:
    for name, content in {
        "a.pdf": b"%PDF-1.7 ...",
        "b.jpg": b"\xff\xd8\xff...",
        "notes.txt": b"Hei",
        ".hidden": b"x",
        "Thumbs.db": b"x",
        "P/c.tif": b"II*\0",
        "other/d.pdf": b"%PDF-",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    before = state_of(tmp_path)
    found = try_folder(tmp_path, "L", OFFICES)
    assert found.state is TrialState.WORKS
    assert found.taken == (
        TrialFile("L", "a.pdf", ScanMedia.PDF),
        TrialFile("L", "b.jpg", ScanMedia.JPEG),
        TrialFile("P", "c.tif", ScanMedia.TIFF),
    )
    assert set(found.files) - set(found.taken) == {TrialFile("L", "notes.txt", None)}
    assert state_of(tmp_path) == before


@pytest.mark.parametrize("path", ["", "  ", "scan", "./scan"])
def test_half_a_path_is_none(path: str) -> None:
    assert try_folder(Path(path), "L", OFFICES) == FolderTrial(TrialState.NO_PATH)


def test_a_folder_that_is_gone_or_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("gone", "file"):
        assert try_folder(tmp_path / name, "L", OFFICES) == FolderTrial(TrialState.MISSING)


def test_without_an_office_a_folder_of_one_is_needed(tmp_path: Path) -> None:
    assert try_folder(tmp_path, "", OFFICES).state is TrialState.NOBODYS
    (tmp_path / "p").mkdir()
    assert try_folder(tmp_path, "", OFFICES).state is TrialState.WORKS


@pytest.mark.parametrize(
    ("refused", "state"), [("rename", TrialState.READ_ONLY), ("scandir", TrialState.UNREADABLE)]
)
def test_a_folder_that_lets_nothing_be_moved_or_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, state: TrialState
) -> None:
    """As a share refuses; the tests may run as root, to whom no folder is read only."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    if refused == "rename":
        monkeypatch.setattr(Path, "rename", refuse)
    else:
        monkeypatch.setattr(os, "scandir", refuse)
    assert try_folder(tmp_path, "L", OFFICES).state is state
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"], "nothing of the trial is left"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert try_folder(tmp_path, "L", OFFICES).state is TrialState.READ_ONLY
    finally:
        tmp_path.chmod(0o700)
