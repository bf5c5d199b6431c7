"""Files of the local database: where they may lie, who may write them, and how one is replaced whole."""

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePath
from typing import IO

from lpo_desk.db.errors import DatabaseInUse, FolderRefused
from lpo_desk.db.faults import told_of_system
from lpo_desk.paths import program_folders

_SYNCED = (
    *(
        "onedrive",
        "dropbox",
        "google drive",
        "googledrive",
        "icloud drive",
        "iclouddrive",
        "mobile documents",
    ),
    *("nextcloud", "owncloud", "seafile", "pclouddrive", "box sync", "syncthing"),
)
"""How the folders of synchronising programs begin, in lower case: "OneDrive - LPOnet", "Dropbox (Personal)"."""

_GOOGLE_DRIVE = frozenset({"my drive", "oma drive", "min enhet"})
"""Google Drive has a drive letter of its own, and this folder at its root in the user's language."""

_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "glusterfs", "davfs", "vboxsf"}
    | {"fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.vmhgfs-fuse"}
)
_DRIVE_REMOTE = 4
_OCTAL = re.compile(r"\\([0-7]{3})")


def refuse_shared_folder(path: Path) -> None:
    """Raise FolderRefused where the folder is on a network, is synchronised to a cloud, or belongs to programs.

    SQLite's locks do not hold across a network, and a synchronising program copies half-written files
    (sqlite.org/useovernet.html; reliability.md section 2.5). An upgrade of a program clears its folder.
    """
    folder = Path(os.path.realpath(path)).parent  # a link may lead from the user's own disk to a server
    named = any(str(way).startswith(("\\\\", "//")) for way in (path, folder))  # a server's own name
    if named or _is_remote(folder):
        raise FolderRefused
    roots = [os.environ[name] for name in ("OneDrive", "OneDriveCommercial") if os.environ.get(name)]
    if is_synced(folder, roots):
        raise FolderRefused("database.folder_synced")
    if any(folder.is_relative_to(place) for place in program_folders()):
        raise FolderRefused("database.folder_program")


def is_synced(folder: PurePath, roots: Iterable[str] = ()) -> bool:
    """Whether a synchronising program owns the folder: by the name of a folder above it, or under one of `roots`."""
    parts = [part.casefold() for part in folder.parts]
    named = any(part.startswith(_SYNCED) or part in _GOOGLE_DRIVE for part in parts)
    return named or any(folder.is_relative_to(root) for root in roots)


def on_network(folder: PurePath, mounts: str) -> bool:
    """Whether a folder lies on a file system of a network; `mounts`: the text of /proc/mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        _, written, file_system, *_ = line.split(" ")
        point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), written)  # proc(5): spaces are \\040
        # Of two on one point the later hides the earlier.
        if len(point) >= len(best) and folder.is_relative_to(point):
            best, kind = point, file_system
    return kind in _NETWORK_FILE_SYSTEMS


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)) == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return on_network(folder, mounts)


class WriterLock:
    """Held by the one program that may write a database file, for as long as it runs.

    The lock is the operating system's, so it ends with the process however that ends.
    """

    def __init__(self, database: Path) -> None:
        real = Path(os.path.realpath(database))  # a second way to the same file is the same lock
        self._path = real.with_name(real.name + ".lock")
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        """Raises DatabaseInUse where another program holds it, DatabaseReadOnly where the folder may not be written."""
        try:
            file = self._path.open("ab")
        except OSError as error:
            raise told_of_system(error) from None
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise DatabaseInUse from None
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a crash leaves the old content or the new, never a part.

    Raises DatabaseFull, DatabaseReadOnly, DatabaseUnavailable.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise told_of_system(error) from None


def free_name(path: Path) -> Path:
    """The path, or the first of `name-2`, `name-3`, ... that nothing has: what was kept before stays kept."""
    names = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in count(2))
    return path if not path.exists() else next(name for name in names if not name.exists())


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows does it by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
