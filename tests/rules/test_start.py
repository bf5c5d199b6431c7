"""What is loaded when the login window shows: every library costs the clerk a part of a second."""

import json
import os
import subprocess
import sys

import pytest

from tests.rules.sources import ROOT

LATE = {
    "alembic",
    "argon2",
    "cryptography",
    "email_validator",
    "lxml",
    "openpyxl",
    "phonenumbers",
    "psycopg",
    "pypdf",
    "pypdfium2",
    "python_calamine",
    "rapidfuzz",
    "segno",
    "sqlalchemy",
    "sqlcipher3",
    "typst",
}
"""Loaded on the database thread once the window is painted, or when they are first needed."""

PAINTED = """
import json, os, sys
from lpo_desk import app, settings
program = app.Program(app.make_application(), settings.Settings())
program.begin(database=sys.argv[1])
program.window.grab()
print(type(program.window).__name__, json.dumps(sorted(sys.modules)), sep="\\n", flush=True)
os._exit(0)  # before the event loop, which would begin to load the rest
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every module of a process that has just painted the login of a local database."""
    folder = tmp_path_factory.mktemp("start")
    database = folder / "desk.lpodb"
    database.touch()
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LPO_DESK_HOME": str(folder / "profile")}
    done = subprocess.run(
        [sys.executable, "-c", PAINTED, str(database)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    window, modules = done.stdout.splitlines()
    assert window == "Login"
    return set(json.loads(modules))


def test_the_login_window_loads_only_what_it_needs(loaded: set[str]) -> None:
    assert not {name.partition(".")[0] for name in loaded} & LATE


def test_the_login_window_loads_neither_pages_nor_services(loaded: set[str]) -> None:
    own = {".".join(name.split(".")[:3]) for name in loaded if name.startswith("lpo_desk.")}
    late = (
        "lpo_desk.services",
        "lpo_desk.db",
        "lpo_desk.ui.pages",
        "lpo_desk.ui.wizards",
        "lpo_desk.ui.main_window",
    )
    assert not own & set(late)
