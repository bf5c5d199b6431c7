"""Whether a scan folder would work: looked into and written beside, without touching a scan in it."""

from collections.abc import Collection
from pathlib import Path
from uuid import uuid4

from lpo_desk.domain.scans import FolderTrial, TrialFile, TrialState
from lpo_desk.scanning.folder import CLAIMED, files_of
from lpo_desk.scanning.pages import HEAD, media_of

_MARK = ".lpo-trial"
"""Of a file of our own, made and removed; the watch passes by names that begin with a dot."""


def try_folder(root: Path, own: str, offices: Collection[str]) -> FolderTrial:
    """Never raises. own, offices: as of ScanFolder. Files are told by their bytes; those of a fault cannot be taken."""
    if not str(root).strip() or not root.is_absolute():
        return FolderTrial(TrialState.NO_PATH)
    try:
        if not root.is_dir():
            return FolderTrial(TrialState.MISSING)
        found = [
            (office, path) for office, path in files_of(root, own, offices) if not path.name.endswith(CLAIMED)
        ]
        files = tuple(_looked_at(office, path) for office, path in found)
    except OSError:
        return FolderTrial(TrialState.UNREADABLE)
    folders = {root} if own else set()
    folders |= {path for path in root.iterdir() if path.name.upper() in offices and path.is_dir()}
    if not folders:
        return FolderTrial(TrialState.NOBODYS)
    if not all(map(_lets_write, folders)):
        return FolderTrial(TrialState.READ_ONLY, files)
    return FolderTrial(TrialState.WORKS, files)


def _looked_at(office: str, path: Path) -> TrialFile:
    try:
        with path.open("rb") as opened:
            media = media_of(opened.read(HEAD))
    except OSError:
        return TrialFile(office, path.name, None, readable=False)
    return TrialFile(office, path.name, media)


def _lets_write(folder: Path) -> bool:
    """Taking a scan renames it and removes it: the same is done to an empty file. Asking for rights alone says nothing
    on a share."""
    mine = folder / f"{_MARK}-{uuid4()}"
    try:
        mine.touch(exist_ok=False)
        mine.rename(mine.with_name(f"{mine.name}-2")).unlink()
    except OSError:
        mine.unlink(missing_ok=True)
        return False
    return True
