"""However a clerk's program ends, no request is without its number, day, deadline and owner, and no number is missing."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable

from tests.conftest import CI
from tests.faults import intakes
from tests.fixtures_db import PASSWORD, Desk
from tests.rules.sources import ROOT

WANTED = int(os.environ.get("LPO_INTAKES", "300"))
"""10 000 before a release: `LPO_INTAKES=10000 pytest -o faulthandler_timeout=3600 -s tests/faults/test_intakes.py`."""
LONGEST_LIFE = 0.4 if WANTED < 1000 else 6.0  # seconds


def test_no_intake_lacks_anything_and_numbers_have_no_gap(make_local: Callable[[], Desk]) -> None:
    desk = make_local()
    desk.opened.close()
    seed = 2026 if CI else random.randrange(10**6)
    words = (desk.opened.location, PASSWORD, str(WANTED), str(seed), str(LONGEST_LIFE))
    done = subprocess.run(
        [sys.executable, intakes.__file__, *words],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(done.stdout)
    seen = intakes.Seen(**json.loads(done.stdout))
    assert seen.lost == [], f"seed {seed}"
    assert seen.gaps == [], f"seed {seed}"
    assert seen.lacking == [], f"seed {seed}"
    assert seen.damaged == 0
    assert seen.chain_ok
    # The test is of worth only if clerks did take in, and were killed while they did.
    assert seen.intakes >= WANTED
    assert seen.kills > WANTED // 1000
    assert 0 <= seen.intakes - seen.acknowledged <= seen.kills, "a life ends with at most one number unheard"
