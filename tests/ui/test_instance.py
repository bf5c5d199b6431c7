"""One program for each user: the second start wakes the first, a link opens its case there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.ui.instance import Instance
from tests.conftest import ROOT

OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from lpo_desk.ui.instance import Instance
app = QCoreApplication([])
other = Instance(Path(sys.argv[1]))
if not other.take():
    other.wake(sys.argv[2])
    sys.exit(7)
"""


@pytest.fixture
def running(qapp: object, tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "desk")
    assert made.take()
    yield made
    made.release()


def start_again(folder: Path, link: str = "") -> int:
    """A process as a second click makes it. Gives its exit code: 7 where it found the first one."""
    done = subprocess.run(
        [sys.executable, "-c", OTHER, str(folder), link],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=300,
        check=False,
    )
    return done.returncode


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("", ""),
        ("lpodesk://case/L-2026-0042", "L-2026-0042"),
        ("lpodesk://case/131052-998T", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_second_start_wakes_the_first(
    qtbot: QtBot, running: Instance, tmp_path: Path, link: str, number: str
) -> None:
    with qtbot.waitSignal(running.woken, timeout=30_000) as woken:
        assert start_again(tmp_path / "desk", link) == 7
    assert woken.args == [number]
    qtbot.waitUntil(lambda: not list((tmp_path / "desk").glob("wake-*")), timeout=30_000)


def test_once_the_first_has_gone_the_next_one_runs(running: Instance, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    assert start_again(folder) == 0
    assert start_again(folder) == 0, "a process that has gone holds nothing"


def test_a_note_that_nobody_heard_is_not_followed_later(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    Instance(folder).wake("lpodesk://case/L-2026-0042")
    later = Instance(folder)
    heard: list[str] = []
    later.woken.connect(heard.append)
    assert later.take()
    assert not list(folder.glob("wake-*"))
    assert heard == []
    later.release()


def test_a_lock_left_by_a_killed_process_of_the_same_number_keeps_nobody_out(
    qapp: object, tmp_path: Path
) -> None:
    folder = tmp_path / "desk"
    killed = Instance(folder)
    assert killed.take()
    left = (folder / "running.lock").read_bytes()
    killed.release()
    (folder / "running.lock").write_bytes(left)
    started = Instance(folder)
    assert started.take()
    assert not Instance(folder).take(), "it is one that runs: a third finds it"
    started.release()
