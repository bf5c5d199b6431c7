"""Files of the local database: where they may lie, who may write them, and how one is replaced whole."""

import os
import sys
from pathlib import Path
from typing import IO

from lpo_desk.db.errors import DatabaseInUse, FolderRefused

_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "nextcloud",
    "box sync",
)
_NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "9p",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "davfs",
        "fuse.davfs2",
    }
)
_DRIVE_REMOTE = 4


def refuse_shared_folder(path: Path) -> None:
    """Raise FolderRefused where the folder is on a network or is synchronised to a cloud.

    SQLite's locks do not hold across a network, and a synchronising program copies half-written files
    (sqlite.org/useovernet.html; reliability.md section 2.5).
    """
    folder = Path(os.path.abspath(path)).parent
    if str(folder).startswith(("\\\\", "//")) or _is_remote(folder):
        raise FolderRefused
    synced_roots = [os.environ[name] for name in ("OneDrive", "OneDriveCommercial") if os.environ.get(name)]
    parts = [part.casefold() for part in folder.parts]
    if any(part.startswith(_SYNCED) for part in parts) or any(
        folder.is_relative_to(root) for root in synced_roots
    ):
        raise FolderRefused("database.folder_synced")


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)) == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in mounts:
        _, point, file_system, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) >= len(best) and folder.is_relative_to(point):
            best, kind = point, file_system
    return kind in _NETWORK_FILE_SYSTEMS


class WriterLock:
    """Held by the one program that may write a database file, for as long as it runs.

    The lock is the operating system's, so it ends with the process however that ends.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        """Raises DatabaseInUse where another program holds it."""
        file = self._path.open("ab")
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
    """Write a file so that a crash leaves the old content or the new, never a part."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut; Windows does it by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
