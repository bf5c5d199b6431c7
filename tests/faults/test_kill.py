"""A save that was told done is there after any kill, whole, and nothing else is harmed."""

import json
import random
import subprocess
import sys
from collections.abc import Callable

from tests.conftest import CI
from tests.faults import nursery
from tests.fixtures_db import PASSWORD, Desk
from tests.rules.sources import ROOT

KILLS = 60


def test_sixty_kills_lose_no_acknowledged_save(make_local: Callable[[], Desk]) -> None:
    desk = make_local()
    desk.opened.close()
    seed = 2026 if CI else random.randrange(10**6)
    done = subprocess.run(
        [sys.executable, nursery.__file__, desk.opened.location, PASSWORD, str(KILLS), str(seed)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = nursery.Seen(**json.loads(done.stdout))
    assert seen.kills == KILLS
    assert seen.lost == [], f"seed {seed}"
    assert seen.torn == [], f"seed {seed}"
    assert seen.damaged == [], f"seed {seed}"
    assert seen.chain_ok
    # The test is of worth only if children did save, and were killed while saving.
    assert seen.acknowledged > KILLS
    assert seen.unacknowledged <= KILLS, "a life ends with at most one save whose word was not heard"
