"""Every worker of a parallel run must collect the same tests in the same order."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def collected(seed: int) -> list[str]:
    """The tests' ids as pytest would run them, with one order of sets."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    ]
    # No bytecode of tests: it would name the files as this machine does, to the Python that wine runs on them too.
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if "::" in line]


def test_no_test_is_ordered_by_the_order_of_a_set() -> None:
    assert collected(1) == collected(2)
