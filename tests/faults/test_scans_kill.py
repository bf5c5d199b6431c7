"""Whatever ends the program while it takes scans in: each file is kept once, and none is lost."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import CI
from tests.faults import scanner
from tests.fixtures_db import PASSWORD, Desk
from tests.rules.sources import ROOT

KILLS = 40


def test_forty_kills_take_no_scan_twice_and_lose_none(make_local: Callable[[], Desk], tmp_path: Path) -> None:
    desk = make_local()
    desk.opened.close()
    folder = tmp_path / "scan"
    folder.mkdir()
    seed = 2026 if CI else random.randrange(10**6)
    command = [scanner.__file__, desk.opened.location, PASSWORD, str(folder), str(KILLS), str(seed)]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = scanner.Seen(**json.loads(done.stdout))
    assert seen.kills == KILLS
    assert (seen.twice, seen.lost, seen.left) == (0, 0, 0), f"seed {seed}"
    assert seen.between > 0, "of worth only if some were killed between the commit and the removal"
