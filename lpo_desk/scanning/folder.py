"""The folder that scanners save to: what lies there still, claimed by a name of our own, and removed once it is kept.

A file is first renamed to the id of the save that will take it in. Whatever ends the program in between, the database
tells by that id whether the file was kept; and of two machines that watch one share, one gets the file. A file during
which the program has ended twice is kept unopened: it may be what ends it.
"""

import hashlib
import os
import re
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from lpo_desk.domain.scans import MOST_OCTETS, Reading, ScanFailure, ScanFile
from lpo_desk.scanning.reader import read

STILL_SECONDS = 3.0
ORPHAN_SECONDS = 60.0
"""So long another machine may need for a file that it has claimed."""
CLAIMED = ".lpo-scan"
_AGAIN = ".again"
"""In the name of a file that has been begun twice: whoever finds it a third time does not open it."""
TOO_LARGE = "liian-suuret"
"""The folder beside the scans for files that are told of and not kept."""
_NO_SCANS = frozenset({"thumbs.db", "desktop.ini"})
_SUFFIX = re.compile(r"\.\w{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is ours now. save_id: of the save that takes it in. office: its code."""

    path: Path
    save_id: UUID
    office: str
    file: ScanFile
    reading: Reading


@dataclass(frozen=True, slots=True)
class Look:
    """What one look into the folder came to. stuck: files that nobody lets us take."""

    arrival: Arrival | None = None
    stuck: int = 0


@dataclass
class ScanFolder:
    """own: the code of the office whose files lie in the folder itself, "" for none. offices: codes that subfolders may
    be named by. clock: seconds, ever forward. Used by one thread."""

    root: Path
    own: str
    offices: frozenset[str]
    clock: Callable[[], float] = time.monotonic
    _seen: dict[Path, tuple[int, int, float]] = field(default_factory=dict)
    _kept: set[Path] = field(default_factory=set)

    def look(self) -> Look:
        """The next file that is whole, read to its last pixel. Raises OSError where the folder cannot be read."""
        now, stuck = self.clock(), 0
        seen, self._seen = self._seen, {}
        files = list(files_of(self.root, self.own, self.offices))
        for office, path in files:
            if not self._still(path, seen, now):
                continue
            try:
                if path in self._kept:
                    self._put_away(path)
                    continue
                arrival = self._claim(office, path)
            except FileNotFoundError:
                continue  # another machine was faster
            except OSError:
                stuck += 1  # the scanner holds it still, or the folder may be read only
                continue
            self._seen |= {path: seen[path] for _, path in files if path in seen.keys() - self._seen.keys()}
            return Look(arrival, stuck)
        return Look(None, stuck)

    def keep(self, arrival: Arrival) -> None:
        """The file is in the database: away with it, now or, where that fails, when it can be."""
        self._kept.add(arrival.path)
        try:
            self._put_away(arrival.path)
        except OSError:
            return  # the next look tries again, and does not take it twice

    def _still(self, path: Path, seen: dict[Path, tuple[int, int, float]], now: float) -> bool:
        """True once size and time have not changed for long enough."""
        try:
            about = path.stat()
        except OSError:
            return False
        size, changed, since = seen.get(path, (-1, -1, now))
        if (size, changed) != (about.st_size, about.st_mtime_ns):
            since = now
        self._seen[path] = (about.st_size, about.st_mtime_ns, since)
        if path in self._kept:
            return True
        needed = ORPHAN_SECONDS if path.name.endswith(CLAIMED) else STILL_SECONDS
        return now - since >= needed

    def _claim(self, office: str, path: Path) -> Arrival:
        save_id, stopped = _claimed_by(path), path.name.endswith(f"{_AGAIN}{CLAIMED}")
        if save_id is None:
            save_id = uuid4()
            suffix = path.suffix if _SUFFIX.fullmatch(path.suffix) else ""
            path = path.rename(path.with_name(f"{save_id}{suffix}{CLAIMED}"))
        elif not stopped:
            path = path.rename(path.with_name(f"{path.name.removesuffix(CLAIMED)}{_AGAIN}{CLAIMED}"))
        size = path.stat().st_size
        with path.open("rb") as opened:
            if size > MOST_OCTETS:
                digest = hashlib.file_digest(opened, "sha256").digest()
                file, reading = ScanFile(None, size, digest), Reading(failure=ScanFailure.TOO_LARGE)
            else:
                content = opened.read()
                file = ScanFile.of(content)
                reading = Reading(failure=ScanFailure.STOPPED) if stopped else read(content)
        return Arrival(path, save_id, office, file, reading)

    def _put_away(self, path: Path) -> None:
        if path.stat().st_size > MOST_OCTETS:
            aside = path.parent / TOO_LARGE
            aside.mkdir(exist_ok=True)
            path.rename(aside / path.name.removesuffix(CLAIMED))
        else:
            path.unlink()
        self._kept.discard(path)


def files_of(root: Path, own: str, offices: Collection[str]) -> Iterator[tuple[str, Path]]:
    """What may be a scan, with the code of its office. Raises OSError."""
    with os.scandir(root) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    folders = [
        (entry.name.upper(), Path(entry.path))
        for entry in entries
        if entry.name.upper() in offices and entry.is_dir()
    ]
    if own:
        folders.insert(0, (own, root))
    for office, folder in folders:
        with os.scandir(folder) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                if entry.is_file(follow_symlinks=False) and _may_be_scan(entry.name):
                    yield office, Path(entry.path)


def _claimed_by(path: Path) -> UUID | None:
    try:
        return UUID(path.name[:36]) if path.name.endswith(CLAIMED) else None
    except ValueError:
        return None


def _may_be_scan(name: str) -> bool:
    return not name.startswith((".", "~")) and name.lower() not in _NO_SCANS
