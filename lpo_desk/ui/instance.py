"""One program for each user: a second start, or a link that was followed, wakes the one that runs.

They meet in a folder of the user's own: the newcomer leaves a note there, the running program watches it. No port, no
network, and nothing that another user could write to.
"""

import os
import sys
import uuid
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

from lpo_desk.domain.links import LinkRefused, case_of

MUTEX = "Global\\LPO Desk"
"""What the installer asks for before it replaces the program's files (packaging/windows/installer.nsi)."""
_LOCK, _NOTE = "running.lock", "wake-"
_LONGEST_NOTE = 200  # characters; a link has 40 at the most


class Instance(QObject):
    """`woken` carries a case number, or "" where the window is only to come to the front."""

    woken = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = QLockFile(str(folder / _LOCK))
        self._lock.setStaleLockTime(0)  # only a process that is gone loses it, however long one runs
        self._watcher = QFileSystemWatcher(self)

    def take(self) -> bool:
        """Become the one that runs. False where another does."""
        if not self._lock.tryLock(0) and not (self._left_with_our_number() and self._lock.tryLock(0)):
            return False
        for note in self._notes():  # left by somebody whom nobody heard
            note.unlink(missing_ok=True)
        self._watcher.addPath(str(self._folder))
        self._watcher.directoryChanged.connect(self._read)
        return True

    def wake(self, link: str = "") -> None:
        """Leave a note to the one that runs. Raises OSError where it cannot be written."""
        allow_front()
        part = self._folder / f"{uuid.uuid4().hex}.part"
        part.write_text(link, encoding="utf-8")
        part.replace(self._folder / f"{_NOTE}{uuid.uuid4().hex}")

    def release(self) -> None:
        self._watcher.directoryChanged.disconnect(self._read)
        self._lock.unlock()

    def _left_with_our_number(self) -> bool:
        """Whether the lock was left by a process that was killed and whose number this one has got: it is taken away.

        Qt would find a living process of that number and name, this one, and the program would never start.
        """
        number, *_ = self._lock.getLockInfo()
        return number == os.getpid() and self._lock.removeStaleLockFile()

    def _read(self) -> None:
        for note in self._notes():
            try:
                link = note.read_text(encoding="utf-8")[:_LONGEST_NOTE]
                note.unlink()
            except (OSError, ValueError):  # another program of Windows may hold a new file for a moment
                QTimer.singleShot(100, self, self._read)
                continue
            try:
                self.woken.emit(case_of(link) if link else "")
            except LinkRefused:
                self.woken.emit("")

    def _notes(self) -> list[Path]:
        return sorted(self._folder.glob(f"{_NOTE}*"))


def hold_mutex() -> object:
    """On Windows, what tells the installer that the program runs, in whoever's session; it ends with the process."""
    if sys.platform != "win32":
        return None
    import ctypes

    return ctypes.windll.kernel32.CreateMutexW(None, False, MUTEX)


def allow_front() -> None:
    """On Windows only the program that the user has just touched may let another come to the front."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
