"""The watched folder: files are taken when they lie still, once, and removed only after they are kept."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lpo_desk.domain.scans import MOST_OCTETS, ScanFailure
from lpo_desk.scanning.folder import CLAIMED, ORPHAN_SECONDS, STILL_SECONDS, TOO_LARGE, Arrival, ScanFolder
from tests.scanning.sheets import jpeg, label, picture


class Watched:
    """A folder and a clock that goes on when it is told to."""

    def __init__(self, root: Path, own: str = "L") -> None:
        self.root, self.now = root, 100.0
        self.folder = self.fresh(own)

    def fresh(self, own: str = "L") -> ScanFolder:
        """Another watch of the same folder: after a new start, or another machine's."""
        return ScanFolder(self.root, own, frozenset({"L", "P"}), lambda: self.now)

    def arrives(self, seconds: float = STILL_SECONDS, folder: ScanFolder | None = None) -> Arrival | None:
        watch = folder or self.folder
        first = watch.look().arrival
        self.now += seconds
        return first or watch.look().arrival

    def names(self) -> list[str]:
        return sorted(path.name for path in self.root.rglob("*") if path.is_file())


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


@pytest.fixture(scope="module")
def page() -> bytes:
    return jpeg(picture(label("L-00042")))


def test_a_file_is_taken_when_it_has_lain_still(watched: Watched, page: bytes) -> None:
    scan = watched.root / "scan.jpg"
    scan.write_bytes(page[:500])
    assert watched.arrives(2.9) is None
    scan.write_bytes(page)  # the scanner goes on
    assert watched.arrives(2.9) is None
    arrival = watched.arrives(0.2)
    assert arrival
    assert (arrival.office, arrival.file.content, arrival.reading.numbers) == ("L", page, ("L-00042",))
    assert watched.names() == [f"{arrival.save_id}.jpg{CLAIMED}"], "ours, and still there until it is kept"
    watched.folder.keep(arrival)
    assert watched.names() == []
    assert watched.folder.look().arrival is None


def test_files_come_one_after_another_and_each_once(watched: Watched, page: bytes) -> None:
    for number in range(3):
        (watched.root / f"{number}.pdf").write_bytes(page + bytes([number]))
    (watched.root / "Thumbs.db").write_bytes(b"x")
    (watched.root / ".hidden").write_bytes(b"x")
    watched.folder.look()
    watched.now += STILL_SECONDS
    seen = []
    while arrival := watched.folder.look().arrival:
        assert arrival.file.content
        seen.append(arrival.file.content[-1])
        watched.folder.keep(arrival)
    assert seen == [0, 1, 2]
    assert watched.names() == [".hidden", "Thumbs.db"]


def test_an_offices_subfolder_is_that_offices(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "else").mkdir()
    (tmp_path / "p" / "a.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "else" / "b.jpg").write_bytes(b"\xff\xd8\xff")
    arrival = Watched(tmp_path, own="").arrives()
    assert arrival
    assert (arrival.office, arrival.reading.failure) == ("P", ScanFailure.UNREADABLE)


def test_what_a_killed_program_left_is_taken_in_by_the_same_save(watched: Watched, page: bytes) -> None:
    (watched.root / "scan.jpg").write_bytes(page)
    before = watched.arrives()
    assert before
    again = watched.arrives(STILL_SECONDS, watched.fresh())
    assert again is None, "it may be another machine's, which is at it"
    after = watched.arrives(ORPHAN_SECONDS, watched.fresh())
    assert after
    assert (after.save_id, after.file) == (before.save_id, before.file)


def test_a_file_that_ended_the_program_twice_is_kept_unopened(watched: Watched, page: bytes) -> None:
    """Else one that crashes a decoder would end the program at every start."""
    (watched.root / "scan.jpg").write_bytes(page)
    first = watched.arrives()
    assert first
    second = watched.arrives(ORPHAN_SECONDS, watched.fresh())
    assert second
    assert second.reading.numbers == ("L-00042",), "once may be the power"
    watch = watched.fresh()
    third = watched.arrives(ORPHAN_SECONDS, watch)
    assert third
    assert third.reading.failure is ScanFailure.STOPPED
    assert (third.save_id, third.file) == (first.save_id, first.file), "not a bit of it is lost"
    watch.keep(third)
    assert watched.names() == []


def test_a_file_that_cannot_be_removed_is_not_taken_twice(
    watched: Watched, page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (watched.root / "scan.jpg").write_bytes(page)
    arrival = watched.arrives()
    assert arrival

    def held(path: Path) -> None:
        raise PermissionError(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        watched.folder.keep(arrival)
        assert watched.arrives(ORPHAN_SECONDS * 2) is None
        assert watched.folder.look().stuck == 1
        assert watched.names()
    assert watched.folder.look().arrival is None
    assert watched.names() == []


def test_a_file_that_the_scanner_holds_keeps_nobody_else_waiting(
    watched: Watched, page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (watched.root / "a.jpg").write_bytes(page)
    (watched.root / "b.jpg").write_bytes(page)
    rename: Callable[[Path, Path], Path] = Path.rename

    def held(path: Path, target: Path) -> Path:
        if path.name == "a.jpg":
            raise PermissionError(path)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held)
    watched.folder.look()
    watched.now += STILL_SECONDS
    look = watched.folder.look()
    assert look.arrival
    assert look.stuck == 1
    assert "a.jpg" in watched.names()


def test_a_file_too_large_is_laid_aside_unread(watched: Watched) -> None:
    with (watched.root / "film.pdf").open("wb") as film:
        film.truncate(MOST_OCTETS + 1)
    arrival = watched.arrives()
    assert arrival
    assert (arrival.file.content, arrival.file.size) == (None, MOST_OCTETS + 1)
    assert arrival.reading.failure is ScanFailure.TOO_LARGE
    watched.folder.keep(arrival)
    assert (watched.root / TOO_LARGE / f"{arrival.save_id}.pdf").exists()
    assert watched.arrives() is None


def test_a_folder_that_is_gone_says_so_and_is_found_again(watched: Watched, page: bytes) -> None:
    away = watched.root.with_name("away")
    watched.root.rename(away)
    with pytest.raises(FileNotFoundError):
        watched.folder.look()
    away.rename(watched.root)
    (watched.root / "scan.jpg").write_bytes(page)
    assert watched.arrives() is not None


def test_a_link_is_not_followed(watched: Watched, tmp_path: Path) -> None:
    outside = tmp_path.parent / "secret.pdf"
    outside.write_bytes(b"%PDF-")
    os.symlink(outside, watched.root / "scan.pdf")
    assert watched.arrives() is None
    assert outside.exists()
