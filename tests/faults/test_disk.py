"""A full disk and a disk that may not be written: told in a sentence, and everything saved is still there."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import small_disk
from tests.fixtures_db import PASSWORD, Desk
from tests.rules.sources import ROOT

OWN_MOUNTS = ["unshare", *(["-m"] if os.geteuid() == 0 else ["-Urm"]), "--propagation", "private"]


def may_mount(folder: Path) -> bool:
    """Whether this machine lets a test have a small disk of its own; many containers do not."""
    try:
        words = [*OWN_MOUNTS, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_full_and_a_read_only_disk(make_local: Callable[[], Desk], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("no mount namespaces here; the error of a full disk itself is in tests/db/test_faults.py")
    desk = make_local()
    desk.opened.close()
    words = [*OWN_MOUNTS, sys.executable, small_disk.__file__, str(disk), desk.opened.location, PASSWORD]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    saved = seen.pop("saved")
    assert saved > 20
    assert seen == {
        "full": "DatabaseFull",
        "kept": saved,
        "full backup": "DatabaseFull",
        "full password": "DatabaseFull",
        "keys kept": True,
        "left over": [],
        "after": saved + 1,
        "read-only file": "DatabaseReadOnly",
        "read-only disk": "DatabaseReadOnly",
        "end": saved + 1,
    }
