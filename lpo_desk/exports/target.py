"""Where a workbook is written: never over another file, all or nothing."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lpo_desk.domain.errors import UserError


class TargetLocked(UserError):
    """The file is open in Excel, or the folder allows no writing."""

    key = "export.target_locked"


class TargetMissing(UserError):
    """The folder is not there."""

    key = "export.target_missing"


class TargetFailed(UserError):
    """The disk is full, the name is not allowed, the network share went away."""

    key = "export.target_failed"


@dataclass(frozen=True, slots=True)
class Target:
    """The file being written: `draft` takes the bytes, `path` is where they will stand."""

    path: Path
    draft: Path


@contextmanager
def new_file(wished: Path) -> Iterator[Target]:
    """Gives a draft to write and puts it in place when the block ends well.

    The name is `wished`, or `wished-2`, `-3`... when it is taken. It is reserved at once by an empty file, so
    that two exports at one moment cannot take the same name. When the block raises, nothing is left behind.
    Raises TargetLocked, TargetMissing, TargetFailed.
    """
    with _told(wished):
        path = _reserved(wished)
    draft: Path | None = None
    try:
        with _told(path):
            handle, name = tempfile.mkstemp(prefix=".lpo-", suffix=".tmp", dir=path.parent)
            os.close(handle)
            draft = Path(name)
            yield Target(path, draft)
            os.replace(draft, path)
    except BaseException:
        for leftover in (draft, path):
            if leftover is not None:
                leftover.unlink(missing_ok=True)
        raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns the system's refusals into sentences (a file's name says a report and a month, no person)."""
    try:
        yield
    except FileNotFoundError as error:
        raise TargetMissing(folder=str(path.parent)) from error
    except PermissionError as error:
        raise TargetLocked(file=path.name) from error
    except OSError as error:
        raise TargetFailed(file=path.name) from error


def _reserved(wished: Path) -> Path:
    path, turn = wished, 1
    while True:
        try:
            path.open("xb").close()
        except FileExistsError:
            turn += 1
            path = wished.with_name(f"{wished.stem}-{turn}{wished.suffix}")
        else:
            return path
