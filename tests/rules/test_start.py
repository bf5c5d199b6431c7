"""What is loaded when the login window shows: every library costs the clerk a part of a second."""

import importlib.util
import json
import subprocess
import sys

import pytest

from tests.rules.sources import ROOT

LATE = {
    "openpyxl",
    "lxml",
    "typst",
    "pypdf",
    "pypdfium2",
    "psycopg",
    "alembic",
    "python_calamine",
    "phonenumbers",
}

STARTED = "import json, sys, lpo_desk.app, lpo_desk.ui.login; print(json.dumps(sorted(sys.modules)))"


def test_the_login_window_loads_only_what_it_needs() -> None:
    if (
        importlib.util.find_spec("lpo_desk.app") is None
        or importlib.util.find_spec("lpo_desk.ui.login") is None
    ):
        pytest.skip("lpo_desk.app and lpo_desk.ui.login are not written yet")
    done = subprocess.run(
        [sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & LATE
