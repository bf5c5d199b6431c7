"""Starting: to the first painted window and to a search box that takes keys, beside bare windows."""

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from lpo_desk.db.keys import KdfCost, KeyFile
from tests.bench.harness import Case, Goal, Group, Sample, once, reported
from tests.bench.registers import FOLDER, SMALL, USER, copy, password

COMMAND = [sys.executable, "-m", "tests.bench.starting"]
HEAVY = ("sqlalchemy", "openpyxl", "psycopg", "typst", "pypdf", "alembic", "phonenumbers", "argon2")
"""What costs a start much, and the login does not need."""
BARE = "bare QMainWindow, painted"
LIBRARIES = "SQLAlchemy, SQLCipher and Qt imported, bare window painted"


def launch(*words: str) -> Sample:
    return reported([*COMMAND, *words])[0]


def loaded(register: Path) -> str:
    """What is in memory when the login shows."""
    told = reported([*COMMAND, "login", str(register.parent), str(register)])[1]
    heavy = [name for name in HEAVY if name in told["loaded"]]
    return f"At the first paint of the login {told['modules']} modules are loaded, " + (
        f"with {', '.join(heavy)}." if heavy else f"none of them of {', '.join(HEAVY)}."
    )


def derived() -> Sample:
    """The key of a real database from its user's password, at the cost the program gives it."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        secret = "mansikka-veneet-rannalla"
        keys, _, _ = KeyFile.create(Path(folder) / "a.keys", USER, secret, KdfCost())
        return once(lambda: keys.unlock(USER, secret))


def cases() -> list[Group]:
    register = copy(SMALL)
    place = str(register.parent), str(register)
    return [
        Group(
            "Start",
            [
                Case(BARE, partial(launch, "bare")),
                Case(
                    "LPO Desk: login painted",
                    partial(launch, "login", *place),
                    floor=BARE,
                    goals=[Goal("p50", times=1.3, plus=100), Goal("MiB", times=1, plus=50)],
                ),
                Case(LIBRARIES, partial(launch, "libraries"), floor=BARE),
                Case(
                    "LPO Desk: search box has the keyboard",
                    partial(launch, "search", *place, password()),
                    floor=LIBRARIES,
                    goals=[Goal("p50", times=1.25), Goal("MiB", times=1, plus=40)],
                ),
                Case("argon2id of a real password, not in the rows above", derived),
            ],
            note="From the start of the process, with compiled modules; the practice database has "
            f"{SMALL:,} customers, is signed in to as soon as the login is painted, and its key costs next to "
            f"nothing to derive. {loaded(register)}",
            close=lambda: shutil.rmtree(register.parent),
        )
    ]
